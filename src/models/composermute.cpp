// Why one may not write, in a ComposerState's words.
#include "models/composerstate.h"

#include "core/apart.h"
#include "models/displaytext.h"
#include "models/timetext.h"

namespace foyer
{

namespace
{

constexpr qint64 secondMs = 1000;
constexpr qint64 minuteMs = 60 * secondMs;
constexpr qint64 countdownFromMs = 60 * minuteMs;

} // namespace

qint64 ComposerState::untilNextText(qint64 left)
{
    if (left > countdownFromMs) {
        return left - countdownFromMs;
    }
    return left % (left < minuteMs ? secondMs : minuteMs) + 1;
}

QString ComposerState::muteReason() const
{
    const QString sentence = muteSentence(apart(displaytext::oneLine(m_mute.by)), untilText());
    const QString reason = displaytext::oneLine(m_mute.reason);
    return reason.isEmpty() ? sentence : tr("%1 Reason: “%2”.").arg(sentence, displaytext::isolated(reason));
}

QString ComposerState::muteSentence(const QString &by, const QString &until) const
{
    const bool known = !m_mute.by.isEmpty();
    if (m_mute.userMutedEverywhere.value_or(false)) {
        if (known) {
            return until.isEmpty() ? tr("You are muted in all rooms by %1.").arg(by)
                                   : tr("You are muted in all rooms by %1 %2.").arg(by, until);
        }
        return until.isEmpty() ? tr("You are muted in all rooms.") : tr("You are muted in all rooms %1.").arg(until);
    }
    if (m_mute.userMutedHere.value_or(false)) {
        if (known) {
            return until.isEmpty() ? tr("You are muted in this room by %1.").arg(by)
                                   : tr("You are muted in this room by %1 %2.").arg(by, until);
        }
        return until.isEmpty() ? tr("You are muted in this room by a moderator.")
                               : tr("You are muted in this room by a moderator %1.").arg(until);
    }
    // Where the server tells of mutes everywhere, a muted room is one by somebody's decision, not by its set-up.
    const bool decided = m_mute.roomMuted.value_or(false) && m_mute.userMutedEverywhere.has_value();
    if (decided && known) {
        return until.isEmpty() ? tr("%1 has muted everybody in this room.").arg(by)
                               : tr("%1 has muted everybody in this room %2.").arg(by, until);
    }
    if (decided) {
        return until.isEmpty() ? tr("Everybody in this room is muted.")
                               : tr("Everybody in this room is muted %1.").arg(until);
    }
    return until.isEmpty() ? tr("Only people with voice may write here at the moment.")
                           : tr("Only people with voice may write here %1.").arg(until);
}

QString ComposerState::untilText() const
{
    if (!m_mute.until.isValid()) {
        return {};
    }
    const QString time = timetext::dayAndTime(m_mute.until, m_clock.now());
    const qint64 left = m_clock.now().msecsTo(m_mute.until);
    if (left <= 0 || left > countdownFromMs) {
        return tr("until %1", "a mute's end: until 15:00").arg(time);
    }
    return tr("until %1, %2 left", "a mute's end: until 15:00, 12 min left").arg(time, timetext::duration(left));
}

} // namespace foyer
