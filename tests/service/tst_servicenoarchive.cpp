#include "service/serviceharness.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

/// Joined, m1 to m5 heard, the link lost, x1 to x3 said meanwhile, and back: the room's answer has stopped after \a
/// entries of its history.
void comeBackIntoAStall(ServiceHarness &h, int entries)
{
    FakeRoom &room = h.room();
    room.archives = false;
    room.historyLimit = 20;
    h.join();
    for (int i = 1; i <= 5; ++i)
        room.say(u"bob"_s, u"m"_s + QString::number(i));
    h.settle();
    h.cut();
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
    void cutInTheMiddleOfTheHistoryLosesNothing_data();
    void cutInTheMiddleOfTheHistoryLosesNothing();
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

QTEST_GUILESS_MAIN(TestServiceNoArchive)
#include "tst_servicenoarchive.moc"
