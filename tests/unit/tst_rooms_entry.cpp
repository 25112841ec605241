#include "support/roombench.h"

#include <QTest>

using namespace foyer;
using namespace foyer::server;
using namespace Qt::StringLiterals;
using Kind = Refusal::Kind;

/// Who may enter which room, under which name, and what the others see of coming and going.
class TestRoomsEntry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firstToEnterMakesALockedRoomAndOwnsIt();
    void configuringOpensTheRoomForOthers();
    void unconfiguredRoomEndsWhenItsMakerLeaves();
    void unconfiguredRoomDoesNotOutliveTheServer();
    void idKeepsItsSpellingAndComparesWithoutCase();
    void newRoomsHavePlainIds();
    void onlyAdministratorsMakeRoomsWhenTheServiceSaysSo();
    void closedDoors_data();
    void closedDoors();
    void nicknamesNeedText();
    void nicknameBelongsToOneAccountAtATime();
    void reservedNicknameIsForItsAccount();
    void clientsOfAnAccountShareTheirNickname();
    void secondNicknameIsASecondPlace();
    void enteringAgainGivesTheWholeAnswerAgain();
    void fullRoomTakesNoMoreButAdmins();
    void enteringAnotherRoomLeavesTheFirst();
    void entryThatFailsLeavesNothing();
    void manyRoomsAtATimeWhenTheServiceSaysSo();
    void presenceIsToldAndKept();
    void renamingTakesAllClientsAlong();
    void renamingToATakenNameIsRefused();
    void lastClientTakesTheOccupantAlong();
    void whoIsOutsideCannotLeave();
    void endedSessionLeavesEverywhere();
    void occupantIdIsTheSameForEver();
    void everybodyIsOutsideAfterARestart();
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

void TestRoomsEntry::unconfiguredRoomDoesNotOutliveTheServer()
{
    RoomBench bench;
    QVERIFY(bench.enter(u"Launch"_s, u"alice"_s));
    bench.events();
    bench.restart();
    QCOMPARE(bench.events(), QStringList({u"Launch: gone unseen alice"_s, u"Launch: ended Empty"_s}));
    bench.restart();
    QVERIFY(!bench.rooms().record(u"Launch"_s));
    QCOMPARE(bench.events(), QStringList());
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

void TestRoomsEntry::newRoomsHavePlainIds()
{
    RoomBench bench;
    QCOMPARE(bench.enter(u"a@b"_s, u"alice"_s).refusal().kind, Kind::InvalidRoomId);
    QCOMPARE(bench.enter(u"caf\u00e9"_s, u"alice"_s).refusal().kind, Kind::InvalidRoomId);
    QCOMPARE(bench.enter(QString(65, u'x'), u"alice"_s).refusal().kind, Kind::InvalidRoomId);
    QCOMPARE(bench.enter({}, u"alice"_s).refusal().kind, Kind::InvalidRoomId);
    QVERIFY(bench.enter(QString(64, u'x'), u"alice"_s));
}

void TestRoomsEntry::onlyAdministratorsMakeRoomsWhenTheServiceSaysSo()
{
    RoomBench bench([](RoomSettings &settings) {
        settings.anyoneCreates = false;
        settings.administrators = {u"Root"_s};
    });
    QCOMPARE(bench.enter(u"Launch"_s, u"alice"_s).refusal().kind, Kind::CreationNotAllowed);
    QVERIFY(bench.enter(u"Launch"_s, u"root"_s)->created);
    QVERIFY(bench.rooms().create({u"Api"_s, {}, {}, false, {}}));
    QVERIFY(!bench.enter(u"Api"_s, u"alice"_s)->created);
}

void TestRoomsEntry::closedDoors_data()
{
    QTest::addColumn<RoomConfig>("config");
    QTest::addColumn<QString>("password");
    QTest::addColumn<Affiliation>("affiliation");
    QTest::addColumn<bool>("blocked");
    QTest::addColumn<std::optional<Kind>>("refusal");
    RoomConfig closed;
    closed.membersOnly = true;
    RoomConfig secret;
    secret.password = u"sesame"_s;
    const auto row = [](const char *name, const RoomConfig &config, const QString &password, Affiliation affiliation,
                        bool blocked, std::optional<Kind> refusal) {
        QTest::newRow(name) << config << password << affiliation << blocked << refusal;
    };
    row("open", {}, {}, Affiliation::None, false, {});
    row("banned", {}, {}, Affiliation::Outcast, false, Kind::Banned);
    row("blocked", {}, {}, Affiliation::None, true, Kind::Banned);
    row("blocked admin", {}, {}, Affiliation::Admin, true, Kind::Banned);
    row("members only, stranger", closed, {}, Affiliation::None, false, Kind::MembersOnly);
    row("members only, member", closed, {}, Affiliation::Member, false, {});
    row("password, none given", secret, {}, Affiliation::None, false, Kind::PasswordWrong);
    row("password, wrong", secret, u"Sesame"_s, Affiliation::Owner, false, Kind::PasswordWrong);
    row("password, right", secret, u"sesame"_s, Affiliation::None, false, {});
    row("banned from a room with a password", secret, {}, Affiliation::Outcast, false, Kind::Banned);
}

void TestRoomsEntry::closedDoors()
{
    QFETCH(RoomConfig, config);
    QFETCH(QString, password);
    QFETCH(Affiliation, affiliation);
    QFETCH(bool, blocked);
    QFETCH(std::optional<Kind>, refusal);
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s, config);
    QVERIFY(bench.setAffiliation(u"Launch"_s, u"alice"_s, u"bob"_s, affiliation));
    if (blocked)
        QVERIFY(bench.rooms().block(u"Launch"_s, {bench.restriction(u"bob"_s)}));
    // What is asked of the door is on the disk.
    bench.restart();
    const auto entered = bench.enter(u"Launch"_s, u"bob"_s, {}, password);
    QCOMPARE(static_cast<bool>(entered), !refusal.has_value());
    if (refusal) {
        QCOMPARE(entered.refusal().kind, *refusal);
        QVERIFY(!entered.refusal().text.isEmpty());
        QVERIFY(bench.inside(u"Launch"_s).isEmpty());
    }
}

