#include "support/builders.h"
#include "support/tempstore.h"

#include <QFile>
#include <QTest>

using namespace foyer;
using namespace Qt::StringLiterals;

class TestMessageStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roomIsRememberedOverRestart();
    void forgottenRoomLeavesNothing();
    void sameBodyTwiceShowsTwice();
    void reusedIdFromOtherOccupantShows();
    void sameArchiveIdLiveTwiceIsADuplicate();
    void liveTimeIsArrivalNotTheClaimedStamp();
    void otherKindsAreStoredButNotShown();
    void endedMembershipStoresNothing();
    void ownMessageSortsLastUntilItsReflectionSettlesIt();
    void reflectionWithOtherBodyDoesNotSettle();
    void reflectionUnderTheNicknameOfThenSettles();
    void failedRowKeepsItsPlaceAndMayWaitAgain();
    void rowIsGivenForItsOwnRoomOnly();
    void messageOfOurOtherDeviceIsOwn();
    void pagingReadsEveryRowOnceInBothDirections();
    void everythingSurvivesRestartAndKill();
    void filesAreForTheirOwnerOnly();
};

namespace
{

QString bodies(const QList<TimelineItem> &items)
{
    QStringList parts;
    for (const TimelineItem &item : items)
        parts += item.kind == TimelineItem::Kind::Gap ? u"--"_s : item.message.body;
    return parts.join(u" | "_s);
}

} // namespace

void TestMessageStore::roomIsRememberedOverRestart()
{
    TempStore store;
    RoomRecord record = TempStore::get(store->openRoom(store.account(), *Jid::parse(u"den@rooms.example.org"_s)));
    QVERIFY(record.key != 0);
    record.spelledId = u"Den"_s;
    record.name = u"The den"_s;
    record.subject = u"welcome"_s;
    record.nickname = u"alice"_s;
    record.extra = u"x"_s;
    record.historyCount = -1;
    record.held = true;
    record.createdAt = store.clock().now();
    record.lastReadKey = 7;
    TempStore::get(store->saveRoom(record));
    store.restart();
    const QList<RoomRecord> rooms = TempStore::get(store->rooms(store.account()));
    QCOMPARE(rooms.size(), 2);
    QCOMPARE(rooms.last(), record);
    QCOMPARE(TempStore::get(store->openRoom(store.account(), record.jid)), record);
    QVERIFY(TempStore::get(store->rooms(*Jid::parse(u"bob@example.org"_s))).isEmpty());
}

void TestMessageStore::forgottenRoomLeavesNothing()
{
    TempStore store;
    store.live(store.begin(), anEntry(u"a"_s));
    TempStore::get(store->forgetRoom(store.room()));
    QVERIFY(TempStore::get(store->rooms(store.account())).isEmpty());
    QCOMPARE(TempStore::get(store->newestKey()), 0);
}

void TestMessageStore::rowIsGivenForItsOwnRoomOnly()
{
    TempStore store;
    const MessageKey key = store.live(store.begin(), anEntry(u"a"_s)).row->key;
    const RoomKey other = TempStore::get(store->openRoom(store.account(), *Jid::parse(u"den@rooms.example.org"_s))).key;
    QCOMPARE(TempStore::get(store->messageOf(store.room(), key)).archiveId, u"a"_s);
    const auto elsewhere = TempStore::wait(store->messageOf(other, key));
    QVERIFY(!elsewhere);
    QCOMPARE(elsewhere.error().kind, ErrorKind::StoreFailed);
}

void TestMessageStore::sameBodyTwiceShowsTwice()
{
    TempStore store;
    const MembershipKey membership = store.begin();
    store.live(membership, anEntry(u"a"_s).body(u"ok"_s).messageId(u"1"_s));
    store.live(membership, anEntry(u"b"_s).body(u"ok"_s).messageId(u"2"_s));
    store.live(membership, anEntry(u"c"_s).body(u"ok"_s).messageId(u"2"_s));
    QCOMPARE(store.timeline(), u"ok | ok | ok"_s);
}

void TestMessageStore::reusedIdFromOtherOccupantShows()
{
    TempStore store;
    const MembershipKey membership = store.begin();
    store.live(membership, anEntry(u"a"_s, u"bob"_s).messageId(u"same"_s).originId(u"same"_s));
    store.live(membership, anEntry(u"b"_s, u"carol"_s).messageId(u"same"_s).originId(u"same"_s));
    store.live(membership, aMessage().from(u"dave"_s).messageId(u"same"_s));
    QCOMPARE(TempStore::get(store->rowCount(store.room())), 3);
}

void TestMessageStore::sameArchiveIdLiveTwiceIsADuplicate()
{
    TempStore store;
    const MembershipKey membership = store.begin();
    const StoredEntry first = store.live(membership, anEntry(u"a"_s));
    QCOMPARE(first.outcome, InsertOutcome::Inserted);
    QVERIFY(first.row.has_value());
    QCOMPARE(first.row->archiveId, u"a"_s);
    QCOMPARE(first.row->state, DeliveryState::Received);
    const StoredEntry again = store.live(membership, anEntry(u"a"_s));
    QCOMPARE(again.outcome, InsertOutcome::Duplicate);
    QVERIFY(!again.row.has_value());
    QCOMPARE(TempStore::get(store->rowCount(store.room())), 1);
}

