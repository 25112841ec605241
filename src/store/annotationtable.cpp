#include "store/annotationtable.h"

#include "sql/database.h"
#include "store/annotationrules.h"
#include "store/entrytable.h"

#include <algorithm>

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

QString number(EntryKind kind)
{
    return QString::number(static_cast<int>(kind));
}

bool isAnnotation(EntryKind kind)
{
    return kind == EntryKind::Reaction || kind == EntryKind::Correction || kind == EntryKind::Retraction;
}

/// What counts as said: not what was sent in vain.
const QString isSaid = u"e.state <> %1"_s.arg(static_cast<int>(DeliveryState::Failed));

/// The corrections `e` of the message `t`, whose key is bound. What follows from meaning it is asked first, for which
/// message somebody else's correction means may take a long search.
QString corrections(const QString &columns)
{
    return u"SELECT %1 FROM entry t JOIN annotation a ON a.room = t.room AND a.target = t.message_id JOIN entry e ON "
           "e.key = a.entry WHERE t.key = ? AND a.kind = %2 AND e.epoch = t.epoch AND e.body <> '' AND %3 AND %4 AND "
           "%5 "
           "AND %6 = t.key"_s.arg(columns, number(EntryKind::Correction), isSaid, rules::isBefore(u"t"_s, u"e"_s),
                                  rules::isSameAuthor(u"t"_s, u"e"_s), rules::meant(u"a"_s, u"e"_s));
}

/// What entries `e` of \a kind say about the message `t`, whose key is bound four times, by whatever name `n`: its
/// archive id (way 0), the id of its sender's (1), or the archive id of a correction of it (2).
QString saidBy(EntryKind kind, const QString &condition, const QString &columns)
{
    return u"WITH name (id, way) AS (SELECT archive_id, 0 FROM entry WHERE key = ? AND archive_id IS NOT NULL UNION "
           "ALL SELECT t.message_id, 1 FROM entry t WHERE t.key = ? AND t.message_id <> '' UNION ALL %1 AND "
           "e.archive_id IS NOT NULL) SELECT %2 FROM name n CROSS JOIN entry t JOIN annotation a ON a.room = t.room "
           "AND a.target = n.id JOIN entry e ON e.key = a.entry WHERE t.key = ? AND a.kind = %3 AND e.epoch = t.epoch "
           "AND %4 AND %5"_s.arg(corrections(u"e.archive_id, 2"_s), columns, number(kind), isSaid, condition);
}

} // namespace

void AnnotationTable::insert(MessageKey entry, RoomKey room, const RoomMessage &message)
{
    if (entry == 0)
        return;
    // The place of a retracted message speaks about itself.
    const EntryKind kind = message.retracted && !message.unreadable ? EntryKind::Retraction : message.kind;
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
    if (row.unreadable)
        return;
    if (row.retracted) {
        const Annotation tombstone = of(row.key);
        row.retractedBy = tombstone.nickname.isEmpty() ? row.nickname : tombstone.nickname;
        row.retractReason = tombstone.value;
        return;
    }
    static const QString newestText =
        corrections(u"e.body"_s) + u" ORDER BY e.waiting DESC, e.position DESC, e.key DESC LIMIT 1"_s;
    Query correction = m_database.query(newestText, {row.key});
    if (correction.next()) {
        row.body = correction.text(0);
        row.edited = true;
    }
    if (const auto retraction = retractionOf(row.key)) {
        row.retracted = true;
        row.retractedBy = retraction->nickname.isEmpty() ? row.nickname : retraction->nickname;
        row.retractReason = retraction->value;
        row.body.clear();
        return;
    }
    addReactions(row);
}

std::optional<Annotation> AnnotationTable::retractionOf(MessageKey key)
{
    static const QString first =
        saidBy(EntryKind::Retraction,
               u"CASE WHEN e.nickname = '' THEN n.way <> 1 OR (t.archive_id IS NULL AND %1) ELSE %4 AND (n.way = 2 OR "
               "%3) AND (n.way <> 1 OR %2 = t.key) END"_s.arg(rules::isOnlyOne(u"t"_s), rules::meant(u"a"_s, u"e"_s),
                                                              rules::isBefore(u"t"_s, u"e"_s),
                                                              rules::isSameAuthor(u"t"_s, u"e"_s)),
               u"a.value, a.nickname"_s) +
        u" ORDER BY e.waiting, e.position, e.key LIMIT 1"_s;
    Query query = m_database.query(first, {key, key, key, key});
    return query.next() ? std::optional(Annotation{{}, query.text(0), query.text(1)}) : std::nullopt;
}

