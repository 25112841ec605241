#include "server/xmpp/dataform.h"
#include "server/xmpp/occupancy.h"
#include "server/xmpp/roomform.h"
#include "server/xmpp/sessiontable.h"
#include "server/xmpp/turn.h"
#include "support/fakeclock.h"
#include "support/xml.h"

#include <QSignalSpy>
#include <QTest>

using namespace foyer;
using namespace foyer::server;
using namespace Qt::StringLiterals;

namespace
{

struct FakeOutput : Flushable {
    explicit FakeOutput(QStringList &flushed, const QString &what) : log(flushed), name(what) {}
    void flush() override
    {
        log.append(name);
        if (onFlush)
            onFlush();
    }
    QStringList &log;
    QString name;
    std::function<void()> onFlush;
};

RoomOccupant occupant(const QString &nickname, const QStringList &resources)
{
    RoomOccupant made;
    made.nickname = nickname;
    made.account = *Jid::parse(QString(nickname.toLower() + u"@localhost"_s));
    for (const QString &resource : resources)
        made.clients.append({made.account.withResource(resource), {}});
    return made;
}

QStringList namesIn(const Occupancy &occupancy)
{
    QStringList names;
    const QList<RoomOccupant> inside = occupancy.occupants(u"den"_s);
    for (const RoomOccupant &one : inside)
        names.append(u"%1 %2"_s.arg(one.nickname).arg(one.clients.size()));
    return names;
}

} // namespace

