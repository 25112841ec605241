#include "core/nickname.h"

#include "core/jid.h"

namespace foyer
{

std::optional<Nickname> Nickname::parse(const QString &text)
{
    const QString trimmed = text.trimmed();
    const auto probe = Jid::fromParts(u"a", u"a", trimmed);
    if (trimmed.isEmpty() || !probe || probe->resource().isEmpty()) {
        return std::nullopt;
    }
    Nickname nickname;
    nickname.m_text = probe->resource();
    return nickname;
}

} // namespace foyer
