#include "models/slashcommand.h"

#include "core/apart.h"
#include "models/displaytext.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer::slashcommands
{

namespace
{

enum class Takes { Nothing, Text, Person };
enum class Needs { No, Yes };

struct Row {
    QLatin1StringView name;
    const char *parameters;
    const char *help;
    std::optional<SlashCommand::Kind> kind; ///< none: a message
    Takes takes;
    Needs needs;
};

constexpr auto context = "foyer::SlashCommands";

const QList<Row> &rows()
{
    static const QList<Row> table = {
        {"/me"_L1, QT_TRANSLATE_NOOP("foyer::SlashCommands", "action"),
         QT_TRANSLATE_NOOP("foyer::SlashCommands", "Say what you do, as in “/me waves”."), std::nullopt, Takes::Text,
         Needs::Yes},
        {"/join"_L1, QT_TRANSLATE_NOOP("foyer::SlashCommands", "room"),
         QT_TRANSLATE_NOOP("foyer::SlashCommands", "Join a room by its ID, address or link."), SlashCommand::Kind::Join,
         Takes::Text, Needs::No},
        {"/leave"_L1, "", QT_TRANSLATE_NOOP("foyer::SlashCommands", "Leave this room."), SlashCommand::Kind::Leave,
         Takes::Nothing, Needs::No},
        {"/nick"_L1, QT_TRANSLATE_NOOP("foyer::SlashCommands", "name"),
         QT_TRANSLATE_NOOP("foyer::SlashCommands", "Take another name in this room."), SlashCommand::Kind::Nick,
         Takes::Text, Needs::Yes},
        {"/subject"_L1, QT_TRANSLATE_NOOP("foyer::SlashCommands", "text"),
         QT_TRANSLATE_NOOP("foyer::SlashCommands", "Say what this room is about."), SlashCommand::Kind::Subject,
         Takes::Text, Needs::Yes},
        {"/voice"_L1, QT_TRANSLATE_NOOP("foyer::SlashCommands", "person"),
         QT_TRANSLATE_NOOP("foyer::SlashCommands", "Let somebody speak."), SlashCommand::Kind::Voice, Takes::Person,
         Needs::Yes},
        {"/mute"_L1, QT_TRANSLATE_NOOP("foyer::SlashCommands", "person [minutes]"),
         QT_TRANSLATE_NOOP("foyer::SlashCommands", "Mute somebody."), SlashCommand::Kind::Mute, Takes::Person,
         Needs::Yes},
        {"/kick"_L1, QT_TRANSLATE_NOOP("foyer::SlashCommands", "person [reason]"),
         QT_TRANSLATE_NOOP("foyer::SlashCommands", "Remove somebody from the room."), SlashCommand::Kind::Kick,
         Takes::Person, Needs::Yes},
        {"/ban"_L1, QT_TRANSLATE_NOOP("foyer::SlashCommands", "person [reason]"),
         QT_TRANSLATE_NOOP("foyer::SlashCommands", "Ban somebody from the room."), SlashCommand::Kind::Ban,
         Takes::Person, Needs::Yes},
        {"/help"_L1, "", QT_TRANSLATE_NOOP("foyer::SlashCommands", "Show all commands."), SlashCommand::Kind::Help,
         Takes::Nothing, Needs::No},
    };
    return table;
}

QString translated(const char *text)
{
    return *text == '\0' ? QString() : QCoreApplication::translate(context, text);
}

WrittenText wrong(const QString &sentence)
{
    return {{}, {}, sentence};
}

/// The longest of \a people that \a text begins with as whole words; empty when it begins with none.
QString knownAtStart(const QString &text, const QStringList &people)
{
    QString found;
    for (const QString &person : people) {
        const bool isWhole =
            text.size() == person.size() || (text.size() > person.size() && text[person.size()].isSpace());
        if (isWhole && person.size() > found.size() && text.startsWith(person)) {
            found = person;
        }
    }
    return found;
}

WrittenText readCommand(const Row &row, const QString &rest, const QStringList &people)
{
    if (row.needs == Needs::Yes && rest.isEmpty()) {
        return wrong(
            QCoreApplication::translate("foyer::SlashCommands", "%1 needs more: %1 %2.", "a command and what it takes")
                .arg(apartFromLeft(row.name), translated(row.parameters)));
    }
    if (row.takes == Takes::Nothing && !rest.isEmpty()) {
        return wrong(QCoreApplication::translate("foyer::SlashCommands", "%1 takes nothing after it.")
                         .arg(apartFromLeft(row.name)));
    }
    SlashCommand command{*row.kind, {}, rest};
    if (row.takes == Takes::Person) {
        QString who = rest;
        command.person = knownAtStart(who, people);
        if (command.person.isEmpty() && who.startsWith(u'@')) {
            // As the list of names completes it.
            command.person = knownAtStart(who.mid(1), people);
            who.remove(0, command.person.isEmpty() ? 0 : 1);
        }
        if (command.person.isEmpty()) {
            command.person = who.section(u' ', 0, 0);
        }
        command.argument = who.mid(command.person.size()).trimmed();
        if (command.kind == SlashCommand::Kind::Voice && !command.argument.isEmpty()) {
            // Else it would be for whoever has the first word for a name.
            return wrong(QCoreApplication::translate("foyer::SlashCommands",
                                                     "%1 takes a name only, and nobody here is named %2.",
                                                     "a command, and what stands after it")
                             .arg(apartFromLeft(row.name), apart(displaytext::oneLine(rest.left(80)))));
        }
    }
    return {{}, command, {}};
}

} // namespace

QList<SlashCommandSpec> all()
{
    QList<SlashCommandSpec> specs;
    for (const Row &row : rows()) {
        specs.append({row.name, translated(row.parameters), translated(row.help), row.kind});
    }
    return specs;
}

WrittenText read(const QString &text, const QStringList &people)
{
    if (!text.startsWith(u'/')) {
        return {text, {}, {}};
    }
    if (text.startsWith("//"_L1)) {
        return {text.mid(1), {}, {}};
    }
    const auto space = std::find_if(text.cbegin(), text.cend(), [](QChar c) { return c.isSpace(); });
    const QString name = text.left(space - text.cbegin());
    const QString rest = text.mid(name.size()).trimmed();
    const auto row = std::find_if(rows().cbegin(), rows().cend(), [&name](const Row &known) {
        return name.compare(known.name, Qt::CaseInsensitive) == 0;
    });
    if (row == rows().cend()) {
        // Code, so from the left whatever its letters are: a slash does not go behind its word.
        return wrong(QCoreApplication::translate("foyer::SlashCommands",
                                                 "There is no command %1. %2 lists all commands; to send the "
                                                 "text as it is, begin with two slashes.",
                                                 "what was written, then the command for help")
                         .arg(apartFromLeft(displaytext::oneLine(name.left(40))), apartFromLeft(u"/help"_s)));
    }
    if (row->kind || rest.isEmpty()) {
        return readCommand(*row, rest, people);
    }
    // As every program knows it, however it was written.
    return {QString(row->name + u' ' + rest), {}, {}};
}

} // namespace foyer::slashcommands
