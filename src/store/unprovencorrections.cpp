// The part of AnnotationTable that keeps a correction's text where it may change nothing: a message of its own for
// good.
#include "store/annotationtable.h"

#include "sql/database.h"
#include "store/annotationrules.h"
#include "store/entrytable.h"

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

/// Whether the correction `e` (its annotation is `a`) is somebody's, said, and changes nothing.
QString changesNothing()
{
    return u"a.kind = %1 AND a.target <> '' AND e.waiting = 0 AND e.body <> '' AND e.nickname <> '' AND e.state <> %2 "
           "AND %3 IS NULL"_s.arg(QString::number(static_cast<int>(EntryKind::Correction)),
                                  QString::number(static_cast<int>(DeliveryState::Failed)),
                                  rules::meant(u"a"_s, u"e"_s));
}

/// Whether no message before `e` has the id it names.
QString namesNothing()
{
    return u"NOT EXISTS (%1)"_s.arg(rules::namedBefore(u"named"_s, u"a"_s, u"e"_s, u"1"_s));
}

/// Whether what is not held before `e` cannot be loaded, as isClosed() tells of its segment.
QString isInClosedSegment()
{
    return u"EXISTS (SELECT 1 FROM segment s WHERE s.room = e.room AND s.epoch = e.epoch AND e.position BETWEEN s.low "
           "AND s.high AND s.older_wanted = 0 AND (s.at_beginning = 1 OR s.older_reason IN (%1, %2)))"_s.arg(
               QString::number(static_cast<int>(GapReason::RetentionEnded)),
               QString::number(static_cast<int>(GapReason::NoArchive)));
}

bool isClosed(const Segment &segment)
{
    return !segment.olderWanted && (segment.atBeginning || segment.olderReason == GapReason::RetentionEnded ||
                                    segment.olderReason == GapReason::NoArchive);
}

QList<MessageKey> keysOf(Query query)
{
    QList<MessageKey> keys;
    while (query.next())
        keys += query.number(0);
    return keys;
}

} // namespace

bool AnnotationTable::standForItself(MessageKey correction)
{
    static const QString stands =
        u"SELECT e.key FROM annotation a JOIN entry e ON e.key = a.entry WHERE a.entry = ? AND %1 AND (EXISTS (%2) OR "
        "(%3 AND %4))"_s.arg(changesNothing(),
                             rules::namedBefore(u"named"_s, u"a"_s, u"e"_s, rules::isUndecided(u"named"_s, u"e"_s)),
                             namesNothing(), isInClosedSegment());
    const QList<MessageKey> found = keysOf(m_database.query(stands, {correction}));
    makeMessages(found);
    return !found.isEmpty();
}

QList<MessageKey> AnnotationTable::standForThemselves(MessageKey message)
{
    static const QString standing =
        u"SELECT e.key FROM entry t JOIN annotation a ON a.room = t.room AND a.target = t.message_id JOIN entry e ON "
        "e.key = a.entry WHERE t.key = ? AND e.epoch = t.epoch AND %1 AND %2 AND %3 ORDER BY e.position"_s.arg(
            rules::isBefore(u"t"_s, u"e"_s), rules::isUndecided(u"t"_s, u"e"_s), changesNothing());
    const QList<MessageKey> found = keysOf(m_database.query(standing, {message}));
    makeMessages(found);
    return found;
}

QList<MessageKey> AnnotationTable::standForThemselves(RoomKey room, int epoch, const Segment &segment)
{
    static const QString standing =
        u"SELECT e.key FROM annotation a JOIN entry e ON e.key = a.entry WHERE a.room = ? AND e.epoch = ? AND "
        "e.position BETWEEN ? AND ? AND %1 AND %2 ORDER BY e.position"_s.arg(namesNothing(), changesNothing());
    if (!isClosed(segment))
        return {};
    const QList<MessageKey> found = keysOf(m_database.query(standing, {room, epoch, segment.low, segment.high}));
    makeMessages(found);
    return found;
}

void AnnotationTable::makeMessages(const QList<MessageKey> &corrections)
{
    for (const MessageKey correction : corrections) {
        m_database.run(u"DELETE FROM annotation WHERE entry = ?"_s, {correction});
        // What was kept of the stanza is of no more use, and would name an own message as a file.
        m_database.run(u"UPDATE entry SET kind = 0, raw = '' WHERE key = ?"_s, {correction});
    }
}

} // namespace foyer
