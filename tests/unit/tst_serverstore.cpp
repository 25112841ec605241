#include "server/storage/serverstore.h"
#include "sql/database.h"
#include "sql/migrations.h"
#include "support/xml.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace foyer;
using namespace foyer::server;
using stanza::XmlNode;
using namespace Qt::StringLiterals;

namespace
{

const QDateTime start(QDate(2026, 3, 1), QTime(12, 0), Qt::UTC);

RoomRecord roomNamed(const QString &id)
{
    RoomRecord room;
    room.id = id;
    room.createdAt = start;
    room.lastActiveAt = start;
    return room;
}

ArchiveEntry entryNumbered(int number)
{
    ArchiveEntry entry;
    entry.id = u"id%1"_s.arg(number);
    entry.nickname = number % 2 == 0 ? u"even"_s : u"odd"_s;
    entry.account = Jid::parse(u"alice@localhost"_s).value();
    entry.occupantId = u"occupant"_s;
    entry.originId = u"origin%1"_s.arg(number);
    entry.messageId = u"m%1"_s.arg(number);
    entry.sentAt = start.addSecs(number);
    entry.inHistory = number % 3 != 0;
    entry.message = xml(u"<message xmlns='jabber:client' id='m%1'><body>%1</body></message>"_s.arg(number));
    return entry;
}

QString idsOf(const QList<ArchiveEntry> &entries)
{
    QStringList ids;
    for (const ArchiveEntry &entry : entries)
        ids += entry.id.mid(2);
    return ids.join(u' ');
}

QString wordsOf(const std::optional<ArchivePage> &page)
{
    if (!page)
        return u"not found"_s;
    return u"%1 | %2 of %3%4"_s.arg(idsOf(page->entries))
        .arg(page->firstIndex)
        .arg(page->count)
        .arg(page->complete ? u" complete"_s : u""_s);
}

XmlNode correctionOf(const QString &messageId)
{
    return XmlNode(u"replace"_s, u"urn:xmpp:message-correct:0"_s).setAttribute(u"id"_s, messageId);
}

Account accountNamed(const QString &name, char letter = 'a')
{
    Account account;
    account.name = name;
    account.displayName = u"Name"_s;
    account.portrait = u"https://example.org/a.png"_s;
    account.createdAt = start;
    account.keys.sha1 = {QByteArray(16, letter), 4096, QByteArray(20, '\0'), QByteArray(20, '\xff')};
    account.keys.sha256 = {QByteArray(16, letter), 10000, QByteArray(32, '\1'), QByteArray(32, '\2')};
    return account;
}

} // namespace

class TestServerStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void oneTransactionATurn();
    void rollbackUndoesTheTurn();
    void failureSurfacesAtTheCommit();
    void foreignFileIsRefused();
    void readerSeesWhatIsCommitted();
    void pages_data();
    void pages();
    void entriesOfAWrongClockAreFoundByTheirTime();
    void timesAndNamesAreLookedUp_data();
    void timesAndNamesAreLookedUp();
    void positionsStayWithoutHoles();
    void historyIsTheNewestWithABody();
    void archivesOfRoomsAreApart();
    void entryComesBackAsItWas();
    void whateverWasStoredIsReadBack_data();
    void whateverWasStoredIsReadBack();
    void damagedEntryKeepsItsSender();
    void correctionsAreFoundByTheirMessage();
    void correctionsOfAnOlderFileAreFound();
    void accountsAreFoundInAnySpelling();
    void savedAgainKeepsSpellingAndAge();
    void accountsGoOneByOne();
    void callbacksWaitInOrder();
    void callbacksThatAreTooManyPushOutTheOldest();
    void secretIsMadeOnce();

private:
    void reopen();

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ServerStore> m_store;
};

void TestServerStore::init()
{
    m_store.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    reopen();
}

void TestServerStore::reopen()
{
    if (m_store)
        QVERIFY(m_store->commit());
    m_store = std::make_unique<ServerStore>();
    QVERIFY(m_store->open(m_folder->filePath(u"server.sqlite"_s)));
}

