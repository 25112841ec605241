#include "server/api/endpointhelpers.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace foyer::server
{

void answerDone(const ApiCall &call, const RoomHost::Answer<Allowed> &done)
{
    whenAnswered(done, call.context, [answer = call.answer](const Granted<Allowed> &result) {
        answer(result ? succeeded() : refused(result.refusal()));
    });
}

ReasonAndAuthor readExtra(const QString &extra)
{
    const QJsonDocument document = QJsonDocument::fromJson(extra.toUtf8());
    const QJsonValue reason = document.object().value("reason"_L1);
    const QJsonValue by = document.object().value("by"_L1);
    if (document.isObject() && (reason.isString() || by.isString())) {
        return {reason.toString(), by.toString()};
    }
    return {extra, {}};
}

QList<UserRestriction> restrictionsOf(const ApiCall &call)
{
    const auto [reason, by] = readExtra(call.parameters.text("extra"_L1));
    const QDateTime until = call.now.addSecs(60 * call.parameters.number("minute"_L1, 0));
    QList<UserRestriction> restrictions;
    for (const QString &user : call.parameters.list("userId"_L1)) {
        restrictions.append({user, until, reason, by});
    }
    return restrictions;
}

void answerRestrictions(const ApiCall &call, const RoomHost::Answer<QList<UserRestriction>> &restricted)
{
    whenAnswered(restricted, call.context, [answer = call.answer](const Granted<QList<UserRestriction>> &result) {
        if (!result) {
            answer(refused(result.refusal()));
            return;
        }
        QJsonArray users;
        for (const UserRestriction &each : *result) {
            users.append(QJsonObject{{u"userId"_s, each.userId}, {u"time"_s, apiTime(each.until)}});
        }
        answer(succeeded({{u"users"_s, users}}));
    });
}

} // namespace foyer::server
