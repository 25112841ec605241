#pragma once

#include "xmpp/stanzachannel.h"

#include <QPointer>
#include <QStringList>

namespace foyer
{

/// The server's end of an XmppStream's connections, one after the other, in one thread and without sockets: what the
/// stream sends is recorded, what a test injects arrives at once.
///
///     FakeStanzaChannel fake;
///     XmppStream stream(fake.factory(), clock);
///     stream.connectTo(fake.url());
///     fake.completeLogin();
///     QCOMPARE(fake.expect(u"<presence xmlns='jabber:client' to='r@c.example.org/alice' id='*'/>"_s), QString());
///
/// Stanza-management nonzas (`<r/>`, `<a/>`) are kept apart from everything else that was sent.
class FakeStanzaChannel
{
public:
    FakeStanzaChannel() = default;
    ~FakeStanzaChannel();
    FakeStanzaChannel(const FakeStanzaChannel &) = delete;
    FakeStanzaChannel &operator=(const FakeStanzaChannel &) = delete;

    /// For XmppStream's constructor; this object must outlive the stream.
    ChannelFactory factory();
    static QUrl url();

    // The connection

    /// Attempts so far.
    int attempts() const { return m_attempts; }
    /// Whether a connection is being opened or open.
    bool isConnected() const { return !m_connection.isNull(); }
    QUrl openedUrl() const { return m_openedUrl; }
    /// Lets the attempt that waits succeed; nothing is said yet.
    void acceptConnection();
    void dropConnection(ChannelEnd end = ChannelEnd::Network);
    void dropConnection(const Error &cause, ChannelEnd end);
    /// A silent link swallows pings and gives no sign of life.
    void setSilent(bool silent) { m_silent = silent; }
    int pings() const { return m_pings; }
    void setBytesToWrite(qint64 bytes) { m_bytesToWrite = bytes; }

    // Talking

    void inject(const stanza::XmlNode &element);
    void inject(const QString &literal);
    /// As if the input gate had refused a stanza.
    void injectRefused(const QString &scannedLiteral);

    /// Compares the oldest sent element with \a literal and takes it. Empty when they say the same, else the
    /// difference. An attribute value or text of `*` in the literal stands for anything that is not empty.
    QString expect(const QString &literal);
    /// Empty, or what was sent.
    QString expectNothingSent() const;
    /// Everything sent and not taken; takeSent() of an empty list is the null node.
    const QList<stanza::XmlNode> &sent() const { return m_sent; }
    stanza::XmlNode takeSent();
    /// Takes everything that was sent.
    QList<stanza::XmlNode> takeAllSent();
    /// `<r/>` and `<a/>` sent and not taken, oldest first.
    QList<stanza::XmlNode> takeManagementSent();

    // Signing in

    struct Login {
        bool streamManagement = true;
        /// Answer to a `<resume/>`: its session is unknown.
        bool failResume = true;
        QString failedH; ///< the `h` of that answer; empty: none
    };
    /// Plays the server's part from the connection to a new session (PLAIN, bind, `<enabled/>`). Aborts the program
    /// when the client does something else. The overload without Login does it with stream management.
    void completeLogin() { completeLogin(Login()); }
    void completeLogin(const Login &login);
    /// Plays the server's part up to `<resumed/>`. \a h: our stanzas the server says it has handled; -1: all it got.
    void completeResume(qint64 h = -1);
    /// Plays completeResume() where the client asks for that and \a sessionLives, else completeLogin(). True when the
    /// session goes on.
    bool completeEither(bool sessionLives, qint64 h);
    /// The `h` of the client's last `<resume/>`: our stanzas it has counted.
    quint32 resumeH() const { return m_resumeH; }
    /// Stops after the second `<features/>`: the client's next word (`<resume/>` or bind) is in sent().
    void signIn(bool streamManagement = true);

    /// Stanzas received in this session; the `h` of automatic answers to `<r/>`.
    quint32 handled() const { return m_handled; }
    /// Off: `<r/>` is only recorded.
    void setAnswersAckRequests(bool answers) { m_answersAckRequests = answers; }
    /// Off: the client's `<close/>` is only recorded.
    void setAnswersClose(bool answers) { m_answersClose = answers; }
    /// The full JID given at the last bind.
    QString boundJid() const { return m_boundJid; }

private:
    class Connection;

    void onSent(const stanza::XmlNode &element);
    stanza::XmlNode demand(const QString &name, const QString &xmlNamespace);
    void bindAndEnable(bool streamManagement);
    void finishLogin(const Login &login);
    void finishResume(qint64 h);

    QPointer<Connection> m_connection;
    QList<stanza::XmlNode> m_sent;
    QList<stanza::XmlNode> m_management;
    QUrl m_openedUrl;
    QString m_domain;
    QString m_account;
    QString m_boundJid;
    int m_attempts = 0;
    int m_sessions = 0;
    int m_pings = 0;
    qint64 m_bytesToWrite = 0;
    quint32 m_handled = 0;
    quint32 m_resumeH = 0;
    bool m_counting = false;
    bool m_closeSaid = false;
    bool m_silent = false;
    bool m_answersAckRequests = true;
    bool m_answersClose = true;
};

} // namespace foyer
