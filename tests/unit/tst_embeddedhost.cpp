#include "server/rooms/embeddedhost.h"
#include "stanza/namespaces.h"
#include "support/roombench.h"

#include <QTest>

using namespace foyer;
using namespace foyer::server;
using namespace Qt::StringLiterals;
using Kind = Refusal::Kind;
namespace ns = stanza::ns;

namespace
{

QString wordsOf(const RoomStatus &status)
{
    return u"%1 type %2 status %3 [%4]"_s.arg(status.roomId)
        .arg(static_cast<int>(status.type))
        .arg(static_cast<int>(status.cause))
        .arg(status.userIds.join(u", "_s));
}

/// A host whose accounts are spelled with a capital letter, with a commit by hand.
class HostBench : public RoomBench, public RoomStatusListener
{
public:
    explicit HostBench(const std::function<void(RoomSettings &)> &change = {}) : RoomBench(change)
    {
        EmbeddedHostDeps deps;
        deps.spelledUserId = [](const QString &userId) -> std::optional<QString> {
            const QString local = userId.toLower();
            if (local == u"stranger")
                return std::nullopt;
            return QString(local.left(1).toUpper() + local.mid(1));
        };
        deps.newToken = [](const QString &userId, const QString &, const QString &) -> Granted<QString> {
            return QString(u"token of "_s + userId);
        };
        deps.afterCommit = [this](std::function<void()> action) { m_waiting += std::move(action); };
        host = std::make_unique<EmbeddedHost>(rooms(), deps);
        host->addListener(this);
    }

    void onRoomStatus(const RoomStatus &status) override { statuses += wordsOf(status); }
    void endTurn()
    {
        commit();
        const auto actions = std::exchange(m_waiting, {});
        for (const auto &action : actions)
            action();
    }
    /// The answer after the turn.
    template <typename T>
    Granted<T> get(const RoomHost::Answer<T> &answer)
    {
        endTurn();
        return answer.result();
    }
    bool isDone(const RoomHost::Answer<Allowed> &answer) { return static_cast<bool>(get(answer)); }
    QStringList takeStatuses() { return std::exchange(statuses, {}); }

    std::unique_ptr<EmbeddedHost> host;
    QStringList statuses;

private:
    QList<std::function<void()>> m_waiting;
};

} // namespace

class TestEmbeddedHost : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answerComesAfterTheCommit();
    void lostCommitCancelsTheAnswer();
    void roomsAndMembersAreToldAsSpelled();
    void membersComeInTheOrderAskedFor();
    void restrictionsAreListedByUserId();
    void unknownRoomsAndBadUserIdsAreRefused();
    void textMessageBecomesABody();
    void otherTypesRideInAContentElement();
    void contentThatIsNoJsonIsRefused();
    void messageGoesToAllRoomsOrNone();
    void statusesFollowTheTable_data();
    void statusesFollowTheTable();
    void userWithTwoPlacesJoinsAndLeavesOnce();
    void tokensComeFromTheAccounts();
};

void TestEmbeddedHost::answerComesAfterTheCommit()
{
    HostBench bench;
    const auto answer = bench.host->createRoom({u"Launch"_s, u"The launch"_s, {}, false, {}});
    QVERIFY(!answer.isFinished());
    bench.endTurn();
    QVERIFY(answer.isFinished());
    QVERIFY(answer.result());
}

void TestEmbeddedHost::lostCommitCancelsTheAnswer()
{
    RoomBench bench;
    EmbeddedHostDeps deps;
    deps.spelledUserId = [](const QString &) { return std::nullopt; };
    deps.afterCommit = [](const std::function<void()> &) {};
    EmbeddedHost host(bench.rooms(), deps);
    const auto answer = host.createRoom({u"Launch"_s, {}, {}, false, {}});
    QVERIFY(answer.isCanceled());
    QVERIFY(answer.isFinished());
}

