#include "support/roombench.h"

#include <QTest>

using namespace foyer;
using namespace foyer::server;
using namespace Qt::StringLiterals;
using Kind = Refusal::Kind;

/// Who may enter which room, under which name, and what the others see.
class TestRoomsEntry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firstToEnterMakesALockedRoomAndOwnsIt();
    void configuringOpensTheRoomForOthers();
    void unconfiguredRoomEndsWhenItsMakerLeaves();
    void idKeepsItsSpellingAndComparesWithoutCase();
    void spokenTwiceIsSaidOnce();
};

void TestRoomsEntry::firstToEnterMakesALockedRoomAndOwnsIt()
{
    RoomBench bench;
    const auto entered = bench.enter(u"Launch"_s, u"alice"_s);
    QVERIFY(entered);
    QVERIFY(entered->created);
    QCOMPARE(entered->self.role, Role::Moderator);
    QCOMPARE(entered->self.affiliation, Affiliation::Owner);
    QVERIFY(bench.rooms().isLocked(u"Launch"_s));
    QCOMPARE(bench.enter(u"Launch"_s, u"bob"_s).refusal().kind, Kind::Locked);
    QCOMPARE(bench.events(), QStringList({u"Launch: made by alice"_s, u"Launch: entered alice created"_s}));
}

void TestRoomsEntry::configuringOpensTheRoomForOthers()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    bench.events();
    const auto entered = bench.enter(u"Launch"_s, u"bob"_s);
    QVERIFY(entered);
    QVERIFY(!entered->created);
    QCOMPARE(entered->self.role, Role::Participant);
    QCOMPARE(entered->others.size(), 1);
    QCOMPARE(entered->others.constFirst().nickname, u"alice"_s);
    QCOMPARE(bench.events(), QStringList{u"Launch: entered bob"_s});
}

void TestRoomsEntry::unconfiguredRoomEndsWhenItsMakerLeaves()
{
    RoomBench bench;
    QVERIFY(bench.enter(u"Launch"_s, u"alice"_s));
    bench.events();
    QVERIFY(bench.rooms().leave(u"Launch"_s, RoomBench::session(u"alice"_s)));
    QCOMPARE(bench.events(), QStringList({u"Launch: left alice Left"_s, u"Launch: ended Empty"_s}));
    QVERIFY(!bench.rooms().record(u"Launch"_s));
}

void TestRoomsEntry::idKeepsItsSpellingAndComparesWithoutCase()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    QVERIFY(bench.enter(u"lAUNCH"_s, u"bob"_s));
    QCOMPARE(bench.inside(u"launch"_s), QStringList({u"alice"_s, u"bob"_s}));
    bench.restart();
    QCOMPARE(bench.rooms().record(u"launch"_s)->id, u"Launch"_s);
}

void TestRoomsEntry::spokenTwiceIsSaidOnce()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    const auto first = bench.say(u"Launch"_s, u"alice"_s, u"hello"_s, u"o1"_s);
    QVERIFY(first);
    bench.restart();
    QVERIFY(bench.enter(u"Launch"_s, u"alice"_s));
    bench.events();
    const auto second = bench.say(u"Launch"_s, u"alice"_s, u"hello"_s, u"o1"_s);
    QVERIFY(second);
    QVERIFY(second->isRepeat);
    QCOMPARE(second->entry.id, first->entry.id);
    QCOMPARE(second->entry.message, first->entry.message);
    QCOMPARE(bench.events(), QStringList());
    QCOMPARE(bench.store().history(u"launch"_s, 50, {}).size(), 1);
}

QTEST_GUILESS_MAIN(TestRoomsEntry)
#include "tst_rooms_entry.moc"
