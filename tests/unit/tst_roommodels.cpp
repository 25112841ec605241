// The smaller list models and states of a room.
#include "support/fakeclock.h"
#include "support/person.h"

#include "models/bannerstate.h"
#include "models/composerstate.h"
#include "models/gaptext.h"
#include "models/leftstate.h"
#include "models/occupantlistmodel.h"
#include "models/roomlistmodel.h"
#include "models/timetext.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <functional>

using namespace Qt::StringLiterals;
using namespace foyer;

namespace
{

QString textOf(const QAbstractItemModel &model)
{
    QStringList rows;
    for (int i = 0; i < model.rowCount(); ++i) {
        rows += model.index(i, 0).data().toString();
    }
    return rows.join(u" | "_s);
}

CatchUpReport report(int recovered, int here, int gaps, bool provable)
{
    return {25 * 60 * 1000, recovered, here, gaps, provable, false};
}

ConnectionState waiting(qint64 delayMs)
{
    return {ConnectionState::Kind::Waiting, 1, delayMs, Error::make(ErrorKind::ServerUnreachable)};
}

constexpr auto fatal = QAbstractItemModelTester::FailureReportingMode::Fatal;

} // namespace

class TestRoomModels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void peopleStandUnderTheirSections();
    void deltasMovePeopleBetweenSections();
    void crowdComesAndGoesInOneChange();
    void roomsSortByTheirNewestMessage();
    void unreadAddsUp();
    void screenReadersHearWhatTheListPaints_data();
    void screenReadersHearWhatTheListPaints();
    void aNewDayChangesWhatScreenReadersHear();
    void aMutedComposerSaysWhoAndUntilWhenAndKeepsTheDraft();
    void aMuteCountsDown();
    void offlineMessagesAreTakenAndSaidToBeQueued();
    void anOverlongMessageIsNotTaken();
    void aRefusedMessageComesBack();
    void aRefusedMessageWaitsForTheEndOfAnEdit();
    void aRefusedCorrectionKeepsItsMessage();
    void aDraftThatIsTooLongComesInParts();
    void slowModeLocksNoLongerThanTheRoom_data();
    void slowModeLocksNoLongerThanTheRoom();
    void anAnswerIsOneAfterACorrectionToo_data();
    void anAnswerIsOneAfterACorrectionToo();
    void aRefusedAnswerIsOneAfterACorrectionToo();
    void whatACorrectionHasChangedWaits();
    void anObjectionGoesWithItsCause();
    void askingToSpeakEndsWithTheStay();
    void theBannerWaitsThreeSeconds();
    void theBannerCountsDown();
    void aFirstConnectionThatFailsSaysWhy();
    void theReceiptSaysWhatIsKnown_data();
    void theReceiptSaysWhatIsKnown();
    void everyEndHasWordsAndAWayOn();
    void everyFinalErrorHasItsOwnTitle();
    void whoIsNotSignedInIsLedToTheSignIn();
    void everyGapHasASentence();
    void durationsAreShort_data();
    void durationsAreShort();
};

void TestRoomModels::peopleStandUnderTheirSections()
{
    OccupantListModel model;
    QAbstractItemModelTester tester(&model, fatal);
    model.setOwnNickname(u"alice"_s);
    model.reset({person(u"dave"_s), person(u"alice"_s), person(u"bob"_s, foyer::Role::Moderator),
                 person(u"spammy"_s, foyer::Role::Visitor), person(u"Carol"_s), person(u"gone"_s, foyer::Role::None)});
    QCOMPARE(textOf(model), u"Moderators · 1 | bob | Participants · 3 | alice | Carol | dave | Muted · 1 | spammy"_s);
    QCOMPARE(model.index(3).data(OccupantListModel::SelfRole).toBool(), true);
    QCOMPARE(model.index(7).data(OccupantListModel::MutedRole).toBool(), true);
    QCOMPARE(model.occupantCount(), 5);
}

void TestRoomModels::deltasMovePeopleBetweenSections()
{
    OccupantListModel model;
    QAbstractItemModelTester tester(&model, fatal);
    model.applyDelta({{person(u"bob"_s), person(u"carol"_s)}, {}, {}, 2});
    QCOMPARE(textOf(model), u"Participants · 2 | bob | carol"_s);
    model.applyDelta({{}, {}, {person(u"bob"_s, foyer::Role::Visitor)}, 2});
    QCOMPARE(textOf(model), u"Participants · 1 | carol | Muted · 1 | bob"_s);
    model.applyDelta({{person(u"dave"_s)}, {person(u"carol"_s), person(u"nobody"_s)}, {}, 2});
    QCOMPARE(textOf(model), u"Participants · 1 | dave | Muted · 1 | bob"_s);
    model.applyDelta({{}, {person(u"bob"_s), person(u"dave"_s)}, {}, 0});
    QCOMPARE(model.rowCount(), 0);
}

