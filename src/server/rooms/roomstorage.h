#pragma once

#include "server/rooms/roomtypes.h"

namespace foyer::server
{

/// A slice of a room's archive, oldest first (XEP-0313, XEP-0059).
struct ArchivePage {
    QList<ArchiveEntry> entries;
    qint64 count = 0;      ///< entries the query matches altogether
    qint64 firstIndex = 0; ///< index of the first of `entries` among them
    bool complete = false; ///< nothing further in the direction asked for
};

/// Which slice. At most one of `after` and `before` is set.
struct ArchiveRequest {
    std::optional<QString> after;  ///< entries newer than this id
    std::optional<QString> before; ///< entries older than this id; empty text: the newest
    int max = 100;
    QDateTime start;  ///< form field `start`; invalid: none
    QDateTime end;    ///< form field `end`
    Jid with;         ///< form field `with`: room/nickname; empty or the room itself: all; another address: none
    QStringList ids;  ///< form field `ids`; empty: all
    QString afterId;  ///< form field `after-id`: only entries newer than this one; empty: all
    QString beforeId; ///< form field `before-id`
};

/// Where rooms keep what outlives the process. Every write belongs to the transaction that the server commits before
/// it lets anybody know (see EmbeddedServer); a failed write surfaces at that commit, so nothing here returns an error.
/// All on the server's thread.
class RoomStorage
{
public:
    virtual ~RoomStorage() = default;

    virtual QList<RoomRecord> loadRooms() = 0;
    virtual QList<Restriction> loadGlobalMutes() = 0;

    /// Inserts or replaces the room's own columns (lists excepted).
    virtual void saveRoom(const RoomRecord &room) = 0;
    /// `lastActiveAt` alone, which every message moves.
    virtual void saveActivity(const QString &roomId, const QDateTime &at) = 0;
    /// With its lists and its archive.
    virtual void removeRoom(const QString &roomId) = 0;
    virtual void saveStanding(const QString &roomId, const Standing &standing) = 0; ///< None removes it
    virtual void saveMute(const QString &roomId, const Restriction &mute) = 0;      ///< empty roomId: everywhere
    virtual void removeMute(const QString &roomId, const Jid &account) = 0;
    virtual void saveBlock(const QString &roomId, const Restriction &block) = 0;
    virtual void removeBlock(const QString &roomId, const Jid &account) = 0;
    virtual void setExempt(const QString &roomId, const Jid &account, bool exempt) = 0;
    /// Whether \a account is inside.
    virtual void saveInside(const QString &roomId, const Jid &account, bool inside) = 0;
    /// Who is inside as far as the storage was told.
    virtual QList<Jid> inside(const QString &roomId) = 0;

    virtual void appendEntry(const QString &roomId, const ArchiveEntry &entry) = 0;
    /// The entry that \a account sent to the room with this origin-id in the last 24 h, or nullopt (guarantee rule 10).
    virtual std::optional<ArchiveEntry> entryByOriginId(const QString &roomId, const Jid &account,
                                                        const QString &originId, const QDateTime &since) = 0;
    /// The entry of that archive id, or nullopt.
    virtual std::optional<ArchiveEntry> entry(const QString &roomId, const QString &id) = 0;
    /// What the author of \a target wrote after it to correct it, oldest first (XEP-0308).
    virtual QList<ArchiveEntry> corrections(const QString &roomId, const ArchiveEntry &target) = 0;
    /// Puts the entry's message and `inHistory` in the place of those of the same id; all else stays.
    virtual void replaceEntry(const QString &roomId, const ArchiveEntry &entry) = 0;
    /// The newest \a count entries with a body, oldest first.
    virtual QList<ArchiveEntry> history(const QString &roomId, int count, const QDateTime &since) = 0;
    /// nullopt: an id that the request names is not in the archive (item-not-found, XEP-0313 section 4.3.1).
    virtual std::optional<ArchivePage> page(const QString &roomId, const ArchiveRequest &request) = 0;
    /// Forgets entries older than \a before, in every room, from the oldest on: no hole is made.
    virtual void expireEntries(const QDateTime &before) = 0;
    /// A secret of this installation, made once: occupant ids are hashed with it.
    virtual QByteArray occupantSecret() = 0;
};

} // namespace foyer::server
