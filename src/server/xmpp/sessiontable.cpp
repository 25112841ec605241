#include "server/xmpp/sessiontable.h"

#include "server/xmpp/saslserver.h"

#include <QRandomGenerator>

#include <algorithm>
#include <array>
#include <utility>

namespace foyer::server
{

namespace
{

constexpr qsizetype rememberedExpired = 1000;

QString randomId()
{
    std::array<quint32, 4> words{};
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    return QString::fromLatin1(QByteArray(reinterpret_cast<const char *>(words.data()), sizeof(words)).toHex());
}

} // namespace

struct SessionTable::Entry {
    Entry(const Jid &jid, const QString &domain, Clock &clock, std::function<void()> onTimeout)
        : session(jid, domain, clock), deadline(clock, std::move(onTimeout))
    {
    }

    Session session;
    Timer deadline; ///< runs while nobody is connected
    int resumeSeconds = 0;
    qint64 detachedMs = 0; ///< monotonic; while nobody is connected
    /// When it was detached first since its client told that something had come; monotonic.
    std::optional<qint64> waitsSinceMs;
    quint32 acknowledged = 0; ///< then
    SessionTaken taken;       ///< of the stream that has it
};

SessionTable::SessionTable(const QString &domain, Clock &clock, int resumeSeconds)
    : m_domain(domain), m_clock(clock), m_resumeSeconds(resumeSeconds)
{
}

SessionTable::~SessionTable() = default;

SessionTable::Entry *SessionTable::entry(const Jid &jid) const
{
    return m_entries.value(jid).get();
}

SessionTable::Entry *SessionTable::longestWaiting(const QList<Jid> &jids) const
{
    Entry *oldest = nullptr;
    for (const Jid &jid : jids) {
        Entry *one = entry(jid);
        if (one->deadline.isActive() && (!oldest || one->detachedMs < oldest->detachedMs))
            oldest = one;
    }
    return oldest;
}

bool SessionTable::makeRoomFor(const Jid &jid)
{
    if (isGuest(jid.local())) {
        QList<Jid> waiting = m_entries.keys();
        waiting.removeIf(
            [this](const Jid &other) { return !isGuest(other.local()) || !entry(other)->deadline.isActive(); });
        if (waiting.size() >= waitingGuests)
            end(Jid(longestWaiting(waiting)->session.jid()), SessionEnd::Lost);
        return true;
    }
    const QList<Jid> others = m_ofAccount.values(jid.bare());
    if (others.size() < sessionsPerAccount || others.contains(jid))
        return true;
    const Entry *oldest = longestWaiting(others);
    if (!oldest)
        return false;
    end(Jid(oldest->session.jid()), SessionEnd::Lost);
    return true;
}

Session *SessionTable::open(const Jid &jid, SessionOutput *output, SessionTaken taken)
{
    if (entry(jid))
        end(jid, SessionEnd::Replaced);
    auto made = std::make_shared<Entry>(jid, m_domain, m_clock, [this, jid] {
        rememberExpired(entry(jid)->session);
        end(jid, SessionEnd::Lost);
    });
    made->session.attach(output);
    made->taken = std::move(taken);
    m_entries.insert(jid, made);
    m_ofAccount.insert(jid.bare(), jid);
    return &made->session;
}

Session *SessionTable::find(const Jid &jid) const
{
    Entry *found = entry(jid);
    return found ? &found->session : nullptr;
}

QList<Jid> SessionTable::sessions() const
{
    return m_entries.keys();
}

int SessionTable::makeResumable(Session *session, int seconds)
{
    const QString id = randomId();
    session->enableManagement(id);
    m_resumeIds.insert(id, session->jid());
    const int allowed = seconds > 0 ? std::min(seconds, m_resumeSeconds) : m_resumeSeconds;
    entry(session->jid())->resumeSeconds = allowed;
    return allowed;
}

SessionTable::Resumption SessionTable::resume(const QString &resumeId, const Jid &account, SessionTaken taken)
{
    Resumption result;
    const Jid jid = m_resumeIds.value(resumeId);
    Entry *found = entry(jid);
    // A guest is another one at each sign-in; the id alone, which nobody else was told, says that it is the same.
    const bool bothGuests = isGuest(jid.local()) && isGuest(account.local());
    if (!found || (jid.bare() != account && !bothGuests)) {
        const auto expired = m_expired.constFind(resumeId);
        result.known = expired != m_expired.constEnd() && expired->account == account;
        result.handled = result.known ? expired->handled : 0;
        return result;
    }
    if (found->session.isAttached()) {
        found->session.attach(nullptr);
        found->taken(SessionEnd::Replaced);
    }
    found->deadline.stop();
    found->taken = std::move(taken);
    result.session = &found->session;
    return result;
}

void SessionTable::announceResumed(const Jid &jid) const
{
    if (Entry *found = entry(jid); found && found->session.unacknowledged() == 0)
        found->waitsSinceMs.reset();
    if (m_observer)
        m_observer->onSessionResumed(jid);
}

void SessionTable::detach(const Jid &jid)
{
    Entry *found = entry(jid);
    if (!found)
        return;
    found->session.attach(nullptr);
    found->taken = nullptr;
    if (!found->session.isResumable()) {
        end(jid, SessionEnd::Lost);
        return;
    }
    const qint64 now = m_clock.monotonicMs();
    found->detachedMs = now;
    if (!found->waitsSinceMs || found->acknowledged != found->session.acknowledged())
        found->waitsSinceMs = now;
    found->acknowledged = found->session.acknowledged();
    // Coming back again and again without taking anything is no reason to wait longer.
    found->deadline.start(std::max<qint64>(0, *found->waitsSinceMs + qint64(found->resumeSeconds) * 1000 - now));
    if (m_observer)
        m_observer->onSessionDetached(jid);
}

void SessionTable::end(const Jid &jid, SessionEnd why)
{
    const std::shared_ptr<Entry> gone = m_entries.take(jid);
    if (!gone)
        return;
    m_ofAccount.remove(jid.bare(), jid);
    m_resumeIds.remove(gone->session.resumeId());
    gone->session.attach(nullptr);
    if (gone->taken)
        gone->taken(why);
    if (m_observer)
        m_observer->onSessionEnded(jid, why);
}

void SessionTable::rememberExpired(const Session &session)
{
    m_expired.insert(session.resumeId(), {session.jid().bare(), session.handled()});
    m_expiredOrder.append(session.resumeId());
    if (m_expiredOrder.size() > rememberedExpired)
        m_expired.remove(m_expiredOrder.takeFirst());
}

void SessionTable::clear()
{
    m_entries.clear();
    m_ofAccount.clear();
    m_resumeIds.clear();
    m_expired.clear();
    m_expiredOrder.clear();
}

void SessionTable::deliver(const Jid &jid, const stanza::XmlNode &stanza)
{
    deliver(jid, stanza.toXml());
}

void SessionTable::deliver(const Jid &jid, const QString &stanza)
{
    Session *session = find(jid);
    if (!session)
        return;
    session->deliver(stanza);
    if (session->isOverfull() && m_observer)
        m_observer->onSessionOverfull(jid);
}

} // namespace foyer::server
