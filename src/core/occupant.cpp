#include "core/occupant.h"

namespace foyer
{

QString nameOf(Role role)
{
    switch (role) {
    case Role::None:
        return QStringLiteral("none");
    case Role::Visitor:
        return QStringLiteral("visitor");
    case Role::Participant:
        return QStringLiteral("participant");
    case Role::Moderator:
        return QStringLiteral("moderator");
    }
    Q_UNREACHABLE();
}

QString nameOf(Affiliation affiliation)
{
    switch (affiliation) {
    case Affiliation::Outcast:
        return QStringLiteral("outcast");
    case Affiliation::None:
        return QStringLiteral("none");
    case Affiliation::Member:
        return QStringLiteral("member");
    case Affiliation::Admin:
        return QStringLiteral("admin");
    case Affiliation::Owner:
        return QStringLiteral("owner");
    }
    Q_UNREACHABLE();
}

Role roleFromName(QStringView name)
{
    for (const Role role : {Role::Visitor, Role::Participant, Role::Moderator}) {
        if (name == nameOf(role)) {
            return role;
        }
    }
    return Role::None;
}

Affiliation affiliationFromName(QStringView name)
{
    for (const Affiliation affiliation :
         {Affiliation::Outcast, Affiliation::Member, Affiliation::Admin, Affiliation::Owner}) {
        if (name == nameOf(affiliation)) {
            return affiliation;
        }
    }
    return Affiliation::None;
}

} // namespace foyer
