#include "xmpp/joinattempt.h"

#include "core/logging.h"
#include "stanza/iq.h"
#include "stanza/namespaces.h"
#include "xmpp/disco.h"
#include "xmpp/iqrouter.h"

#include <QPointer>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

using stanza::MucPresence;
using stanza::MucStatus;
using stanza::XmlNode;
namespace ns = stanza::ns;

constexpr qint64 deadlineMs = 15000;
/// Of this room's silence while others speak, and of the whole answer.
constexpr qint64 longestSilenceMs = 120000;
constexpr qint64 longestAnswerMs = 300000;
// ejabberd loses a join that meets a room process shutting down.
constexpr qint64 repeatAfterMs = 5000;
// Prosody keeps a room locked until its creator has configured it.
constexpr qint64 lockedRetryMs = 1000;
constexpr int maximumLockedRetries = 2;
constexpr qint64 backOutMs = 3000;

/// Continues \a future in \a attempt unless that is gone by then. Not by a context object: Qt 6.4 asserts when one is
/// gone before its future ends.
template <typename T, typename Continue>
void whenDone(QFuture<T> future, JoinAttempt *attempt, Continue continuation)
{
    future.then([alive = QPointer<JoinAttempt>(attempt), continuation](const T &answer) {
        if (alive)
            continuation(answer);
    });
}

XmlNode instantRoom()
{
    XmlNode form(u"x"_s, ns::dataForms);
    form.setAttribute(u"type"_s, u"submit"_s);
    return XmlNode(u"query"_s, ns::mucOwner).addChild(form);
}

XmlNode destroyRoom()
{
    return XmlNode(u"query"_s, ns::mucOwner).addChild(XmlNode(u"destroy"_s, ns::mucOwner));
}

} // namespace

JoinAttempt::JoinAttempt(const Jid &room, const MucJoin &join, const MucDeps &deps, QObject *parent)
    : QObject(parent),
      m_room(room),
      m_join(join),
      m_deps(deps),
      m_nickname(join.nickname),
      m_info(join.known),
      m_deadline(deps.stream, deps.clock, [this] { onOverdue(); }),
      m_repeat(deps.stream, deps.clock, [this] { ask(); }),
      m_end(deps.clock, [this] { onOverdue(); }),
      m_locked(deps.clock, [this] { ask(); })
{
}

void JoinAttempt::start()
{
    if (m_room.withResource(m_nickname).isBare())
        return fail(Error::make(ErrorKind::NicknameNotAllowed, {}, u"not a resource"_s));
    m_deadline.start(deadlineMs, longestSilenceMs);
    whenDone(m_deps.disco.roomInfo(m_room), this, [this](const Result<RoomInfo> &info) { onInfo(info); });
}

void JoinAttempt::onOverdue()
{
    if (m_step == Step::BackingOut)
        verifyGone();
    else if (m_step == Step::Verifying)
        fail(Error::make(ErrorKind::RoomDoesNotExist, m_room.local(), u"backed out, unconfirmed"_s));
    else
        fail(Error::make(ErrorKind::TimedOut, {}, u"join"_s));
}

void JoinAttempt::onInfo(const Result<RoomInfo> &info)
{
    if (m_step != Step::Discovering)
        return;
    if (info) {
        m_info = *info;
        m_infoKnown = true;
    } else if (info.error().kind == ErrorKind::RoomDoesNotExist) {
        // A join presence would create the room.
        if (!m_join.create)
            return fail(info.error());
        m_missing = true;
        m_info = {};
    } else if (info.error().kind != ErrorKind::ServerRefused) {
        return fail(info.error());
    }
    m_step = Step::Asking;
    Q_EMIT asking();
    if (m_step == Step::Asking)
        ask();
}

void JoinAttempt::ask()
{
    const QString id = QUuid::createUuid().toString(QUuid::Id128);
    m_presenceIds.insert(id);
    if (++m_asked == 1) {
        m_deadline.start(deadlineMs, longestSilenceMs);
        m_repeat.start(repeatAfterMs, longestSilenceMs);
        m_end.start(longestAnswerMs);
    }
    m_deps.stream.send(stanza::mucJoinPresence(m_room.withResource(m_join.nickname), id,
                                               {m_join.password, m_join.extra, maxHistory()}));
    m_deps.stream.expectActivity();
}

void JoinAttempt::handlePresence(const MucPresence &presence)
{
    const bool isAvailable = presence.type == MucPresence::Type::Available;
    if (isAvailable && (m_step == Step::Asking || m_step == Step::SettingUp)) {
        // The occupants are told before ourselves; on a slow link a second answer would only double the first.
        m_repeat.stop();
        m_deadline.start(deadlineMs, longestSilenceMs);
    }
    if (m_step == Step::Asking && isAvailable && presence.has(MucStatus::SelfPresence) && isOurs(presence))
        onAccepted(presence);
    else if (m_step == Step::SettingUp && isAvailable && presence.occupant.nickname == m_nickname)
        m_mute = presence.mute;
    else if (m_step == Step::BackingOut && !isAvailable && presence.occupant.nickname == m_nickname)
        verifyGone();
}