void TestRoomsEntry::nicknamesNeedText()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    QCOMPARE(bench.enter(u"Launch"_s, u"bob"_s, u"  "_s).refusal().kind, Kind::NicknameNotAllowed);
    QCOMPARE(bench.enter(u"Launch"_s, u"bob"_s, u"\u200b"_s).refusal().kind, Kind::NicknameNotAllowed);
    QCOMPARE(bench.enter(u"Launch"_s, u"bob"_s, u" Bob "_s)->self.nickname, u"Bob"_s);
}

void TestRoomsEntry::nicknameBelongsToOneAccountAtATime()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    QCOMPARE(bench.enter(u"Launch"_s, u"bob"_s, u"alice"_s).refusal().kind, Kind::NicknameInUse);
    // Names differ by case, as on other servers.
    QVERIFY(bench.enter(u"Launch"_s, u"bob"_s, u"Alice"_s));
    QVERIFY(bench.rooms().leave(u"Launch"_s, RoomBench::session(u"alice"_s)));
    QVERIFY(bench.enter(u"Launch"_s, u"carol"_s, u"alice"_s));
}

void TestRoomsEntry::reservedNicknameIsForItsAccount()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    Rooms::AdminItem item;
    item.account = RoomBench::account(u"bob"_s);
    item.affiliation = Affiliation::Member;
    item.nickname = u" Bobby "_s;
    QVERIFY(bench.rooms().administer(u"Launch"_s, RoomBench::session(u"alice"_s), {item}));
    bench.restart();
    QCOMPARE(bench.enter(u"Launch"_s, u"carol"_s, u"Bobby"_s).refusal().kind, Kind::NicknameInUse);
    QVERIFY(bench.enter(u"Launch"_s, u"bob"_s, u"Bobby"_s));
}

