#include "service/serviceharness.h"
#include "support/refusedbody.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

/// Joined, and m1 to mN heard.
void joinAndHear(ServiceHarness &h, int count)
{
    h.room().archives = false;
    h.room().historyLimit = 20;
    h.join();
    for (int i = 1; i <= count; ++i)
        h.room().say(u"bob"_s, u"m"_s + QString::number(i));
    h.settle();
}

/// Joined, m1 to m5 heard, the link lost, x1 to x3 said meanwhile, and back: the room's answer has stopped after \a
/// entries of its history.
void comeBackIntoAStall(ServiceHarness &h, int entries)
{
    joinAndHear(h, 5);
    h.cut();
    FakeRoom &room = h.room();
    for (int i = 1; i <= 3; ++i)
        room.say(u"bob"_s, u"x"_s + QString::number(i));
    room.historyStallsAfter = entries;
    h.comeBack();
    QCOMPARE(h.count(u"tea rejoined"_s), 0);
}

const QString everything = u"m1 | m2 | m3 | m4 | m5 | x1 | x2 | x3"_s;

} // namespace

/// Rooms that keep no archive: all that a join brings is the history that the room sends along (guarantee, rule 11).
class TestServiceNoArchive : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void historyThatStallsIsWaitedFor_data();
    void historyThatStallsIsWaitedFor();
    void whatIsOverTheInputLimitsHasItsPlaceOnce();
    void cutInTheMiddleOfTheHistoryLosesNothing_data();
    void cutInTheMiddleOfTheHistoryLosesNothing();
    void whatCannotBeStoredIsTriedAgain();
    void whatCannotBeStoredComesAgainAfterACut_data();
    void whatCannotBeStoredComesAgainAfterACut();
    void whatWasNeverStoredIsAHole();
    void historyThatCannotBeStoredIsAskedForAgain();
    void archiveThatBeginsWhileWeEnterIsReadNextTime_data();
    void archiveThatBeginsWhileWeEnterIsReadNextTime();
};

void TestServiceNoArchive::historyThatStallsIsWaitedFor_data()
{
    QTest::addColumn<int>("entries");
    QTest::newRow("before its first entry") << 0;
    QTest::newRow("within") << 2;
    QTest::newRow("behind what was known") << 6;
    QTest::newRow("before the subject") << 8;
}

void TestServiceNoArchive::historyThatStallsIsWaitedFor()
{
    QFETCH(int, entries);
    ServiceHarness h;
    comeBackIntoAStall(h, entries);
    h.wait(8000, 500);
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | m4 | m5"_s);
    h.room().say(u"bob"_s, u"live"_s);
    h.room().releaseHistory();
    h.settle();
    h.wait(1000, 100);
    QCOMPARE(h.timeline(), QString(everything + u" | live"_s));
    QVERIFY2(h.count(u"tea rejoined recovered=4 here=5 gaps=0"_s) == 1, qPrintable(h.log.join(u'\n')));
}

void TestServiceNoArchive::whatIsOverTheInputLimitsHasItsPlaceOnce()
{
    ServiceHarness h;
    joinAndHear(h, 2);
    const auto sayTooMuch = [&h](const QString &id) {
        FakeEntry entry;
        entry.nickname = u"bob"_s;
        entry.messageId = id;
        entry.body = u"too much"_s;
        entry.poisoned = true;
        h.room().sayEntry(entry);
    };
    sayTooMuch(u"one"_s);
    h.room().say(u"bob"_s, u"m3"_s);
    h.settle();
    QCOMPARE(h.timeline(), u"m1 | m2 | (unreadable) | m3"_s);
    h.cut();
    sayTooMuch(u"two"_s);
    h.room().say(u"bob"_s, u"x1"_s);
    h.comeBack();
    QCOMPARE(h.timeline(), u"m1 | m2 | (unreadable) | m3 | (unreadable) | x1"_s);
}

void TestServiceNoArchive::cutInTheMiddleOfTheHistoryLosesNothing_data()
{
    historyThatStallsIsWaitedFor_data();
}

void TestServiceNoArchive::cutInTheMiddleOfTheHistoryLosesNothing()
{
    QFETCH(int, entries);
    ServiceHarness h;
    comeBackIntoAStall(h, entries);
    h.cut();
    h.wait(5000, 500);
    h.room().historyStallsAfter = -1;
    h.room().releaseHistory();
    h.resume();
    h.settle();
    h.wait(1000, 100);
    QCOMPARE(h.count(u"tea rejoined"_s), 1);
    QCOMPARE(h.timeline(), everything);
}

void TestServiceNoArchive::whatCannotBeStoredIsTriedAgain()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    joinAndHear(h, 2);
    {
        RefusedBody full(h.fileName(), u"X"_s);
        h.room().say(u"bob"_s, u"X"_s);
        h.settle();
        h.room().say(u"bob"_s, u"Y"_s);
        h.settle();
        h.wait(5000, 500);
        // Y could be stored, but not before X.
        QCOMPARE(h.timeline(), u"m1 | m2"_s);
        QCOMPARE(h.count(u"tea stores nothing"_s), 1);
        QCOMPARE(h.count(u"tea stores again"_s), 0);
        full.allow();
    }
    h.wait(30000, 500);
    QCOMPARE(h.timeline(), u"m1 | m2 | X | Y"_s);
    QCOMPARE(h.count(u"tea stores again"_s), 1);
    h.room().say(u"bob"_s, u"Z"_s);
    h.settle();
    h.cut();
    h.resume();
    QCOMPARE(h.timeline(), u"m1 | m2 | X | Y | Z"_s);
    QVERIFY2(h.count(u"tea rejoined recovered=0 here=0 gaps=0 resumed"_s) == 1, qPrintable(h.log.join(u'\n')));
}

