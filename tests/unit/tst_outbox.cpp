#include "service/outbox.h"
#include "service/sendpace.h"
#include "support/builders.h"
#include "support/fakeclock.h"
#include "support/refusedbody.h"
#include "support/tempstore.h"

#include <QCoreApplication>
#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

/// Own messages with the real store and no network.
class TestOutbox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_store = std::make_unique<TempStore>();
        m_sent.clear();
        m_checks = 0;
        makeOutbox();
    }
    void cleanup() { m_outbox.reset(); }

    void nothingIsSentBeforeTheRoomIsOpen();
    void queuedGoOutInOrderOnce();
    void sentIsStoredBeforeItIsTransmitted();
    void settledRowsAreForgotten();
    void afterTheSessionEndedSentBecomesChecking();
    void provedAbsentIsSentAgainOnce();
    void unprovableIsNeverSentAgain();
    void oldIsNotSentAgain();
    void refusedFailsWithItsSentence();
    void restartChecksWhatWasSent();
    void whatIsLeftBehindInAnAbandonedRoomFails();
    void whatAnEarlierRunLeftInAnAbandonedRoomFails();
    void whatGoesOutInTheMomentOfLeavingFails();
    void reflectionsAreDueAfterAResume();
    void whatTheServerHasNotCountedGoesOutAgain();
    void whatTheServerHasNotCountedIsLookedForInANewSession();
    void whatHasJustGoneOutIsNotInDoubt();
    void whatCannotBeReadYetIsInDoubt();
    void slowServersAreWaitedForLonger();
    void settledReflectionsNeedNoCheck();
    void pausedMidwayIsQueuedAgain();
    void originIdsAreRandomAndFixed();
    void thePaceOfARoomIsItsWordOrWhatWasLearnt();

private:
    void makeOutbox()
    {
        m_outbox = std::make_unique<Outbox>(**m_store, m_store->clock(), [this](const RoomMessage &entry) {
            m_sent.append(entry.body);
            m_ids.append(entry.originId);
            m_entries.append(entry);
        });
        connect(m_outbox.get(), &Outbox::checkNeeded, this, [this] { ++m_checks; });
        m_outbox->load(m_store->room());
        settle();
    }
    void settle()
    {
        for (int i = 0; i < 6; ++i) {
            (*m_store)->drain();
            QCoreApplication::processEvents();
        }
    }
    void enqueue(const QString &body)
    {
        RoomMessage entry;
        entry.body = body;
        entry.nickname = u"alice"_s;
        m_outbox->enqueue(entry);
        settle();
    }
    /// States of own rows in timeline order.
    QString states()
    {
        QStringList parts;
        const auto items = m_store->items();
        for (const TimelineItem &item : items)
            parts.append(QString(item.message.body + u':' + nameOf(item.message.state)));
        return parts.join(u' ');
    }
    QStringList takeSent() { return std::exchange(m_sent, {}); }

    std::unique_ptr<TempStore> m_store;
    std::unique_ptr<Outbox> m_outbox;
    QList<RoomMessage> m_entries;
    QStringList m_sent;
    QStringList m_ids;
    int m_checks = 0;
};

void TestOutbox::nothingIsSentBeforeTheRoomIsOpen()
{
    enqueue(u"a"_s);
    QCOMPARE(takeSent(), QStringList());
    QCOMPARE(states(), u"a:Queued"_s);
    m_outbox->resume();
    settle();
    QCOMPARE(takeSent(), QStringList{u"a"_s});
    QCOMPARE(states(), u"a:Sent"_s);
}

void TestOutbox::queuedGoOutInOrderOnce()
{
    enqueue(u"a"_s);
    enqueue(u"b"_s);
    enqueue(u"c"_s);
    m_outbox->resume();
    m_outbox->resume();
    settle();
    m_outbox->resume();
    settle();
    QCOMPARE(takeSent(), (QStringList{u"a"_s, u"b"_s, u"c"_s}));
}

