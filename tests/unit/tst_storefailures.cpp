// A disk that fails, a process that dies, a file that is not ours (guarantee, rule 2 and H14).
#include "sql/database.h"
#include "store/storereader.h"
#include "store/storewriter.h"
#include "support/builders.h"
#include "support/tempstore.h"

#include <QFile>
#include <QFileInfo>
#include <QTest>

#include <csignal>
#include <sys/resource.h>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

/// Makes every write that would grow a file beyond \a bytes fail, as a full disk does, until it goes.
class FullDisk
{
public:
    explicit FullDisk(qint64 bytes)
    {
        m_oldHandler = std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &m_old);
        rlimit limit = m_old;
        limit.rlim_cur = static_cast<rlim_t>(bytes);
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FullDisk()
    {
        setrlimit(RLIMIT_FSIZE, &m_old);
        std::signal(SIGXFSZ, m_oldHandler);
    }
    FullDisk(const FullDisk &) = delete;
    FullDisk &operator=(const FullDisk &) = delete;

private:
    rlimit m_old{};
    void (*m_oldHandler)(int) = nullptr;
};

RoomMessage numbered(int number)
{
    return anEntry(QString::number(number)).body(QString::number(number).rightJustified(400, u'.'));
}

qint64 logSize(const TempStore &store)
{
    return QFileInfo(QString(store.fileName() + u"-wal"_s)).size();
}

} // namespace

class TestStoreFailures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fullDiskLosesNothingThatWasAnswered();
    void h14_entryThatCouldNotBeStoredLeavesAHole();
    void failingRequestFailsAlone();
    void requestThatFillsTheFileFailsAlone();
    void ownMessageOnAFullDiskIsRefused();
    void killedBetweenCommitsKeepsWhatWasAnswered();
    void olderFileIsBroughtUpToDate();
    void newerFileIsRefused();
    void foreignFileIsRefused();
    void folderThatCannotBeWrittenIsRefused();
    void readerReadsBesideTheRunningStore();
    void readerRefusesWhatIsNotThere();
    void bulkIsStoredWhole();
};

void TestStoreFailures::fullDiskLosesNothingThatWasAnswered()
{
    TempStore store;
    const MembershipKey membership = store.begin();
    QStringList stored;
    int failures = 0;
    {
        const FullDisk disk(logSize(store) + 1'500'000);
        for (int i = 0; i < 200; ++i) {
            auto future = store->appendLive(store.room(), membership, {numbered(i)});
            if (i % 3 == 0)
                store->drain();
            const auto result = TempStore::wait(std::move(future));
            if (result)
                stored += result->first().row->archiveId;
            else
                QCOMPARE(result.error().kind, ErrorKind::StoreFailed);
            failures += result ? 0 : 1;
        }
    }
    QVERIFY(failures > 0);
    QVERIFY(stored.size() > 20);
    store.killAndReopen();
    QStringList found;
    for (const TimelineItem &item : store.items()) {
        if (item.kind == TimelineItem::Kind::Message)
            found += item.message.archiveId;
    }
    QCOMPARE(found, stored);
}

void TestStoreFailures::h14_entryThatCouldNotBeStoredLeavesAHole()
{
    TempStore store;
    const MembershipKey membership = store.begin();
    store.live(membership, anEntry(u"a"_s).body(u"a"_s));
    {
        const FullDisk disk(1);
        auto lost = store->appendLive(store.room(), membership, {anEntry(u"x"_s).body(u"x"_s)});
        store->drain();
        const auto result = TempStore::wait(std::move(lost));
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::StoreFailed);
    }
    // Nobody told the store to break its segment; it knows.
    store.live(membership, anEntry(u"y"_s).body(u"y"_s));
    QCOMPARE(store.timeline(), u"a | --NotLoaded-- | y"_s);
    PageCommit page;
    page.membership = membership;
    page.newest = true;
    page.olderWanted = true;
    for (const QString &id : {u"a"_s, u"x"_s, u"y"_s})
        page.entries += anEntry(id).body(id);
    QVERIFY(store.page(page).metOlderSegment);
    QCOMPARE(store.timeline(), u"a | x | y"_s);
    store.live(membership, anEntry(u"z"_s).body(u"z"_s));
    QCOMPARE(store.timeline(), u"a | x | y | z"_s);
}

void TestStoreFailures::failingRequestFailsAlone()
{
    TempStore store;
    const MembershipKey membership = store.begin();
    auto before = store->appendLive(store.room(), membership, {anEntry(u"a"_s)});
    auto broken = store->saveRoom(RoomRecord());
    auto refused = store->appendLive(store.room(), membership + 77, {anEntry(u"b"_s)});
    auto after = store->appendLive(store.room(), membership, {anEntry(u"c"_s)});
    store->drain();
    QVERIFY(TempStore::wait(std::move(before)).isOk());
    QCOMPARE(TempStore::wait(std::move(broken)).error().kind, ErrorKind::StoreFailed);
    QCOMPARE(TempStore::wait(std::move(refused)).error().kind, ErrorKind::NotInRoom);
    QVERIFY(TempStore::wait(std::move(after)).isOk());
    // A refusal is no failed write, so nothing is torn.
    QCOMPARE(store.timeline(), u"body of a | body of c"_s);
}

