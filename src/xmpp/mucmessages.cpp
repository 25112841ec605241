#include "xmpp/mucmessages.h"

#include "core/logging.h"
#include "core/whendone.h"
#include "stanza/address.h"
#include "stanza/chatstate.h"
#include "stanza/namespaces.h"
#include "stanza/presence.h"
#include "stanza/stanzaerror.h"
#include "xmpp/mucadmin.h"
#include "xmpp/mucerrors.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

using stanza::XmlNode;

/// The subject ends a join's answer; a room that sends none must not keep us waiting.
constexpr qint64 subjectWaitMs = 2000;
constexpr qsizetype maximumEarly = 1000;
constexpr qsizetype maximumHistory = 1000;
constexpr qint64 repeatedAnswerMs = 30000;
constexpr qsizetype maximumRepeatable = 1000;

/// Codes by which a room says that its configuration or its logging changed (XEP-0045 section 10.2.1).
bool isConfigurationCode(int code)
{
    return code == static_cast<int>(stanza::MucStatus::ConfigurationChanged) || (code >= 170 && code <= 174);
}

bool isSameMessage(const RoomMessage &a, const RoomMessage &b)
{
    return a.nickname == b.nickname && a.messageId == b.messageId && a.body == b.body && a.archiveId == b.archiveId;
}

} // namespace

MucMessages::MucMessages(const Jid &room, const OccupantList &occupants, Clock &clock, AskRoom askRoom, QObject *parent)
    : QObject(parent),
      m_occupants(occupants),
      m_clock(clock),
      m_askRoom(std::move(askRoom)),
      m_enterTimer(clock, [this] { onSubjectLate(); }),
      m_repeatTimer(clock, [this] { m_repeatable.clear(); })
{
    m_trust.room = room;
}

void MucMessages::expectMembership(History history, Past past)
{
    end();
    m_phase = Phase::Asked;
    m_historyAsked = history;
    m_past = past;
}

void MucMessages::accept()
{
    m_phase = Phase::Accepted;
}

void MucMessages::begin(bool askedTwice)
{
    m_phase = Phase::Entering;
    m_enterTimer.start(subjectWaitMs);
    if (askedTwice && m_historyAsked == History::Asked)
        m_repeatTimer.start(repeatedAnswerMs);
    const auto early = std::exchange(m_early, {});
    for (const Incoming &incoming : early)
        take(incoming);
}

void MucMessages::end()
{
    m_phase = Phase::Outside;
    ++m_entry;
    m_enterTimer.stop();
    m_repeatTimer.stop();
    m_history.clear();
    m_early.clear();
    m_repeatable.clear();
}

void MucMessages::setFacts(const RoomInfo &info)
{
    m_trust.stanzaIds = info.hasStanzaIds();
    m_trust.occupantIds = info.has(stanza::ns::occupantId);
}

void MucMessages::handle(const XmlNode &message, StanzaSerial serial)
{
    take({message, serial, false});
}

void MucMessages::handleRefused(const XmlNode &scanned, StanzaSerial serial)
{
    take({scanned, serial, true});
}

void MucMessages::take(const Incoming &incoming)
{
    const XmlNode &message = incoming.message;
    const QString type = message.attribute(u"type");
    if (type == "error"_L1)
        return handleError(message);
    if (const QString nickname = voiceRequester(message); !nickname.isEmpty() && m_phase == Phase::Live)
        Q_EMIT voiceRequested(nickname);
    if (type != "groupchat"_L1)
        return;
    switch (m_phase) {
    case Phase::Outside:
        return;
    case Phase::Asked:
        if (m_historyAsked == History::Asked && m_past == Past::Closed)
            keepHistory(incoming);
        return;
    case Phase::Accepted:
        // Held back without its serial: the stream lets a stanza be held only while it is delivered.
        if (m_early.size() < maximumEarly)
            m_early.append({message, StanzaSerial(0), incoming.isRefused});
        return;
    case Phase::Entering:
    case Phase::Live:
        handleGroupchat(incoming);
    }
}

