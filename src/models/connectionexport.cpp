#include "models/connectionexport.h"

#include "core/xmpptime.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

QJsonValue timeOrNull(const QDateTime &time)
{
    return time.isValid() ? QJsonValue(formatTime(time)) : QJsonValue();
}

QJsonValue numberOrNull(const std::optional<qint64> &number)
{
    return number ? QJsonValue(*number) : QJsonValue();
}

QJsonValue kindOrNull(const std::optional<Error> &error)
{
    return error ? QJsonValue(nameOf(error->kind)) : QJsonValue();
}

/// Without what a link may carry beside the address.
QString addressOf(const RoomAddress &room)
{
    return room.isResolved() ? room.jid().bare().toString() : room.roomId();
}

QJsonObject json(const RoomReturn &room)
{
    QJsonObject object{
        {u"room"_s, addressOf(room.room)}, {u"outcome"_s, nameOf(room.outcome)}, {u"error"_s, kindOrNull(room.error)}};
    if (room.report) {
        object.insert(u"offlineForMs"_s, room.report->offlineForMs);
        object.insert(u"recovered"_s, room.report->recovered);
        object.insert(u"alreadyHere"_s, room.report->alreadyHere);
        object.insert(u"gaps"_s, room.report->gaps);
        object.insert(u"provable"_s, room.report->provable);
        object.insert(u"resumed"_s, room.report->resumed);
    }
    return object;
}

QJsonObject json(const Outage &outage)
{
    QJsonArray rooms;
    for (const RoomReturn &room : outage.rooms) {
        rooms.append(json(room));
    }
    return {{u"kind"_s, nameOf(outage.kind)},
            {u"lostAt"_s, timeOrNull(outage.lostAt)},
            {u"cause"_s, kindOrNull(outage.cause)},
            {u"lengthMs"_s, numberOrNull(outage.lengthMs)},
            {u"attempts"_s, outage.attempts},
            {u"givenUp"_s, outage.givenUp},
            {u"rooms"_s, rooms}};
}

QJsonObject json(const RoomHealth &health)
{
    return {{u"room"_s, addressOf(health.room)},
            {u"proof"_s, nameOf(health.proof)},
            {u"provedAt"_s, timeOrNull(health.provedAt)},
            {u"roundTripMs"_s, numberOrNull(health.roundTripMs)},
            {u"pingedAt"_s, timeOrNull(health.pingedAt)},
            {u"hasArchive"_s, health.hasArchive},
            {u"newestArchiveId"_s, health.newestArchiveId},
            {u"newestAt"_s, timeOrNull(health.newestAt)},
            {u"gaps"_s, health.gaps},
            {u"reachesNow"_s, health.reachesNow}};
}

template <typename T>
QJsonArray array(const QList<T> &values)
{
    QJsonArray all;
    for (const T &value : values) {
        all.append(json(value));
    }
    return all;
}

} // namespace

QByteArray connectionExport(const QList<Outage> &outages, const QList<RoomHealth> &rooms, const QDateTime &now)
{
    return QJsonDocument(QJsonObject{{u"writtenAt"_s, formatTime(now)},
                                     {u"outages"_s, array(outages)},
                                     {u"rooms"_s, array(rooms)}})
        .toJson();
}

} // namespace foyer
