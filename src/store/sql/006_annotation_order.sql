-- Corrections name their target by the id its sender gave it, and mean the nearest one before them: with the place in the index
-- it is found at once, however many have that id.
DROP INDEX entry_message_id;
CREATE INDEX entry_message_id ON entry (room, message_id, epoch, waiting, position) WHERE kind = 0;
-- Own rows that a reflection may still settle.
CREATE INDEX entry_own_unclaimed ON entry (room, origin_id) WHERE own = 1 AND archive_id IS NULL;
-- Corrections that may have to become messages when nothing older can be loaded.
CREATE INDEX annotation_correction ON annotation (room, entry) WHERE kind = 3 AND target <> '';
