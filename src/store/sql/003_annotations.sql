-- What an entry says about another one: reactions, corrections, retractions, and the messages that are replies. Nothing
-- is written into the target, which may be stored before or after; both are joined when they are read.
CREATE TABLE annotation (
    entry INTEGER PRIMARY KEY REFERENCES entry (key) ON DELETE CASCADE,
    room INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    -- The id the entry names: an archive id, or a message id. Empty: it could not be understood.
    target TEXT NOT NULL,
    value TEXT NOT NULL DEFAULT '',
    nickname TEXT NOT NULL DEFAULT ''
);
CREATE INDEX annotation_target ON annotation (room, target);
-- What earlier versions stored without understanding it; each goes when it has been read.
CREATE TABLE annotation_unread (
    entry INTEGER PRIMARY KEY REFERENCES entry (key) ON DELETE CASCADE,
    room INTEGER NOT NULL
);
INSERT INTO annotation_unread SELECT key, room FROM entry WHERE kind BETWEEN 2 AND 4 AND raw <> '';
-- Corrections name their target by the id its sender gave it.
CREATE INDEX entry_message_id ON entry (room, message_id) WHERE kind = 0;
