#include "models/composerstate.h"

#include "models/displaytext.h"
#include "models/timetext.h"

#include <QLocale>

#include <algorithm>
#include <utility>

namespace foyer
{

namespace
{

constexpr qint64 secondMs = 1000;

} // namespace

ComposerState::ComposerState(Clock &clock, QObject *parent)
    : QObject(parent),
      m_clock(clock),
      m_countdown(clock, [this] { update(); }),
      m_slowCountdown(clock, [this] { update(); })
{
    connect(&m_attachments, &AttachmentList::changed, this, &ComposerState::onAttachmentsChanged);
    update();
}

bool ComposerState::canSend() const
{
    return m_lockReason.isEmpty();
}

QString ComposerState::hint() const
{
    if (!m_refusal.isEmpty()) {
        return m_refusal;
    }
    if (m_asked) {
        return tr("You have asked to speak. The moderators decide.");
    }
    if (!canSend()) {
        return {};
    }
    if (!m_online) {
        return tr("Not connected. What you send now goes out when you are back, and only once.");
    }
    if (m_room == RoomState::Rejoining) {
        return tr("Not back in the room yet. What you send now goes out when you are, and only once.");
    }
    if (!m_waitingEdits.isEmpty() && !isTooEarly()) {
        return tr("A correction waits. It is back after the next message, or when you edit that one again.");
    }
    if (!m_rest.isEmpty() && !isTooEarly()) {
        return tr("Your draft is too long for one message. The next part is here when this one was sent.");
    }
    return slowText();
}

void ComposerState::setSlowMode(int seconds)
{
    m_slowSeconds = seconds;
    update();
}

void ComposerState::noteSpoken(const QDateTime &at)
{
    // Kept on a clock that nobody sets: one that is set back must not lock anybody out for longer than the room does.
    const qint64 spokenMs = m_clock.sinceBootMs() - std::max<qint64>(0, at.msecsTo(m_clock.now()));
    if (!m_spokenMs || spokenMs > *m_spokenMs) {
        m_spokenMs = spokenMs;
        update();
    }
}

void ComposerState::noteSpoken()
{
    noteSpoken(m_clock.now());
}

bool ComposerState::isItsTime()
{
    m_early = slowLeftMs() > 0;
    if (m_early) {
        Q_EMIT changed();
    }
    return !m_early;
}

qint64 ComposerState::slowLeftMs() const
{
    // What is written while one is away waits its turn by itself.
    const bool isAway = !m_online || m_room != RoomState::Joined;
    if (m_slowSeconds == 0 || !m_spokenMs || isAway) {
        return 0;
    }
    return std::max<qint64>(0, *m_spokenMs + m_slowSeconds * secondMs - m_clock.sinceBootMs());
}

void ComposerState::countDownSlow()
{
    const qint64 left = slowLeftMs();
    if (left == 0) {
        m_early = false;
        m_slowCountdown.stop();
    } else {
        m_slowCountdown.start(left % secondMs == 0 ? secondMs : left % secondMs);
    }
}

QString ComposerState::slowText() const
{
    if (m_slowSeconds == 0) {
        return {};
    }
    const qint64 left = slowLeftMs();
    if (left == 0) {
        return tr("Slow mode: one message every %1.", "a length of time: 20 s")
            .arg(timetext::duration(m_slowSeconds * secondMs));
    }
    // Rounded up, so that it never says that no time is left.
    const QString rest = timetext::duration((left + secondMs - 1) / secondMs * secondMs);
    return m_early ? tr("Slow mode: wait %1 more, then send it.", "a length of time: 12 s").arg(rest)
                   : tr("Slow mode: you can send again in %1.", "a length of time: 12 s").arg(rest);
}

void ComposerState::write(const QString &text)
{
    if (text == m_draft) {
        return;
    }
    setDraft(text);
    const bool isCommand = text.startsWith(QLatin1Char('/')) && !text.startsWith(QLatin1String("//")) &&
                           !text.startsWith(QLatin1String("/me "));
    Q_EMIT writingNoted(!isCommand && !text.trimmed().isEmpty());
}

bool ComposerState::canAskToSpeak() const
{
    return m_room == RoomState::Joined && m_online && !m_mute.canSpeak && !m_asked &&
           !m_mute.userMutedEverywhere.value_or(false);
}

void ComposerState::setAsked()
{
    m_asked = true;
    m_refusal.clear();
    Q_EMIT changed();
}

void ComposerState::setDraft(const QString &draft)
{
    if (draft == m_draft) {
        return;
    }
    m_draft = draft;
    Q_EMIT draftChanged();
    if (!m_refusal.isEmpty()) {
        m_refusal.clear();
        Q_EMIT changed();
    }
}

void ComposerState::setRoomName(const QString &name)
{
    if (m_roomName != name) {
        m_roomName = name;
        Q_EMIT changed();
    }
}

void ComposerState::setRoomState(RoomState state)
{
    if (std::exchange(m_room, state) != state) {
        withdrawObjection();
    }
    if (!isInside(state)) {
        // Moderators forget who asked with the asker.
        m_asked = false;
    }
    update();
}

void ComposerState::setOnline(bool online)
{
    if (std::exchange(m_online, online) != online) {
        withdrawObjection();
    }
    update();
}

void ComposerState::setMute(const MuteState &mute)
{
    if (mute.canSpeak && !m_mute.canSpeak) {
        m_refusal.clear();
    }
    if (mute.canSpeak != m_mute.canSpeak) {
        m_asked = false;
    }
    m_mute = mute;
    update();
}

bool ComposerState::accepts(const QString &body)
{
    if (!canSend() || body.trimmed().isEmpty()) {
        return false;
    }
    if (!fits(body)) {
        m_objects = false;
        return false;
    }
    return true;
}

bool ComposerState::fits(const QString &text)
{
    const qsizetype bytes = text.toUtf8().size();
    if (bytes > maximumBodyBytes) {
        objectTo(tr("This message is too long by %Ln bytes. Shorten it, or send it in parts.", nullptr,
                    static_cast<int>(bytes - maximumBodyBytes)));
        return false;
    }
    return true;
}

void ComposerState::objectTo(const QString &sentence)
{
    m_refusal = sentence;
    m_objects = true;
    Q_EMIT changed();
}

void ComposerState::withdrawObjection()
{
    if (std::exchange(m_objects, false) && !m_refusal.isEmpty()) {
        m_refusal.clear();
        Q_EMIT changed();
    }
}

void ComposerState::onAttachmentsChanged()
{
    const qsizetype count = m_attachments.attachments().size();
    // Of several files given together one may be refused and the next taken.
    if (count <= std::exchange(m_files, count)) {
        withdrawObjection();
    }
}

void ComposerState::update()
{
    QString reason;
    switch (m_room) {
    case RoomState::Joining:
        reason = tr("You can write here once you have joined.");
        break;
    case RoomState::Failed:
    case RoomState::Left:
        reason = tr("You are not in this room.");
        break;
    default:
        reason = m_mute.canSpeak ? QString() : muteReason();
        break;
    }
    m_countdown.stop();
    const qint64 left = m_mute.until.isValid() ? m_clock.now().msecsTo(m_mute.until) : 0;
    if (!m_mute.canSpeak && left > 0) {
        m_countdown.start(untilNextText(left));
    }
    m_lockReason = reason;
    countDownSlow();
    Q_EMIT changed();
}

} // namespace foyer
