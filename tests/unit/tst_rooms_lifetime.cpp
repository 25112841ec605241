#include "support/roombench.h"

#include <QTest>

using namespace foyer;
using namespace foyer::server;
using namespace Qt::StringLiterals;
using Kind = Refusal::Kind;

namespace
{

constexpr qint64 minute = 60000;

const QString inactive = u": The room was closed because nothing happened in it for a long time."_s;

using Act = std::function<void(RoomBench &)>;

/// What is kept of everything, lists sorted, because their order means nothing.
QList<RoomRecord> kept(RoomBench &bench)
{
    QList<RoomRecord> records = bench.rooms().records();
    const auto byAccount = [](const auto &one, const auto &two) {
        return one.account.toString() < two.account.toString();
    };
    for (RoomRecord &record : records) {
        std::sort(record.standings.begin(), record.standings.end(), byAccount);
        std::sort(record.mutes.begin(), record.mutes.end(), byAccount);
        std::sort(record.blocks.begin(), record.blocks.end(), byAccount);
        std::sort(record.exempt.begin(), record.exempt.end(),
                  [](const Jid &one, const Jid &two) { return one.toString() < two.toString(); });
    }
    return records;
}

} // namespace

/// How long things last: rooms, memberships of people who are offline, and everything over a restart.
class TestRoomsLifetime : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void quietRoomEndsAfterTheServicesTime();
    void whatCountsAsActivity_data();
    void whatCountsAsActivity();
    void roomsOwnTimeBeatsTheServices();
    void fixedTimeRunsFromTheCreation();
    void changeToInactiveMayEndTheRoomAtOnce();
    void ownersPersistentRoomNeverEnds();
    void serviceMayLetRoomsLiveForEver();
    void timeThatRanOutWhileTheServerWasDownCounts();
    void nobodyGoesWithoutMessages();
    void offlineForTooLongGoesAtTheNextMessage();
    void offlineGoesAtTheMessageThatIsOneTooMany();
    void chatStatesPutNobodyOut();
    void comingBackInTimeKeepsThePlace();
    void otherClientOfTheAccountStays();
    void roomThatOnlyTheAbsentHoldEndsAtAServiceMessage();
    void stoppedServiceTellsWhoLeft();
    void killedServiceTellsWhoWasInside();
    void lostCommitTellsWhoStaysAway();
    void everyChangeIsOnTheDisk_data();
    void everyChangeIsOnTheDisk();
    void lostCommitLeavesWhatWasBefore();
    void readingAnewAfterAFailureWritesNothingAtOnce();
    void settingsTakeEffectAtOnce();
};

void TestRoomsLifetime::quietRoomEndsAfterTheServicesTime()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    bench.events();
    bench.clock.advance(60 * minute - 1);
    QCOMPARE(bench.events(), QStringList());
    bench.clock.advance(1);
    // Also with people in it: nobody came, left or spoke.
    QCOMPARE(bench.events(), QStringList({QString(u"Launch: left alice RoomDestroyed"_s + inactive),
                                          u"Launch: ended AutoDestroyed"_s}));
    QVERIFY(!bench.rooms().record(u"Launch"_s));
    bench.restart();
    QVERIFY(!bench.rooms().record(u"Launch"_s));
}

