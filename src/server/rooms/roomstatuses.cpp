#include "server/rooms/roomstatuses.h"

#include "stanza/namespaces.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace foyer::server
{

RoomStatus::Cause causeOf(Departure departure)
{
    switch (departure) {
    case Departure::Offline:
    case Departure::ServiceShutdown:
        return RoomStatus::Cause::Offline;
    case Departure::Banned:
        return RoomStatus::Cause::Blocked;
    case Departure::Left:
    case Departure::Kicked:
    case Departure::MembershipLost:
    case Departure::MembersOnlyNow:
    case Departure::Replaced:
    case Departure::RoomDestroyed:
        break;
    }
    return RoomStatus::Cause::Direct;
}

RoomStatus::Cause causeOf(RoomEnded::Cause cause)
{
    return cause == RoomEnded::Cause::Destroyed ? RoomStatus::Cause::Direct : RoomStatus::Cause::AutoDestroyed;
}

std::optional<RoomContent> contentOf(const HostedMessage &message)
{
    const QJsonDocument json = QJsonDocument::fromJson(message.content.toUtf8());
    if (json.isNull() || message.objectName.isEmpty())
        return std::nullopt;
    RoomContent content;
    if (message.objectName == u"RC:TxtMsg") {
        content.body = json.object().value(u"content").toString();
        return content.body.isEmpty() ? std::nullopt : std::optional(content);
    }
    content.content = stanza::XmlNode(u"content"_s, stanza::ns::content);
    content.content.setAttribute(u"type"_s, message.objectName).addText(message.content);
    return content;
}

} // namespace foyer::server
