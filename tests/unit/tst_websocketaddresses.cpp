#include "support/fakeclock.h"
#include "support/localserver.h"
#include "xmpp/websocketchannel.h"

#include <QNetworkProxy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QWebSocket>
#include <QWebSocketServer>
#include <QtTest>

#include <dlfcn.h>
#include <netdb.h>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

using Resolver = int (*)(const char *, const char *, const addrinfo *, addrinfo **);

addrinfo *lastOf(addrinfo *list)
{
    while (list->ai_next != nullptr)
        list = list->ai_next;
    return list;
}

/// A server that accepts nothing, whose queue is full: who connects hears nothing at all, as from behind a route that
/// leads nowhere.
class BlackHole
{
public:
    bool listen(const QHostAddress &address)
    {
        m_server.setListenBacklogSize(0);
        if (!m_server.listen(address))
            return false;
        m_server.pauseAccepting();
        for (int i = 0; i < 8; ++i) {
            m_waiting.push_back(std::make_unique<QTcpSocket>());
            m_waiting.back()->connectToHost(address, m_server.serverPort());
        }
        return QTest::qWaitFor([this] { return m_waiting.front()->state() == QAbstractSocket::ConnectedState; });
    }
    quint16 port() const { return m_server.serverPort(); }

private:
    QTcpServer m_server;
    std::vector<std::unique_ptr<QTcpSocket>> m_waiting;
};

} // namespace

/// For this program `localhost` and `two.example.org` have two addresses, 127.0.0.1 and 127.0.0.2.
extern "C" int getaddrinfo(const char *name, const char *service, const addrinfo *wish, addrinfo **found)
{
    static const auto real = reinterpret_cast<Resolver>(dlsym(RTLD_NEXT, "getaddrinfo"));
    if (name == nullptr || (qstrcmp(name, "localhost") != 0 && qstrcmp(name, "two.example.org") != 0))
        return real(name, service, wish, found);
    *found = nullptr;
    for (const char *address : {"127.0.0.1", "127.0.0.2"}) {
        addrinfo *one = nullptr;
        if (const int error = real(address, service, wish, &one); error != 0)
            return error;
        (*found == nullptr ? *found : lastOf(*found)->ai_next) = one;
    }
    return 0;
}

/// A server's name may lead to several addresses of which some lead nowhere (F37).
class TestWebSocketAddresses : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nextAddressIsTriedWhereTheFirstLeadsNowhere()
    {
        BlackHole nowhere;
        QVERIFY(nowhere.listen(QHostAddress(u"127.0.0.1"_s)));
        QWebSocketServer server(u"test"_s, QWebSocketServer::NonSecureMode);
        server.setSupportedSubprotocols({u"xmpp"_s});
        QVERIFY(server.listen(QHostAddress(u"127.0.0.2"_s), nowhere.port()));
        // The second time Qt knows the addresses already.
        for (int i = 0; i < 2; ++i) {
            FakeClock clock;
            WebSocketChannel channel(clientTls(), clock);
            QSignalSpy opened(&channel, &StanzaChannel::opened);
            QSignalSpy closed(&channel, &StanzaChannel::closed);
            channel.open(QUrl(u"ws://localhost:%1/ws"_s.arg(nowhere.port())));
            QVERIFY(QTest::qWaitFor([&] {
                clock.advance(100);
                return !opened.isEmpty() || !closed.isEmpty();
            }));
            QVERIFY(closed.isEmpty());
            const std::unique_ptr<QWebSocket> peer(server.nextPendingConnection());
            QCOMPARE(peer->localAddress(), QHostAddress(u"127.0.0.2"_s));
            channel.disconnect();
        }
    }

    void lastAddressHasAllTheTime()
    {
        // The first one refuses at once.
        BlackHole nowhere;
        QVERIFY(nowhere.listen(QHostAddress(u"127.0.0.2"_s)));
        FakeClock clock;
        WebSocketChannel channel(clientTls(), clock);
        QSignalSpy closed(&channel, &StanzaChannel::closed);
        channel.open(QUrl(u"ws://localhost:%1/ws"_s.arg(nowhere.port())));
        for (int i = 0; i < 14; ++i) {
            QTest::qWait(10);
            clock.advance(1000);
        }
        QVERIFY(closed.isEmpty());
        channel.disconnect();
    }

    void proxyIsLeftAlone()
    {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        QNetworkProxy::setApplicationProxy(
            QNetworkProxy(QNetworkProxy::HttpProxy, u"127.0.0.1"_s, silent.serverPort()));
        const auto back =
            qScopeGuard([] { QNetworkProxy::setApplicationProxy(QNetworkProxy(QNetworkProxy::DefaultProxy)); });
        // It would answer, if it were asked.
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        FakeClock clock;
        WebSocketChannel channel(clientTls(), clock);
        QSignalSpy closed(&channel, &StanzaChannel::closed);
        channel.open(QUrl(u"wss://two.example.org:%1/ws"_s.arg(server.serverPort())));
        for (int i = 0; i < 15; ++i) {
            QTest::qWait(20);
            clock.advance(1000);
        }
        QVERIFY(silent.hasPendingConnections());
        QCOMPARE(closed.size(), 1);
        QCOMPARE(closed.first().first().value<Error>().kind, ErrorKind::TimedOut);
    }

    void onlyAddressHasAllTheTime()
    {
        BlackHole nowhere;
        QVERIFY(nowhere.listen(QHostAddress(u"127.0.0.1"_s)));
        FakeClock clock;
        WebSocketChannel channel(clientTls(), clock);
        QSignalSpy closed(&channel, &StanzaChannel::closed);
        channel.open(QUrl(u"ws://127.0.0.1:%1/ws"_s.arg(nowhere.port())));
        for (int i = 0; i < 14; ++i) {
            clock.advance(1000);
            QTest::qWait(10);
        }
        QVERIFY(closed.isEmpty());
        clock.advance(1000);
        QCOMPARE(closed.size(), 1);
        QCOMPARE(closed.first().first().value<Error>().kind, ErrorKind::TimedOut);
    }
};

QTEST_GUILESS_MAIN(TestWebSocketAddresses)
#include "tst_websocketaddresses.moc"