void TestRoomsLifetime::whatCountsAsActivity_data()
{
    QTest::addColumn<Act>("act");
    QTest::addColumn<bool>("counts");
    const auto row = [](const char *name, bool counts, const Act &act) { QTest::newRow(name) << act << counts; };
    row("nothing", false, [](RoomBench &) {});
    row("join", true, [](RoomBench &b) { QVERIFY(b.enter(u"Launch"_s, u"carol"_s)); });
    row("leave", true, [](RoomBench &b) { QVERIFY(b.rooms().leave(u"Launch"_s, b.session(u"bob"_s))); });
    row("message", true, [](RoomBench &b) { QVERIFY(b.say(u"Launch"_s, u"bob"_s, u"hello"_s)); });
    row("message of the service", true, [](RoomBench &b) {
        QVERIFY(b.rooms().publish({u"Launch"_s, b.account(u"app"_s), u"app"_s, u"hello"_s, {}, false, true}));
    });
    row("subject", true, [](RoomBench &b) {
        stanza::XmlNode message(u"message"_s, u"jabber:client"_s);
        QVERIFY(b.send(u"Launch"_s, u"alice"_s, message.addTextChild(u"subject"_s, u"x"_s, u"jabber:client"_s)));
    });
    row("chat state", false, [](RoomBench &b) {
        stanza::XmlNode message(u"message"_s, u"jabber:client"_s);
        message.addChild(stanza::XmlNode(u"composing"_s, u"http://jabber.org/protocol/chatstates"_s));
        QVERIFY(b.send(u"Launch"_s, u"bob"_s, message));
    });
    row("presence", false,
        [](RoomBench &b) { QVERIFY(b.rooms().updatePresence(u"Launch"_s, b.session(u"bob"_s), u"Robert"_s, {})); });
}

void TestRoomsLifetime::whatCountsAsActivity()
{
    QFETCH(Act, act);
    QFETCH(bool, counts);
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    QVERIFY(bench.enter(u"Launch"_s, u"bob"_s));
    bench.clock.advance(30 * minute);
    act(bench);
    bench.clock.advance(30 * minute);
    QCOMPARE(bench.rooms().record(u"Launch"_s) != nullptr, counts);
    bench.clock.advance(30 * minute);
    QVERIFY(!bench.rooms().record(u"Launch"_s));
}

void TestRoomsLifetime::roomsOwnTimeBeatsTheServices()
{
    RoomBench bench;
    QVERIFY(bench.rooms().create({u"Launch"_s, {}, {RoomLifetime::Kind::Inactive, 90}, false, {}}));
    bench.clock.advance(60 * minute);
    QVERIFY(bench.enter(u"Launch"_s, u"bob"_s));
    bench.clock.advance(90 * minute - 1);
    QVERIFY(bench.rooms().record(u"Launch"_s));
    bench.clock.advance(1);
    QVERIFY(!bench.rooms().record(u"Launch"_s));
}

void TestRoomsLifetime::fixedTimeRunsFromTheCreation()
{
    RoomBench bench;
    QVERIFY(bench.rooms().create({u"Launch"_s, {}, {RoomLifetime::Kind::Fixed, 90}, false, {}}));
    bench.clock.advance(80 * minute);
    bench.restart();
    QVERIFY(bench.enter(u"Launch"_s, u"bob"_s));
    bench.events();
    bench.clock.advance(10 * minute);
    QCOMPARE(bench.events(), QStringList({u"Launch: left bob RoomDestroyed: The time of the room is over."_s,
                                          u"Launch: ended AutoDestroyed"_s}));
}

void TestRoomsLifetime::changeToInactiveMayEndTheRoomAtOnce()
{
    RoomBench bench;
    QVERIFY(bench.rooms().create({u"Launch"_s, {}, {RoomLifetime::Kind::Fixed, 600}, false, {}}));
    bench.clock.advance(120 * minute);
    QVERIFY(bench.rooms().record(u"Launch"_s));
    bench.events();
    QVERIFY(bench.rooms().setLifetime(u"Launch"_s, {RoomLifetime::Kind::Inactive, 60}));
    QCOMPARE(bench.events(), QStringList{u"Launch: ended AutoDestroyed"_s});
    QCOMPARE(bench.rooms().setLifetime(u"Launch"_s, {}).refusal().kind, Kind::RoomDoesNotExist);
}