void TestRoomsEntry::clientsOfAnAccountShareTheirNickname()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    QVERIFY(bench.enter(u"Launch"_s, u"bob/one"_s));
    bench.events();
    const auto second = bench.enter(u"Launch"_s, u"bob/two"_s);
    QVERIFY(second);
    QVERIFY(!second->alreadyInside);
    QCOMPARE(second->self.clients.size(), 2);
    QCOMPARE(second->others.size(), 1);
    QCOMPARE(bench.events(), QStringList{u"Launch: entered bob again"_s});
    QCOMPARE(bench.inside(u"Launch"_s), QStringList({u"alice"_s, u"bob"_s}));
}

void TestRoomsEntry::secondNicknameIsASecondPlace()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    QVERIFY(bench.enter(u"Launch"_s, u"bob/one"_s, u"Bob"_s));
    QVERIFY(bench.enter(u"Launch"_s, u"bob/two"_s, u"Robert"_s));
    QCOMPARE(bench.inside(u"Launch"_s), QStringList({u"alice"_s, u"Bob"_s, u"Robert"_s}));
    QCOMPARE(bench.occupant(u"Launch"_s, u"bob/one"_s).occupantId,
             bench.occupant(u"Launch"_s, u"bob/two"_s).occupantId);
    QVERIFY(bench.rooms().leave(u"Launch"_s, RoomBench::session(u"bob/one"_s)));
    QCOMPARE(bench.rooms().roomsOf(RoomBench::account(u"bob"_s)), QStringList{u"Launch"_s});
}

void TestRoomsEntry::enteringAgainGivesTheWholeAnswerAgain()
{
    RoomBench bench;
    RoomConfig config;
    config.password = u"sesame"_s;
    bench.open(u"Launch"_s, u"alice"_s, config);
    QVERIFY(bench.enter(u"Launch"_s, u"bob"_s, {}, u"sesame"_s));
    bench.events();
    const auto again = bench.enter(u"Launch"_s, u"bob"_s);
    QVERIFY(again);
    QVERIFY(again->alreadyInside);
    QVERIFY(!again->created);
    QCOMPARE(again->others.size(), 1);
    QCOMPARE(bench.events(), QStringList{u"Launch: changed bob participant/none"_s});
    const auto renamed = bench.enter(u"Launch"_s, u"bob"_s, u"Robert"_s);
    QCOMPARE(renamed->self.nickname, u"Robert"_s);
    QCOMPARE(bench.events(), QStringList{u"Launch: renamed bob Robert"_s});
}

void TestRoomsEntry::fullRoomTakesNoMoreButAdmins()
{
    RoomBench bench;
    RoomConfig config;
    config.maxOccupants = 2;
    bench.open(u"Launch"_s, u"alice"_s, config);
    QVERIFY(bench.enter(u"Launch"_s, u"bob"_s));
    QCOMPARE(bench.enter(u"Launch"_s, u"carol"_s).refusal().kind, Kind::RoomFull);
    QVERIFY(bench.enter(u"Launch"_s, u"bob/two"_s));
    QVERIFY(bench.setAffiliation(u"Launch"_s, u"alice"_s, u"carol"_s, Affiliation::Admin));
    QVERIFY(bench.enter(u"Launch"_s, u"carol"_s));
}

void TestRoomsEntry::enteringAnotherRoomLeavesTheFirst()
{
    RoomBench bench;
    bench.open(u"One"_s, u"alice"_s);
    QVERIFY(bench.rooms().create({u"Two"_s, {}, {}, false, {}}));
    QVERIFY(bench.enter(u"One"_s, u"bob/one"_s));
    QVERIFY(bench.enter(u"One"_s, u"bob/two"_s));
    bench.events();
    // The user is in one room, whichever client asked.
    QVERIFY(bench.enter(u"Two"_s, u"bob/two"_s));
    QCOMPARE(bench.events(),
             QStringList({u"Two: entered bob"_s, u"One: left bob Replaced -> two@conference.localhost"_s}));
    QCOMPARE(bench.rooms().roomsOf(RoomBench::account(u"bob"_s)), QStringList{u"Two"_s});
    QVERIFY(bench.enter(u"Two"_s, u"bob/one"_s));
    QCOMPARE(bench.events(), QStringList{u"Two: entered bob again"_s});
}

