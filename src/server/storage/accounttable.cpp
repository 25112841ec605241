#include "server/storage/accounttable.h"

#include "server/rooms/roomtypes.h"
#include "server/storage/storedvalues.h"
#include "sql/database.h"

using namespace Qt::StringLiterals;

namespace foyer::server
{

namespace
{

const QString columns = u"name, display_name, portrait, created_at, sha1_salt, sha1_iterations, sha1_stored_key, "
                        "sha1_server_key, sha256_salt, sha256_iterations, sha256_stored_key, sha256_server_key"_s;

/// Account names are local parts as room ids are.
QString keyOf(const QString &name)
{
    return roomKey(name);
}

ScramKeys keysAt(const Query &query, int column)
{
    return {query.value(column).toByteArray(), static_cast<int>(query.number(column + 1)),
            query.value(column + 2).toByteArray(), query.value(column + 3).toByteArray()};
}

Account accountOf(const Query &query)
{
    return {query.text(0), query.text(1), query.text(2), timeAt(query, 3), {keysAt(query, 8), keysAt(query, 4)}};
}

} // namespace

AccountTable::AccountTable(Database &database, std::function<void()> beginWrite)
    : m_database(database), m_beginWrite(std::move(beginWrite))
{
}

std::optional<Account> AccountTable::find(const QString &name) const
{
    Query query = m_database.query(QString(u"SELECT "_s + columns + u" FROM account WHERE name_key = ?"_s),
                                   {textOf(keyOf(name))});
    return query.next() ? std::optional(accountOf(query)) : std::nullopt;
}

bool AccountTable::save(const Account &account)
{
    const QString key = keyOf(account.name);
    if (key.isEmpty())
        return false;
    m_beginWrite();
    const ScramKeys &one = account.keys.sha1;
    const ScramKeys &two = account.keys.sha256;
    m_database.run(QString(u"INSERT INTO account (name_key, "_s + columns +
                           u") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name_key) DO UPDATE SET "
                           "display_name = excluded.display_name, portrait = excluded.portrait, "
                           "sha1_salt = excluded.sha1_salt, sha1_iterations = excluded.sha1_iterations, "
                           "sha1_stored_key = excluded.sha1_stored_key, sha1_server_key = excluded.sha1_server_key, "
                           "sha256_salt = excluded.sha256_salt, sha256_iterations = excluded.sha256_iterations, "
                           "sha256_stored_key = excluded.sha256_stored_key, "
                           "sha256_server_key = excluded.sha256_server_key"_s),
                   {key, account.name, textOf(account.displayName), textOf(account.portrait),
                    account.createdAt.toMSecsSinceEpoch(), bytesOf(one.salt), one.iterations, bytesOf(one.storedKey),
                    bytesOf(one.serverKey), bytesOf(two.salt), two.iterations, bytesOf(two.storedKey),
                    bytesOf(two.serverKey)});
    return true;
}

bool AccountTable::remove(const QString &name)
{
    m_beginWrite();
    return m_database.run(u"DELETE FROM account WHERE name_key = ?"_s, {textOf(keyOf(name))}) > 0;
}

QList<Account> AccountTable::all() const
{
    QList<Account> found;
    Query query = m_database.query(QString(u"SELECT "_s + columns + u" FROM account ORDER BY name_key"_s));
    while (query.next())
        found += accountOf(query);
    return found;
}

} // namespace foyer::server
