#include "stanza/namespaces.h"
#include "support/fakeclock.h"
#include "support/localserver.h"
#include "support/xml.h"
#include "xmpp/websocketchannel.h"

#include <QCryptographicHash>
#include <QSignalSpy>
#include <QSslConfiguration>
#include <QWebSocket>
#include <QWebSocketServer>
#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;
using stanza::XmlNode;
namespace ns = stanza::ns;

namespace
{

XmlNode message(const QString &id)
{
    return XmlNode(u"message"_s, ns::client).setAttribute(u"id"_s, id);
}

/// The server's half of the WebSocket handshake, for servers that then say nothing more.
QByteArray upgradeFor(const QByteArray &request)
{
    const qsizetype start = request.indexOf("Sec-WebSocket-Key: ");
    if (!request.contains("\r\n\r\n") || start < 0)
        return {};
    const QByteArray key = request.mid(start + 19, 24);
    const QByteArray accept =
        QCryptographicHash::hash(QByteArray(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"), QCryptographicHash::Sha1)
            .toBase64();
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Protocol: xmpp\r\nSec-WebSocket-Accept: " +
           accept + "\r\n\r\n";
}

/// A WebSocket server, a channel, and what the channel said.
struct Rig {
    explicit Rig(QWebSocketServer::SslMode mode = QWebSocketServer::NonSecureMode)
        : server(u"test"_s, mode), channel(clientTls(), clock)
    {
        server.setSupportedSubprotocols({u"xmpp"_s});
        QObject::connect(&server, &QWebSocketServer::newConnection, &server, [this] {
            peer = server.nextPendingConnection();
            peer->setParent(&server);
            QObject::connect(peer, &QWebSocket::textMessageReceived, &server,
                             [this](const QString &text) { atServer.append(text); });
        });
        QObject::connect(&channel, &StanzaChannel::opened, &channel, [this] { log.append(u"opened"_s); });
        QObject::connect(&channel, &StanzaChannel::received, &channel,
                         [this](const XmlNode &node) { log.append(node.attribute(u"id")); });
        QObject::connect(&channel, &StanzaChannel::refused, &channel,
                         [this](const XmlNode &node) { log.append(u"refused "_s + node.attribute(u"id")); });
        QObject::connect(&channel, &StanzaChannel::heard, &channel, [this] { ++heard; });
        QObject::connect(&channel, &StanzaChannel::closed, &channel, [this](const Error &error) {
            log.append(u"closed"_s);
            cause = error;
        });
    }
    ~Rig() { channel.disconnect(); }

    void listen()
    {
        if (!server.listen(QHostAddress::LocalHost))
            qFatal("no free loopback port");
    }
    void open()
    {
        listen();
        channel.open(QUrl(server.secureMode() == QWebSocketServer::SecureMode
                              ? u"wss://127.0.0.1:%1/ws"_s.arg(server.serverPort())
                              : u"ws://127.0.0.1:%1/ws"_s.arg(server.serverPort())));
    }
    bool openAndWait()
    {
        open();
        return QTest::qWaitFor([this] { return log.contains(u"opened"_s) && peer; }) && log.takeFirst() == u"opened";
    }
    bool waitForClosed()
    {
        return QTest::qWaitFor([this] { return log.contains(u"closed"_s); });
    }

    FakeClock clock;
    QWebSocketServer server;
    QWebSocket *peer = nullptr;
    WebSocketChannel channel;
    QStringList log;
    QStringList atServer;
    int heard = 0;
    Error cause;
};

} // namespace

class TestWebSocketChannel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void talksBothWays()
    {
        Rig rig;
        QVERIFY(rig.openAndWait());
        QCOMPARE(rig.peer->subprotocol(), u"xmpp"_s);
        rig.channel.send(message(u"out"_s));
        QTRY_COMPARE(rig.atServer, QStringList{u"<message xmlns='jabber:client' id='out'/>"_s});
        const int before = rig.heard;
        rig.peer->sendTextMessage(message(u"in"_s).toXml());
        QTRY_COMPARE(rig.log, QStringList{u"in"_s});
        QVERIFY(rig.heard > before);
    }

    void peerThatDoesNotSpeakXmppIsTold()
    {
        Rig rig;
        rig.server.setSupportedSubprotocols({});
        rig.open();
        QVERIFY(rig.waitForClosed());
        QCOMPARE(rig.log, QStringList{u"closed"_s});
        QCOMPARE(rig.cause.kind, ErrorKind::NotAnXmppServer);
        QCOMPARE(rig.channel.ending(), ChannelEnd::Refused);
    }

    void httpAnswersAreTold_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<ErrorKind>("kind");
        QTest::newRow("a page") << httpAnswer("200 OK", "<html>hello</html>") << ErrorKind::NotAnXmppServer;
        QTest::newRow("no such page") << httpAnswer("404 Not Found", "<html>no</html>") << ErrorKind::NotAnXmppServer;
        QTest::newRow("proxy") << httpAnswer("502 Bad Gateway", "<html>no</html>") << ErrorKind::ServerUnreachable;
        QTest::newRow("busy") << httpAnswer("503 Service Unavailable", {}) << ErrorKind::ServerUnreachable;
    }