void MucMessages::handleGroupchat(const Incoming &incoming)
{
    const XmlNode &message = incoming.message;
    const RoomMessage parsed =
        incoming.isRefused ? stanza::readRefused(message, trust()) : stanza::readLive(message, trust());
    // Nothing tells what it was, and it has no place in any archive.
    if (parsed.kind == EntryKind::NotShown && parsed.archiveId.isEmpty())
        return;
    const QList<int> codes = stanza::statusCodesOf(message);
    if (parsed.nickname.isEmpty() && std::any_of(codes.cbegin(), codes.cend(), isConfigurationCode))
        Q_EMIT configurationChanged();
    const bool isNotice = !codes.isEmpty() && parsed.nickname.isEmpty() && parsed.kind == EntryKind::Other;
    if (isNotice && parsed.archiveId.isEmpty())
        return;
    if (const auto writing = stanza::chatStateOf(message); writing && parsed.kind == EntryKind::Other) {
        Q_EMIT chatStateReceived(parsed.nickname, *writing);
        // Where a room archives it all the same it is a part of the archive's sequence; else it leaves no trace.
        if (parsed.archiveId.isEmpty())
            return;
    }
    if (parsed.kind == EntryKind::Subject)
        return handleSubject(message, parsed, incoming.serial);
    if (m_phase == Phase::Entering && m_historyAsked == History::Asked) {
        keepHistory(incoming);
        m_enterTimer.start(subjectWaitMs);
        return;
    }
    RoomMessage read = parsed;
    // Presence alone is the room's word; what a live message says of its sender, he may have written himself (S6).
    read.realJid = m_occupants.occupant(read.nickname).realJid;
    read.stay = m_occupants.stayOf(read.nickname);
    read.fromSelf = !read.nickname.isEmpty() && read.nickname == m_nickname;
    if (isRepeated(message, read))
        return;
    if (m_repeatTimer.isActive() && m_repeatable.size() < maximumRepeatable)
        m_repeatable.append(read);
    Q_EMIT messageReceived(read, incoming.serial);
}

void MucMessages::handleSubject(const XmlNode &message, const RoomMessage &read, StanzaSerial serial)
{
    const bool endsJoin = m_phase == Phase::Entering;
    if (read.subject != m_subject) {
        m_subject = read.subject;
        const QDateTime at = endsJoin ? stanza::delayBy(message, m_trust.room, m_clock.now()) : m_clock.now();
        Q_EMIT subjectChanged(m_subject, read.nickname, at);
    }
    if (!endsJoin) {
        m_repeatTimer.stop();
        m_repeatable.clear();
    }
    // The archive's sequence holds subjects too. The one that ends a join repeats an old entry, so filing it as live
    // would put that entry at the newest end.
    if (!read.archiveId.isEmpty() && !endsJoin)
        Q_EMIT messageReceived(read, serial);
    if (endsJoin && m_phase == Phase::Entering)
        enter();
}

void MucMessages::handleError(const XmlNode &message)
{
    // Only the room refuses messages; an occupant's word would let him mark ours as failed.
    const QString from = stanza::splitAddress(message.attribute(u"from")).resource;
    const QString id = message.attribute(u"id");
    const auto error = stanza::readError(message);
    if (error && !id.isEmpty() && (from.isEmpty() || from == m_nickname))
        Q_EMIT messageFailed(id, messageRefusal(*error));
}

void MucMessages::keepHistory(const Incoming &incoming)
{
    RoomMessage read = incoming.isRefused ? stanza::readRefused(incoming.message, trust())
                                          : stanza::readHistory(incoming.message, trust());
    read.stamp = stanza::delayBy(incoming.message, m_trust.room, m_clock.now());
    const bool isNotice = read.nickname.isEmpty() && read.kind == EntryKind::Other;
    const bool isEntry = read.kind != EntryKind::Subject && read.kind != EntryKind::NotShown && !isNotice;
    if (isEntry && m_history.size() < maximumHistory)
        m_history.append(read);
}

bool MucMessages::isRepeated(const XmlNode &message, const RoomMessage &read)
{
    // A second answer to our join is recognised by what it repeats, so that a live message is never taken for it.
    const auto found = std::find_if(m_repeatable.cbegin(), m_repeatable.cend(),
                                    [&read](const RoomMessage &known) { return isSameMessage(known, read); });
    if (found == m_repeatable.cend() || !stanza::delayBy(message, m_trust.room, m_clock.now()).isValid())
        return false;
    m_repeatable.erase(found);
    return true;
}

void MucMessages::onSubjectLate()
{
    if (m_historyAsked == History::NotAsked)
        return enter();
    // A history that is only slow would be torn apart: what has come so far would find nothing to be matched with, and
    // the rest would count as new. Its order with the answer tells which it is.
    const quint64 entry = m_entry;
    whenDone(m_askRoom(), this, [this, entry](const Result<bool> &inside) {
        if (entry != m_entry || m_phase != Phase::Entering)
            return;
        if (inside && *inside)
            enter();
        else if (inside)
            Q_EMIT turnedOut(Error::make(ErrorKind::NotInRoom, {}, u"self-ping"_s));
        else if (inside.error().kind != ErrorKind::NotConnected)
            Q_EMIT turnedOut(inside.error());
    });
}

void MucMessages::enter()
{
    if (m_phase != Phase::Entering)
        return;
    m_phase = Phase::Live;
    m_enterTimer.stop();
    if (m_repeatTimer.isActive())
        m_repeatable = m_history;
    qCDebug(lcXmpp) << "entered" << m_trust.room << "with" << m_history.size() << "messages of history";
    Q_EMIT entered(std::exchange(m_history, {}));
}

stanza::RoomTrust MucMessages::trust() const
{
    stanza::RoomTrust current = m_trust;
    current.now = m_clock.now();
    return current;
}

} // namespace foyer
