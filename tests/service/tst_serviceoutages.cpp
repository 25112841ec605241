#include "service/serviceharness.h"

#include <QSignalSpy>
#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

/// `Connection 12000 tea=Rejoined(2,3,0) bar=Waiting`, oldest first.
QStringList lines(const ServiceHarness &h)
{
    QStringList all;
    const QList<Outage> outages = h.service->outages();
    for (const Outage &outage : outages) {
        QString line = nameOf(outage.kind) + u' ' + (outage.lengthMs ? QString::number(*outage.lengthMs) : u"?"_s);
        line += outage.givenUp ? u" given up"_s : QString();
        for (const RoomReturn &room : outage.rooms) {
            line += u' ' + room.room.roomId() + u'=' + nameOf(room.outcome);
            if (room.report)
                line +=
                    u"(%1,%2,%3)"_s.arg(room.report->recovered).arg(room.report->alreadyHere).arg(room.report->gaps);
        }
        all.append(line);
    }
    return all;
}

RoomHealth healthOf(ServiceHarness &h, const QString &roomId = u"tea"_s)
{
    const auto health = h.await(h.service->roomHealth(ServiceHarness::address(roomId)));
    return health ? health.value() : RoomHealth();
}

} // namespace

/// What a person may ask about the connection: its outages, and how sure one can be of a room.
class TestServiceOutages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void archiveThatLagsBehindABusyRoomIsNotEnteredForEver();
    void outageTellsWhenWhyHowLongAndWhatCameBack();
    void attemptsAreCounted();
    void secondLossInterruptsTheFirstReturn();
    void sleepCountsAsTime();
    void roomThatLetUsGoIsAnOutageOfItsOwn();
    void startOfTheProgramIsOneOutageForAllRooms();
    void roomLeftMeanwhileIsTold();
    void finalAnswersEndAnOutage();
    void firstJoinThatWasCutIsNoReturn();
    void otherAccountStartsAnew();
    void nothingBeforeTheFirstLoss();
    void healthOfAJoinedRoom();
    void healthCountsHoles();
    void healthOfARoomWithoutArchive();
    void selfPingTellsItsRoundTrip();
    void stanzaOfTheRoomIsAProof();
    void lostRoomHasNoProof();
    void unknownRoomHasNoHealth();
    void catchUpTellsHowFarItIs();
};

void TestServiceOutages::outageTellsWhenWhyHowLongAndWhatCameBack()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    const QSignalSpy changed(h.service.get(), &ChatroomService::outagesChanged);
    const QDateTime before = h.clock.now();
    h.cut();
    QCOMPARE(lines(h), QStringList{u"Connection ? tea=Waiting"_s});
    QVERIFY(!h.service->outages().constFirst().isOver());
    h.room().sayUnheard(u"bob"_s, u"x1"_s);
    const qint64 lost = h.clock.monotonicMs();
    h.comeBack();
    const Outage outage = h.service->outages().constFirst();
    QCOMPARE(outage.lostAt, before);
    QVERIFY(outage.cause);
    QCOMPARE(outage.attempts, 1);
    QCOMPARE(*outage.lengthMs, h.clock.monotonicMs() - lost);
    QCOMPARE(outage.rooms.size(), 1);
    QCOMPARE(outage.rooms.constFirst().report, std::optional(h.report()));
    QVERIFY(outage.isOver());
    QVERIFY(changed.size() >= 3);
}

void TestServiceOutages::attemptsAreCounted()
{
    ServiceHarness h;
    h.join();
    h.cut();
    for (int i = 0; i < 3; ++i) {
        h.awaitAttempt();
        h.cut(ChannelEnd::Refused);
    }
    h.comeBack();
    QCOMPARE(h.service->outages().size(), 1);
    QCOMPARE(h.service->outages().constFirst().attempts, 4);
}

void TestServiceOutages::secondLossInterruptsTheFirstReturn()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().holdsPages = true;
    h.comeBack();
    h.cut();
    h.room().forgetPages();
    h.room().holdsPages = false;
    h.room().sayUnheard(u"bob"_s, u"x1"_s);
    h.comeBack();
    const QStringList told = lines(h);
    QCOMPARE(told.size(), 2);
    QVERIFY2(told.first().endsWith(u" tea=Interrupted"_s), qPrintable(told.first()));
    QVERIFY2(told.last().endsWith(u" tea=Rejoined(1,3,0)"_s), qPrintable(told.last()));
}

