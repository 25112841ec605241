#pragma once

#include "core/roommessage.h"
#include "store/messagestore.h"

namespace foyer
{

class Database;
class Query;

/// Where an entry stands: its room's epoch and position on that epoch's scale.
struct EntryPlace {
    RoomKey room = 0;
    int epoch = 0;
    qint64 position = 0;
};

/// What else is stored with an entry.
struct EntryTraits {
    MembershipKey membership = 0;
    bool own = false;
    qint64 sentAt = 0;    ///< ms since 1970
    bool stamped = false; ///< sentAt is the room's stamp
    bool hidden = false;  ///< border of a segment, not shown
};

/// A stored entry, as far as filing compares it.
struct HeldEntry {
    MessageKey key = 0;
    int epoch = 0;
    qint64 position = 0;
    EntryKind kind = EntryKind::Message;
    QString messageId;
    QString originId;
    QString occupantId;
    QString nickname;
    QString body;
    bool own = false;
    bool waiting = false;
    bool recorded = true;
    bool stamped = false;
    bool hidden = false;
    bool failed = false; ///< an own message given up
    bool unreadable = false;
    MembershipKey membership = 0;
};

/// The table `entry`. Errors stick to the database.
class EntryTable
{
public:
    explicit EntryTable(Database &database) : m_database(database) {}

    /// 0 when the archive id is already held in that epoch: the UNIQUE index decides.
    MessageKey insert(const RoomMessage &message, const EntryPlace &place, const EntryTraits &traits);
    std::optional<HeldEntry> held(RoomKey room, int epoch, const QString &archiveId);
    /// Rows without an archive id that carry the message's id or origin id: those of the first before those of the
    /// other, oldest first. Of a message without both, rows without both that say the same.
    QList<HeldEntry> unclaimed(RoomKey room, const RoomMessage &message);
    /// Those of them that are our own and whose origin id it is: what may be the row of a reflection, found at once
    /// however many rows of others carry that id.
    QList<HeldEntry> ownUnclaimed(RoomKey room, const RoomMessage &message);
    std::optional<StoredMessage> message(MessageKey key);
    std::optional<StoredMessage> messageIn(RoomKey room, MessageKey key);
    /// An own entry of the outbox, whatever its kind.
    std::optional<StoredMessage> ownEntry(MessageKey key);
    /// Fills in what storing \a message as \a key means for the rows a person sees.
    void tell(StoredEntry &stored, MessageKey key, const RoomMessage &message);
    /// The same for one that insert() has just stored; most of these need not be read back.
    void tellNew(StoredEntry &stored, MessageKey key, const RoomMessage &message, const EntryPlace &place,
                 const EntryTraits &traits);
    /// The last \a count settled rows from \a from to \a high, in order; own messages given up do not count.
    QList<HeldEntry> tail(const EntryPlace &from, qint64 high, qsizetype count);

    /// An own row or a row without archive id becomes the archive entry \a message at \a place.
    void claim(MessageKey key, const RoomMessage &message, const EntryPlace &place, const EntryTraits &traits);
    /// Shows the border of a segment.
    void reveal(MessageKey key);
    void setPosition(MessageKey key, qint64 position);
    void setRecorded(MessageKey key, bool recorded);
    /// The room's own stamp replaces the time of arrival, once.
    void setStamp(MessageKey key, qint64 sentAt);

    /// Columns of messageOf().
    static const QString messageColumns;
    static StoredMessage messageOf(const Query &query);

private:
    /// What message() answers about a message that nothing is said about.
    static StoredMessage rowOf(MessageKey key, const RoomMessage &message, const EntryPlace &place,
                               const EntryTraits &traits);

    Database &m_database;
};

/// How an entry of \a kind changes its target.
MessageChange changeOf(EntryKind kind);

/// Whether \a message comes from somebody else, or carries another message id, than the held entry of the same
/// archive id (guarantee, rule 14). What one of both does not know proves nothing.
bool contradicts(const HeldEntry &held, const RoomMessage &message);
/// As what an entry of \a kind may be held: a correction may have become a message (AnnotationTable).
EntryKind shownKind(EntryKind kind);
/// Whether both are of one kind that is written, with one text.
bool isSameText(const HeldEntry &held, const RoomMessage &message);
/// Same person as far as both tell: by occupant id where both have one, else by nickname.
bool sameOccupant(const HeldEntry &held, const RoomMessage &message);

} // namespace foyer
