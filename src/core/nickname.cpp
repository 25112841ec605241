#include "core/nickname.h"

#include "core/jid.h"

namespace foyer
{

std::optional<Nickname> Nickname::parse(const QString &text)
{
    const auto probe = Jid::fromParts(u"a", u"a", text.trimmed());
    // Trimmed again: preparing removes invisible characters, behind which space can hide.
    const QString prepared = probe ? probe->resource().trimmed() : QString();
    if (prepared.isEmpty()) {
        return std::nullopt;
    }
    Nickname nickname;
    nickname.m_text = prepared;
    return nickname;
}

} // namespace foyer
