#pragma once

#include "server/api/formbody.h"
#include "server/rooms/roomtypes.h"

#include <QHash>

namespace foyer::server
{

/// What an endpoint takes under one name.
struct Parameter {
    enum class Kind {
        Text,      ///< `least` to `most` bytes of UTF-8
        RoomId,    ///< of an existing room: any local part of an address
        NewRoomId, ///< an id a new room may have
        UserId,    ///< a local part of at most 64 bytes
        Number,    ///< `least` to `most`
        Flag,      ///< true, false, 1, 0
        NewRooms,  ///< names by room id, in fields `name[ID]`
    };
    enum class Need { Required, Optional };

    QLatin1StringView name;
    Kind kind = Kind::Text;
    Need need = Need::Required;
    qint64 least = 0;
    qint64 most = 1024;
    int many = 1; ///< how often it may come
};

/// The parameters of one request, checked.
class ApiParameters
{
public:
    /// All of \a known that \a form has; other fields are ignored. The refusal names the first parameter that is
    /// missing or wrong.
    static Granted<ApiParameters> read(const FormBody &form, const QList<Parameter> &known);

    bool has(QLatin1StringView name) const { return m_values.contains(name); }
    QString text(QLatin1StringView name) const { return m_values.value(name).value(0); }
    /// Each value once, in the order of coming.
    QStringList list(QLatin1StringView name) const { return m_values.value(name); }
    qint64 number(QLatin1StringView name, qint64 fallback) const;
    bool flag(QLatin1StringView name, bool fallback) const;
    /// Of Kind::NewRooms: id and name.
    const QList<FormBody::Field> &newRooms() const { return m_newRooms; }

private:
    QHash<QString, QStringList> m_values;
    QList<FormBody::Field> m_newRooms;
};

} // namespace foyer::server