void TestEmbeddedHost::roomsAndMembersAreToldAsSpelled()
{
    HostBench bench;
    const RoomLifetime lifetime{RoomLifetime::Kind::Fixed, 120};
    QVERIFY(bench.isDone(bench.host->createRoom({u"Launch"_s, u"The launch"_s, lifetime, true, {u"Bob"_s}})));
    QVERIFY(bench.enter(u"launch"_s, u"alice"_s));
    QVERIFY(bench.enter(u"launch"_s, u"alice/r2"_s));
    const auto room = bench.get(bench.host->room(u"LAUNCH"_s));
    QVERIFY(room);
    QCOMPARE(room->id, u"Launch"_s);
    QCOMPARE(room->title, u"The launch"_s);
    QCOMPARE(room->createdAt, bench.clock.now());
    QCOMPARE(room->memberCount, 1);
    QCOMPARE(room->lifetime, lifetime);
    QVERIFY(room->muted);
    QCOMPARE(bench.get(bench.host->rooms())->size(), 1);
    QCOMPARE(*bench.get(bench.host->exemptUsers(u"launch"_s)), QStringList{u"Bob"_s});
    QCOMPARE(bench.get(bench.host->members(u"launch"_s, 10, true))->members.constFirst().userId, u"Alice"_s);
    QVERIFY(*bench.get(bench.host->isMember(u"launch"_s, u"ALICE"_s)));
    QVERIFY(!*bench.get(bench.host->isMember(u"launch"_s, u"bob"_s)));
}

void TestEmbeddedHost::membersComeInTheOrderAskedFor()
{
    HostBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    bench.clock.advance(1000);
    QVERIFY(bench.enter(u"Launch"_s, u"bob"_s));
    bench.clock.advance(1000);
    QVERIFY(bench.enter(u"Launch"_s, u"stranger"_s));
    const auto ascending = bench.get(bench.host->members(u"Launch"_s, 2, true));
    QCOMPARE(ascending->total, 3);
    QCOMPARE(ascending->members.size(), 2);
    QCOMPARE(ascending->members.constFirst().userId, u"Alice"_s);
    const auto descending = bench.get(bench.host->members(u"Launch"_s, 500, false));
    QCOMPARE(descending->members.size(), 3);
    QCOMPARE(descending->members.constFirst().userId, u"stranger"_s);
    QCOMPARE(descending->members.constFirst().joinedAt, bench.clock.now());
}

void TestEmbeddedHost::restrictionsAreListedByUserId()
{
    HostBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    const QDateTime until = bench.clock.now().addSecs(600);
    const UserRestriction restriction{u"bob"_s, until, u"spam"_s, u"app"_s};
    QVERIFY(bench.isDone(bench.host->muteUsers(u"Launch"_s, {restriction})));
    QVERIFY(bench.isDone(bench.host->blockUsers(u"Launch"_s, {restriction})));
    QVERIFY(bench.isDone(bench.host->muteEverywhere({restriction})));
    for (const auto &list : {bench.get(bench.host->mutedUsers(u"Launch"_s)), bench.get(bench.host->mutedEverywhere()),
                             bench.get(bench.host->blockedUsers(u"Launch"_s))}) {
        QCOMPARE(list->size(), 1);
        QCOMPARE(list->constFirst().userId, u"Bob"_s);
        QCOMPARE(list->constFirst().until, until);
        QCOMPARE(list->constFirst().reason, u"spam"_s);
        QCOMPARE(list->constFirst().by, u"app"_s);
    }
    QVERIFY(bench.isDone(bench.host->unmuteUsers(u"Launch"_s, {u"BOB"_s})));
    QVERIFY(bench.isDone(bench.host->unblockUsers(u"Launch"_s, {u"BOB"_s})));
    QVERIFY(bench.isDone(bench.host->unmuteEverywhere({u"BOB"_s})));
    QVERIFY(bench.get(bench.host->mutedUsers(u"Launch"_s))->isEmpty());
    QVERIFY(bench.get(bench.host->blockedUsers(u"Launch"_s))->isEmpty());
    QVERIFY(bench.get(bench.host->mutedEverywhere())->isEmpty());
}

void TestEmbeddedHost::unknownRoomsAndBadUserIdsAreRefused()
{
    HostBench bench;
    QCOMPARE(bench.get(bench.host->room(u"nope"_s)).refusal().kind, Kind::RoomDoesNotExist);
    QCOMPARE(bench.get(bench.host->members(u"nope"_s, 1, true)).refusal().kind, Kind::RoomDoesNotExist);
    QCOMPARE(bench.get(bench.host->mutedUsers(u"nope"_s)).refusal().kind, Kind::RoomDoesNotExist);
    QCOMPARE(bench.get(bench.host->setRoomMuted(u"nope"_s, true, {}, {})).refusal().kind, Kind::RoomDoesNotExist);
    QCOMPARE(bench.get(bench.host->destroyRoom(u"nope"_s)).refusal().kind, Kind::RoomDoesNotExist);
    QCOMPARE(bench.get(bench.host->muteEverywhere({{u"a b"_s, {}, {}, {}}})).refusal().kind, Kind::BadRequest);
    QCOMPARE(bench.get(bench.host->userToken(u""_s, {}, {})).refusal().kind, Kind::BadRequest);
    QCOMPARE(bench.get(bench.host->createRoom({u"no room"_s, {}, {}, false, {}})).refusal().kind, Kind::InvalidRoomId);
}

