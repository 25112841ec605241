#include "server/xmpp/handshakegate.h"
#include "server/xmpp/websocketlistener.h"

#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>
#include <QWebSocket>
#include <QWebSocketHandshakeOptions>

using namespace foyer::server;
using namespace Qt::StringLiterals;

namespace
{

/// The request of RFC 7395 section 3.1, at a loopback port.
QByteArray request(const QByteArray &line = "GET /xmpp-websocket HTTP/1.1", const QByteArray &host = "127.0.0.1:5290",
                   const QByteArray &more = "Sec-WebSocket-Protocol: xmpp")
{
    return line + "\r\nHost: " + host +
           "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" +
           more;
}

} // namespace

class TestServerHandshakeGate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void requestIsJudged_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<int>("status");
        const QByteArray line = "GET /xmpp-websocket HTTP/1.1";
        const QByteArray xmpp = "Sec-WebSocket-Protocol: xmpp";
        QTest::newRow("as the paper has it") << request() << 0;
        QTest::newRow("localhost") << request(line, "localhost:5290") << 0;
        QTest::newRow("IPv6 loopback") << request(line, "[::1]:5290") << 0;
        QTest::newRow("several subprotocols") << request(line, "127.0.0.1", "Sec-WebSocket-Protocol: chat, xmpp") << 0;
        QTest::newRow("loopback origin") << request(line, "127.0.0.1", xmpp + "\r\nOrigin: http://localhost:8000") << 0;
        QTest::newRow("foreign origin") << request(line, "127.0.0.1", xmpp + "\r\nOrigin: https://evil.example") << 403;
        QTest::newRow("origin null") << request(line, "127.0.0.1", xmpp + "\r\nOrigin: null") << 403;
        QTest::newRow("origin that only begins like loopback")
            << request(line, "127.0.0.1", xmpp + "\r\nOrigin: http://127.0.0.1.evil.example") << 403;
        QTest::newRow("origin with user info")
            << request(line, "127.0.0.1", xmpp + "\r\nOrigin: http://localhost:80@evil.example") << 403;
        QTest::newRow("rebound name") << request(line, "evil.example:5290") << 403;
        QTest::newRow("name that begins like loopback") << request(line, "127.0.0.1.evil.example") << 403;
        QTest::newRow("two hosts") << request(line, "127.0.0.1\r\nHost: evil.example") << 403;
        QTest::newRow("other path") << request("GET / HTTP/1.1") << 404;
        QTest::newRow("other method") << request("POST /xmpp-websocket HTTP/1.1") << 405;
        QTest::newRow("no subprotocol") << request(line, "127.0.0.1", "X: y") << 400;
        QTest::newRow("other subprotocol") << request(line, "127.0.0.1", "Sec-WebSocket-Protocol: mqtt") << 400;
        QTest::newRow("no upgrade") << line + "\r\nHost: localhost" << 426;
        QTest::newRow("no host") << line << 403;
        QTest::newRow("folded field") << request(line, "127.0.0.1", xmpp + "\r\n more") << 400;
        QTest::newRow("space before the colon") << request(line, "127.0.0.1", xmpp + "\r\nOrigin : x") << 400;
        QTest::newRow("bare newline") << request(line, "127.0.0.1\nX: y") << 400;
        QTest::newRow("HTTP/1.0") << request("GET /xmpp-websocket HTTP/1.0") << 400;
        QTest::newRow("no HTTP") << QByteArray("\x16\x03\x01 garbage") << 400;
        QTest::newRow("many fields") << request(line, "127.0.0.1", xmpp + QByteArray("\r\nX: y").repeated(100)) << 431;
    }
    void requestIsJudged()
    {
        QFETCH(QByteArray, head);
        QFETCH(int, status);
        QCOMPARE(judgeHandshake(head).status, status);
    }

    void goodClientIsLetInAndCounted()
    {
        WebSocketListener listener({});
        const auto port = listener.listen(0);
        QVERIFY(port);
        std::unique_ptr<QWebSocket> socket;
        connect(&listener, &WebSocketListener::accepted, this, [&socket](QWebSocket *got) { socket.reset(got); });
        QWebSocket client;
        QWebSocketHandshakeOptions options;
        options.setSubprotocols({u"xmpp"_s});
        client.open(QUrl(u"ws://127.0.0.1:%1/xmpp-websocket"_s.arg(*port)), options);
        QTRY_VERIFY(socket);
        QTRY_COMPARE(client.subprotocol(), u"xmpp"_s);
        QCOMPARE(listener.connectionCount(), 1);
        QSignalSpy text(socket.get(), &QWebSocket::textMessageReceived);
        client.sendTextMessage(u"<open/>"_s);
        QTRY_COMPARE(text.size(), 1);
        client.abort();
        socket.reset();
        QTRY_COMPARE(listener.connectionCount(), 0);
    }

    void refusedRequestIsToldAndClosed()
    {
        WebSocketListener listener({});
        const auto port = listener.listen(0);
        QVERIFY(port);
        QTcpSocket client;
        client.connectToHost(QHostAddress(QHostAddress::LocalHost), *port);
        client.write(request("GET /xmpp-websocket HTTP/1.1", "evil.example") + "\r\n\r\n");
        QTRY_COMPARE(client.state(), QAbstractSocket::UnconnectedState);
        QVERIFY(client.readAll().startsWith("HTTP/1.1 403 Forbidden\r\n"));
        QTRY_COMPARE(listener.connectionCount(), 0);
    }

    void tooManyConnectionsAreRefused()
    {
        WebSocketListener listener({.connections = 1, .messageBytes = 1000});
        const auto port = listener.listen(0);
        QVERIFY(port);
        QTcpSocket first;
        first.connectToHost(QHostAddress(QHostAddress::LocalHost), *port);
        QTRY_COMPARE(listener.connectionCount(), 1);
        QTcpSocket second;
        second.connectToHost(QHostAddress(QHostAddress::LocalHost), *port);
        QTRY_COMPARE(second.state(), QAbstractSocket::UnconnectedState);
        QVERIFY(second.readAll().startsWith("HTTP/1.1 503 "));
    }

    void endlessHeadIsRefused()
    {
        WebSocketListener listener({});
        const auto port = listener.listen(0);
        QVERIFY(port);
        QTcpSocket client;
        client.connectToHost(QHostAddress(QHostAddress::LocalHost), *port);
        client.write("GET /xmpp-websocket HTTP/1.1\r\nX: " + QByteArray(20000, 'y'));
        QTRY_COMPARE(client.state(), QAbstractSocket::UnconnectedState);
        QVERIFY(client.readAll().startsWith("HTTP/1.1 431 "));
    }

    void takenPortIsAnErrorWithASentence()
    {
        WebSocketListener first({});
        const auto port = first.listen(0);
        QVERIFY(port);
        WebSocketListener second({});
        const auto again = second.listen(*port);
        QVERIFY(!again);
        QCOMPARE(again.error().kind, foyer::ErrorKind::ServerUnreachable);
        QVERIFY(again.error().text.contains(QString::number(*port)));
    }
};

QTEST_MAIN(TestServerHandshakeGate)
#include "tst_serverhandshakegate.moc"
