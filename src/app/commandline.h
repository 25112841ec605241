#pragma once

#include "core/jid.h"

#include <QList>
#include <QSize>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <optional>
#include <variant>

namespace foyer
{

/// What the command line asks for, checked as far as it can be without the network.
struct CommandLine {
    enum class Mode { Window, Help, Version, Export };
    enum class ExportFormat { JsonLines, Html, Text };

    Mode mode = Mode::Window;
    QString link;
    QString profile;
    Jid account;
    QString passwordFile;
    bool allowPlain = false;  ///< a weak sign-in is wanted: the server may be given the password itself
    bool startHidden = false; ///< in the tray, or shown when there is none
    bool local = false;       ///< the rooms of this computer
    bool demo = false;        ///< on a room server of this computer, with bots and the Fault lab; sets `local` too
    QList<QUrl> servers;
    QString caFile;
    QStringList rooms;
    bool create = false;
    int historyCount = 0;
    QString nickname;
    QString extra;
    QString roomPasswordFile;
    QString eventsFile;
    QString commandsFile;
    QString exportRoom;
    ExportFormat format = ExportFormat::JsonLines;
    QString screenshotFile;
    std::optional<QSize> size;
    QString theme;
    QString language;
    QString logFile;

    /// Whether it drives the program from outside, so that a second instance would be a mistake.
    bool isDriven() const;
};

/// The command line, or one line that says what is wrong with it (exit code 2). \a arguments without the program name.
std::variant<CommandLine, QString> parseCommandLine(const QStringList &arguments);

/// The beginning of \a argument, without what a terminal would obey: for one line that names it.
QString quotedArgument(const QString &argument);

/// The text of `--help`.
QString helpText();

} // namespace foyer
