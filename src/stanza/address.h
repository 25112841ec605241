#pragma once

#include "core/jid.h"

#include <QString>

namespace foyer::stanza
{

/// An address of the wire taken apart without judging the resource: a room passes on nicknames that this machine's
/// tables may not know, and a stanza must not vanish because of that.
struct SplitAddress {
    Jid bare;         ///< empty when the part before the slash is no address
    QString resource; ///< as written
};

SplitAddress splitAddress(const QString &text);

} // namespace foyer::stanza
