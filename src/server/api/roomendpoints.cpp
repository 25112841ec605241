#include "server/api/endpointhelpers.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer::server
{

namespace
{

constexpr qint64 leastLifeMinutes = 60;
constexpr qint64 mostLifeMinutes = 10080;
constexpr int defaultLifeMinutes = 60;
constexpr int mostRoomsToMake = 100;
constexpr int mostRoomsToEnd = 100;
constexpr int mostRoomsToQuery = 20;
constexpr int mostRoomsOfPage = 200;

constexpr Parameter destroyType{.name = "destroyType"_L1,
                                .kind = Parameter::Kind::Number,
                                .need = Parameter::Need::Optional,
                                .least = 0,
                                .most = 1};
constexpr Parameter destroyTime{.name = "destroyTime"_L1,
                                .kind = Parameter::Kind::Number,
                                .need = Parameter::Need::Optional,
                                .least = leastLifeMinutes,
                                .most = mostLifeMinutes};

RoomLifetime lifetimeOf(const ApiParameters &parameters)
{
    const auto minutes = static_cast<int>(parameters.number("destroyTime"_L1, defaultLifeMinutes));
    const bool isFixed = parameters.number("destroyType"_L1, 0) == 1;
    return {isFixed ? RoomLifetime::Kind::Fixed : RoomLifetime::Kind::Inactive, minutes};
}

void createNew(const ApiCall &call)
{
    if (call.parameters.has("entryInfo"_L1) || call.parameters.has("entryOwnerId"_L1)) {
        call.answer(failed(403, apicode::notEnabled, u"Parameter entryInfo: rooms have no attributes here."_s));
        return;
    }
    RoomHost::NewRoom room;
    room.roomId = call.roomId();
    room.title = call.roomId();
    if (call.parameters.has("destroyType"_L1) || call.parameters.has("destroyTime"_L1)) {
        room.lifetime = lifetimeOf(call.parameters);
    }
    room.muted = call.parameters.flag("isBan"_L1, false);
    room.exemptUserIds = call.parameters.list("whiteUserIds"_L1);
    answerDone(call, call.host.createRoom(room));
}

void create(const ApiCall &call)
{
    QList<RoomHost::Answer<Allowed>> made;
    for (const auto &[id, title] : call.parameters.newRooms()) {
        made.append(call.host.createRoom({id, title.isEmpty() ? id : title, {}, false, {}}));
    }
    whenAllAnswered(made, call.context, [answer = call.answer](const QList<Granted<Allowed>> &results) {
        const auto wrong = std::find_if(results.cbegin(), results.cend(), [](const auto &each) { return !each; });
        answer(wrong == results.cend() ? succeeded() : refused(wrong->refusal()));
    });
}

void destroy(const ApiCall &call)
{
    QList<RoomHost::Answer<Allowed>> ended;
    for (const QString &id : call.parameters.list("chatroomId"_L1)) {
        ended.append(call.host.destroyRoom(id));
    }
    whenAllAnswered(ended, call.context, [answer = call.answer](const QList<Granted<Allowed>> &results) {
        // A room that is gone already is what was asked for.
        const auto wrong = std::find_if(results.cbegin(), results.cend(), [](const auto &each) {
            return !each && each.refusal().kind != Refusal::Kind::RoomDoesNotExist &&
                   each.refusal().kind != Refusal::Kind::Gone;
        });
        answer(wrong == results.cend() ? succeeded() : refused(wrong->refusal()));
    });
}

void setDestroy(const ApiCall &call)
{
    answerDone(call, call.host.setLifetime(call.roomId(), lifetimeOf(call.parameters)));
}

void get(const ApiCall &call)
{
    const auto tell = [answer = call.answer,
                       serviceMinutes = call.autoDestroyMinutes](const Granted<HostedRoom> &room) {
        if (!room) {
            answer(refused(room.refusal()));
            return;
        }
        const RoomLifetime &life = room->lifetime;
        const int minutes = life.kind == RoomLifetime::Kind::Service ? serviceMinutes
                            : life.kind == RoomLifetime::Kind::Never ? 0
                                                                     : life.minutes;
        answer(succeeded({{u"chatroomId"_s, room->id},
                          {u"createTime"_s, room->createdAt.toMSecsSinceEpoch()},
                          {u"memberCount"_s, room->memberCount},
                          {u"destroyType"_s, life.kind == RoomLifetime::Kind::Fixed ? 1 : 0},
                          {u"destroyTime"_s, minutes},
                          {u"ban"_s, room->muted}}));
    };
    whenAnswered(call.host.room(call.roomId()), call.context, tell);
}

void query(const ApiCall &call)
{
    QList<RoomHost::Answer<HostedRoom>> asked;
    for (const QString &id : call.parameters.list("chatroomId"_L1)) {
        asked.append(call.host.room(id));
    }
    whenAllAnswered(asked, call.context, [answer = call.answer](const QList<Granted<HostedRoom>> &rooms) {
        QJsonArray found;
        for (const auto &room : rooms) {
            if (room) {
                found.append(QJsonObject{
                    {u"chrmId"_s, room->id}, {u"name"_s, room->title}, {u"time"_s, apiTime(room->createdAt)}});
            }
        }
        answer(succeeded({{u"chatRooms"_s, found}}));
    });
}

void queryMuted(const ApiCall &call)
{
    const qint64 size = call.parameters.number("size"_L1, 50);
    const qint64 skip = (call.parameters.number("page"_L1, 1) - 1) * size;
    const auto tell = [answer = call.answer, size, skip](const Granted<QList<HostedRoom>> &rooms) {
        if (!rooms) {
            answer(refused(rooms.refusal()));
            return;
        }
        QStringList muted;
        for (const HostedRoom &room : *rooms) {
            if (room.muted) {
                muted.append(room.id);
            }
        }
        muted.sort();
        answer(succeeded({{u"chatroomIds"_s, QJsonArray::fromStringList(muted.mid(skip, size))}}));
    };
    whenAnswered(call.host.rooms(), call.context, tell);
}

void checkMuted(const ApiCall &call)
{
    whenAnswered(call.host.room(call.roomId()), call.context, [answer = call.answer](const Granted<HostedRoom> &room) {
        answer(room ? succeeded({{u"status"_s, room->muted ? 1 : 0}}) : refused(room.refusal()));
    });
}

Parameter many(Parameter parameter, int most)
{
    parameter.many = most;
    return parameter;
}

} // namespace

QList<ApiEndpoint> roomEndpoints()
{
    constexpr auto optional = Parameter::Need::Optional;
    const QList<Parameter> newRoom{
        parameter::newRoom,
        destroyType,
        destroyTime,
        {.name = "isBan"_L1, .kind = Parameter::Kind::Flag, .need = optional},
        {.name = "whiteUserIds"_L1, .kind = Parameter::Kind::UserId, .need = optional, .many = parameter::mostUsers},
        {.name = "entryOwnerId"_L1, .need = optional},
        {.name = "entryInfo"_L1, .need = optional, .most = 131072},
    };
    const QList<Parameter> page{
        {.name = "page"_L1, .kind = Parameter::Kind::Number, .need = optional, .least = 1, .most = 1000000},
        {.name = "size"_L1, .kind = Parameter::Kind::Number, .need = optional, .least = 1, .most = mostRoomsOfPage},
    };
    return {
        {"/chatroom/create_new.json"_L1, newRoom, createNew},
        {"/chatroom/create.json"_L1,
         {{.name = "chatroom"_L1, .kind = Parameter::Kind::NewRooms, .many = mostRoomsToMake}},
         create},
        {"/chatroom/destroy.json"_L1, {many(parameter::room, mostRoomsToEnd)}, destroy},
        {"/chatroom/destroy/set.json"_L1, {parameter::room, destroyType, destroyTime}, setDestroy},
        {"/chatroom/get.json"_L1, {parameter::room}, get},
        {"/chatroom/query.json"_L1, {many(parameter::room, mostRoomsToQuery)}, query},
        {"/chatroom/ban/query.json"_L1, page, queryMuted},
        {"/chatroom/ban/check.json"_L1, {parameter::room}, checkMuted},
    };
}

} // namespace foyer::server