void TestOutbox::sentIsStoredBeforeItIsTransmitted()
{
    m_outbox->resume();
    QString stateWhenSent;
    m_outbox =
        std::make_unique<Outbox>(**m_store, m_store->clock(), [&](const RoomMessage &) { stateWhenSent = states(); });
    m_outbox->load(m_store->room());
    m_outbox->resume();
    enqueue(u"a"_s);
    QCOMPARE(stateWhenSent, u"a:Sent"_s);
}

void TestOutbox::settledRowsAreForgotten()
{
    m_outbox->resume();
    enqueue(u"a"_s);
    QVERIFY(m_outbox->hasUnsettled());
    StoredMessage row = m_store->items().first().message;
    row.state = DeliveryState::Delivered;
    m_outbox->noteRow(row);
    QVERIFY(!m_outbox->hasUnsettled());
    m_outbox->sessionEnded();
    settle();
    QCOMPARE(states(), u"a:Sent"_s);
}

void TestOutbox::afterTheSessionEndedSentBecomesChecking()
{
    m_outbox->resume();
    enqueue(u"a"_s);
    m_outbox->sessionEnded();
    enqueue(u"b"_s);
    QCOMPARE(states(), u"a:Checking b:Queued"_s);
    QCOMPARE(takeSent(), QStringList{u"a"_s});
}

void TestOutbox::provedAbsentIsSentAgainOnce()
{
    m_outbox->resume();
    enqueue(u"a"_s);
    m_outbox->sessionEnded();
    settle();
    m_outbox->settleAfterCatchUp(true);
    m_outbox->resume();
    settle();
    QCOMPARE(takeSent(), (QStringList{u"a"_s, u"a"_s}));
    QCOMPARE(m_ids.at(m_ids.size() - 2), m_ids.last());
    m_outbox->sessionEnded();
    settle();
    m_outbox->settleAfterCatchUp(true);
    m_outbox->resume();
    settle();
    QCOMPARE(takeSent(), QStringList());
    QCOMPARE(states(), u"a:Failed"_s);
}

void TestOutbox::unprovableIsNeverSentAgain()
{
    m_outbox->resume();
    enqueue(u"a"_s);
    m_outbox->sessionEnded();
    settle();
    m_outbox->settleAfterCatchUp(false);
    m_outbox->resume();
    settle();
    QCOMPARE(takeSent(), QStringList{u"a"_s});
    QCOMPARE(states(), u"a:Failed"_s);
    QVERIFY(m_store->items().first().message.failure.contains(u"not known"_s));
}

void TestOutbox::oldIsNotSentAgain()
{
    m_outbox->resume();
    enqueue(u"a"_s);
    m_outbox->sessionEnded();
    settle();
    m_store->clock().setNow(m_store->clock().now().addSecs(300));
    m_outbox->settleAfterCatchUp(true);
    m_outbox->resume();
    settle();
    QCOMPARE(takeSent(), QStringList{u"a"_s});
    QCOMPARE(states(), u"a:Failed"_s);
}

void TestOutbox::refusedFailsWithItsSentence()
{
    m_outbox->resume();
    enqueue(u"a"_s);
    QStringList told;
    connect(m_outbox.get(), &Outbox::refused, this, [&told](const StoredMessage &row, const Error &error) {
        told.append(row.body + u':' + nameOf(row.state) + u':' + nameOf(error.kind));
    });
    m_outbox->refuse(m_ids.last(), Error::make(ErrorKind::Muted));
    m_outbox->refuse(u"unknown"_s, Error::make(ErrorKind::Muted));
    settle();
    QCOMPARE(states(), u"a:Failed"_s);
    QCOMPARE(m_store->items().first().message.failure, Error::make(ErrorKind::Muted).text);
    QCOMPARE(told, QStringList{u"a:Failed:Muted"_s});
}

void TestOutbox::restartChecksWhatWasSent()
{
    m_outbox->resume();
    enqueue(u"a"_s);
    m_outbox->pause();
    enqueue(u"b"_s);
    m_outbox.reset();
    m_store->restart();
    makeOutbox();
    QCOMPARE(states(), u"a:Checking b:Queued"_s);
    takeSent();
    m_outbox->resume();
    settle();
    QCOMPARE(takeSent(), QStringList{u"b"_s});
}

