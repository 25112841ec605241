#include "server/api/apireply.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace foyer::server
{

namespace
{

/// The code a refusal has; 0 where the source service has none of its own.
int codeOf(Refusal::Kind kind)
{
    switch (kind) {
    case Refusal::Kind::RoomDoesNotExist:
    case Refusal::Kind::Gone:
    case Refusal::Kind::Locked:
        return apicode::roomDoesNotExist;
    case Refusal::Kind::InvalidRoomId:
    case Refusal::Kind::BadRequest:
    case Refusal::Kind::TooLarge:
    case Refusal::Kind::NoSuchOccupant:
        return apicode::invalidParameter;
    case Refusal::Kind::Banned:
        return 23409;
    case Refusal::Kind::RoomFull:
        return 23411;
    case Refusal::Kind::NotInRoom:
        return 23406;
    case Refusal::Kind::Muted:
        return 23408;
    case Refusal::Kind::TooFast:
        return apicode::tooFast;
    case Refusal::Kind::CreationNotAllowed:
    case Refusal::Kind::MembersOnly:
    case Refusal::Kind::PasswordWrong:
    case Refusal::Kind::NicknameInUse:
    case Refusal::Kind::NicknameNotAllowed:
    case Refusal::Kind::NotAllowed:
    case Refusal::Kind::Conflict:
        return apicode::notAllowed;
    case Refusal::Kind::NotSaved:
        break;
    }
    return apicode::internal;
}

} // namespace

ApiReply succeeded(QJsonObject fields)
{
    fields.insert("code"_L1, apicode::success);
    return {200, fields};
}

ApiReply failed(int status, int code, const QString &text)
{
    return {status, {{u"code"_s, code}, {u"errorMessage"_s, text}}};
}

ApiReply refused(const Refusal &refusal)
{
    const int code = codeOf(refusal.kind);
    const int status = code == apicode::tooFast ? 429 : code == apicode::internal ? 500 : 400;
    return failed(status, code, refusal.text.isEmpty() ? u"The rooms refused this."_s : refusal.text);
}

HttpResponse toHttp(const ApiReply &reply)
{
    return {reply.status, QJsonDocument(reply.body).toJson(QJsonDocument::Compact), {}};
}

QString apiTime(const QDateTime &time)
{
    return time.isValid() ? time.toUTC().toString(u"yyyy-MM-dd HH:mm:ss"_s) : QString();
}

} // namespace foyer::server