void TestEmbeddedHost::textMessageBecomesABody()
{
    HostBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    bench.rawEvents();
    const auto ids = bench.get(bench.host->publish(
        {u"bob"_s, {u"launch"_s}, u"RC:TxtMsg"_s, u"{\"content\":\"Hello\",\"extra\":\"x\"}"_s, true, true}));
    QVERIFY(ids);
    const QList<ArchiveEntry> history = bench.store().history(u"Launch"_s, 10, {});
    QCOMPARE(history.size(), 1);
    QCOMPARE(history.constFirst().id, ids->constFirst());
    QCOMPARE(history.constFirst().nickname, u"Bob"_s);
    QCOMPARE(history.constFirst().message.child(u"body", ns::client).text(), u"Hello"_s);
    QCOMPARE(history.constFirst().message.attribute(u"from"), u"launch@conference.localhost/Bob"_s);
    QCOMPARE(bench.events(), QStringList{u"Launch: message Bob: Hello"_s});
}

void TestEmbeddedHost::otherTypesRideInAContentElement()
{
    HostBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    bench.rawEvents();
    QVERIFY(bench.get(bench.host->publish({u"bob"_s, {u"Launch"_s}, u"App:Gift"_s, u"{\"n\":1}"_s, false, false})));
    const QList<RoomEvent> events = bench.rawEvents();
    QCOMPARE(events.size(), 1);
    const auto posted = std::get<MessagePosted>(events.constFirst().what);
    QVERIFY(!posted.archived);
    QVERIFY(!posted.includeSender);
    const stanza::XmlNode content = posted.entry.message.child(u"content", ns::content);
    QCOMPARE(content.attribute(u"type"), u"App:Gift"_s);
    QCOMPARE(content.text(), u"{\"n\":1}"_s);
    QCOMPARE(bench.store().page(u"Launch"_s, {})->count, 0);
}

void TestEmbeddedHost::contentThatIsNoJsonIsRefused()
{
    HostBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    for (const QString &content : {u"Hello"_s, u""_s, u"{\"content\":\"\"}"_s, u"{\"content\":3}"_s, u"[]"_s}) {
        const HostedMessage message{u"bob"_s, {u"Launch"_s}, u"RC:TxtMsg"_s, content, true, true};
        QCOMPARE(bench.get(bench.host->publish(message)).refusal().kind, Kind::BadRequest);
    }
}

void TestEmbeddedHost::messageGoesToAllRoomsOrNone()
{
    HostBench bench;
    QVERIFY(bench.isDone(bench.host->createRoom({u"One"_s, {}, {}, false, {}})));
    HostedMessage message{u"bob"_s, {u"One"_s, u"Two"_s}, u"RC:TxtMsg"_s, u"{\"content\":\"Hi\"}"_s, true, true};
    QCOMPARE(bench.get(bench.host->publish(message)).refusal().kind, Kind::RoomDoesNotExist);
    QCOMPARE(bench.store().page(u"One"_s, {})->count, 0);
    QVERIFY(bench.isDone(bench.host->createRoom({u"Two"_s, {}, {}, false, {}})));
    QCOMPARE(bench.get(bench.host->publish(message))->size(), 2);
    QCOMPARE(bench.store().page(u"Two"_s, {})->count, 1);
}

