#pragma once

#include "server/xmpp/session.h"

#include <QHash>
#include <QString>

#include <functional>
#include <memory>
#include <unordered_map>

namespace foyer::server
{

/// Why a session is over.
enum class SessionEnd {
    Closed,   ///< the client said goodbye
    Lost,     ///< its connection broke and nobody came back in time
    Replaced, ///< another client signed in with the same full JID
    Overfull, ///< more waited for it than it may
    Removed,  ///< its account is no more
};

/// Tells a stream that its session has gone to another stream (Replaced) or is over.
using SessionTaken = std::function<void(SessionEnd)>;

/// Whoever must know where sessions stand.
class SessionObserver
{
public:
    virtual ~SessionObserver() = default;
    virtual void onSessionDetached(const Jid &session) = 0; ///< the connection is gone, the session waits
    virtual void onSessionResumed(const Jid &session) = 0;
    /// More waits for it than it may; to be ended when the turn is over.
    virtual void onSessionOverfull(const Jid &session) = 0;
    virtual void onSessionEnded(const Jid &session, SessionEnd end) = 0;
};

/// All sessions, by full JID and by what resumes them.
class SessionTable
{
public:
    /// \a resumeSeconds: how long a detached session waits at most.
    SessionTable(const QString &domain, Clock &clock, int resumeSeconds);
    ~SessionTable();

    /// Those that wait for their client included. Each is told about all others of its account in a room.
    static constexpr int sessionsPerAccount = 50;
    /// Guests of whom nobody is connected. Each sign-in is another account.
    static constexpr int waitingGuests = 200;

    void setObserver(SessionObserver *observer) { m_observer = observer; }
    void setResumeSeconds(int seconds) { m_resumeSeconds = seconds; }
    int resumeSeconds() const { return m_resumeSeconds; }

    /// Whether the account of \a jid may have one more session: the one that has waited longest for its client gives
    /// way to it, of all guests for a guest. An older one with this JID counts as gone.
    bool makeRoomFor(const Jid &jid);
    /// A new session; an older one with this JID ends first.
    Session *open(const Jid &jid, SessionOutput *output, SessionTaken taken);
    Session *find(const Jid &jid) const;
    QList<Jid> sessions() const;

    /// Makes \a session resumable for \a seconds (0: the most that is allowed) and returns that time.
    int makeResumable(Session *session, int seconds);

    struct Resumption {
        Session *session = nullptr; ///< nullptr: there is none
        bool known = false;         ///< it has timed out, `handled` says how far it came
        quint32 handled = 0;
    };
    /// The session that \a resumeId names, when it belongs to \a account, not attached to any output. A stream that
    /// still has it loses it.
    Resumption resume(const QString &resumeId, const Jid &account, SessionTaken taken);
    /// The new stream has told its client that it was resumed: the others may know.
    void announceResumed(const Jid &jid) const;
    /// The connection of a session is gone. It ends unless it can be resumed.
    void detach(const Jid &jid);
    /// Ends it now.
    void end(const Jid &jid, SessionEnd why);
    /// Forgets everything without a word to the observer.
    void clear();

    /// Sends to a session, if there is one.
    void deliver(const Jid &jid, const stanza::XmlNode &stanza);
    void deliver(const Jid &jid, const QString &stanza);

private:
    struct Entry;
    Entry *entry(const Jid &jid) const;
    /// The one of \a jids that has waited longest for its client; nullptr when each is connected.
    Entry *longestWaiting(const QList<Jid> &jids) const;
    void rememberExpired(const Session &session);

    QString m_domain;
    Clock &m_clock;
    int m_resumeSeconds;
    SessionObserver *m_observer = nullptr;
    QHash<Jid, std::shared_ptr<Entry>> m_entries;
    QMultiHash<Jid, Jid> m_ofAccount;
    QHash<QString, Jid> m_resumeIds;
    struct Expired {
        Jid account;
        quint32 handled = 0;
    };
    QHash<QString, Expired> m_expired; ///< the last ones that were waited for in vain
    QStringList m_expiredOrder;
};

} // namespace foyer::server