void TestServiceOutages::sleepCountsAsTime()
{
    ServiceHarness h;
    h.join();
    h.cut();
    h.clock.sleep(3600000);
    h.comeBack();
    QVERIFY(*h.service->outages().constFirst().lengthMs >= 3600000);
    QVERIFY(h.report().offlineForMs >= 3600000);
}

void TestServiceOutages::roomThatLetUsGoIsAnOutageOfItsOwn()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.room().forgetUs();
    h.room().sayUnheard(u"bob"_s, u"x1"_s);
    QVERIFY(h.waitFor(u"tea rejoined"_s, 600000));
    const QStringList told = lines(h);
    QCOMPARE(told.size(), 1);
    QVERIFY2(told.first().startsWith(u"Room "_s) && told.first().endsWith(u" tea=Rejoined(1,3,0)"_s),
             qPrintable(told.first()));
    QVERIFY(h.service->outages().constFirst().isOver());
}

void TestServiceOutages::startOfTheProgramIsOneOutageForAllRooms()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.room(u"bar"_s);
    h.join();
    h.join(u"bar"_s);
    h.restart();
    h.online();
    const QStringList told = lines(h);
    QCOMPARE(told.size(), 1);
    QVERIFY2(told.first().startsWith(u"Start ?"_s), qPrintable(told.first()));
    QCOMPARE(h.service->outages().constFirst().rooms.size(), 2);
    QVERIFY(h.service->outages().constFirst().isOver());
    h.cut();
    h.comeBack();
    QCOMPARE(h.service->outages().size(), 2);
    QCOMPARE(h.service->outages().constLast().kind, Outage::Kind::Connection);
}

void TestServiceOutages::roomLeftMeanwhileIsTold()
{
    ServiceHarness h;
    h.join();
    h.cut();
    h.service->leaveChatroom(ServiceHarness::address());
    h.settle();
    QCOMPARE(lines(h), QStringList{u"Connection ? tea=Left"_s});
}

void TestServiceOutages::finalAnswersEndAnOutage()
{
    ServiceHarness h;
    h.join();
    h.cut();
    h.awaitAttempt();
    h.server.refuseLogin();
    h.settle();
    QCOMPARE(lines(h), QStringList{u"Connection ? given up tea=Failed"_s});
    QVERIFY(h.service->outages().constFirst().isOver());
    QCOMPARE(h.service->outages().constFirst().rooms.constFirst().error->kind, ErrorKind::NotAuthorized);
}

void TestServiceOutages::firstJoinThatWasCutIsNoReturn()
{
    ServiceHarness h;
    h.online();
    h.room().holdsPages = true;
    h.join();
    h.cut();
    h.room().forgetPages();
    h.room().holdsPages = false;
    h.comeBack();
    QCOMPARE(h.count(u"tea joined"_s), 1);
    QCOMPARE(h.service->outages().size(), 1);
    QVERIFY(h.service->outages().constFirst().rooms.isEmpty());
    QVERIFY(h.service->outages().constFirst().isOver());
}

void TestServiceOutages::otherAccountStartsAnew()
{
    ServiceHarness h;
    h.join();
    h.cut();
    h.service->signOut();
    h.settle();
    AccountSettings other = ServiceHarness::account();
    other.account = *Jid::parse(u"carol@example.org"_s);
    h.service->signIn(other);
    h.settle();
    QCOMPARE(h.service->outages().size(), 0);
}

void TestServiceOutages::nothingBeforeTheFirstLoss()
{
    ServiceHarness h;
    h.signIn();
    h.cut(ChannelEnd::Refused);
    h.comeBack();
    QCOMPARE(h.service->outages().size(), 0);
}

void TestServiceOutages::healthOfAJoinedRoom()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    const RoomHealth health = healthOf(h);
    QCOMPARE(health.room, ServiceHarness::address());
    QVERIFY(health.proof != RoomHealth::Proof::None);
    QCOMPARE(health.provedAt, h.clock.now());
    QVERIFY(health.hasArchive);
    QCOMPARE(health.newestArchiveId, h.room().entries.constLast().archiveId);
    QVERIFY(health.newestAt.isValid());
    QCOMPARE(health.gaps, 0);
    QVERIFY(health.reachesNow);
    QVERIFY(!health.roundTripMs);
}

