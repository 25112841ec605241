#include "server/rooms/roomspeech.h"

#include "core/nickname.h"
#include "server/rooms/tombstones.h"
#include "stanza/namespaces.h"

using namespace Qt::StringLiterals;

namespace foyer::server
{

namespace ns = stanza::ns;
using stanza::XmlNode;

namespace
{

constexpr int repeatHours = 24; // guarantee, rule 10
constexpr qint64 msPerSecond = 1000;

} // namespace

Granted<Rooms::Posted> RoomSpeech::say(const Utterance &utterance)
{
    m_lifetimes.catchUp();
    Room *room = m_core.find(utterance.roomId);
    if (!room)
        return Refusal::make(Refusal::Kind::RoomDoesNotExist);
    const Seat *seat = room->seatOf(utterance.session);
    if (!seat)
        return Refusal::make(Refusal::Kind::NotInRoom);
    room->away().remove(utterance.session);
    const MessageFacts facts = factsOf(utterance.message);
    // First of all: what was accepted once must not be refused at its repetition.
    if (!facts.originId.isEmpty()) {
        const auto first = m_core.storage.entryByOriginId(room->record().id, seat->occupant.account, facts.originId,
                                                          m_core.clock.now().addSecs(-repeatHours * 3600));
        if (first)
            return Rooms::Posted{*first, true, true};
    }
    // A chat state is no message: it must not use up the allowance of the one that it announces.
    const bool leavesTrace = !facts.body.isEmpty() || facts.isArchived || facts.isSubjectChange;
    if (leavesTrace && isTooFast(utterance.session))
        return Refusal::make(Refusal::Kind::TooFast);
    if (facts.body.toUtf8().size() > m_core.settings.maxBodyBytes)
        return Refusal::make(Refusal::Kind::TooLarge);
    if (!seat->occupant.mute.canSpeak)
        return Refusal::make(Refusal::Kind::Muted);
    ArchiveEntry entry = entryOf(*room, seat->occupant, utterance.message);
    entry.originId = facts.originId;
    if (!fitsIntoStanza(entry.message))
        return Refusal::make(Refusal::Kind::TooLarge);
    if (facts.isSubjectChange)
        return setSubject(*room, *seat, entry, facts.subject);
    entry.inHistory = !facts.body.isEmpty();
    // What leaves no trace, such as a chat state, is nothing that somebody away misses.
    if (entry.inHistory || facts.isArchived)
        dropAway(*room);
    const Rooms::Posted posted = post(*room, entry, facts.isArchived, true);
    if (facts.isArchived)
        Tombstones(m_core.storage).buryOwn(room->record().id, entry);
    return posted;
}

ArchiveEntry RoomSpeech::entryOf(const Room &room, const RoomOccupant &occupant, const XmlNode &message)
{
    ArchiveEntry entry;
    entry.id = newArchiveId();
    entry.nickname = occupant.nickname;
    entry.account = occupant.account;
    entry.occupantId = occupant.occupantId;
    entry.sentAt = m_core.clock.now();
    entry.message = roomMessage(room, occupant, message, entry.id);
    entry.messageId = entry.message.attribute(u"id");
    return entry;
}

Granted<Rooms::Posted> RoomSpeech::setSubject(Room &room, const Seat &seat, ArchiveEntry entry, const QString &subject)
{
    if (seat.occupant.role < Role::Moderator && !room.record().config.subjectByAnyone)
        return Refusal::make(Refusal::Kind::NotAllowed);
    if (subject.toUtf8().size() > m_core.settings.maxBodyBytes)
        return Refusal::make(Refusal::Kind::TooLarge);
    entry.inHistory = false; // a join is told the subject by itself
    dropAway(room);
    RoomRecord &record = room.record();
    record.subject = subject;
    record.subjectBy = entry.nickname;
    record.subjectAt = entry.sentAt;
    record.lastActiveAt = entry.sentAt;
    m_core.storage.saveRoom(record);
    m_core.storage.appendEntry(record.id, entry);
    m_core.tell(room, SubjectSet{entry});
    return Rooms::Posted{entry, false, true};
}

Rooms::Posted RoomSpeech::post(Room &room, const ArchiveEntry &entry, bool archived, bool includeSender)
{
    if (archived || entry.inHistory)
        m_core.touch(room);
    if (archived)
        m_core.storage.appendEntry(room.record().id, entry);
    m_core.tell(room, MessagePosted{entry, archived, includeSender});
    return Rooms::Posted{entry, false, archived};
}

bool RoomSpeech::isTooFast(const Jid &session)
{
    const int limit = m_core.settings.messagesPerSecond;
    if (limit <= 0)
        return false;
    const qint64 now = m_core.clock.monotonicMs();
    QList<qint64> &recent = m_recent[session];
    recent.removeIf([now](qint64 at) { return now - at >= msPerSecond; });
    if (recent.size() >= limit)
        return true;
    recent += now;
    return false;
}

void RoomSpeech::dropAway(Room &room)
{
    const qint64 now = m_core.clock.monotonicMs();
    const qint64 longest = m_core.settings.offlineExitSeconds * msPerSecond;
    QList<Jid> gone;
    for (auto away = room.away().begin(); away != room.away().end(); ++away) {
        ++away->missed;
        if (now - away->sinceMs >= longest || away->missed > m_core.settings.offlineExitMessages)
            gone += away.key();
    }
    for (const Jid &session : std::as_const(gone))
        m_core.leave(room, *room.seatOf(session), {session}, Exit{Departure::Offline});
}

Granted<Rooms::Posted> RoomSpeech::publish(const Rooms::ServiceMessage &message)
{
    m_lifetimes.catchUp();
    Room *room = m_core.find(message.roomId);
    if (!room)
        return Refusal::make(Refusal::Kind::RoomDoesNotExist);
    const auto nickname = Nickname::parse(message.nickname);
    if (!nickname || (message.body.isEmpty() && message.content.isNull()))
        return Refusal::make(Refusal::Kind::BadRequest);
    if (message.body.toUtf8().size() > m_core.settings.maxBodyBytes ||
        message.content.text().toUtf8().size() > m_core.settings.maxBodyBytes)
        return Refusal::make(Refusal::Kind::TooLarge);
    RoomOccupant sender;
    sender.nickname = nickname->text();
    sender.account = message.from.bare();
    sender.occupantId = m_core.occupantIdOf(*room, sender.account);
    XmlNode sent(u"message"_s, ns::client);
    if (!message.body.isEmpty())
        sent.addTextChild(u"body"_s, message.body, ns::client);
    sent.addChild(message.content);
    ArchiveEntry entry = entryOf(*room, sender, sent);
    entry.inHistory = !message.body.isEmpty();
    if (!fitsIntoStanza(entry.message))
        return Refusal::make(Refusal::Kind::TooLarge);
    // A room without anybody left may end by it.
    dropAway(*room);
    if (m_core.endIfEmpty(*room))
        return Refusal::make(Refusal::Kind::RoomDoesNotExist);
    return post(*room, entry, message.persisted, message.includeSender);
}

Granted<Allowed> RoomSpeech::moderate(const QString &roomId, const Jid &session, const QString &archiveId,
                                      const QString &reason)
{
    m_lifetimes.catchUp();
    Room *room = m_core.find(roomId);
    if (!room)
        return Refusal::make(Refusal::Kind::RoomDoesNotExist);
    const Seat *seat = room->seatOf(session);
    if (!seat)
        return Refusal::make(Refusal::Kind::NotInRoom);
    if (seat->occupant.role < Role::Moderator)
        return Refusal::make(Refusal::Kind::NotAllowed);
    if (archiveId.isEmpty() || reason.toUtf8().size() > m_core.settings.maxBodyBytes)
        return Refusal::make(Refusal::Kind::BadRequest);
    if (!fitsIntoPresence(reason))
        return Refusal::make(Refusal::Kind::TooLarge);
    const auto found = m_core.storage.entry(room->record().id, archiveId);
    if (!found)
        return Refusal{Refusal::Kind::NoSuchOccupant, u"There is no such message in the room's archive."_s, {}};
    const QString address = room->address().toString();
    XmlNode moderated(u"moderated"_s, ns::moderate);
    moderated.setAttribute(u"by"_s, QString(address + u'/' + seat->occupant.nickname))
        .addChild(XmlNode(u"occupant-id"_s, ns::occupantId).setAttribute(u"id"_s, seat->occupant.occupantId));
    XmlNode retract(u"retract"_s, ns::retract);
    retract.setAttribute(u"id"_s, archiveId).addChild(moderated);
    if (!reason.isEmpty())
        retract.addTextChild(u"reason"_s, reason, ns::retract);
    ArchiveEntry entry;
    entry.id = newArchiveId();
    entry.account = seat->occupant.account;
    entry.sentAt = m_core.clock.now();
    entry.inHistory = false;
    entry.messageId = entry.id;
    entry.message = XmlNode(u"message"_s, ns::client);
    entry.message.setAttribute(u"from"_s, address)
        .setAttribute(u"type"_s, u"groupchat"_s)
        .setAttribute(u"id"_s, entry.id)
        .addChild(retract);
    post(*room, entry, true, true);
    Tombstones(m_core.storage).bury(room->record().id, *found, entry);
    return Allowed{};
}

Granted<Rooms::PrivateRoute> RoomSpeech::privateRoute(const QString &roomId, const Jid &session,
                                                      const QString &nickname)
{
    m_lifetimes.catchUp();
    const Room *room = m_core.find(roomId);
    if (!room)
        return Refusal::make(Refusal::Kind::RoomDoesNotExist);
    const Seat *from = room->seatOf(session);
    if (!from)
        return Refusal::make(Refusal::Kind::NotInRoom);
    const auto wanted = Nickname::parse(nickname);
    const Seat *to = wanted ? room->seatNamed(wanted->text()) : nullptr;
    if (!to)
        return Refusal::make(Refusal::Kind::NoSuchOccupant);
    return Rooms::PrivateRoute{from->occupant, to->occupant};
}

} // namespace foyer::server
