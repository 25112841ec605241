// The part of RoomSession for a room that does not let one in, and for what opens it.
#include "service/roomsession.h"

#include "core/whendone.h"
#include "service/chatroomservice.h"
#include "xmpp/linkwatchdog.h"

#include <utility>

namespace foyer
{

namespace
{

bool isAboutPassword(ErrorKind kind)
{
    return kind == ErrorKind::PasswordRequired || kind == ErrorKind::PasswordWrong;
}

} // namespace

void RoomSession::onJoinFailed(const Error &error)
{
    if (m_phase != Phase::Entering || error.kind == ErrorKind::NotConnected) {
        return;
    }
    if (m_purpose != Purpose::Join) {
        onRejoinRefused(error);
        return;
    }
    failJoin(error);
}

void RoomSession::failJoin(const Error &error)
{
    m_error = error;
    endForGood(RoomState::Failed);
    Q_EMIT joinFailed(error);
}

void RoomSession::onRejoinRefused(const Error &error)
{
    const bool refresh = m_purpose == Purpose::Refresh;
    if (refresh) {
        Q_EMIT joinFailed(error);
    }
    m_error = error;
    // Chosen while the attempt that is refused was under way: it asked with what was before.
    const bool isKeyWished = isAboutPassword(error.kind) && m_options.password != m_asked.password;
    if (!refresh && !isKeyWished && mayKnowPassword(error)) {
        seekPassword(error);
        return;
    }
    // Another name than the one we had before is one wish that failed, and no reason to stay away.
    const bool isOther = !m_record.nickname.isEmpty() && askedNickname() != m_record.nickname;
    const bool isWished = m_options.nickname != m_asked.nickname;
    const bool asksAnew = isKeyWished || (isAboutNickname(error.kind) && (isOther || isWished));
    const auto alternative = Jid::parse(error.detail);
    if (error.kind == ErrorKind::RoomDoesNotExist && alternative && !alternative->local().isEmpty()) {
        onLeft({LeaveReason::Kind::Destroyed, {}, {}, error.detail});
        return;
    }
    if (!asksAnew && !isTemporary(error.kind)) {
        endForGood(RoomState::Failed);
        if (!refresh) {
            Q_EMIT rejoinFailed(error, false);
        }
        return;
    }
    if (refresh) {
        m_purpose = Purpose::Rejoin;
        beginOutage();
    } else {
        Q_EMIT rejoinFailed(error, true);
    }
    if (asksAnew && !isKeyWished && !isWished) {
        m_options.nickname = m_record.nickname;
    }
    rejoinIn(asksAnew ? 0 : nextRetryDelay());
    if (error.kind == ErrorKind::TimedOut && m_report.resumed && m_deps.stream.link().isUnanswered()) {
        // Neither the proof nor the join was answered, nor what the server itself was asked: Prosody hears nothing on a
        // session resumed after a cut inside a frame, while what others say still comes.
        m_deps.stream.abort(error);
        m_deps.stream.forgetSession();
    }
}

bool RoomSession::mayKnowPassword(const Error &error) const
{
    return isAboutPassword(error.kind) && m_deps.passwords.read && m_passwordSought != Sought::Read;
}

void RoomSession::seekPassword(const Error &error)
{
    setPhase(Phase::Waiting);
    setState(RoomState::Rejoining);
    Q_EMIT entryDecided();
    if (std::exchange(m_passwordSought, Sought::Reading) == Sought::Reading) {
        return;
    }
    whenDone(m_deps.passwords.read(m_deps.account, m_address.jid()), this, [this, error](const QString &password) {
        m_passwordSought = Sought::Read;
        if (m_phase != Phase::Waiting) {
            return;
        }
        if (password.isEmpty() || password == m_asked.password) {
            onRejoinRefused(error);
            return;
        }
        m_options.password = m_keptPassword = password;
        rejoinIn(0);
    });
}

void RoomSession::keepPassword()
{
    m_passwordSought = Sought::No;
    // A guest's account is not the next time's.
    if (m_deps.passwords.keep && !m_deps.settings.anonymous && m_asked.password != m_keptPassword) {
        m_keptPassword = m_asked.password;
        m_deps.passwords.keep(m_deps.account, m_address.jid(), m_keptPassword);
    }
}

} // namespace foyer
