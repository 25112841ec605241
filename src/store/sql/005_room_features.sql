-- What the room last told of itself that decides how its messages are read (words of RoomInfo::features): a room that refuses to
-- tell it again is read as before, also by the next run of the program.
ALTER TABLE room ADD COLUMN features TEXT NOT NULL DEFAULT '';
