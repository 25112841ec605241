#include "app/eventjson.h"

#include "core/xmpptime.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace foyer::eventjson
{

namespace
{

QJsonValue flagOrNull(const std::optional<bool> &flag)
{
    return flag ? QJsonValue(*flag) : QJsonValue();
}

} // namespace

QJsonValue textOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonValue timeOrNull(const QDateTime &time)
{
    return textOrNull(formatTime(time));
}

QJsonValue keyOrNull(MessageKey key)
{
    return key == 0 ? QJsonValue() : QJsonValue(QString::number(key));
}

MessageKey keyOf(const QJsonValue &value)
{
    return value.toString().toLongLong();
}

QJsonValue of(const std::optional<Error> &error)
{
    if (!error) {
        return {};
    }
    return QJsonObject{{u"kind"_s, nameOf(error->kind)},
                       {u"code"_s, error->code()},
                       {u"text"_s, error->text},
                       {u"detail"_s, textOrNull(error->detail)}};
}

QJsonObject of(const MuteState &mute)
{
    return {{u"roomMuted"_s, flagOrNull(mute.roomMuted)},
            {u"userMutedEverywhere"_s, flagOrNull(mute.userMutedEverywhere)},
            {u"userMutedHere"_s, flagOrNull(mute.userMutedHere)},
            {u"exempt"_s, flagOrNull(mute.exempt)},
            {u"canSpeak"_s, mute.canSpeak},
            {u"until"_s, timeOrNull(mute.until)},
            {u"reason"_s, textOrNull(mute.reason)},
            {u"by"_s, textOrNull(mute.by)}};
}

QJsonObject of(const JoinResult &result)
{
    return {{u"room"_s, result.room.toString()},
            {u"name"_s, textOrNull(result.name)},
            {u"description"_s, textOrNull(result.description)},
            {u"subject"_s, textOrNull(result.subject)},
            {u"memberCount"_s, result.memberCount},
            {u"createdAt"_s, timeOrNull(result.createdAt)},
            {u"joinedAt"_s, timeOrNull(result.joinedAt)},
            {u"nickname"_s, textOrNull(result.nickname)},
            {u"features"_s, QJsonArray::fromStringList(result.features)},
            {u"mute"_s, of(result.mute)}};
}

QJsonObject of(const CatchUpReport &report)
{
    return {{u"offlineForMs"_s, report.offlineForMs}, {u"recovered"_s, report.recovered},
            {u"alreadyHere"_s, report.alreadyHere},   {u"gaps"_s, report.gaps},
            {u"provable"_s, report.provable},         {u"resumed"_s, report.resumed}};
}

QJsonObject of(const LeaveReason &reason)
{
    return {{u"kind"_s, nameOf(reason.kind)},
            {u"by"_s, textOrNull(reason.by)},
            {u"reason"_s, textOrNull(reason.reason)},
            {u"alternative"_s, textOrNull(reason.alternative)}};
}

QJsonObject of(const Occupant &occupant)
{
    return {{u"nickname"_s, occupant.nickname},
            {u"occupantId"_s, textOrNull(occupant.occupantId)},
            {u"role"_s, nameOf(occupant.role)},
            {u"affiliation"_s, nameOf(occupant.affiliation)},
            {u"extra"_s, textOrNull(occupant.extra)}};
}

QJsonObject of(const RoomInfo &info)
{
    return {{u"name"_s, textOrNull(info.name)},
            {u"description"_s, textOrNull(info.description)},
            {u"memberCount"_s, info.memberCount < 0 ? QJsonValue() : QJsonValue(info.memberCount)},
            {u"createdAt"_s, timeOrNull(info.createdAt)},
            {u"features"_s, QJsonArray::fromStringList(info.features)}};
}

namespace
{

QJsonObject of(const ReplyReference &reply)
{
    return {{u"stanzaId"_s, reply.targetId},
            {u"key"_s, keyOrNull(reply.key)},
            {u"nickname"_s, textOrNull(reply.nickname)},
            {u"excerpt"_s, reply.excerpt}};
}

QJsonArray of(const QList<Reaction> &reactions)
{
    QJsonArray list;
    for (const Reaction &reaction : reactions) {
        list.append(QJsonObject{{u"emoji"_s, reaction.emoji},
                                {u"nicknames"_s, QJsonArray::fromStringList(reaction.nicknames)},
                                {u"own"_s, reaction.own}});
    }
    return list;
}

} // namespace

QJsonObject of(const StoredMessage &row)
{
    return {{u"kind"_s, u"message"_s},
            {u"key"_s, keyOrNull(row.key)},
            {u"stanzaId"_s, textOrNull(row.archiveId)},
            {u"originId"_s, textOrNull(row.originId)},
            {u"messageId"_s, textOrNull(row.messageId)},
            {u"occupantId"_s, textOrNull(row.occupantId)},
            {u"nickname"_s, row.nickname},
            {u"own"_s, row.own},
            {u"sentAt"_s, timeOrNull(row.sentAt)},
            {u"recorded"_s, row.recorded},
            {u"body"_s, row.retracted ? QJsonValue() : QJsonValue(row.body)},
            {u"state"_s, nameOf(row.state)},
            {u"edited"_s, row.edited},
            {u"retracted"_s, row.retracted && !row.unreadable},
            {u"unreadable"_s, row.unreadable},
            {u"retractedBy"_s, textOrNull(row.retractedBy)},
            {u"retractReason"_s, textOrNull(row.retractReason)},
            {u"reply"_s, row.reply ? QJsonValue(of(*row.reply)) : QJsonValue()},
            {u"reactions"_s, of(row.reactions)},
            {u"epoch"_s, row.epoch}};
}

QJsonObject of(const TimelineGap &gap)
{
    return {{u"kind"_s, u"gap"_s},
            {u"from"_s, timeOrNull(gap.from)},
            {u"to"_s, timeOrNull(gap.to)},
            {u"afterKey"_s, keyOrNull(gap.afterKey)},
            {u"beforeKey"_s, keyOrNull(gap.beforeKey)},
            {u"reason"_s, nameOf(gap.reason)}};
}

QJsonObject of(const TimelineItem &item)
{
    return item.kind == TimelineItem::Kind::Gap ? of(item.gap) : of(item.message);
}

} // namespace foyer::eventjson