void TestRoomModels::crowdComesAndGoesInOneChange()
{
    OccupantListModel model;
    QAbstractItemModelTester tester(&model, fatal);
    QList<Occupant> old;
    QList<Occupant> fresh;
    for (int i = 0; i < 5000; ++i) {
        old.append(person(u"old%1"_s.arg(i), i % 3 == 0 ? foyer::Role::Visitor : foyer::Role::Participant));
        fresh.append(person(u"New%1"_s.arg(i), i % 2 == 0 ? foyer::Role::Visitor : foyer::Role::Participant));
    }
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    model.applyDelta({old, {}, {}, 5000});
    QList<Occupant> changed = old.mid(3000, 500);
    for (Occupant &occupant : changed)
        occupant.role = foyer::Role::Moderator;
    changed.append(person(u"nobody"_s, foyer::Role::None));
    model.applyDelta({fresh, old.mid(0, 3000), changed, 7000});
    QCOMPARE(resets.size(), 2);
    QCOMPARE(inserted.size() + removed.size(), 0);
    OccupantListModel whole;
    changed.removeLast();
    whole.reset(fresh + changed + old.mid(3500));
    QCOMPARE(textOf(model), textOf(whole));
    QCOMPARE(model.occupantCount(), 7000);
}

void TestRoomModels::roomsSortByTheirNewestMessage()
{
    RoomListModel model;
    QAbstractItemModelTester tester(&model, fatal);
    const QDateTime noon(QDate(2026, 11, 23), QTime(12, 0), Qt::UTC);
    const auto entry = [](const QString &id, const QDateTime &at) {
        RoomListEntry made;
        made.address = *RoomAddress::parse(id + u"@rooms.example"_s);
        made.name = id;
        made.state = RoomState::Joined;
        made.lastAt = at;
        return made;
    };
    model.put(entry(u"a"_s, {}));
    model.put(entry(u"b"_s, noon));
    model.put(entry(u"c"_s, noon.addSecs(60)));
    model.put(entry(u"d"_s, {}));
    QCOMPARE(textOf(model), u"c | b | a | d"_s);
    model.put(entry(u"a"_s, noon.addSecs(90)));
    QCOMPARE(textOf(model), u"a | c | b | d"_s);
    model.put(entry(u"a"_s, noon.addSecs(30)));
    QCOMPARE(textOf(model), u"c | a | b | d"_s);
    model.remove(*RoomAddress::parse(u"c@rooms.example"_s));
    QCOMPARE(textOf(model), u"a | b | d"_s);
    model.setToday(noon);
    QCOMPARE(model.index(0).data(RoomListModel::TimeRole).toString(), u"12:00"_s);
    // The order goes by the time, so it is told of rooms that were left, too.
    RoomListEntry left = entry(u"b"_s, noon);
    left.state = RoomState::Left;
    model.put(left);
    QCOMPARE(model.index(1).data(RoomListModel::TimeRole).toString(), u"12:00"_s);
}

void TestRoomModels::unreadAddsUp()
{
    RoomListModel model;
    QSignalSpy totals(&model, &RoomListModel::totalUnreadChanged);
    RoomListEntry one;
    one.address = *RoomAddress::parse(u"a@rooms.example"_s);
    one.unread = 2;
    model.put(one);
    one.address = *RoomAddress::parse(u"b@rooms.example"_s);
    one.unread = 3;
    model.put(one);
    QCOMPARE(model.totalUnread(), 5);
    model.remove(one.address);
    QCOMPARE(totals.last().first().toInt(), 2);
}

