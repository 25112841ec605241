#pragma once

#include "stanza/xmlnode.h"

#include <QString>

namespace foyer::stanza
{

/// The XML text of \a node, in one line. A namespace is declared where it changes, always on the outermost element; a
/// stanza built without a namespace gets `jabber:client`, because Prosody ends the stream over one that lacks it.
/// Characters that XML 1.0 forbids (section 2.2) are left out: no server would take them.
QString writeXml(const XmlNode &node);

} // namespace foyer::stanza
