#include "support/roombench.h"

#include <QTest>

using namespace foyer;
using namespace foyer::server;
using namespace Qt::StringLiterals;
using Kind = Refusal::Kind;

/// What moderators, admins and owners may do to others, and to the room (XEP-0045 sections 8 to 10).
class TestRoomsModeration : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void rights_data();
    void rights();
    void mutedModeratorGivesHimselfNoVoice();
    void kickedMayComeBack();
    void bannedMayNot();
    void itemsAreAppliedAllOrNone();
    void nicknameStandsForItsAccount();
    void lastOwnerStays();
    void adminWhoIsNoneAnyMoreIsAParticipant();
    void membershipLostInAClosedRoomIsTheWayOut();
    void closingTheRoomPutsStrangersOut();
    void listsAreForAdmins();
    void onlyOwnersConfigure();
    void absurdConfigurationsAreRefused();
    void temporaryRoomEndsWithItsLastOccupant();
    void destroyedRoomTakesItsArchiveAlong();
    void blockedUserIsOutUntilUnblocked();

private:
    std::unique_ptr<RoomBench> m_bench;
};

void TestRoomsModeration::init()
{
    // owner, admin, member, and none: moderator by the owner's grace, participant.
    m_bench = std::make_unique<RoomBench>();
    m_bench->open(u"Launch"_s, u"owner"_s);
    QVERIFY(m_bench->setAffiliation(u"Launch"_s, u"owner"_s, u"admin"_s, Affiliation::Admin));
    QVERIFY(m_bench->setAffiliation(u"Launch"_s, u"owner"_s, u"member"_s, Affiliation::Member));
    for (const QString &name : {u"admin"_s, u"member"_s, u"moderator"_s, u"guest"_s})
        QVERIFY(m_bench->enter(u"Launch"_s, name));
    QVERIFY(m_bench->setRole(u"Launch"_s, u"owner"_s, u"moderator"_s, Role::Moderator));
    m_bench->events();
}

void TestRoomsModeration::rights_data()
{
    QTest::addColumn<QString>("who");
    QTest::addColumn<QString>("whom");
    QTest::addColumn<std::optional<Role>>("role");
    QTest::addColumn<std::optional<Affiliation>>("affiliation");
    QTest::addColumn<std::optional<Kind>>("refusal");
    const auto role = [](const QString &who, const QString &whom, Role wanted, std::optional<Kind> refusal) {
        const QString name = who + u" makes "_s + whom + u' ' + nameOf(wanted);
        QTest::newRow(qPrintable(name)) << who << whom << std::optional(wanted) << std::optional<Affiliation>()
                                        << refusal;
    };
    const auto affiliation = [](const QString &who, const QString &whom, Affiliation wanted,
                                std::optional<Kind> refusal) {
        const QString name = who + u" makes "_s + whom + u' ' + nameOf(wanted);
        QTest::newRow(qPrintable(name)) << who << whom << std::optional<Role>() << std::optional(wanted) << refusal;
    };
    role(u"guest"_s, u"member"_s, Role::None, Kind::NotAllowed);
    role(u"guest"_s, u"guest"_s, Role::Moderator, Kind::NotAllowed);
    role(u"outsider"_s, u"guest"_s, Role::None, Kind::NotAllowed);
    role(u"moderator"_s, u"guest"_s, Role::None, {});
    role(u"moderator"_s, u"guest"_s, Role::Visitor, {});
    role(u"moderator"_s, u"guest"_s, Role::Participant, {});
    role(u"moderator"_s, u"guest"_s, Role::Moderator, Kind::NotAllowed);
    role(u"moderator"_s, u"member"_s, Role::Visitor, Kind::NotAllowed);
    role(u"moderator"_s, u"member"_s, Role::None, Kind::NotAllowed);
    role(u"moderator"_s, u"admin"_s, Role::None, Kind::NotAllowed);
    role(u"moderator"_s, u"nobody"_s, Role::None, Kind::NoSuchOccupant);
    role(u"moderator"_s, u"moderator"_s, Role::Participant, Kind::NotAllowed);
    role(u"admin"_s, u"moderator"_s, Role::Participant, {});
    role(u"admin"_s, u"moderator"_s, Role::Visitor, {});
    role(u"admin"_s, u"moderator"_s, Role::None, {});
    role(u"admin"_s, u"member"_s, Role::Moderator, {});
    role(u"admin"_s, u"owner"_s, Role::None, Kind::NotAllowed);
    role(u"admin"_s, u"admin"_s, Role::None, Kind::Conflict);
    role(u"owner"_s, u"admin"_s, Role::Visitor, Kind::NotAllowed);
    role(u"owner"_s, u"admin"_s, Role::Participant, Kind::NotAllowed);
    role(u"owner"_s, u"owner"_s, Role::Visitor, Kind::NotAllowed);
    role(u"owner"_s, u"admin"_s, Role::None, {});

    affiliation(u"moderator"_s, u"guest"_s, Affiliation::Member, Kind::NotAllowed);
    affiliation(u"member"_s, u"member"_s, Affiliation::Owner, Kind::NotAllowed);
    affiliation(u"outsider"_s, u"outsider"_s, Affiliation::Owner, Kind::NotAllowed);
    affiliation(u"admin"_s, u"guest"_s, Affiliation::Member, {});
    affiliation(u"admin"_s, u"guest"_s, Affiliation::Outcast, {});
    affiliation(u"admin"_s, u"member"_s, Affiliation::None, {});
    affiliation(u"admin"_s, u"guest"_s, Affiliation::Admin, Kind::NotAllowed);
    affiliation(u"admin"_s, u"admin"_s, Affiliation::Owner, Kind::NotAllowed);
    affiliation(u"admin"_s, u"admin"_s, Affiliation::None, {});
    affiliation(u"admin"_s, u"admin"_s, Affiliation::Outcast, Kind::Conflict);
    affiliation(u"admin"_s, u"owner"_s, Affiliation::Outcast, Kind::NotAllowed);
    affiliation(u"admin"_s, u"owner"_s, Affiliation::None, Kind::NotAllowed);
    affiliation(u"owner"_s, u"admin"_s, Affiliation::None, {});
    affiliation(u"owner"_s, u"guest"_s, Affiliation::Owner, {});
    affiliation(u"owner"_s, u"owner"_s, Affiliation::Admin, Kind::Conflict);
    affiliation(u"owner"_s, u"owner"_s, Affiliation::Outcast, Kind::Conflict);
}