void JoinAttempt::noteMessage()
{
    if (m_step == Step::SettingUp)
        m_deadline.start(deadlineMs, longestSilenceMs);
}

bool JoinAttempt::isOurs(const MucPresence &presence) const
{
    // Someone else's presence may carry a made-up 110 (S10). Both ejabberd and Prosody send our id back.
    return m_presenceIds.contains(presence.id) ||
           presence.occupant.nickname == m_room.withResource(m_join.nickname).resource() ||
           presence.has(MucStatus::NicknameAssigned) || presence.addresses.contains(m_deps.stream.boundJid());
}

void JoinAttempt::handleError(const QString &presenceId, const stanza::StanzaError &error)
{
    const bool isForUs = presenceId.isEmpty() || m_presenceIds.contains(presenceId);
    if (m_step != Step::Asking || !isForUs)
        return;
    if (m_join.create && error.is(u"item-not-found") && m_lockedRetries < maximumLockedRetries) {
        ++m_lockedRetries;
        m_repeat.stop();
        m_locked.start(m_lockedRetries * lockedRetryMs);
        return;
    }
    m_out = true;
    fail(joinRefusal(error, {m_room, m_join.nickname, !m_join.password.isEmpty(), m_join.create, m_missing}));
}

void JoinAttempt::onAccepted(const MucPresence &presence)
{
    m_repeat.stop();
    m_locked.stop();
    m_nickname = presence.occupant.nickname;
    m_mute = presence.mute;
    m_created = presence.has(MucStatus::RoomCreated);
    if (m_created && !m_join.create)
        return backOut();
    m_step = Step::SettingUp;
    Q_EMIT accepted();
    if (m_step != Step::SettingUp)
        return;
    if (m_created)
        unlock();
    else if (m_infoKnown)
        finish();
    else
        readFacts();
}

void JoinAttempt::unlock()
{
    whenDone(m_deps.iqs.set(m_room, instantRoom()), this, [this](const IqAnswer &answer) {
        if (m_step != Step::SettingUp)
            return;
        if (!answer)
            return fail(answer.error());
        if (const auto error = stanza::readError(*answer))
            return fail(otherRefusal(*error));
        readFacts();
    });
}

void JoinAttempt::readFacts()
{
    whenDone(m_deps.disco.roomInfo(m_room), this, [this](const Result<RoomInfo> &info) {
        if (m_step != Step::SettingUp)
            return;
        if (info)
            m_info = *info;
        finish();
    });
}

/// Leaving is what leaves no trace: a new room is temporary and goes with its last occupant, on Prosody also while it
/// is locked; and where somebody slipped in meanwhile it is theirs. Destroying would leave a tombstone on some servers.
void JoinAttempt::backOut()
{
    qCInfo(lcXmpp) << "the join made" << m_room << "anew; leaving it";
    m_step = Step::BackingOut;
    m_out = true;
    m_end.stop();
    m_deadline.start(backOutMs);
    m_deps.stream.send(stanza::mucLeavePresence(m_room.withResource(m_nickname)));
    m_deps.stream.expectActivity();
}

void JoinAttempt::verifyGone()
{
    m_step = Step::Verifying;
    m_deadline.start(backOutMs);
    whenDone(m_deps.disco.roomInfo(m_room), this, [this](const Result<RoomInfo> &info) {
        if (m_step != Step::Verifying)
            return;
        // A service may be set up to make every new room persistent.
        if (info && info->has(u"muc_persistent"_s) && info->memberCount == 0)
            return destroy();
        fail(Error::make(ErrorKind::RoomDoesNotExist, m_room.local(), u"backed out"_s));
    });
}

void JoinAttempt::destroy()
{
    whenDone(m_deps.iqs.set(m_room, destroyRoom()), this, [this](const IqAnswer &) {
        if (m_step == Step::Verifying)
            fail(Error::make(ErrorKind::RoomDoesNotExist, m_room.local(), u"backed out, destroyed"_s));
    });
}

void JoinAttempt::abandon()
{
    m_step = Step::Over;
    m_deadline.stop();
    m_repeat.stop();
    m_end.stop();
    m_locked.stop();
}

bool JoinAttempt::settle()
{
    if (m_step != Step::SettingUp)
        return false;
    finish();
    return true;
}

void JoinAttempt::finish()
{
    abandon();
    Q_EMIT finished(m_created);
}

void JoinAttempt::fail(const Error &error)
{
    abandon();
    Q_EMIT failed(error);
}

} // namespace foyer
