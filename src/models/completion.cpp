#include "models/completion.h"

#include "models/displaytext.h"
#include "models/occupantlistmodel.h"
#include "models/slashcommand.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace foyer::completion
{

namespace
{

/// Whether \a self may do what the command does to anybody at all; where that is not known, the room decides.
bool isOffered(const SlashCommandSpec &spec, const std::optional<Occupant> &self)
{
    if (!self || !spec.kind) {
        return true;
    }
    switch (*spec.kind) {
    case SlashCommand::Kind::Voice:
    case SlashCommand::Kind::Mute:
    case SlashCommand::Kind::Kick:
        return self->role == Role::Moderator;
    case SlashCommand::Kind::Ban:
        return self->role == Role::Moderator && self->affiliation >= Affiliation::Admin;
    default:
        return true;
    }
}

Completion commandsFor(const QString &word, const OccupantListModel *people)
{
    const auto self = people == nullptr ? std::nullopt : people->occupant(people->ownNickname());
    Completion found{0, word.size(), {}};
    const auto specs = slashcommands::all();
    for (const SlashCommandSpec &spec : specs) {
        if (spec.name.startsWith(word, Qt::CaseInsensitive) && isOffered(spec, self)) {
            const QString insert = spec.parameters.isEmpty() ? spec.name : spec.name + u' ';
            found.choices.append({insert, spec.name, spec.help, spec.parameters});
        }
    }
    return found;
}

} // namespace

Completion at(const QString &text, qsizetype cursor, Cause cause, const OccupantListModel *people)
{
    qsizetype start = cursor;
    while (start > 0 && !text[start - 1].isSpace()) {
        --start;
    }
    const QString word = text.mid(start, cursor - start);
    if (start == 0 && word.startsWith(u'/')) {
        return word.startsWith("//"_L1) ? Completion() : commandsFor(word, people);
    }
    const bool hasSign = word.startsWith(u'@');
    if (people == nullptr || word.isEmpty() || (cause == Cause::Typing && !hasSign)) {
        return {};
    }
    Completion found{start, word.size(), {}};
    const auto nicknames = people->nicknamesStarting(word.mid(hasSign ? 1 : 0), mostChoices);
    for (const QString &nickname : nicknames) {
        // Alone at the start it calls somebody, as chat programs have done for ever.
        const QString after = start == 0 && !hasSign ? u": "_s : u" "_s;
        CompletionChoice choice{(hasSign ? u"@"_s : QString()) + nickname + after, displaytext::oneLine(nickname), {}};
        if (const auto person = people->occupant(nickname)) {
            choice.identity = person->occupantId.isEmpty() ? nickname : person->occupantId;
            choice.detail = person->role == Role::Visitor
                                ? QCoreApplication::translate("foyer::Completion", "muted", "beside a person’s name")
                                : QString();
        }
        found.choices.append(choice);
    }
    return found;
}

} // namespace foyer::completion
