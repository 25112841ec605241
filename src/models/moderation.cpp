#include "models/moderation.h"

#include <QCoreApplication>

namespace foyer::moderation
{

namespace
{

QString roleWord(Role role)
{
    switch (role) {
    case Role::Moderator:
        return QCoreApplication::translate("foyer::Moderation", "Moderator", "role of one person");
    case Role::Participant:
        return QCoreApplication::translate("foyer::Moderation", "Participant", "role of one person");
    case Role::Visitor:
        return QCoreApplication::translate("foyer::Moderation", "Without voice", "role of one person");
    case Role::None:
        break;
    }
    return {};
}

QString affiliationWord(Affiliation affiliation)
{
    switch (affiliation) {
    case Affiliation::Owner:
        return QCoreApplication::translate("foyer::Moderation", "owner of this room");
    case Affiliation::Admin:
        return QCoreApplication::translate("foyer::Moderation", "administrator of this room");
    case Affiliation::Member:
        return QCoreApplication::translate("foyer::Moderation", "member of this room");
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

QString identity(const Occupant &person)
{
    return person.occupantId.isEmpty() ? person.realJid.bare().toString() : person.occupantId;
}

QString standing(const Occupant &person)
{
    const QString role = roleWord(person.role);
    const QString affiliation = affiliationWord(person.affiliation);
    if (!affiliation.isEmpty() && person.role == Role::Participant) {
        // That they may speak, as most may, tells nothing beside it.
        return affiliation.left(1).toUpper() + affiliation.mid(1);
    }
    return affiliation.isEmpty() ? role
                                 : QCoreApplication::translate("foyer::Moderation", "%1 · %2", "role, affiliation")
                                       .arg(role, affiliation);
}

} // namespace foyer::moderation
