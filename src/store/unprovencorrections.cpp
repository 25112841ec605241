// The part of AnnotationTable that keeps a correction's text where nothing proves that its author may correct.
#include "store/annotationtable.h"

#include "sql/database.h"
#include "store/entrytable.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

bool AnnotationTable::isUndecided(const Place &target, const Place &said)
{
    const bool byOccupant = !target.occupantId.isEmpty() && !said.occupantId.isEmpty();
    const bool byAddress = !target.realJid.isEmpty() && !said.realJid.isEmpty();
    return !byOccupant && !byAddress && !said.nickname.isEmpty() && !isSameAuthor(target, said);
}

bool AnnotationTable::standForItself(MessageKey correction)
{
    const auto said = placeOf(correction);
    if (!said || said->waiting || !rowsChangedBy(correction).isEmpty())
        return false;
    Query query = m_database.query(
        u"SELECT t.key FROM annotation a JOIN entry e ON e.key = a.entry JOIN entry t ON t.room = a.room AND t.kind = "
        u"0 "
        "AND t.epoch = e.epoch AND t.message_id = a.target WHERE a.entry = ? AND a.kind = ? AND a.target <> '' AND "
        "e.body <> '' AND e.state <> ?"_s,
        {correction, static_cast<int>(EntryKind::Correction), static_cast<int>(DeliveryState::Failed)});
    QList<MessageKey> targets;
    while (query.next())
        targets += query.number(0);
    const auto mayMean = [&](MessageKey key) {
        const auto target = placeOf(key);
        return target && isBefore(*target, *said) && isUndecided(*target, *said);
    };
    if (std::none_of(targets.cbegin(), targets.cend(), mayMean))
        return false;
    m_database.run(u"DELETE FROM annotation WHERE entry = ?"_s, {correction});
    // What was kept of the stanza is of no more use, and would name an own message as a file.
    m_database.run(u"UPDATE entry SET kind = 0, raw = '' WHERE key = ?"_s, {correction});
    return true;
}

QList<MessageKey> AnnotationTable::standForThemselves(MessageKey message)
{
    QList<MessageKey> shown;
    const QList<Said> all = saidAbout(message);
    for (const Said &said : all) {
        if (said.kind == EntryKind::Correction && standForItself(said.entry))
            shown += said.entry;
    }
    return shown;
}

} // namespace foyer
