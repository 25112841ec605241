-- Rooms of an account.
CREATE TABLE room (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT NOT NULL,
    jid TEXT NOT NULL,
    spelled_id TEXT NOT NULL DEFAULT '',
    name TEXT NOT NULL DEFAULT '',
    subject TEXT NOT NULL DEFAULT '',
    nickname TEXT NOT NULL DEFAULT '',
    extra TEXT NOT NULL DEFAULT '',
    history_count INTEGER NOT NULL DEFAULT 0,
    held INTEGER NOT NULL DEFAULT 0,
    epoch INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER,
    last_read_key INTEGER NOT NULL DEFAULT 0,
    newest_reason INTEGER,
    UNIQUE (account, jid)
);

-- Occupant ids (XEP-0421) known to be the account's own in a room.
CREATE TABLE own_occupant (
    room INTEGER NOT NULL REFERENCES room (key) ON DELETE CASCADE,
    occupant_id TEXT NOT NULL,
    PRIMARY KEY (room, occupant_id)
) WITHOUT ROWID;

-- A run of entries proved contiguous: the positions low to high of one epoch. Ranges never overlap, so a row's segment
-- is the one whose range holds its position, and merging rewrites no rows.
CREATE TABLE segment (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    room INTEGER NOT NULL REFERENCES room (key) ON DELETE CASCADE,
    epoch INTEGER NOT NULL,
    low INTEGER NOT NULL,
    high INTEGER NOT NULL,
    at_beginning INTEGER NOT NULL DEFAULT 0,
    older_reason INTEGER,
    older_wanted INTEGER NOT NULL DEFAULT 0,
    -- The oldest membership that had a part in it.
    first_membership INTEGER NOT NULL
);
CREATE INDEX segment_place ON segment (room, epoch, low);

CREATE TABLE membership (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    room INTEGER NOT NULL REFERENCES room (key) ON DELETE CASCADE,
    live_segment INTEGER REFERENCES segment (key) ON DELETE SET NULL,
    -- Whether an entry with an archive id arrived live since the live segment was opened.
    archived_live INTEGER NOT NULL DEFAULT 0,
    ended INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX membership_room ON membership (room, key);
CREATE INDEX membership_segment ON membership (live_segment);

CREATE TABLE entry (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    room INTEGER NOT NULL REFERENCES room (key) ON DELETE CASCADE,
    epoch INTEGER NOT NULL,
    -- 1: an own message not settled, which sorts after all; its position is then its place in the queue.
    waiting INTEGER NOT NULL DEFAULT 0,
    position INTEGER NOT NULL,
    membership INTEGER NOT NULL DEFAULT 0,
    kind INTEGER NOT NULL,
    -- 1: the border of a segment that was to hold nothing older than a join; shown when what is older is read.
    hidden INTEGER NOT NULL DEFAULT 0,
    archive_id TEXT,
    message_id TEXT NOT NULL DEFAULT '',
    origin_id TEXT NOT NULL DEFAULT '',
    occupant_id TEXT NOT NULL DEFAULT '',
    nickname TEXT NOT NULL DEFAULT '',
    real_jid TEXT NOT NULL DEFAULT '',
    own INTEGER NOT NULL DEFAULT 0,
    sent_at INTEGER NOT NULL,
    -- 1: sent_at is the room's own stamp.
    stamped INTEGER NOT NULL DEFAULT 0,
    recorded INTEGER NOT NULL DEFAULT 1,
    body TEXT NOT NULL DEFAULT '',
    subject TEXT NOT NULL DEFAULT '',
    raw TEXT NOT NULL DEFAULT '',
    state INTEGER NOT NULL,
    edited INTEGER NOT NULL DEFAULT 0,
    retracted INTEGER NOT NULL DEFAULT 0,
    failure TEXT NOT NULL DEFAULT ''
);
-- This index alone decides what is a duplicate.
CREATE UNIQUE INDEX entry_archive_id ON entry (room, epoch, archive_id) WHERE archive_id IS NOT NULL;
CREATE INDEX entry_place ON entry (room, waiting, epoch, position);
-- Rows that a page entry or a reflection may still claim.
CREATE INDEX entry_unclaimed_message_id ON entry (room, message_id) WHERE archive_id IS NULL;
CREATE INDEX entry_unclaimed_origin_id ON entry (room, origin_id) WHERE archive_id IS NULL;
