#include "models/servicelink.h"
#include "service/serviceharness.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

/// Mute as our own server tells it, from the wire to the words above the locked composer: each kind, with and without
/// an end, set before the join, while inside, and while away.
class TestServiceMuteTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void table_data();
    void table();
    void endIsToldByTheServerAlone();
    void draftOutlivesTheMute();
    void sameStateAgainIsNotTold();
    void wordOfTheRoomWinsOverGuesses();
    void adminOfAMutedRoomMaySpeak();
    void refreshTellsAChangedState();
    void lateRefusalKeepsTheText();
    void lateRefusalLeavesADraftAlone();
    void textSentAgainFromItsRowIsNoDraftAnyMore();
    void otherFailuresBringNoDraft();
};

namespace
{

enum class Set { BeforeJoin, Inside, AwayRejoin, AwayResume };
constexpr qint64 minute = 60'000;

MuteState mute(const QString &kind)
{
    MuteState state;
    state.roomMuted = kind == "room"_L1 || kind == "exempt"_L1;
    state.userMutedHere = kind == "here"_L1;
    state.userMutedEverywhere = kind == "everywhere"_L1;
    state.exempt = kind == "exempt"_L1;
    state.canSpeak = kind == "exempt"_L1 || kind.isEmpty();
    if (!kind.isEmpty()) {
        state.by = u"bob"_s;
        state.reason = u"off topic"_s;
    }
    return state;
}

/// The whole client but its window.
struct Stage {
    Stage() : source(*h.service), app(source, h.clock)
    {
        linkAppState(*h.service, app);
        QObject::connect(h.service.get(), &ChatroomService::muteStateChanged, &app,
                         [this](const RoomAddress &, const MuteState &now) { told.append(now); });
        QObject::connect(h.service.get(), &ChatroomService::joined, &app,
                         [this](const RoomAddress &, const JoinResult &result) { joined = result; });
        h.room().mute = mute({});
    }
    ~Stage() { QObject::disconnect(h.service.get(), nullptr, &app, nullptr); }
    ComposerState &composer() { return app.page(ServiceHarness::address())->composer(); }
    MuteState shown() const { return h.service->roomSummary(ServiceHarness::address()).mute; }
    QString text() { return composer().lockReason(); }

    ServiceHarness h;
    ServiceRoomSource source;
    AppState app;
    QList<MuteState> told;
    JoinResult joined;
};

} // namespace

Q_DECLARE_METATYPE(Set)

void TestServiceMuteTable::table_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<bool>("timed");
    QTest::addColumn<Set>("when");
    const QList<std::pair<Set, const char *>> times{{Set::BeforeJoin, "before the join"},
                                                    {Set::Inside, "while inside"},
                                                    {Set::AwayRejoin, "while away, rejoined"},
                                                    {Set::AwayResume, "while away, resumed"}};
    for (const QString &kind : {u"room"_s, u"here"_s, u"everywhere"_s, u"exempt"_s}) {
        for (const bool timed : {false, true}) {
            for (const auto &[when, name] : times)
                QTest::addRow("%s%s, %s", qPrintable(kind), timed ? ", timed" : "", name) << kind << timed << when;
        }
    }
}

