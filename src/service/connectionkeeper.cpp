#include "service/connectionkeeper.h"

#include "core/logging.h"
#include "core/whendone.h"

#include <QRandomGenerator>
#include <QUuid>

#include <utility>

namespace foyer
{

namespace
{
/// So many times all known addresses of a server are tried before it is asked for others.
constexpr int trustedTurns = 3;
constexpr qint64 settleCheckMs = 10;
constexpr qint64 tlsRetryMs = 60000;
constexpr qint64 hurryPauseMs = 5000;
} // namespace

ConnectionKeeper::ConnectionKeeper(XmppStream &stream, Clock &clock, Discovery discover, QObject *parent)
    : QObject(parent),
      m_stream(stream),
      m_clock(clock),
      m_discover(std::move(discover)),
      m_policy(QRandomGenerator::system()->generate64()),
      m_timer(clock, [this] { attempt(); })
{
    connect(&m_stream, &XmppStream::authenticating, this, [this] { setState(ConnectionState::Kind::Authenticating); });
    connect(&m_stream, &XmppStream::ready, this, &ConnectionKeeper::onReady);
    connect(&m_stream, &XmppStream::closed, this, &ConnectionKeeper::onClosed);
}

void ConnectionKeeper::start(const AccountSettings &settings)
{
    m_settings = settings;
    m_timer.stop();
    ++m_generation;
    m_state.cause.reset();
    m_wanted = true;
    if (m_stream.state() == XmppStream::State::Closed) {
        begin();
        return;
    }
    // The connection of an earlier sign-in ends first.
    m_beginsWhenClosed = true;
    setState(ConnectionState::Kind::Connecting);
    m_stream.close();
}

void ConnectionKeeper::begin()
{
    m_beginsWhenClosed = false;
    m_urls = m_settings.servers;
    m_url = 0;
    m_triedInTurn = 0;
    m_failedTurns = 0;
    m_conflicts = 0;
    m_policy.reset();
    m_firstLoss = -1;
    m_stream.setCredentials(
        {m_settings.account, m_settings.password, m_settings.resource, m_settings.anonymous, m_settings.weakest});
    attempt();
}

QFuture<void> ConnectionKeeper::stop()
{
    m_wanted = false;
    m_beginsWhenClosed = false;
    m_timer.stop();
    ++m_generation;
    if (m_stopping) {
        return m_stopping->future();
    }
    auto promise = std::make_shared<QPromise<void>>();
    promise->start();
    if (m_stream.state() == XmppStream::State::Closed) {
        m_state.cause.reset();
        setState(ConnectionState::Kind::Offline);
        promise->finish();
    } else {
        m_stopping = promise;
        m_stream.close();
    }
    return promise->future();
}

void ConnectionKeeper::retryNow()
{
    if (m_wanted && m_stream.state() == XmppStream::State::Closed &&
        m_state.kind != ConnectionState::Kind::Connecting) {
        m_timer.stop();
        attempt();
    } else if (m_state.kind == ConnectionState::Kind::Online) {
        m_stream.probe();
    }
}

void ConnectionKeeper::circumstancesChanged()
{
    const qint64 now = m_clock.sinceBootMs();
    // One change comes as many signs: links, addresses and routes.
    if (m_lastHurry >= 0 && now - m_lastHurry < hurryPauseMs) {
        return;
    }
    m_lastHurry = now;
    retryNow();
}

void ConnectionKeeper::attempt()
{
    m_state.attempt = m_policy.attempt() + 1;
    setState(ConnectionState::Kind::Connecting);
    // A server may have moved since its addresses were found.
    const bool mayHaveMoved = m_discover && m_settings.servers.isEmpty() && m_failedTurns >= trustedTurns &&
                              !std::exchange(m_lookedInTurn, true);
    if (!m_urls.isEmpty() && !mayHaveMoved) {
        connectWhenSettled();
        return;
    }
    const quint64 generation = ++m_generation;
    const QString domain = m_settings.account.domain();
    if (!m_discover) {
        afterFailure(Error::make(ErrorKind::ServerUnreachable, {}, domain), StreamEnd::Refused, std::nullopt);
        return;
    }
    whenDone(m_discover(domain), this, [this, generation](const Result<QList<QUrl>> &urls) {
        if (generation != m_generation) {
            return;
        }
        const bool found = urls && !urls->isEmpty();
        if (!found && !m_urls.isEmpty()) {
            connectWhenSettled();
            return;
        }
        if (!found) {
            const Error cause = urls ? Error::make(ErrorKind::NotAnXmppServer) : urls.error();
            afterFailure(cause, StreamEnd::Refused, std::nullopt);
            return;
        }
        if (m_urls != urls.value()) {
            m_urls = urls.value();
            m_url = 0;
        }
        connectWhenSettled();
    });
}

void ConnectionKeeper::connectWhenSettled()
{
    if (m_stream.unsettledCount() > 0) {
        // The h of a resume must be exactly what has been committed, so the writer drains first.
        m_timer.start(settleCheckMs);
        return;
    }
    m_stream.connectTo(m_urls.at(m_url % m_urls.size()));
}

void ConnectionKeeper::onReady(bool resumed)
{
    m_onlineSince = m_clock.monotonicMs();
    m_triedInTurn = 0;
    m_failedTurns = 0;
    m_state.cause.reset();
    setState(ConnectionState::Kind::Online);
    Q_EMIT online(resumed);
}

void ConnectionKeeper::onClosed(const Error &cause, StreamEnd end)
{
    std::optional<qint64> connectedForMs;
    if (m_onlineSince >= 0) {
        connectedForMs = m_clock.monotonicMs() - m_onlineSince;
    }
    m_onlineSince = -1;
    if (const auto stopping = std::exchange(m_stopping, nullptr); stopping || m_beginsWhenClosed) {
        onStopped();
        if (stopping) {
            stopping->finish();
        }
        return;
    }
    if (connectedForMs) {
        if (ReconnectPolicy::isGood(*connectedForMs)) {
            // A short one belongs to the outage that it interrupted, or the hurry of the first minutes never ended.
            m_firstLoss = m_clock.monotonicMs();
            m_conflicts = 0;
        }
        Q_EMIT lost(cause, end);
    }
    afterFailure(cause, end, connectedForMs);
}

void ConnectionKeeper::onStopped()
{
    if (m_beginsWhenClosed) {
        begin();
    } else {
        m_state.cause.reset();
        setState(ConnectionState::Kind::Offline);
    }
}

bool ConnectionKeeper::isFinal(const Error &cause, StreamEnd end)
{
    if (end == StreamEnd::Conflict) {
        // One new name, one try for each connection that stood: two programs of one account must not throw each other
        // out for ever, but a conflict of last week says nothing about today's.
        Credentials credentials = m_stream.credentials();
        credentials.resource = QUuid::createUuid().toString(QUuid::Id128);
        m_stream.setCredentials(credentials);
        m_stream.forgetSession();
        return ++m_conflicts > 1;
    }
    return cause.kind == ErrorKind::NotAuthorized || cause.kind == ErrorKind::AccountDisabled ||
           (end == StreamEnd::Final && cause.kind != ErrorKind::TlsFailed);
}

void ConnectionKeeper::afterFailure(const Error &cause, StreamEnd end, std::optional<qint64> connectedForMs)
{
    const bool final = isFinal(cause, end);
    const bool wasOnline = connectedForMs.has_value();
    if (!wasOnline) {
        ++m_url;
        ++m_triedInTurn;
    }
    if (!final && !wasOnline && m_triedInTurn < m_urls.size()) {
        // The next address at once: an attempt has failed when every address has.
        m_timer.start(0);
        return;
    }
    m_triedInTurn = 0;
    m_failedTurns += wasOnline ? 0 : 1;
    m_lookedInTurn = false;
    if (m_firstLoss < 0) {
        m_firstLoss = m_clock.monotonicMs();
    }
    if (final) {
        m_wanted = false;
        m_state.cause = cause;
        setState(ConnectionState::Kind::Offline);
    } else {
        const qint64 sinceFirstLoss = m_clock.monotonicMs() - m_firstLoss;
        const qint64 delay = m_policy.nextDelayMs(end, connectedForMs.value_or(0), sinceFirstLoss);
        wait(cause.kind == ErrorKind::TlsFailed ? std::max(delay, tlsRetryMs) : delay, cause);
    }
    if (!wasOnline || final) {
        Q_EMIT attemptFailed(cause, final);
    }
}

void ConnectionKeeper::wait(qint64 delayMs, const Error &cause)
{
    m_state.kind = ConnectionState::Kind::Waiting;
    m_state.attempt = m_policy.attempt();
    m_state.delayMs = delayMs;
    m_state.cause = cause;
    m_timer.start(delayMs);
    tellState();
}

void ConnectionKeeper::setState(ConnectionState::Kind kind)
{
    if (m_state.kind == kind) {
        return;
    }
    m_state.kind = kind;
    m_state.delayMs = 0;
    if (kind == ConnectionState::Kind::Online || kind == ConnectionState::Kind::Offline) {
        m_state.attempt = 0;
    }
    tellState();
}

void ConnectionKeeper::tellState()
{
    // Whoever is told may stop or start: what follows from that comes once everybody knows of this.
    m_untold.append(m_state);
    if (m_untold.size() > 1) {
        return;
    }
    while (!m_untold.isEmpty()) {
        const ConnectionState told = m_untold.first();
        Q_EMIT stateChanged(told);
        m_untold.removeFirst();
    }
}

} // namespace foyer
