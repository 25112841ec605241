#include "support/roombench.h"

#include <QTest>

using namespace foyer;
using namespace foyer::server;
using namespace Qt::StringLiterals;
using Kind = Refusal::Kind;

namespace
{

using Act = std::function<void(RoomBench &)>;

enum class When { BeforeJoin, Inside, WhileAway, BeforeRestart };

constexpr qint64 minute = 60000;

/// The words of bob's state, as RoomBench tells it.
QString stateOf(RoomBench &bench, const QString &who = u"bob"_s)
{
    const RoomOccupant occupant = bench.occupant(u"Launch"_s, who);
    return QString(nameOf(occupant.role) + u' ' + textOf(occupant.mute)).trimmed();
}

Act muteHere(int minutes)
{
    return [minutes](RoomBench &b) {
        QVERIFY(b.rooms().muteHere(u"Launch"_s, {b.restriction(u"bob"_s, minutes, u"spam"_s, u"app"_s)}));
    };
}

Act muteRoom()
{
    return [](RoomBench &b) { QVERIFY(b.rooms().setRoomMuted(u"Launch"_s, true, u"quiet"_s, u"app"_s)); };
}

Act muteEverywhere(int minutes)
{
    return [minutes](RoomBench &b) {
        b.rooms().muteEverywhere({b.restriction(u"bob"_s, minutes, u"abuse"_s, u"root"_s)});
    };
}

Act exempt()
{
    return [](RoomBench &b) { QVERIFY(b.rooms().setExempt(u"Launch"_s, {RoomBench::account(u"bob"_s)}, true)); };
}

Act raise(Affiliation affiliation)
{
    return [affiliation](RoomBench &b) { QVERIFY(b.setAffiliation(u"Launch"_s, u"alice"_s, u"bob"_s, affiliation)); };
}

Act both(const Act &one, const Act &two)
{
    return [one, two](RoomBench &b) {
        one(b);
        two(b);
    };
}

} // namespace

/// Mutes of all four kinds, exemption, roles: what each does to somebody's voice, whenever it is set.
class TestRoomsVoice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void mutesTable_data();
    void mutesTable();
    void mutesEnd_data();
    void mutesEnd();
    void onlyTheMutedAreToldAndOnlyOnChange();
    void lastMuteThatEndsGivesTheVoiceBack();
    void moderatorsMuteOutlivesLeaving();
    void voiceGivenBackByAModeratorLiftsTheMute();
    void mutedModeratorKeepsTheRoleAndNotTheVoice();
    void moderatedRoomKeepsSilentWhatAMuteReleases();
    void voiceGivenInAModeratedRoomComesBackAfterAMute();
    void endOfModerationGivesVoice();
    void roomMuteEndsWithTheRoom();
    void newRoomMayStartMuted();
    void servicesMessagesAreNotMuted();
    void clockThatJumpsEndsMutesAtTheNextAct();
};

void TestRoomsVoice::mutesTable_data()
{
    QTest::addColumn<Act>("act");
    QTest::addColumn<QString>("state");
    const auto row = [](const char *name, const Act &act, const QString &state) {
        QTest::newRow(name) << act << state;
    };
    row(
        "nothing", [](RoomBench &) {}, u"participant"_s);
    row("here", muteHere(0), u"visitor here silent by app: spam"_s);
    row("here, timed", muteHere(30), u"visitor here silent until 12:30 by app: spam"_s);
    row("room", muteRoom(), u"visitor room silent by app: quiet"_s);
    row("everywhere", muteEverywhere(0), u"visitor everywhere silent by root: abuse"_s);
    row("everywhere, timed", muteEverywhere(45), u"visitor everywhere silent until 12:45 by root: abuse"_s);
    row("exempt", exempt(), u"participant exempt"_s);
    row("exempt, here", both(exempt(), muteHere(30)), u"participant here exempt"_s);
    row("exempt, room", both(muteRoom(), exempt()), u"participant room exempt"_s);
    row("exempt, everywhere", both(exempt(), muteEverywhere(0)), u"visitor everywhere exempt silent by root: abuse"_s);
    row("admin, here", both(raise(Affiliation::Admin), muteHere(0)), u"moderator here"_s);
    row("admin, room", both(raise(Affiliation::Admin), muteRoom()), u"moderator room"_s);
    row("owner, room", both(raise(Affiliation::Owner), muteRoom()), u"moderator room"_s);
    row("admin, everywhere", both(raise(Affiliation::Admin), muteEverywhere(0)),
        u"moderator everywhere silent by root: abuse"_s);
    row("member, room", both(raise(Affiliation::Member), muteRoom()), u"visitor room silent by app: quiet"_s);
    row("here and everywhere, the longer one tells", both(muteHere(30), muteEverywhere(45)),
        u"visitor everywhere here silent until 12:45 by root: abuse"_s);
    row("everywhere and here, the longer one tells", both(muteHere(50), muteEverywhere(45)),
        u"visitor everywhere here silent until 12:50 by app: spam"_s);
    row("timed here in a muted room: without end", both(muteHere(30), muteRoom()),
        u"visitor room here silent by app: quiet"_s);
    row("muted twice: the later word", both(muteHere(30), muteHere(40)),
        u"visitor here silent until 12:40 by app: spam"_s);
}

