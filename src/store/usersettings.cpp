#include "store/usersettings.h"

#include "core/logging.h"
#include "sql/filerescue.h"
#include "sql/migrations.h"

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

Schema userSchema()
{
    constexpr qint32 applicationId = 0x466f5573; // "FoUs"
    return {applicationId, {u"CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"_s}};
}

Error writeError(Database &database)
{
    return Error::make(ErrorKind::StoreFailed, {}, database.takeError());
}

} // namespace

UserSettings::UserSettings(const QString &fileName) : m_fileName(fileName), m_database(std::make_unique<Database>()) {}

UserSettings::~UserSettings() = default;

Result<Done> UserSettings::open()
{
    const FileRescue kind{[](Database &file, const QString &name) {
                              const auto opened = file.open(name, Database::Access::ReadWrite);
                              return opened ? migrate(file, userSchema()) : opened;
                          },
                          [](Database &damaged, Database &fresh) {
                              copyRows(damaged, fresh, u"setting"_s, u"key, value"_s);
                              return !fresh.hasError();
                          }};
    // So small a file is looked at whole each time.
    const auto opened = openOrRescue(*m_database, m_fileName, true, QDateTime::currentDateTimeUtc(), kind, m_setAside);
    if (!m_setAside.isEmpty()) {
        qCWarning(lcStore) << "the settings were damaged and are set aside as" << m_setAside;
    }
    return opened;
}

QString UserSettings::value(const QString &key)
{
    QString found;
    {
        Query query = m_database->query(u"SELECT value FROM setting WHERE key = ?"_s, {key});
        if (query.next()) {
            found = query.text(0);
        }
    }
    // A setting that cannot be read is a setting that is not there; the next write tells.
    m_database->takeError();
    return found;
}

Result<Done> UserSettings::setValue(const QString &key, const QString &value)
{
    if (value.isEmpty()) {
        m_database->run(u"DELETE FROM setting WHERE key = ?"_s, {key});
    } else {
        m_database->run(u"INSERT INTO setting (key, value) VALUES (?, ?) "
                        "ON CONFLICT (key) DO UPDATE SET value = excluded.value"_s,
                        {key, value});
    }
    if (m_database->hasError()) {
        return writeError(*m_database);
    }
    return Done{};
}

} // namespace foyer
