#include "server/api/endpointhelpers.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace foyer::server
{

namespace
{

constexpr qint64 mostMembers = 500;
constexpr int mostUsersToCheck = 1000;

void query(const ApiCall &call)
{
    const auto count = static_cast<int>(call.parameters.number("count"_L1, 0));
    const bool isAscending = call.parameters.number("order"_L1, 1) == 1;
    const auto tell = [answer = call.answer](const Granted<HostedMembers> &members) {
        if (!members) {
            answer(refused(members.refusal()));
            return;
        }
        QJsonArray users;
        for (const HostedMember &member : members->members) {
            users.append(QJsonObject{{u"id"_s, member.userId}, {u"time"_s, apiTime(member.joinedAt)}});
        }
        answer(succeeded({{u"total"_s, members->total}, {u"users"_s, users}}));
    };
    whenAnswered(call.host.members(call.roomId(), count, isAscending), call.context, tell);
}

void exist(const ApiCall &call)
{
    const auto tell = [answer = call.answer](const Granted<bool> &isInside) {
        answer(isInside ? succeeded({{u"isInChrm"_s, *isInside}}) : refused(isInside.refusal()));
    };
    whenAnswered(call.host.isMember(call.roomId(), call.parameters.text("userId"_L1)), call.context, tell);
}

void existMany(const ApiCall &call)
{
    const QStringList users = call.parameters.list("userId"_L1);
    QList<RoomHost::Answer<bool>> asked;
    for (const QString &user : users) {
        asked.append(call.host.isMember(call.roomId(), user));
    }
    whenAllAnswered(asked, call.context, [answer = call.answer, users](const QList<Granted<bool>> &results) {
        QJsonArray told;
        for (qsizetype i = 0; i < results.size(); ++i) {
            if (!results.at(i)) {
                answer(refused(results.at(i).refusal()));
                return;
            }
            told.append(QJsonObject{{u"userId"_s, users.at(i)}, {u"isInChrm"_s, *results.at(i) ? 1 : 0}});
        }
        answer(succeeded({{u"result"_s, told}}));
    });
}

} // namespace

QList<ApiEndpoint> memberEndpoints()
{
    const Parameter count{.name = "count"_L1, .kind = Parameter::Kind::Number, .least = 0, .most = mostMembers};
    const Parameter order{.name = "order"_L1, .kind = Parameter::Kind::Number, .least = 1, .most = 2};
    Parameter manyUsers = parameter::users;
    manyUsers.many = mostUsersToCheck;
    return {
        {"/chatroom/user/query.json"_L1, {parameter::room, count, order}, query},
        {"/chatroom/user/exist.json"_L1, {parameter::room, parameter::user}, exist},
        {"/chatroom/users/exist.json"_L1, {parameter::room, manyUsers}, existMany},
    };
}

} // namespace foyer::server
