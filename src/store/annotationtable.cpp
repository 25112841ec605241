#include "store/annotationtable.h"

#include "sql/database.h"
#include "store/entrytable.h"

#include <algorithm>
#include <tuple>
#include <utility>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

/// Columns are NOT NULL, and Qt binds a null QString as NULL.
QString text(const QString &value)
{
    return value.isNull() ? u""_s : value;
}

bool isAnnotation(EntryKind kind)
{
    return kind == EntryKind::Reaction || kind == EntryKind::Correction || kind == EntryKind::Retraction;
}

} // namespace

void AnnotationTable::insert(MessageKey entry, RoomKey room, const RoomMessage &message)
{
    if (entry == 0)
        return;
    // The place of a retracted message speaks about itself.
    const EntryKind kind = message.retracted ? EntryKind::Retraction : message.kind;
    if (!isAnnotation(kind) && message.about.targetId.isEmpty())
        return;
    m_database.run(u"INSERT INTO annotation (entry, room, kind, target, value, nickname) VALUES (?, ?, ?, ?, ?, ?)"_s,
                   {entry, room, static_cast<int>(kind), text(message.about.targetId), text(message.about.value),
                    text(message.about.nickname)});
}

Annotation AnnotationTable::of(MessageKey entry)
{
    Query query = m_database.query(
        u"SELECT a.target, a.value, a.nickname, (SELECT t.message_id FROM entry t WHERE a.kind = ? AND e.own = 1 AND "
        "t.own = 1 AND t.room = a.room AND t.epoch = e.epoch AND t.archive_id = a.target) FROM annotation a JOIN entry "
        "e ON e.key = a.entry WHERE a.entry = ?"_s,
        {static_cast<int>(EntryKind::Retraction), entry});
    return query.next() ? Annotation{query.text(0), query.text(1), query.text(2), query.text(3)} : Annotation{};
}

bool AnnotationTable::isNamed(RoomKey room, const RoomMessage &message)
{
    return m_database
        .query(u"SELECT 1 FROM annotation WHERE room = ? AND target IN (?, ?) AND target <> '' LIMIT 1"_s,
               {room, text(message.archiveId), text(message.messageId)})
        .next();
}

void AnnotationTable::describe(StoredMessage &row)
{
    describeOnly(row);
    describeReply(row);
}

void AnnotationTable::describeOnly(StoredMessage &row)
{
    if (row.retracted) {
        const Annotation tombstone = of(row.key);
        row.retractedBy = tombstone.nickname.isEmpty() ? row.nickname : tombstone.nickname;
        row.retractReason = tombstone.value;
        return;
    }
    QHash<QString, Said> lastReactions;
    const QList<Said> all = accepted(row);
    for (const Said &said : all) {
        if (said.kind == EntryKind::Correction) {
            row.body = said.body;
            row.edited = true;
        } else if (said.kind == EntryKind::Reaction) {
            lastReactions.insert(occupantOf(said.place), said);
        } else if (!row.retracted) {
            row.retracted = true;
            row.retractedBy = said.about.nickname.isEmpty() ? row.nickname : said.about.nickname;
            row.retractReason = said.about.value;
        }
    }
    if (row.retracted)
        row.body.clear();
    else
        addReactions(row, lastReactions, all);
}

void AnnotationTable::addReactions(StoredMessage &row, const QHash<QString, Said> &last, const QList<Said> &order)
{
    for (const Said &said : order) {
        if (said.kind != EntryKind::Reaction || last.value(occupantOf(said.place)).entry != said.entry)
            continue;
        const QStringList emojis = said.about.value.split(u'\n', Qt::SkipEmptyParts);
        for (const QString &emoji : emojis) {
            auto found = std::find_if(row.reactions.begin(), row.reactions.end(),
                                      [&emoji](const Reaction &reaction) { return reaction.emoji == emoji; });
            if (found == row.reactions.end())
                found = row.reactions.insert(row.reactions.end(), Reaction{emoji, {}, false});
            found->nicknames += said.place.nickname;
            found->own = found->own || said.place.own;
        }
    }
}