    void httpAnswersAreTold()
    {
        QFETCH(QByteArray, answer);
        QFETCH(ErrorKind, kind);
        LocalServer server(
            [answer](const QByteArray &request) { return request.contains("\r\n\r\n") ? answer : QByteArray(); });
        Rig rig;
        rig.channel.open(QUrl(u"ws://"_s + server.address() + u"/ws"_s));
        QVERIFY(rig.waitForClosed());
        QCOMPARE(rig.cause.kind, kind);
        QCOMPARE(rig.channel.ending(), ChannelEnd::Refused);
    }

    void closedPortIsRefused()
    {
        quint16 port = 0;
        {
            const LocalServer gone;
            port = gone.serverPort();
        }
        Rig rig;
        rig.channel.open(QUrl(u"ws://127.0.0.1:%1/ws"_s.arg(port)));
        QVERIFY(rig.waitForClosed());
        QCOMPARE(rig.cause.kind, ErrorKind::ServerUnreachable);
        QCOMPARE(rig.channel.ending(), ChannelEnd::Refused);
    }

    void silentServerIsGivenUpAfter15s()
    {
        LocalServer silent;
        Rig rig;
        rig.channel.open(QUrl(u"ws://"_s + silent.address() + u"/ws"_s));
        QTRY_VERIFY(silent.received().contains("Sec-WebSocket-Protocol: xmpp"));
        rig.clock.advance(14999);
        QCOMPARE(rig.log, QStringList());
        rig.clock.advance(1);
        QCOMPARE(rig.log, QStringList{u"closed"_s});
        QCOMPARE(rig.cause.kind, ErrorKind::TimedOut);
        QCOMPARE(rig.channel.ending(), ChannelEnd::Network);
    }

    void unencryptedRemoteIsNotEvenTried()
    {
        Rig rig;
        rig.channel.open(QUrl(u"ws://chat.example.org/ws"_s));
        rig.clock.advance(0);
        QCOMPARE(rig.cause.kind, ErrorKind::TlsFailed);
        QCOMPARE(rig.channel.ending(), ChannelEnd::Untrusted);
    }

    void certificatesAreChecked_data()
    {
        QTest::addColumn<QString>("certificate");
        QTest::addColumn<bool>("trusted");
        QTest::addColumn<QString>("problem");
        QTest::newRow("good") << u"server"_s << true << QString();
        QTest::newRow("unknown authority") << u"server"_s << false << u"untrusted"_s;
        QTest::newRow("expired") << u"expired"_s << true << u"expired"_s;
        QTest::newRow("other host") << u"otherhost"_s << true << u"wrong host"_s;
    }

