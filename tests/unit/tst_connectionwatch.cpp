#include "server/api/connectionwatch.h"

#include <QTest>

#include <array>

#include <sys/socket.h>
#include <unistd.h>

using namespace foyer::server;
using Phase = ConnectionWatch::Phase;

namespace
{

/// Two ends of a connection; ours is the one that is watched.
class SocketPair
{
public:
    SocketPair() { socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, m_ends.data()); }
    ~SocketPair()
    {
        close(m_ends[0]);
        close(m_ends[1]);
    }
    SocketPair(const SocketPair &) = delete;
    SocketPair &operator=(const SocketPair &) = delete;

    int watched() const { return m_ends[0]; }
    /// What came, and `|` when the end has come.
    QByteArray received() const
    {
        QByteArray text(4096, Qt::Uninitialized);
        QByteArray all;
        for (;;) {
            const ssize_t size = read(m_ends[1], text.data(), static_cast<size_t>(text.size()));
            if (size < 0) {
                return all;
            }
            if (size == 0) {
                return all + '|';
            }
            all += text.first(size);
        }
    }

private:
    std::array<int, 2> m_ends{-1, -1};
};

HttpLimits limits()
{
    HttpLimits limits;
    limits.connections = 8; // 4 of them are kept free for newcomers
    limits.silent = 2;
    limits.headerSeconds = 10;
    limits.bodySeconds = 30;
    limits.idleSeconds = 20;
    return limits;
}

} // namespace

class TestConnectionWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachPhaseHasItsSeconds_data()
    {
        QTest::addColumn<int>("phase");
        QTest::addColumn<int>("seconds");
        QTest::addColumn<bool>("isTold");
        QTest::newRow("headers") << static_cast<int>(Phase::Fresh) << 10 << true;
        QTest::newRow("body") << static_cast<int>(Phase::Body) << 30 << true;
        QTest::newRow("refused") << static_cast<int>(Phase::Refused) << 30 << true;
        QTest::newRow("idle") << static_cast<int>(Phase::KeptAlive) << 20 << false;
        QTest::newRow("being answered") << static_cast<int>(Phase::Busy) << 0 << false;
    }
    void eachPhaseHasItsSeconds()
    {
        QFETCH(int, phase);
        QFETCH(int, seconds);
        QFETCH(bool, isTold);
        SocketPair pair;
        ConnectionWatch watch(limits());
        watch.opened(&pair, pair.watched());
        watch.tick();
        watch.enter(&pair, static_cast<Phase>(phase));
        for (int i = 1; i < (seconds ? seconds : 1000); ++i) {
            watch.tick();
        }
        QCOMPARE(pair.received(), QByteArray());
        watch.tick();
        const QByteArray received = pair.received();
        QCOMPARE(received.endsWith('|'), seconds > 0);
        QCOMPARE(received.startsWith("HTTP/1.1 408 Request Timeout\r\n"), isTold);
    }

    void oldestConnectionWithoutRequestMakesRoom()
    {
        std::array<SocketPair, 6> pairs;
        ConnectionWatch watch(limits());
        for (size_t i = 0; i < 4; ++i) {
            watch.opened(&pairs[i], pairs[i].watched());
        }
        watch.enter(&pairs[0], Phase::Body);
        watch.enter(&pairs[1], Phase::KeptAlive);
        watch.opened(&pairs[4], pairs[4].watched());
        QCOMPARE(pairs[2].received(), QByteArray("|"));
        watch.enter(&pairs[3], Phase::Busy);
        watch.enter(&pairs[4], Phase::Busy);
        watch.opened(&pairs[5], pairs[5].watched());
        // Nobody is silent but the newcomer: it would be the next, the one between two requests stays.
        QCOMPARE(pairs[5].received(), QByteArray("|"));
        QCOMPARE(pairs[0].received() + pairs[1].received() + pairs[3].received() + pairs[4].received(), QByteArray());
    }

    void silentOnesAreFewAfterASecond()
    {
        std::array<SocketPair, 4> pairs;
        ConnectionWatch watch(limits());
        for (SocketPair &pair : pairs) {
            watch.opened(&pair, pair.watched());
        }
        QCOMPARE(pairs[0].received(), QByteArray());
        watch.tick();
        QCOMPARE(pairs[0].received(), QByteArray("|"));
        QCOMPARE(pairs[1].received(), QByteArray("|"));
        QCOMPARE(pairs[2].received() + pairs[3].received(), QByteArray());
    }

    void everybodyIsToldAtTheEnd()
    {
        SocketPair busy;
        SocketPair idle;
        SocketPair gone;
        ConnectionWatch watch(limits());
        watch.opened(&busy, busy.watched());
        watch.enter(&busy, Phase::Busy);
        watch.opened(&idle, idle.watched());
        watch.enter(&idle, Phase::KeptAlive);
        watch.opened(&gone, gone.watched());
        watch.closed(&gone);
        QCOMPARE(watch.count(), 2);
        watch.cutAll({503, "bye", {}});
        const QByteArray told = busy.received();
        QVERIFY(told.startsWith("HTTP/1.1 503 Service Unavailable\r\n"));
        QVERIFY(told.endsWith("Content-Length: 3\r\n\r\nbye|"));
        QCOMPARE(idle.received(), QByteArray("|"));
        QCOMPARE(gone.received(), QByteArray());
    }
};

QTEST_GUILESS_MAIN(TestConnectionWatch)
#include "tst_connectionwatch.moc"