void TestRoomsModeration::rights()
{
    QFETCH(QString, who);
    QFETCH(QString, whom);
    QFETCH(std::optional<Role>, role);
    QFETCH(std::optional<Affiliation>, affiliation);
    QFETCH(std::optional<Kind>, refusal);
    const auto done = role ? m_bench->setRole(u"Launch"_s, who, whom, *role)
                           : m_bench->setAffiliation(u"Launch"_s, who, whom, *affiliation);
    QCOMPARE(static_cast<bool>(done), !refusal.has_value());
    if (refusal) {
        QCOMPARE(done.refusal().kind, *refusal);
        QCOMPARE(m_bench->events(), QStringList());
        return;
    }
    if (role)
        QCOMPARE(m_bench->occupant(u"Launch"_s, whom).role, *role);
    m_bench->restart();
    const QList<Standing> standings = m_bench->rooms().record(u"Launch"_s)->standings;
    const auto stored = std::find_if(standings.cbegin(), standings.cend(), [&whom](const Standing &standing) {
        return standing.account == RoomBench::account(whom);
    });
    if (affiliation)
        QCOMPARE(stored == standings.cend() ? Affiliation::None : stored->affiliation, *affiliation);
}

void TestRoomsModeration::mutedModeratorGivesHimselfNoVoice()
{
    QVERIFY(m_bench->enter(u"Launch"_s, u"moderator/r2"_s, u"double"_s));
    QVERIFY(m_bench->rooms().muteHere(u"Launch"_s, {m_bench->restriction(u"moderator"_s)}));
    QCOMPARE(m_bench->occupant(u"Launch"_s, u"moderator"_s).role, Role::Moderator);
    QCOMPARE(m_bench->occupant(u"Launch"_s, u"moderator/r2"_s).role, Role::Visitor);
    m_bench->events();
    const auto given = m_bench->setRole(u"Launch"_s, u"moderator"_s, u"double"_s, Role::Participant);
    QVERIFY(!given);
    QCOMPARE(given.refusal().kind, Kind::NotAllowed);
    QCOMPARE(m_bench->events(), QStringList());
    // Somebody else's is another matter.
    QVERIFY(m_bench->setRole(u"Launch"_s, u"moderator"_s, u"guest"_s, Role::Participant));
    QVERIFY(m_bench->setRole(u"Launch"_s, u"admin"_s, u"double"_s, Role::Participant));
    QVERIFY(m_bench->occupant(u"Launch"_s, u"moderator"_s).mute.canSpeak);
}