QList<StoredMessage> AnnotationTable::targets(MessageKey entry)
{
    QList<StoredMessage> rows = rowsChangedBy(entry);
    for (StoredMessage &row : rows)
        describe(row);
    return rows;
}

QList<StoredMessage> AnnotationTable::rowsChangedBy(MessageKey entry)
{
    QList<StoredMessage> rows;
    Query query = m_database.query(
        QString(u"SELECT "_s + EntryTable::messageColumns +
                u" FROM entry WHERE kind = 0 AND hidden = 0 AND key IN ("
                "SELECT t.key FROM annotation a JOIN entry e ON e.key = a.entry JOIN entry t ON t.room = a.room AND "
                "t.epoch = e.epoch AND t.archive_id = a.target WHERE a.entry = ? AND a.target <> '' UNION "
                "SELECT t.key FROM annotation a JOIN entry e ON e.key = a.entry JOIN entry t ON t.room = a.room AND "
                "t.kind = 0 AND t.epoch = e.epoch AND t.message_id = a.target WHERE a.entry = ? AND a.target <> '' "
                "UNION SELECT t.key FROM annotation a JOIN entry e ON e.key = a.entry JOIN entry c ON c.room = a.room "
                "AND c.epoch = e.epoch AND c.archive_id = a.target JOIN annotation b ON b.entry = c.key AND b.kind = ? "
                "AND b.target <> '' JOIN entry t ON t.room = a.room AND t.kind = 0 AND t.epoch = e.epoch AND "
                "t.message_id = b.target WHERE a.entry = ? AND a.target <> '')"_s),
        {entry, entry, static_cast<int>(EntryKind::Correction), entry});
    while (query.next())
        rows += EntryTable::messageOf(query);
    // What was sent in vain is not among what is said, and has changed its target back.
    Query failed = m_database.query(u"SELECT 1 FROM entry WHERE key = ? AND state = ?"_s,
                                    {entry, static_cast<int>(DeliveryState::Failed)});
    const bool isFailed = failed.next();
    rows.removeIf([this, entry, isFailed](const StoredMessage &row) {
        const QList<Said> said = accepted(row);
        return !isFailed && std::none_of(said.begin(), said.end(), [entry](const Said &s) { return s.entry == entry; });
    });
    return rows;
}

QList<MessageVersion> AnnotationTable::versions(MessageKey key)
{
    QList<MessageVersion> versions;
    Query query = m_database.query(
        QString(u"SELECT "_s + EntryTable::messageColumns + u" FROM entry WHERE key = ? AND kind = 0"_s), {key});
    if (!query.next())
        return versions;
    const StoredMessage row = EntryTable::messageOf(query);
    versions += {row.body, row.sentAt};
    const QList<Said> all = accepted(row);
    for (const Said &said : all) {
        if (said.kind == EntryKind::Retraction)
            return {};
        if (said.kind == EntryKind::Correction)
            versions += {said.body, said.sentAt};
    }
    if (row.retracted)
        return {};
    versions.removeLast();
    return versions;
}

bool AnnotationTable::isAccepted(const StoredMessage &row, const Place &place, const Said &said)
{
    const QString &target = said.about.targetId;
    const QString &roomsId = row.archiveId.isEmpty() ? row.messageId : row.archiveId;
    const bool byRoom = said.place.nickname.isEmpty();
    switch (said.kind) {
    case EntryKind::Reaction:
        // Converse.js names its own messages by their author's id until it has seen them come back.
        return !byRoom && (target == roomsId || (target == row.messageId && isOnlyOne(row)));
    case EntryKind::Correction:
        return !byRoom && target == row.messageId && !said.body.isEmpty() && isSameAuthor(place, said.place) &&
               isBefore(place, said.place) && !isShadowed(row, place, said);
    default:
        if (byRoom)
            return target == roomsId;
        return isSameAuthor(place, said.place) && isBefore(place, said.place) &&
               (target == roomsId || !isShadowed(row, place, said));
    }
}

