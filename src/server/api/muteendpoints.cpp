#include "server/api/endpointhelpers.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace foyer::server
{

namespace
{

void addMute(const ApiCall &call)
{
    answerDone(call, call.host.muteUsers(call.roomId(), restrictionsOf(call)));
}

void removeMute(const ApiCall &call)
{
    answerDone(call, call.host.unmuteUsers(call.roomId(), call.parameters.list("userId"_L1)));
}

void listMutes(const ApiCall &call)
{
    answerRestrictions(call, call.host.mutedUsers(call.roomId()));
}

void setRoomMuted(const ApiCall &call, bool isMuted)
{
    const auto [reason, by] = readExtra(call.parameters.text("extra"_L1));
    answerDone(call, call.host.setRoomMuted(call.roomId(), isMuted, reason, by));
}

void setExempt(const ApiCall &call, bool isExempt)
{
    answerDone(call, call.host.setExempt(call.roomId(), call.parameters.list("userId"_L1), isExempt));
}

void listExempt(const ApiCall &call)
{
    const auto tell = [answer = call.answer](const Granted<QStringList> &users) {
        answer(users ? succeeded({{u"userIds"_s, QJsonArray::fromStringList(*users)}}) : refused(users.refusal()));
    };
    whenAnswered(call.host.exemptUsers(call.roomId()), call.context, tell);
}

void addMuteEverywhere(const ApiCall &call)
{
    answerDone(call, call.host.muteEverywhere(restrictionsOf(call)));
}

void removeMuteEverywhere(const ApiCall &call)
{
    answerDone(call, call.host.unmuteEverywhere(call.parameters.list("userId"_L1)));
}

void listMutesEverywhere(const ApiCall &call)
{
    answerRestrictions(call, call.host.mutedEverywhere());
}

} // namespace

QList<ApiEndpoint> muteEndpoints()
{
    using namespace parameter;
    return {
        {"/chatroom/user/gag/add.json"_L1, {room, users, minute, notify, extra}, addMute},
        {"/chatroom/user/gag/rollback.json"_L1, {room, users, notify, extra}, removeMute},
        {"/chatroom/user/gag/list.json"_L1, {room}, listMutes},
        {"/chatroom/ban/add.json"_L1, {room, notify, extra}, [](const ApiCall &call) { setRoomMuted(call, true); }},
        {"/chatroom/ban/rollback.json"_L1,
         {room, notify, extra},
         [](const ApiCall &call) { setRoomMuted(call, false); }},
        {"/chatroom/user/ban/whitelist/add.json"_L1,
         {room, users, notify, extra},
         [](const ApiCall &call) { setExempt(call, true); }},
        {"/chatroom/user/ban/whitelist/rollback.json"_L1,
         {room, users, notify, extra},
         [](const ApiCall &call) { setExempt(call, false); }},
        {"/chatroom/user/ban/whitelist/query.json"_L1, {room}, listExempt},
        {"/chatroom/user/ban/add.json"_L1, {users, minute, notify, extra}, addMuteEverywhere},
        {"/chatroom/user/ban/remove.json"_L1, {users, notify, extra}, removeMuteEverywhere},
        {"/chatroom/user/ban/query.json"_L1, {}, listMutesEverywhere},
    };
}

} // namespace foyer::server
