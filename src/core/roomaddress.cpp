#include "core/roomaddress.h"

#include <QUrl>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace foyer
{

RoomAddress::RoomAddress(const Jid &room) : m_roomId(room.local()), m_jid(room.bare()) {}

Result<RoomAddress> RoomAddress::parse(const QString &text)
{
    QString typed = text.trimmed();
    QString password;
    if (typed.startsWith("xmpp:"_L1, Qt::CaseInsensitive)) {
        const qsizetype question = typed.indexOf(u'?');
        QString query = question < 0 ? QString() : typed.mid(question + 1);
        // RFC 5122 separates the parts of the query with ';', where QUrlQuery expects '&'.
        query.replace(u';', u'&');
        password = QUrlQuery(query).queryItemValue(u"password"_s, QUrl::FullyDecoded);
        typed = typed.mid(5, question < 0 ? -1 : question - 5);
        while (typed.startsWith(u'/')) {
            typed.remove(0, 1);
        }
        typed = QUrl::fromPercentEncoding(typed.toUtf8());
    }
    RoomAddress address;
    address.m_linkPassword = password;
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

bool RoomAddress::operator==(const RoomAddress &other) const
{
    if (isResolved() || other.isResolved()) {
        return m_jid == other.m_jid;
    }
    return m_roomId.compare(other.m_roomId, Qt::CaseInsensitive) == 0;
}

} // namespace foyer