void TestServerStore::oneTransactionATurn()
{
    int opened = 0;
    m_store->setChanged([&opened] { ++opened; });
    QVERIFY(!m_store->hasChanges());
    QVERIFY(m_store->commit());
    m_store->saveRoom(roomNamed(u"One"_s));
    m_store->appendEntry(u"one"_s, entryNumbered(1));
    QVERIFY(m_store->accounts().save(accountNamed(u"alice"_s)));
    QCOMPARE(opened, 1);
    QVERIFY(m_store->hasChanges());
    QCOMPARE(m_store->loadRooms().size(), 1);
    QVERIFY(m_store->commit());
    QVERIFY(!m_store->hasChanges());
    m_store->saveActivity(u"One"_s, start.addSecs(5));
    QCOMPARE(opened, 2);
}

void TestServerStore::rollbackUndoesTheTurn()
{
    m_store->saveRoom(roomNamed(u"One"_s));
    QVERIFY(m_store->commit());
    m_store->removeRoom(u"One"_s);
    m_store->saveRoom(roomNamed(u"Two"_s));
    m_store->rollback();
    QCOMPARE(m_store->loadRooms().size(), 1);
    QCOMPARE(m_store->loadRooms().constFirst().id, u"One"_s);
    // The key of a room that came to nothing is not remembered.
    m_store->appendEntry(u"Two"_s, entryNumbered(1));
    QVERIFY(!m_store->commit());
}

void TestServerStore::failureSurfacesAtTheCommit()
{
    m_store->saveRoom(roomNamed(u"One"_s));
    m_store->appendEntry(u"One"_s, entryNumbered(1));
    m_store->appendEntry(u"One"_s, entryNumbered(1));
    const Result<Done> committed = m_store->commit();
    QVERIFY(!committed);
    QCOMPARE(committed.error().kind, ErrorKind::StoreFailed);
    QVERIFY(!committed.error().text.isEmpty());
    QVERIFY(m_store->loadRooms().isEmpty());
    m_store->saveRoom(roomNamed(u"One"_s));
    QVERIFY(m_store->commit());
    QCOMPARE(m_store->loadRooms().size(), 1);
}

void TestServerStore::foreignFileIsRefused()
{
    const QString name = m_folder->filePath(u"other.sqlite"_s);
    QFile file(name);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("This is no database, but long enough to be taken for one if nobody looked at its first bytes.");
    file.close();
    ServerStore store;
    QVERIFY(!store.open(name));
    Database database;
    QVERIFY(database.open(m_folder->filePath(u"mine.sqlite"_s), Database::Access::ReadWrite));
    database.run(u"CREATE TABLE t (x)"_s);
    database.close();
    QVERIFY(!store.open(m_folder->filePath(u"mine.sqlite"_s)));
    QVERIFY(!store.open(m_folder->filePath(u"missing.sqlite"_s), Database::Access::ReadOnly));
}

void TestServerStore::readerSeesWhatIsCommitted()
{
    ServerStore reader;
    QVERIFY(reader.open(m_folder->filePath(u"server.sqlite"_s), Database::Access::ReadOnly));
    m_store->saveRoom(roomNamed(u"One"_s));
    QVERIFY(reader.loadRooms().isEmpty());
    QVERIFY(m_store->commit());
    QCOMPARE(reader.loadRooms().size(), 1);
    reader.saveRoom(roomNamed(u"Two"_s));
    QVERIFY(!reader.commit());
}