void TestRoomsModeration::kickedMayComeBack()
{
    QVERIFY(m_bench->enter(u"Launch"_s, u"guest/two"_s));
    m_bench->events();
    QVERIFY(m_bench->setRole(u"Launch"_s, u"moderator"_s, u"guest"_s, Role::None, u"spam"_s));
    QCOMPARE(m_bench->events(), QStringList{u"Launch: left guest Kicked by moderator: spam"_s});
    QVERIFY(m_bench->enter(u"Launch"_s, u"guest"_s));
}

void TestRoomsModeration::bannedMayNot()
{
    QVERIFY(m_bench->enter(u"Launch"_s, u"guest/two"_s, u"Second"_s));
    m_bench->events();
    QVERIFY(m_bench->setAffiliation(u"Launch"_s, u"admin"_s, u"guest"_s, Affiliation::Outcast, u"treason"_s));
    QCOMPARE(m_bench->events(), QStringList({u"Launch: left guest Banned by admin: treason"_s,
                                             u"Launch: left Second Banned by admin: treason"_s}));
    QCOMPARE(m_bench->enter(u"Launch"_s, u"guest"_s).refusal().kind, Kind::Banned);
    QCOMPARE(m_bench->rooms().mayRead(u"Launch"_s, RoomBench::account(u"guest"_s)).refusal().kind, Kind::Banned);
    QVERIFY(m_bench->setAffiliation(u"Launch"_s, u"admin"_s, u"guest"_s, Affiliation::None));
    QVERIFY(m_bench->enter(u"Launch"_s, u"guest"_s));
}

void TestRoomsModeration::itemsAreAppliedAllOrNone()
{
    Rooms::AdminItem kick;
    kick.nickname = u"guest"_s;
    kick.role = Role::None;
    Rooms::AdminItem wrong;
    wrong.nickname = u"owner"_s;
    wrong.role = Role::None;
    const Jid admin = RoomBench::session(u"admin"_s);
    QCOMPARE(m_bench->rooms().administer(u"Launch"_s, admin, {kick, wrong}).refusal().kind, Kind::NotAllowed);
    QVERIFY(m_bench->inside(u"Launch"_s).contains(u"guest"_s));
    Rooms::AdminItem both = kick;
    both.affiliation = Affiliation::Member;
    QCOMPARE(m_bench->rooms().administer(u"Launch"_s, admin, {both}).refusal().kind, Kind::BadRequest);
    QCOMPARE(m_bench->rooms().administer(u"Launch"_s, admin, {{}}).refusal().kind, Kind::BadRequest);
    Rooms::AdminItem nobody;
    nobody.affiliation = Affiliation::Member;
    QCOMPARE(m_bench->rooms().administer(u"Launch"_s, admin, {nobody}).refusal().kind, Kind::BadRequest);
    QCOMPARE(m_bench->rooms().administer(u"Nope"_s, admin, {kick}).refusal().kind, Kind::RoomDoesNotExist);
    // Twice the same: the second finds nobody any more.
    QVERIFY(m_bench->rooms().administer(u"Launch"_s, admin, {kick, kick}));
    QVERIFY(!m_bench->inside(u"Launch"_s).contains(u"guest"_s));
}

void TestRoomsModeration::nicknameStandsForItsAccount()
{
    Rooms::AdminItem item;
    item.nickname = u"guest"_s;
    item.affiliation = Affiliation::Member;
    const Jid admin = RoomBench::session(u"admin"_s);
    QVERIFY(m_bench->rooms().administer(u"Launch"_s, admin, {item}));
    QCOMPARE(m_bench->occupant(u"Launch"_s, u"guest"_s).affiliation, Affiliation::Member);
    item.nickname = u"nobody"_s;
    QCOMPARE(m_bench->rooms().administer(u"Launch"_s, admin, {item}).refusal().kind, Kind::NoSuchOccupant);
}

void TestRoomsModeration::lastOwnerStays()
{
    Rooms::AdminItem up;
    up.account = RoomBench::account(u"guest"_s);
    up.affiliation = Affiliation::Owner;
    Rooms::AdminItem down;
    down.account = RoomBench::account(u"owner"_s);
    down.affiliation = Affiliation::None;
    const Jid owner = RoomBench::session(u"owner"_s);
    QCOMPARE(m_bench->rooms().administer(u"Launch"_s, owner, {down}).refusal().kind, Kind::Conflict);
    QVERIFY(m_bench->rooms().administer(u"Launch"_s, owner, {down, up}));
    QCOMPARE(m_bench->occupant(u"Launch"_s, u"guest"_s).role, Role::Moderator);
}

