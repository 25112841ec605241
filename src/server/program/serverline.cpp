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
    const char *key;   ///< the setting
    const char *help;
    Place place;
    ServerLine::Mode mode;
};

using Mode = ServerLine::Mode;

constexpr Option options[] = {
    {"--config", "FILE", nullptr,
     QT_TRANSLATE_NOOP("ServerLine", "read settings from FILE (see the manual page); the command line wins"),
     Place::Config, Mode::Serve},
    {"--data", "DIR", nullptr, QT_TRANSLATE_NOOP("ServerLine", "keep rooms, archives and accounts in DIR"), Place::Data,
     Mode::Serve},
    {"--port", "N", "port",
     QT_TRANSLATE_NOOP("ServerLine", "listen for chat clients on this port; 0: any free one (5290)"), Place::Setting,
     Mode::Serve},
    {"--api-port", "N", "api_port",
     QT_TRANSLATE_NOOP("ServerLine", "listen for the Server API on this port; 0: any free one (5291)"), Place::Setting,
     Mode::Serve},
    {"--domain", "NAME", "domain", QT_TRANSLATE_NOOP("ServerLine", "the server's name in addresses (localhost)"),
     Place::Setting, Mode::Serve},
    {"--app-key", "KEY", "app_key",
     QT_TRANSLATE_NOOP("ServerLine", "the key of the Server API's user; without it the API refuses everybody"),
     Place::Setting, Mode::Serve},
    {"--app-secret-file", "FILE", nullptr,
     QT_TRANSLATE_NOOP("ServerLine", "the secret that belongs to the key; one newline at the end is dropped"),
     Place::AppSecretFile, Mode::Serve},
    {"--callback-url", "URL", "callback_url",
     QT_TRANSLATE_NOOP("ServerLine", "tell this address what happens in rooms"), Place::Setting, Mode::Serve},
    {"--add-account", "NAME", nullptr,
     QT_TRANSLATE_NOOP("ServerLine", "make an account or change its password, and exit; also while the server runs"),
     Place::Mode, Mode::AddAccount},
    {"--password-file", "FILE", nullptr,
     QT_TRANSLATE_NOOP("ServerLine", "the password for --add-account; - reads standard input"), Place::PasswordFile,
     Mode::Serve},
    {"--list-accounts", nullptr, nullptr, QT_TRANSLATE_NOOP("ServerLine", "print the accounts' names and exit"),
     Place::Mode, Mode::ListAccounts},
    {"--delete-account", "NAME", nullptr, QT_TRANSLATE_NOOP("ServerLine", "remove an account and exit"), Place::Mode,
     Mode::DeleteAccount},
    {"--export-room", "ID", nullptr, QT_TRANSLATE_NOOP("ServerLine", "print a room's archive as JSON lines and exit"),
     Place::Mode, Mode::ExportRoom},
    {"--help", nullptr, nullptr, QT_TRANSLATE_NOOP("ServerLine", "print this and exit"), Place::Mode, Mode::Help},
    {"--version", nullptr, nullptr, QT_TRANSLATE_NOOP("ServerLine", "print the version and exit"), Place::Mode,
     Mode::Version},
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
