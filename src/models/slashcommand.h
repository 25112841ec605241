#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace foyer
{

/// What a line that begins with a slash asks for.
struct SlashCommand {
    enum class Kind { Help, Join, Leave, Nick, Subject, Voice, Mute, Kick, Ban };
    Kind kind = Kind::Help;
    QString person;   ///< nickname the command is about
    QString argument; ///< the rest: a room, a nickname, a subject, a reason

    bool operator==(const SlashCommand &) const = default;
};

/// A command as it is offered and explained.
struct SlashCommandSpec {
    QString name;                           ///< with its slash
    QString parameters;                     ///< for people: "room"
    QString help;                           ///< one sentence
    std::optional<SlashCommand::Kind> kind; ///< none: a message
};

/// What is to be done with a text that was written: exactly one of the three is there.
struct WrittenText {
    std::optional<QString> message;
    std::optional<SlashCommand> command;
    QString error; ///< a sentence for the person, who keeps the text

    bool operator==(const WrittenText &) const = default;
};

namespace slashcommands
{

/// Every command there is, in the order of the help.
QList<SlashCommandSpec> all();
/// Reads \a text. Without a slash at its start it is a message; two slashes make a message that begins with one;
/// /me stays in the message (XEP-0245). \a people are the nicknames here, which may have spaces in them.
WrittenText read(const QString &text, const QStringList &people);

} // namespace slashcommands

} // namespace foyer
