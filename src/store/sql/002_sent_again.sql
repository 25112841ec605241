-- 1: an own message that has gone out a second time; there is no third.
ALTER TABLE entry ADD COLUMN sent_again INTEGER NOT NULL DEFAULT 0;
