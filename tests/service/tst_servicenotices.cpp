#include "service/serviceharness.h"
#include "support/fakenotifications.h"

#include "desktop/dbusnotifier.h"
#include "models/appstate.h"
#include "models/roomnotices.h"
#include "models/servicelink.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

/// From the room server to the desktop's notifications: the whole service, the models and a bus.
class TestServiceNotices : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fiveHundredMissedMessagesInFiveRoomsRaiseExactlyOneNotification();
    void theNextAccountHasItsOwnRoomsListed();
};

void TestServiceNotices::fiveHundredMissedMessagesInFiveRoomsRaiseExactlyOneNotification()
{
    if (QStandardPaths::findExecutable(u"dbus-daemon"_s).isEmpty()) {
        QSKIP("there is no dbus-daemon on this machine to make a bus with");
    }
    PrivateBus bus;
    QVERIFY(bus.start());
    FakeNotifications server;
    QVERIFY(server.start(bus.connectAs(u"server"_s)));
    DBusNotifier notifier(bus.connectAs(u"client"_s));

    const QStringList rooms{u"one"_s, u"two"_s, u"three"_s, u"four"_s, u"five"_s};
    ServiceHarness h;
    ServiceRoomSource source(*h.service);
    AppState state(source, h.clock);
    RoomNotices notices(state);
    connect(h.service.get(), &ChatroomService::connectionLost, &notices, &RoomNotices::onConnectionLost);
    connect(h.service.get(), &ChatroomService::roomStateChanged, &notices, &RoomNotices::onRoomStateChanged);
    connect(h.service.get(), &ChatroomService::rejoined, &notices, &RoomNotices::onRejoined);
    connect(h.service.get(), &ChatroomService::rejoinFailed, &notices, &RoomNotices::onRejoinFailed);
    connect(&notices, &RoomNotices::raised, &notifier,
            [&notifier](const Notice &notice) { notifier.show(notice.key, notice.title, notice.body); });
    linkAppState(*h.service, state);
    for (const QString &id : rooms) {
        h.room(id).fill(u"m"_s, 3);
    }
    h.online();
    for (const QString &id : rooms) {
        h.service->joinExistingChatroom(h.address(id), {});
        h.settle();
    }
    state.setWindowActive(false);
    for (const QString &id : rooms) {
        state.page(h.address(id))->setNoticeLevel(NoticeLevel::All);
    }
    h.cut();
    for (const QString &id : rooms) {
        h.room(id).fill(u"missed"_s, 100);
    }
    h.comeBack();
    h.wait(60000);
    for (const QString &id : rooms) {
        QCOMPARE(state.page(h.address(id))->unread(), 100);
    }
    QTRY_COMPARE(server.calls.size(), 1);
    QVERIFY2(server.calls.first().title.contains(u"500"_s), qPrintable(server.calls.first().title));
    h.wait(60000);
    QCOMPARE(server.calls.size(), 1);
    QDBusConnection::disconnectFromBus(u"server"_s);
    QDBusConnection::disconnectFromBus(u"client"_s);
}

void TestServiceNotices::theNextAccountHasItsOwnRoomsListed()
{
    ServiceHarness h;
    ServiceRoomSource source(*h.service);
    AppState state(source, h.clock);
    linkAppState(*h.service, state);
    h.join();
    h.room(u"bar"_s);
    h.service->joinExistingChatroom(h.address(u"bar"_s), {});
    h.wait(3000);
    state.page(h.address())->composer().setDraft(u"alice's own"_s);
    AccountSettings dave = ServiceHarness::account();
    dave.account = *Jid::parse(u"dave@example.org"_s);
    const auto change = [&h](const AccountSettings &account) {
        h.service->signOut();
        h.settle();
        h.service->signIn(account);
        h.settle();
    };
    change(dave);
    QCOMPARE(state.rooms().rowCount(), 0);
    h.server.acceptLogin();
    h.settle();
    h.service->joinExistingChatroom(h.address(), {});
    h.wait(3000);
    QCOMPARE(state.rooms().rowCount(), 1);
    QCOMPARE(state.page(h.address())->composer().draft(), QString());
    // Nobody answers yet, and what is kept of the rooms is there.
    change(ServiceHarness::account());
    QVERIFY(state.page(h.address()) && state.page(h.address(u"bar"_s)));
    QCOMPARE(state.rooms().rowCount(), 2);
}

QTEST_GUILESS_MAIN(TestServiceNotices)
#include "tst_servicenotices.moc"
