#include "service/typingnotices.h"

#include <algorithm>

namespace foyer
{

namespace
{
constexpr qint64 expiryMs = 30000;
constexpr qint64 repeatMs = 10000;
constexpr qint64 pauseMs = 10000;
constexpr qsizetype maximumWriters = 20;
} // namespace

TypingNotices::TypingNotices(Clock &clock, Tell tell, QObject *parent)
    : QObject(parent),
      m_clock(clock),
      m_tell(std::move(tell)),
      m_expiry(clock, [this] { expire(); }),
      m_pause(clock, [this] {
          m_told = ChatState::Paused;
          m_tell(m_told);
      })
{
}

QStringList TypingNotices::writers() const
{
    QStringList nicknames;
    for (const Writer &writer : m_writers) {
        nicknames.append(writer.nickname);
    }
    return nicknames;
}

void TypingNotices::receive(const QString &nickname, ChatState state)
{
    if (state != ChatState::Composing) {
        forget(nickname);
        return;
    }
    const qint64 until = m_clock.monotonicMs() + expiryMs;
    const auto known = std::find_if(m_writers.begin(), m_writers.end(),
                                    [&nickname](const Writer &writer) { return writer.nickname == nickname; });
    if (known != m_writers.end()) {
        known->until = until;
        watch();
    } else if (m_writers.size() < maximumWriters) {
        m_writers.append({nickname, until});
        watch();
        Q_EMIT changed(writers());
    }
}

void TypingNotices::forget(const QString &nickname)
{
    if (m_writers.removeIf([&nickname](const Writer &writer) { return writer.nickname == nickname; }) > 0) {
        watch();
        Q_EMIT changed(writers());
    }
}

void TypingNotices::expire()
{
    const qint64 now = m_clock.monotonicMs();
    if (m_writers.removeIf([now](const Writer &writer) { return writer.until <= now; }) > 0) {
        Q_EMIT changed(writers());
    }
    watch();
}

void TypingNotices::watch()
{
    m_expiry.stop();
    const auto first = std::min_element(m_writers.cbegin(), m_writers.cend(),
                                        [](const Writer &a, const Writer &b) { return a.until < b.until; });
    if (first != m_writers.cend()) {
        m_expiry.start(std::max<qint64>(0, first->until - m_clock.monotonicMs()));
    }
}

void TypingNotices::write(bool writing)
{
    if (!writing) {
        takeBack();
        return;
    }
    const qint64 now = m_clock.monotonicMs();
    if (m_toldAt < 0 || now - m_toldAt >= repeatMs) {
        m_toldAt = now;
        m_told = ChatState::Composing;
        m_tell(m_told);
    }
    if (m_told == ChatState::Composing) {
        m_pause.start(pauseMs);
    }
}

void TypingNotices::sent()
{
    m_pause.stop();
    m_told = ChatState::Active;
    m_toldAt = -1;
}

void TypingNotices::takeBack()
{
    m_pause.stop();
    if (m_told != ChatState::Active) {
        m_told = ChatState::Active;
        m_tell(m_told);
    }
}

void TypingNotices::clear()
{
    sent();
    m_expiry.stop();
    if (!m_writers.isEmpty()) {
        m_writers.clear();
        Q_EMIT changed({});
    }
}

} // namespace foyer