void TestMessageStore::liveTimeIsArrivalNotTheClaimedStamp()
{
    TempStore store;
    const StoredEntry entry = store.live(store.begin(), anEntry(u"a"_s));
    QCOMPARE(entry.row->sentAt, store.clock().now());
}

void TestMessageStore::otherKindsAreStoredButNotShown()
{
    TempStore store;
    const MembershipKey membership = store.begin();
    const StoredEntry subject = store.live(membership, anEntry(u"s"_s).kind(EntryKind::Subject));
    QCOMPARE(subject.outcome, InsertOutcome::Inserted);
    QVERIFY(!subject.row.has_value());
    store.live(membership, anEntry(u"a"_s));
    QCOMPARE(store.timeline(), u"body of a"_s);
    QCOMPARE(store.live(membership, anEntry(u"s"_s).kind(EntryKind::Subject)).outcome, InsertOutcome::Duplicate);
}

void TestMessageStore::endedMembershipStoresNothing()
{
    TempStore store;
    const MembershipKey membership = store.begin();
    store.end(membership);
    const auto result = TempStore::wait(store->appendLive(store.room(), membership, {anEntry(u"a"_s)}));
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::NotInRoom);
    QCOMPARE(TempStore::get(store->rowCount(store.room())), 0);
}

void TestMessageStore::ownMessageSortsLastUntilItsReflectionSettlesIt()
{
    TempStore store;
    const MembershipKey membership = store.begin();
    const auto own = TempStore::get(store->enqueueOwn(store.room(), u"o1"_s, u"mine"_s, u"alice"_s));
    QCOMPARE(own.state, DeliveryState::Queued);
    QVERIFY(own.own);
    TempStore::get(store->enqueueOwn(store.room(), u"o2"_s, u"mine too"_s, u"alice"_s));
    store.live(membership, anEntry(u"a"_s));
    QCOMPARE(store.timeline(), u"body of a | mine | mine too"_s);
    TempStore::get(store->setOwnState(own.key, DeliveryState::Sent));
    store.clock().advance(5000);
    const StoredEntry settled =
        store.live(membership, aMessage().from(u"alice"_s).self().archiveId(u"b"_s).messageId(u"o1"_s).body(u"mine"_s));
    QCOMPARE(settled.outcome, InsertOutcome::MergedWithOwn);
    QCOMPARE(settled.row->key, own.key);
    QCOMPARE(settled.row->state, DeliveryState::Delivered);
    QCOMPARE(settled.row->archiveId, u"b"_s);
    QCOMPARE(settled.row->sentAt, store.clock().now());
    store.live(membership, anEntry(u"c"_s));
    QCOMPARE(store.timeline(), u"body of a | mine | body of c | mine too"_s);
    QCOMPARE(TempStore::get(store->unsettledOwn(store.room())).size(), 1);
    // A tick is for ever.
    QCOMPARE(TempStore::get(store->setOwnState(own.key, DeliveryState::Failed)).state, DeliveryState::Delivered);
}

void TestMessageStore::reflectionWithOtherBodyDoesNotSettle()
{
    TempStore store;
    const MembershipKey membership = store.begin();
    TempStore::get(store->enqueueOwn(store.room(), u"o1"_s, u"mine"_s, u"alice"_s));
    store.live(membership, aMessage().from(u"bob"_s).archiveId(u"a"_s).messageId(u"o1"_s).body(u"mine"_s));
    store.live(membership, aMessage().from(u"alice"_s).self().archiveId(u"b"_s).messageId(u"o1"_s).body(u"x"_s));
    QCOMPARE(store.timeline(), u"mine | x | mine"_s);
    QCOMPARE(TempStore::get(store->unsettledOwn(store.room())).size(), 1);
}

void TestMessageStore::reflectionUnderTheNicknameOfThenSettles()
{
    // The room has renamed us, and a replay brings the reflection once more: it is not from ourselves any longer.
    TempStore store;
    const MembershipKey membership = store.begin();
    TempStore::get(store->enqueueOwn(store.room(), u"o1"_s, u"mine"_s, u"alice"_s));
    const StoredEntry settled =
        store.live(membership, aMessage().from(u"alice"_s).archiveId(u"b"_s).messageId(u"o1"_s).body(u"mine"_s));
    QCOMPARE(settled.outcome, InsertOutcome::MergedWithOwn);
    QCOMPARE(settled.row->state, DeliveryState::Delivered);
    QCOMPARE(store.timeline(), u"mine"_s);
    // Who has taken the nickname is somebody else, if the room tells occupants apart.
    store.live(membership, aMessage().from(u"alicia"_s).self().occupantId(u"us"_s).archiveId(u"c"_s).body(u"ours"_s));
    TempStore::get(store->enqueueOwn(store.room(), u"o2"_s, u"mine"_s, u"alice"_s));
    store.live(membership,
               aMessage().from(u"alice"_s).occupantId(u"them"_s).archiveId(u"d"_s).messageId(u"o2"_s).body(u"mine"_s));
    QCOMPARE(store.timeline(), u"mine | ours | mine | mine"_s);
}