void TestServerStore::pages_data()
{
    QTest::addColumn<ArchiveRequest>("request");
    QTest::addColumn<QString>("page");
    const auto row = [](const char *name, const QString &page, const std::function<void(ArchiveRequest &)> &change) {
        ArchiveRequest request;
        request.max = 3;
        change(request);
        QTest::newRow(name) << request << page;
    };
    using R = ArchiveRequest;
    row("the oldest", u"1 2 3 | 0 of 10"_s, [](R &) {});
    row("all", u"1 2 3 4 5 6 7 8 9 10 | 0 of 10 complete"_s, [](R &r) { r.max = 10; });
    row("count alone", u" | 0 of 10"_s, [](R &r) { r.max = 0; });
    row("the newest", u"8 9 10 | 7 of 10"_s, [](R &r) { r.before = u""_s; });
    row("after", u"5 6 7 | 4 of 10"_s, [](R &r) { r.after = u"id4"_s; });
    row("after, to the end", u"8 9 10 | 7 of 10 complete"_s, [](R &r) { r.after = u"id7"_s; });
    row("after the newest", u" | 0 of 10 complete"_s, [](R &r) { r.after = u"id10"_s; });
    row("before", u"2 3 4 | 1 of 10"_s, [](R &r) { r.before = u"id5"_s; });
    row("before, to the beginning", u"1 2 3 | 0 of 10 complete"_s, [](R &r) { r.before = u"id4"_s; });
    row("before the oldest", u" | 0 of 10 complete"_s, [](R &r) { r.before = u"id1"_s; });
    row("after an unknown id", u"not found"_s, [](R &r) { r.after = u"x"_s; });
    row("after an empty id", u"not found"_s, [](R &r) { r.after = u""_s; });
    row("before an unknown id", u"not found"_s, [](R &r) { r.before = u"x"_s; });
    row("from a time", u"7 8 9 | 0 of 4"_s, [](R &r) { r.start = start.addSecs(7); });
    row("until a time", u"1 2 3 | 0 of 3 complete"_s, [](R &r) { r.end = start.addSecs(3); });
    row("the newest until a time", u"5 6 7 | 4 of 7"_s, [](R &r) {
        r.end = start.addSecs(7);
        r.before = u""_s;
    });
    row("between times", u"4 5 | 0 of 2 complete"_s, [](R &r) {
        r.start = start.addSecs(4);
        r.end = start.addSecs(5);
    });
    row("of one name", u"6 8 10 | 2 of 5 complete"_s, [](R &r) {
        r.with = Jid::parse(u"one@conference.localhost/even"_s).value();
        r.after = u"id5"_s;
    });
    row("of the room", u"1 2 3 | 0 of 10"_s, [](R &r) { r.with = Jid::parse(u"one@conference.localhost"_s).value(); });
    row("of an address elsewhere", u" | 0 of 0 complete"_s,
        [](R &r) { r.with = Jid::parse(u"alice@localhost"_s).value(); });
    row("by ids", u"2 7 | 0 of 2 complete"_s, [](R &r) { r.ids = {u"id7"_s, u"id2"_s}; });
    row("by three ids, one of them twice", u"2 7 9 | 0 of 3 complete"_s, [](R &r) {
        r.max = 5;
        r.ids = {u"id7"_s, u"id2"_s, u"id7"_s, u"id2"_s, u"id9"_s};
    });
    row("newer than an id, by the form", u"6 7 8 | 0 of 5"_s, [](R &r) { r.afterId = u"id5"_s; });
    row("older than an id, by the form", u"3 4 | 2 of 4 complete"_s, [](R &r) {
        r.beforeId = u"id5"_s;
        r.after = u"id2"_s;
    });
    row("newer than an unknown id, by the form", u"not found"_s, [](R &r) { r.afterId = u"x"_s; });
    row("by ids, one unknown", u"not found"_s, [](R &r) { r.ids = {u"id7"_s, u"x"_s}; });
}

void TestServerStore::pages()
{
    m_store->saveRoom(roomNamed(u"One"_s));
    for (int number = 1; number <= 10; ++number)
        m_store->appendEntry(u"One"_s, entryNumbered(number));
    reopen();
    QFETCH(ArchiveRequest, request);
    QTEST(wordsOf(m_store->page(u"ONE"_s, request)), "page");
}

void TestServerStore::entriesOfAWrongClockAreFoundByTheirTime()
{
    m_store->saveRoom(roomNamed(u"One"_s));
    for (int number = 1; number <= 9; ++number) {
        ArchiveEntry entry = entryNumbered(number);
        if (number == 2)
            entry.sentAt = start.addSecs(8);
        if (number == 7)
            entry.sentAt = start.addSecs(3);
        m_store->appendEntry(u"One"_s, entry);
    }
    ArchiveRequest request;
    request.start = start.addSecs(8);
    QCOMPARE(wordsOf(m_store->page(u"One"_s, request)), u"2 8 9 | 0 of 3 complete"_s);
    request.end = start.addSecs(8);
    request.max = 1;
    request.before = u""_s;
    QCOMPARE(wordsOf(m_store->page(u"One"_s, request)), u"8 | 1 of 2"_s);
    request.start = start.addSecs(3);
    request.end = start.addSecs(4);
    request.with = Jid::parse(u"one@conference.localhost/odd"_s).value();
    QCOMPARE(wordsOf(m_store->page(u"One"_s, request)), u"7 | 1 of 2"_s);
    request.start = start.addSecs(60);
    request.end = {};
    QCOMPARE(wordsOf(m_store->page(u"One"_s, request)), u" | 0 of 0 complete"_s);
    QCOMPARE(idsOf(m_store->history(u"One"_s, 50, start.addSecs(8))), u"2 8"_s);
    QCOMPARE(idsOf(m_store->history(u"One"_s, 50, start.addSecs(60))), QString());
}