void TestRoomModels::screenReadersHearWhatTheListPaints_data()
{
    QTest::addColumn<RoomListEntry>("room");
    QTest::addColumn<QString>("sentence");
    const FakeClock clock;
    const auto row = [](const char *name, const QString &sentence, const std::function<void(RoomListEntry &)> &change) {
        RoomListEntry room;
        room.address = *RoomAddress::parse(u"tea@rooms.example"_s);
        room.name = u"Te\na"_s;
        room.state = RoomState::Joined;
        change(room);
        QTest::newRow(name) << room << sentence;
    };
    row("nothing to tell", u"Te a"_s, [](RoomListEntry &) {});
    row("last message", u"Te a. Last message, 12:00: bob: hi"_s, [&clock](RoomListEntry &room) {
        room.preview = u"\u2068bob\u2069: hi"_s;
        room.lastAt = clock.now();
    });
    row("unread", u"Te a. 3 unread message(s). You are mentioned 2 time(s). Favourite. bob: hi"_s,
        [](RoomListEntry &room) {
            room.unread = 3;
            room.mentions = 2;
            room.favourite = true;
            room.preview = u"bob: hi"_s;
        });
    row("removed", u"Te a. You were removed."_s, [](RoomListEntry &room) {
        room.state = RoomState::Left;
        room.status = u"You were removed"_s;
        room.preview = u"bob: hi"_s;
    });
    row("on the way", u"Te a. Rejoining…"_s, [](RoomListEntry &room) {
        room.state = RoomState::Rejoining;
        room.status = u"Rejoining…"_s;
    });
    row("without a connection", u"Te a. Waiting to rejoin."_s,
        [](RoomListEntry &room) { room.state = RoomState::Rejoining; });
    row("catching up", u"Te a. Fetching what was missed."_s,
        [](RoomListEntry &room) { room.state = RoomState::CatchingUp; });
    row("joining", u"Te a. Joining."_s, [](RoomListEntry &room) { room.state = RoomState::Joining; });
    row("failed", u"Te a. Could not be joined."_s, [](RoomListEntry &room) { room.state = RoomState::Failed; });
    row("left", u"Te a. Not joined."_s, [](RoomListEntry &room) { room.state = RoomState::Left; });
}

void TestRoomModels::screenReadersHearWhatTheListPaints()
{
    QFETCH(const RoomListEntry, room);
    QFETCH(const QString, sentence);
    RoomListModel model;
    model.setToday(FakeClock().now());
    model.put(room);
    QCOMPARE(model.index(0).data(Qt::AccessibleTextRole).toString(), sentence);
    QCOMPARE(model.index(0).data().toString(), room.name);
}

void TestRoomModels::aNewDayChangesWhatScreenReadersHear()
{
    const FakeClock clock;
    RoomListModel model;
    model.setToday(clock.now());
    RoomListEntry room;
    room.address = *RoomAddress::parse(u"tea@rooms.example"_s);
    room.preview = u"bob: hi"_s;
    room.lastAt = clock.now();
    model.put(room);
    QSignalSpy changed(&model, &RoomListModel::dataChanged);
    model.setToday(clock.now().addDays(1));
    QCOMPARE(changed.size(), 1);
    QVERIFY(changed.first().at(2).value<QList<int>>().contains(Qt::AccessibleTextRole));
}

void TestRoomModels::aMutedComposerSaysWhoAndUntilWhenAndKeepsTheDraft()
{
    FakeClock clock;
    ComposerState composer(clock);
    composer.setRoomState(RoomState::Joined);
    QVERIFY(composer.canSend());
    composer.setDraft(u"half a sen"_s);
    MuteState mute;
    mute.canSpeak = false;
    mute.userMutedHere = true;
    mute.by = u"bob"_s;
    mute.reason = u"off topic"_s;
    mute.until = clock.now().addSecs(7200);
    composer.setMute(mute);
    QVERIFY(!composer.canSend());
    QVERIFY(!composer.accepts(u"hello"_s));
    QCOMPARE(composer.lockReason(),
             u"You are muted in this room by \u2068bob\u2069 until 14:00. Reason: “\u2068off topic\u2069”."_s);
    QCOMPARE(composer.draft(), u"half a sen"_s);
    composer.setMute({});
    QVERIFY(composer.canSend());
    QCOMPARE(composer.draft(), u"half a sen"_s);
    composer.setRoomState(RoomState::Left);
    QVERIFY(!composer.canSend());
    composer.setRoomState(RoomState::Joining);
    QVERIFY(!composer.canSend());
}

void TestRoomModels::aMuteCountsDown()
{
    FakeClock clock;
    ComposerState composer(clock);
    composer.setRoomState(RoomState::Joined);
    MuteState mute;
    mute.canSpeak = false;
    mute.userMutedHere = true;
    mute.until = clock.now().addSecs(12 * 60);
    composer.setMute(mute);
    QVERIFY(composer.lockReason().contains(u"12 min left"));
    clock.advance(5 * 60 * 1000);
    QVERIFY(composer.lockReason().contains(u"7 min left"));
}

