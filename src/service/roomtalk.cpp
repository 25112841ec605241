// The part of RoomSession about what is said of the moment: who writes, how fast one may speak, our nickname, the
// subject.
#include "core/whendone.h"
#include "service/roomsession.h"

namespace foyer
{

namespace
{

/// In larger rooms somebody always writes, and everybody would be told.
constexpr qsizetype typingUpToOccupants = 30;

} // namespace

void RoomSession::connectTalk()
{
    connect(&m_typing, &TypingNotices::changed, this, &RoomSession::typingChanged);
    connect(&m_muc, &MucRoom::chatStateReceived, this, [this](const QString &nickname, ChatState state) {
        const bool isOther = nickname != m_muc.nickname() && m_muc.occupants().contains(nickname);
        if (m_phase == Phase::Inside && isOther) {
            m_typing.receive(nickname, state);
        }
    });
    connect(&m_muc, &MucRoom::messageReceived, this, [this](const RoomMessage &message) {
        if (message.kind == EntryKind::Message || message.kind == EntryKind::Correction) {
            m_typing.forget(message.nickname);
        }
    });
    connect(&m_muc, &MucRoom::occupantsChanged, this, [this] {
        const QStringList writers = m_typing.writers();
        for (const QString &nickname : writers) {
            if (!m_muc.occupants().contains(nickname)) {
                m_typing.forget(nickname);
            }
        }
    });
    connect(&m_muc, &MucRoom::nicknameChanged, this, [this](const QString &nickname) {
        m_typing.forget(nickname);
        m_record.nickname = nickname;
        // What rejoins ask for, also when the wish itself was cut off, but for one that has come since.
        m_options.nickname = m_options.nickname == m_asked.nickname ? nickname : m_options.nickname;
        m_asked.nickname = nickname;
        saveRecord();
        Q_EMIT nicknameChanged(nickname);
    });
}

void RoomSession::setPhase(Phase phase)
{
    m_phase = phase;
    if (phase != Phase::Inside) {
        m_typing.clear();
        m_requests.abandon();
    }
}

bool RoomSession::mayTellTyping() const
{
    return m_typingShared && m_phase == Phase::Inside && m_mute.canSpeak && m_muc.state() == MucRoom::State::Inside &&
           m_muc.occupants().size() <= typingUpToOccupants;
}

void RoomSession::write(bool writing)
{
    if (mayTellTyping()) {
        m_typing.write(writing);
    }
}

void RoomSession::setTypingShared(bool shared)
{
    m_typingShared = shared;
    if (!shared) {
        m_typing.takeBack();
    }
}

void RoomSession::updateSlowMode()
{
    const bool exempt = m_voice.role == Role::Moderator || m_voice.affiliation >= Affiliation::Admin;
    const int seconds = exempt ? 0 : m_info.slowModeSeconds;
    if (seconds == m_slowModeSeconds) {
        return;
    }
    m_slowModeSeconds = seconds;
    m_outbox.setInterval(seconds * qint64(1000));
    Q_EMIT slowModeChanged(seconds);
}

QFuture<Result<Done>> RoomSession::changeNickname(const QString &nickname)
{
    return m_requests.changeNickname(nickname, m_options.extra);
}

QFuture<Result<Done>> RoomSession::setSubject(const QString &subject)
{
    return m_requests.setSubject(subject);
}

} // namespace foyer