void TestServiceOutages::healthCountsHoles()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 50);
    h.room().expire(20);
    h.comeBack();
    QCOMPARE(healthOf(h).gaps, 1);
    QVERIFY(healthOf(h).reachesNow);
    h.cut();
    QVERIFY(!healthOf(h).reachesNow);
    h.room().fill(u"y"_s, 5);
    h.refusePages(0, u"forbidden"_s);
    h.comeBack();
    QCOMPARE(healthOf(h).gaps, 2);
    QVERIFY(!healthOf(h).reachesNow);
}

void TestServiceOutages::healthOfARoomWithoutArchive()
{
    ServiceHarness h;
    h.room().archives = false;
    h.join();
    const RoomHealth health = healthOf(h);
    QVERIFY(!health.hasArchive);
    QVERIFY(!health.reachesNow);
    QVERIFY(health.newestArchiveId.isEmpty());
}

void TestServiceOutages::selfPingTellsItsRoundTrip()
{
    ServiceHarness h;
    h.join();
    h.wait(301000);
    const RoomHealth health = healthOf(h);
    QCOMPARE(h.room().pings, 1);
    QCOMPARE(health.proof, RoomHealth::Proof::SelfPing);
    QVERIFY(health.roundTripMs);
    QCOMPARE(health.pingedAt, health.provedAt);
}

void TestServiceOutages::stanzaOfTheRoomIsAProof()
{
    ServiceHarness h;
    h.join();
    h.wait(30000);
    h.room().say(u"bob"_s, u"hello"_s);
    h.settle();
    const RoomHealth health = healthOf(h);
    QCOMPARE(health.proof, RoomHealth::Proof::Stanza);
    QCOMPARE(health.provedAt, h.clock.now());
}

void TestServiceOutages::lostRoomHasNoProof()
{
    ServiceHarness h;
    h.join();
    h.cut();
    QCOMPARE(healthOf(h).proof, RoomHealth::Proof::None);
    h.comeBack();
    QVERIFY(healthOf(h).proof != RoomHealth::Proof::None);
}

void TestServiceOutages::unknownRoomHasNoHealth()
{
    ServiceHarness h;
    h.online();
    const auto health = h.await(h.service->roomHealth(ServiceHarness::address(u"nowhere"_s)));
    QVERIFY(!health);
    QCOMPARE(health.error().kind, ErrorKind::NotInRoom);
}

void TestServiceOutages::catchUpTellsHowFarItIs()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 250);
    QList<CatchUpProgress> told;
    connect(h.service.get(), &ChatroomService::catchUpProgressed, this,
            [&told](const RoomAddress &, const CatchUpProgress &progress) { told.append(progress); });
    h.comeBack();
    QCOMPARE(told.size(), 4);
    QCOMPARE(told.constFirst(), (CatchUpProgress{10, 10}));
    QCOMPARE(told.at(1), (CatchUpProgress{110, 110}));
    QCOMPARE(told.constLast().newMessages, 250);
    // Inside there is no catch-up to tell of.
    told.clear();
    h.room().say(u"bob"_s, u"hello"_s);
    h.settle();
    QVERIFY(told.isEmpty());
}

void TestServiceOutages::archiveThatLagsBehindABusyRoomIsNotEnteredForEver()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 2);
    h.join();
    h.cut();
    // Somebody speaks every second, and before each page comes; the archive has it twenty seconds later.
    QList<std::pair<qint64, FakeEntry>> late;
    const auto say = [&h, &late] {
        late.append({h.clock.monotonicMs(), h.room().sayLive(u"bob"_s, u"x%1"_s.arg(h.clock.monotonicMs()))});
    };
    h.room().beforePage = say;
    h.comeBack();
    for (int i = 0; i < 200; ++i) {
        say();
        h.wait(1000);
        while (late.constFirst().first < h.clock.monotonicMs() - 20000)
            h.room().archive(late.takeFirst().second);
    }
    h.room().beforePage = {};
    QVERIFY2(h.count(u"tea rejoined"_s) <= 2, qPrintable(QString::number(h.count(u"tea rejoined"_s))));
    for (const auto &[said, entry] : std::as_const(late))
        h.room().archive(entry);
    h.cut();
    h.comeBack();
    h.wait(10000);
    QVERIFY2(!h.timeline().contains(u"--"_s), qPrintable(h.timeline()));
    QCOMPARE(h.items().size(), h.room().entries.size());
}

QTEST_GUILESS_MAIN(TestServiceOutages)
#include "tst_serviceoutages.moc"
