#pragma once

#include <QList>
#include <QString>

namespace foyer
{

class OccupantListModel;

/// One way to go on with what is being written.
struct CompletionChoice {
    QString insert;     ///< takes the place of the part that was written
    QString label;      ///< as shown; may be outside text
    QString detail;     ///< a quiet word beside it
    QString takes{};    ///< what a command is followed by, in words; nothing of it is typed
    QString identity{}; ///< of a person: what the colour of the avatar is made of; empty for a command

    bool operator==(const CompletionChoice &) const = default;
};

/// What may take the place of a part of a text.
struct Completion {
    qsizetype start = 0;
    qsizetype length = 0;
    QList<CompletionChoice> choices;

    bool isEmpty() const { return choices.isEmpty(); }
    bool operator==(const Completion &) const = default;
};

namespace completion
{

/// Typing opens the list only where it is surely wanted: a command's slash, a nickname's @. Tab asks for it.
enum class Cause { Typing, Tab };

/// Longest list.
constexpr int mostChoices = 8;

/// How to go on at \a cursor: commands at the very start, those of moderators only for one of them, and nicknames
/// (\a people may be nullptr) anywhere.
Completion at(const QString &text, qsizetype cursor, Cause cause, const OccupantListModel *people);

} // namespace completion

} // namespace foyer