void TestRoomModels::offlineMessagesAreTakenAndSaidToBeQueued()
{
    FakeClock clock;
    ComposerState composer(clock);
    composer.setRoomState(RoomState::Joined);
    QVERIFY(composer.hint().isEmpty());
    composer.setOnline(false);
    QVERIFY(composer.canSend());
    QVERIFY(composer.accepts(u"hello"_s));
    QVERIFY(composer.hint().contains(u"only once"));
    QVERIFY(composer.hint().contains(u"Not connected"));
    // Online, but the room has not let us in again, or its messages cannot be stored.
    composer.setOnline(true);
    composer.setRoomState(RoomState::Rejoining);
    QVERIFY(composer.hint().contains(u"only once"));
    QVERIFY(!composer.hint().contains(u"Not connected"));
}

void TestRoomModels::anOverlongMessageIsNotTaken()
{
    FakeClock clock;
    ComposerState composer(clock);
    composer.setRoomState(RoomState::Joined);
    const QString longText(maximumBodyBytes + 5, u'x');
    composer.setDraft(longText);
    QVERIFY(!composer.accepts(longText));
    QVERIFY(composer.isHintBad());
    QVERIFY(composer.hint().contains(u"5 bytes"));
    QCOMPARE(composer.draft(), longText);
    composer.setDraft(u"short"_s);
    QVERIFY(!composer.isHintBad());
    QVERIFY(composer.accepts(u"short"_s));
    QVERIFY(!composer.accepts(u"  \n "_s));
}

void TestRoomModels::aRefusedMessageComesBack()
{
    FakeClock clock;
    ComposerState composer(clock);
    composer.setRoomState(RoomState::Joined);
    composer.refuse(u"hello"_s, u"Not now."_s);
    QCOMPARE(composer.draft(), u"hello"_s);
    QCOMPARE(composer.hint(), u"Not now."_s);
    composer.setDraft(u"something new"_s);
    composer.refuse(u"hello"_s, u"Not now."_s);
    QCOMPARE(composer.draft(), u"hello\n\nsomething new"_s);
}

void TestRoomModels::aRefusedMessageWaitsForTheEndOfAnEdit()
{
    FakeClock clock;
    ComposerState composer(clock);
    composer.setRoomState(RoomState::Joined);
    composer.submit(u"hello"_s);
    composer.setDraft(u"something new"_s);
    composer.beginEdit(7, u"an older one"_s);
    composer.refuse(u"hello"_s, u"Not now."_s);
    QCOMPARE(composer.draft(), u"an older one"_s);
    QCOMPARE(composer.hint(), u"Not now."_s);
    QCOMPARE(composer.keptDraft(), u"hello\n\nsomething new"_s);
    composer.submit(u"an older one, changed"_s);
    QCOMPARE(composer.draft(), u"hello\n\nsomething new"_s);
}

void TestRoomModels::aRefusedCorrectionKeepsItsMessage()
{
    FakeClock clock;
    ComposerState composer(clock);
    composer.setRoomState(RoomState::Joined);
    using Kind = ComposerAim::Kind;
    composer.refuseEdit(7, u"teh cat"_s, u"the cat"_s, u"Not now."_s);
    QCOMPARE(composer.aim(), (ComposerAim{Kind::Edit, 7, {}, u"teh cat"_s}));
    QCOMPARE(composer.draft(), u"the cat"_s);
    QCOMPARE(composer.hint(), u"Not now."_s);
    // One message is being corrected already, and then something is written.
    composer.refuseEdit(8, u"teh dog"_s, u"the dog"_s, u"Nor now."_s);
    QCOMPARE(composer.aim().key, MessageKey(7));
    QCOMPARE(composer.draft(), u"the cat"_s);
    QCOMPARE(composer.hint(), u"Nor now."_s);
    composer.dropAim();
    QCOMPARE(composer.aim(), (ComposerAim{Kind::Edit, 8, {}, u"teh dog"_s}));
    QCOMPARE(composer.draft(), u"the dog"_s);
    QCOMPARE(composer.hint(), u"Nor now."_s);
    composer.dropAim();
    composer.write(u"hello"_s);
    composer.refuseEdit(8, u"teh dog"_s, u"the dog"_s, u"Nor now."_s);
    QCOMPARE(composer.draft(), u"hello"_s);
    composer.write(u"hello!"_s);
    QVERIFY2(composer.hint().contains(u"waits"_s), qPrintable(composer.hint()));
    // Whoever edits that message finds the text; else it comes after the message.
    composer.beginEdit(8, u"teh dog"_s);
    QCOMPARE(composer.draft(), u"the dog"_s);
    composer.dropAim();
    QCOMPARE(composer.draft(), u"hello!"_s);
    QCOMPARE(composer.hint(), QString());
    composer.refuseEdit(8, u"teh dog"_s, u"the dog"_s, u"Nor now."_s);
    composer.submit(u"hello!"_s);
    QCOMPARE(composer.aim(), (ComposerAim{Kind::Edit, 8, {}, u"teh dog"_s}));
    QCOMPARE(composer.draft(), u"the dog"_s);
    composer.submit(u"the dog"_s);
    QCOMPARE(composer.draft(), QString());
    // Begun anew with the text that was refused a moment later: to leave it so is to send it once more.
    composer.beginEdit(8, u"the dog"_s);
    composer.refuseEdit(8, u"teh dog"_s, u"the dog"_s, u"Nor now."_s);
    QCOMPARE(composer.aim().body, u"teh dog"_s);
    composer.dropAim();
    QCOMPARE(composer.aim(), ComposerAim());
}