void TestServiceMuteTable::table()
{
    QFETCH(QString, kind);
    QFETCH(bool, timed);
    QFETCH(Set, when);
    Stage stage;
    ServiceHarness &h = stage.h;
    MuteState wanted = mute(kind);
    if (when == Set::BeforeJoin)
        h.room().mute = wanted;
    else
        h.join();
    if (when == Set::AwayRejoin || when == Set::AwayResume)
        h.cut();
    if (timed)
        wanted.until = h.clock.now().addMSecs(12 * minute + 30'000);
    h.room().setMute(wanted);
    if (when == Set::BeforeJoin)
        h.join();
    else if (when == Set::AwayRejoin)
        h.comeBack();
    else if (when == Set::AwayResume)
        h.resume();
    h.settle();

    // State, reason, canSpeak.
    QCOMPARE(stage.shown(), wanted);
    QCOMPARE(stage.told, when == Set::BeforeJoin ? QList<MuteState>{} : QList<MuteState>{wanted});
    if (when == Set::BeforeJoin)
        QCOMPARE(stage.joined.mute, wanted);
    QCOMPARE(stage.composer().canSend(), wanted.canSpeak);
    QCOMPARE(h.send(u"hello"_s), wanted.canSpeak ? QString() : u"Muted"_s);
    if (wanted.canSpeak) {
        QCOMPARE(stage.text(), QString());
        return;
    }

    // The words.
    const QString words = kind == "room"_L1   ? u"\u2068bob\u2069 has muted everybody in this room"_s
                          : kind == "here"_L1 ? u"You are muted in this room by \u2068bob\u2069"_s
                                              : u"You are muted in all rooms by \u2068bob\u2069"_s;
    QVERIFY2(stage.text().startsWith(words), qPrintable(stage.text()));
    QVERIFY2(stage.text().endsWith(u"Reason: “\u2068off topic\u2069”."_s), qPrintable(stage.text()));
    QCOMPARE(stage.text().contains(u"left"_s), timed);
    if (!timed)
        return;

    // The countdown, within a second of the server's end.
    const qint64 left = h.clock.now().msecsTo(wanted.until);
    h.clock.advance(left - 2 * minute);
    QVERIFY2(stage.text().contains(u"2 min left"_s), qPrintable(stage.text()));
    h.clock.advance(2 * minute - 30'000);
    QVERIFY2(stage.text().contains(u"30 s left"_s), qPrintable(stage.text()));
    h.clock.advance(29'000);
    QVERIFY2(stage.text().contains(u"1 s left"_s), qPrintable(stage.text()));
    h.clock.advance(1'001);
    QVERIFY2(!stage.text().contains(u"left"_s), qPrintable(stage.text()));
}

void TestServiceMuteTable::endIsToldByTheServerAlone()
{
    Stage stage;
    stage.h.join();
    MuteState timed = mute(u"here"_s);
    timed.until = stage.h.clock.now().addSecs(60);
    stage.h.room().setMute(timed);
    stage.h.settle();
    stage.h.clock.advance(70'000);
    stage.h.settle();
    // The server's clock decides, not ours.
    QVERIFY(!stage.composer().canSend());
    stage.h.room().setMute(mute({}));
    stage.h.settle();
    QVERIFY(stage.composer().canSend());
    QCOMPARE(stage.told.size(), 2);
    QCOMPARE(stage.h.send(u"hello"_s), QString());
    QCOMPARE(stage.h.ownMessages(), u"hello:Delivered"_s);
}

void TestServiceMuteTable::draftOutlivesTheMute()
{
    Stage stage;
    stage.h.join();
    stage.composer().setDraft(u"half a sent"_s);
    stage.h.room().setMute(mute(u"everywhere"_s));
    stage.h.settle();
    QVERIFY(!stage.composer().canSend());
    stage.h.cut();
    stage.h.comeBack();
    stage.h.room().setMute(mute({}));
    stage.h.settle();
    QVERIFY(stage.composer().canSend());
    QCOMPARE(stage.composer().draft(), u"half a sent"_s);
}

void TestServiceMuteTable::sameStateAgainIsNotTold()
{
    Stage stage;
    stage.h.join();
    stage.h.room().setMute(mute(u"here"_s));
    stage.h.room().setMute(mute(u"here"_s));
    stage.h.settle();
    stage.h.cut();
    stage.h.comeBack();
    stage.h.cut();
    stage.h.resume();
    stage.h.room().configurationChanges();
    stage.h.settle();
    QCOMPARE(stage.told.size(), 1);
    MuteState otherReason = mute(u"here"_s);
    otherReason.reason = u"spam"_s;
    stage.h.room().setMute(otherReason);
    stage.h.settle();
    QCOMPARE(stage.told.size(), 2);
}

void TestServiceMuteTable::wordOfTheRoomWinsOverGuesses()
{
    Stage stage;
    // By role and room alone this would be a muted room.
    stage.h.room().moderated = true;
    MuteState here = mute(u"here"_s);
    stage.h.room().setMute(here);
    stage.h.join();
    QCOMPARE(stage.shown().roomMuted, std::optional<bool>(false));
    QCOMPARE(stage.shown().userMutedHere, std::optional<bool>(true));
    // Nobody muted anybody: a visitor of a moderated room.
    MuteState none = mute({});
    none.canSpeak = false;
    stage.h.room().setMute(none);
    stage.h.settle();
    QCOMPARE(stage.shown(), none);
    QCOMPARE(stage.text(), u"Only people with voice may write here at the moment."_s);
}

void TestServiceMuteTable::adminOfAMutedRoomMaySpeak()
{
    Stage stage;
    stage.h.room().affiliation = u"admin"_s;
    MuteState state = mute(u"room"_s);
    state.canSpeak = true;
    stage.h.room().setMute(state);
    stage.h.join();
    QCOMPARE(stage.shown(), state);
    QVERIFY(stage.composer().canSend());
    // But muted everywhere is muted.
    state.userMutedEverywhere = true;
    stage.h.room().setMute(state);
    stage.h.settle();
    QVERIFY(!stage.shown().canSpeak);
}

void TestServiceMuteTable::refreshTellsAChangedState()
{
    Stage stage;
    stage.h.join();
    // Set without a word: the next join brings it.
    stage.h.room().mute = mute(u"here"_s);
    stage.h.room().role = u"visitor"_s;
    stage.h.join();
    QCOMPARE(stage.told, QList<MuteState>{mute(u"here"_s)});
    QCOMPARE(stage.joined.mute, mute(u"here"_s));
}

void TestServiceMuteTable::lateRefusalKeepsTheText()
{
    Stage stage;
    stage.h.join();
    stage.h.room().messageRefusal = u"forbidden"_s;
    QCOMPARE(stage.h.send(u"hello"_s), QString());
    QCOMPARE(stage.h.ownMessages(), u"hello:Failed"_s);
    QCOMPARE(stage.h.items().constLast().message.failure, Error::make(ErrorKind::Muted).text);
    // The word of the mute follows, and its end: the text is where it was written.
    stage.h.room().setMute(mute(u"here"_s));
    stage.h.settle();
    QCOMPARE(stage.composer().draft(), u"hello"_s);
    QVERIFY(!stage.composer().hint().isEmpty());
    stage.h.room().setMute(mute({}));
    stage.h.room().messageRefusal.clear();
    stage.h.settle();
    QVERIFY(stage.composer().canSend());
    QCOMPARE(stage.composer().draft(), u"hello"_s);
    QCOMPARE(stage.composer().hint(), QString());
    // Nothing goes by itself, not even after a new start.
    stage.h.cut();
    stage.h.comeBack();
    QCOMPARE(stage.h.ownMessages(), u"hello:Failed"_s);
}

void TestServiceMuteTable::lateRefusalLeavesADraftAlone()
{
    Stage stage;
    stage.h.join();
    stage.h.room().messageRefusal = u"forbidden"_s;
    stage.composer().setDraft(u"half a sent"_s);
    QCOMPARE(stage.h.send(u"hello"_s), QString());
    QCOMPARE(stage.composer().draft(), u"half a sent"_s);
    QCOMPARE(stage.h.ownMessages(), u"hello:Failed"_s);
    // Of several the first comes back, the others keep their rows.
    stage.composer().setDraft({});
    QCOMPARE(stage.h.send(u"one"_s), QString());
    QCOMPARE(stage.h.send(u"two"_s), QString());
    QCOMPARE(stage.composer().draft(), u"one"_s);
    QCOMPARE(stage.h.ownMessages(), u"hello:Failed one:Failed two:Failed"_s);
}

void TestServiceMuteTable::textSentAgainFromItsRowIsNoDraftAnyMore()
{
    Stage stage;
    stage.h.join();
    stage.h.room().messageRefusal = u"forbidden"_s;
    QCOMPARE(stage.h.send(u"hello"_s), QString());
    QCOMPARE(stage.composer().draft(), u"hello"_s);
    const MessageKey key = stage.h.items().constLast().message.key;
    stage.app.onSentAgain(ServiceHarness::address(), key);
    QCOMPARE(stage.composer().draft(), QString());
    // What was made of it meanwhile is the person's own.
    QCOMPARE(stage.h.send(u"tea"_s), QString());
    stage.composer().setDraft(u"tea?"_s);
    stage.app.onSentAgain(ServiceHarness::address(), stage.h.items().constLast().message.key);
    QCOMPARE(stage.composer().draft(), u"tea?"_s);
}

void TestServiceMuteTable::otherFailuresBringNoDraft()
{
    Stage stage;
    stage.h.join();
    stage.h.room().messageRefusal = u"bad-request"_s;
    QCOMPARE(stage.h.send(u"hello"_s), QString());
    QCOMPARE(stage.h.ownMessages(), u"hello:Failed"_s);
    QCOMPARE(stage.composer().draft(), QString());
}

QTEST_GUILESS_MAIN(TestServiceMuteTable)
#include "tst_servicemutetable.moc"
