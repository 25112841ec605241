-- During which stay in the room the sender said it, of those that were seen in one membership: it tells two people apart who
-- had the same nickname one after the other, where the room gives no occupant ids. Below 0: he was there before us. 0: not
-- known, as of everything that was read from an archive.
ALTER TABLE entry ADD COLUMN stay INTEGER NOT NULL DEFAULT 0;
