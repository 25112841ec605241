#include "models/moderation.h"

#include <QCoreApplication>

namespace foyer::moderation
{

namespace
{

constexpr auto context = "foyer::Moderation";

QString roleWord(Role role)
{
    switch (role) {
    case Role::Moderator:
        return QCoreApplication::translate(context, "Moderator", "role of one person");
    case Role::Participant:
        return QCoreApplication::translate(context, "Participant", "role of one person");
    case Role::Visitor:
        return QCoreApplication::translate(context, "Without voice", "role of one person");
    case Role::None:
        break;
    }
    return {};
}

QString affiliationWord(Affiliation affiliation)
{
    switch (affiliation) {
    case Affiliation::Owner:
        return QCoreApplication::translate(context, "owner of this room");
    case Affiliation::Admin:
        return QCoreApplication::translate(context, "administrator of this room");
    case Affiliation::Member:
        return QCoreApplication::translate(context, "member of this room");
    case Affiliation::None:
    case Affiliation::Outcast:
        break;
    }
    return {};
}

} // namespace

bool isAllowed(Moderation::Kind kind, const Occupant &self, const Occupant &person)
{
    if (self.role != Role::Moderator || person.nickname == self.nickname || person.role == Role::None) {
        return false;
    }
    const bool ranksBelow = person.affiliation < self.affiliation;
    switch (kind) {
    case Moderation::Kind::GiveVoice:
        return person.role == Role::Visitor;
    case Moderation::Kind::TakeVoice:
        // Nobody below an administrator made this person a moderator, so a moderator keeps the voice.
        return person.role == Role::Participant && (ranksBelow || person.affiliation < Affiliation::Admin);
    case Moderation::Kind::Kick:
        return person.affiliation <= self.affiliation;
    case Moderation::Kind::Ban:
        return self.affiliation >= Affiliation::Admin && ranksBelow;
    }
    return false;
}

QString standing(const Occupant &person)
{
    const QString role = roleWord(person.role);
    const QString affiliation = affiliationWord(person.affiliation);
    return affiliation.isEmpty()
               ? role
               : QCoreApplication::translate(context, "%1 · %2", "role, affiliation").arg(role, affiliation);
}

} // namespace foyer::moderation