void TestRoomsLifetime::ownersPersistentRoomNeverEnds()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    const Jid alice = RoomBench::session(u"alice"_s);
    QVERIFY(bench.rooms().configure(u"Launch"_s, alice, {}, true));
    QCOMPARE(bench.rooms().record(u"Launch"_s)->lifetime.kind, RoomLifetime::Kind::Never);
    bench.clock.advance(10000 * minute);
    QVERIFY(bench.rooms().record(u"Launch"_s));
    RoomConfig temporary;
    temporary.persistent = false;
    QVERIFY(bench.rooms().configure(u"Launch"_s, alice, temporary, true));
    QCOMPARE(bench.rooms().record(u"Launch"_s)->lifetime.kind, RoomLifetime::Kind::Service);
}

void TestRoomsLifetime::serviceMayLetRoomsLiveForEver()
{
    RoomBench bench([](RoomSettings &settings) { settings.autoDestroyMinutes = 0; });
    bench.open(u"Launch"_s, u"alice"_s);
    bench.clock.advance(10000 * minute);
    bench.restart();
    QVERIFY(bench.rooms().record(u"Launch"_s));
}

void TestRoomsLifetime::timeThatRanOutWhileTheServerWasDownCounts()
{
    RoomBench bench;
    QVERIFY(bench.rooms().create({u"Old"_s, {}, {}, false, {}}));
    QVERIFY(bench.rooms().create({u"Launch"_s, {}, {RoomLifetime::Kind::Never, 0}, false, {}}));
    QVERIFY(bench.rooms().muteHere(u"Launch"_s, {bench.restriction(u"bob"_s, 30)}));
    QVERIFY(bench.rooms().block(u"Launch"_s, {bench.restriction(u"carol"_s, 30)}));
    bench.rooms().muteEverywhere({bench.restriction(u"dave"_s, 30)});
    bench.commit();
    bench.events();
    bench.clock.setNow(bench.clock.now().addDays(1));
    bench.restart();
    QCOMPARE(bench.events(), QStringList{u"Old: ended AutoDestroyed"_s});
    QVERIFY(bench.rooms().record(u"Launch"_s)->mutes.isEmpty());
    QVERIFY(bench.rooms().record(u"Launch"_s)->blocks.isEmpty());
    QVERIFY(bench.rooms().mutedEverywhere().isEmpty());
}

void TestRoomsLifetime::nobodyGoesWithoutMessages()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    QVERIFY(bench.enter(u"Launch"_s, u"bob"_s));
    bench.rooms().offline(RoomBench::session(u"bob"_s));
    bench.clock.advance(50 * minute);
    QVERIFY(bench.inside(u"Launch"_s).contains(u"bob"_s));
}

void TestRoomsLifetime::offlineForTooLongGoesAtTheNextMessage()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    QVERIFY(bench.enter(u"Launch"_s, u"bob"_s));
    bench.rooms().offline(RoomBench::session(u"bob"_s));
    bench.clock.advance(29999);
    QVERIFY(bench.say(u"Launch"_s, u"alice"_s, u"one"_s));
    // Being told again that it is offline is no news.
    bench.rooms().offline(RoomBench::session(u"bob"_s));
    bench.clock.advance(1);
    bench.events();
    QVERIFY(bench.say(u"Launch"_s, u"alice"_s, u"two"_s));
    QCOMPARE(bench.events(), QStringList({u"Launch: left bob Offline"_s, u"Launch: message alice: two"_s}));
}

void TestRoomsLifetime::offlineGoesAtTheMessageThatIsOneTooMany()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    QVERIFY(bench.enter(u"Launch"_s, u"bob"_s));
    bench.rooms().offline(RoomBench::session(u"bob"_s));
    for (int i = 0; i < 29; ++i)
        QVERIFY(bench.say(u"Launch"_s, u"alice"_s, u"x"_s));
    QVERIFY(bench.rooms().publish({u"Launch"_s, RoomBench::account(u"app"_s), u"app"_s, u"x"_s, {}, true, true}));
    QVERIFY(bench.inside(u"Launch"_s).contains(u"bob"_s));
    QVERIFY(bench.say(u"Launch"_s, u"alice"_s, u"31st"_s));
    QVERIFY(!bench.inside(u"Launch"_s).contains(u"bob"_s));
}

