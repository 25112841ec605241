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

/// A channel on a clock of its own, and how it fares. Sockets are real; only the time they are given is not.
struct Attempt {
    explicit Attempt(const QString &url)
        : opened(&channel, &StanzaChannel::opened), closed(&channel, &StanzaChannel::closed)
    {
        channel.open(QUrl(url));
    }
    ~Attempt() { channel.disconnect(); }
    Attempt(const Attempt &) = delete;
    Attempt &operator=(const Attempt &) = delete;

    /// Second by second, so that in each one what the sockets have to tell is told.
    void pass(int seconds)
    {
        for (int i = 0; i < seconds; ++i) {
            clock.advance(1000);
            QTest::qWait(20);
        }
    }
    bool decide()
    {
        return QTest::qWaitFor([this] {
            clock.advance(100);
            return !opened.isEmpty() || !closed.isEmpty();
        });
    }
    bool hasTimedOut() const
    {
        return closed.size() == 1 && closed.first().first().value<Error>().kind == ErrorKind::TimedOut;
    }

    FakeClock clock;
    WebSocketChannel channel{clientTls(), clock};
    QSignalSpy opened;
    QSignalSpy closed;
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
            Attempt attempt(u"ws://localhost:%1/ws"_s.arg(nowhere.port()));
            QVERIFY(attempt.decide());
            QVERIFY(attempt.closed.isEmpty());
            const std::unique_ptr<QWebSocket> peer(server.nextPendingConnection());
            QCOMPARE(peer->localAddress(), QHostAddress(u"127.0.0.2"_s));
        }
    }

    void lastAddressHasAllTheTime_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("name");
        QTest::newRow("the only one") << u"127.0.0.1"_s << u"127.0.0.1"_s;
        QTest::newRow("after one that refuses at once") << u"127.0.0.2"_s << u"localhost"_s;
    }

    void lastAddressHasAllTheTime()
    {
        QFETCH(QString, address);
        QFETCH(QString, name);
        BlackHole nowhere;
        QVERIFY(nowhere.listen(QHostAddress(address)));
        Attempt attempt(u"ws://%1:%2/ws"_s.arg(name, QString::number(nowhere.port())));
        attempt.pass(14);
        QVERIFY(attempt.closed.isEmpty());
        attempt.pass(1);
        QVERIFY(attempt.hasTimedOut());
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
        Attempt attempt(u"wss://two.example.org:%1/ws"_s.arg(server.serverPort()));
        attempt.pass(15);
        QVERIFY(silent.hasPendingConnections());
        QVERIFY(attempt.hasTimedOut());
    }
};

QTEST_GUILESS_MAIN(TestWebSocketAddresses)
#include "tst_websocketaddresses.moc"
