#pragma once

#include "stanza/xmlnode.h"

#include <QString>

namespace foyer
{

/// The element of an XML literal; aborts the test program on a literal that is not well-formed. White space between
/// elements is dropped, so that literals may be laid out in lines.
stanza::XmlNode xml(const QString &literal);

/// The element in lines, attributes sorted, children indented: for comparing and for reading.
QString normalised(const stanza::XmlNode &node);

/// Empty when both say the same (attribute order and layout aside), else both texts, the first differing line marked.
/// `QCOMPARE(xmlDifference(sent, xml(u"..."_s)), QString())` prints it.
QString xmlDifference(const stanza::XmlNode &actual, const stanza::XmlNode &expected);

} // namespace foyer
