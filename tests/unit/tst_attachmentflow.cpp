#include "app/attachmentflow.h"
#include "models/appstate.h"
#include "models/servicelink.h"
#include "service/serviceharness.h"
#include "support/tlsfiles.h"

#include <QSslSocket>
#include <QTcpServer>
#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

/// A place for files that answers when it is told to.
class Place : public QTcpServer
{
public:
    Place()
    {
        if (!listen(QHostAddress::LocalHost))
            qFatal("no free loopback port");
    }
    QString address() const { return u"https://127.0.0.1:%1"_s.arg(serverPort()); }
    int puts() const { return static_cast<int>(m_received.count("PUT ")); }
    /// Answers the request that came last.
    void answer(const QByteArray &status)
    {
        m_last->write("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }

protected:
    void incomingConnection(qintptr descriptor) override
    {
        auto *const socket = new QSslSocket(this);
        socket->setSslConfiguration(serverTls(u"server"_s));
        socket->setSocketDescriptor(descriptor);
        connect(socket, &QIODevice::readyRead, this, [this, socket] {
            m_received += socket->readAll();
            m_last = socket;
        });
        socket->startServerEncryption();
    }

private:
    QByteArray m_received;
    QPointer<QSslSocket> m_last;
};

/// The whole service and what the window shows of it.
struct Rig {
    Rig() : source(*h.service), state(source, h.clock)
    {
        h.server.uploadPlace = place.address();
        linkAppState(*h.service, state);
        flow = std::make_unique<AttachmentFlow>(*h.service, state);
        h.join();
    }
    AttachmentList &files() { return state.page(ServiceHarness::address())->composer().attachments(); }
    AttachmentId attach(const QString &name)
    {
        const auto added = files().add({name, {}, "hello"}, 5);
        return added ? added.value() : 0;
    }
    bool waitFor(const std::function<bool()> &condition)
    {
        return QTest::qWaitFor(
            [&] {
                h.settle();
                return condition();
            },
            20000);
    }
    /// The place has got so many files.
    bool waitForPut(int count)
    {
        return waitFor([&] { return place.puts() == count; });
    }
    void answer(const QByteArray &status) { place.answer(status); }
    Attachment::State stateOf(AttachmentId id)
    {
        return files().find(id) ? files().find(id)->state : Attachment::State::Ready;
    }

    Place place;
    ServiceHarness h;
    ServiceRoomSource source;
    AppState state;
    std::unique_ptr<AttachmentFlow> flow;
};

} // namespace

/// From *Send* to the room, and back to the strip when something does not arrive.
class TestAttachmentFlow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRoomKnowsWhatTheServerTakes();
    void filesOfARoomGoOneAfterTheOther();
    void whatDoesNotArriveStaysAndCanBeSentAgain();
    void lostConnectionLeavesTheFileWithASentence();
    void cancelledOnTheWayAndInTheQueue();
    void progressReachesTheStrip();
    void roomThatIsRemovedMeanwhileIsNoHarm();
};

void TestAttachmentFlow::everyRoomKnowsWhatTheServerTakes()
{
    Rig rig;
    const UploadOffer offer{UploadOffer::State::Yes, 1000000};
    QCOMPARE(rig.files().offer(), offer);
    rig.h.room(u"cake"_s);
    rig.h.service->joinExistingChatroom(ServiceHarness::address(u"cake"_s), {});
    rig.h.settle();
    QCOMPARE(rig.state.page(ServiceHarness::address(u"cake"_s))->composer().attachments().offer(), offer);
    rig.h.service->signOut();
    rig.h.settle();
    QCOMPARE(rig.files().offer(), UploadOffer());
}

void TestAttachmentFlow::filesOfARoomGoOneAfterTheOther()
{
    Rig rig;
    const AttachmentId one = rig.attach(u"one.txt"_s);
    const AttachmentId two = rig.attach(u"two.txt"_s);
    rig.files().send(one);
    rig.files().send(two);
    QVERIFY(rig.waitForPut(1));
    QCOMPARE(rig.stateOf(two), Attachment::State::Sending);
    rig.answer("201 Created");
    QVERIFY(rig.waitForPut(2));
    QVERIFY(!rig.files().find(one));
    QCOMPARE(rig.h.room().received.size(), 1);
    QList<QUrl> told;
    connect(rig.flow.get(), &AttachmentFlow::uploaded, this, [&told](const QUrl &url) { told.append(url); });
    rig.answer("201 Created");
    QVERIFY(rig.waitFor([&rig] { return rig.files().isEmpty(); }));
    rig.h.settle();
    QCOMPARE(rig.h.room().receivedFiles.size(), 2);
    QCOMPARE(told, QList<QUrl>{QUrl(rig.h.room().receivedFiles.last())});
}

