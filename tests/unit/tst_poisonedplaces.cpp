#include "service/poisonedplaces.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

using Side = ArchivePlace::Side;

constexpr int usual = 100;

ArchivePlace before(const QString &id, int size = usual, qint64 passed = -1)
{
    return {Side::Before, id, size, passed};
}

ArchivePlace newest(int size = usual)
{
    return before({}, size, 0);
}

} // namespace

/// Where the archive holds what ends the stream (guarantee, rule 15).
class TestPoisonedPlaces : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatDidNoHarmIsReadAsUsual()
    {
        PoisonedPlaces places;
        QCOMPARE(places.sizeFor(newest()), usual);
        QCOMPARE(places.sizeFor(before(u"a"_s)), usual);
        QVERIFY(!places.isUnreadable(Side::Before, u"a"_s));
    }

    void fatalPageIsReadOneByOneThenPassed()
    {
        PoisonedPlaces places;
        places.wasFatal(before(u"m9"_s, 3));
        QString id = u"m9"_s;
        for (int n = 8; n > 5; --n) {
            QVERIFY(!places.isUnreadable(Side::Before, id));
            QCOMPARE(places.sizeFor(before(id)), 1);
            const QString next = u"m%1"_s.arg(n);
            places.wasRead(before(id, 1), next, 1);
            id = next;
        }
        QCOMPARE(places.sizeFor(before(id)), usual);
    }

    void entryThatIsFatalAloneIsUnreadable()
    {
        PoisonedPlaces places;
        places.wasFatal(before(u"m9"_s));
        QVERIFY(!places.isUnreadable(Side::Before, u"m9"_s));
        places.wasFatal(before(u"m9"_s, 1));
        QVERIFY(places.isUnreadable(Side::Before, u"m9"_s));
        QVERIFY(!places.isUnreadable(Side::After, u"m9"_s));
        QVERIFY(!places.isUnreadable(Side::Before, u"m8"_s));
    }

    void placeThatIsReadAfterAllIsReadable()
    {
        PoisonedPlaces places;
        places.wasFatal(before(u"m9"_s, 1));
        places.wasRead(before(u"m9"_s, 1), u"m8"_s, 1);
        QVERIFY(!places.isUnreadable(Side::Before, u"m9"_s));
    }

    void careAtTheOldestEndOutlivesAPageThatCame()
    {
        PoisonedPlaces places;
        const ArchivePlace oldest{Side::Oldest, {}, usual};
        places.wasFatal(oldest);
        QCOMPARE(places.sizeFor(oldest), 1);
        // Nothing is read on from there, so the same entries lie behind it the next time.
        places.wasRead({Side::Oldest, {}, 1}, u"m1"_s, 1);
        QCOMPARE(places.sizeFor(oldest), 1);
        places.wasFatal({Side::Oldest, {}, 1});
        QVERIFY(places.isUnreadable(Side::Oldest, {}));
        places.wasRead({Side::Oldest, {}, 1}, u"m1"_s, 1);
        QVERIFY(!places.isUnreadable(Side::Oldest, {}));
    }

    void forgivenPlaceIsAskedForWithCare()
    {
        PoisonedPlaces places;
        places.wasFatal(before(u"m9"_s, 1));
        places.forgive(Side::Before, u"m9"_s);
        QVERIFY(!places.isUnreadable(Side::Before, u"m9"_s));
        QCOMPARE(places.sizeFor(before(u"m9"_s)), 1);
    }

    void newestPlaceIsForgottenWithTheRun()
    {
        PoisonedPlaces places;
        places.wasFatal(newest(1));
        QVERIFY(places.isUnreadable(Side::Before, {}));
        places.forgetNewest();
        QVERIFY(!places.isUnreadable(Side::Before, {}));
        QCOMPARE(places.sizeFor(newest()), 1);
    }

    void pagesFromTheNewestEndBeforeThePlace()
    {
        PoisonedPlaces places;
        places.wasFatal(before(u"m70"_s, usual, 230));
        QCOMPARE(places.sizeFor(newest()), usual);
        QCOMPARE(places.sizeFor(before(u"x"_s, usual, 200)), 30);
        // What has come since moves the place further back.
        QCOMPARE(places.sizeFor(before(u"y"_s, usual, 230)), 1);
        QCOMPARE(places.sizeFor(before(u"z"_s, usual, 529)), 1);
        QCOMPARE(places.sizeFor(before(u"z"_s, usual, 530)), usual);
        // Reading that begins elsewhere is not meant.
        QCOMPARE(places.sizeFor(before(u"y"_s)), usual);
    }

    void placeThatWasPassedUnharmedIsForgotten()
    {
        PoisonedPlaces places;
        places.wasFatal(newest());
        places.wasRead(before(u"a"_s, 1, 298), u"b"_s, 1);
        QCOMPARE(places.sizeFor(before(u"b"_s, usual, 299)), 1);
        places.wasRead(before(u"b"_s, 1, 299), u"c"_s, 1);
        QCOMPARE(places.sizeFor(before(u"b"_s, usual, 299)), usual);
    }
};

QTEST_APPLESS_MAIN(TestPoisonedPlaces)
#include "tst_poisonedplaces.moc"
