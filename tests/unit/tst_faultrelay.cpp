#include "app/demo/faultrelay.h"

#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>

using namespace foyer;

namespace
{

/// A server on loopback that keeps what it gets.
class Far : public QObject
{
public:
    Far()
    {
        listener.listen(QHostAddress::LocalHost);
        connect(&listener, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *socket = listener.nextPendingConnection();
            end = socket;
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { received += socket->readAll(); });
        });
    }
    quint16 port() const { return listener.serverPort(); }

    QTcpServer listener;
    QTcpSocket *end = nullptr;
    QByteArray received;
};

/// A relay with both ends in place.
struct Line {
    Line()
    {
        const bool started = relay.start(far.port()).isOk();
        Q_ASSERT(started);
        Q_UNUSED(started)
        near.connectToHost(QHostAddress::LocalHost, relay.port());
        QSignalSpy arrived(&far.listener, &QTcpServer::newConnection);
        if (!far.end)
            arrived.wait();
    }

    SystemClock clock;
    Far far;
    FaultRelay relay{clock};
    QTcpSocket near;
};

} // namespace

class TestFaultRelay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bytesPassBothWays();
    void cutEndsAndRefusesUntilItIsMended();
    void frozenLineHoldsEverythingBack();
    void delayKeepsTheOrder();
    void endOfOneSideEndsTheOther();
    void restartedServerIsFoundAtItsNewPort();
};

void TestFaultRelay::bytesPassBothWays()
{
    Line line;
    line.near.write("there");
    QTRY_COMPARE(line.far.received, QByteArray("there"));
    line.far.end->write("back");
    QTRY_COMPARE(line.near.bytesAvailable(), 4);
    QCOMPARE(line.near.readAll(), QByteArray("back"));
}

void TestFaultRelay::cutEndsAndRefusesUntilItIsMended()
{
    Line line;
    line.relay.setCut(true);
    QTRY_COMPARE(line.near.state(), QAbstractSocket::UnconnectedState);
    QTRY_COMPARE(line.far.end->state(), QAbstractSocket::UnconnectedState);
    QTcpSocket refused;
    refused.connectToHost(QHostAddress::LocalHost, line.relay.port());
    QTRY_COMPARE(refused.error(), QAbstractSocket::ConnectionRefusedError);
    line.relay.setCut(false);
    QTcpSocket again;
    again.connectToHost(QHostAddress::LocalHost, line.relay.port());
    again.write("again");
    QTRY_COMPARE(line.far.received, QByteArray("again"));
}

void TestFaultRelay::frozenLineHoldsEverythingBack()
{
    Line line;
    line.near.write("a");
    QTRY_COMPARE(line.far.received, QByteArray("a"));
    line.relay.setFrozen(true);
    line.near.write("b");
    QVERIFY(line.near.waitForBytesWritten());
    // A second connection shows that time went by in which the first could have passed something on.
    QTcpSocket other;
    other.connectToHost(QHostAddress::LocalHost, line.far.port());
    QTRY_COMPARE(other.state(), QAbstractSocket::ConnectedState);
    QCOMPARE(line.far.received, QByteArray("a"));
    QCOMPARE(line.near.state(), QAbstractSocket::ConnectedState);
    line.relay.setFrozen(false);
    QTRY_COMPARE(line.far.received, QByteArray("ab"));
}

void TestFaultRelay::delayKeepsTheOrder()
{
    Line line;
    line.relay.setDelay(200);
    line.near.write("slow ");
    QTRY_COMPARE(line.near.bytesToWrite(), 0);
    line.relay.setDelay(0);
    line.near.write("fast");
    QTRY_COMPARE(line.far.received.size(), 9);
    QCOMPARE(line.far.received, QByteArray("slow fast"));
}

void TestFaultRelay::endOfOneSideEndsTheOther()
{
    Line line;
    line.far.end->abort();
    QTRY_COMPARE(line.near.state(), QAbstractSocket::UnconnectedState);
}

void TestFaultRelay::restartedServerIsFoundAtItsNewPort()
{
    Line line;
    Far other;
    line.relay.setTargetPort(other.port());
    QTcpSocket near;
    near.connectToHost(QHostAddress::LocalHost, line.relay.port());
    near.write("new");
    QTRY_COMPARE(other.received, QByteArray("new"));
}

QTEST_GUILESS_MAIN(TestFaultRelay)
#include "tst_faultrelay.moc"