void TestRoomsVoice::mutesTable()
{
    QFETCH(Act, act);
    QFETCH(QString, state);
    for (const When when : {When::BeforeJoin, When::Inside, When::WhileAway, When::BeforeRestart}) {
        RoomBench bench;
        bench.open(u"Launch"_s, u"alice"_s);
        if (when == When::Inside || when == When::WhileAway)
            QVERIFY(bench.enter(u"Launch"_s, u"bob"_s));
        if (when == When::WhileAway)
            bench.rooms().offline(RoomBench::session(u"bob"_s));
        act(bench);
        if (when == When::WhileAway)
            bench.rooms().online(RoomBench::session(u"bob"_s));
        if (when == When::BeforeRestart)
            bench.restart();
        if (when == When::BeforeJoin || when == When::BeforeRestart)
            QVERIFY(bench.enter(u"Launch"_s, u"bob"_s));
        QCOMPARE(stateOf(bench), state);
        const MuteState mute = bench.occupant(u"Launch"_s, u"bob"_s).mute;
        QVERIFY(mute.roomMuted && mute.userMutedEverywhere && mute.userMutedHere && mute.exempt);
        const auto said = bench.say(u"Launch"_s, u"bob"_s, u"hello"_s);
        QCOMPARE(static_cast<bool>(said), mute.canSpeak);
        if (!said)
            QCOMPARE(said.refusal().kind, Kind::Muted);
    }
}

void TestRoomsVoice::mutesEnd_data()
{
    QTest::addColumn<Act>("start");
    QTest::addColumn<Act>("end");
    const auto row = [](const char *name, const Act &start, const Act &end) { QTest::newRow(name) << start << end; };
    const Act tenMinutes = [](RoomBench &b) { b.clock.advance(10 * minute); };
    const QList<Jid> bob{RoomBench::account(u"bob"_s)};
    row("here, timed", muteHere(10), tenMinutes);
    row("everywhere, timed", muteEverywhere(10), tenMinutes);
    row("here, lifted", muteHere(0), [bob](RoomBench &b) { QVERIFY(b.rooms().unmuteHere(u"Launch"_s, bob)); });
    row("here, lifted early", muteHere(10), [bob](RoomBench &b) { QVERIFY(b.rooms().unmuteHere(u"Launch"_s, bob)); });
    row("everywhere, lifted", muteEverywhere(0), [bob](RoomBench &b) { b.rooms().unmuteEverywhere(bob); });
    row("room, lifted", muteRoom(), [](RoomBench &b) { QVERIFY(b.rooms().setRoomMuted(u"Launch"_s, false, {}, {})); });
}

void TestRoomsVoice::mutesEnd()
{
    QFETCH(Act, start);
    QFETCH(Act, end);
    for (const bool restarted : {false, true}) {
        RoomBench bench;
        bench.open(u"Launch"_s, u"alice"_s);
        start(bench);
        if (restarted)
            bench.restart();
        QVERIFY(bench.enter(u"Launch"_s, u"bob"_s));
        QVERIFY(!bench.occupant(u"Launch"_s, u"bob"_s).mute.canSpeak);
        bench.clock.advance(10 * minute - 1);
        bench.events();
        // All kinds last until told or timed otherwise; the ends of the table are later.
        QVERIFY(!bench.occupant(u"Launch"_s, u"bob"_s).mute.canSpeak);
        bench.clock.advance(1);
        end(bench);
        QCOMPARE(bench.events().filter(u"changed bob participant/none"_s).size(), 1);
        QVERIFY(bench.say(u"Launch"_s, u"bob"_s, u"hello"_s));
        bench.restart();
        QVERIFY(bench.enter(u"Launch"_s, u"bob"_s)->self.mute.canSpeak);
        QVERIFY(bench.rooms().record(u"Launch"_s)->mutes.isEmpty());
        QVERIFY(bench.rooms().mutedEverywhere().isEmpty());
    }
}

