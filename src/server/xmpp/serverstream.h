#pragma once

#include "core/clock.h"
#include "server/xmpp/serverchannel.h"
#include "server/xmpp/sessiontable.h"
#include "server/xmpp/streamlogin.h"
#include "server/xmpp/turn.h"
#include "stanza/xmlreader.h"

#include <memory>

namespace foyer::server
{

/// What a stream asks of the server it belongs to.
class StreamHost
{
public:
    virtual ~StreamHost() = default;
    virtual SaslAccounts saslAccounts() = 0;
    /// A stanza of a signed-in client, addressed (`from` set, `to` readable or absent).
    virtual void handleStanza(Session &session, const stanza::XmlNode &stanza) = 0;
};

/// One connection's XML stream, from `<open/>` (RFC 7395) over sign-in, resource binding (RFC 6120 section 7) and
/// stream management (XEP-0198) to `<close/>`. What it says leaves when the turn is committed.
class ServerStream : public SessionOutput, public Flushable
{
public:
    struct Deps {
        Turn &turn;
        SessionTable &sessions;
        Clock &clock;
        StreamHost &host;
    };
    struct Settings {
        QString domain;
        int stanzaBytes = 262144;
        int stanzasPerSecond = 0; ///< 0: no limit
    };

    ServerStream(const Deps &deps, const Settings &settings, ServerChannel &channel);
    ~ServerStream() override;

    /// A frame came in.
    void receive(const QString &frame);
    /// The connection is gone; the session waits if it can.
    void channelClosed();
    /// Ends the stream with an error of RFC 6120 section 4.9.3, said when this turn is committed.
    void end(const QString &condition, const QString &text = {});
    /// Ends it at once with internal-server-error: what was to be said in this turn is not said.
    void endUncommitted();

    bool isBound() const { return m_session != nullptr; }
    bool isOver() const { return m_state == State::Over; }
    /// How much of what was said to the client has not left, in bytes (roughly for what this turn said).
    qint64 unsentBytes() const;

    void write(const QString &text) override;
    void flush() override;

private:
    enum class State { Opening, SigningIn, Reopening, Binding, Bound, Over };

    void handle(const stanza::XmlNode &element);
    void refuse(const stanza::XmlNode &scanned);
    void open(const stanza::XmlNode &element);
    void closeByClient();
    void signIn(const stanza::XmlNode &element);
    void bind(const stanza::XmlNode &element);
    void handleStanza(stanza::XmlNode stanza);
    bool isTooFast();
    void manage(const stanza::XmlNode &element);
    void enable(const stanza::XmlNode &element);
    void resume(const stanza::XmlNode &element);
    void failManagement(const QString &condition, std::optional<quint32> handled = std::nullopt);
    bool acknowledge(const stanza::XmlNode &element);
    void write(const stanza::XmlNode &node);
    void writeOpen();
    void writeFeatures();
    void writeError(const QString &condition, const QString &text, const stanza::XmlNode &specific);
    void endWith(const QString &condition, const QString &text, const stanza::XmlNode &specific);
    SessionTaken onTaken();

    Deps m_deps;
    Settings m_settings;
    ServerChannel &m_channel;
    State m_state = State::Opening;
    stanza::XmlReader m_reader;
    StreamLogin m_login;
    Timer m_signInDeadline;
    Jid m_account;
    Session *m_session = nullptr;
    QStringList m_pending;
    qsizetype m_pendingSize = 0; ///< UTF-16 units
    bool m_replays = false;      ///< this turn says again what waited for a resumption
    qint64 m_owed = 0;           ///< bytes of that which may not have left: no fault of the client's
    bool m_opened = false;
    double m_allowance = 0;
    qint64 m_allowanceAt = -1; ///< monotonic; -1: nothing came yet
    std::shared_ptr<bool> m_alive;
};

} // namespace foyer::server