void TestRoomsLifetime::chatStatesPutNobodyOut()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    QVERIFY(bench.enter(u"Launch"_s, u"bob"_s));
    bench.rooms().offline(RoomBench::session(u"bob"_s));
    bench.clock.advance(minute);
    stanza::XmlNode message(u"message"_s, u"jabber:client"_s);
    message.addChild(stanza::XmlNode(u"composing"_s, u"http://jabber.org/protocol/chatstates"_s));
    QVERIFY(bench.send(u"Launch"_s, u"alice"_s, message));
    QVERIFY(bench.inside(u"Launch"_s).contains(u"bob"_s));
}

void TestRoomsLifetime::comingBackInTimeKeepsThePlace()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    QVERIFY(bench.enter(u"Launch"_s, u"bob"_s));
    const Jid bob = RoomBench::session(u"bob"_s);
    bench.rooms().offline(bob);
    for (int i = 0; i < 30; ++i)
        QVERIFY(bench.say(u"Launch"_s, u"alice"_s, u"x"_s));
    bench.rooms().online(bob);
    bench.clock.advance(minute);
    QVERIFY(bench.say(u"Launch"_s, u"alice"_s, u"x"_s));
    QVERIFY(bench.inside(u"Launch"_s).contains(u"bob"_s));
    bench.rooms().offline(bob);
    QVERIFY(bench.say(u"Launch"_s, u"alice"_s, u"x"_s));
    QVERIFY(bench.inside(u"Launch"_s).contains(u"bob"_s));
}

void TestRoomsLifetime::otherClientOfTheAccountStays()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    QVERIFY(bench.enter(u"Launch"_s, u"bob/one"_s));
    QVERIFY(bench.enter(u"Launch"_s, u"bob/two"_s));
    bench.rooms().offline(RoomBench::session(u"bob/one"_s));
    bench.clock.advance(minute);
    bench.events();
    QVERIFY(bench.say(u"Launch"_s, u"bob/two"_s, u"x"_s));
    QCOMPARE(bench.events(), QStringList({u"Launch: left bob Offline one client"_s, u"Launch: message bob: x"_s}));
}

void TestRoomsLifetime::roomThatOnlyTheAbsentHoldEndsAtAServiceMessage()
{
    RoomBench bench;
    RoomConfig temporary;
    temporary.persistent = false;
    bench.open(u"Talk"_s, u"alice"_s, temporary);
    bench.rooms().offline(RoomBench::session(u"alice"_s));
    bench.clock.advance(minute);
    bench.events();
    const Rooms::ServiceMessage message{u"Talk"_s, RoomBench::account(u"app"_s), u"app"_s, u"x"_s, {}, true, true};
    QCOMPARE(bench.rooms().publish(message).refusal().kind, Kind::RoomDoesNotExist);
    QCOMPARE(bench.events(), QStringList({u"Talk: left alice Offline"_s, u"Talk: ended Empty"_s}));
}

void TestRoomsLifetime::stoppedServiceTellsWhoLeft()
{
    RoomBench bench;
    RoomConfig brief;
    brief.persistent = false;
    bench.open(u"Brief"_s, u"alice"_s, brief);
    bench.open(u"Launch"_s, u"bob"_s);
    QVERIFY(bench.enter(u"Launch"_s, u"bob/other"_s));
    bench.events();
    bench.rooms().shutDown();
    QCOMPARE(bench.events(),
             QStringList({u"Brief: left alice ServiceShutdown"_s, u"Launch: left bob ServiceShutdown"_s}));
    QCOMPARE(bench.inside(u"Launch"_s), QStringList());
    // What needs people ends when the service is there again, as after a loss of power.
    QVERIFY(bench.rooms().record(u"Brief"_s));
    bench.restart();
    QCOMPARE(bench.events(), QStringList(u"Brief: ended Empty"_s));
}