void TestServerStore::timesAndNamesAreLookedUp_data()
{
    QTest::addColumn<QString>("statement");
    QTest::addColumn<QString>("plan");
    QTest::newRow("count by time")
        << u"SELECT count(*) FROM entry INDEXED BY entry_time WHERE room = 1 AND sent_at >= 1 AND sent_at <= 2 AND "
           "position < 3"_s
        << u"SEARCH entry USING COVERING INDEX entry_time (room=? AND sent_at>? AND sent_at<?)"_s;
    QTest::newRow("place of a time")
        << u"SELECT min(position), max(position) FROM entry INDEXED BY entry_time WHERE room = 1 AND sent_at >= 1"_s
        << u"SEARCH entry USING COVERING INDEX entry_time (room=? AND sent_at>?)"_s;
    QTest::newRow("count by name")
        << u"SELECT count(*) FROM entry INDEXED BY entry_nickname WHERE room = 1 AND sent_at >= 1 AND nickname = 'n'"_s
        << u"SEARCH entry USING COVERING INDEX entry_nickname (room=? AND nickname=?)"_s;
    QTest::newRow("page by name")
        << u"SELECT message FROM entry INDEXED BY entry_nickname WHERE room = 1 AND nickname = 'n' AND position > 3 "
           "ORDER BY position LIMIT 5"_s
        << u"SEARCH entry USING INDEX entry_nickname (room=? AND nickname=? AND position>?)"_s;
}

void TestServerStore::timesAndNamesAreLookedUp()
{
    QFETCH(QString, statement);
    Database database;
    QVERIFY(database.open(m_folder->filePath(u"server.sqlite"_s), Database::Access::ReadOnly));
    Query plan = database.query(QString(u"EXPLAIN QUERY PLAN "_s + statement));
    QVERIFY(plan.next());
    QTEST(plan.text(3), "plan");
    QVERIFY(!plan.next()); // nothing is sorted
}

void TestServerStore::positionsStayWithoutHoles()
{
    m_store->saveRoom(roomNamed(u"One"_s));
    m_store->saveRoom(roomNamed(u"Two"_s));
    for (int number = 1; number <= 6; ++number)
        m_store->appendEntry(u"One"_s, entryNumbered(number));
    // Written while the clock was wrong: young by its stamp, old by its place, and the other way round.
    ArchiveEntry wrong = entryNumbered(7);
    wrong.sentAt = start.addDays(-10);
    m_store->appendEntry(u"One"_s, wrong);
    m_store->appendEntry(u"Two"_s, wrong);
    m_store->expireEntries(start.addSecs(4));
    ArchiveRequest request;
    request.max = 2;
    QCOMPARE(wordsOf(m_store->page(u"One"_s, request)), u"4 5 | 0 of 4"_s);
    request.after = u"id5"_s;
    QCOMPARE(wordsOf(m_store->page(u"One"_s, request)), u"6 7 | 2 of 4 complete"_s);
    QCOMPARE(m_store->page(u"Two"_s, {})->count, 0);
    request.after = u"id2"_s;
    QCOMPARE(wordsOf(m_store->page(u"One"_s, request)), u"not found"_s);
    QVERIFY(m_store->commit());
}

void TestServerStore::historyIsTheNewestWithABody()
{
    m_store->saveRoom(roomNamed(u"One"_s));
    for (int number = 1; number <= 10; ++number)
        m_store->appendEntry(u"One"_s, entryNumbered(number));
    QCOMPARE(idsOf(m_store->history(u"One"_s, 4, {})), u"5 7 8 10"_s);
    QCOMPARE(idsOf(m_store->history(u"One"_s, 50, start.addSecs(7))), u"7 8 10"_s);
    QCOMPARE(idsOf(m_store->history(u"One"_s, 0, {})), QString());
    QCOMPARE(idsOf(m_store->history(u"None"_s, 4, {})), QString());
}