void TestEmbeddedHost::statusesFollowTheTable_data()
{
    using Act = std::function<void(HostBench &)>;
    QTest::addColumn<Act>("act");
    QTest::addColumn<QStringList>("statuses");
    const auto row = [](const char *name, const Act &act, const QStringList &statuses) {
        QTest::newRow(name) << act << statuses;
    };
    row("made by the API",
        [](HostBench &b) {
            b.host->createRoom({u"New"_s, {}, {}, false, {}});
        },
        {u"New type 0 status 0 []"_s});
    row("made by a join", [](HostBench &b) { QVERIFY(b.enter(u"New"_s, u"carol"_s)); },
        {u"New type 0 status 0 []"_s, u"New type 1 status 0 [Carol]"_s});
    row("joined", [](HostBench &b) { QVERIFY(b.enter(u"Launch"_s, u"carol"_s)); },
        {u"Launch type 1 status 0 [Carol]"_s});
    row("left", [](HostBench &b) { QVERIFY(b.rooms().leave(u"Launch"_s, b.session(u"bob"_s))); },
        {u"Launch type 2 status 0 [Bob]"_s});
    row("kicked", [](HostBench &b) { QVERIFY(b.setRole(u"Launch"_s, u"alice"_s, u"bob"_s, Role::None)); },
        {u"Launch type 2 status 0 [Bob]"_s});
    row("banned",
        [](HostBench &b) { QVERIFY(b.setAffiliation(u"Launch"_s, u"alice"_s, u"bob"_s, Affiliation::Outcast)); },
        {u"Launch type 2 status 2 [Bob]"_s});
    row("blocked",
        [](HostBench &b) {
            b.host->blockUsers(u"Launch"_s, {{u"bob"_s, {}, {}, {}}});
        },
        {u"Launch type 2 status 2 [Bob]"_s});
    row("offline for too long",
        [](HostBench &b) {
            b.rooms().offline(b.session(u"bob"_s));
            b.clock.advance(30000);
            QVERIFY(b.say(u"Launch"_s, u"alice"_s, u"hi"_s));
        },
        {u"Launch type 2 status 1 [Bob]"_s});
    row("stream lost for good", [](HostBench &b) { b.rooms().ended(b.session(u"bob"_s), Departure::Offline); },
        {u"Launch type 2 status 1 [Bob]"_s});
    row("stopped", [](HostBench &b) { b.rooms().shutDown(); },
        {u"Launch type 2 status 1 [Alice]"_s, u"Launch type 2 status 1 [Bob]"_s});
    row("could not save",
        [](HostBench &b) {
            b.commit();
            b.rollback();
            b.clock.advance(5000);
        },
        {u"Launch type 2 status 1 [Alice, Bob]"_s});
    row("destroyed by the API", [](HostBench &b) { b.host->destroyRoom(u"Launch"_s); },
        {u"Launch type 3 status 0 []"_s});
    row("destroyed by its owner",
        [](HostBench &b) { QVERIFY(b.rooms().destroy(u"Launch"_s, b.session(u"alice"_s), {}, {})); },
        {u"Launch type 3 status 0 []"_s});
    row("nothing happened for an hour", [](HostBench &b) { b.clock.advance(60 * 60000); },
        {u"Launch type 3 status 3 []"_s});
}

void TestEmbeddedHost::statusesFollowTheTable()
{
    using Act = std::function<void(HostBench &)>;
    HostBench bench([](RoomSettings &settings) { settings.singleUserMultipleRooms = true; });
    bench.open(u"Launch"_s, u"alice"_s);
    QVERIFY(bench.enter(u"Launch"_s, u"bob"_s));
    bench.takeStatuses();
    QFETCH(Act, act);
    act(bench);
    QTEST(bench.takeStatuses(), "statuses");
}

void TestEmbeddedHost::userWithTwoPlacesJoinsAndLeavesOnce()
{
    HostBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    bench.takeStatuses();
    QVERIFY(bench.enter(u"Launch"_s, u"bob/one"_s, u"Bobby"_s));
    QVERIFY(bench.enter(u"Launch"_s, u"bob/two"_s, u"Bobby"_s));
    QVERIFY(bench.enter(u"Launch"_s, u"bob/three"_s, u"Robert"_s));
    QCOMPARE(bench.takeStatuses(), QStringList{u"Launch type 1 status 0 [Bob]"_s});
    QCOMPARE(bench.get(bench.host->members(u"Launch"_s, 10, true))->total, 2);
    QVERIFY(bench.rooms().leave(u"Launch"_s, bench.session(u"bob/one"_s)));
    QVERIFY(bench.rooms().leave(u"Launch"_s, bench.session(u"bob/two"_s)));
    QCOMPARE(bench.takeStatuses(), QStringList());
    QVERIFY(bench.rooms().leave(u"Launch"_s, bench.session(u"bob/three"_s)));
    QCOMPARE(bench.takeStatuses(), QStringList{u"Launch type 2 status 0 [Bob]"_s});
}

void TestEmbeddedHost::tokensComeFromTheAccounts()
{
    HostBench bench;
    QCOMPARE(*bench.get(bench.host->userToken(u"Bob"_s, u"Bob B."_s, {})), u"token of Bob"_s);
}

QTEST_GUILESS_MAIN(TestEmbeddedHost)
#include "tst_embeddedhost.moc"
