#include "server/api/endpointhelpers.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace foyer::server
{

namespace
{

constexpr qint64 longestContent = 131072;
constexpr qint64 longestTypeName = 32;
constexpr qint64 longestUserName = 128;
constexpr int mostRoomsToPublishIn = 100;

/// What is wrong with the content of a message of this type; empty when nothing is.
QString faultOfContent(const QString &objectName, const QString &content)
{
    const QJsonDocument document = QJsonDocument::fromJson(content.toUtf8());
    if (!document.isObject()) {
        return u"Parameter content is not a JSON object."_s;
    }
    if (objectName == "RC:TxtMsg"_L1 && document.object().value("content"_L1).toString().isEmpty()) {
        return u"Parameter content: a message of type RC:TxtMsg has its text in the field content."_s;
    }
    return {};
}

void publish(const ApiCall &call)
{
    HostedMessage message;
    message.fromUserId = call.parameters.text("fromUserId"_L1);
    message.roomIds = call.parameters.list("toChatroomId"_L1);
    message.objectName = call.parameters.text("objectName"_L1);
    message.content = call.parameters.text("content"_L1);
    message.persisted = call.parameters.flag("isPersisted"_L1, true);
    message.includeSender = call.parameters.flag("isIncludeSender"_L1, false);
    if (const QString fault = faultOfContent(message.objectName, message.content); !fault.isEmpty()) {
        call.answer(failed(400, apicode::invalidParameter, fault));
        return;
    }
    const auto tell = [answer = call.answer, rooms = message.roomIds](const Granted<QStringList> &ids) {
        if (!ids) {
            answer(refused(ids.refusal()));
            return;
        }
        QJsonArray told;
        for (qsizetype i = 0; i < rooms.size(); ++i) {
            told.append(QJsonObject{{u"chatroomId"_s, rooms.at(i)}, {u"messageUID"_s, ids->value(i)}});
        }
        answer(succeeded({{u"messageUIDs"_s, told}}));
    };
    whenAnswered(call.host.publish(message), call.context, tell);
}

void getToken(const ApiCall &call)
{
    const QString user = call.parameters.text("userId"_L1);
    const auto tell = [answer = call.answer, user](const Granted<QString> &token) {
        answer(token ? succeeded({{u"userId"_s, user}, {u"token"_s, *token}}) : refused(token.refusal()));
    };
    whenAnswered(call.host.userToken(user, call.parameters.text("name"_L1), call.parameters.text("portraitUri"_L1)),
                 call.context, tell);
}

} // namespace

QList<ApiEndpoint> messageEndpoints()
{
    constexpr auto optional = Parameter::Need::Optional;
    const QList<Parameter> message{
        {.name = "fromUserId"_L1, .kind = Parameter::Kind::UserId},
        {.name = "toChatroomId"_L1, .kind = Parameter::Kind::RoomId, .many = mostRoomsToPublishIn},
        {.name = "objectName"_L1, .least = 1, .most = longestTypeName},
        {.name = "content"_L1, .least = 2, .most = longestContent},
        {.name = "isPersisted"_L1, .kind = Parameter::Kind::Flag, .need = optional},
        {.name = "isIncludeSender"_L1, .kind = Parameter::Kind::Flag, .need = optional},
    };
    const QList<Parameter> account{
        parameter::user,
        {.name = "name"_L1, .need = optional, .most = longestUserName},
        {.name = "portraitUri"_L1, .need = optional},
    };
    return {
        {"/message/chatroom/publish.json"_L1, message, publish, "toChatroomId"_L1},
        {"/user/getToken.json"_L1, account, getToken},
    };
}

} // namespace foyer::server