void TestOutbox::whatIsLeftBehindInAnAbandonedRoomFails()
{
    m_outbox->resume();
    enqueue(u"a"_s);
    m_outbox->pause();
    enqueue(u"b"_s);
    m_outbox->sessionEnded();
    m_outbox->setAbandoned(true);
    settle();
    m_store->clock().advance(299000);
    settle();
    // A new join sends both until then.
    QCOMPARE(states(), u"a:Checking b:Queued"_s);
    QVERIFY(m_outbox->isInDoubt());
    m_store->clock().advance(1000);
    settle();
    QCOMPARE(states(), u"a:Failed b:Failed"_s);
    QVERIFY(m_store->items().at(0).message.failure.contains(u"not known"_s));
    QVERIFY(m_store->items().at(1).message.failure.contains(u"not delivered"_s));
    QVERIFY(!m_outbox->isInDoubt());
}

void TestOutbox::whatAnEarlierRunLeftInAnAbandonedRoomFails()
{
    m_outbox->resume();
    enqueue(u"a"_s);
    m_outbox.reset();
    m_store->restart();
    m_store->clock().setNow(m_store->clock().now().addDays(1));
    makeOutbox();
    QCOMPARE(states(), u"a:Checking"_s);
    QVERIFY(!m_outbox->isInDoubt());
    m_outbox->setAbandoned(true);
    settle();
    QCOMPARE(states(), u"a:Failed"_s);
}

void TestOutbox::whatGoesOutInTheMomentOfLeavingFails()
{
    enqueue(u"a"_s);
    m_store->clock().setNow(m_store->clock().now().addSecs(300));
    // The store has not answered yet that it is Sent.
    m_outbox->resume();
    m_outbox->sessionEnded();
    m_outbox->setAbandoned(true);
    settle();
    QVERIFY(takeSent().isEmpty());
    QCOMPARE(states(), u"a:Failed"_s);
}

void TestOutbox::reflectionsAreDueAfterAResume()
{
    m_outbox->resume();
    enqueue(u"a"_s);
    m_outbox->pause();
    m_outbox->streamResumed({});
    m_outbox->resume();
    m_outbox->awaitReflections(0);
    QCOMPARE(takeSent(), QStringList{u"a"_s});
    m_store->clock().advance(29999);
    settle();
    QCOMPARE(m_checks, 0);
    m_store->clock().advance(1);
    settle();
    QCOMPARE(m_checks, 1);
    QCOMPARE(states(), u"a:Checking"_s);
}

void TestOutbox::whatTheServerHasNotCountedGoesOutAgain()
{
    m_outbox->resume();
    enqueue(u"a"_s);
    enqueue(u"b"_s);
    enqueue(u"c"_s);
    QStringList ids;
    for (const TimelineItem &item : m_store->items())
        ids.append(item.message.originId);
    QCOMPARE(takeSent(), (QStringList{u"a"_s, u"b"_s, u"c"_s}));
    m_outbox->pause();
    enqueue(u"d"_s);
    m_outbox->streamResumed({ids.at(1), ids.at(2), u"of another room"_s});
    QCOMPARE(takeSent(), QStringList());
    // It comes back before the room is proved.
    StoredMessage row = m_store->items().at(1).message;
    row.state = DeliveryState::Delivered;
    m_outbox->noteRow(row);
    m_outbox->resume();
    settle();
    QCOMPARE(takeSent(), (QStringList{u"c"_s, u"d"_s}));
    // Once only.
    m_outbox->pause();
    m_outbox->resume();
    settle();
    QCOMPARE(takeSent(), QStringList());
}

void TestOutbox::whatTheServerHasNotCountedIsLookedForInANewSession()
{
    m_outbox->resume();
    enqueue(u"a"_s);
    m_outbox->pause();
    m_outbox->streamResumed({m_store->items().first().message.originId});
    m_outbox->sessionEnded();
    settle();
    takeSent();
    m_outbox->resume();
    settle();
    QCOMPARE(takeSent(), QStringList());
    QCOMPARE(states(), u"a:Checking"_s);
}

