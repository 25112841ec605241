#include "core/roomaddress.h"

#include <QUrl>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

QString decoded(QStringView text)
{
    return QUrl::fromPercentEncoding(text.toUtf8());
}

struct Link {
    QString path;
    QString password;
};

/// The part of a link after `xmpp:`. QUrlQuery is no help: RFC 5122 separates the pairs of the query with ';'.
Link readLink(QStringView rest)
{
    rest = rest.left(rest.indexOf(u'#'));
    const qsizetype question = rest.indexOf(u'?');
    const QStringView query = question < 0 ? QStringView() : rest.mid(question + 1);
    QStringView path = rest.left(question);
    if (path.startsWith("//"_L1)) {
        // `//account/room` says who should go there; `//room` is a frequent mistake.
        path = path.mid(2);
        path = path.mid(path.indexOf(u'/') + 1);
    }
    Link link{decoded(path), {}};
    for (const QStringView pair : query.split(u';')) {
        if (pair.startsWith("password="_L1)) {
            link.password = decoded(pair.mid(9));
        }
    }
    return link;
}

} // namespace

RoomAddress::RoomAddress(const Jid &room) : m_roomId(room.local()), m_jid(room.bare()) {}

RoomAddress::RoomAddress(const Jid &room, const QString &spelledId) : RoomAddress(room)
{
    const auto named = Jid::fromParts(spelledId, room.domain());
    if (named && *named == m_jid) {
        m_roomId = spelledId;
    }
}

Result<RoomAddress> RoomAddress::parse(const QString &text)
{
    QString typed = text.trimmed();
    RoomAddress address;
    if (typed.startsWith("xmpp:"_L1, Qt::CaseInsensitive)) {
        const Link link = readLink(typed.mid(5));
        typed = link.path;
        address.m_linkPassword = link.password;
        // A link always tells the service; without one it leads to a server, not to a room.
        if (!typed.contains(u'@')) {
            return Error::make(ErrorKind::InvalidRoomId, {}, typed);
        }
    }
    if (typed.contains(u'@')) {
        const auto jid = Jid::parse(typed);
        if (!jid || jid->local().isEmpty() || !jid->isBare()) {
            return Error::make(ErrorKind::InvalidRoomId, {}, typed);
        }
        address.m_jid = *jid;
        address.m_roomId = typed.left(typed.indexOf(u'@'));
        return address;
    }
    if (typed.isEmpty() || !Jid::fromParts(typed, u"a")) {
        return Error::make(ErrorKind::InvalidRoomId, {}, typed);
    }
    address.m_roomId = typed;
    return address;
}

RoomAddress RoomAddress::asTyped(const QString &text)
{
    RoomAddress address;
    // What follows in a link may be a password, and is none of the room's name.
    const bool isLink = text.startsWith(u"xmpp:"_s, Qt::CaseInsensitive);
    address.m_roomId = isLink ? text.section(u'?', 0, 0) : text;
    return address;
}

RoomAddress RoomAddress::resolvedAt(const QString &service) const
{
    if (isResolved()) {
        return *this;
    }
    RoomAddress address = *this;
    address.m_jid = Jid::fromParts(m_roomId, service).value_or(Jid());
    return address;
}

QString RoomAddress::toString() const
{
    return isResolved() ? m_jid.toString() : m_roomId;
}

QString RoomAddress::spelled() const
{
    return isResolved() ? m_roomId + u'@' + m_jid.domain() : m_roomId;
}

bool RoomAddress::operator==(const RoomAddress &other) const
{
    if (isResolved() || other.isResolved()) {
        return m_jid == other.m_jid;
    }
    // Compared as the local parts they will be.
    return Jid::fromParts(m_roomId, u"a") == Jid::fromParts(other.m_roomId, u"a");
}

} // namespace foyer
