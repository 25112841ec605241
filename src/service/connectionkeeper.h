#pragma once

#include "core/clock.h"
#include "core/servicetypes.h"
#include "service/chatroomservice.h"
#include "xmpp/reconnectpolicy.h"
#include "xmpp/xmppstream.h"

#include <QFuture>
#include <QObject>
#include <QPromise>

#include <memory>
#include <optional>

namespace foyer
{

/// Keeps one account connected: finds the endpoint, connects, and after a loss connects again with the backoff of
/// guarantee rule 17, each server address in turn.
class ConnectionKeeper : public QObject
{
    Q_OBJECT

public:
    using Discovery = std::function<QFuture<Result<QList<QUrl>>>(const QString &domain)>;

    ConnectionKeeper(XmppStream &stream, Clock &clock, Discovery discover, QObject *parent = nullptr);

    /// Connects and stays connected until stop(). A connection of before is closed in order first, without lost().
    void start(const AccountSettings &settings);
    /// Closes in order and stays Offline. The future finishes when it is closed.
    QFuture<void> stop();
    /// Draws the random part of waits from \a seed from now on.
    void seedWaits(quint64 seed) { m_policy = ReconnectPolicy(seed); }
    /// Ends a wait and tries at once; while online asks the server for a sign of life.
    void retryNow();
    /// The network is another one, or the machine has slept: as retryNow(), but at most once in 5 s.
    void circumstancesChanged();
    const ConnectionState &state() const { return m_state; }

Q_SIGNALS:
    void stateChanged(const foyer::ConnectionState &state);
    /// Signed in; \a resumed: the old session goes on.
    void online(bool resumed);
    /// Was online, is not.
    void lost(const foyer::Error &cause, foyer::StreamEnd end);
    /// An attempt failed. \a final: there will be no other by itself.
    void attemptFailed(const foyer::Error &cause, bool final);

private:
    void begin();
    void attempt();
    void connectWhenSettled();
    void onReady(bool resumed);
    void onClosed(const Error &cause, StreamEnd end);
    void onStopped();
    /// \a connectedForMs: nullopt for an attempt that failed.
    void afterFailure(const Error &cause, StreamEnd end, std::optional<qint64> connectedForMs);
    bool isFinal(const Error &cause, StreamEnd end);
    void setState(ConnectionState::Kind kind);
    void tellState();
    void wait(qint64 delayMs, const Error &cause);

    XmppStream &m_stream;
    Clock &m_clock;
    Discovery m_discover;
    ReconnectPolicy m_policy;
    Timer m_timer;
    AccountSettings m_settings;
    QList<QUrl> m_urls;
    qsizetype m_url = 0;
    qsizetype m_triedInTurn = 0;
    bool m_lookedInTurn = false;
    int m_failedTurns = 0; ///< of all addresses, since the last connection that stood
    ConnectionState m_state;
    QList<ConnectionState> m_untold; ///< the first is being told
    std::shared_ptr<QPromise<void>> m_stopping;
    qint64 m_onlineSince = -1;
    qint64 m_firstLoss = -1; ///< since when there has been no good connection
    qint64 m_lastHurry = -1; ///< when circumstancesChanged() last did something
    int m_conflicts = 0;     ///< since the last connection that stood
    quint64 m_generation = 0;
    bool m_wanted = false;
    bool m_beginsWhenClosed = false;
};

} // namespace foyer