void TestOutbox::whatHasJustGoneOutIsNotInDoubt()
{
    m_outbox->resume();
    enqueue(u"a"_s);
    m_outbox->awaitReflections(0);
    m_store->clock().advance(29000);
    enqueue(u"b"_s);
    m_store->clock().advance(1000);
    settle();
    QCOMPARE(m_checks, 1);
    QCOMPARE(states(), u"a:Checking b:Sent"_s);
    m_store->clock().advance(30000);
    settle();
    QCOMPARE(states(), u"a:Checking b:Checking"_s);
}

void TestOutbox::whatCannotBeReadYetIsInDoubt()
{
    m_outbox->resume();
    enqueue(u"a"_s);
    QCOMPARE(states(), u"a:Sent"_s);
    {
        RefusedBody damaged(m_store->fileName(), {});
        damaged.hide(u"entry"_s);
        makeOutbox();
        // What an earlier run sent may be among what could not be read.
        QVERIFY(m_outbox->isInDoubt());
        QVERIFY(!m_outbox->hasUnsettled());
    }
    m_store->clock().advance(5000);
    settle();
    QVERIFY(m_outbox->hasUnsettled());
    QCOMPARE(states(), u"a:Checking"_s);
}

void TestOutbox::slowServersAreWaitedForLonger()
{
    m_outbox->resume();
    enqueue(u"a"_s);
    m_outbox->awaitReflections(30000);
    m_store->clock().advance(39999);
    settle();
    QCOMPARE(m_checks, 0);
    m_store->clock().advance(1);
    settle();
    QCOMPARE(m_checks, 1);
}

void TestOutbox::settledReflectionsNeedNoCheck()
{
    m_outbox->resume();
    enqueue(u"a"_s);
    m_outbox->awaitReflections(0);
    StoredMessage row = m_store->items().first().message;
    row.state = DeliveryState::Delivered;
    m_outbox->noteRow(row);
    m_store->clock().advance(60000);
    settle();
    QCOMPARE(m_checks, 0);
}

void TestOutbox::pausedMidwayIsQueuedAgain()
{
    enqueue(u"a"_s);
    m_outbox->resume();
    // The answer of the store is still on its way.
    m_outbox->pause();
    settle();
    QCOMPARE(takeSent(), QStringList());
    QCOMPARE(states(), u"a:Queued"_s);
    m_outbox->resume();
    settle();
    QCOMPARE(takeSent(), QStringList{u"a"_s});
}

void TestOutbox::originIdsAreRandomAndFixed()
{
    m_outbox->resume();
    m_ids.clear();
    enqueue(u"a"_s);
    enqueue(u"b"_s);
    QCOMPARE(m_ids.size(), 2);
    QCOMPARE(m_ids.first().size(), 32);
    QVERIFY(m_ids.first() != m_ids.last());
    QCOMPARE(m_store->items().first().message.originId, m_ids.first());
}

void TestOutbox::thePaceOfARoomIsItsWordOrWhatWasLearnt()
{
    FakeClock clock;
    int due = 0;
    SendPace pace(clock, [&due] { ++due; });
    pace.accepted();
    QVERIFY(!pace.isSlow() && !pace.isWaiting());
    pace.refused();
    QVERIFY(pace.isSlow());
    clock.advance(999);
    QVERIFY(pace.isWaiting());
    clock.advance(1);
    QCOMPARE(due, 1);
    // Twice as long each time, but not for ever.
    for (int i = 0; i < 10; ++i)
        pace.refused();
    clock.advance(31999);
    QVERIFY(pace.isWaiting());
    clock.advance(1);
    QCOMPARE(due, 2);
    pace.rest();
    QVERIFY(!pace.isSlow());
    pace.setInterval(60000);
    QVERIFY(pace.isSlow() && !pace.isWaiting());
    pace.accepted();
    clock.advance(59999);
    QVERIFY(pace.isWaiting());
    pace.accepted();
    clock.advance(1);
    QVERIFY(pace.isWaiting());
    clock.advance(59999);
    QCOMPARE(due, 3);
}

QTEST_GUILESS_MAIN(TestOutbox)
#include "tst_outbox.moc"
