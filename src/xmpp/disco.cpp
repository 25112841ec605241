#include "xmpp/disco.h"

#include "core/xmpptime.h"
#include "stanza/iq.h"
#include "stanza/namespaces.h"
#include "stanza/stanzaerror.h"
#include "xmpp/iqrouter.h"
#include "xmpp/mucerrors.h"
#include "xmpp/servicesearch.h"

#include <QPointer>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

using stanza::XmlNode;
namespace ns = stanza::ns;

constexpr int longestSlowModeSeconds = 24 * 60 * 60;

std::optional<RoomService> readService(const QString &domain, const XmlNode &info)
{
    RoomService service{domain};
    bool knowsRooms = false;
    bool isConference = false;
    const QList<XmlNode> children = info.children();
    for (const XmlNode &child : children) {
        if (child.is(u"feature", ns::discoInfo)) {
            knowsRooms |= child.attribute(u"var") == ns::muc;
            service.oneRoomOnly |= child.attribute(u"var") == ns::oneRoom;
            // Only that server has the feature.
            service.countsInNames |= child.attribute(u"var") == "urn:xmpp:mucsub:0"_L1;
        } else if (child.is(u"identity", ns::discoInfo)) {
            // Gateways to other networks name that network as their type.
            isConference |= child.attribute(u"category") == "conference"_L1 && child.attribute(u"type") == "text"_L1;
        }
    }
    return knowsRooms && isConference ? std::optional(service) : std::nullopt;
}

void readFeatures(RoomInfo &info, const XmlNode &discovered)
{
    const QList<XmlNode> features = discovered.childrenNamed(u"feature", ns::discoInfo);
    for (const XmlNode &feature : features)
        info.features.append(feature.attribute(u"var"));
    info.features.sort();
    info.features.removeDuplicates();
}

void readField(RoomInfo &info, const QString &name, const QString &value)
{
    if (name == "muc#roominfo_description"_L1) {
        info.description = value;
    } else if (name == "muc#roomconfig_roomname"_L1 && info.name.isEmpty()) {
        info.name = value;
    } else if (name == "muc#roominfo_occupants"_L1) {
        bool isNumber = false;
        const int count = value.toInt(&isNumber);
        info.memberCount = isNumber && count >= 0 ? count : -1;
    } else if (name == "muc#roominfo_slow_mode_duration"_L1) {
        // What is no positive number is none (XEP-0500 section 4.2).
        info.slowModeSeconds = std::clamp(value.toInt(), 0, longestSlowModeSeconds);
    } else if (name == "foyer#created"_L1) {
        // No clamping to now: the creation time only has to be comparable.
        info.createdAt = parseXmppTime(value, QDateTime::fromSecsSinceEpoch(253402300799, Qt::UTC));
    }
}

void readForm(RoomInfo &info, const XmlNode &discovered)
{
    const QList<XmlNode> forms = discovered.childrenNamed(u"x", ns::dataForms);
    for (const XmlNode &form : forms) {
        const QList<XmlNode> fields = form.childrenNamed(u"field", ns::dataForms);
        const bool isRoomInfo = std::any_of(fields.cbegin(), fields.cend(), [](const XmlNode &field) {
            return field.attribute(u"var") == "FORM_TYPE"_L1 &&
                   field.child(u"value", ns::dataForms).text() == "http://jabber.org/protocol/muc#roominfo"_L1;
        });
        if (!isRoomInfo)
            continue;
        for (const XmlNode &field : fields)
            readField(info, field.attribute(u"var"), field.child(u"value", ns::dataForms).text());
    }
}

Result<RoomInfo> readRoom(const XmlNode &iq, const Jid &room)
{
    if (const auto error = stanza::readError(iq))
        return discoRefusal(*error, room);
    const XmlNode discovered = servicesearch::infoIn(iq);
    RoomInfo info;
    const XmlNode identity = discovered.child(u"identity", ns::discoInfo);
    info.name = identity.attribute(u"name");
    readFeatures(info, discovered);
    readForm(info, discovered);
    if (identity.attribute(u"category") != "conference"_L1 && !info.has(ns::muc))
        return Error::make(ErrorKind::RoomDoesNotExist, room.local(), u"not a room"_s);
    return info;
}

} // namespace

Disco::Disco(IqRouter &iqs, QObject *parent) : QObject(parent), m_iqs(iqs) {}

QFuture<Result<RoomService>> Disco::roomService(const QString &domain)
{
    const auto read = [](const Jid &address, const XmlNode &info) { return readService(address.domain(), info); };
    const QPointer<Disco> self(this);
    return servicesearch::find<RoomService>(m_iqs, Jid::parse(domain).value_or(Jid()),
                                            {read, Error::make(ErrorKind::ServiceHasNoRooms),
                                             Error::make(ErrorKind::NotConnected), [self] { return !self.isNull(); }});
}

QFuture<Result<RoomService>> Disco::roomServiceFacts(const QString &service)
{
    const Jid address = Jid::parse(service).value_or(Jid());
    if (address.isEmpty())
        return QtFuture::makeReadyFuture(Result<RoomService>(Error::make(ErrorKind::ServiceHasNoRooms)));
    return servicesearch::askInfo(m_iqs, address).then([service](const IqAnswer &answer) -> Result<RoomService> {
        if (!answer)
            return answer.error();
        const auto facts = readService(service, servicesearch::infoIn(*answer));
        return facts ? Result<RoomService>(*facts) : Error::make(ErrorKind::ServiceHasNoRooms);
    });
}

QFuture<Result<RoomInfo>> Disco::roomInfo(const Jid &room)
{
    return servicesearch::askInfo(m_iqs, room).then([room](const IqAnswer &answer) -> Result<RoomInfo> {
        return answer ? readRoom(*answer, room) : Result<RoomInfo>(answer.error());
    });
}

} // namespace foyer
