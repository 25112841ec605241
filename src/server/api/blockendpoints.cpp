#include "server/api/endpointhelpers.h"

using namespace Qt::StringLiterals;

namespace foyer::server
{

namespace
{

void add(const ApiCall &call)
{
    answerDone(call, call.host.blockUsers(call.roomId(), restrictionsOf(call)));
}

void remove(const ApiCall &call)
{
    answerDone(call, call.host.unblockUsers(call.roomId(), call.parameters.list("userId"_L1)));
}

void list(const ApiCall &call)
{
    answerRestrictions(call, call.host.blockedUsers(call.roomId()));
}

} // namespace

QList<ApiEndpoint> blockEndpoints()
{
    using namespace parameter;
    return {
        {"/chatroom/user/block/add.json"_L1, {room, users, minute, notify, extra}, add},
        {"/chatroom/user/block/rollback.json"_L1, {room, users, notify, extra}, remove},
        {"/chatroom/user/block/list.json"_L1, {room}, list},
    };
}

} // namespace foyer::server
