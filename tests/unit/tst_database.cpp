#include "sql/database.h"
#include "sql/migrations.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace foyer;
using namespace Qt::StringLiterals;

class TestDatabase : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firstErrorSticksUntilTaken();
    void savepointUndoesItsPartOnly();
    void failedCommitRollsBack();
    void sameStatementMayRunInsideItsOwnLoop();
    void statementFirstUsedAfterAnErrorWorksLater();
    void statementThatCouldNotBePreparedIsPreparedAnew();
    void statementThatFailedWorksLater();
    void pragmasAreInForce();
    void readOnlyWritesNothing();
    void frozenFileIsReadWithoutSideFiles();
    void migrationsRunOnceAndInOrder();
    void failingStepChangesNothing();
    void commentsAndSemicolonsInsideAStepAreUnderstood();
};

namespace
{

qint64 numberOf(Database &database, const QString &sql)
{
    Query query = database.query(sql);
    return query.next() ? query.number(0) : -1;
}

Schema schemaOf(const QStringList &steps)
{
    return Schema{4711, steps};
}

} // namespace

void TestDatabase::firstErrorSticksUntilTaken()
{
    Database database;
    QVERIFY(database.open(u":memory:"_s, Database::Access::ReadWrite).isOk());
    database.run(u"CREATE TABLE t (x INTEGER UNIQUE)"_s);
    QCOMPARE(database.run(u"INSERT INTO t VALUES (?)"_s, {1}), 1);
    database.run(u"INSERT INTO t VALUES (?)"_s, {1});
    QVERIFY(database.hasError());
    database.run(u"INSERT INTO t VALUES (?)"_s, {2});
    QVERIFY(!database.query(u"SELECT x FROM t"_s).next());
    QVERIFY(database.takeError().contains(u"UNIQUE"_s));
    QVERIFY(!database.hasError());
    QCOMPARE(numberOf(database, u"SELECT count(*) FROM t"_s), 1);
}

void TestDatabase::savepointUndoesItsPartOnly()
{
    Database database;
    QVERIFY(database.open(u":memory:"_s, Database::Access::ReadWrite).isOk());
    database.run(u"CREATE TABLE t (x INTEGER)"_s);
    QVERIFY(database.begin());
    database.run(u"INSERT INTO t VALUES (1)"_s);
    database.openSavepoint();
    database.run(u"INSERT INTO t VALUES (2)"_s);
    database.fail(u"refused"_s);
    QVERIFY(database.rollbackToSavepoint());
    QVERIFY(!database.hasError());
    QVERIFY(database.commit());
    QCOMPARE(numberOf(database, u"SELECT sum(x) FROM t"_s), 1);
}

void TestDatabase::failedCommitRollsBack()
{
    Database database;
    QVERIFY(database.open(u":memory:"_s, Database::Access::ReadWrite).isOk());
    database.run(u"CREATE TABLE t (x INTEGER)"_s);
    database.begin();
    database.run(u"INSERT INTO t VALUES (1)"_s);
    database.fail(u"no"_s);
    QVERIFY(!database.commit());
    QCOMPARE(database.takeError(), u"no"_s);
    QCOMPARE(numberOf(database, u"SELECT count(*) FROM t"_s), 0);
    QVERIFY(database.begin());
    QVERIFY(database.commit());
}

void TestDatabase::sameStatementMayRunInsideItsOwnLoop()
{
    Database database;
    QVERIFY(database.open(u":memory:"_s, Database::Access::ReadWrite).isOk());
    database.run(u"CREATE TABLE t (x INTEGER)"_s);
    database.run(u"INSERT INTO t VALUES (1), (2), (3)"_s);
    const QString sql = u"SELECT x FROM t ORDER BY x"_s;
    int pairs = 0;
    Query outer = database.query(sql);
    while (outer.next()) {
        Query inner = database.query(sql);
        while (inner.next())
            ++pairs;
    }
    QCOMPARE(pairs, 9);
}

void TestDatabase::statementFirstUsedAfterAnErrorWorksLater()
{
    Database database;
    QVERIFY(database.open(u":memory:"_s, Database::Access::ReadWrite).isOk());
    database.run(u"CREATE TABLE t (x INTEGER)"_s);
    const QString insert = u"INSERT INTO t VALUES (?)"_s;
    database.fail(u"disk full"_s);
    QCOMPARE(database.run(insert, {1}), 0);
    QCOMPARE(database.takeError(), u"disk full"_s);
    QCOMPARE(database.run(insert, {2}), 1);
    QVERIFY2(!database.hasError(), qPrintable(database.error()));
    QCOMPARE(numberOf(database, u"SELECT sum(x) FROM t"_s), 2);
}

void TestDatabase::statementThatCouldNotBePreparedIsPreparedAnew()
{
    Database database;
    QVERIFY(database.open(u":memory:"_s, Database::Access::ReadWrite).isOk());
    const QString insert = u"INSERT INTO t VALUES (?)"_s;
    QCOMPARE(database.run(insert, {1}), 0);
    QVERIFY(!database.takeError().isEmpty());
    database.run(u"CREATE TABLE t (x INTEGER)"_s);
    QCOMPARE(database.run(insert, {2}), 1);
    QVERIFY2(!database.hasError(), qPrintable(database.error()));
}

void TestDatabase::statementThatFailedWorksLater()
{
    Database database;
    QVERIFY(database.open(u":memory:"_s, Database::Access::ReadWrite).isOk());
    database.run(u"CREATE TABLE t (x INTEGER UNIQUE)"_s);
    const QString insert = u"INSERT INTO t VALUES (?)"_s;
    QCOMPARE(database.run(insert, {1}), 1);
    QCOMPARE(database.run(insert, {1}), 0);
    QVERIFY(!database.takeError().isEmpty());
    QCOMPARE(database.run(insert, {2}), 1);
    QVERIFY2(!database.hasError(), qPrintable(database.error()));
}

