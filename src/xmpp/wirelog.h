#pragma once

#include "stanza/xmlnode.h"

#include <QString>

namespace foyer
{

/// What may be logged of an element: names, routing and counters; never text, never anything of SASL, so that neither
/// bodies nor passwords reach a log.
QString wireSummary(const stanza::XmlNode &element);

} // namespace foyer
