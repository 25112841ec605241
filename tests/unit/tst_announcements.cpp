#include "models/announcements.h"

#include "gui/memoryroomsource.h"
#include "support/fakeclock.h"

#include "models/appstate.h"

#include <QTest>

using namespace foyer;
using namespace Qt::StringLiterals;

class TestAnnouncements : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aMuteAndItsEndAreSaid();
    void aLossIsSaidOnceAndItsEndToo();
    void theReceiptIsSaid();
    void onlyTheShownRoomIsSpokenOf();
    void whatHeldBeforeIsNoNews();
    void comingInIsNoEndOfAMute();
    void goingOutIsNoEndOfAMute_data();
    void goingOutIsNoEndOfAMute();
    void theSecondsOfAMuteAreNoNews();
    void sendingTooSoonIsSaidAndItsEndToo();
    void whatWasNotTakenIsSaid();
    void aFileThatDidNotArriveIsSaid();
    void aMessageThatWasNotSentIsSaid();
    void whyAMessageWasNotSentIsSaidOnce();

private:
    RoomAddress room(const QString &id) { return RoomAddress::parse(id + u"@rooms.example"_s).value(); }
    void join(const QString &id)
    {
        JoinResult facts;
        facts.name = id;
        facts.nickname = u"alice"_s;
        m_state->onJoined(room(id), facts);
    }
    void mute(const QString &id, bool muted)
    {
        MuteState state;
        state.canSpeak = !muted;
        state.userMutedHere = muted;
        state.by = u"bob"_s;
        m_state->onMuteStateChanged(room(id), state);
    }
    void lose()
    {
        const Error cause = Error::make(ErrorKind::ServerUnreachable);
        m_state->onConnectionLost(cause);
        m_state->onConnectionStateChanged({ConnectionState::Kind::Waiting, 2, 60'000, cause});
        m_clock->advance(20'000);
    }

    std::unique_ptr<FakeClock> m_clock;
    MemoryRoomSource m_source;
    std::unique_ptr<AppState> m_state;
    std::unique_ptr<Announcements> m_announcements;
    QStringList m_said;
};

void TestAnnouncements::init()
{
    m_announcements.reset();
    m_state.reset();
    m_clock = std::make_unique<FakeClock>();
    m_state = std::make_unique<AppState>(m_source, *m_clock);
    m_state->setAccount(*Jid::parse(u"alice@example.org"));
    m_state->onConnectionStateChanged({ConnectionState::Kind::Online, 0, 0, {}});
    m_announcements = std::make_unique<Announcements>(*m_state);
    connect(m_announcements.get(), &Announcements::announced, this,
            [this](const QString &text) { m_said.append(text); });
    join(u"tea"_s);
    join(u"cake"_s);
    m_state->setActiveRoom(room(u"tea"_s));
    m_said.clear();
}

void TestAnnouncements::aMuteAndItsEndAreSaid()
{
    mute(u"tea"_s, true);
    QCOMPARE(m_said, QStringList{m_state->activePage()->composer().lockReason()});
    QVERIFY(m_said.first().contains(u"muted"_s));
    mute(u"tea"_s, true);
    QCOMPARE(m_said.size(), 1);
    mute(u"tea"_s, false);
    QCOMPARE(m_said.size(), 2);
}

void TestAnnouncements::aLossIsSaidOnceAndItsEndToo()
{
    lose();
    QCOMPARE(m_said.size(), 1);
    m_state->onConnectionStateChanged({ConnectionState::Kind::Online, 0, 0, {}});
    m_state->page(room(u"tea"_s))->banner().clear();
    QCOMPARE(m_said.size(), 2);
}

void TestAnnouncements::theReceiptIsSaid()
{
    lose();
    m_said.clear();
    m_state->onConnectionStateChanged({ConnectionState::Kind::Online, 0, 0, {}});
    JoinResult facts;
    facts.nickname = u"alice"_s;
    m_state->onRejoined(room(u"tea"_s), facts, {60'000, 3, 10, 0, true, false});
    QCOMPARE(m_said.last(), m_state->activePage()->banner().text());
    QCOMPARE(m_said.filter(m_said.last()).size(), 1);
}

void TestAnnouncements::onlyTheShownRoomIsSpokenOf()
{
    mute(u"cake"_s, true);
    QVERIFY(m_said.isEmpty());
}

void TestAnnouncements::whatHeldBeforeIsNoNews()
{
    mute(u"cake"_s, true);
    m_state->setActiveRoom(room(u"cake"_s));
    QVERIFY(m_said.isEmpty());
    mute(u"cake"_s, false);
    QCOMPARE(m_said.size(), 1);
}

void TestAnnouncements::comingInIsNoEndOfAMute()
{
    m_state->onRoomStateChanged(room(u"tea"_s), RoomState::Rejoining);
    join(u"tea"_s);
    QVERIFY2(m_said.isEmpty(), qPrintable(m_said.join(u'|')));
}

void TestAnnouncements::goingOutIsNoEndOfAMute_data()
{
    QTest::addColumn<RoomState>("state");
    QTest::newRow("on the way back") << RoomState::Rejoining;
    QTest::newRow("removed") << RoomState::Left;
}

void TestAnnouncements::goingOutIsNoEndOfAMute()
{
    QFETCH(RoomState, state);
    mute(u"tea"_s, true);
    m_said.clear();
    m_state->onRoomStateChanged(room(u"tea"_s), state);
    QCOMPARE(m_said, QStringList());
    // Back, and muted as before.
    m_state->onRoomStateChanged(room(u"tea"_s), RoomState::Joined);
    mute(u"tea"_s, true);
    QCOMPARE(m_said, QStringList());
    m_state->onRoomStateChanged(room(u"tea"_s), state);
    m_state->onRoomStateChanged(room(u"tea"_s), RoomState::Joined);
    mute(u"tea"_s, false);
    QCOMPARE(m_said.size(), 1);
}

void TestAnnouncements::theSecondsOfAMuteAreNoNews()
{
    MuteState state;
    state.canSpeak = false;
    state.userMutedHere = true;
    state.until = m_clock->now().addSecs(45);
    m_state->onMuteStateChanged(room(u"tea"_s), state);
    QCOMPARE(m_said.size(), 1);
    const QString before = m_state->activePage()->composer().lockReason();
    m_clock->advance(10'000);
    QVERIFY(m_state->activePage()->composer().lockReason() != before);
    QCOMPARE(m_said.size(), 1);
}

void TestAnnouncements::sendingTooSoonIsSaidAndItsEndToo()
{
    join(u"tea"_s);
    ComposerState &composer = m_state->page(room(u"tea"_s))->composer();
    m_said.clear();
    composer.setSlowMode(20);
    composer.noteSpoken();
    m_clock->advance(5000);
    QCOMPARE(m_said, QStringList());
    QVERIFY(!composer.isItsTime());
    m_clock->advance(5000);
    QVERIFY(!composer.isItsTime());
    QCOMPARE(m_said, QStringList{u"Slow mode: wait 15 s more, then send it."_s});
    m_clock->advance(10000);
    QCOMPARE(m_said.mid(1), QStringList{u"You can write again."_s});
    QVERIFY(composer.isItsTime());
}

void TestAnnouncements::whatWasNotTakenIsSaid()
{
    ComposerState &composer = m_state->page(room(u"tea"_s))->composer();
    composer.objectTo(u"There is no such command."_s);
    QCOMPARE(m_said, QStringList{u"There is no such command."_s});
    composer.setOnline(true);
    composer.setSlowMode(20);
    QCOMPARE(m_said.size(), 1);
    composer.withdrawObjection();
    QCOMPARE(m_said.size(), 1);
    composer.refuse(u"hello"_s, u"Not now."_s);
    QCOMPARE(m_said.mid(1), QStringList{u"Not now."_s});
    // In a room that is not shown, and when it is shown afterwards.
    m_said.clear();
    m_state->page(room(u"cake"_s))->composer().objectTo(u"That neither."_s);
    m_state->setActiveRoom(room(u"cake"_s));
    QCOMPARE(m_said, QStringList());
}

void TestAnnouncements::aFileThatDidNotArriveIsSaid()
{
    AttachmentList &files = m_state->page(room(u"tea"_s))->composer().attachments();
    files.setOffer({UploadOffer::State::Yes, 1024});
    const auto added = files.add({u"a\nb.txt"_s, {}, "hello"}, 5);
    QVERIFY(added);
    files.send(added.value());
    files.setSent(added.value(), 3);
    QCOMPARE(m_said, QStringList());
    files.setFailed(added.value(), u"The server does not answer."_s);
    files.setThumbnail(added.value(), "x");
    QCOMPARE(m_said, QStringList{u"a b.txt was not sent. The server does not answer."_s});
    // Once more.
    files.send(added.value());
    files.setFailed(added.value(), u"The server does not answer."_s);
    QCOMPARE(m_said.size(), 2);
    m_said.clear();
    m_state->setActiveRoom(room(u"cake"_s));
    m_state->setActiveRoom(room(u"tea"_s));
    files.setThumbnail(added.value(), "y");
    QCOMPARE(m_said, QStringList());
}

void TestAnnouncements::aMessageThatWasNotSentIsSaid()
{
    const QString why = u"It is not known whether this message arrived."_s;
    auto row = anOwnRow(1, u"hello"_s, m_clock->now(), DeliveryState::Checking).message;
    m_state->onMessageChanged(room(u"tea"_s), MessageChange::State, row);
    row.state = DeliveryState::Failed;
    row.failure = why;
    m_state->onMessageChanged(room(u"cake"_s), MessageChange::State, row);
    QTest::qWait(0);
    QCOMPARE(m_said, QStringList());
    m_state->onMessageChanged(room(u"tea"_s), MessageChange::State, row);
    QTRY_COMPARE(m_said, QStringList{why});
    // What else becomes of it does not fail it again.
    m_state->onMessageChanged(room(u"tea"_s), MessageChange::Retracted, row);
    QTest::qWait(0);
    QCOMPARE(m_said.size(), 1);
    // Tried again, in vain.
    row.state = DeliveryState::Queued;
    m_state->onMessageChanged(room(u"tea"_s), MessageChange::State, row);
    row.state = DeliveryState::Failed;
    row.failure.clear();
    m_state->onMessageChanged(room(u"tea"_s), MessageChange::State, row);
    QTRY_COMPARE(m_said.mid(1), QStringList{u"Not sent."_s});
}

void TestAnnouncements::whyAMessageWasNotSentIsSaidOnce()
{
    // A mute stops three at once, and the first is in the field again with the same reason.
    const Error muted = Error::make(ErrorKind::Muted);
    for (const MessageKey key : {1, 2, 3}) {
        auto row = anOwnRow(key, u"hello"_s, m_clock->now(), DeliveryState::Failed).message;
        row.failure = muted.text;
        m_state->onMessageChanged(room(u"tea"_s), MessageChange::State, row);
        m_state->onMessageRefused(room(u"tea"_s), row, muted);
    }
    QTest::qWait(0);
    QCOMPARE(m_said, QStringList{muted.text});
    // Those that fail together for one reason are told in one.
    m_said.clear();
    for (const MessageKey key : {4, 5}) {
        auto row = anOwnRow(key, u"hello"_s, m_clock->now(), DeliveryState::Failed).message;
        row.failure = u"Too late."_s;
        m_state->onMessageChanged(room(u"tea"_s), MessageChange::State, row);
    }
    QTRY_COMPARE(m_said, QStringList{u"Too late."_s});
    // Not of a room that one has just left for another.
    m_said.clear();
    auto row = anOwnRow(6, u"hello"_s, m_clock->now(), DeliveryState::Failed).message;
    m_state->onMessageChanged(room(u"tea"_s), MessageChange::State, row);
    m_state->setActiveRoom(room(u"cake"_s));
    QTest::qWait(0);
    QCOMPARE(m_said, QStringList());
}

QTEST_GUILESS_MAIN(TestAnnouncements)
#include "tst_announcements.moc"