void TestRoomsVoice::onlyTheMutedAreToldAndOnlyOnChange()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    QVERIFY(bench.enter(u"Launch"_s, u"bob"_s));
    QVERIFY(bench.enter(u"Launch"_s, u"carol"_s));
    bench.events();
    muteHere(0)(bench);
    QCOMPARE(bench.events(),
             QStringList{u"Launch: changed bob visitor/none [here silent by app: spam] by app: spam"_s});
    muteHere(0)(bench);
    QCOMPARE(bench.events(), QStringList());
    QVERIFY(bench.rooms().unmuteHere(u"Launch"_s, {RoomBench::account(u"carol"_s)}));
    QCOMPARE(bench.events(), QStringList());
    // A room mute concerns everybody, also those it does not silence.
    muteRoom()(bench);
    QCOMPARE(bench.events().size(), 3);
    QCOMPARE(bench.rooms().muteHere(u"Nope"_s, {}).refusal().kind, Kind::RoomDoesNotExist);
}

void TestRoomsVoice::lastMuteThatEndsGivesTheVoiceBack()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    QVERIFY(bench.enter(u"Launch"_s, u"bob"_s));
    muteHere(10)(bench);
    muteEverywhere(20)(bench);
    muteRoom()(bench);
    bench.clock.advance(10 * minute);
    QCOMPARE(stateOf(bench), u"visitor room everywhere silent by app: quiet"_s);
    QVERIFY(bench.rooms().setRoomMuted(u"Launch"_s, false, {}, {}));
    QCOMPARE(stateOf(bench), u"visitor everywhere silent until 12:20 by root: abuse"_s);
    bench.clock.advance(10 * minute);
    QCOMPARE(stateOf(bench), u"participant"_s);
}

void TestRoomsVoice::moderatorsMuteOutlivesLeaving()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    QVERIFY(bench.enter(u"Launch"_s, u"bob"_s));
    bench.events();
    QVERIFY(bench.setRole(u"Launch"_s, u"alice"_s, u"bob"_s, Role::Visitor, u"spam"_s));
    QCOMPARE(bench.events(),
             QStringList{u"Launch: changed bob visitor/none [here silent by alice: spam] by alice: spam"_s});
    QVERIFY(bench.rooms().leave(u"Launch"_s, RoomBench::session(u"bob"_s)));
    // Another name does not help.
    QCOMPARE(bench.enter(u"Launch"_s, u"bob"_s, u"Robert"_s)->self.role, Role::Visitor);
    bench.restart();
    QCOMPARE(bench.enter(u"Launch"_s, u"bob"_s)->self.role, Role::Visitor);
    QCOMPARE(stateOf(bench), u"visitor here silent by alice: spam"_s);
}

void TestRoomsVoice::voiceGivenBackByAModeratorLiftsTheMute()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    QVERIFY(bench.enter(u"Launch"_s, u"bob"_s));
    muteHere(30)(bench);
    QVERIFY(bench.setRole(u"Launch"_s, u"alice"_s, u"bob"_s, Role::Participant, u"sorry"_s));
    QCOMPARE(stateOf(bench), u"participant"_s);
    QCOMPARE(bench.events().constLast(), u"Launch: changed bob participant/none by alice: sorry"_s);
    QVERIFY(bench.rooms().record(u"Launch"_s)->mutes.isEmpty());
    bench.restart();
    QCOMPARE(bench.enter(u"Launch"_s, u"bob"_s)->self.role, Role::Participant);
}

void TestRoomsVoice::mutedModeratorKeepsTheRoleAndNotTheVoice()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    QVERIFY(bench.enter(u"Launch"_s, u"bob"_s));
    QVERIFY(bench.setRole(u"Launch"_s, u"alice"_s, u"bob"_s, Role::Moderator));
    muteRoom()(bench);
    QCOMPARE(stateOf(bench), u"moderator room silent by app: quiet"_s);
    QCOMPARE(bench.say(u"Launch"_s, u"bob"_s, u"hello"_s).refusal().kind, Kind::Muted);
    QVERIFY(bench.enter(u"Launch"_s, u"carol"_s));
    QVERIFY(bench.setRole(u"Launch"_s, u"bob"_s, u"carol"_s, Role::None));
}

void TestRoomsVoice::moderatedRoomKeepsSilentWhatAMuteReleases()
{
    RoomBench bench;
    RoomConfig config;
    config.moderated = true;
    bench.open(u"Launch"_s, u"alice"_s, config);
    QVERIFY(bench.enter(u"Launch"_s, u"bob"_s));
    QCOMPARE(stateOf(bench), u"visitor room silent"_s);
    muteHere(10)(bench);
    bench.clock.advance(10 * minute);
    QCOMPARE(stateOf(bench), u"visitor room silent"_s);
    QCOMPARE(bench.say(u"Launch"_s, u"bob"_s, u"hello"_s).refusal().kind, Kind::Muted);
    // Members speak in moderated rooms.
    raise(Affiliation::Member)(bench);
    QCOMPARE(stateOf(bench), u"participant"_s);
}