void TestRoomsLifetime::killedServiceTellsWhoWasInside()
{
    RoomBench bench;
    RoomConfig brief;
    brief.persistent = false;
    bench.open(u"Brief"_s, u"alice"_s, brief);
    bench.open(u"Launch"_s, u"bob"_s);
    QVERIFY(bench.enter(u"Launch"_s, u"bob/other"_s));
    QVERIFY(bench.enter(u"Launch"_s, u"bob/third"_s, u"double"_s));
    QVERIFY(bench.enter(u"Launch"_s, u"carol"_s));
    QVERIFY(bench.rooms().leave(u"Launch"_s, RoomBench::session(u"carol"_s)));
    QVERIFY(bench.rooms().leave(u"Launch"_s, RoomBench::session(u"bob/third"_s)));
    bench.events();
    bench.restart();
    QCOMPARE(bench.events(),
             QStringList({u"Brief: gone unseen alice"_s, u"Launch: gone unseen bob"_s, u"Brief: ended Empty"_s}));
    bench.restart();
    QCOMPARE(bench.events(), QStringList());
}

void TestRoomsLifetime::lostCommitTellsWhoStaysAway()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    QVERIFY(bench.enter(u"Launch"_s, u"bob"_s));
    bench.commit();
    QVERIFY(bench.enter(u"Launch"_s, u"carol"_s));
    bench.rollback();
    QVERIFY(bench.enter(u"Launch"_s, u"alice"_s));
    bench.events();
    bench.clock.advance(5000);
    QCOMPARE(bench.events(), QStringList(u"Launch: gone unseen bob"_s));
    bench.restart();
    QCOMPARE(bench.events(), QStringList(u"Launch: gone unseen alice"_s));
}

