#include "server/xmpp/turn.h"

#include <utility>

namespace foyer::server
{

Turn::Turn(std::function<bool()> commit, QObject *parent) : QObject(parent), m_commit(std::move(commit)) {}

void Turn::touch()
{
    if (m_scheduled)
        return;
    m_scheduled = true;
    // Posted events run when the sockets that were ready in this turn have been served.
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (m_scheduled)
                finish();
        },
        Qt::QueuedConnection);
}

void Turn::flushAfterCommit(Flushable *output)
{
    if (!m_outputs.contains(output))
        m_outputs.append(output);
    touch();
}

void Turn::forget(Flushable *output)
{
    m_outputs.removeAll(output);
}

void Turn::whenCommitted(std::function<void(bool)> action)
{
    m_actions.append(std::move(action));
    touch();
}

void Turn::finish()
{
    m_scheduled = false;
    const bool isCommitted = m_commit();
    const auto actions = std::exchange(m_actions, {});
    if (!isCommitted)
        m_outputs.clear();
    // An output may go while another is flushed, so the list stays the one that forget() knows.
    while (!m_outputs.isEmpty())
        m_outputs.takeFirst()->flush();
    if (!isCommitted)
        Q_EMIT commitFailed();
    for (const auto &action : actions)
        action(isCommitted);
    if (isCommitted)
        Q_EMIT committed();
}

} // namespace foyer::server
