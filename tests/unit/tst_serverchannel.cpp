#include "server/xmpp/websocketlistener.h"
#include "server/xmpp/websocketserverchannel.h"
#include "support/fakeclock.h"

#include <QSignalSpy>
#include <QTest>
#include <QWebSocket>
#include <QWebSocketHandshakeOptions>

using namespace foyer;
using namespace foyer::server;
using namespace Qt::StringLiterals;

namespace
{

/// A client and the server's end of its connection.
struct Line {
    Line()
    {
        QObject::connect(&listener, &WebSocketListener::accepted, &listener, [this](QWebSocket *socket) {
            channel = std::make_unique<WebSocketServerChannel>(socket, clock);
        });
        QWebSocketHandshakeOptions options;
        options.setSubprotocols({u"xmpp"_s});
        client.open(QUrl(u"ws://127.0.0.1:%1/xmpp-websocket"_s.arg(listener.listen(0).valueOr(0))), options);
    }
    bool isUp() const { return channel && client.state() == QAbstractSocket::ConnectedState; }

    FakeClock clock;
    WebSocketListener listener{{}};
    QWebSocket client;
    std::unique_ptr<WebSocketServerChannel> channel;
};

} // namespace

class TestServerChannel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void framesGoBothWays()
    {
        Line line;
        QTRY_VERIFY(line.isUp());
        QSignalSpy received(line.channel.get(), &WebSocketServerChannel::received);
        QSignalSpy heard(&line.client, &QWebSocket::textMessageReceived);
        line.client.sendTextMessage(u"<a/>"_s);
        line.channel->send(u"<b/>"_s);
        QTRY_COMPARE(received.size(), 1);
        QCOMPARE(received[0][0].toString(), u"<a/>"_s);
        QTRY_COMPARE(heard.size(), 1);
        QCOMPARE(heard[0][0].toString(), u"<b/>"_s);
    }

    void closedChannelSaysWhatItHadToSay()
    {
        Line line;
        QTRY_VERIFY(line.isUp());
        QSignalSpy heard(&line.client, &QWebSocket::textMessageReceived);
        QSignalSpy closed(line.channel.get(), &WebSocketServerChannel::closed);
        line.channel->send(u"<last/>"_s);
        line.channel->close();
        QTRY_COMPARE(closed.size(), 1);
        QTRY_COMPARE(line.client.state(), QAbstractSocket::UnconnectedState);
        QCOMPARE(heard.size(), 1);
        // Nothing happens to what is over.
        line.channel->send(u"<a/>"_s);
        line.channel->close();
        line.channel->abort();
        QCOMPARE(closed.size(), 1);
    }

    void silentPeerIsProbedAndCutOff()
    {
        Line line;
        QTRY_VERIFY(line.isUp());
        QSignalSpy closed(line.channel.get(), &WebSocketServerChannel::closed);
        QSignalSpy received(line.channel.get(), &WebSocketServerChannel::received);
        line.client.sendTextMessage(u"<a/>"_s);
        QTRY_COMPARE(received.size(), 1);
        // No event loop runs between the probes, so that no answer comes.
        line.clock.advance(90000);
        QCOMPARE(closed.size(), 0);
        line.clock.advance(30000);
        QCOMPARE(closed.size(), 1);
    }

    void answeredProbeKeepsAQuietPeer()
    {
        Line line;
        QTRY_VERIFY(line.isUp());
        QSignalSpy closed(line.channel.get(), &WebSocketServerChannel::closed);
        QSignalSpy received(line.channel.get(), &WebSocketServerChannel::received);
        for (int i = 1; i <= 8; ++i) {
            line.clock.advance(30000);
            // Frames stay in order: when this one is here, the answer to the probe has been read or is next.
            line.channel->send(u"<probe/>"_s);
            line.client.sendTextMessage(u"<a/>"_s);
            QTRY_COMPARE(received.size(), i);
        }
        QCOMPARE(closed.size(), 0);
    }

    void longFrameIsReadWhole()
    {
        Line line;
        QTRY_VERIFY(line.isUp());
        QSignalSpy received(line.channel.get(), &WebSocketServerChannel::received);
        const QString frame = u"<a>%1</a>"_s.arg(QString(260000, u'x'));
        line.client.sendTextMessage(frame);
        QTRY_COMPARE(received.size(), 1);
        QCOMPARE(received[0][0].toString(), frame);
    }

    void binaryFramesEndTheConnection()
    {
        Line line;
        QTRY_VERIFY(line.isUp());
        QSignalSpy closed(line.channel.get(), &WebSocketServerChannel::closed);
        line.client.sendBinaryMessage("x");
        QTRY_COMPARE(closed.size(), 1);
        QCOMPARE(line.client.closeCode(), QWebSocketProtocol::CloseCodeDatatypeNotSupported);
    }
};

QTEST_GUILESS_MAIN(TestServerChannel)
#include "tst_serverchannel.moc"