void TestServiceNoArchive::whatCannotBeStoredComesAgainAfterACut_data()
{
    QTest::addColumn<bool>("resumed");
    QTest::addColumn<bool>("heals");
    QTest::newRow("the session goes on") << true << true;
    QTest::newRow("the session goes on, full still") << true << false;
    QTest::newRow("a new session") << false << true;
}

void TestServiceNoArchive::whatCannotBeStoredComesAgainAfterACut()
{
    QFETCH(bool, resumed);
    QFETCH(bool, heals);
    ServiceHarness h(ServiceHarness::StoreKind::File);
    joinAndHear(h, 2);
    {
        RefusedBody full(h.fileName(), u"X"_s);
        h.room().say(u"bob"_s, u"X"_s);
        h.settle();
        h.room().say(u"bob"_s, u"Y"_s);
        h.settle();
        h.cut();
        if (heals)
            full.allow();
        h.room().say(u"bob"_s, u"Z"_s);
        resumed ? h.resume() : h.comeBack();
        h.wait(5000, 500);
    }
    h.wait(60000, 500);
    QCOMPARE(h.count(u"tea rejoined"_s), 1);
    QCOMPARE(h.timeline(), u"m1 | m2 | X | Y | Z"_s);
}

void TestServiceNoArchive::whatWasNeverStoredIsAHole()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    joinAndHear(h, 2);
    {
        RefusedBody full(h.fileName(), u"X"_s);
        h.room().say(u"bob"_s, u"X"_s);
        h.settle();
        h.cut();
    }
    // It is gone from the room's memory by the time we are back.
    for (int i = 1; i <= 20; ++i)
        h.room().say(u"bob"_s, u"z"_s + QString::number(i));
    h.comeBack();
    QVERIFY2(h.timeline().startsWith(u"m1 | m2 | --NoArchive-- | z11 | "_s), qPrintable(h.timeline()));
}

void TestServiceNoArchive::historyThatCannotBeStoredIsAskedForAgain()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    joinAndHear(h, 2);
    h.cut();
    {
        RefusedBody full(h.fileName(), u"X"_s);
        h.room().say(u"bob"_s, u"X"_s);
        h.room().say(u"bob"_s, u"Y"_s);
        h.comeBack();
        QCOMPARE(h.count(u"tea rejoined"_s), 0);
        h.room().say(u"bob"_s, u"Z"_s);
        h.settle();
        QCOMPARE(h.count(u"tea stores nothing"_s), 1);
        full.allow();
    }
    h.wait(60000, 500);
    QCOMPARE(h.count(u"tea rejoined recovered=3 here=2 gaps=0"_s), 1);
    QCOMPARE(h.count(u"tea stores again"_s), 1);
    QCOMPARE(h.timeline(), u"m1 | m2 | X | Y | Z"_s);
}

void TestServiceNoArchive::archiveThatBeginsWhileWeEnterIsReadNextTime_data()
{
    QTest::addColumn<bool>("isCut");
    QTest::addColumn<QString>("timeline");
    QTest::newRow("the link stands") << false << u"m1 | x1"_s;
    // Joined anew, and the new archive does not have what was said before it began.
    QTest::newRow("the link is cut and the stream resumed") << true << u"x1"_s;
}

void TestServiceNoArchive::archiveThatBeginsWhileWeEnterIsReadNextTime()
{
    QFETCH(bool, isCut);
    QFETCH(QString, timeline);
    ServiceHarness h;
    FakeRoom &room = h.room();
    room.archives = false;
    room.historyLimit = 20;
    room.sendsSubject = false;
    room.say(u"bob"_s, u"m1"_s);
    room.holdsInfo = true;
    h.join();
    // The first answer lets us ask to join, the next one comes when we are inside and the history is not over yet.
    room.releaseInfo();
    h.settle();
    room.archives = true;
    room.holdsInfo = false;
    room.releaseInfo();
    h.settle();
    QCOMPARE(h.count(u"tea joined"_s), 0);
    if (isCut) {
        h.cut();
        room.say(u"bob"_s, u"x1"_s);
        h.resume();
    } else {
        room.say(u"bob"_s, u"x1"_s);
    }
    h.wait(30000, 500);
    QCOMPARE(h.count(u"tea joined"_s), 1);
    QCOMPARE(h.timeline(), timeline);
    h.cut();
    room.sayUnheard(u"bob"_s, u"x2"_s);
    h.comeBack();
    h.wait(5000, 500);
    QVERIFY2(h.timeline().endsWith(u"x1 | x2"_s), qPrintable(h.timeline()));
    QCOMPARE(h.count(u"tea rejoined"_s), 1);
}

QTEST_GUILESS_MAIN(TestServiceNoArchive)
#include "tst_servicenoarchive.moc"