void TestRoomsLifetime::everyChangeIsOnTheDisk_data()
{
    QTest::addColumn<Act>("act");
    const auto row = [](const char *name, const Act &act) { QTest::newRow(name) << act; };
    const QList<Jid> bob{RoomBench::account(u"bob"_s)};
    row("create", [](RoomBench &b) {
        QVERIFY(b.rooms().create(
            {u"New"_s, u"Title"_s, {RoomLifetime::Kind::Inactive, 90}, true, {RoomBench::account(u"bob"_s)}}));
    });
    row("configure", [](RoomBench &b) {
        RoomConfig config;
        config.title = u"T \U0001F680"_s;
        config.description = u"D"_s;
        config.password = u"P"_s;
        config.listed = false;
        config.moderated = true;
        config.membersOnly = true;
        config.addressesShown = true;
        config.subjectByAnyone = true;
        config.maxOccupants = 7;
        QVERIFY(b.rooms().configure(u"Launch"_s, b.session(u"alice"_s), config, true));
        QCOMPARE(b.rooms().record(u"Launch"_s)->config, config);
    });
    row("join", [](RoomBench &b) { QVERIFY(b.enter(u"Launch"_s, u"dave"_s)); });
    row("leave", [](RoomBench &b) { QVERIFY(b.rooms().leave(u"Launch"_s, b.session(u"bob"_s))); });
    row("message", [](RoomBench &b) { QVERIFY(b.say(u"Launch"_s, u"bob"_s, u"x"_s)); });
    row("subject", [](RoomBench &b) {
        stanza::XmlNode message(u"message"_s, u"jabber:client"_s);
        QVERIFY(b.send(u"Launch"_s, u"alice"_s, message.addTextChild(u"subject"_s, u"x"_s, u"jabber:client"_s)));
        QCOMPARE(b.rooms().record(u"Launch"_s)->subject, u"x"_s);
    });
    row("affiliation", [](RoomBench &b) {
        QVERIFY(b.setAffiliation(u"Launch"_s, u"alice"_s, u"bob"_s, Affiliation::Admin, u"why"_s));
    });
    row("affiliation taken back",
        [](RoomBench &b) { QVERIFY(b.setAffiliation(u"Launch"_s, u"alice"_s, u"carol"_s, Affiliation::None)); });
    row("ban",
        [](RoomBench &b) { QVERIFY(b.setAffiliation(u"Launch"_s, u"alice"_s, u"bob"_s, Affiliation::Outcast)); });
    row("voice taken", [](RoomBench &b) { QVERIFY(b.setRole(u"Launch"_s, u"alice"_s, u"bob"_s, Role::Visitor)); });
    row("voice given",
        [](RoomBench &b) { QVERIFY(b.setRole(u"Launch"_s, u"alice"_s, u"carol"_s, Role::Participant)); });
    row("mute", [](RoomBench &b) {
        QVERIFY(b.rooms().muteHere(u"Launch"_s, {b.restriction(u"bob"_s, 5, u"why"_s, u"who"_s)}));
    });
    row("unmute", [](RoomBench &b) { QVERIFY(b.rooms().unmuteHere(u"Launch"_s, {b.account(u"carol"_s)})); });
    row("mute that ends", [](RoomBench &b) {
        QVERIFY(b.rooms().muteHere(u"Launch"_s, {b.restriction(u"bob"_s, 5)}));
        b.clock.advance(5 * minute);
        QCOMPARE(b.rooms().record(u"Launch"_s)->mutes.size(), 1);
    });
    row("room mute", [](RoomBench &b) { QVERIFY(b.rooms().setRoomMuted(u"Launch"_s, true, u"why"_s, u"who"_s)); });
    row("room unmute", [](RoomBench &b) {
        QVERIFY(b.rooms().setRoomMuted(u"Launch"_s, true, u"why"_s, u"who"_s));
        QVERIFY(b.rooms().setRoomMuted(u"Launch"_s, false, {}, {}));
        QVERIFY(b.rooms().record(u"Launch"_s)->roomMuteReason.isEmpty());
    });
    row("exempt", [bob](RoomBench &b) { QVERIFY(b.rooms().setExempt(u"Launch"_s, bob, true)); });
    row("not exempt", [](RoomBench &b) { QVERIFY(b.rooms().setExempt(u"Launch"_s, {b.account(u"carol"_s)}, false)); });
    row("block",
        [](RoomBench &b) { QVERIFY(b.rooms().block(u"Launch"_s, {b.restriction(u"bob"_s, 5, u"why"_s, u"who"_s)})); });
    row("unblock", [](RoomBench &b) { QVERIFY(b.rooms().unblock(u"Launch"_s, {b.account(u"eve"_s)})); });
    row("mute everywhere",
        [](RoomBench &b) { b.rooms().muteEverywhere({b.restriction(u"bob"_s, 5, u"why"_s, u"who"_s)}); });
    row("unmute everywhere", [](RoomBench &b) { b.rooms().unmuteEverywhere({b.account(u"carol"_s)}); });
    row("lifetime", [](RoomBench &b) {
        QVERIFY(b.rooms().setLifetime(u"Launch"_s, {RoomLifetime::Kind::Fixed, 1000}));
    });
    row("destroy", [](RoomBench &b) { QVERIFY(b.rooms().destroyByService(u"Launch"_s)); });
}