void TestRoomsEntry::entryThatFailsLeavesNothing()
{
    RoomBench bench;
    RoomConfig closed;
    closed.membersOnly = true;
    bench.open(u"Closed"_s, u"alice"_s, closed);
    bench.open(u"One"_s, u"bob"_s);
    bench.events();
    QVERIFY(!bench.enter(u"Closed"_s, u"bob"_s));
    QCOMPARE(bench.events(), QStringList());
    QCOMPARE(bench.inside(u"One"_s), QStringList{u"bob"_s});
}

void TestRoomsEntry::manyRoomsAtATimeWhenTheServiceSaysSo()
{
    RoomBench bench([](RoomSettings &settings) { settings.singleUserMultipleRooms = true; });
    bench.open(u"Two"_s, u"alice"_s);
    bench.open(u"One"_s, u"alice"_s);
    QCOMPARE(bench.rooms().roomsOf(RoomBench::account(u"alice"_s)), QStringList({u"Two"_s, u"One"_s}));
}

void TestRoomsEntry::presenceIsToldAndKept()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    QVERIFY(bench.enter(u"Launch"_s, u"alice/two"_s));
    bench.rawEvents();
    stanza::XmlNode away(u"show"_s, u"jabber:client"_s);
    away.addText(u"away"_s);
    QVERIFY(bench.rooms().updatePresence(u"Launch"_s, RoomBench::session(u"alice"_s), u"alice"_s, {away}));
    const QList<RoomEvent> events = bench.rawEvents();
    QCOMPARE(events.size(), 1);
    const auto changed = std::get<OccupantChanged>(events.constFirst().what);
    // The client that spoke last counts.
    QCOMPARE(changed.occupant.clients.constLast().session, RoomBench::session(u"alice"_s));
    QCOMPARE(changed.occupant.clients.constLast().payloads, QList<stanza::XmlNode>{away});
    QCOMPARE(bench.enter(u"Launch"_s, u"bob"_s)->others.constFirst(), changed.occupant);
}

void TestRoomsEntry::renamingTakesAllClientsAlong()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    QVERIFY(bench.enter(u"Launch"_s, u"bob/one"_s));
    QVERIFY(bench.enter(u"Launch"_s, u"bob/two"_s));
    bench.events();
    QVERIFY(bench.rooms().updatePresence(u"Launch"_s, RoomBench::session(u"bob/one"_s), u"Robert"_s, {}));
    QCOMPARE(bench.events(), QStringList{u"Launch: renamed bob Robert"_s});
    QCOMPARE(bench.occupant(u"Launch"_s, u"bob/two"_s).nickname, u"Robert"_s);
    QVERIFY(bench.enter(u"Launch"_s, u"carol"_s, u"bob"_s));
}

void TestRoomsEntry::renamingToATakenNameIsRefused()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    QVERIFY(bench.enter(u"Launch"_s, u"bob/one"_s, u"Bob"_s));
    QVERIFY(bench.enter(u"Launch"_s, u"bob/two"_s, u"Robert"_s));
    bench.events();
    const Jid session = RoomBench::session(u"bob/one"_s);
    for (const QString &name : {u"alice"_s, u"Robert"_s})
        QCOMPARE(bench.rooms().updatePresence(u"Launch"_s, session, name, {}).refusal().kind, Kind::NicknameInUse);
    QCOMPARE(bench.rooms().updatePresence(u"Launch"_s, session, u" "_s, {}).refusal().kind, Kind::NicknameNotAllowed);
    QCOMPARE(bench.rooms().updatePresence(u"Launch"_s, RoomBench::session(u"x"_s), u"x"_s, {}).refusal().kind,
             Kind::NotInRoom);
    QCOMPARE(bench.events(), QStringList());
}

