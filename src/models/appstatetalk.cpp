// What AppState does with what is of the moment: who writes, how fast one may speak, one's nickname, a refused
// correction, which day it is.
#include "models/appstate.h"

#include <algorithm>

namespace foyer
{

void AppState::onTypingChanged(const RoomAddress &room, const QStringList &nicknames)
{
    if (RoomPageState *shown = page(room)) {
        shown->setWriters(nicknames);
    }
}

void AppState::onSlowModeChanged(const RoomAddress &room, int seconds)
{
    if (RoomPageState *shown = page(room)) {
        shown->composer().setSlowMode(seconds);
    }
}

void AppState::onNicknameChanged(const RoomAddress &room, const QString &nickname)
{
    if (RoomPageState *shown = page(room)) {
        shown->setNickname(nickname);
    }
}

void AppState::onEditRefused(const RoomAddress &room, MessageKey key, const QString &body, const QString &text,
                             const Error &error)
{
    if (RoomPageState *shown = page(room)) {
        shown->composer().refuseEdit(key, body, text, error.text);
    }
}

void AppState::lookAtDay()
{
    constexpr qint64 minuteMs = 60'000;
    const QDateTime now = m_clock.now();
    const QDateTime local = now.toLocalTime();
    const qint64 midnightMs = local.msecsTo(local.date().addDays(1).startOfDay());
    // In between, too: nothing tells that the time zone is another one, or that the machine slept over midnight.
    m_dayTimer.start(std::clamp<qint64>(midnightMs, 1, minuteMs));
    if (local.date() == m_today && local.offsetFromUtc() == m_utcOffset) {
        return;
    }
    m_today = local.date();
    m_utcOffset = local.offsetFromUtc();
    m_rooms.setToday(now);
    for (const auto &shown : m_pages) {
        shown->onDayChanged();
    }
}

} // namespace foyer