void TestRoomModels::aDraftThatIsTooLongComesInParts()
{
    FakeClock clock;
    ComposerState composer(clock);
    composer.setRoomState(RoomState::Joined);
    const QString word = QString(maximumBodyBytes - 1, u'x') + u"ää🦔"_s;
    composer.restoreDraft(word);
    QCOMPARE(composer.draft(), QString(maximumBodyBytes - 1, u'x'));
    QCOMPARE(composer.keptDraft(), word);
    QVERIFY2(composer.hint().contains(u"too long"_s), qPrintable(composer.hint()));
    // What waits is kept through everything else.
    composer.beginEdit(7, u"teh cat"_s);
    QCOMPARE(composer.keptDraft(), word);
    composer.submit(u"the cat"_s);
    QVERIFY(composer.accepts(composer.draft()));
    composer.submit(composer.draft());
    QCOMPARE(composer.draft(), u"ää🦔"_s);
    QCOMPARE(composer.keptDraft(), u"ää🦔"_s);
    QCOMPARE(composer.hint(), QString());
    composer.submit(composer.draft());
    QCOMPARE(composer.keptDraft(), QString());
    // Lines stay whole.
    const QString lines = QString(QString(999, u'x') + u'\n').repeated(200);
    composer.restoreDraft(lines);
    QCOMPARE(composer.draft().size(), 131'000);
    QCOMPARE(composer.keptDraft(), lines);
}

void TestRoomModels::slowModeLocksNoLongerThanTheRoom_data()
{
    QTest::addColumn<int>("jump");
    QTest::newRow("set back") << -7200;
    QTest::newRow("set on") << 7200;
}

void TestRoomModels::slowModeLocksNoLongerThanTheRoom()
{
    QFETCH(int, jump);
    FakeClock clock;
    ComposerState composer(clock);
    composer.setRoomState(RoomState::Joined);
    composer.setSlowMode(20);
    composer.noteSpoken();
    clock.setNow(clock.now().addSecs(jump));
    clock.advance(19'000);
    QVERIFY(!composer.isItsTime());
    clock.advance(1000);
    QVERIFY(composer.isItsTime());
    // What is said by the new time counts as what it is.
    composer.noteSpoken();
    QVERIFY(!composer.isItsTime());
    clock.advance(20'000);
    QVERIFY(composer.isItsTime());
    composer.noteSpoken(clock.now().addSecs(-15));
    clock.sleep(5000);
    QVERIFY(composer.isItsTime());
}

void TestRoomModels::anAnswerIsOneAfterACorrectionToo_data()
{
    QTest::addColumn<bool>("saved");
    QTest::newRow("saved") << true;
    QTest::newRow("dropped") << false;
}

void TestRoomModels::anAnswerIsOneAfterACorrectionToo()
{
    QFETCH(bool, saved);
    FakeClock clock;
    ComposerState composer(clock);
    composer.setRoomState(RoomState::Joined);
    composer.beginReply(5, u"bob"_s, u"who is there?"_s);
    composer.write(u"me"_s);
    composer.beginEdit(7, u"teh cat"_s);
    composer.write(u"the cat"_s);
    if (saved) {
        composer.submit(u"the cat"_s);
    } else {
        composer.dropAim();
    }
    QCOMPARE(composer.draft(), u"me"_s);
    QCOMPARE(composer.aim(), (ComposerAim{ComposerAim::Kind::Reply, 5, u"bob"_s, u"who is there?"_s}));
    QCOMPARE(composer.submit(u"me"_s).key, MessageKey(5));
}

void TestRoomModels::aRefusedAnswerIsOneAfterACorrectionToo()
{
    FakeClock clock;
    ComposerState composer(clock);
    composer.setRoomState(RoomState::Joined);
    composer.beginReply(5, u"bob"_s, u"who is there?"_s);
    composer.submit(u"me"_s);
    composer.beginEdit(7, u"teh cat"_s);
    composer.refuse(u"me"_s, u"Not now."_s);
    composer.dropAim();
    QCOMPARE(composer.draft(), u"me"_s);
    QCOMPARE(composer.aim().key, MessageKey(5));
}

void TestRoomModels::whatACorrectionHasChangedWaits()
{
    FakeClock clock;
    ComposerState composer(clock);
    composer.setRoomState(RoomState::Joined);
    composer.write(u"hello"_s);
    composer.beginEdit(7, u"teh cat"_s);
    composer.write(u"the cat"_s);
    composer.beginReply(5, u"bob"_s, u"who is there?"_s);
    QCOMPARE(composer.draft(), u"hello"_s);
    QVERIFY2(composer.hint().contains(u"waits"_s), qPrintable(composer.hint()));
    QVERIFY(!composer.isHintBad());
    QCOMPARE(composer.submit(u"hello"_s).key, MessageKey(5));
    QCOMPARE(composer.aim().key, MessageKey(7));
    QCOMPARE(composer.draft(), u"the cat"_s);
    // Another one, and the same one once more.
    composer.beginEdit(8, u"teh dog"_s);
    composer.write(u"the dog"_s);
    composer.beginEdit(8, u"teh dog"_s);
    QCOMPARE(composer.draft(), u"the dog"_s);
    composer.submit(u"the dog"_s);
    QCOMPARE(composer.draft(), u"the cat"_s);
    composer.dropAim();
    QCOMPARE(composer.draft(), QString());
    QCOMPARE(composer.hint(), QString());
    // What was only looked at does not.
    composer.beginEdit(7, u"teh cat"_s);
    composer.beginReply(5, u"bob"_s, u"who is there?"_s);
    composer.dropAim();
    QCOMPARE(composer.aim(), ComposerAim());
    QCOMPARE(composer.draft(), QString());
}

void TestRoomModels::anObjectionGoesWithItsCause()
{
    FakeClock clock;
    ComposerState composer(clock);
    composer.setRoomState(RoomState::Joined);
    const QString sentence = u"That cannot be."_s;
    composer.setOnline(false);
    composer.objectTo(sentence);
    QCOMPARE(composer.hint(), sentence);
    composer.setOnline(false);
    QCOMPARE(composer.hint(), sentence);
    composer.setOnline(true);
    QCOMPARE(composer.hint(), QString());

    UploadOffer offer;
    offer.state = UploadOffer::State::Yes;
    composer.attachments().setOffer(offer);
    const auto file = composer.attachments().add({u"a.txt"_s, u"/a.txt"_s, {}}, 10);
    QVERIFY(file);
    composer.objectTo(sentence);
    QVERIFY(composer.attachments().add({u"b.txt"_s, u"/b.txt"_s, {}}, 10));
    QCOMPARE(composer.hint(), sentence);
    composer.attachments().remove(file.value());
    QCOMPARE(composer.hint(), QString());

    // A reaction that was refused, and one that was not.
    composer.refuse({}, sentence);
    QCOMPARE(composer.hint(), sentence);
    composer.withdrawObjection();
    QCOMPARE(composer.hint(), QString());

    // What is said of a message stays as long as its text.
    composer.refuse(u"hello"_s, sentence);
    composer.withdrawObjection();
    composer.setOnline(false);
    QCOMPARE(composer.hint(), sentence);
    composer.setDraft(u"hello!"_s);
    QVERIFY(composer.hint() != sentence);
}

void TestRoomModels::askingToSpeakEndsWithTheStay()
{
    FakeClock clock;
    ComposerState composer(clock);
    composer.setRoomState(RoomState::Joined);
    MuteState mute;
    mute.canSpeak = false;
    composer.setMute(mute);
    QVERIFY(composer.canAskToSpeak());
    composer.setAsked();
    QVERIFY(!composer.canAskToSpeak());
    composer.setRoomState(RoomState::CatchingUp);
    QVERIFY(!composer.hint().isEmpty());
    composer.setRoomState(RoomState::Rejoining);
    composer.setRoomState(RoomState::Joined);
    QCOMPARE(composer.hint(), QString());
    QVERIFY(composer.canAskToSpeak());
}

void TestRoomModels::theBannerWaitsThreeSeconds()
{
    FakeClock clock;
    BannerState banner(clock);
    banner.connectionStateChanged({ConnectionState::Kind::Online, 0, 0, {}});
    banner.connectionLost(Error::make(ErrorKind::TimedOut));
    banner.connectionStateChanged(waiting(500));
    clock.advance(2999);
    QCOMPARE(banner.kind(), BannerState::Kind::None);
    clock.advance(1);
    QCOMPARE(banner.kind(), BannerState::Kind::Offline);
    banner.connectionStateChanged({ConnectionState::Kind::Online, 0, 0, {}});
    QCOMPARE(banner.kind(), BannerState::Kind::None);
    // A short cut shows nothing at all.
    banner.connectionLost(Error::make(ErrorKind::TimedOut));
    clock.advance(2000);
    banner.connectionStateChanged({ConnectionState::Kind::Online, 0, 0, {}});
    clock.advance(60'000);
    QCOMPARE(banner.kind(), BannerState::Kind::None);
}

void TestRoomModels::theBannerCountsDown()
{
    FakeClock clock;
    BannerState banner(clock);
    banner.connectionStateChanged({ConnectionState::Kind::Online, 0, 0, {}});
    banner.connectionLost(Error::make(ErrorKind::ServerUnreachable));
    banner.connectionStateChanged(waiting(16'000));
    clock.advance(12'000);
    QCOMPARE(banner.text(), u"Connection lost 12 s ago: the server cannot be reached. Next try in 4 s."_s);
    clock.advance(1000);
    QCOMPARE(banner.text(), u"Connection lost 13 s ago: the server cannot be reached. Next try in 3 s."_s);
    banner.connectionStateChanged({ConnectionState::Kind::Connecting, 2, 0, {}});
    QCOMPARE(banner.text(), u"Connection lost 13 s ago: the server cannot be reached. Connecting…"_s);
}

void TestRoomModels::aFirstConnectionThatFailsSaysWhy()
{
    FakeClock clock;
    BannerState banner(clock);
    banner.connectionStateChanged({ConnectionState::Kind::Connecting, 1, 0, {}});
    banner.connectionStateChanged({ConnectionState::Kind::Offline, 1, 0, Error::make(ErrorKind::NotAuthorized)});
    clock.advance(3000);
    QCOMPARE(banner.text(), Error::make(ErrorKind::NotAuthorized).text);
}

void TestRoomModels::theReceiptSaysWhatIsKnown_data()
{
    QTest::addColumn<CatchUpReport>("report");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("incomplete");
    QTest::newRow("whole") << report(37, 10, 0, true)
                           << u"Back online after 25 min. Caught up: 37 new, 10 already here, none missing."_s << false;
    QTest::newRow("one") << report(1, 0, 0, true)
                         << u"Back online after 25 min. Caught up: 1 new, 0 already here, none missing."_s << false;
    QTest::newRow("not provable") << report(3, 2, 0, false)
                                  << u"Back online after 25 min. Caught up: 3 new, 2 already here. This room keeps no "
                                     "history, so nobody can tell whether some are missing."_s
                                  << true;
    QTest::newRow("gaps") << report(3, 2, 1, true)
                          << u"Back online after 25 min. Caught up: 3 new, 2 already here. 1 gap(s) left."_s << true;
}

void TestRoomModels::theReceiptSaysWhatIsKnown()
{
    QFETCH(CatchUpReport, report);
    QFETCH(QString, text);
    QFETCH(bool, incomplete);
    FakeClock clock;
    BannerState banner(clock);
    banner.rejoined(report);
    QCOMPARE(banner.kind(), BannerState::Kind::Receipt);
    QCOMPARE(banner.text(), text);
    QCOMPARE(banner.isIncomplete(), incomplete);
    QVERIFY(!banner.details().isEmpty());
    // The connection's later news does not wipe the receipt away.
    banner.connectionStateChanged({ConnectionState::Kind::Online, 0, 0, {}});
    QCOMPARE(banner.kind(), BannerState::Kind::Receipt);
    banner.clear();
    QCOMPARE(banner.kind(), BannerState::Kind::None);
}

void TestRoomModels::everyEndHasWordsAndAWayOn()
{
    LeftState left;
    left.showLeft({LeaveReason::Kind::Kicked, u"bob"_s, u"off topic"_s, {}});
    QCOMPARE(left.title(), u"\u2068bob\u2069 removed you from this room"_s);
    QCOMPARE(
        left.explanation(),
        u"Reason: “\u2068off topic\u2069”. Foyer will not rejoin by itself. What you have read stays on this computer."_s);
    QCOMPARE(left.status(), u"You were removed"_s);
    QCOMPARE(left.action(), LeftState::Action::Rejoin);
    using Kind = LeaveReason::Kind;
    QSet<QString> titles;
    for (const Kind kind :
         {Kind::ByUser, Kind::ReplacedByOtherRoom, Kind::Kicked, Kind::Banned, Kind::Destroyed, Kind::LostMembership}) {
        left.showLeft({kind, {}, {}, {}});
        QVERIFY(left.isShown());
        QVERIFY(!left.explanation().isEmpty());
        titles.insert(left.title());
    }
    QCOMPARE(titles.size(), 6);
    left.showLeft({Kind::Destroyed, {}, {}, u"new@rooms.example"_s});
    QCOMPARE(left.action(), LeftState::Action::Alternative);
    QCOMPARE(left.alternative(), u"new@rooms.example"_s);
    left.hide();
    QVERIFY(!left.isShown());
    QVERIFY(left.status().isEmpty());
}

void TestRoomModels::everyFinalErrorHasItsOwnTitle()
{
    LeftState left;
    QSet<QString> titles;
    const QList<ErrorKind> kinds{ErrorKind::RoomDoesNotExist, ErrorKind::RoomFull,          ErrorKind::Banned,
                                 ErrorKind::MembersOnly,      ErrorKind::PasswordRequired,  ErrorKind::PasswordWrong,
                                 ErrorKind::NicknameInUse,    ErrorKind::NicknameNotAllowed};
    for (const ErrorKind kind : kinds) {
        left.showFailed(Error::make(kind));
        titles.insert(left.title());
        QVERIFY(left.explanation().startsWith(Error::make(kind).text));
    }
    QCOMPARE(titles.size(), kinds.size());
    left.showFailed(Error::make(ErrorKind::PasswordWrong));
    QCOMPARE(left.action(), LeftState::Action::AskAgain);
}

void TestRoomModels::whoIsNotSignedInIsLedToTheSignIn()
{
    LeftState left;
    for (const ErrorKind kind :
         {ErrorKind::NotAuthorized, ErrorKind::WeakSignIn, ErrorKind::AccountDisabled, ErrorKind::NotConnected}) {
        left.showFailed(Error::make(kind));
        QCOMPARE(left.actionText(), u"Sign in…"_s);
    }
    left.showFailed(Error::make(ErrorKind::ServerUnreachable));
    QCOMPARE(left.actionText(), u"Try again"_s);
}

void TestRoomModels::everyGapHasASentence()
{
    const QDateTime from(QDate(2026, 11, 23), QTime(14, 6), Qt::UTC);
    QCOMPARE(gaptext::sentence({1, 2, from, from.addSecs(23 * 60), GapReason::RetentionEnded}, from),
             u"Some messages from 14:06 to 14:29 are not on the server any more."_s);
    QSet<QString> sentences;
    for (const GapReason reason : {GapReason::RetentionEnded, GapReason::NoArchive, GapReason::NotPermitted,
                                   GapReason::LoadFailed, GapReason::NotLoaded}) {
        for (const QDateTime &start : {from, QDateTime()}) {
            for (const QDateTime &end : {from, QDateTime()}) {
                const QString sentence = gaptext::sentence({1, 2, start, end, reason}, from);
                QVERIFY(!sentence.contains(u'%'));
                sentences.insert(sentence);
            }
        }
        QVERIFY(!gaptext::explanation(reason).isEmpty());
    }
    QCOMPARE(sentences.size(), 20);
    QVERIFY(gaptext::canLoad(GapReason::LoadFailed));
    QVERIFY(!gaptext::canLoad(GapReason::NoArchive));
}

void TestRoomModels::durationsAreShort_data()
{
    QTest::addColumn<qint64>("ms");
    QTest::addColumn<QString>("text");
    QTest::newRow("seconds") << qint64(12'900) << u"12 s"_s;
    QTest::newRow("minutes") << qint64(25 * 60'000) << u"25 min"_s;
    QTest::newRow("hours") << qint64(3 * 3'600'000 + 5 * 60'000) << u"3 h 5 min"_s;
    QTest::newRow("a day") << qint64(30 * 3'600'000) << u"1 day"_s;
    QTest::newRow("days") << qint64(50 * 3'600'000) << u"2 days"_s;
}

void TestRoomModels::durationsAreShort()
{
    QFETCH(qint64, ms);
    QFETCH(QString, text);
    QCOMPARE(timetext::duration(ms), text);
}

QTEST_GUILESS_MAIN(TestRoomModels)
#include "tst_roommodels.moc"