void TestRoomsEntry::lastClientTakesTheOccupantAlong()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    QVERIFY(bench.enter(u"Launch"_s, u"bob/one"_s));
    QVERIFY(bench.enter(u"Launch"_s, u"bob/two"_s));
    bench.events();
    QVERIFY(bench.rooms().leave(u"launch"_s, RoomBench::session(u"bob/one"_s)));
    QCOMPARE(bench.events(), QStringList{u"Launch: left bob Left one client"_s});
    QCOMPARE(bench.inside(u"Launch"_s), QStringList({u"alice"_s, u"bob"_s}));
    QVERIFY(bench.rooms().leave(u"launch"_s, RoomBench::session(u"bob/two"_s)));
    QCOMPARE(bench.events(), QStringList{u"Launch: left bob Left"_s});
    QVERIFY(bench.rooms().record(u"Launch"_s));
}

void TestRoomsEntry::whoIsOutsideCannotLeave()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    const Jid bob = RoomBench::session(u"bob"_s);
    QCOMPARE(bench.rooms().leave(u"Launch"_s, bob).refusal().kind, Kind::NotInRoom);
    QCOMPARE(bench.rooms().leave(u"Nope"_s, bob).refusal().kind, Kind::RoomDoesNotExist);
    QCOMPARE(bench.rooms().privateRoute(u"Launch"_s, bob, u"alice"_s).refusal().kind, Kind::NotInRoom);
    const Jid alice = RoomBench::session(u"alice"_s);
    QCOMPARE(bench.rooms().privateRoute(u"Launch"_s, alice, u"bob"_s).refusal().kind, Kind::NoSuchOccupant);
    QVERIFY(bench.enter(u"Launch"_s, u"bob"_s));
    QCOMPARE(bench.rooms().privateRoute(u"Launch"_s, alice, u"bob"_s)->to.clients.constFirst().session, bob);
}

void TestRoomsEntry::endedSessionLeavesEverywhere()
{
    RoomBench bench([](RoomSettings &settings) { settings.singleUserMultipleRooms = true; });
    bench.open(u"One"_s, u"alice"_s);
    bench.open(u"Two"_s, u"alice"_s);
    QVERIFY(bench.enter(u"Two"_s, u"alice/two"_s));
    bench.events();
    bench.rooms().ended(RoomBench::session(u"alice"_s), Departure::Offline);
    QCOMPARE(bench.events(), QStringList({u"One: left alice Offline"_s, u"Two: left alice Offline one client"_s}));
    bench.rooms().ended(RoomBench::session(u"alice"_s), Departure::Offline);
    QCOMPARE(bench.events(), QStringList());
}

void TestRoomsEntry::occupantIdIsTheSameForEver()
{
    RoomBench bench([](RoomSettings &settings) { settings.singleUserMultipleRooms = true; });
    bench.open(u"Launch"_s, u"alice"_s);
    bench.open(u"Other"_s, u"alice"_s);
    const QString id = bench.occupant(u"Launch"_s, u"alice"_s).occupantId;
    QCOMPARE(id.size(), 40);
    QVERIFY(id != bench.occupant(u"Other"_s, u"alice"_s).occupantId);
    bench.restart();
    QCOMPARE(bench.enter(u"LAUNCH"_s, u"alice/elsewhere"_s, u"Other name"_s)->self.occupantId, id);
    QVERIFY(bench.enter(u"Launch"_s, u"bob"_s)->self.occupantId != id);
}

void TestRoomsEntry::everybodyIsOutsideAfterARestart()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    bench.events();
    bench.restart();
    QCOMPARE(bench.inside(u"Launch"_s), QStringList());
    QCOMPARE(bench.rooms().roomsOf(RoomBench::account(u"alice"_s)), QStringList());
    QCOMPARE(bench.events(), QStringList(u"Launch: gone unseen alice"_s));
    QCOMPARE(bench.enter(u"Launch"_s, u"alice"_s)->self.affiliation, Affiliation::Owner);
}

QTEST_GUILESS_MAIN(TestRoomsEntry)
#include "tst_rooms_entry.moc"
