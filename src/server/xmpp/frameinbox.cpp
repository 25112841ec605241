#include "server/xmpp/frameinbox.h"

#include <utility>

namespace foyer::server
{

FrameInbox::FrameInbox(Actions actions, QObject *parent) : QObject(parent), m_actions(std::move(actions))
{
    // A timer and not a posted event: posted events run before any socket is looked at again.
    m_nextTurn.setSingleShot(true);
    m_nextTurn.setInterval(0);
    m_nextTurn.callOnTimeout(this, [this] {
        m_left = framesATurn;
        work();
    });
}

void FrameInbox::take(const QString &frame)
{
    if (m_finished)
        return;
    if (m_waitingSize + frame.size() > maximumWaiting && !m_waiting.empty()) {
        m_waiting = {};
        m_waitingSize = 0;
        m_actions.overflown();
        return;
    }
    m_waiting.push(frame);
    m_waitingSize += frame.size();
    work();
}

void FrameInbox::proceed()
{
    work();
}

void FrameInbox::finish(std::function<void()> action)
{
    m_finished = std::move(action);
    if (m_actions.isHeld()) {
        m_waiting = {};
        m_waitingSize = 0;
    }
    work();
}

void FrameInbox::work()
{
    while (!m_waiting.empty() && m_left > 0 && !m_actions.isHeld()) {
        --m_left;
        const QString frame = std::move(m_waiting.front());
        m_waiting.pop();
        m_waitingSize -= frame.size();
        m_actions.handle(frame);
    }
    if (m_waiting.empty() && m_finished) {
        std::exchange(m_finished, [] {})();
        return;
    }
    // Also when nothing waits: what the next turn may handle is counted anew. A held client is heard again when it has
    // read; one that is gone reads nothing, and what it was told leaves with the turn.
    const bool waitsForReader = !m_waiting.empty() && m_left > 0 && !m_finished;
    if (m_left < framesATurn && !waitsForReader)
        m_nextTurn.start();
}

} // namespace foyer::server
