#pragma once

#include "server/serversettings.h"

#include <QString>
#include <QStringList>

#include <variant>

namespace foyer::server
{

/// What the command line of `foyer-server` asks for.
struct ServerLine {
    enum class Mode { Help, Version, Serve, AddAccount, ListAccounts, DeleteAccount, ExportRoom };

    Mode mode = Mode::Serve;
    QString configFile;
    QString dataFolder;   ///< empty: not given
    QString subject;      ///< the account or the room
    QString passwordFile; ///< `-`: standard input
    QString appSecretFile;
    /// What was given, as lines of the configuration file would say it.
    QList<QPair<QString, QString>> given;
};

/// A text is what is wrong with the arguments (without the program's name), in one line.
std::variant<ServerLine, QString> parseServerLine(const QStringList &arguments);
QString serverHelpText();

} // namespace foyer::server
