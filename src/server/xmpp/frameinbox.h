#pragma once

#include <QObject>
#include <QString>
#include <QTimer>

#include <functional>
#include <queue>

namespace foyer::server
{

/// The frames of one client on their way to its stream. A client that sends much, or asks for much and does not read
/// it, must not keep the server's thread from the others: only some frames are handled in one turn of the event loop,
/// and none while too much of what was said to the client waits to be read.
class FrameInbox : public QObject
{
    Q_OBJECT

public:
    struct Actions {
        std::function<void(const QString &)> handle;
        std::function<bool()> isHeld;    ///< too much waits to be read by the client
        std::function<void()> overflown; ///< too much waits to be handled; what waits was dropped
    };

    explicit FrameInbox(Actions actions, QObject *parent = nullptr);

    /// Handles the frame, at once if nothing stands against it.
    void take(const QString &frame);
    /// The client has read something.
    void proceed();
    /// No frame will follow: calls \a action once all are handled. Those of a client that was held are dropped.
    void finish(std::function<void()> action);

    static constexpr int framesATurn = 64;
    static constexpr qsizetype maximumWaiting = 8 * 1024 * 1024; ///< UTF-16 units

private:
    void work();

    Actions m_actions;
    std::queue<QString> m_waiting;
    qsizetype m_waitingSize = 0;
    int m_left = framesATurn; ///< frames that this turn may still handle
    QTimer m_nextTurn;
    std::function<void()> m_finished;
};

} // namespace foyer::server