QList<AnnotationTable::Said> AnnotationTable::accepted(const StoredMessage &row)
{
    QList<Said> all = saidAbout(row.key);
    if (all.isEmpty())
        return all;
    const auto place = placeOf(row.key);
    if (!place)
        return {};
    all.removeIf([&](const Said &said) { return !isAccepted(row, *place, said); });
    QList<Said> more;
    for (const Said &said : std::as_const(all)) {
        if (said.kind == EntryKind::Correction && !said.archiveId.isEmpty())
            more += acceptedAbout(said, *place);
    }
    if (!more.isEmpty()) {
        all += more;
        sortByPlace(all);
    }
    return all;
}

QList<AnnotationTable::Said> AnnotationTable::acceptedAbout(const Said &correction, const Place &author)
{
    QList<Said> all = saidAbout(correction.entry);
    all.removeIf([&](const Said &said) {
        if (said.about.targetId != correction.archiveId || said.kind == EntryKind::Correction)
            return true;
        const bool byRoom = said.place.nickname.isEmpty();
        return said.kind == EntryKind::Reaction ? byRoom : !byRoom && !isSameAuthor(author, said.place);
    });
    return all;
}

void AnnotationTable::sortByPlace(QList<Said> &all)
{
    const auto placed = [](const Said &said) {
        return std::tuple(said.place.waiting, said.place.position, said.entry);
    };
    std::sort(all.begin(), all.end(),
              [&placed](const Said &one, const Said &other) { return placed(one) < placed(other); });
}

bool AnnotationTable::isOnlyOne(const StoredMessage &row)
{
    Query query = m_database.query(
        u"SELECT count(*) FROM entry t JOIN entry o ON o.room = t.room AND o.kind = 0 AND o.message_id = t.message_id "
        "AND o.epoch = t.epoch WHERE t.key = ?"_s,
        {row.key});
    return query.next() && query.number(0) == 1;
}

bool AnnotationTable::isSameAuthor(const Place &target, const Place &said)
{
    if (!target.occupantId.isEmpty() && !said.occupantId.isEmpty())
        return target.occupantId == said.occupantId;
    if (target.own && said.own)
        return true;
    if (!target.realJid.isEmpty() && !said.realJid.isEmpty())
        return target.realJid == said.realJid;
    return !target.nickname.isEmpty() && target.nickname == said.nickname && target.membership == said.membership &&
           mayBeSameStay(target.stay, said.stay);
}

bool AnnotationTable::mayBeSameStay(qint64 target, qint64 said)
{
    if (target == said || said == 0)
        return true;
    // What has no stay is from before us, and so must its author be.
    return target == 0 && said < 0;
}

bool AnnotationTable::isBefore(const Place &one, const Place &other)
{
    return one.waiting == other.waiting ? one.position < other.position : other.waiting;
}

QString AnnotationTable::occupantOf(const Place &place)
{
    if (place.own)
        return u"self"_s;
    return place.occupantId.isEmpty() ? QString(u"name "_s + place.nickname) : QString(u"id "_s + place.occupantId);
}

std::optional<AnnotationTable::Place> AnnotationTable::placeOf(MessageKey key)
{
    Query query =
        m_database.query(u"SELECT waiting, position, membership, occupant_id, nickname, real_jid, own, stay FROM "
                         "entry WHERE key = ?"_s,
                         {key});
    if (!query.next())
        return std::nullopt;
    return Place{query.flag(0), query.number(1), query.number(2), query.text(3),
                 query.text(4), query.text(5),   query.flag(6),   query.number(7)};
}

