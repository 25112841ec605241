#include "server/xmpp/roomtelling.h"

#include "core/xmpptime.h"
#include "stanza/namespaces.h"
#include "stanza/presence.h"
#include "stanza/xmlwriter.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace foyer::server
{

using stanza::MucStatus;
using stanza::XmlNode;
namespace ns = stanza::ns;

namespace
{

int limitOf(const XmlNode &history, QStringView name)
{
    bool ok = false;
    const int value = history.attribute(name).toInt(&ok);
    return ok && value >= 0 ? value : -1;
}

/// Whether others see a difference; the mute state is only told to its owner.
bool looksDifferent(RoomOccupant before, const RoomOccupant &now)
{
    before.mute = now.mute;
    return before != now;
}

} // namespace

HistoryWish historyWishOf(const XmlNode &presence, const QDateTime &now)
{
    const XmlNode history = presence.child(u"x", ns::muc).child(u"history", ns::muc);
    HistoryWish wish;
    if (history.isNull())
        return wish;
    wish.maxStanzas = limitOf(history, u"maxstanzas");
    wish.maxChars = limitOf(history, u"maxchars");
    const int seconds = limitOf(history, u"seconds");
    if (seconds >= 0)
        wish.since = now.addSecs(-seconds);
    const QDateTime since = parseXmppTime(history.attribute(u"since"), now);
    if (since.isValid() && (!wish.since.isValid() || since > wish.since))
        wish.since = since;
    return wish;
}

RoomTelling::RoomTelling(Rooms &rooms, RoomStorage &storage, SessionTable &sessions)
    : m_rooms(rooms), m_storage(storage), m_sessions(sessions)
{
}

Jid RoomTelling::address(const QString &roomId) const
{
    return Jid::fromParts(roomId, m_rooms.settings().mucDomain).value_or(Jid());
}

bool RoomTelling::seesAddresses(const QString &roomId, const RoomOccupant &viewer) const
{
    if (viewer.role == Role::Moderator)
        return true;
    const RoomRecord *record = m_rooms.record(roomId);
    return record && record->config.addressesShown;
}

bool RoomTelling::hearsOf(const RoomOccupant &viewer, const RoomOccupant &about) const
{
    return m_rooms.settings().memberChangeEvents || viewer.role == Role::Moderator || viewer.nickname == about.nickname;
}

void RoomTelling::tell(const RoomEvent &event)
{
    const QString &room = event.roomId;
    // Whoever leaves is told too; in all other cases the list is to be as the event says.
    const auto *gone = std::get_if<OccupantLeft>(&event.what);
    if (gone)
        left(room, *gone);
    m_occupancy.apply(event);
    if (const auto *in = std::get_if<OccupantEntered>(&event.what))
        entered(room, *in);
    else if (const auto *other = std::get_if<OccupantChanged>(&event.what))
        changed(room, *other);
    else if (const auto *name = std::get_if<NicknameChanged>(&event.what))
        renamed(room, *name);
    else if (const auto *said = std::get_if<MessagePosted>(&event.what))
        toEverybody(room, messageOf(room, said->entry, said->archived),
                    said->includeSender ? Jid() : said->entry.account);
    else if (const auto *subject = std::get_if<SubjectSet>(&event.what))
        toEverybody(room, messageOf(room, subject->entry, true), {});
    else if (const auto *config = std::get_if<ConfigChanged>(&event.what))
        configured(room, *config);
}

XmlNode RoomTelling::messageOf(const QString &roomId, const ArchiveEntry &entry, bool archived) const
{
    return roomMessageOf(address(roomId), entry, archived && m_archive);
}

void RoomTelling::toEverybody(const QString &roomId, const XmlNode &message, const Jid &except)
{
    const QString text = stanza::writeXml(message);
    const QList<RoomOccupant> occupants = m_occupancy.occupants(roomId);
    for (const RoomOccupant &occupant : occupants) {
        if (!except.isEmpty() && occupant.account == except)
            continue;
        for (const ClientPresence &client : occupant.clients)
            m_sessions.deliver(client.session, text);
    }
}

void RoomTelling::presenceToAll(const QString &roomId, const RoomOccupant &about, const PresenceView &view,
                                const std::function<XmlNode(const PresenceView &)> &make, const Jid &except)
{
    // At most three texts for a whole room, whatever its size.
    QString texts[2];
    QString own;
    const QList<RoomOccupant> occupants = m_occupancy.occupants(roomId);
    for (const RoomOccupant &occupant : occupants) {
        if (!hearsOf(occupant, about))
            continue;
        PresenceView shown = view;
        shown.addresses = seesAddresses(roomId, occupant);
        shown.self = occupant.nickname == about.nickname;
        QString &text = shown.self ? own : texts[shown.addresses ? 1 : 0];
        if (text.isEmpty())
            text = stanza::writeXml(make(shown));
        for (const ClientPresence &client : occupant.clients) {
            if (client.session != except)
                m_sessions.deliver(client.session, text);
        }
    }
}

void RoomTelling::entered(const QString &roomId, const OccupantEntered &what)
{
    const Jid room = address(roomId);
    presenceToAll(
        roomId, what.occupant, {},
        [&](const PresenceView &view) { return availablePresence(room, what.occupant, view); }, what.session);
    if (m_joining && m_joining->session == what.session)
        answerJoin(roomId, what.occupant, *std::exchange(m_joining, std::nullopt), what.created);
}

void RoomTelling::answerJoin(const QString &roomId, const RoomOccupant &self, const JoinWish &wish, bool created)
{
    const Jid room = address(roomId);
    const RoomRecord *record = m_rooms.record(roomId);
    if (!record)
        return;
    PresenceView view;
    view.addresses = seesAddresses(roomId, self);
    const QList<RoomOccupant> occupants = m_occupancy.occupants(roomId);
    for (const RoomOccupant &other : occupants) {
        if (other.nickname != self.nickname && hearsOf(self, other))
            m_sessions.deliver(wish.session, availablePresence(room, other, view));
    }
    view.self = true;
    view.id = wish.id;
    if (record->config.addressesShown)
        view.codes.append(static_cast<int>(MucStatus::AnyoneSeesAddresses));
    if (created)
        view.codes.append(static_cast<int>(MucStatus::RoomCreated));
    if (self.nickname != wish.nickname)
        view.codes.append(static_cast<int>(MucStatus::NicknameAssigned));
    m_sessions.deliver(wish.session, availablePresence(room, self, view));
    sendHistory(roomId, wish.session, wish.history);
    m_sessions.deliver(wish.session, subjectMessageOf(room, *record));
}

void RoomTelling::sendHistory(const QString &roomId, const Jid &session, const HistoryWish &wish)
{
    const int depth = m_rooms.settings().historyDepth;
    const int count = wish.maxStanzas < 0 ? depth : std::min(depth, wish.maxStanzas);
    if (count <= 0 || wish.maxChars == 0)
        return;
    const Jid room = address(roomId);
    QStringList texts;
    const QList<ArchiveEntry> entries = m_storage.history(roomId, count, wish.since);
    for (const ArchiveEntry &entry : entries)
        texts.append(stanza::writeXml(historyMessageOf(room, entry, m_archive)));
    if (wish.maxChars > 0) {
        // The newest that fit (characters of complete stanzas).
        qsizetype left = wish.maxChars;
        qsizetype first = texts.size();
        while (first > 0 && texts[first - 1].size() <= left)
            left -= texts[--first].size();
        texts.remove(0, first);
    }
    for (const QString &text : std::as_const(texts))
        m_sessions.deliver(session, text);
}

void RoomTelling::left(const QString &roomId, const OccupantLeft &what)
{
    const Jid room = address(roomId);
    const RoomOccupant *inside = m_occupancy.named(roomId, what.occupant.nickname);
    PresenceView view;
    view.self = true;
    view.addresses = seesAddresses(roomId, what.occupant);
    const XmlNode own = leavingPresence(room, what, view);
    for (const Jid &session : what.sessions)
        m_sessions.deliver(session, own);
    if (!what.last) {
        // The others only learn that one address less stands behind the nickname, if they see addresses at all.
        if (!inside)
            return;
        RoomOccupant rest = *inside;
        rest.clients.removeIf([&](const ClientPresence &client) { return what.sessions.contains(client.session); });
        const QList<RoomOccupant> occupants = m_occupancy.occupants(roomId);
        for (const RoomOccupant &occupant : occupants) {
            if (occupant.nickname == rest.nickname || !seesAddresses(roomId, occupant) || !hearsOf(occupant, rest))
                continue;
            PresenceView shown;
            shown.addresses = true;
            const XmlNode presence = availablePresence(room, rest, shown);
            for (const ClientPresence &client : occupant.clients)
                m_sessions.deliver(client.session, presence);
        }
        return;
    }
    m_occupancy.apply({roomId, {}, what});
    presenceToAll(roomId, what.occupant, {},
                  [&](const PresenceView &shown) { return leavingPresence(room, what, shown); });
}

void RoomTelling::changed(const QString &roomId, const OccupantChanged &what)
{
    const Jid room = address(roomId);
    PresenceView view;
    view.actor = what.actor;
    view.reason = what.reason;
    const auto make = [&](const PresenceView &shown) { return availablePresence(room, what.occupant, shown); };
    if (!looksDifferent(what.before, what.occupant)) {
        view.self = true;
        view.addresses = seesAddresses(roomId, what.occupant);
        for (const ClientPresence &client : what.occupant.clients)
            m_sessions.deliver(client.session, make(view));
        return;
    }
    presenceToAll(roomId, what.occupant, view, make);
    const bool sawNobody = !hearsOf(what.before, {});
    if (!sawNobody || what.occupant.role != Role::Moderator)
        return;
    // A moderator is to know who is inside.
    PresenceView shown;
    shown.addresses = true;
    const QList<RoomOccupant> occupants = m_occupancy.occupants(roomId);
    for (const RoomOccupant &other : occupants) {
        if (other.nickname == what.occupant.nickname)
            continue;
        for (const ClientPresence &client : what.occupant.clients)
            m_sessions.deliver(client.session, availablePresence(room, other, shown));
    }
}

void RoomTelling::renamed(const QString &roomId, const NicknameChanged &what)
{
    const Jid room = address(roomId);
    presenceToAll(roomId, what.occupant, {},
                  [&](const PresenceView &view) { return renamingPresence(room, what.before, what.occupant, view); });
    presenceToAll(roomId, what.occupant, {},
                  [&](const PresenceView &view) { return availablePresence(room, what.occupant, view); });
}

void RoomTelling::configured(const QString &roomId, const ConfigChanged &what)
{
    QList<int> codes;
    RoomConfig rest = what.config;
    if (what.before.addressesShown != what.config.addressesShown) {
        codes.append(what.config.addressesShown ? 172 : 173);
        rest.addressesShown = what.before.addressesShown;
    }
    if (rest != what.before || codes.isEmpty())
        codes.prepend(static_cast<int>(MucStatus::ConfigurationChanged));
    toEverybody(roomId, configNoticeOf(address(roomId), codes), {});
}

void RoomTelling::repeat(const QString &roomId, const Jid &session, const ArchiveEntry &entry)
{
    m_sessions.deliver(session, messageOf(roomId, entry, true));
}

} // namespace foyer::server
