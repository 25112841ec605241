#pragma once

#include "core/occupant.h"
#include "core/roominfo.h"
#include "core/roommessage.h"
#include "core/servicetypes.h"

#include <QJsonObject>
#include <QJsonValue>

namespace foyer
{

/// The JSON of `--events` and `--export` (product contract, section 4): keys always present, null when unknown, times
/// in UTC with milliseconds, durations integers.
namespace eventjson
{

QJsonValue of(const std::optional<Error> &error);
QJsonObject of(const MuteState &mute);
QJsonObject of(const JoinResult &result);
QJsonObject of(const CatchUpReport &report);
QJsonObject of(const LeaveReason &reason);
QJsonObject of(const Occupant &occupant);
QJsonObject of(const RoomInfo &info);
/// A Row.
QJsonObject of(const StoredMessage &row);
/// A gap line.
QJsonObject of(const TimelineGap &gap);
QJsonObject of(const TimelineItem &item);
/// Text, or null when empty.
QJsonValue textOrNull(const QString &text);
QJsonValue timeOrNull(const QDateTime &time);
QJsonValue keyOrNull(MessageKey key);
/// The key a JSON `key` stands for; 0 when it is none.
MessageKey keyOf(const QJsonValue &value);

} // namespace eventjson

} // namespace foyer
