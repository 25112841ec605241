#include "stanza/address.h"

namespace foyer::stanza
{

SplitAddress splitAddress(const QString &text)
{
    const qsizetype slash = text.indexOf(u'/');
    const QStringView bare = slash < 0 ? QStringView(text) : QStringView(text).left(slash);
    SplitAddress split;
    split.bare = Jid::parse(bare).value_or(Jid());
    if (slash >= 0)
        split.resource = text.mid(slash + 1);
    return split;
}

} // namespace foyer::stanza