void AnnotationTable::addReactions(StoredMessage &row)
{
    // Converse.js names its own messages by their author's id until it has seen them come back.
    static const QString lastOfEach =
        u"SELECT value, nickname, own FROM (%1) WHERE newer = 1 ORDER BY waiting, position, key"_s.arg(
            saidBy(EntryKind::Reaction, u"e.nickname <> '' AND (n.way <> 1 OR %1)"_s.arg(rules::isOnlyOne(u"t"_s)),
                   u"a.value, e.nickname, e.own, e.waiting, e.position, e.key, row_number() OVER (PARTITION BY CASE "
                   "WHEN e.own THEN 'self' WHEN e.occupant_id <> '' THEN 'id ' || e.occupant_id ELSE 'name ' || "
                   "e.nickname END ORDER BY e.waiting DESC, e.position DESC, e.key DESC) AS newer"_s));
    Query query = m_database.query(lastOfEach, {row.key, row.key, row.key, row.key});
    while (query.next()) {
        const QStringList emojis = query.text(0).split(u'\n', Qt::SkipEmptyParts);
        for (const QString &emoji : emojis) {
            auto found = std::find_if(row.reactions.begin(), row.reactions.end(),
                                      [&emoji](const Reaction &reaction) { return reaction.emoji == emoji; });
            if (found == row.reactions.end())
                found = row.reactions.insert(row.reactions.end(), Reaction{emoji, {}, false});
            found->nicknames += query.text(1);
            found->own = found->own || query.flag(2);
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
    // The same as saidBy() and corrections() ask, from the other side. What failed has changed its target back.
    static const QString changed =
        u"SELECT %1 FROM entry WHERE kind = 0 AND hidden = 0 AND key IN ("
        "SELECT t.key FROM annotation a JOIN entry e ON e.key = a.entry JOIN entry t ON t.room = a.room AND t.epoch = "
        "e.epoch AND t.archive_id = a.target WHERE a.entry = ? AND a.target <> '' AND CASE a.kind WHEN %2 THEN "
        "e.nickname <> '' WHEN %3 THEN e.nickname = '' OR (%5 AND %6) ELSE 0 END "
        "UNION SELECT %7 FROM annotation a JOIN entry e ON e.key = a.entry WHERE a.entry = ? AND ((a.kind = %4 AND "
        "e.body <> '') OR (a.kind = %3 AND e.nickname <> '')) "
        "UNION SELECT t.key FROM annotation a JOIN entry e ON e.key = a.entry JOIN entry t ON t.room = a.room AND "
        "t.kind = 0 AND t.message_id = a.target AND t.epoch = e.epoch WHERE a.entry = ? AND a.target <> '' AND CASE "
        "a.kind WHEN %2 THEN e.nickname <> '' WHEN %3 THEN e.nickname = '' AND t.archive_id IS NULL ELSE 0 END AND %8 "
        "UNION SELECT t.key FROM annotation a JOIN entry e ON e.key = a.entry JOIN entry c ON c.room = a.room AND "
        "c.epoch = e.epoch AND c.archive_id = a.target JOIN annotation b ON b.entry = c.key AND b.kind = %4 JOIN entry "
        "t ON t.key = %9 WHERE a.entry = ? AND a.target <> '' AND c.body <> '' AND CASE a.kind WHEN %2 THEN e.nickname "
        "<> '' WHEN %3 THEN e.nickname = '' OR %6 ELSE 0 END)"_s.arg(
            EntryTable::messageColumns, number(EntryKind::Reaction), number(EntryKind::Retraction),
            number(EntryKind::Correction), rules::isBefore(u"t"_s, u"e"_s), rules::isSameAuthor(u"t"_s, u"e"_s),
            rules::meant(u"a"_s, u"e"_s), rules::isOnlyOne(u"t"_s), rules::meant(u"b"_s, u"c"_s));
    QList<StoredMessage> rows;
    Query query = m_database.query(changed, {entry, entry, entry, entry});
    while (query.next())
        rows += EntryTable::messageOf(query);
    return rows;
}

QList<MessageVersion> AnnotationTable::versions(MessageKey key)
{
    static const QString texts = corrections(u"e.body, e.sent_at"_s) + u" ORDER BY e.waiting, e.position, e.key"_s;
    QList<MessageVersion> versions;
    Query query =
        m_database.query(u"SELECT body, sent_at FROM entry WHERE key = ? AND kind = 0 AND retracted = 0"_s, {key});
    if (!query.next() || retractionOf(key))
        return versions;
    const auto version = [](const Query &text) {
        return MessageVersion{text.text(0), QDateTime::fromMSecsSinceEpoch(text.number(1), Qt::UTC)};
    };
    versions += version(query);
    Query later = m_database.query(texts, {key});
    while (later.next())
        versions += version(later);
    versions.removeLast();
    return versions;
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