void TestServerStore::archivesOfRoomsAreApart()
{
    m_store->saveRoom(roomNamed(u"One"_s));
    m_store->saveRoom(roomNamed(u"Two"_s));
    m_store->appendEntry(u"One"_s, entryNumbered(1));
    m_store->appendEntry(u"Two"_s, entryNumbered(1));
    m_store->appendEntry(u"Two"_s, entryNumbered(2));
    const Jid alice = Jid::parse(u"alice@localhost"_s).value();
    QVERIFY(!m_store->entryByOriginId(u"One"_s, alice, u"origin2"_s, start));
    QVERIFY(m_store->entryByOriginId(u"two"_s, alice, u"origin2"_s, start));
    QVERIFY(!m_store->entryByOriginId(u"two"_s, alice, u"origin2"_s, start.addSecs(3)));
    m_store->removeRoom(u"two"_s);
    QCOMPARE(m_store->page(u"One"_s, {})->count, 1);
    QCOMPARE(m_store->page(u"Two"_s, {})->count, 0);
    QVERIFY(m_store->commit());
}

void TestServerStore::entryComesBackAsItWas()
{
    m_store->saveRoom(roomNamed(u"One"_s));
    ArchiveEntry entry = entryNumbered(1);
    entry.sentAt = start.addMSecs(123);
    entry.originId.clear();
    entry.message =
        xml(u"<message xmlns='jabber:client' from='one@conference.localhost/N &lt;&amp;&apos;' id='m1'>"
            "<body>a &lt;b&gt; ]]&gt; \U0001F680\n\t</body><x xmlns='urn:example:x' a='&quot;'/></message>"_s);
    m_store->appendEntry(u"One"_s, entry);
    reopen();
    const ArchiveEntry stored = m_store->page(u"One"_s, {})->entries.constFirst();
    QCOMPARE(stored.id, entry.id);
    QCOMPARE(stored.nickname, entry.nickname);
    QCOMPARE(stored.account, entry.account);
    QCOMPARE(stored.occupantId, entry.occupantId);
    QCOMPARE(stored.originId, QString());
    QCOMPARE(stored.messageId, entry.messageId);
    QCOMPARE(stored.sentAt, entry.sentAt);
    QCOMPARE(stored.inHistory, entry.inHistory);
    QCOMPARE(stored.message, entry.message);
}

void TestServerStore::whateverWasStoredIsReadBack_data()
{
    QTest::addColumn<QString>("body");
    QTest::addColumn<QString>("inside");
    QTest::addColumn<int>("elements");
    QTest::addColumn<bool>("isWhole");
    QTest::newRow("as large as settings allow") << QString(4194304, u'&') << QString() << 0 << true;
    QTest::newRow("in a long namespace") << u"x"_s << QString(200000, u'n') << 1 << true;
    QTest::newRow("in too many parts") << u"x"_s << u"n"_s << 30000 << false;
}

void TestServerStore::whateverWasStoredIsReadBack()
{
    QFETCH(QString, body);
    QFETCH(QString, inside);
    QFETCH(int, elements);
    QFETCH(bool, isWhole);
    m_store->saveRoom(roomNamed(u"One"_s));
    ArchiveEntry entry = entryNumbered(1);
    const XmlNode bare =
        xml(u"<message xmlns='jabber:client' from='one@conference.localhost/N&gt;' type='groupchat' id='m&lt;1'/>"_s);
    entry.messageId = u"m<1"_s;
    entry.message = bare;
    entry.message.addTextChild(u"body"_s, body, u"jabber:client"_s);
    for (int i = 0; i < elements; ++i)
        entry.message.addChild(XmlNode(u"x"_s, inside));
    m_store->appendEntry(u"One"_s, entry);
    const ArchiveEntry stored = m_store->page(u"One"_s, {})->entries.constFirst();
    // Who said it and its id stay in any case: a result without a message would be no archive result.
    QVERIFY(stored.message == (isWhole ? entry.message : bare));
}