void TestStoreFailures::requestThatFillsTheFileFailsAlone()
{
    QTemporaryDir folder;
    StoreWriter writer(folder.filePath(u"messages.sqlite"_s));
    // A page limit makes the statement fail, upon which SQLite gives up the whole transaction around it.
    const auto limitPages = [](Database &database) {
        Query count = database.query(u"PRAGMA page_count"_s);
        const qint64 pages = count.next() ? count.number(0) : 0;
        database.query(u"PRAGMA max_page_count=%1"_s.arg(pages + 4)).next();
    };
    QVERIFY(writer.open(limitPages, QDateTime::currentDateTimeUtc()).isOk());
    QList<QFuture<Result<qint64>>> answers;
    const auto post = [&](int bytes, Flush flush) {
        auto request = std::make_unique<ResultRequest<qint64>>([bytes](Database &database) -> Result<qint64> {
            Query query = database.query(u"INSERT INTO room (account, jid) VALUES ('a', zeroblob(?))"_s, {bytes});
            return query.affected() == 1 ? query.insertedKey() : 0;
        });
        request->flush = flush;
        answers += request->future();
        writer.post(std::move(request));
    };
    post(10, Flush::Soon);
    post(200'000, Flush::Soon);
    post(20, Flush::Now);
    QVERIFY(TempStore::wait(answers.at(0)).isOk());
    QCOMPARE(TempStore::wait(answers.at(1)).error().kind, ErrorKind::StoreFailed);
    QVERIFY(TempStore::wait(answers.at(2)).isOk());
    post(30, Flush::Now);
    QVERIFY(TempStore::wait(answers.at(3)).isOk());
    auto count = std::make_unique<ResultRequest<qint64>>([](Database &database) -> Result<qint64> {
        Query query = database.query(u"SELECT count(*) FROM room"_s);
        return query.next() ? query.number(0) : -1;
    });
    count->flush = Flush::Now;
    auto counted = count->future();
    writer.post(std::move(count));
    QCOMPARE(TempStore::get(std::move(counted)), 3);
}

void TestStoreFailures::ownMessageOnAFullDiskIsRefused()
{
    TempStore store;
    {
        const FullDisk disk(1);
        const auto result = TempStore::wait(store->enqueueOwn(store.room(), u"o"_s, u"mine"_s, u"alice"_s));
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::StoreFailed);
    }
    QVERIFY(TempStore::get(store->unsettledOwn(store.room())).isEmpty());
    TempStore::get(store->enqueueOwn(store.room(), u"o"_s, u"mine"_s, u"alice"_s));
    QCOMPARE(store.timeline(), u"mine"_s);
}

void TestStoreFailures::killedBetweenCommitsKeepsWhatWasAnswered()
{
    TempStore store;
    const MembershipKey membership = store.begin();
    for (int round = 0; round < 8; ++round) {
        const int answered = round * 25;
        const MembershipKey current = round == 0 ? membership : store.begin();
        for (int i = 0; i < 25; ++i)
            store.live(current, numbered(answered + i));
        // In flight, not answered: may be there or not, but not half.
        auto unanswered =
            store->appendLive(store.room(), current, {numbered(1000 + 2 * round), numbered(1001 + 2 * round)});
        store.killAndReopen();
        const qint64 rows = TempStore::get(store->rowCount(store.room()));
        QVERIFY(rows >= answered + 25);
        QCOMPARE((rows - answered - 25) % 2, 0);
    }
    Database database;
    QVERIFY(database.open(store.fileName(), Database::Access::ReadOnly).isOk());
    Query query = database.query(u"PRAGMA integrity_check"_s);
    QVERIFY(query.next());
    QCOMPARE(query.text(0), u"ok"_s);
}

void TestStoreFailures::olderFileIsBroughtUpToDate()
{
    QTemporaryDir folder;
    const QString fileName = folder.filePath(u"messages.sqlite"_s);
    // Written by version 1: one room, "hello" of bob, "mine" of our own that waits as Checking.
    QVERIFY(QFile::copy(QStringLiteral(FOYER_TEST_DATA "/stores/messages-1.sqlite"), fileName));
    QVERIFY(QFile::setPermissions(fileName, QFile::ReadOwner | QFile::WriteOwner));
    FakeClock clock;
    MessageStore store(fileName, clock);
    QVERIFY(store.open().isOk());
    const auto rooms = TempStore::get(store.rooms(Jid::parse(u"alice@localhost"_s).value()));
    QCOMPARE(rooms.size(), 1);
    const QList<StoredMessage> waiting = TempStore::get(store.unsettledOwn(rooms.first().key));
    QCOMPARE(waiting.size(), 1);
    QCOMPARE(waiting.first().body, u"mine"_s);
    QVERIFY(!waiting.first().sentAgain);
    const StoredMessage sent = TempStore::get(store.setOwnState(waiting.first().key, DeliveryState::Sent));
    QVERIFY(sent.sentAgain);
}

