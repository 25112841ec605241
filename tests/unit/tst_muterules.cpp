#include "service/muterules.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(foyer::Role)
Q_DECLARE_METATYPE(foyer::Affiliation)

/// The table of "MuteState on ordinary XMPP servers".
class TestMuteRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void table_data();
    void table();
    void whoMutedIsToldOnlyWhenMutedInside();
    void whatTheRoomTellsDecides_data();
    void whatTheRoomTellsDecides();
};

namespace
{

// -1: the server does not tell
std::optional<bool> flag(int value)
{
    return value < 0 ? std::nullopt : std::optional<bool>(value == 1);
}

RoomInfo room(bool moderated, bool stableIds)
{
    RoomInfo info;
    if (moderated)
        info.features += u"muc_moderated"_s;
    if (stableIds)
        info.features += u"http://jabber.org/protocol/muc#stable_id"_s;
    return info;
}

VoiceFacts facts(Role role, const RoomInfo &info, bool demoted)
{
    VoiceFacts facts;
    facts.role = role;
    facts.info = info;
    facts.demotedInside = demoted;
    facts.by = u"al"_s;
    facts.reason = u"spam"_s;
    return facts;
}

} // namespace

void TestMuteRules::table_data()
{
    QTest::addColumn<Role>("role");
    QTest::addColumn<bool>("moderated");
    QTest::addColumn<bool>("stableIds");
    QTest::addColumn<bool>("demoted");
    QTest::addColumn<bool>("canSpeak");
    QTest::addColumn<int>("roomMuted");
    QTest::addColumn<int>("userMutedHere");
    QTest::newRow("participant") << Role::Participant << false << true << false << true << 0 << 0;
    QTest::newRow("participant, moderated") << Role::Participant << true << true << false << true << 0 << 0;
    QTest::newRow("moderator, moderated") << Role::Moderator << true << true << false << true << 0 << 0;
    QTest::newRow("visitor at join, moderated") << Role::Visitor << true << true << false << false << 1 << -1;
    QTest::newRow("visitor at join, moderated ejabberd") << Role::Visitor << true << false << false << false << 1 << -1;
    QTest::newRow("visitor, unmoderated ejabberd") << Role::Visitor << false << false << false << true << 0 << 0;
    QTest::newRow("visitor, unmoderated Prosody") << Role::Visitor << false << true << false << false << 0 << -1;
    QTest::newRow("demoted, unmoderated Prosody") << Role::Visitor << false << true << true << false << 0 << 1;
    QTest::newRow("demoted, moderated") << Role::Visitor << true << true << true << false << 0 << 1;
    QTest::newRow("demoted, unmoderated ejabberd") << Role::Visitor << false << false << true << true << 0 << 0;
}

void TestMuteRules::table()
{
    QFETCH(Role, role);
    QFETCH(bool, moderated);
    QFETCH(bool, stableIds);
    QFETCH(bool, demoted);
    const MuteState mute = muteStateOf(facts(role, room(moderated, stableIds), demoted));
    QTEST(mute.canSpeak, "canSpeak");
    QFETCH(int, roomMuted);
    QFETCH(int, userMutedHere);
    QCOMPARE(mute.roomMuted, flag(roomMuted));
    QCOMPARE(mute.userMutedHere, flag(userMutedHere));
    QCOMPARE(mute.userMutedEverywhere, std::optional<bool>());
    QCOMPARE(mute.exempt, std::optional<bool>());
    QVERIFY(!mute.until.isValid());
}

void TestMuteRules::whoMutedIsToldOnlyWhenMutedInside()
{
    const MuteState inside = muteStateOf(facts(Role::Visitor, room(true, true), true));
    QCOMPARE(inside.by, u"al"_s);
    QCOMPARE(inside.reason, u"spam"_s);
    const MuteState atJoin = muteStateOf(facts(Role::Visitor, room(true, true), false));
    QCOMPARE(atJoin.by, QString());
    QCOMPARE(atJoin.reason, QString());
}

void TestMuteRules::whatTheRoomTellsDecides_data()
{
    QTest::addColumn<QString>("told"); // r room, e everywhere, h here, x exempt
    QTest::addColumn<Role>("role");
    QTest::addColumn<Affiliation>("affiliation");
    QTest::addColumn<bool>("canSpeak");
    QTest::newRow("nothing") << u""_s << Role::Participant << Affiliation::None << true;
    QTest::newRow("no voice by the room's set-up") << u""_s << Role::Visitor << Affiliation::None << false;
    QTest::newRow("room") << u"r"_s << Role::Visitor << Affiliation::None << false;
    QTest::newRow("room, role not changed yet") << u"r"_s << Role::Participant << Affiliation::None << false;
    QTest::newRow("room, exempt") << u"rx"_s << Role::Participant << Affiliation::None << true;
    QTest::newRow("room, moderator only") << u"r"_s << Role::Moderator << Affiliation::Member << false;
    QTest::newRow("room, admin") << u"r"_s << Role::Moderator << Affiliation::Admin << true;
    QTest::newRow("here") << u"h"_s << Role::Visitor << Affiliation::None << false;
    QTest::newRow("here, exempt") << u"hx"_s << Role::Participant << Affiliation::None << true;
    QTest::newRow("here, owner") << u"h"_s << Role::Moderator << Affiliation::Owner << true;
    QTest::newRow("everywhere") << u"e"_s << Role::Visitor << Affiliation::None << false;
    QTest::newRow("everywhere, exempt") << u"ex"_s << Role::Participant << Affiliation::None << false;
    QTest::newRow("everywhere, owner") << u"e"_s << Role::Moderator << Affiliation::Owner << false;
}

void TestMuteRules::whatTheRoomTellsDecides()
{
    QFETCH(QString, told);
    QFETCH(Role, role);
    QFETCH(Affiliation, affiliation);
    MuteState state;
    state.roomMuted = told.contains(u'r');
    state.userMutedEverywhere = told.contains(u'e');
    state.userMutedHere = told.contains(u'h');
    state.exempt = told.contains(u'x');
    state.by = u"bob"_s;
    VoiceFacts known = facts(role, room(true, true), true);
    known.affiliation = affiliation;
    known.told = state;
    MuteState wanted = state;
    QFETCH(bool, canSpeak);
    wanted.canSpeak = canSpeak;
    QCOMPARE(muteStateOf(known), wanted);
}

QTEST_GUILESS_MAIN(TestMuteRules)
#include "tst_muterules.moc"