void TestRoomsModeration::adminWhoIsNoneAnyMoreIsAParticipant()
{
    QVERIFY(m_bench->setAffiliation(u"Launch"_s, u"owner"_s, u"admin"_s, Affiliation::None, u"thanks"_s));
    QCOMPARE(m_bench->events(), QStringList{u"Launch: changed admin participant/none by owner: thanks"_s});
}

void TestRoomsModeration::membershipLostInAClosedRoomIsTheWayOut()
{
    RoomConfig closed;
    closed.membersOnly = true;
    const Jid owner = RoomBench::session(u"owner"_s);
    QVERIFY(m_bench->rooms().configure(u"Launch"_s, owner, closed));
    m_bench->events();
    QVERIFY(m_bench->setAffiliation(u"Launch"_s, u"admin"_s, u"member"_s, Affiliation::None, u"bye"_s));
    QCOMPARE(m_bench->events(), QStringList{u"Launch: left member MembershipLost by admin: bye"_s});
}

void TestRoomsModeration::closingTheRoomPutsStrangersOut()
{
    RoomConfig closed;
    closed.membersOnly = true;
    QVERIFY(m_bench->rooms().configure(u"Launch"_s, RoomBench::session(u"owner"_s), closed));
    QCOMPARE(m_bench->events(),
             QStringList({u"Launch: configured"_s, u"Launch: left moderator MembersOnlyNow by owner"_s,
                          u"Launch: left guest MembersOnlyNow by owner"_s}));
    QCOMPARE(m_bench->rooms().mayRead(u"Launch"_s, RoomBench::account(u"guest"_s)).refusal().kind, Kind::MembersOnly);
    QVERIFY(m_bench->rooms().mayRead(u"Launch"_s, RoomBench::account(u"member"_s)));
}

void TestRoomsModeration::listsAreForAdmins()
{
    const auto standings = [this](const QString &who, Affiliation affiliation) {
        return m_bench->rooms().standings(u"Launch"_s, RoomBench::session(who), affiliation);
    };
    QCOMPARE(standings(u"moderator"_s, Affiliation::Member).refusal().kind, Kind::NotAllowed);
    QCOMPARE(standings(u"member"_s, Affiliation::Member).refusal().kind, Kind::NotAllowed);
    QCOMPARE(standings(u"admin"_s, Affiliation::Owner)->size(), 1);
    QCOMPARE(standings(u"owner"_s, Affiliation::Member)->constFirst().account, RoomBench::account(u"member"_s));
    QVERIFY(standings(u"owner"_s, Affiliation::Outcast)->isEmpty());
    RoomConfig config;
    config.membersOnly = true;
    config.addressesShown = true;
    QVERIFY(m_bench->rooms().configure(u"Launch"_s, RoomBench::session(u"owner"_s), config));
    QCOMPARE(standings(u"member"_s, Affiliation::Admin)->size(), 1);
    QCOMPARE(standings(u"member"_s, Affiliation::Outcast).refusal().kind, Kind::NotAllowed);

    const auto withRole = [this](const QString &who, Role role) {
        return m_bench->rooms().occupantsWithRole(u"Launch"_s, RoomBench::session(who), role);
    };
    QCOMPARE(withRole(u"admin"_s, Role::Moderator)->size(), 2);
    QCOMPARE(withRole(u"member"_s, Role::Moderator).refusal().kind, Kind::NotAllowed);
}

void TestRoomsModeration::onlyOwnersConfigure()
{
    RoomConfig config;
    config.title = u"The launch"_s;
    const Jid admin = RoomBench::session(u"admin"_s);
    QCOMPARE(m_bench->rooms().configForm(u"Launch"_s, admin).refusal().kind, Kind::NotAllowed);
    QCOMPARE(m_bench->rooms().configure(u"Launch"_s, admin, config).refusal().kind, Kind::NotAllowed);
    QCOMPARE(m_bench->rooms().destroy(u"Launch"_s, admin, {}, {}).refusal().kind, Kind::NotAllowed);
    // An owner's right does not hang on being inside.
    const Jid owner = RoomBench::session(u"owner/elsewhere"_s);
    QVERIFY(m_bench->rooms().configure(u"Launch"_s, owner, config));
    QCOMPARE(*m_bench->rooms().configForm(u"Launch"_s, owner), config);
    QCOMPARE(m_bench->events(), QStringList{u"Launch: configured"_s});
    QVERIFY(m_bench->rooms().configure(u"Launch"_s, owner, config));
    QCOMPARE(m_bench->events(), QStringList());
    QCOMPARE(m_bench->rooms().configure(u"Nope"_s, owner, config).refusal().kind, Kind::RoomDoesNotExist);
}