void TestServerStore::damagedEntryKeepsItsSender()
{
    m_store->saveRoom(roomNamed(u"One"_s));
    ArchiveEntry entry = entryNumbered(1);
    entry.message =
        xml(u"<message xmlns='jabber:client' from='one@conference.localhost/N&gt;' type='groupchat' id='m1'>"
            "<body>x</body></message>"_s);
    entry.messageId = u"m1"_s;
    m_store->appendEntry(u"One"_s, entry);
    QVERIFY(m_store->commit());
    Database database;
    QVERIFY(database.open(m_folder->filePath(u"server.sqlite"_s), Database::Access::ReadWrite));
    database.run(u"UPDATE entry SET message = substr(message, 1, length(message) - 4)"_s, {});
    database.close();
    QCOMPARE(m_store->page(u"One"_s, {})->entries.constFirst().message.toXml(),
             u"<message xmlns='jabber:client' from='one@conference.localhost/N&gt;' type='groupchat' id='m1'/>"_s);
}

void TestServerStore::correctionsAreFoundByTheirMessage()
{
    m_store->saveRoom(roomNamed(u"One"_s));
    ArchiveEntry target = entryNumbered(3);
    for (int i = 1; i <= 6; ++i) {
        ArchiveEntry entry = entryNumbered(i);
        if (i != 3)
            entry.message.addChild(correctionOf(i == 5 ? u"other"_s : target.messageId));
        if (i == 6)
            entry.account = Jid::parse(u"bob@localhost"_s).value();
        m_store->appendEntry(u"One"_s, entry);
    }
    // Neither what came before it nor what is of another message or of somebody else.
    QCOMPARE(idsOf(m_store->corrections(u"One"_s, target)), u"4"_s);
    QVERIFY(m_store->commit());
    Database database;
    QVERIFY(database.open(m_folder->filePath(u"server.sqlite"_s), Database::Access::ReadOnly));
    Query plan = database.query(u"EXPLAIN QUERY PLAN SELECT id FROM entry INDEXED BY entry_correction WHERE room = 1 "
                                "AND account = 'a' AND corrects = 'm' AND position > 2 ORDER BY position"_s);
    QVERIFY(plan.next());
    QCOMPARE(plan.text(3), u"SEARCH entry USING INDEX entry_correction (room=? AND account=? AND corrects=? AND "
                           "position>?)"_s);
    QVERIFY(!plan.next());
}

void TestServerStore::correctionsOfAnOlderFileAreFound()
{
    QFile step(u":/foyer/server/sql/001_initial.sql"_s);
    QVERIFY(step.open(QIODevice::ReadOnly));
    const QString name = m_folder->filePath(u"older.sqlite"_s);
    Database database;
    QVERIFY(database.open(name, Database::Access::ReadWrite));
    QVERIFY(migrate(database, Schema{0x466F7953, {QString::fromUtf8(step.readAll())}}));
    database.run(
        u"INSERT INTO room VALUES (1, 'one', 'One', '', '', '', 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '', '', "
        "'', '', NULL)"_s);
    const QString insert = u"INSERT INTO entry VALUES (?, 1, ?, ?, 'N', 'alice@localhost', 'o', NULL, ?, 0, 1, ?)"_s;
    const ArchiveEntry target = entryNumbered(1);
    for (int i = 1; i <= 3; ++i) {
        ArchiveEntry entry = entryNumbered(i);
        if (i > 1)
            entry.message.addChild(correctionOf(i == 2 ? target.messageId : u"other"_s));
        database.run(insert, {i, i, entry.id, entry.messageId, entry.message.toXml()});
    }
    QVERIFY(!database.hasError());
    database.close();
    ServerStore store;
    QVERIFY(store.open(name));
    QCOMPARE(idsOf(store.corrections(u"One"_s, target)), u"2"_s);
}

void TestServerStore::accountsAreFoundInAnySpelling()
{
    const Account account = accountNamed(u"Alice"_s);
    QVERIFY(m_store->accounts().save(account));
    QVERIFY(!m_store->accounts().save(accountNamed(u"no name"_s)));
    QVERIFY(!m_store->accounts().save(accountNamed(u""_s)));
    reopen();
    QCOMPARE(m_store->accounts().find(u"aLICE"_s), account);
    QVERIFY(!m_store->accounts().find(u"bob"_s));
    QVERIFY(!m_store->accounts().find(u"a b"_s));
    QVERIFY(!m_store->accounts().find(u""_s));
}

