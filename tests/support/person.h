#pragma once

#include "core/occupant.h"

namespace foyer
{

/// Somebody in a room.
inline Occupant person(const QString &nickname, Role role = Role::Participant,
                       Affiliation affiliation = Affiliation::None)
{
    Occupant occupant;
    occupant.nickname = nickname;
    occupant.role = role;
    occupant.affiliation = affiliation;
    return occupant;
}

} // namespace foyer
