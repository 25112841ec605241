#include "server/api/apiparameters.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer::server
{

namespace
{

constexpr qsizetype longestUserId = 64;
constexpr qsizetype longestTitle = 1024;

/// What is wrong with one value, to be put behind the parameter's name; empty when nothing is.
QString fault(const Parameter &parameter, const QString &value)
{
    switch (parameter.kind) {
    case Parameter::Kind::Text: {
        const qsizetype bytes = value.toUtf8().size();
        return bytes < parameter.least || bytes > parameter.most
                   ? u"must have %1 to %2 bytes."_s.arg(parameter.least).arg(parameter.most)
                   : QString();
    }
    case Parameter::Kind::RoomId:
        return roomKey(value).isEmpty() ? u"is not a room ID."_s : QString();
    case Parameter::Kind::NewRoomId:
    case Parameter::Kind::NewRooms:
        return isCreatableRoomId(value) ? QString() : u"must be 1 to 64 characters of A-Z a-z 0-9 . _ -"_s;
    case Parameter::Kind::UserId:
        return value.toUtf8().size() > longestUserId || roomKey(value).isEmpty()
                   ? u"is not a user ID: 1 to 64 bytes that may stand before the @ of an address."_s
                   : QString();
    case Parameter::Kind::Number: {
        bool isNumber = false;
        const qlonglong number = value.toLongLong(&isNumber);
        return !isNumber || number < parameter.least || number > parameter.most
                   ? u"must be a whole number from %1 to %2."_s.arg(parameter.least).arg(parameter.most)
                   : QString();
    }
    case Parameter::Kind::Flag:
        static const QStringList words{u"true"_s, u"false"_s, u"1"_s, u"0"_s};
        return words.contains(value, Qt::CaseInsensitive) ? QString() : u"must be true or false."_s;
    }
    return {};
}

Refusal wrong(QLatin1StringView name, const QString &what)
{
    return {Refusal::Kind::BadRequest, u"Parameter "_s + name + u' ' + what, {}};
}

/// The fields `chatroom[ID]=NAME`.
QList<FormBody::Field> fieldsInBrackets(const FormBody &form, QLatin1StringView name)
{
    QList<FormBody::Field> found;
    const QString opening = name + u'[';
    for (const auto &[each, value] : form.fields()) {
        if (each.startsWith(opening) && each.endsWith(u']')) {
            found.emplaceBack(each.sliced(opening.size()).chopped(1), value);
        }
    }
    return found;
}

Granted<Allowed> check(const Parameter &parameter, const QStringList &values)
{
    if (values.isEmpty() && parameter.need == Parameter::Need::Required) {
        return wrong(parameter.name, u"is missing."_s);
    }
    if (values.size() > parameter.many) {
        return wrong(parameter.name, u"may be given at most %1 times."_s.arg(parameter.many));
    }
    for (const QString &value : values) {
        if (const QString what = fault(parameter, value); !what.isEmpty()) {
            return wrong(parameter.name, what);
        }
    }
    return Allowed{};
}

} // namespace

Granted<ApiParameters> ApiParameters::read(const FormBody &form, const QList<Parameter> &known)
{
    ApiParameters result;
    for (const Parameter &parameter : known) {
        QStringList values;
        if (parameter.kind == Parameter::Kind::NewRooms) {
            result.m_newRooms = fieldsInBrackets(form, parameter.name);
            for (const auto &[id, title] : std::as_const(result.m_newRooms)) {
                values.append(id);
                if (title.toUtf8().size() > longestTitle) {
                    return wrong(parameter.name, u"has a name of more than %1 bytes."_s.arg(longestTitle));
                }
            }
        } else {
            values = form.values(parameter.name);
        }
        if (const auto checked = check(parameter, values); !checked) {
            return checked.refusal();
        }
        values.removeDuplicates();
        if (!values.isEmpty()) {
            result.m_values.insert(parameter.name, values);
        }
    }
    return result;
}

qint64 ApiParameters::number(QLatin1StringView name, qint64 fallback) const
{
    return has(name) ? text(name).toLongLong() : fallback;
}

bool ApiParameters::flag(QLatin1StringView name, bool fallback) const
{
    return has(name) ? text(name).compare("true"_L1, Qt::CaseInsensitive) == 0 || text(name) == "1"_L1 : fallback;
}

} // namespace foyer::server
