-- What the installation made for itself once.
CREATE TABLE secret (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE account (
    -- The prepared local part of the address: spellings of one name are one account.
    name_key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    display_name TEXT NOT NULL DEFAULT '',
    portrait TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    sha1_salt BLOB NOT NULL,
    sha1_iterations INTEGER NOT NULL,
    sha1_stored_key BLOB NOT NULL,
    sha1_server_key BLOB NOT NULL,
    sha256_salt BLOB NOT NULL,
    sha256_iterations INTEGER NOT NULL,
    sha256_stored_key BLOB NOT NULL,
    sha256_server_key BLOB NOT NULL
);

CREATE TABLE room (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    -- The prepared ID; `id` is as spelled at creation.
    id_key TEXT NOT NULL UNIQUE,
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    password TEXT NOT NULL,
    persistent INTEGER NOT NULL,
    listed INTEGER NOT NULL,
    moderated INTEGER NOT NULL,
    members_only INTEGER NOT NULL,
    addresses_shown INTEGER NOT NULL,
    subject_by_anyone INTEGER NOT NULL,
    max_occupants INTEGER NOT NULL,
    lifetime_kind INTEGER NOT NULL,
    lifetime_minutes INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    last_active_at INTEGER NOT NULL,
    locked INTEGER NOT NULL,
    muted INTEGER NOT NULL,
    mute_reason TEXT NOT NULL,
    muted_by TEXT NOT NULL,
    subject TEXT NOT NULL,
    subject_by TEXT NOT NULL,
    subject_at INTEGER
);

CREATE TABLE standing (
    room INTEGER NOT NULL REFERENCES room (key) ON DELETE CASCADE,
    account TEXT NOT NULL,
    affiliation INTEGER NOT NULL,
    nickname TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (room, account)
) WITHOUT ROWID;

CREATE TABLE mute (
    room INTEGER NOT NULL REFERENCES room (key) ON DELETE CASCADE,
    account TEXT NOT NULL,
    -- NULL: without end.
    until INTEGER,
    reason TEXT NOT NULL,
    by_whom TEXT NOT NULL,
    PRIMARY KEY (room, account)
) WITHOUT ROWID;

CREATE TABLE block (
    room INTEGER NOT NULL REFERENCES room (key) ON DELETE CASCADE,
    account TEXT NOT NULL,
    until INTEGER,
    reason TEXT NOT NULL,
    by_whom TEXT NOT NULL,
    PRIMARY KEY (room, account)
) WITHOUT ROWID;

-- Mutes in every room.
CREATE TABLE global_mute (
    account TEXT PRIMARY KEY,
    until INTEGER,
    reason TEXT NOT NULL,
    by_whom TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE exempt (
    room INTEGER NOT NULL REFERENCES room (key) ON DELETE CASCADE,
    account TEXT NOT NULL,
    PRIMARY KEY (room, account)
) WITHOUT ROWID;

-- A room's archive. Positions of one room have no holes, because entries go from the oldest on: so they count.
CREATE TABLE entry (
    key INTEGER PRIMARY KEY,
    room INTEGER NOT NULL REFERENCES room (key) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    nickname TEXT NOT NULL,
    account TEXT NOT NULL,
    occupant_id TEXT NOT NULL,
    origin_id TEXT,
    message_id TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    in_history INTEGER NOT NULL,
    message TEXT NOT NULL
);
CREATE UNIQUE INDEX entry_place ON entry (room, position);
CREATE UNIQUE INDEX entry_id ON entry (room, id);
CREATE INDEX entry_origin_id ON entry (room, account, origin_id) WHERE origin_id IS NOT NULL;
CREATE INDEX entry_history ON entry (room, position) WHERE in_history = 1;

-- Status callbacks that wait for their delivery.
CREATE TABLE callback (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    room_id TEXT NOT NULL,
    -- A JSON array.
    user_ids TEXT NOT NULL,
    type INTEGER NOT NULL,
    cause INTEGER NOT NULL,
    at INTEGER NOT NULL
);