/// The small parts of the XMPP side that need no server around them.
class TestServerParts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Turn

    void turnCommitsBeforeItTells()
    {
        QStringList log;
        Turn turn([&] {
            log.append(u"commit"_s);
            return true;
        });
        FakeOutput output(log, u"output"_s);
        turn.whenCommitted([&](bool ok) { log.append(ok ? u"action"_s : u"no action"_s); });
        turn.flushAfterCommit(&output);
        turn.flushAfterCommit(&output);
        QSignalSpy committed(&turn, &Turn::committed);
        turn.finish();
        QCOMPARE(log, QStringList({u"commit"_s, u"output"_s, u"action"_s}));
        QCOMPARE(committed.size(), 1);
    }

    void failedTurnTellsNobody()
    {
        QStringList log;
        Turn turn([] { return false; });
        FakeOutput output(log, u"output"_s);
        turn.flushAfterCommit(&output);
        turn.whenCommitted([&](bool ok) { log.append(ok ? u"action"_s : u"no action"_s); });
        QSignalSpy failed(&turn, &Turn::commitFailed);
        QSignalSpy committed(&turn, &Turn::committed);
        turn.finish();
        QCOMPARE(log, QStringList{u"no action"_s});
        QCOMPARE(failed.size(), 1);
        QCOMPARE(committed.size(), 0);
    }

    void outputThatGoesMeanwhileIsNotFlushed()
    {
        QStringList log;
        Turn turn([] { return true; });
        FakeOutput first(log, u"first"_s);
        FakeOutput second(log, u"second"_s);
        first.onFlush = [&] { turn.forget(&second); };
        turn.flushAfterCommit(&first);
        turn.flushAfterCommit(&second);
        turn.finish();
        QCOMPARE(log, QStringList{u"first"_s});
    }

    void turnEndsOnceHoweverMuchItBrings()
    {
        int commits = 0;
        Turn turn([&] {
            ++commits;
            return true;
        });
        turn.touch();
        turn.touch();
        QTRY_COMPARE(commits, 1);
        QCoreApplication::processEvents();
        QCOMPARE(commits, 1);
        // Ended by hand: nothing is left to end.
        turn.touch();
        turn.finish();
        QCoreApplication::processEvents();
        QCOMPARE(commits, 2);
    }

    // Occupancy

    void occupancyFollowsWhatRoomsTell()
    {
        Occupancy occupancy;
        const RoomOccupant ann = occupant(u"Ann"_s, {u"1"_s});
        const RoomOccupant both = occupant(u"Ann"_s, {u"1"_s, u"2"_s});
        occupancy.apply({u"Den"_s, {}, OccupantEntered{ann, ann.clients[0].session, true, true}});
        occupancy.apply({u"den"_s, {}, OccupantEntered{occupant(u"Bob"_s, {u"1"_s}), {}, true, false}});
        occupancy.apply({u"den"_s, {}, OccupantEntered{both, both.clients[1].session, false, false}});
        QCOMPARE(namesIn(occupancy), QStringList({u"Ann 2"_s, u"Bob 1"_s}));
        QVERIFY(occupancy.withSession(u"den"_s, both.clients[1].session));
        QVERIFY(!occupancy.withSession(u"hall"_s, both.clients[1].session));

        occupancy.apply({u"den"_s, {}, OccupantLeft{both, {both.clients[0].session}, false, {}, {}, {}, {}, {}}});
        QCOMPARE(namesIn(occupancy), QStringList({u"Ann 1"_s, u"Bob 1"_s}));
        RoomOccupant robert = occupant(u"Bob"_s, {u"1"_s});
        robert.nickname = u"Robert"_s;
        occupancy.apply({u"den"_s, {}, NicknameChanged{u"Bob"_s, robert}});
        QVERIFY(!occupancy.named(u"den"_s, u"Bob"_s));
        QVERIFY(occupancy.named(u"den"_s, u"Robert"_s));
        RoomOccupant muted = robert;
        muted.role = Role::Visitor;
        occupancy.apply({u"den"_s, {}, OccupantChanged{robert, muted, {}, {}}});
        QCOMPARE(occupancy.named(u"den"_s, u"Robert"_s)->role, Role::Visitor);
        occupancy.apply({u"den"_s, {}, OccupantLeft{muted, {}, true, {}, {}, {}, {}, {}}});
        QCOMPARE(namesIn(occupancy), QStringList{u"Ann 1"_s});
        occupancy.apply({u"DEN"_s, {}, RoomEnded{}});
        QVERIFY(namesIn(occupancy).isEmpty());
    }

    // forms

    void formIsReadAndWrittenAsThePaperHasIt()
    {
        const QString text = u"<x xmlns='jabber:x:data' type='form'><title>T</title>"
                             "<field var='FORM_TYPE' type='hidden'><value>urn:example</value></field>"
                             "<field var='a' type='boolean' label='A'><value>1</value></field>"
                             "<field var='l' type='list-single'><value>x</value>"
                             "<option label='X'><value>x</value></option></field></x>"_s;
        DataForm form;
        form.type = u"form"_s;
        form.formType = u"urn:example"_s;
        form.title = u"T"_s;
        form.add({u"a"_s, u"boolean"_s, u"A"_s, {u"1"_s}, {}});
        form.add({u"l"_s, u"list-single"_s, {}, {u"x"_s}, {{u"x"_s, u"X"_s}}});
        QCOMPARE(xmlDifference(writeDataForm(form), xml(text)), QString());
        const DataForm read = readDataForm(xml(text));
        QCOMPARE(read.formType, u"urn:example"_s);
        QVERIFY(read.has(u"a"_s) && !read.has(u"FORM_TYPE"_s));
        QVERIFY(read.flag(u"a"_s, false));
        QVERIFY(read.flag(u"nothing"_s, true));
        QCOMPARE(read.value(u"l"_s), u"x"_s);
        QVERIFY(readDataForm({}).type.isEmpty());
    }

    void roomFormThatComesBackChangesNothing()
    {
        RoomConfig config;
        config.title = u"The den"_s;
        config.description = u"For <you>"_s;
        config.password = u"s"_s;
        config.moderated = true;
        config.maxOccupants = 7;
        config.addressesShown = true;
        QCOMPARE(configOf(formOf(config), RoomConfig()), config);
    }

    void passwordGoesWithItsSwitch()
    {
        RoomConfig before;
        before.password = u"s"_s;
        DataForm form;
        form.add({u"muc#roomconfig_passwordprotectedroom"_s, {}, {}, {u"0"_s}, {}});
        QCOMPARE(configOf(form, before)->password, QString());
    }

    // sessions

    void tooMuchWaitingIsReported()
    {
        struct Observer : SessionObserver {
            void onSessionDetached(const Jid &) override {}
            void onSessionResumed(const Jid &) override {}
            void onSessionOverfull(const Jid &session) override { overfull = session; }
            void onSessionEnded(const Jid &, SessionEnd) override {}
            Jid overfull;
        } observer;
        FakeClock clock;
        SessionTable sessions(u"localhost"_s, clock, 60);
        sessions.setObserver(&observer);
        const Jid jid = *Jid::parse(u"alice@localhost/r");
        Session *session = sessions.open(jid, nullptr, [](SessionEnd) {});
        QCOMPARE(sessions.makeResumable(session, 600), 60);
        const QString large(1024 * 1024, u'x');
        for (int i = 0; i < 64; ++i)
            sessions.deliver(jid, QString(u"<message><body>"_s + large + u"</body></message>"_s));
        QCOMPARE(observer.overfull, jid);
        QVERIFY(session->acknowledge(64));
        QVERIFY(!session->isOverfull());
    }
};

QTEST_GUILESS_MAIN(TestServerParts)
#include "tst_serverparts.moc"
