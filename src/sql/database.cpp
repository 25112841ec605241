#include "sql/database.h"

#include "core/apart.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QSqlDriver>
#include <QSqlError>
#include <QUrl>
#include <QUuid>

#include <utility>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr auto ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

/// SQLite gives its side files the mode of the main file, so that one has to be right before SQLite sees it.
bool makePrivateFile(const QString &fileName)
{
    if (fileName == u":memory:"_s || QFile::exists(fileName))
        return true;
    QFile file(fileName);
    return file.open(QIODevice::ReadWrite | QIODevice::NewOnly, ownerOnly);
}

/// Says so when permissions stand in the way of writing, because nothing else helps then.
Error cannotUse(const QString &fileName, Database::Access access, const QString &detail)
{
    const QFileInfo file(fileName);
    const QFileInfo folder(file.path());
    const bool fileBars = file.exists() && !(file.isReadable() && file.isWritable());
    const bool folderBars = folder.exists() && !folder.isWritable();
    if (access == Database::Access::ReadWrite && (fileBars || folderBars)) {
        const QString text = QCoreApplication::translate("foyer::Store", "Foyer may not read and write %1. Check whose "
                                                                         "it is and its permissions.");
        return Error{ErrorKind::StoreFailed, text.arg(apartFromLeft(fileBars ? fileName : file.path())), detail};
    }
    return Error::make(ErrorKind::StoreFailed, fileName, detail);
}

/// The name by which SQLite opens a file without its side files and locks.
QString frozenUri(const QString &fileName)
{
    return QString(u"file:"_s + QString::fromLatin1(QUrl::toPercentEncoding(fileName, "/")) + u"?immutable=1"_s);
}

} // namespace

Query::Query(Database *database, QString sql, std::unique_ptr<QSqlQuery> query)
    : m_database(database), m_sql(std::move(sql)), m_query(std::move(query))
{
}

Query::~Query()
{
    if (!m_query)
        return;
    m_query->finish();
    // One that was never prepared would fail ever after.
    if (m_prepared && m_database->isOpen())
        m_database->m_statements.try_emplace(m_sql, std::move(m_query));
}

bool Query::next()
{
    if (!m_readable)
        return false;
    if (m_query->next())
        return true;
    m_readable = false;
    // A SELECT may fail while it is stepped, not only when it starts.
    if (m_query->lastError().type() != QSqlError::NoError)
        m_database->fail(m_query->lastError().text());
    return false;
}

Database::~Database()
{
    close();
}

Result<Done> Database::open(const QString &fileName, Access access)
{
    if (access == Access::ReadWrite && !makePrivateFile(fileName))
        return cannotUse(fileName, access, u"cannot create the file"_s);
    if (access != Access::ReadWrite && !QFile::exists(fileName))
        return cannotUse(fileName, access, u"no such file"_s);
    m_connection = QUuid::createUuid().toString();
    m_database = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_connection);
    m_database.setDatabaseName(access == Access::Frozen ? frozenUri(fileName) : fileName);
    QString options = u"QSQLITE_BUSY_TIMEOUT=5000"_s;
    if (access != Access::ReadWrite)
        options += u";QSQLITE_OPEN_READONLY"_s;
    if (access == Access::Frozen)
        options += u";QSQLITE_OPEN_URI"_s;
    m_database.setConnectOptions(options);
    if (!m_database.open()) {
        const QString detail = m_database.lastError().text();
        close();
        return cannotUse(fileName, access, detail);
    }
    Result<Done> configured = configure(access);
    if (!configured)
        close();
    return configured;
}

Result<Done> Database::configure(Access access)
{
    const QString fileName = m_database.databaseName();
    QStringList pragmas{u"PRAGMA trusted_schema=OFF"_s, u"PRAGMA cell_size_check=ON"_s, u"PRAGMA foreign_keys=ON"_s,
                        u"PRAGMA mmap_size=0"_s, u"PRAGMA cache_size=-16384"_s,
                        // A savepoint's journal would be a file of its own each time.
                        u"PRAGMA temp_store=MEMORY"_s};
    if (access == Access::ReadWrite) {
        pragmas += {u"PRAGMA journal_mode=WAL"_s, u"PRAGMA synchronous=FULL"_s, u"PRAGMA wal_autocheckpoint=4000"_s,
                    u"PRAGMA journal_size_limit=8388608"_s};
    } else {
        pragmas += u"PRAGMA query_only=ON"_s;
    }
    // Reads the header, so that a file of another kind is noticed here and not at the first message.
    pragmas += u"SELECT count(*) FROM sqlite_schema"_s;
    for (const QString &pragma : std::as_const(pragmas)) {
        if (!command(pragma))
            return cannotUse(fileName, access, takeError());
    }
    return Done{};
}

void Database::close()
{
    if (m_connection.isEmpty())
        return;
    m_statements.clear();
    m_database.close();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(std::exchange(m_connection, {}));
}

Query Database::query(const QString &sql, const QVariantList &values)
{
    std::unique_ptr<QSqlQuery> statement;
    // Taken out while in use, so that the same statement may run inside its own loop.
    if (auto node = m_statements.extract(sql))
        statement = std::move(node.mapped());
    bool prepared = statement != nullptr;
    if (!prepared) {
        statement = std::make_unique<QSqlQuery>(m_database);
        statement->setForwardOnly(true);
        prepared = !hasError() && statement->prepare(sql);
        if (!prepared && !hasError())
            fail(statement->lastError().text());
    }
    Query result(this, sql, std::move(statement));
    result.m_prepared = prepared;
    if (hasError())
        return result;
    for (const QVariant &value : values)
        result.m_query->addBindValue(value);
    if (!result.m_query->exec()) {
        fail(result.m_query->lastError().text());
        return result;
    }
    result.m_readable = result.m_query->isSelect();
    result.m_affected = result.m_readable ? 0 : result.m_query->numRowsAffected();
    return result;
}

int Database::run(const QString &sql, const QVariantList &values)
{
    return query(sql, values).affected();
}

bool Database::command(const QString &sql)
{
    QSqlQuery statement(m_database);
    if (statement.exec(sql))
        return true;
    fail(statement.lastError().text());
    return false;
}

bool Database::begin()
{
    return command(u"BEGIN IMMEDIATE"_s);
}

bool Database::commit()
{
    if (!hasError() && command(u"COMMIT"_s))
        return true;
    rollback();
    return false;
}

void Database::rollback()
{
    // No error when SQLite has already rolled back by itself.
    QSqlQuery statement(m_database);
    statement.exec(u"ROLLBACK"_s);
}

void Database::openSavepoint()
{
    command(u"SAVEPOINT request"_s);
}

void Database::releaseSavepoint()
{
    command(u"RELEASE request"_s);
}

bool Database::rollbackToSavepoint()
{
    takeError();
    QSqlQuery statement(m_database);
    return statement.exec(u"ROLLBACK TO request"_s) && statement.exec(u"RELEASE request"_s);
}

QString Database::takeError()
{
    return std::exchange(m_error, {});
}

void Database::fail(const QString &detail)
{
    if (m_error.isEmpty())
        m_error = detail.isEmpty() ? u"unknown error"_s : detail;
}

QVariant textOrNull(const QString &text)
{
    return text.isEmpty() ? QVariant(QMetaType::fromType<QString>()) : QVariant(text);
}

} // namespace foyer