void TestRoomsVoice::voiceGivenInAModeratedRoomComesBackAfterAMute()
{
    RoomBench bench;
    RoomConfig config;
    config.moderated = true;
    bench.open(u"Launch"_s, u"alice"_s, config);
    QVERIFY(bench.enter(u"Launch"_s, u"bob"_s));
    QVERIFY(bench.setRole(u"Launch"_s, u"alice"_s, u"bob"_s, Role::Participant));
    QCOMPARE(stateOf(bench), u"participant"_s);
    muteHere(10)(bench);
    QCOMPARE(bench.occupant(u"Launch"_s, u"bob"_s).role, Role::Visitor);
    bench.clock.advance(10 * minute);
    QCOMPARE(stateOf(bench), u"participant"_s);
}

void TestRoomsVoice::endOfModerationGivesVoice()
{
    RoomBench bench;
    RoomConfig config;
    config.moderated = true;
    bench.open(u"Launch"_s, u"alice"_s, config);
    QVERIFY(bench.enter(u"Launch"_s, u"bob"_s));
    const Jid alice = RoomBench::session(u"alice"_s);
    config.moderated = false;
    QVERIFY(bench.rooms().configure(u"Launch"_s, alice, config));
    QCOMPARE(stateOf(bench), u"participant"_s);
    // Who is inside keeps his voice when it begins.
    config.moderated = true;
    QVERIFY(bench.rooms().configure(u"Launch"_s, alice, config));
    QCOMPARE(stateOf(bench), u"participant"_s);
    QCOMPARE(bench.enter(u"Launch"_s, u"carol"_s)->self.role, Role::Visitor);
}

void TestRoomsVoice::roomMuteEndsWithTheRoom()
{
    RoomBench bench;
    QVERIFY(bench.rooms().create({u"Launch"_s, {}, {}, false, {}}));
    muteRoom()(bench);
    muteEverywhere(0)(bench);
    QVERIFY(bench.rooms().destroyByService(u"Launch"_s));
    QVERIFY(bench.rooms().create({u"Launch"_s, {}, {}, false, {}}));
    QVERIFY(bench.enter(u"Launch"_s, u"carol"_s)->self.mute.canSpeak);
    // The mute of an account everywhere does not care about rooms.
    QVERIFY(!bench.enter(u"Launch"_s, u"bob"_s)->self.mute.canSpeak);
}

void TestRoomsVoice::newRoomMayStartMuted()
{
    RoomBench bench;
    QVERIFY(bench.rooms().create({u"Launch"_s, {}, {}, true, {RoomBench::account(u"bob"_s)}}));
    bench.restart();
    QVERIFY(bench.enter(u"Launch"_s, u"bob"_s)->self.mute.canSpeak);
    QVERIFY(!bench.enter(u"Launch"_s, u"carol"_s)->self.mute.canSpeak);
    QVERIFY(bench.rooms().setExempt(u"Launch"_s, {RoomBench::account(u"bob"_s)}, false));
    QCOMPARE(stateOf(bench), u"visitor room silent"_s);
    bench.restart();
    QVERIFY(bench.rooms().record(u"Launch"_s)->exempt.isEmpty());
}

void TestRoomsVoice::servicesMessagesAreNotMuted()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    muteRoom()(bench);
    muteEverywhere(0)(bench);
    QVERIFY(bench.rooms().publish({u"Launch"_s, RoomBench::account(u"bob"_s), u"bob"_s, u"hello"_s, {}, true, true}));
}

void TestRoomsVoice::clockThatJumpsEndsMutesAtTheNextAct()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    QVERIFY(bench.enter(u"Launch"_s, u"bob"_s));
    muteHere(30)(bench);
    bench.clock.setNow(bench.clock.now().addSecs(31 * 60));
    QVERIFY(bench.say(u"Launch"_s, u"bob"_s, u"hello"_s));
    muteHere(30)(bench);
    bench.events();
    bench.clock.setNow(bench.clock.now().addSecs(31 * 60));
    bench.clock.advance(minute);
    QCOMPARE(bench.events(), QStringList{u"Launch: changed bob participant/none"_s});
}

QTEST_GUILESS_MAIN(TestRoomsVoice)
#include "tst_rooms_voice.moc"