    void certificatesAreChecked()
    {
        QFETCH(QString, certificate);
        QFETCH(bool, trusted);
        QFETCH(QString, problem);
        Rig rig(QWebSocketServer::SecureMode);
        rig.server.setSslConfiguration(serverTls(certificate));
        rig.listen();
        WebSocketChannel channel(trusted ? clientTls() : QSslConfiguration::defaultConfiguration(), rig.clock);
        QSignalSpy opened(&channel, &StanzaChannel::opened);
        QSignalSpy closed(&channel, &StanzaChannel::closed);
        channel.open(QUrl(u"wss://127.0.0.1:%1/ws"_s.arg(rig.server.serverPort())));
        QVERIFY(QTest::qWaitFor([&] { return opened.size() + closed.size() > 0; }));
        if (problem.isEmpty()) {
            QCOMPARE(opened.size(), 1);
            return;
        }
        QCOMPARE(closed.size(), 1);
        const auto cause = closed[0][0].value<Error>();
        QCOMPARE(cause.kind, ErrorKind::TlsFailed);
        QVERIFY2(cause.detail.split(u", "_s).contains(problem), qPrintable(cause.detail));
        QCOMPARE(channel.ending(), ChannelEnd::Untrusted);
    }

    void refusedStanzaDoesNotEndTheStream()
    {
        Rig rig;
        QVERIFY(rig.openAndWait());
        QString attributes;
        for (int i = 0; i < 70; ++i)
            attributes += u" a%1='x'"_s.arg(i);
        rig.peer->sendTextMessage(u"<message xmlns='jabber:client' id='bad'><x%1/></message>"_s.arg(attributes));
        rig.peer->sendTextMessage(message(u"good"_s).toXml());
        QTRY_COMPARE(rig.log, (QStringList{u"refused bad"_s, u"good"_s}));
    }