void TestMessageStore::failedRowKeepsItsPlaceAndMayWaitAgain()
{
    TempStore store;
    const MembershipKey membership = store.begin();
    store.live(membership, anEntry(u"a"_s));
    const auto own = TempStore::get(store->enqueueOwn(store.room(), u"o1"_s, u"mine"_s, u"alice"_s));
    const auto failed = TempStore::get(store->setOwnState(own.key, DeliveryState::Failed, u"was not delivered"_s));
    QCOMPARE(failed.failure, u"was not delivered"_s);
    store.live(membership, anEntry(u"b"_s));
    QCOMPARE(store.timeline(), u"body of a | mine | body of b"_s);
    QVERIFY(TempStore::get(store->unsettledOwn(store.room())).isEmpty());
    const auto again = TempStore::get(store->setOwnState(own.key, DeliveryState::Queued));
    QCOMPARE(again.failure, QString());
    QCOMPARE(store.timeline(), u"body of a | body of b | mine"_s);
}

void TestMessageStore::messageOfOurOtherDeviceIsOwn()
{
    TempStore store;
    const MembershipKey membership = store.begin();
    const StoredEntry self = store.live(membership, anEntry(u"a"_s, u"alice"_s).self());
    QVERIFY(self.row->own);
    QCOMPARE(self.row->state, DeliveryState::Delivered);
    // The occupant id is known to be ours from now on; so is our address where the room shows it.
    QVERIFY(store.live(membership, anEntry(u"b"_s, u"alice"_s)).row->own);
    QVERIFY(
        store.live(membership, anEntry(u"c"_s, u"other"_s).realJid(*Jid::parse(u"alice@example.org/x"_s))).row->own);
    QVERIFY(!store.live(membership, anEntry(u"d"_s, u"bob"_s)).row->own);
}

void TestMessageStore::pagingReadsEveryRowOnceInBothDirections()
{
    TempStore store;
    MembershipKey membership = store.begin();
    QStringList expected;
    for (int i = 0; i < 25; ++i) {
        if (i == 10) {
            store.end(membership);
            membership = store.begin();
            expected += u"--"_s;
        }
        expected += store.live(membership, anEntry(QString::number(i))).row->body;
    }
    TempStore::get(store->enqueueOwn(store.room(), u"o"_s, u"mine"_s, u"alice"_s));
    expected += u"mine"_s;
    for (int limit = 1; limit <= 30; ++limit) {
        QStringList back;
        QStringList forth;
        TimelinePage page;
        MessageKey key = 0;
        for (int calls = 0; calls < 40 && !page.reachedStart; ++calls) {
            page = TempStore::get(store->itemsBefore(store.room(), key, limit));
            QVERIFY(!page.items.isEmpty());
            QVERIFY(page.items.size() <= std::max(2, limit));
            back.prepend(bodies(page.items));
            key = page.items.first().message.key;
        }
        QCOMPARE(back.join(u" | "_s), expected.join(u" | "_s));
        key = 0;
        page = {};
        for (int calls = 0; calls < 40 && !page.reachedEnd; ++calls) {
            page = TempStore::get(store->itemsAfter(store.room(), key, limit));
            QVERIFY(!page.items.isEmpty());
            forth.append(bodies(page.items));
            key = page.items.last().message.key;
        }
        QCOMPARE(forth.join(u" | "_s), expected.join(u" | "_s));
    }
}

void TestMessageStore::everythingSurvivesRestartAndKill()
{
    TempStore store;
    const MembershipKey membership = store.begin();
    for (int i = 0; i < 20; ++i)
        store.live(membership, anEntry(QString::number(i)));
    TempStore::get(store->enqueueOwn(store.room(), u"o"_s, u"mine"_s, u"alice"_s));
    const QList<TimelineItem> before = store.items();
    QCOMPARE(before.size(), 21);
    store.killAndReopen();
    QCOMPARE(store.items(), before);
    store.restart();
    QCOMPARE(store.items(), before);
    // What was live before the restart is live no more.
    const auto late = TempStore::wait(store->appendLive(store.room(), membership, {anEntry(u"x"_s)}));
    QVERIFY(!late);
}

void TestMessageStore::filesAreForTheirOwnerOnly()
{
    TempStore store;
    store.live(store.begin(), anEntry(u"a"_s));
    for (const QString &suffix : {u""_s, u"-wal"_s, u"-shm"_s}) {
        const auto permissions = QFile::permissions(QString(store.fileName() + suffix));
        QVERIFY(permissions & QFile::ReadOwner);
        QVERIFY(!(permissions & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther)));
    }
}

QTEST_GUILESS_MAIN(TestMessageStore)
#include "tst_messagestore.moc"