void TestAttachmentFlow::whatDoesNotArriveStaysAndCanBeSentAgain()
{
    Rig rig;
    const AttachmentId id = rig.attach(u"a.txt"_s);
    rig.files().send(id);
    QVERIFY(rig.waitForPut(1));
    rig.answer("500 Oops");
    QVERIFY(rig.waitFor([&] { return rig.stateOf(id) == Attachment::State::Failed; }));
    QVERIFY(rig.files().find(id)->problem.contains(u"could not store"_s));
    QVERIFY(rig.h.room().received.isEmpty());
    rig.files().send(id);
    QVERIFY(rig.waitForPut(2));
    rig.answer("201 Created");
    QVERIFY(rig.waitFor([&rig] { return rig.files().isEmpty(); }));
    rig.h.settle();
    QCOMPARE(rig.h.room().received.size(), 1);
}

void TestAttachmentFlow::lostConnectionLeavesTheFileWithASentence()
{
    Rig rig;
    rig.h.cut();
    const AttachmentId id = rig.attach(u"a.txt"_s);
    rig.files().send(id);
    QCOMPARE(rig.stateOf(id), Attachment::State::Failed);
    QVERIFY(rig.files().find(id)->problem.contains(u"no connection"_s));
    rig.h.comeBack();
    rig.h.settle();
    rig.files().send(id);
    QVERIFY(rig.waitForPut(1));
    // The link goes while the file is on its way: the place is reached all the same, and the message waits its turn.
    rig.h.cut();
    rig.answer("201 Created");
    QVERIFY(rig.waitFor([&rig] { return rig.files().isEmpty(); }));
    rig.h.comeBack();
    rig.h.settle();
    QCOMPARE(rig.h.room().received.size(), 1);
}

void TestAttachmentFlow::cancelledOnTheWayAndInTheQueue()
{
    Rig rig;
    const AttachmentId one = rig.attach(u"one.txt"_s);
    const AttachmentId two = rig.attach(u"two.txt"_s);
    const AttachmentId three = rig.attach(u"three.txt"_s);
    for (const AttachmentId id : {one, two, three}) {
        rig.files().send(id);
    }
    QVERIFY(rig.waitForPut(1));
    rig.files().cancel(two);
    QCOMPARE(rig.stateOf(two), Attachment::State::Failed);
    QCOMPARE(rig.files().find(two)->problem, u"Cancelled."_s);
    rig.files().cancel(one);
    QCOMPARE(rig.stateOf(one), Attachment::State::Failed);
    QVERIFY(rig.waitForPut(2));
    QCOMPARE(rig.stateOf(three), Attachment::State::Sending);
    rig.answer("201 Created");
    QVERIFY(rig.waitFor([&] { return !rig.files().find(three); }));
    rig.h.settle();
    QCOMPARE(rig.h.room().received.size(), 1);
}

void TestAttachmentFlow::progressReachesTheStrip()
{
    Rig rig;
    const AttachmentId id = rig.attach(u"a.txt"_s);
    rig.files().send(id);
    QVERIFY(rig.waitFor([&] { return rig.files().find(id)->sent == 5; }));
}

void TestAttachmentFlow::roomThatIsRemovedMeanwhileIsNoHarm()
{
    Rig rig;
    rig.files().send(rig.attach(u"a.txt"_s));
    QVERIFY(rig.waitForPut(1));
    rig.h.service->leaveChatroom(ServiceHarness::address());
    rig.h.settle();
    rig.h.service->removeRoom(ServiceHarness::address());
    rig.h.settle();
    QVERIFY(rig.state.page(ServiceHarness::address()) == nullptr);
    rig.answer("201 Created");
    QTest::qWait(0);
    rig.h.settle();
    QVERIFY(rig.h.room().received.isEmpty());
}

QTEST_GUILESS_MAIN(TestAttachmentFlow)
#include "tst_attachmentflow.moc"
