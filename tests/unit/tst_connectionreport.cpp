#include "models/connectionreport.h"

#include "gui/memoryconnection.h"
#include "models/connectionexport.h"
#include "models/connectiontext.h"
#include "support/fakeclock.h"

#include <QAbstractItemModelTester>
#include <QJsonDocument>
#include <QJsonObject>
#include <QJsonArray>
#include <QSignalSpy>
#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

QString nameOfRoom(const RoomAddress &room)
{
    return room.roomId();
}

Outage lostOutage(const QDateTime &at)
{
    Outage outage;
    outage.lostAt = at;
    outage.cause = Error::make(ErrorKind::ServerUnreachable);
    outage.lengthMs = 25 * 60 * 1000;
    outage.attempts = 7;
    outage.rooms = {MemoryConnection::back(u"launch"_s, {1500000, 37, 10, 0, true, false}),
                    MemoryConnection::back(u"qa"_s, {1500000, 2, 10, 1, true, false}),
                    MemoryConnection::back(u"tea"_s, {1500000, 3, 0, 0, false, false})};
    return outage;
}

struct Stage {
    FakeClock clock;
    MemoryConnection source;
    ConnectionReport report{source, clock};

    QDateTime at(qint64 secondsAgo) const { return clock.now().addSecs(-secondsAgo); }
    ReportEntry outage(int row = 0) const { return const_cast<Stage *>(this)->report.outages().entries().at(row); }
    ReportEntry room(int row = 0) const { return const_cast<Stage *>(this)->report.rooms().entries().at(row); }
    void show()
    {
        report.start();
        QCoreApplication::processEvents();
    }
};

} // namespace

/// What *Help, Connection* says.
class TestConnectionReport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void outageSaysWhenWhyHowLongAndWhatCameBack();
    void outageUnderWayCountsOn();
    void endsOfRooms();
    void otherKindsOfOutages();
    void causesHaveTheirOwnSentence_data();
    void causesHaveTheirOwnSentence();
    void newestOutageIsFirstAndTheOthersKeepTheirRows();
    void healthOfARoom();
    void healthWithHoles();
    void healthWithoutHistoryOrProof();
    void healthOutsideSaysWhy();
    void looksAnewWhileShown();
    void doesNotLookWhenNobodyDoes();
    void textFromOutsideIsOneLine();
    void stateIsASentence();
    void exportHoldsFiguresAndNoWords();
};

void TestConnectionReport::outageSaysWhenWhyHowLongAndWhatCameBack()
{
    FakeClock clock;
    const ReportEntry entry = connectiontext::outageEntry(lostOutage(clock.now()), nameOfRoom, clock.now());
    QVERIFY2(entry.title.endsWith(u" · Connection lost"_s), qPrintable(entry.title));
    QCOMPARE(entry.aside, u"25 min"_s);
    QCOMPARE(entry.lines.size(), 5);
    QCOMPARE(entry.lines.at(0), u"The server could not be reached."_s);
    QCOMPARE(entry.lines.at(1), u"7 attempts to connect."_s);
    QVERIFY2(entry.lines.at(2).endsWith(u": 37 new, 10 already here, none missing."_s), qPrintable(entry.lines.at(2)));
    QVERIFY(entry.lines.at(3).endsWith(u": 2 new, 10 already here, 1 gap(s) left."_s));
    QVERIFY(entry.lines.at(4).endsWith(u": 3 new, 0 already here, and no history to check it by."_s));
    QCOMPARE(entry.tone, ReportEntry::Tone::Waiting);
}

void TestConnectionReport::outageUnderWayCountsOn()
{
    Stage s;
    Outage outage;
    outage.lostAt = s.clock.now();
    outage.cause = Error::make(ErrorKind::TimedOut);
    outage.rooms = {RoomReturn{MemoryConnection::address(u"launch"_s), {}, {}, {}}};
    s.source.told = {outage};
    s.show();
    QCOMPARE(s.outage().tone, ReportEntry::Tone::Waiting);
    QVERIFY(s.outage().lines.last().endsWith(u": not back yet."_s));
    s.clock.advance(12000);
    QCOMPARE(s.outage().aside, u"for 12 s so far"_s);
    s.source.told.first().givenUp = true;
    s.clock.advance(2000);
    QCOMPARE(s.outage().aside, u"given up"_s);
    QCOMPARE(s.outage().tone, ReportEntry::Tone::Bad);
}

