#pragma once

#include "core/result.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariant>

#include <memory>
#include <unordered_map>

namespace foyer
{

class Database;

/// One run of a prepared statement. It returns to the cache when the object goes. Not copyable, one thread.
class Query
{
public:
    ~Query();
    Query(Query &&other) noexcept = default;
    Query(const Query &) = delete;
    Query &operator=(const Query &) = delete;
    Query &operator=(Query &&) = delete;

    /// The next row; false at the end and after an error.
    bool next();
    QVariant value(int column) const { return m_query->value(column); }
    qint64 number(int column) const { return m_query->value(column).toLongLong(); }
    QString text(int column) const { return m_query->value(column).toString(); }
    bool flag(int column) const { return m_query->value(column).toInt() != 0; }
    bool isNull(int column) const { return m_query->isNull(column); }
    /// Rows inserted, changed or deleted.
    int affected() const { return m_affected; }
    /// The key of the row just inserted; only when affected() is 1.
    qint64 insertedKey() const { return m_query->lastInsertId().toLongLong(); }

private:
    friend class Database;
    Query(Database *database, QString sql, std::unique_ptr<QSqlQuery> query);

    Database *m_database;
    QString m_sql;
    std::unique_ptr<QSqlQuery> m_query;
    int m_affected = 0;
    bool m_prepared = false;
    bool m_readable = false;
};

/// A SQLite file. Belongs to the thread that opened it. Statements are prepared once and kept.
///
/// The first error sticks: every statement after it does nothing and reads no rows, until takeError(). So a request of
/// many statements is written without a check after each, and asked once at its end.
class Database
{
public:
    enum class Access {
        ReadWrite,
        ReadOnly, ///< beside a writer too; needs a folder that can be written to, for SQLite's side files
        Frozen,   ///< the file alone, in any folder, while nobody writes to it: what the side files hold is not seen
    };

    Database() = default;
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    /// Opens \a fileName, made with mode 0600 when it does not exist. WAL, synchronous=FULL, foreign keys on, 5 s busy
    /// time-out, schema not trusted. StoreFailed when it is no SQLite file or cannot be used.
    Result<Done> open(const QString &fileName, Access access);
    void close();
    bool isOpen() const { return m_database.isOpen(); }

    /// Runs \a sql with \a values bound in order.
    Query query(const QString &sql, const QVariantList &values = {});
    /// Runs \a sql for its effect; the number of rows changed.
    int run(const QString &sql, const QVariantList &values = {});

    /// Starts a writing transaction. False when it cannot (see takeError()).
    bool begin();
    /// False when it did not commit; then the transaction has been rolled back.
    bool commit();
    void rollback();
    void openSavepoint();
    void releaseSavepoint();
    /// Undoes to the savepoint and clears the error. False when SQLite has already given up the whole transaction, as
    /// it does for a full disk.
    bool rollbackToSavepoint();

    bool hasError() const { return !m_error.isEmpty(); }
    const QString &error() const { return m_error; }
    /// The error, cleared.
    QString takeError();
    /// Makes the current work fail, for example when the data contradicts itself.
    void fail(const QString &detail);

private:
    friend class Query;
    bool command(const QString &sql);
    Result<Done> configure(Access access);

    QSqlDatabase m_database;
    QString m_connection;
    QString m_error;
    std::unordered_map<QString, std::unique_ptr<QSqlQuery>> m_statements;
};

/// \a text, or NULL when empty.
QVariant textOrNull(const QString &text);

} // namespace foyer
