-- Who is inside. A server that was killed, or that could not save, knows by it who left without a word.
CREATE TABLE inside (
    room INTEGER NOT NULL REFERENCES room (key) ON DELETE CASCADE,
    account TEXT NOT NULL,
    PRIMARY KEY (room, account)
) WITHOUT ROWID;