void TestConnectionReport::endsOfRooms()
{
    Outage outage;
    outage.lengthMs = 400;
    const RoomAddress room = MemoryConnection::address(u"tea"_s);
    outage.rooms = {RoomReturn{room, RoomReturn::Outcome::Failed, {}, Error::make(ErrorKind::Banned)},
                    RoomReturn{room, RoomReturn::Outcome::Left, {}, {}},
                    RoomReturn{room, RoomReturn::Outcome::Interrupted, {}, {}}};
    const ReportEntry entry = connectiontext::outageEntry(outage, nameOfRoom, QDateTime());
    QCOMPARE(entry.aside, u"under 1 s"_s);
    QVERIFY(entry.lines.at(1).contains(u": You are banned from this room."_s));
    QVERIFY(entry.lines.at(2).endsWith(u": left."_s));
    QVERIFY(entry.lines.at(3).endsWith(u": the next outage came first."_s));
}

void TestConnectionReport::otherKindsOfOutages()
{
    FakeClock clock;
    Outage outage = lostOutage(clock.now());
    outage.kind = Outage::Kind::Room;
    outage.rooms = outage.rooms.mid(0, 1);
    ReportEntry entry = connectiontext::outageEntry(outage, nameOfRoom, clock.now());
    QVERIFY(entry.title.endsWith(u"Dropped from a room"_s));
    QCOMPARE(entry.tone, ReportEntry::Tone::Good);
    outage.kind = Outage::Kind::Start;
    outage.lengthMs.reset();
    entry = connectiontext::outageEntry(outage, nameOfRoom, clock.now());
    QVERIFY(entry.title.endsWith(u"Foyer started"_s));
    QVERIFY(entry.aside.isEmpty());
    QCOMPARE(entry.tone, ReportEntry::Tone::Good);
}

void TestConnectionReport::causesHaveTheirOwnSentence_data()
{
    QTest::addColumn<int>("kind");
    for (const ErrorKind kind :
         {ErrorKind::ServerUnreachable, ErrorKind::TimedOut, ErrorKind::TlsFailed, ErrorKind::NotAnXmppServer,
          ErrorKind::NotAuthorized, ErrorKind::AccountDisabled, ErrorKind::NotConnected, ErrorKind::ServerRefused})
        QTest::newRow(qPrintable(nameOf(kind))) << static_cast<int>(kind);
}

void TestConnectionReport::causesHaveTheirOwnSentence()
{
    QFETCH(int, kind);
    const QString sentence = connectiontext::whySentence(Error::make(static_cast<ErrorKind>(kind)));
    QVERIFY2(sentence.endsWith(u'.') && sentence.front().isUpper(), qPrintable(sentence));
}