void TestStoreFailures::newerFileIsRefused()
{
    TempStore store;
    const QString fileName = store.fileName();
    store.live(store.begin(), anEntry(u"a"_s));
    {
        Database database;
        QVERIFY(database.open(fileName, Database::Access::ReadWrite).isOk());
        database.run(u"PRAGMA user_version=999"_s);
    }
    FakeClock clock;
    MessageStore other(fileName, clock);
    const Result<Done> opened = other.open();
    QVERIFY(!opened);
    QCOMPARE(opened.error().kind, ErrorKind::StoreFailed);
    QVERIFY(opened.error().text.contains(u"newer"_s));
    QVERIFY(!TempStore::wait(other.rooms(store.account())));
}

void TestStoreFailures::foreignFileIsRefused()
{
    QTemporaryDir folder;
    const QString foreign = folder.filePath(u"foreign.sqlite"_s);
    {
        Database database;
        QVERIFY(database.open(foreign, Database::Access::ReadWrite).isOk());
        database.run(u"CREATE TABLE t (x)"_s);
    }
    QFile file(foreign);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray before = file.readAll();
    FakeClock clock;
    MessageStore store(foreign, clock);
    const Result<Done> opened = store.open();
    QVERIFY(!opened);
    QCOMPARE(opened.error().kind, ErrorKind::StoreFailed);
    QVERIFY(!opened.error().text.isEmpty());
    // Refused means untouched.
    QVERIFY(file.seek(0));
    QCOMPARE(file.readAll(), before);
}

void TestStoreFailures::folderThatCannotBeWrittenIsRefused()
{
    FakeClock clock;
    MessageStore store(u"/nowhere/at/all/messages.sqlite"_s, clock);
    const Result<Done> opened = store.open();
    QVERIFY(!opened);
    QCOMPARE(opened.error().kind, ErrorKind::StoreFailed);
}

void TestStoreFailures::readerReadsBesideTheRunningStore()
{
    TempStore store;
    const MembershipKey first = store.begin();
    store.live(first, anEntry(u"a"_s));
    store.end(first);
    const MembershipKey second = store.begin();
    for (int i = 0; i < 1200; ++i)
        store->appendLive(store.room(), second, {anEntry(u"n%1"_s.arg(i))});
    TempStore::get(store->enqueueOwn(store.room(), u"o"_s, u"mine"_s, u"alice"_s));

    StoreReader reader(store.fileName());
    QVERIFY(reader.open().isOk());
    const auto rooms = reader.rooms();
    QVERIFY(rooms.isOk());
    QCOMPARE(rooms->size(), 1);
    QCOMPARE(rooms->first().jid.toString(), u"tea@rooms.example.org"_s);
    QCOMPARE(rooms->first().account, store.account());
    QList<TimelineItem> items;
    QVERIFY(reader
                .readTimeline(rooms->first().key,
                              [&](const TimelineItem &item) {
                                  if (items.isEmpty())
                                      store.live(second, anEntry(u"meanwhile"_s));
                                  items += item;
                              })
                .isOk());
    QList<TimelineItem> expected = store.items();
    // What came after the reading began is not in it.
    expected.removeIf([](const TimelineItem &item) { return item.message.archiveId == u"meanwhile"_s; });
    QCOMPARE(items, expected);
    QCOMPARE(items.size(), 1203);
    QCOMPARE(items.at(1).kind, TimelineItem::Kind::Gap);
    // And when the store is closed, too.
    store.live(second, anEntry(u"later"_s));
    const QString fileName = store.fileName();
    store.restart();
    StoreReader after(fileName);
    QVERIFY(after.open().isOk());
}

void TestStoreFailures::readerRefusesWhatIsNotThere()
{
    QTemporaryDir folder;
    const QString name = folder.filePath(u"messages.sqlite"_s);
    StoreReader reader(name);
    QVERIFY(!reader.open());
    QVERIFY(!QFile::exists(name));
}

void TestStoreFailures::bulkIsStoredWhole()
{
    constexpr int liveCount = 10'000;
    constexpr int pageCount = 500;
    TempStore store;
    const MembershipKey membership = store.begin();
    for (int i = 0; i < liveCount; ++i)
        store->appendLive(store.room(), membership, {anEntry(u"live%1"_s.arg(i))});
    store->drain();
    QString before = u"live0"_s;
    for (int i = 0; i < pageCount; ++i) {
        PageCommit page;
        page.membership = membership;
        page.beforeId = before;
        for (int j = 0; j < 100; ++j)
            page.entries += anEntry(u"old%1-%2"_s.arg(i).arg(j));
        before = page.entries.first().archiveId;
        store.page(page);
    }
    QCOMPARE(TempStore::get(store->rowCount(store.room())), liveCount + pageCount * 100);
    const auto newest = TempStore::get(store->itemsBefore(store.room(), 0, 1));
    QCOMPARE(newest.items.last().message.body, u"body of live%1"_s.arg(liveCount - 1));
}

QTEST_GUILESS_MAIN(TestStoreFailures)
#include "tst_storefailures.moc"
