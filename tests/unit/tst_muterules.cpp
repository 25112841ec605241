#include "service/muterules.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(foyer::Role)

/// The table of "MuteState on ordinary XMPP servers".
class TestMuteRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void table_data();
    void table();
    void whoMutedIsToldOnlyWhenMutedInside();
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
    const MuteState mute = muteStateOf({role, room(moderated, stableIds), demoted, u"al"_s, u"spam"_s});
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
    const MuteState inside = muteStateOf({Role::Visitor, room(true, true), true, u"al"_s, u"spam"_s});
    QCOMPARE(inside.by, u"al"_s);
    QCOMPARE(inside.reason, u"spam"_s);
    const MuteState atJoin = muteStateOf({Role::Visitor, room(true, true), false, u"al"_s, u"spam"_s});
    QCOMPARE(atJoin.by, QString());
    QCOMPARE(atJoin.reason, QString());
}

QTEST_GUILESS_MAIN(TestMuteRules)
#include "tst_muterules.moc"
