#pragma once

#include "server/storage/passwordkeys.h"

#include <QDateTime>
#include <QList>
#include <QString>

#include <functional>
#include <optional>

namespace foyer
{
class Database;
}

namespace foyer::server
{

struct Account {
    QString name; ///< as spelled when it was made
    QString displayName;
    QString portrait;
    QDateTime createdAt; ///< UTC
    PasswordKeys keys;
    bool operator==(const Account &) const = default;
};

/// The accounts of the server, by the local part of their address in any spelling.
class AccountTable
{
public:
    /// \a beginWrite is called before each change.
    AccountTable(Database &database, std::function<void()> beginWrite);

    std::optional<Account> find(const QString &name) const;
    /// Inserts, or replaces all but the spelling and the time of making. False when \a account has no valid name.
    bool save(const Account &account);
    /// False when there is none.
    bool remove(const QString &name);
    /// By name.
    QList<Account> all() const;

private:
    Database &m_database;
    std::function<void()> m_beginWrite;
};

} // namespace foyer::server