    void badInputEndsTheStream_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("not well-formed") << u"<message xmlns='jabber:client'>"_s;
        QTest::newRow("white space") << u" "_s;
        QTest::newRow("comment") << u"<!-- x -->"_s;
        QTest::newRow("two stanzas") << u"<message xmlns='jabber:client'/><message xmlns='jabber:client'/>"_s;
        QTest::newRow("over the byte limit") << QString(u"<a>"_s + QString(524288, u'x') + u"</a>"_s);
        QTest::newRow("600 kB") << QString(u"<a>"_s + QString(600000, u'x') + u"</a>"_s);
    }

    void badInputEndsTheStream()
    {
        QFETCH(QString, text);
        Rig rig;
        QVERIFY(rig.openAndWait());
        rig.peer->sendTextMessage(text);
        rig.peer->sendTextMessage(message(u"behind"_s).toXml());
        QVERIFY(rig.waitForClosed());
        QCOMPARE(rig.log, QStringList{u"closed"_s});
        QCOMPARE(rig.channel.ending(), ChannelEnd::InputRefused);
    }

    void binaryMessageEndsTheStream()
    {
        Rig rig;
        QVERIFY(rig.openAndWait());
        rig.peer->sendBinaryMessage("x");
        QVERIFY(rig.waitForClosed());
        QCOMPARE(rig.channel.ending(), ChannelEnd::InputRefused);
    }

    void closeCodesAreRead_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<ChannelEnd>("end");
        QTest::newRow("going away") << 1001 << ChannelEnd::GoingAway;
        QTest::newRow("service restart") << 1012 << ChannelEnd::GoingAway;
        QTest::newRow("normal") << 1000 << ChannelEnd::Network;
        QTest::newRow("internal error") << 1011 << ChannelEnd::Network;
    }

    void closeCodesAreRead()
    {
        QFETCH(int, code);
        QFETCH(ChannelEnd, end);
        Rig rig;
        QVERIFY(rig.openAndWait());
        rig.peer->close(static_cast<QWebSocketProtocol::CloseCode>(code));
        QVERIFY(rig.waitForClosed());
        QCOMPARE(rig.cause.kind, ErrorKind::ServerUnreachable);
        QCOMPARE(rig.channel.ending(), end);
    }

    void cutIsANetworkLoss()
    {
        Rig rig;
        QVERIFY(rig.openAndWait());
        rig.peer->abort();
        QVERIFY(rig.waitForClosed());
        QCOMPARE(rig.channel.ending(), ChannelEnd::Network);
        QCOMPARE(rig.log.count(u"closed"_s), 1);
    }

    void closesInOrder()
    {
        Rig rig;
        QVERIFY(rig.openAndWait());
        rig.channel.send(message(u"last"_s));
        rig.channel.close();
        rig.channel.send(message(u"too late"_s));
        QVERIFY(rig.waitForClosed());
        QCOMPARE(rig.channel.ending(), ChannelEnd::Closed);
        QTRY_COMPARE(rig.atServer.size(), 1);
        QVERIFY(rig.atServer[0].contains(u"last"));
    }

    void closeDoesNotWaitForADeadPeer()
    {
        LocalServer dead(upgradeFor);
        Rig rig;
        rig.channel.open(QUrl(u"ws://"_s + dead.address() + u"/ws"_s));
        QTRY_COMPARE(rig.log, QStringList{u"opened"_s});
        // More than the kernel takes for a peer that does not read: the close frame cannot get out.
        dead.connections().first()->setReadBufferSize(1);
        XmlNode big = message(u"big"_s);
        big.addTextChild(u"body"_s, QString(400000, u'x'), ns::client);
        for (int i = 0; i < 50; ++i)
            rig.channel.send(big);
        rig.channel.close();
        rig.clock.advance(1999);
        QCoreApplication::processEvents();
        QCOMPARE(rig.log, QStringList{u"opened"_s});
        rig.clock.advance(1);
        QCOMPARE(rig.log.last(), u"closed"_s);
        QCOMPARE(rig.channel.ending(), ChannelEnd::Closed);
    }

    void oversizeFromADeadPeerStillEnds()
    {
        LocalServer dead(upgradeFor);
        Rig rig;
        rig.channel.open(QUrl(u"ws://"_s + dead.address() + u"/ws"_s));
        QTRY_COMPARE(rig.log, QStringList{u"opened"_s});
        // A text frame that announces 16 MB.
        dead.connections().first()->write(QByteArray::fromHex("817f0000000001000000") + QByteArray(1000, 'x'));
        QTRY_VERIFY_WITH_TIMEOUT((rig.clock.advance(100), rig.log.contains(u"closed"_s)), 5000);
        QCOMPARE(rig.channel.ending(), ChannelEnd::InputRefused);
    }

    void partOfAMessageIsASignOfLife()
    {
        LocalServer slow(upgradeFor);
        Rig rig;
        rig.channel.open(QUrl(u"ws://"_s + slow.address() + u"/ws"_s));
        QTRY_COMPARE(rig.log, QStringList{u"opened"_s});
        const int before = rig.heard;
        slow.connections().first()->write(QByteArray::fromHex("817e4000") + "<message");
        QTRY_VERIFY(rig.heard > before);
        QCOMPARE(rig.log, QStringList{u"opened"_s});
    }

    void pongIsASignOfLife()
    {
        Rig rig;
        QVERIFY(rig.openAndWait());
        const int before = rig.heard;
        rig.channel.ping();
        QTRY_VERIFY(rig.heard > before);
        QCOMPARE(rig.log, QStringList());
    }

    void nothingIsLostAboveTheWriteLimit()
    {
        Rig rig;
        QVERIFY(rig.openAndWait());
        constexpr int count = 3000;
        QStringList expected;
        for (int i = 0; i < count; ++i) {
            XmlNode big = message(QString::number(i));
            big.addTextChild(u"body"_s, QString(1000, u'x'), ns::client);
            expected.append(big.toXml());
            rig.channel.send(big);
        }
        QVERIFY(rig.channel.bytesToWrite() > 3000000);
        QTRY_COMPARE_WITH_TIMEOUT(rig.atServer.size(), count, 20000);
        QCOMPARE(rig.atServer, expected);
        QTRY_COMPARE(rig.channel.bytesToWrite(), 0);
    }

    void abortEndsAtOnceWithItsCause()
    {
        Rig rig;
        QVERIFY(rig.openAndWait());
        const Error cause = Error::make(ErrorKind::TimedOut, {}, u"watchdog"_s);
        rig.channel.abort(cause);
        QCOMPARE(rig.log, QStringList{u"closed"_s});
        QCOMPARE(rig.cause, cause);
        QTRY_VERIFY(rig.peer->state() == QAbstractSocket::UnconnectedState);
        QCOMPARE(rig.log.size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestWebSocketChannel)
#include "tst_websocketchannel.moc"