QList<AnnotationTable::Said> AnnotationTable::saidAbout(MessageKey key)
{
    QList<Said> all;
    Query query = m_database.query(
        u"SELECT a.entry, a.kind, a.target, a.value, a.nickname, e.body, e.sent_at, e.waiting, e.position, "
        "e.membership, e.occupant_id, e.nickname, e.real_jid, e.own, e.archive_id, e.stay FROM entry t JOIN annotation "
        "a ON "
        "a.room = t.room "
        "AND a.target IN (t.archive_id, nullif(t.message_id, '')) JOIN entry e ON e.key = a.entry WHERE t.key = ? AND "
        "a.kind <> 0 AND a.target <> '' AND e.epoch = t.epoch AND e.state <> ? ORDER BY e.waiting, e.position, e.key"_s,
        {key, static_cast<int>(DeliveryState::Failed)});
    while (query.next()) {
        Said said;
        said.entry = query.number(0);
        said.kind = static_cast<EntryKind>(query.number(1));
        said.about = {query.text(2), query.text(3), query.text(4)};
        said.body = query.text(5);
        said.sentAt = QDateTime::fromMSecsSinceEpoch(query.number(6), Qt::UTC);
        said.place = Place{query.flag(7),  query.number(8), query.number(9), query.text(10),
                           query.text(11), query.text(12),  query.flag(13),  query.number(15)};
        said.archiveId = query.text(14);
        all += said;
    }
    return all;
}

bool AnnotationTable::isShadowed(const StoredMessage &row, const Place &place, const Said &correction)
{
    Query query = m_database.query(
        u"SELECT o.key FROM entry t JOIN entry o ON o.room = t.room AND o.kind = 0 AND o.message_id = t.message_id AND "
        "o.epoch = t.epoch AND o.key <> t.key WHERE t.key = ? AND t.message_id <> ''"_s,
        {row.key});
    QList<MessageKey> others;
    while (query.next())
        others += query.number(0);
    return std::any_of(others.begin(), others.end(), [&](MessageKey key) {
        const auto other = placeOf(key);
        return other && isSameAuthor(*other, correction.place) && isBefore(place, *other) &&
               isBefore(*other, correction.place);
    });
}

QList<RawEntry> AnnotationTable::unread(RoomKey room, int limit)
{
    QList<RawEntry> entries;
    Query query = m_database.query(u"SELECT e.key, e.kind, e.raw FROM annotation_unread u JOIN entry e ON e.key = "
                                   "u.entry WHERE u.room = ? LIMIT ?"_s,
                                   {room, limit});
    while (query.next())
        entries += RawEntry{query.number(0), static_cast<EntryKind>(query.number(1)), query.text(2), {}};
    return entries;
}

QSet<MessageKey> AnnotationTable::withSomething(const QList<MessageKey> &keys)
{
    QStringList numbers;
    for (const MessageKey key : keys)
        numbers += QString::number(key);
    QSet<MessageKey> found;
    Query query = m_database.query(
        u"SELECT t.key FROM json_each(?) k CROSS JOIN entry t ON t.key = k.value WHERE EXISTS (SELECT 1 FROM annotation"
        " a WHERE a.room = t.room AND a.target IN (t.archive_id, nullif(t.message_id, ''))) OR EXISTS (SELECT 1 FROM "
        "annotation r WHERE r.entry = t.key)"_s,
        {QString(u'[' + numbers.join(u',') + u']')});
    while (query.next())
        found.insert(query.number(0));
    return found;
}

void AnnotationTable::insertRead(RoomKey room, const QList<RawEntry> &entries)
{
    for (const RawEntry &entry : entries) {
        m_database.run(u"INSERT OR IGNORE INTO annotation (entry, room, kind, target, value, nickname) SELECT ?, ?, ?, "
                       "?, ?, ? WHERE EXISTS (SELECT 1 FROM entry WHERE key = ?)"_s,
                       {entry.key, room, static_cast<int>(entry.kind), text(entry.about.targetId),
                        text(entry.about.value), text(entry.about.nickname), entry.key});
        m_database.run(u"DELETE FROM annotation_unread WHERE entry = ?"_s, {entry.key});
    }
}

} // namespace foyer
