#pragma once

#include "core/jid.h"

#include <QList>
#include <QString>

namespace foyer
{

/// What an occupant may do now (XEP-0045 section 5.1), in rising order.
enum class Role { None, Visitor, Participant, Moderator };
/// An account's lasting standing in a room (XEP-0045 section 5.2), in rising order.
enum class Affiliation { Outcast, None, Member, Admin, Owner };

/// A person in a room.
struct Occupant {
    QString nickname;
    Role role = Role::None;
    Affiliation affiliation = Affiliation::None;
    QString occupantId; ///< XEP-0421; empty when the room does not offer it
    Jid realJid;        ///< empty unless the room shows it to us
    QString extra;      ///< text of `urn:foyer:extra:0` in the presence; empty when none

    bool hasVoice() const { return role >= Role::Participant; }
    bool operator==(const Occupant &) const = default;
};

/// What changed in a room's occupant list since the last report; coalesced by the service.
struct OccupantDelta {
    QList<Occupant> joined;
    QList<Occupant> left;
    QList<Occupant> changed;
    int count = 0; ///< people in the room now, as far as presence tells
};

/// Lower-case wire spelling, for example `moderator`.
QString nameOf(Role role);
QString nameOf(Affiliation affiliation);
/// Reads the wire spelling; anything unknown is None.
Role roleFromName(QStringView name);
Affiliation affiliationFromName(QStringView name);

} // namespace foyer