void TestRoomsModeration::absurdConfigurationsAreRefused()
{
    const Jid owner = RoomBench::session(u"owner"_s);
    RoomConfig config;
    config.maxOccupants = -1;
    QCOMPARE(m_bench->rooms().configure(u"Launch"_s, owner, config).refusal().kind, Kind::BadRequest);
    config = {};
    config.title = QString(1025, u'x');
    QCOMPARE(m_bench->rooms().configure(u"Launch"_s, owner, config).refusal().kind, Kind::BadRequest);
}

void TestRoomsModeration::temporaryRoomEndsWithItsLastOccupant()
{
    RoomBench bench;
    RoomConfig config;
    config.persistent = false;
    bench.open(u"Talk"_s, u"alice"_s, config);
    QVERIFY(bench.enter(u"Talk"_s, u"bob"_s));
    QVERIFY(bench.rooms().leave(u"Talk"_s, RoomBench::session(u"alice"_s)));
    QVERIFY(bench.rooms().record(u"Talk"_s));
    bench.events();
    // By whichever way he goes.
    QVERIFY(bench.rooms().block(u"Talk"_s, {bench.restriction(u"bob"_s)}));
    QCOMPARE(bench.events(), QStringList({u"Talk: left bob Banned"_s, u"Talk: ended Empty"_s}));
    QVERIFY(bench.enter(u"Talk"_s, u"bob"_s)->created);
}

void TestRoomsModeration::destroyedRoomTakesItsArchiveAlong()
{
    QVERIFY(m_bench->say(u"Launch"_s, u"guest"_s, u"hello"_s));
    m_bench->events();
    QVERIFY(m_bench->rooms().destroy(u"Launch"_s, RoomBench::session(u"owner"_s), u"moved"_s,
                                     u"new@conference.localhost"_s));
    QStringList expected;
    for (const QString &name : {u"owner"_s, u"admin"_s, u"member"_s, u"moderator"_s, u"guest"_s})
        expected +=
            QString(u"Launch: left "_s + name + u" RoomDestroyed by owner: moved -> new@conference.localhost"_s);
    expected += u"Launch: ended Destroyed"_s;
    QCOMPARE(m_bench->events(), expected);
    QVERIFY(m_bench->rooms().roomsOf(RoomBench::account(u"guest"_s)).isEmpty());
    m_bench->open(u"launch"_s, u"guest"_s);
    QCOMPARE(m_bench->store().page(u"Launch"_s, {})->count, 0);
    m_bench->restart();
    QCOMPARE(m_bench->rooms().record(u"Launch"_s)->id, u"launch"_s);
    QCOMPARE(m_bench->rooms().record(u"Launch"_s)->standings.size(), 1);
}

void TestRoomsModeration::blockedUserIsOutUntilUnblocked()
{
    QVERIFY(m_bench->rooms().block(u"Launch"_s, {m_bench->restriction(u"guest"_s, 10, u"spam"_s, u"app"_s)}));
    QCOMPARE(m_bench->events(), QStringList{u"Launch: left guest Banned by app: spam"_s});
    m_bench->clock.advance(10 * 60000 - 1);
    QCOMPARE(m_bench->enter(u"Launch"_s, u"guest"_s).refusal().kind, Kind::Banned);
    m_bench->clock.advance(1);
    QVERIFY(m_bench->enter(u"Launch"_s, u"guest"_s));
    QVERIFY(m_bench->rooms().block(u"Launch"_s, {m_bench->restriction(u"guest"_s)}));
    m_bench->restart();
    QCOMPARE(m_bench->enter(u"Launch"_s, u"guest"_s).refusal().kind, Kind::Banned);
    QVERIFY(m_bench->rooms().unblock(u"Launch"_s, {RoomBench::account(u"guest"_s)}));
    m_bench->restart();
    QVERIFY(m_bench->enter(u"Launch"_s, u"guest"_s));
}

QTEST_GUILESS_MAIN(TestRoomsModeration)
#include "tst_rooms_moderation.moc"
