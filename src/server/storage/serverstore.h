#pragma once

#include "core/result.h"
#include "server/rooms/roomstorage.h"
#include "server/storage/accounttable.h"
#include "server/storage/archivetable.h"
#include "server/storage/callbacktable.h"
#include "server/storage/roomtable.h"
#include "sql/database.h"

#include <functional>

namespace foyer::server
{

/// The server's file: rooms with their archives, accounts, callbacks that wait. One thread, the one that opened it.
///
/// One transaction a turn of the server (see EmbeddedServer): the first change opens it, commit() closes it. Whoever
/// owns the store commits at the end of the turn; setChanged() tells when there will be something to commit. Reads see
/// what the open transaction has written.
class ServerStore : public RoomStorage
{
public:
    static constexpr qint64 callbackLimit = 100000;

    ServerStore();

    /// Makes the file when it is missing. StoreFailed when it is no server file of Foyer, newer, or cannot be used.
    Result<Done> open(const QString &fileName, Database::Access access = Database::Access::ReadWrite);
    void close();

    /// Called when a change opens a transaction.
    void setChanged(std::function<void()> changed) { m_changed = std::move(changed); }
    bool hasChanges() const { return m_inTransaction; }
    /// All changes since the last commit, or none of them: then StoreFailed, and everything held in memory is to be
    /// read anew. Also ends what an error of a read left behind. Done when there was nothing.
    Result<Done> commit();
    /// Undoes the changes since the last commit.
    void rollback();

    /// Whether another process has written since the last call (the account tools do while the server runs).
    bool wasChangedOutside();

    AccountTable &accounts() { return m_accounts; }
    CallbackQueue &callbacks() { return m_callbacks; }

    QList<RoomRecord> loadRooms() override;
    QList<Restriction> loadGlobalMutes() override;
    void saveRoom(const RoomRecord &room) override;
    void saveActivity(const QString &roomId, const QDateTime &at) override;
    void removeRoom(const QString &roomId) override;
    void saveStanding(const QString &roomId, const Standing &standing) override;
    void saveMute(const QString &roomId, const Restriction &mute) override;
    void removeMute(const QString &roomId, const Jid &account) override;
    void saveBlock(const QString &roomId, const Restriction &block) override;
    void removeBlock(const QString &roomId, const Jid &account) override;
    void setExempt(const QString &roomId, const Jid &account, bool exempt) override;
    void saveInside(const QString &roomId, const Jid &account, bool inside) override;
    QList<Jid> inside(const QString &roomId) override;
    void appendEntry(const QString &roomId, const ArchiveEntry &entry) override;
    std::optional<ArchiveEntry> entryByOriginId(const QString &roomId, const Jid &account, const QString &originId,
                                                const QDateTime &since) override;
    std::optional<ArchiveEntry> entry(const QString &roomId, const QString &id) override;
    QList<ArchiveEntry> corrections(const QString &roomId, const ArchiveEntry &target) override;
    void replaceEntry(const QString &roomId, const ArchiveEntry &entry) override;
    QList<ArchiveEntry> history(const QString &roomId, int count, const QDateTime &since) override;
    std::optional<ArchivePage> page(const QString &roomId, const ArchiveRequest &request) override;
    void expireEntries(const QDateTime &before) override;
    QByteArray occupantSecret() override;

private:
    /// Opens the turn's transaction unless it is open.
    void beginWrite();

    Database m_database;
    RoomTable m_rooms{m_database};
    ArchiveTable m_archive{m_database, m_rooms};
    AccountTable m_accounts;
    CallbackTable m_callbacks;
    std::function<void()> m_changed;
    bool m_inTransaction = false;
    qint64 m_dataVersion = 0;
};

} // namespace foyer::server
