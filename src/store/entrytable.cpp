#include "store/entrytable.h"

#include "sql/database.h"
#include "store/annotationtable.h"

using namespace Qt::StringLiterals;

namespace foyer
{

// Stored as numbers: a change of order would reinterpret every file.
static_assert(static_cast<int>(DeliveryState::Failed) == 5 && static_cast<int>(EntryKind::NotShown) == 7 &&
              static_cast<int>(GapReason::NotLoaded) == 4);

namespace
{

/// What stands as the stanza's XML of an own message whose body is the address of its file. The word for it goes out
/// with the body (XEP-0066), also by a later run of the program.
const QString fileMark = u"<x xmlns='jabber:x:oob'/>"_s;

/// In the column `retracted`, where 1 is a message that was deleted: one that could not be read.
constexpr int unreadableMark = 2;

const QString heldColumns = u"key, epoch, position, kind, message_id, origin_id, occupant_id, nickname, body, own, "
                            "waiting, recorded, stamped, hidden, state, membership, retracted"_s;

HeldEntry heldOf(const Query &query)
{
    HeldEntry held;
    held.key = query.number(0);
    held.epoch = static_cast<int>(query.number(1));
    held.position = query.number(2);
    held.kind = static_cast<EntryKind>(query.number(3));
    held.messageId = query.text(4);
    held.originId = query.text(5);
    held.occupantId = query.text(6);
    held.nickname = query.text(7);
    held.body = query.text(8);
    held.own = query.flag(9);
    held.waiting = query.flag(10);
    held.recorded = query.flag(11);
    held.stamped = query.flag(12);
    held.hidden = query.flag(13);
    held.failed = static_cast<DeliveryState>(query.number(14)) == DeliveryState::Failed;
    held.membership = query.number(15);
    held.unreadable = query.number(16) == unreadableMark;
    return held;
}

/// Columns are NOT NULL, and Qt binds a null QString as NULL.
QString text(const QString &value)
{
    return value.isNull() ? u""_s : value;
}

DeliveryState stateFor(bool own)
{
    return own ? DeliveryState::Delivered : DeliveryState::Received;
}

} // namespace

const QString EntryTable::messageColumns =
    u"key, archive_id, origin_id, message_id, occupant_id, nickname, own, sent_at, recorded, body, state, edited, "
    "retracted, epoch, failure, sent_again, kind, own = 1 AND kind = 0 AND raw <> '', stamped = 0"_s;

StoredMessage EntryTable::messageOf(const Query &query)
{
    StoredMessage message;
    message.key = query.number(0);
    message.archiveId = query.text(1);
    message.originId = query.text(2);
    message.messageId = query.text(3);
    message.occupantId = query.text(4);
    message.nickname = query.text(5);
    message.own = query.flag(6);
    message.sentAt = QDateTime::fromMSecsSinceEpoch(query.number(7), Qt::UTC);
    message.recorded = query.flag(8);
    message.body = query.text(9);
    message.state = static_cast<DeliveryState>(query.number(10));
    message.edited = query.flag(11);
    message.retracted = query.flag(12);
    message.unreadable = query.number(12) == unreadableMark;
    message.epoch = static_cast<int>(query.number(13));
    message.failure = query.text(14);
    message.sentAgain = query.flag(15);
    message.kind = static_cast<EntryKind>(query.number(16));
    message.isFile = query.flag(17);
    message.live = query.flag(18);
    return message;
}

MessageKey EntryTable::insert(const RoomMessage &message, const EntryPlace &place, const EntryTraits &traits)
{
    Query query = m_database.query(
        u"INSERT INTO entry (room, epoch, position, membership, kind, archive_id, message_id, origin_id, occupant_id, "
        "nickname, real_jid, own, sent_at, stamped, hidden, body, subject, raw, state, retracted, stay) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (room, epoch, archive_id) WHERE archive_id IS NOT NULL DO NOTHING"_s,
        {place.room,
         place.epoch,
         place.position,
         traits.membership,
         static_cast<int>(message.kind),
         textOrNull(message.archiveId),
         text(message.messageId),
         text(message.originId),
         text(message.occupantId),
         text(message.nickname),
         text(message.realJid.toString()),
         traits.own,
         traits.sentAt,
         traits.stamped,
         traits.hidden,
         text(message.body),
         text(message.subject),
         message.isFile ? fileMark : text(message.raw),
         static_cast<int>(stateFor(traits.own)),
         message.unreadable ? unreadableMark : static_cast<int>(message.retracted),
         message.stay});
    const MessageKey key = query.affected() == 1 ? query.insertedKey() : 0;
    AnnotationTable(m_database).insert(key, place.room, message);
    return key;
}

std::optional<HeldEntry> EntryTable::held(RoomKey room, int epoch, const QString &archiveId)
{
    Query query = m_database.query(
        QString(u"SELECT "_s + heldColumns + u" FROM entry WHERE room = ? AND epoch = ? AND archive_id = ?"_s),
        {room, epoch, archiveId});
    if (!query.next())
        return std::nullopt;
    return heldOf(query);
}

QList<HeldEntry> EntryTable::unclaimed(RoomKey room, const RoomMessage &message)
{
    QList<HeldEntry> found;
    const QString &id = message.messageId;
    const QString &origin = message.originId;
    if (id.isEmpty() && origin.isEmpty()) {
        // Nothing but what was said tells them, which the caller counts once each (guarantee, rule 11).
        Query query = m_database.query(QString(u"SELECT "_s + heldColumns +
                                               u" FROM entry WHERE room = ? AND message_id = '' AND origin_id = '' AND "
                                               "archive_id IS NULL AND body = ? ORDER BY key"_s),
                                       {room, text(message.body)});
        while (query.next())
            found += heldOf(query);
        return found;
    }
    for (const QString &name : id == origin ? QStringList{id} : QStringList{id, origin}) {
        if (name.isEmpty())
            continue;
        Query query = m_database.query(
            QString(u"SELECT "_s + heldColumns +
                    u" FROM entry WHERE key IN ("
                    u"SELECT key FROM entry WHERE room = ? AND message_id = ? AND archive_id IS NULL UNION "
                    u"SELECT key FROM entry WHERE room = ? AND origin_id = ? AND archive_id IS NULL) ORDER BY key"_s),
            {room, name, room, name});
        while (query.next())
            found += heldOf(query);
    }
    return found;
}

QList<HeldEntry> EntryTable::ownUnclaimed(RoomKey room, const RoomMessage &message)
{
    QList<HeldEntry> found;
    const QString &name = message.messageId.isEmpty() ? message.originId : message.messageId;
    if (name.isEmpty())
        return found;
    static const QString own = u"SELECT "_s + heldColumns +
                               u" FROM entry WHERE room = ? AND own = 1 AND archive_id IS NULL AND origin_id IN (?, ?) "
                               "ORDER BY key"_s;
    Query query = m_database.query(own, {room, name, message.originId.isEmpty() ? name : message.originId});
    while (query.next())
        found += heldOf(query);
    return found;
}

std::optional<StoredMessage> EntryTable::messageIn(RoomKey room, MessageKey key)
{
    const bool isThere = m_database.query(u"SELECT 1 FROM entry WHERE key = ? AND room = ?"_s, {key, room}).next();
    return isThere ? message(key) : std::nullopt;
}

std::optional<StoredMessage> EntryTable::message(MessageKey key)
{
    Query query =
        m_database.query(QString(u"SELECT "_s + messageColumns + u" FROM entry WHERE key = ? AND kind = 0"_s), {key});
    if (!query.next())
        return std::nullopt;
    StoredMessage message = messageOf(query);
    AnnotationTable(m_database).describe(message);
    return message;
}

std::optional<StoredMessage> EntryTable::ownEntry(MessageKey key)
{
    Query query =
        m_database.query(QString(u"SELECT "_s + messageColumns + u" FROM entry WHERE key = ? AND own = 1"_s), {key});
    if (!query.next())
        return std::nullopt;
    StoredMessage entry = messageOf(query);
    AnnotationTable annotations(m_database);
    if (entry.kind != EntryKind::Message) {
        entry.about = annotations.of(key);
        entry.reply = annotations.replyCorrectedBy(key);
        return entry;
    }
    const QString written = entry.body;
    annotations.describe(entry);
    // What goes out, and what comes back, is what was written.
    if (entry.state != DeliveryState::Delivered)
        entry.body = written;
    return entry;
}

void EntryTable::tellNew(StoredEntry &stored, MessageKey key, const RoomMessage &message, const EntryPlace &place,
                         const EntryTraits &traits)
{
    const bool plain =
        key != 0 && message.kind == EntryKind::Message && !message.retracted && message.about.targetId.isEmpty();
    if (plain && !AnnotationTable(m_database).isNamed(place.room, message))
        stored.row = rowOf(key, message, place, traits);
    else
        tell(stored, key, message);
}

StoredMessage EntryTable::rowOf(MessageKey key, const RoomMessage &message, const EntryPlace &place,
                                const EntryTraits &traits)
{
    StoredMessage row;
    row.key = key;
    row.archiveId = message.archiveId;
    row.originId = message.originId;
    row.messageId = message.messageId;
    row.occupantId = message.occupantId;
    row.nickname = message.nickname;
    row.own = traits.own;
    row.sentAt = QDateTime::fromMSecsSinceEpoch(traits.sentAt, Qt::UTC);
    row.live = !traits.stamped;
    row.body = message.body;
    row.state = stateFor(traits.own);
    row.epoch = place.epoch;
    row.isFile = traits.own && (message.isFile || !message.raw.isEmpty());
    return row;
}

void EntryTable::tell(StoredEntry &stored, MessageKey key, const RoomMessage &message)
{
    AnnotationTable annotations(m_database);
    if (message.kind == EntryKind::Message) {
        if (stored.outcome == InsertOutcome::Inserted && !message.messageId.isEmpty()) {
            const QList<MessageKey> corrections = annotations.standForThemselves(key);
            for (const MessageKey correction : corrections)
                stored.appeared += *this->message(correction);
        }
        stored.row = this->message(key);
        return;
    }
    if (message.about.targetId.isEmpty())
        return;
    const bool inserted = stored.outcome == InsertOutcome::Inserted;
    if (message.kind == EntryKind::Correction && inserted && annotations.standForItself(key)) {
        stored.row = this->message(key);
        return;
    }
    stored.changed = annotations.targets(key);
    stored.change = changeOf(message.kind);
    if (stored.outcome == InsertOutcome::MergedWithOwn)
        stored.action = ownEntry(key);
}

QList<HeldEntry> EntryTable::tail(const EntryPlace &from, qint64 high, qsizetype count)
{
    QList<HeldEntry> found;
    Query query = m_database.query(
        QString(u"SELECT "_s + heldColumns +
                u" FROM entry WHERE room = ? AND waiting = 0 AND epoch = ? AND position BETWEEN ? AND ? AND state <> ? "
                "ORDER BY position DESC, key DESC LIMIT ?"_s),
        {from.room, from.epoch, from.position, high, static_cast<int>(DeliveryState::Failed), count});
    while (query.next())
        found.prepend(heldOf(query));
    return found;
}

void EntryTable::claim(MessageKey key, const RoomMessage &message, const EntryPlace &place, const EntryTraits &traits)
{
    m_database.run(u"UPDATE entry SET waiting = 0, epoch = ?, position = ?, membership = ?, archive_id = ?, "
                   "message_id = coalesce(?, message_id), origin_id = coalesce(?, origin_id), "
                   "occupant_id = coalesce(?, occupant_id), nickname = coalesce(?, nickname), own = own OR ?, "
                   "sent_at = CASE WHEN stamped THEN sent_at ELSE ? END, stamped = stamped OR ?, recorded = 1, state = "
                   "CASE WHEN own OR ? THEN ? ELSE state END, failure = '' WHERE key = ?"_s,
                   {place.epoch, place.position, traits.membership, textOrNull(message.archiveId),
                    textOrNull(message.messageId), textOrNull(message.originId), textOrNull(message.occupantId),
                    textOrNull(message.nickname), traits.own, traits.sentAt, traits.stamped, traits.own,
                    static_cast<int>(DeliveryState::Delivered), key});
}

void EntryTable::reveal(MessageKey key)
{
    m_database.run(u"UPDATE entry SET hidden = 0 WHERE key = ?"_s, {key});
}

void EntryTable::setPosition(MessageKey key, qint64 position)
{
    m_database.run(u"UPDATE entry SET position = ? WHERE key = ?"_s, {position, key});
}

void EntryTable::setRecorded(MessageKey key, bool recorded)
{
    m_database.run(u"UPDATE entry SET recorded = ? WHERE key = ?"_s, {recorded, key});
}

void EntryTable::setStamp(MessageKey key, qint64 sentAt)
{
    m_database.run(u"UPDATE entry SET sent_at = ?, stamped = 1 WHERE key = ? AND stamped = 0"_s, {sentAt, key});
}

MessageChange changeOf(EntryKind kind)
{
    switch (kind) {
    case EntryKind::Correction:
        return MessageChange::Corrected;
    case EntryKind::Retraction:
        return MessageChange::Retracted;
    case EntryKind::Reaction:
        return MessageChange::Reactions;
    default:
        return MessageChange::State;
    }
}

bool contradicts(const HeldEntry &held, const RoomMessage &message)
{
    // Of an entry refused for its form little is known.
    if (held.kind == EntryKind::NotShown || message.kind == EntryKind::NotShown || held.unreadable ||
        message.unreadable)
        return false;
    if (!held.messageId.isEmpty() && !message.messageId.isEmpty() && held.messageId != message.messageId)
        return true;
    return !sameOccupant(held, message);
}

EntryKind shownKind(EntryKind kind)
{
    return kind == EntryKind::Correction ? EntryKind::Message : kind;
}

bool isSameText(const HeldEntry &held, const RoomMessage &message)
{
    // What was deleted in the archive meanwhile has no text there any more.
    return isWritten(held.kind) && shownKind(held.kind) == shownKind(message.kind) &&
           (message.retracted || held.body == message.body);
}

bool sameOccupant(const HeldEntry &held, const RoomMessage &message)
{
    if (!held.occupantId.isEmpty() && !message.occupantId.isEmpty())
        return held.occupantId == message.occupantId;
    return held.nickname == message.nickname;
}

} // namespace foyer