void TestServerStore::savedAgainKeepsSpellingAndAge()
{
    QVERIFY(m_store->accounts().save(accountNamed(u"Alice"_s)));
    Account changed = accountNamed(u"alice"_s, 'b');
    changed.displayName = u"Other"_s;
    changed.createdAt = start.addDays(1);
    QVERIFY(m_store->accounts().save(changed));
    const Account stored = m_store->accounts().find(u"alice"_s).value();
    QCOMPARE(stored.name, u"Alice"_s);
    QCOMPARE(stored.createdAt, start);
    QCOMPARE(stored.displayName, u"Other"_s);
    QCOMPARE(stored.keys, changed.keys);
}

void TestServerStore::accountsGoOneByOne()
{
    for (const QString &name : {u"carol"_s, u"Alice"_s, u"bob"_s})
        QVERIFY(m_store->accounts().save(accountNamed(name)));
    QVERIFY(m_store->accounts().remove(u"BOB"_s));
    QVERIFY(!m_store->accounts().remove(u"bob"_s));
    reopen();
    const QList<Account> all = m_store->accounts().all();
    QCOMPARE(all.size(), 2);
    QCOMPARE(all.constFirst().name, u"Alice"_s);
    QCOMPARE(all.constLast().name, u"carol"_s);
}

void TestServerStore::callbacksWaitInOrder()
{
    const RoomStatus one{
        u"Launch"_s, {u"Alice"_s, u"B\u00f6b"_s}, RoomStatus::Type::Left, RoomStatus::Cause::Blocked, start};
    const RoomStatus two{
        u"Launch"_s, {}, RoomStatus::Type::Destroyed, RoomStatus::Cause::AutoDestroyed, start.addMSecs(5)};
    m_store->callbacks().append(one);
    m_store->callbacks().append(two);
    reopen();
    QCOMPARE(m_store->callbacks().size(), 2);
    const QList<CallbackQueue::Item> items = m_store->callbacks().first(10);
    QCOMPARE(items.size(), 2);
    QCOMPARE(items.at(0).status.roomId, one.roomId);
    QCOMPARE(items.at(0).status.userIds, one.userIds);
    QCOMPARE(items.at(0).status.type, one.type);
    QCOMPARE(items.at(0).status.cause, one.cause);
    QCOMPARE(items.at(0).status.at, one.at);
    QCOMPARE(items.at(1).status.userIds, QStringList());
    QCOMPARE(m_store->callbacks().first(1).size(), 1);
    m_store->callbacks().removeUpTo(items.at(0).number);
    QCOMPARE(m_store->callbacks().size(), 1);
    m_store->callbacks().removeUpTo(items.at(1).number);
    // Numbers are never used twice: a late answer must not remove a newer item.
    m_store->callbacks().append(one);
    reopen();
    QVERIFY(m_store->callbacks().first(1).constFirst().number > items.at(1).number);
}

void TestServerStore::callbacksThatAreTooManyPushOutTheOldest()
{
    Database database;
    QVERIFY(database.open(u":memory:"_s, Database::Access::ReadWrite));
    database.run(u"CREATE TABLE callback (number INTEGER PRIMARY KEY AUTOINCREMENT, room_id TEXT, user_ids TEXT, "
                 "type INTEGER, cause INTEGER, at INTEGER)"_s);
    CallbackTable table(
        database, [] {}, 3);
    for (int i = 0; i < 5; ++i) {
        if (i >= 3)
            QTest::ignoreMessage(QtWarningMsg,
                                 "The status callbacks that wait are more than 3: the oldest are dropped.");
        table.append({u"Room%1"_s.arg(i), {}, RoomStatus::Type::Joined, RoomStatus::Cause::Direct, start});
    }
    QCOMPARE(table.size(), 3);
    QCOMPARE(table.first(1).constFirst().status.roomId, u"Room2"_s);
}

void TestServerStore::secretIsMadeOnce()
{
    const QByteArray secret = m_store->occupantSecret();
    QCOMPARE(secret.size(), 32);
    reopen();
    QCOMPARE(m_store->occupantSecret(), secret);
}

QTEST_GUILESS_MAIN(TestServerStore)
#include "tst_serverstore.moc"