void TestRoomsLifetime::everyChangeIsOnTheDisk()
{
    QFETCH(Act, act);
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    QVERIFY(bench.enter(u"Launch"_s, u"bob"_s));
    QVERIFY(bench.enter(u"Launch"_s, u"carol"_s));
    QVERIFY(bench.setAffiliation(u"Launch"_s, u"alice"_s, u"carol"_s, Affiliation::Member));
    QVERIFY(bench.rooms().muteHere(u"Launch"_s, {bench.restriction(u"carol"_s)}));
    QVERIFY(bench.rooms().setExempt(u"Launch"_s, {RoomBench::account(u"carol"_s)}, true));
    QVERIFY(bench.rooms().block(u"Launch"_s, {bench.restriction(u"eve"_s)}));
    bench.rooms().muteEverywhere({bench.restriction(u"carol"_s)});
    bench.clock.advance(1234);
    bench.restart();
    QVERIFY(bench.enter(u"Launch"_s, u"alice"_s));
    QVERIFY(bench.enter(u"Launch"_s, u"bob"_s));
    QVERIFY(bench.enter(u"Launch"_s, u"carol"_s));
    const QList<RoomRecord> before = kept(bench);
    const QList<Restriction> mutedBefore = bench.rooms().mutedEverywhere();
    bench.clock.advance(1234);
    act(bench);
    const QList<RoomRecord> after = kept(bench);
    const QList<Restriction> muted = bench.rooms().mutedEverywhere();
    QVERIFY(after != before || muted != mutedBefore || QByteArray(QTest::currentDataTag()) == "mute that ends" ||
            QByteArray(QTest::currentDataTag()) == "room unmute");
    bench.restart();
    QCOMPARE(kept(bench), after);
    QCOMPARE(bench.rooms().mutedEverywhere().size(), muted.size());
    for (const Restriction &restriction : muted)
        QVERIFY(bench.rooms().mutedEverywhere().contains(restriction));
}

void TestRoomsLifetime::lostCommitLeavesWhatWasBefore()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    bench.commit();
    const QList<RoomRecord> before = kept(bench);
    bench.open(u"Lost"_s, u"bob"_s);
    QVERIFY(bench.say(u"Lost"_s, u"bob"_s, u"lost"_s));
    QVERIFY(bench.say(u"Launch"_s, u"alice"_s, u"lost"_s));
    QVERIFY(bench.rooms().muteHere(u"Launch"_s, {bench.restriction(u"bob"_s)}));
    bench.rollback();
    QCOMPARE(kept(bench), before);
    QCOMPARE(bench.inside(u"Launch"_s), QStringList());
    QCOMPARE(bench.store().page(u"Launch"_s, {})->count, 0);
    bench.open(u"Lost"_s, u"carol"_s);
    QVERIFY(bench.say(u"Lost"_s, u"carol"_s, u"kept"_s));
    bench.restart();
    QCOMPARE(bench.store().page(u"Lost"_s, {})->count, 1);
}

void TestRoomsLifetime::readingAnewAfterAFailureWritesNothingAtOnce()
{
    RoomBench bench;
    RoomConfig temporary;
    temporary.persistent = false;
    bench.open(u"Talk"_s, u"alice"_s, temporary);
    QVERIFY(bench.rooms().create({u"Old"_s, {}, {}, false, {}}));
    QVERIFY(bench.rooms().muteHere(u"Old"_s, {bench.restriction(u"bob"_s, 1)}));
    bench.commit();
    bench.events();
    bench.clock.setNow(bench.clock.now().addDays(1));
    // A full disk would refuse again, the rooms would be read again, and so on without a pause.
    bench.rollback();
    QVERIFY(!bench.store().hasChanges());
    QCOMPARE(bench.events(), QStringList());
    QVERIFY(bench.rooms().record(u"Talk"_s));
    bench.clock.advance(4999);
    QVERIFY(!bench.store().hasChanges());
    bench.clock.advance(1);
    QCOMPARE(bench.events(),
             QStringList({u"Talk: gone unseen alice"_s, u"Talk: ended Empty"_s, u"Old: ended AutoDestroyed"_s}));
}

void TestRoomsLifetime::settingsTakeEffectAtOnce()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    bench.clock.advance(30 * minute);
    RoomSettings settings = bench.rooms().settings();
    settings.autoDestroyMinutes = 30;
    bench.events();
    bench.rooms().setSettings(settings);
    QCOMPARE(bench.events().constLast(), u"Launch: ended AutoDestroyed"_s);
}

QTEST_GUILESS_MAIN(TestRoomsLifetime)
#include "tst_rooms_lifetime.moc"
