#include "server/storage/serverstore.h"

#include "sql/migrations.h"

#include <QFile>
#include <QRandomGenerator>

#include <array>
#include <utility>

// Outside any namespace, as Qt asks: a static library's resources are dropped by the linker unless they are named.
static void initServerStoreResources()
{
    Q_INIT_RESOURCE(serverstore);
}

using namespace Qt::StringLiterals;

namespace foyer::server
{

namespace
{

/// "FoyS".
constexpr qint32 applicationId = 0x466F7953;

QString stepText(const QString &name)
{
    QFile file(QString(u":/foyer/server/sql/"_s + name));
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT(opened);
    Q_UNUSED(opened)
    return QString::fromUtf8(file.readAll());
}

Schema serverSchema()
{
    initServerStoreResources();
    return Schema{applicationId,
                  {stepText(u"001_initial.sql"_s), stepText(u"002_corrections.sql"_s), stepText(u"003_times.sql"_s),
                   stepText(u"004_inside.sql"_s)}};
}

} // namespace

ServerStore::ServerStore()
    : m_accounts(m_database, [this] { beginWrite(); }),
      m_callbacks(
          m_database, [this] { beginWrite(); }, callbackLimit)
{
}

Result<Done> ServerStore::open(const QString &fileName, Database::Access access)
{
    const Result<Done> opened = m_database.open(fileName, access);
    if (!opened)
        return opened;
    Result<Done> ready = access == Database::Access::ReadWrite ? migrate(m_database, serverSchema())
                                                               : checkSchema(m_database, serverSchema());
    if (!ready)
        m_database.close();
    return ready;
}

void ServerStore::close()
{
    rollback();
    m_database.close();
}

void ServerStore::beginWrite()
{
    if (m_inTransaction)
        return;
    // Also when it fails: the error sticks, and the owner learns of it at the commit.
    m_inTransaction = true;
    m_database.begin();
    if (m_changed)
        m_changed();
}

Result<Done> ServerStore::commit()
{
    const bool hadChanges = std::exchange(m_inTransaction, false);
    if (!hadChanges && !m_database.hasError())
        return Done{};
    if (hadChanges && m_database.commit())
        return Done{};
    m_rooms.forgetKeys();
    return Error::make(ErrorKind::StoreFailed, {}, m_database.takeError());
}

void ServerStore::rollback()
{
    if (!std::exchange(m_inTransaction, false))
        return;
    m_database.rollback();
    m_database.takeError();
    m_rooms.forgetKeys();
}

bool ServerStore::wasChangedOutside()
{
    Query query = m_database.query(u"PRAGMA data_version"_s);
    const qint64 version = query.next() ? query.number(0) : m_dataVersion;
    return std::exchange(m_dataVersion, version) != version;
}

QList<RoomRecord> ServerStore::loadRooms()
{
    return m_rooms.rooms();
}

QList<Restriction> ServerStore::loadGlobalMutes()
{
    return m_rooms.globalMutes();
}

void ServerStore::saveRoom(const RoomRecord &room)
{
    beginWrite();
    m_rooms.save(room);
}

void ServerStore::saveActivity(const QString &roomId, const QDateTime &at)
{
    beginWrite();
    m_rooms.saveActivity(roomId, at);
}

void ServerStore::removeRoom(const QString &roomId)
{
    beginWrite();
    m_rooms.remove(roomId);
}

void ServerStore::saveStanding(const QString &roomId, const Standing &standing)
{
    beginWrite();
    m_rooms.saveStanding(roomId, standing);
}

void ServerStore::saveMute(const QString &roomId, const Restriction &mute)
{
    beginWrite();
    m_rooms.saveMute(roomId, mute);
}

void ServerStore::removeMute(const QString &roomId, const Jid &account)
{
    beginWrite();
    m_rooms.removeMute(roomId, account);
}

void ServerStore::saveBlock(const QString &roomId, const Restriction &block)
{
    beginWrite();
    m_rooms.saveBlock(roomId, block);
}

void ServerStore::removeBlock(const QString &roomId, const Jid &account)
{
    beginWrite();
    m_rooms.removeBlock(roomId, account);
}

void ServerStore::setExempt(const QString &roomId, const Jid &account, bool exempt)
{
    beginWrite();
    m_rooms.setExempt(roomId, account, exempt);
}

void ServerStore::saveInside(const QString &roomId, const Jid &account, bool inside)
{
    beginWrite();
    m_rooms.saveInside(roomId, account, inside);
}

QList<Jid> ServerStore::inside(const QString &roomId)
{
    return m_rooms.inside(roomId);
}

void ServerStore::appendEntry(const QString &roomId, const ArchiveEntry &entry)
{
    beginWrite();
    m_archive.append(roomId, entry);
}

std::optional<ArchiveEntry> ServerStore::entryByOriginId(const QString &roomId, const Jid &account,
                                                         const QString &originId, const QDateTime &since)
{
    return m_archive.byOriginId(roomId, account, originId, since);
}

std::optional<ArchiveEntry> ServerStore::entry(const QString &roomId, const QString &id)
{
    return m_archive.byId(roomId, id);
}

QList<ArchiveEntry> ServerStore::corrections(const QString &roomId, const ArchiveEntry &target)
{
    return m_archive.corrections(roomId, target);
}

void ServerStore::replaceEntry(const QString &roomId, const ArchiveEntry &entry)
{
    beginWrite();
    m_archive.replace(roomId, entry);
}

QList<ArchiveEntry> ServerStore::history(const QString &roomId, int count, const QDateTime &since)
{
    return m_archive.history(roomId, count, since);
}

std::optional<ArchivePage> ServerStore::page(const QString &roomId, const ArchiveRequest &request)
{
    return m_archive.page(roomId, request);
}

void ServerStore::expireEntries(const QDateTime &before)
{
    beginWrite();
    m_archive.expire(before);
}

QByteArray ServerStore::occupantSecret()
{
    const QString name = u"occupant-id"_s;
    {
        Query query = m_database.query(u"SELECT value FROM secret WHERE name = ?"_s, {name});
        if (query.next())
            return query.value(0).toByteArray();
    }
    std::array<quint32, 8> bits{};
    QRandomGenerator::system()->fillRange(bits.data(), static_cast<qsizetype>(bits.size()));
    const QByteArray secret(reinterpret_cast<const char *>(bits.data()), sizeof(bits));
    beginWrite();
    m_database.run(u"INSERT INTO secret (name, value) VALUES (?, ?)"_s, {name, secret});
    return secret;
}

} // namespace foyer::server
