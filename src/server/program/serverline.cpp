#include "server/program/serverline.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer::server
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("ServerLine", text);
}

enum class Place { Config, Data, PasswordFile, AppSecretFile, Setting, Mode };

struct Option {
    const char *name;
    const char *value; ///< nullptr: takes none
    Place place;
    const char *key; ///< the setting
    ServerLine::Mode mode;
    const char *help;
};

using Mode = ServerLine::Mode;

constexpr Option options[] = {
    {"--config", "FILE", Place::Config, nullptr, Mode::Serve,
     QT_TRANSLATE_NOOP("ServerLine", "read settings from FILE (see the manual page); the command line wins")},
    {"--data", "DIR", Place::Data, nullptr, Mode::Serve,
     QT_TRANSLATE_NOOP("ServerLine", "keep rooms, archives and accounts in DIR")},
    {"--port", "N", Place::Setting, "port", Mode::Serve,
     QT_TRANSLATE_NOOP("ServerLine", "listen for chat clients on this port; 0: any free one (5290)")},
    {"--api-port", "N", Place::Setting, "api_port", Mode::Serve,
     QT_TRANSLATE_NOOP("ServerLine", "listen for the Server API on this port; 0: any free one (5291)")},
    {"--domain", "NAME", Place::Setting, "domain", Mode::Serve,
     QT_TRANSLATE_NOOP("ServerLine", "the server's name in addresses (localhost)")},
    {"--app-key", "KEY", Place::Setting, "app_key", Mode::Serve,
     QT_TRANSLATE_NOOP("ServerLine", "the key of the Server API's user; without it the API refuses everybody")},
    {"--app-secret-file", "FILE", Place::AppSecretFile, nullptr, Mode::Serve,
     QT_TRANSLATE_NOOP("ServerLine", "the secret that belongs to the key; one newline at the end is dropped")},
    {"--callback-url", "URL", Place::Setting, "callback_url", Mode::Serve,
     QT_TRANSLATE_NOOP("ServerLine", "tell this address what happens in rooms")},
    {"--add-account", "NAME", Place::Mode, nullptr, Mode::AddAccount,
     QT_TRANSLATE_NOOP("ServerLine", "make an account or change its password, and exit; also while the server runs")},
    {"--password-file", "FILE", Place::PasswordFile, nullptr, Mode::Serve,
     QT_TRANSLATE_NOOP("ServerLine", "the password for --add-account; - reads standard input")},
    {"--list-accounts", nullptr, Place::Mode, nullptr, Mode::ListAccounts,
     QT_TRANSLATE_NOOP("ServerLine", "print the accounts' names and exit")},
    {"--delete-account", "NAME", Place::Mode, nullptr, Mode::DeleteAccount,
     QT_TRANSLATE_NOOP("ServerLine", "remove an account and exit")},
    {"--export-room", "ID", Place::Mode, nullptr, Mode::ExportRoom,
     QT_TRANSLATE_NOOP("ServerLine", "print a room's archive as JSON lines and exit")},
    {"--help", nullptr, Place::Mode, nullptr, Mode::Help, QT_TRANSLATE_NOOP("ServerLine", "print this and exit")},
    {"--version", nullptr, Place::Mode, nullptr, Mode::Version,
     QT_TRANSLATE_NOOP("ServerLine", "print the version and exit")},
};

void take(ServerLine &line, const Option &option, const QString &value)
{
    switch (option.place) {
    case Place::Config:
        line.configFile = value;
        break;
    case Place::Data:
        line.dataFolder = value;
        break;
    case Place::PasswordFile:
        line.passwordFile = value;
        break;
    case Place::AppSecretFile:
        line.appSecretFile = value;
        break;
    case Place::Setting:
        line.given.append({QString::fromLatin1(option.key), value});
        break;
    case Place::Mode:
        line.mode = option.mode;
        line.subject = value;
        break;
    }
}

/// What does not go together, or an empty text.
QString contradiction(const ServerLine &line)
{
    if (line.mode == Mode::AddAccount && line.passwordFile.isEmpty())
        return tr("--add-account needs --password-file");
    if (line.mode != Mode::AddAccount && !line.passwordFile.isEmpty())
        return tr("--password-file belongs to --add-account");
    const bool isTool = line.mode != Mode::Serve && line.mode != Mode::Help && line.mode != Mode::Version;
    if (isTool && line.dataFolder.isEmpty() && line.configFile.isEmpty())
        return tr("--data is missing: it says where the server keeps its data");
    return {};
}

} // namespace

std::variant<ServerLine, QString> parseServerLine(const QStringList &arguments)
{
    ServerLine line;
    bool modeGiven = false;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString name = arguments[i].section(u'=', 0, 0);
        const auto *option = std::find_if(std::begin(options), std::end(options),
                                          [&](const Option &one) { return name == QLatin1StringView(one.name); });
        if (option == std::end(options))
            return tr("unknown argument %1 (--help lists them)").arg(arguments[i]);
        const bool hasInline = name.size() < arguments[i].size();
        QString value = arguments[i].mid(name.size() + 1);
        if (!option->value && hasInline)
            return tr("%1 takes no value").arg(name);
        if (option->value && !hasInline) {
            if (++i == arguments.size())
                return tr("%1 needs a value").arg(name);
            value = arguments[i];
        }
        if (option->place == Place::Mode && modeGiven && option->mode != line.mode)
            return tr("%1 does not go with another task").arg(name);
        modeGiven = modeGiven || option->place == Place::Mode;
        take(line, *option, value);
        // Whatever else stands there: whoever asks for help gets it.
        if (option->mode == Mode::Help || option->mode == Mode::Version)
            return line;
    }
    if (const QString wrong = contradiction(line); !wrong.isEmpty())
        return wrong;
    return line;
}

QString serverHelpText()
{
    QString text =
        tr("Usage: foyer-server [option...]\nThe room server of Foyer, for this computer alone.\n\nOptions:\n");
    for (const Option &option : options) {
        QString name = u"  "_s + QString::fromLatin1(option.name);
        if (option.value)
            name += u' ' + QString::fromLatin1(option.value);
        text += QString(name.leftJustified(26) + u' ' + tr(option.help) + u'\n');
    }
    return text;
}

} // namespace foyer::server
