#include "service/joinqueue.h"

#include "service/roomsession.h"

namespace foyer
{

namespace
{
constexpr qsizetype entriesAtOnce = 4;
}

JoinQueue::JoinQueue(QObject *parent) : QObject(parent) {}

void JoinQueue::setVisible(RoomSession *session)
{
    m_visible = session;
}

void JoinQueue::request(RoomSession *session)
{
    if (m_waiting.contains(session) || m_entering.contains(session)) {
        return;
    }
    m_waiting.append(session);
    pump();
}

void JoinQueue::done(RoomSession *session)
{
    m_waiting.removeAll(session);
    if (m_entering.removeAll(session) > 0) {
        pump();
        m_oneAtATime = m_oneAtATime && !m_entering.isEmpty();
    }
}

void JoinQueue::clear()
{
    m_waiting.clear();
    m_entering.clear();
}

void JoinQueue::pump()
{
    m_waiting.removeAll(nullptr);
    m_entering.removeAll(nullptr);
    while (m_entering.size() < (m_oneAtATime ? 1 : entriesAtOnce) && !m_waiting.isEmpty()) {
        const qsizetype visible = m_visible ? m_waiting.indexOf(m_visible) : -1;
        const QPointer<RoomSession> next = m_waiting.takeAt(visible < 0 ? 0 : visible);
        m_entering.append(next);
        next->enter();
    }
}

} // namespace foyer