void TestDatabase::pragmasAreInForce()
{
    QTemporaryDir folder;
    Database database;
    QVERIFY(database.open(folder.filePath(u"f.sqlite"_s), Database::Access::ReadWrite).isOk());
    QCOMPARE(numberOf(database, u"PRAGMA synchronous"_s), 2);
    QCOMPARE(numberOf(database, u"PRAGMA foreign_keys"_s), 1);
    QCOMPARE(numberOf(database, u"PRAGMA trusted_schema"_s), 0);
    QCOMPARE(numberOf(database, u"PRAGMA busy_timeout"_s), 5000);
    Query mode = database.query(u"PRAGMA journal_mode"_s);
    QVERIFY(mode.next());
    QCOMPARE(mode.text(0), u"wal"_s);
}

void TestDatabase::readOnlyWritesNothing()
{
    QTemporaryDir folder;
    const QString name = folder.filePath(u"f.sqlite"_s);
    Database database;
    QVERIFY(!database.open(name, Database::Access::ReadOnly));
    QVERIFY(database.open(name, Database::Access::ReadWrite).isOk());
    database.run(u"CREATE TABLE t (x INTEGER)"_s);
    Database reader;
    QVERIFY(reader.open(name, Database::Access::ReadOnly).isOk());
    reader.run(u"INSERT INTO t VALUES (1)"_s);
    QVERIFY(reader.hasError());
    reader.takeError();
    QCOMPARE(numberOf(reader, u"SELECT count(*) FROM t"_s), 0);
}

void TestDatabase::frozenFileIsReadWithoutSideFiles()
{
    QTemporaryDir folder;
    // Such characters mean something in the name that SQLite is given.
    const QString name = folder.filePath(u"a?b=%41#ü.sqlite"_s);
    QVERIFY(!Database().open(name, Database::Access::Frozen));
    QVERIFY(!QFile::exists(name));
    {
        Database database;
        QVERIFY(database.open(name, Database::Access::ReadWrite).isOk());
        database.run(u"CREATE TABLE t (x INTEGER)"_s);
        database.run(u"INSERT INTO t VALUES (1)"_s);
    }
    const QStringList before = QDir(folder.path()).entryList(QDir::Files);
    QCOMPARE(before.size(), 1);
    Database reader;
    QVERIFY(reader.open(name, Database::Access::Frozen).isOk());
    QCOMPARE(numberOf(reader, u"SELECT count(*) FROM t"_s), 1);
    reader.run(u"INSERT INTO t VALUES (2)"_s);
    QVERIFY(reader.hasError());
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files), before);
}

void TestDatabase::migrationsRunOnceAndInOrder()
{
    QTemporaryDir folder;
    const QString name = folder.filePath(u"f.sqlite"_s);
    const QString one = u"CREATE TABLE t (x INTEGER);\nINSERT INTO t VALUES (1);\n"_s;
    const QString two = u"ALTER TABLE t ADD COLUMN y INTEGER;\nUPDATE t SET y = x + 1;\n"_s;
    {
        Database database;
        QVERIFY(database.open(name, Database::Access::ReadWrite).isOk());
        QVERIFY(migrate(database, schemaOf({one})).isOk());
        QVERIFY(migrate(database, schemaOf({one})).isOk());
        QCOMPARE(numberOf(database, u"SELECT count(*) FROM t"_s), 1);
        QVERIFY(!checkSchema(database, schemaOf({one, two})));
    }
    Database database;
    QVERIFY(database.open(name, Database::Access::ReadWrite).isOk());
    QVERIFY(migrate(database, schemaOf({one, two})).isOk());
    QVERIFY(checkSchema(database, schemaOf({one, two})).isOk());
    QCOMPARE(numberOf(database, u"SELECT y FROM t"_s), 2);
    QCOMPARE(numberOf(database, u"PRAGMA user_version"_s), 2);
    QVERIFY(!migrate(database, schemaOf({one})));
    QVERIFY(!migrate(database, Schema{1, {one, two}}));
}

void TestDatabase::failingStepChangesNothing()
{
    Database database;
    QVERIFY(database.open(u":memory:"_s, Database::Access::ReadWrite).isOk());
    const QString one = u"CREATE TABLE t (x INTEGER);\n"_s;
    QVERIFY(!migrate(database, schemaOf({one, u"CREATE TABLE u (x);\nNONSENSE;\n"_s})));
    QCOMPARE(numberOf(database, u"PRAGMA user_version"_s), 1);
    QCOMPARE(numberOf(database, u"SELECT count(*) FROM sqlite_schema"_s), 1);
}

void TestDatabase::commentsAndSemicolonsInsideAStepAreUnderstood()
{
    Database database;
    QVERIFY(database.open(u":memory:"_s, Database::Access::ReadWrite).isOk());
    const QString step = u"-- A table; with a comment.\nCREATE TABLE t (\n    -- here too;\n    x TEXT\n);\n"
                         "INSERT INTO t VALUES ('a;b');"_s;
    QVERIFY(migrate(database, schemaOf({step})).isOk());
    Query query = database.query(u"SELECT x FROM t"_s);
    QVERIFY(query.next());
    QCOMPARE(query.text(0), u"a;b"_s);
}

QTEST_GUILESS_MAIN(TestDatabase)
#include "tst_database.moc"
