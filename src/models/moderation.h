#pragma once

#include "core/occupant.h"

#include <QString>

namespace foyer
{

/// What a moderator does about a person.
struct Moderation {
    enum class Kind { GiveVoice, TakeVoice, Kick, Ban };
    Kind kind = Kind::GiveVoice;
    QString nickname;
    QString reason;  ///< may be empty
    int minutes = 0; ///< with TakeVoice: voice comes back after so many; 0: when somebody gives it back
    /// moderation::identity() of who was meant, should somebody else have the nickname by then; empty: not known.
    QString identity = {};

    bool operator==(const Moderation &) const = default;
};

namespace moderation
{

/// Whether \a self may do \a kind to \a person, as far as roles and affiliations tell (XEP-0045, sections 8 and 9); the
/// room has the last word. Never about oneself, and never what changes nothing.
bool isAllowed(Moderation::Kind kind, const Occupant &self, const Occupant &person);

/// What tells \a person from everybody who takes the nickname later; empty where the room shows nothing of the kind.
QString identity(const Occupant &person);

/// A person's standing in words: "Moderator · Owner of this room".
QString standing(const Occupant &person);

} // namespace moderation

} // namespace foyer
