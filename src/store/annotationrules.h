#pragma once

#include <QString>

namespace foyer::rules
{

/// Who may say what about which entry, as conditions of SQL, so that one question answers for however many entries
/// share an id. Each parameter is the alias of a row of the table `entry`, \a annotation one of `annotation`; what is
/// said stands last. The rules themselves are AnnotationTable's.

/// Whether \a one stands before \a other in their epoch.
QString isBefore(const QString &one, const QString &other);
/// Whether \a said is proved to be by the author of \a target (XEP-0308, XEP-0424; S6).
QString isSameAuthor(const QString &target, const QString &said);
/// Whether neither that is proved nor the opposite.
QString isUndecided(const QString &target, const QString &said);
/// Whether no other message has the id of the message \a target, which its sender gave it.
QString isOnlyOne(const QString &target);
/// Selects the messages before \a said that have the id which \a annotation names; each is \a named, and \a condition
/// holds for it.
QString namedBefore(const QString &named, const QString &annotation, const QString &said, const QString &condition);
/// The key of the message that \a said means by the id that its author gave it: his nearest one before it. NULL: none.
QString meant(const QString &annotation, const QString &said);

} // namespace foyer::rules
