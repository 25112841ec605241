#pragma once

#include "core/result.h"

#include <QString>

#include <memory>

namespace foyer
{

class Database;

/// The small file `user.sqlite` of a profile: what cannot be read again from a server (drafts, settings, the name of
/// our connection). Belongs to the thread that opened it; writes are committed when the call returns.
class UserSettings
{
public:
    explicit UserSettings(const QString &fileName);
    ~UserSettings();
    UserSettings(const UserSettings &) = delete;
    UserSettings &operator=(const UserSettings &) = delete;

    /// Opens or creates the file. A damaged one is set aside and replaced by what can still be read of it, see
    /// setAside(). StoreFailed when it is another program's, newer than this program, or cannot be written.
    Result<Done> open();
    /// Where open() has put a damaged file; empty when it was sound.
    const QString &setAside() const { return m_setAside; }

    /// Empty when not set.
    QString value(const QString &key);
    /// An empty value removes the key.
    Result<Done> setValue(const QString &key, const QString &value);

private:
    QString m_fileName;
    QString m_setAside;
    std::unique_ptr<Database> m_database;
};

} // namespace foyer
