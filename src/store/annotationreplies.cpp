// What messages answer: the part of AnnotationTable about replies.
#include "core/wiretext.h"
#include "sql/database.h"
#include "store/annotationtable.h"
#include "store/entrytable.h"

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr qsizetype longestExcerpt = 200;

QString excerptOf(const QString &body)
{
    return beginningOf(body.simplified(), longestExcerpt);
}

} // namespace

void AnnotationTable::describeReply(StoredMessage &row)
{
    Query reply =
        m_database.query(u"SELECT a.target, a.value, a.nickname, e.room, e.epoch FROM annotation a JOIN entry "
                         "e ON e.key = a.entry WHERE a.entry = ? AND a.kind = 0"_s,
                         {row.key});
    if (!reply.next())
        return;
    row.reply = ReplyReference{reply.text(0), 0, reply.text(2), excerptOf(reply.text(1))};
    auto answered = answeredBy(*row.reply, reply.number(3), reply.number(4));
    if (!answered)
        return;
    describeOnly(*answered);
    row.reply->key = answered->key;
    row.reply->nickname = answered->nickname;
    row.reply->excerpt = excerptOf(answered->body);
}

std::optional<StoredMessage> AnnotationTable::answeredBy(const ReplyReference &reply, RoomKey room, qint64 epoch)
{
    // The sender's own ids are not unique; the newest one is what people talk about.
    Query named = m_database.query(
        QString(u"SELECT "_s + EntryTable::messageColumns +
                u" FROM entry WHERE kind = 0 AND hidden = 0 AND key IN (SELECT key FROM entry WHERE room = ? AND epoch "
                "= ? AND archive_id = ? UNION SELECT key FROM entry WHERE room = ? AND kind = 0 AND message_id = ? AND "
                "epoch = ?) ORDER BY archive_id = ? DESC, position DESC LIMIT 1"_s),
        {room, epoch, reply.targetId, room, reply.targetId, epoch, reply.targetId});
    if (named.next())
        return EntryTable::messageOf(named);
    Query correction =
        m_database.query(u"SELECT key FROM entry WHERE room = ? AND epoch = ? AND archive_id = ? AND kind = ?"_s,
                         {room, epoch, reply.targetId, static_cast<int>(EntryKind::Correction)});
    if (!correction.next())
        return std::nullopt;
    const QList<StoredMessage> corrected = rowsChangedBy(correction.number(0));
    return corrected.isEmpty() ? std::nullopt : std::optional<StoredMessage>(corrected.last());
}

std::optional<ReplyReference> AnnotationTable::replyCorrectedBy(MessageKey correction)
{
    Query query = m_database.query(
        u"SELECT r.target, r.nickname, r.value FROM annotation a JOIN entry e ON e.key = a.entry JOIN entry t ON "
        u"t.room = "
        "a.room AND t.kind = 0 AND t.own = 1 AND t.epoch = e.epoch AND t.message_id = a.target JOIN annotation r ON "
        "r.entry = t.key AND r.kind = 0 WHERE a.entry = ? AND a.kind = ? ORDER BY t.position DESC LIMIT 1"_s,
        {correction, static_cast<int>(EntryKind::Correction)});
    if (!query.next())
        return std::nullopt;
    return ReplyReference{query.text(0), 0, query.text(1), query.text(2)};
}

} // namespace foyer
