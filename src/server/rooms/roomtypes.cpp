#include "server/rooms/roomtypes.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer::server
{

namespace
{

constexpr qsizetype longestCreatableId = 64;

bool isCreatableCharacter(QChar c)
{
    const char16_t code = c.unicode();
    return (code >= u'A' && code <= u'Z') || (code >= u'a' && code <= u'z') || (code >= u'0' && code <= u'9') ||
           code == u'.' || code == u'_' || code == u'-';
}

} // namespace

QString roomKey(const QString &id)
{
    if (id.isEmpty())
        return {};
    // The domain does not matter: preparing a local part needs a whole address around it.
    const auto address = Jid::fromParts(id, u"rooms"_s);
    return address ? address->local() : QString();
}

bool isCreatableRoomId(const QString &id)
{
    return !id.isEmpty() && id.size() <= longestCreatableId &&
           std::all_of(id.cbegin(), id.cend(), isCreatableCharacter);
}

} // namespace foyer::server