void TestConnectionReport::newestOutageIsFirstAndTheOthersKeepTheirRows()
{
    Stage s;
    const QAbstractItemModelTester tester(&s.report.outages(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    s.source.told = {lostOutage(s.at(7200))};
    s.show();
    const QPersistentModelIndex old(s.report.outages().index(0));
    Outage next = lostOutage(s.at(60));
    next.cause = Error::make(ErrorKind::TimedOut);
    s.source.told.append(next);
    s.report.refresh();
    QCOMPARE(s.report.outages().rowCount(), 2);
    QCOMPARE(old.row(), 1);
    QCOMPARE(s.outage(0).lines.first(), u"The server stopped answering."_s);
    s.source.told.clear();
    s.report.refresh();
    QCOMPARE(s.report.outages().rowCount(), 0);
}

void TestConnectionReport::healthOfARoom()
{
    Stage s;
    RoomHealth &health = s.source.addRoom(u"launch"_s, u"Launch room"_s);
    health.proof = RoomHealth::Proof::SelfPing;
    health.provedAt = s.at(12);
    health.pingedAt = s.at(12);
    health.roundTripMs = 34;
    health.hasArchive = true;
    health.newestArchiveId = u"x"_s;
    health.newestAt = s.at(60);
    health.reachesNow = true;
    s.show();
    QCOMPARE(s.room().title, u"Launch room"_s);
    QCOMPARE(s.room().aside, u"joined"_s);
    QCOMPARE(s.room().lines.at(0), u"You are in the room: it said so when asked 12 s ago."_s);
    QVERIFY2(s.room().lines.at(1).startsWith(u"History: read to its end, the newest entry "_s) &&
                 s.room().lines.at(1).endsWith(u". No gaps."_s),
             qPrintable(s.room().lines.at(1)));
    QCOMPARE(s.room().lines.at(2), u"Last ping: 34 ms, 12 s ago."_s);
    QCOMPARE(s.room().tone, ReportEntry::Tone::Good);
}

void TestConnectionReport::healthWithHoles()
{
    Stage s;
    RoomHealth &health = s.source.addRoom(u"launch"_s, {});
    health.proof = RoomHealth::Proof::Stanza;
    health.provedAt = s.clock.now();
    health.hasArchive = true;
    health.newestArchiveId = u"x"_s;
    health.newestAt = s.at(60);
    health.gaps = 2;
    s.show();
    QCOMPARE(s.room().title, u"launch"_s);
    QCOMPARE(s.room().lines.at(0), u"You are in the room: it last sent something just now."_s);
    QVERIFY(s.room().lines.at(1).startsWith(u"History: read up to "_s));
    QVERIFY(s.room().lines.at(1).endsWith(u"2 gap(s)."_s));
    QCOMPARE(s.room().lines.at(2), u"Not pinged yet."_s);
    QCOMPARE(s.room().tone, ReportEntry::Tone::Waiting);
}

void TestConnectionReport::healthWithoutHistoryOrProof()
{
    Stage s;
    s.source.addRoom(u"launch"_s, {}, RoomState::Failed);
    s.show();
    QCOMPARE(s.room().lines.first(2), (QStringList{u"You are not in the room."_s, u"This room keeps no history."_s}));
    QCOMPARE(s.room().aside, u"failed"_s);
    QCOMPARE(s.room().tone, ReportEntry::Tone::Bad);
    s.source.healths.begin()->hasArchive = true;
    s.clock.advance(2000);
    QCoreApplication::processEvents();
    QCOMPARE(s.room().lines.at(1), u"Nothing of the history has been read yet."_s);
}

void TestConnectionReport::healthOutsideSaysWhy()
{
    Stage s;
    RoomHealth &health = s.source.addRoom(u"launch"_s, {}, RoomState::Rejoining);
    health.proof = RoomHealth::Proof::Stanza;
    health.provedAt = s.clock.now();
    s.show();
    QCOMPARE(s.room().lines.at(0), u"Not in the room at the moment. Foyer rejoins by itself."_s);
    s.source.listed.first().state = RoomState::Failed;
    s.source.listed.first().error = Error::make(ErrorKind::RoomFull);
    s.clock.advance(2000);
    QCoreApplication::processEvents();
    QCOMPARE(s.room().lines.at(0), u"The room is full. Try again when somebody has left."_s);
}

void TestConnectionReport::looksAnewWhileShown()
{
    Stage s;
    RoomHealth &health = s.source.addRoom(u"launch"_s, u"Launch room"_s);
    health.proof = RoomHealth::Proof::Stanza;
    health.provedAt = s.clock.now();
    s.show();
    const QSignalSpy changed(&s.report, &ConnectionReport::changed);
    s.clock.advance(4000);
    QCoreApplication::processEvents();
    QCOMPARE(s.room().lines.first(), u"You are in the room: it last sent something 4 s ago."_s);
    QVERIFY(changed.size() >= 2);
}

void TestConnectionReport::doesNotLookWhenNobodyDoes()
{
    Stage s;
    s.source.addRoom(u"launch"_s, u"Launch room"_s);
    s.report.refresh();
    QCOMPARE(s.source.asked, 0);
    s.show();
    s.report.stop();
    const int asked = s.source.asked;
    s.clock.advance(60000);
    QCOMPARE(s.source.asked, asked);
    QCOMPARE(s.clock.waiting(), 0);
}

void TestConnectionReport::textFromOutsideIsOneLine()
{
    FakeClock clock;
    Outage outage;
    outage.cause = Error{ErrorKind::ServerRefused, u"Go\naway \u202e now"_s, {}};
    outage.rooms = {RoomReturn{MemoryConnection::address(u"tea"_s), {}, {}, {}}};
    const ReportEntry entry = connectiontext::outageEntry(
        outage, [](const RoomAddress &) { return u"<b>x</b>\n\u202ey"_s; }, clock.now());
    for (const QString &line : entry.lines) {
        QVERIFY(!line.contains(u'\n'));
        QVERIFY(!line.contains(u'\u202e'));
    }
}

void TestConnectionReport::stateIsASentence()
{
    Stage s;
    QCOMPARE(s.report.stateText(), u"Connected."_s);
    s.source.state = {ConnectionState::Kind::Waiting, 2, 4000, Error::make(ErrorKind::ServerUnreachable)};
    QCOMPARE(s.report.stateText(), u"Not connected. The server could not be reached."_s);
    s.source.state = {ConnectionState::Kind::Offline, 0, 0, Error::make(ErrorKind::NotAuthorized)};
    QCOMPARE(s.report.stateText(), u"Not connected, and not trying. The server refused the name and password."_s);
    s.source.state = {ConnectionState::Kind::Offline, 0, 0, {}};
    QCOMPARE(s.report.stateText(), u"Not connected."_s);
}

void TestConnectionReport::exportHoldsFiguresAndNoWords()
{
    Stage s;
    Outage outage = lostOutage(s.at(60));
    outage.cause = Error{ErrorKind::ServerRefused, u"alice said: canary-words"_s, u"canary-detail"_s};
    outage.rooms.append(
        RoomReturn{RoomAddress::parse(u"xmpp:vault@conference.example.org?join;password=canary-pass"_s).value(),
                   RoomReturn::Outcome::Failed,
                   {},
                   Error{ErrorKind::PasswordWrong, u"canary-text"_s, u"canary-detail"_s}});
    s.source.told = {outage};
    s.source.addRoom(u"launch"_s, u"canary-title"_s).roundTripMs = 34;
    s.show();
    const QByteArray bytes = s.report.exported();
    QVERIFY(!bytes.contains("canary"));
    const QJsonObject json = QJsonDocument::fromJson(bytes).object();
    const QJsonObject first = json[u"outages"_s][0].toObject();
    QCOMPARE(first[u"kind"_s].toString(), u"Connection"_s);
    QCOMPARE(first[u"cause"_s].toString(), u"ServerRefused"_s);
    QCOMPARE(first[u"lengthMs"_s].toInt(), 1500000);
    QCOMPARE(first[u"attempts"_s].toInt(), 7);
    QCOMPARE(first[u"rooms"_s][0][u"recovered"_s].toInt(), 37);
    QCOMPARE(first[u"rooms"_s][3][u"room"_s].toString(), u"vault@conference.example.org"_s);
    QCOMPARE(first[u"rooms"_s][3][u"error"_s].toString(), u"PasswordWrong"_s);
    QCOMPARE(json[u"rooms"_s][0][u"roundTripMs"_s].toInt(), 34);
    QVERIFY(json[u"rooms"_s][0][u"provedAt"_s].isNull());
    QVERIFY(!json[u"writtenAt"_s].toString().isEmpty());
}

QTEST_GUILESS_MAIN(TestConnectionReport)
#include "tst_connectionreport.moc"
