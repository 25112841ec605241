#include "xmpp/storedentries.h"

#include "stanza/annotations.h"
#include "stanza/xmlreader.h"

namespace foyer
{

Annotation readStoredEntry(const QString &raw, EntryKind kind)
{
    const stanza::XmlNode message = stanza::XmlReader::parse(raw);
    return message.isNull() ? Annotation{} : stanza::annotationOf(message, kind);
}

} // namespace foyer
