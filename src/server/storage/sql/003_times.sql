-- What an archive is asked for by time or by name is counted and placed without reading the messages.
CREATE INDEX entry_time ON entry (room, sent_at, position);
CREATE INDEX entry_nickname ON entry (room, nickname, position, sent_at);
