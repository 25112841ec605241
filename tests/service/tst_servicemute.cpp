#include "service/serviceharness.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

/// Whether one may speak, as ordinary servers tell it.
class TestServiceMute : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void visitorAtJoinInAModeratedRoom();
    void visitorOfAnEjabberdLikeRoomMaySpeak();
    void demotedInsideIsMutedHere();
    void promotedAgainMaySpeak();
    void configurationChangeIsReadAgain();
    void changeIsToldOnce();
    void mutedWhileAwayIsToldByTheRejoin();
};

namespace
{
MuteState muteOf(const ServiceHarness &h)
{
    return h.service->roomSummary(ServiceHarness::address()).mute;
}
} // namespace

void TestServiceMute::visitorAtJoinInAModeratedRoom()
{
    ServiceHarness h;
    h.room().moderated = true;
    h.room().role = u"visitor"_s;
    h.join();
    const MuteState mute = muteOf(h);
    QCOMPARE(mute.roomMuted, std::optional<bool>(true));
    QCOMPARE(mute.userMutedHere, std::optional<bool>());
    QCOMPARE(mute.userMutedEverywhere, std::optional<bool>());
    QCOMPARE(mute.exempt, std::optional<bool>());
    QVERIFY(!mute.canSpeak);
    // The first join tells it in its result, not as a change.
    QCOMPARE(h.count(u"tea muted"_s), 0);
}

void TestServiceMute::visitorOfAnEjabberdLikeRoomMaySpeak()
{
    ServiceHarness h;
    h.room().stableIds = false;
    h.room().role = u"visitor"_s;
    h.join();
    QVERIFY(muteOf(h).canSpeak);
    QCOMPARE(h.send(u"hello"_s), QString());
    QCOMPARE(h.ownMessages(), u"hello:Delivered"_s);
}

void TestServiceMute::demotedInsideIsMutedHere()
{
    ServiceHarness h;
    h.join();
    h.room().setOurRole(u"visitor"_s, u"al"_s, u"spam"_s);
    h.settle();
    const MuteState mute = muteOf(h);
    QCOMPARE(mute.userMutedHere, std::optional<bool>(true));
    QCOMPARE(mute.by, u"al"_s);
    QCOMPARE(mute.reason, u"spam"_s);
    QVERIFY(!mute.canSpeak);
    QCOMPARE(h.count(u"tea muted"_s), 1);
}

void TestServiceMute::promotedAgainMaySpeak()
{
    ServiceHarness h;
    h.join();
    h.room().setOurRole(u"visitor"_s, u"al"_s, u"spam"_s);
    h.room().setOurRole(u"participant"_s, u"al"_s);
    h.settle();
    QVERIFY(muteOf(h).canSpeak);
    QVERIFY(muteOf(h).by.isEmpty());
    QVERIFY(muteOf(h).reason.isEmpty());
    QCOMPARE(h.count(u"tea unmuted"_s), 1);
}

void TestServiceMute::configurationChangeIsReadAgain()
{
    ServiceHarness h;
    h.room().stableIds = false;
    h.room().role = u"visitor"_s;
    h.join();
    QVERIFY(muteOf(h).canSpeak);
    h.room().moderated = true;
    h.room().configurationChanges();
    h.settle();
    QVERIFY(!muteOf(h).canSpeak);
    QCOMPARE(muteOf(h).roomMuted, std::optional<bool>(true));
    h.room().moderated = false;
    h.room().configurationChanges();
    h.settle();
    QVERIFY(muteOf(h).canSpeak);
    QCOMPARE(h.count(u"tea muted"_s), 1);
    QCOMPARE(h.count(u"tea unmuted"_s), 1);
}

void TestServiceMute::changeIsToldOnce()
{
    ServiceHarness h;
    h.join();
    h.room().setOurRole(u"visitor"_s, u"al"_s, u"spam"_s);
    h.room().configurationChanges();
    h.room().configurationChanges();
    h.settle();
    QCOMPARE(h.count(u"tea muted"_s), 1);
}

void TestServiceMute::mutedWhileAwayIsToldByTheRejoin()
{
    ServiceHarness h;
    h.join();
    h.cut();
    h.room().moderated = true;
    h.room().role = u"visitor"_s;
    h.comeBack();
    QCOMPARE(h.count(u"tea muted"_s), 1);
    QCOMPARE(h.send(u"hello"_s), u"Muted"_s);
}

QTEST_GUILESS_MAIN(TestServiceMute)
#include "tst_servicemute.moc"
