#include "service/connectionkeeper.h"

#include "core/logging.h"
#include "core/whendone.h"

#include <QRandomGenerator>
#include <QUuid>

namespace foyer
{

namespace
{
constexpr qint64 settleCheckMs = 10;
constexpr qint64 tlsRetryMs = 60000;
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
    m_urls = settings.servers;
    m_url = 0;
    m_conflicts = 0;
    m_policy.reset();
    m_firstLoss = -1;
    m_wanted = true;
    m_stream.setCredentials({settings.account, settings.password, settings.resource, settings.anonymous});
    attempt();
}

QFuture<void> ConnectionKeeper::stop()
{
    m_wanted = false;
    m_timer.stop();
    ++m_generation;
    auto promise = std::make_shared<QPromise<void>>();
    promise->start();
    if (m_stream.state() == XmppStream::State::Closed) {
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

void ConnectionKeeper::attempt()
{
    m_state.attempt = m_policy.attempt() + 1;
    setState(ConnectionState::Kind::Connecting);
    if (!m_urls.isEmpty()) {
        connectWhenSettled();
        return;
    }
    const quint64 generation = ++m_generation;
    const QString domain = m_settings.account.domain();
    if (!m_discover) {
        afterFailure(Error::make(ErrorKind::ServerUnreachable, {}, domain), StreamEnd::Refused, 0);
        return;
    }
    whenDone(m_discover(domain), this, [this, generation](const Result<QList<QUrl>> &urls) {
        if (generation != m_generation) {
            return;
        }
        if (!urls || urls->isEmpty()) {
            const Error cause = urls ? Error::make(ErrorKind::NotAnXmppServer) : urls.error();
            afterFailure(cause, StreamEnd::Refused, 0);
            return;
        }
        m_urls = urls.value();
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
    m_firstLoss = -1;
    m_state.cause.reset();
    setState(ConnectionState::Kind::Online);
    Q_EMIT online(resumed);
}

void ConnectionKeeper::onClosed(const Error &cause, StreamEnd end)
{
    const bool wasOnline = m_onlineSince >= 0;
    const qint64 connectedForMs = wasOnline ? m_clock.monotonicMs() - m_onlineSince : 0;
    m_onlineSince = -1;
    if (!m_wanted) {
        m_state.cause.reset();
        setState(ConnectionState::Kind::Offline);
        if (m_stopping) {
            m_stopping->finish();
            m_stopping.reset();
        }
        return;
    }
    if (wasOnline) {
        m_firstLoss = m_clock.monotonicMs();
        Q_EMIT lost(cause);
    }
    afterFailure(cause, end, connectedForMs);
}

bool ConnectionKeeper::isFinal(const Error &cause, StreamEnd end)
{
    if (end == StreamEnd::Conflict) {
        // One new name, one try: two programs of one account must not throw each other out for ever.
        m_settings.resource = QUuid::createUuid().toString(QUuid::Id128);
        m_stream.setCredentials({m_settings.account, m_settings.password, m_settings.resource, m_settings.anonymous});
        m_stream.forgetSession();
        return ++m_conflicts > 1;
    }
    return cause.kind == ErrorKind::NotAuthorized || cause.kind == ErrorKind::AccountDisabled ||
           (end == StreamEnd::Final && cause.kind != ErrorKind::TlsFailed);
}

void ConnectionKeeper::afterFailure(const Error &cause, StreamEnd end, qint64 connectedForMs)
{
    const bool final = isFinal(cause, end);
    const bool wasOnline = connectedForMs > 0;
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
    if (m_firstLoss < 0) {
        m_firstLoss = m_clock.monotonicMs();
    }
    if (final) {
        m_wanted = false;
        m_state.cause = cause;
        setState(ConnectionState::Kind::Offline);
    } else {
        const qint64 sinceFirstLoss = m_clock.monotonicMs() - m_firstLoss;
        const qint64 delay = m_policy.nextDelayMs(end, connectedForMs, sinceFirstLoss);
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
    Q_EMIT stateChanged(m_state);
}

void ConnectionKeeper::setState(ConnectionState::Kind kind)
{
    if (m_state.kind == kind) {
        return;
    }
    m_state.kind = kind;
    m_state.delayMs = 0;
    if (kind == ConnectionState::Kind::Online) {
        m_state.attempt = 0;
    }
    Q_EMIT stateChanged(m_state);
}

} // namespace foyer
