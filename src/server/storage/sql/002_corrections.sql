-- The id of the message that this one corrects (XEP-0308), so that what a retraction takes along is found without
-- reading the archive. The server writes the attribute first.
ALTER TABLE entry ADD COLUMN corrects TEXT;
UPDATE entry SET corrects = substr(message, instr(message, '<replace xmlns=''urn:xmpp:message-correct:0'' id=''') + 48)
WHERE instr(message, '<replace xmlns=''urn:xmpp:message-correct:0'' id=''') > 0;
UPDATE entry SET corrects = substr(corrects, 1, instr(corrects, '''') - 1) WHERE corrects IS NOT NULL;
UPDATE entry SET corrects = replace(replace(replace(replace(corrects, '&lt;', '<'), '&gt;', '>'), '&apos;', ''''),
    '&amp;', '&')
WHERE corrects IS NOT NULL;
CREATE INDEX entry_correction ON entry (room, account, corrects, position) WHERE corrects IS NOT NULL;
