#include "store/annotationrules.h"

using namespace Qt::StringLiterals;

namespace foyer::rules
{

QString isBefore(const QString &one, const QString &other)
{
    return u"(%1.waiting, %1.position) < (%2.waiting, %2.position)"_s.arg(one, other);
}

QString isSameAuthor(const QString &target, const QString &said)
{
    // Nobody came or left between two entries of one stay. What has none was read and not heard, as of an archive,
    // which does not tell it; but who says something about that live must have been there before us.
    return u"CASE WHEN %1.occupant_id <> '' AND %2.occupant_id <> '' THEN %1.occupant_id = %2.occupant_id "
           "WHEN %1.own AND %2.own THEN 1 "
           "WHEN %1.real_jid <> '' AND %2.real_jid <> '' THEN %1.real_jid = %2.real_jid "
           "ELSE %1.nickname <> '' AND %1.nickname = %2.nickname AND %1.membership = %2.membership AND (%2.stay "
           "IN (0, %1.stay) OR (%1.stay = 0 AND %2.stay < 0)) END"_s.arg(target, said);
}

QString isUndecided(const QString &target, const QString &said)
{
    return u"(%2.nickname <> '' AND (%1.occupant_id = '' OR %2.occupant_id = '') AND (%1.real_jid = '' OR %2.real_jid "
           "= '') AND NOT %3)"_s.arg(target, said, isSameAuthor(target, said));
}

QString isOnlyOne(const QString &target)
{
    return u"NOT EXISTS (SELECT 1 FROM entry twin WHERE twin.room = %1.room AND twin.kind = 0 AND twin.message_id = "
           "%1.message_id AND twin.epoch = %1.epoch AND twin.key <> %1.key)"_s.arg(target);
}

QString namedBefore(const QString &named, const QString &annotation, const QString &said, const QString &condition)
{
    return u"SELECT %1.key FROM entry %1 WHERE %1.room = %3.room AND %1.kind = 0 AND %1.message_id = %2.target AND "
           "%2.target <> '' AND %1.epoch = %3.epoch AND %4 AND %5"_s.arg(named, annotation, said, isBefore(named, said),
                                                                         condition);
}

QString meant(const QString &annotation, const QString &said)
{
    return u"(%1 ORDER BY author.waiting DESC, author.position DESC LIMIT 1)"_s.arg(
        namedBefore(u"author"_s, annotation, said, isSameAuthor(u"author"_s, said)));
}

} // namespace foyer::rules
