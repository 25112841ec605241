#include "app/commandline.h"

#include "xmpp/endpoint.h"

#include <QHash>
#include <QRegularExpression>

#include <functional>
#include <limits>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

/// Stores an option's value; a sentence when the value is wrong.
using Setter = std::function<std::optional<QString>(CommandLine &, const QString &)>;

Setter text(QString CommandLine::*member)
{
    return [member](CommandLine &line, const QString &value) -> std::optional<QString> {
        line.*member = value;
        return std::nullopt;
    };
}

Setter oneOf(const QStringList &words, std::function<void(CommandLine &, const QString &)> store)
{
    return [words, store](CommandLine &line, const QString &value) -> std::optional<QString> {
        if (!words.contains(value)) {
            return u"takes one of: %1"_s.arg(words.join(u", "_s));
        }
        store(line, value);
        return std::nullopt;
    };
}

const QString accountShape = u"takes an address like alice@example.org"_s;

std::optional<QString> setAccount(CommandLine &line, const QString &value)
{
    const auto jid = Jid::parse(value);
    if (!jid || !jid->isBare()) {
        return accountShape;
    }
    line.account = *jid;
    return std::nullopt;
}

std::optional<QString> addServer(CommandLine &line, const QString &value)
{
    const QUrl url(value, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || (url.scheme() != u"ws"_s && url.scheme() != u"wss"_s)) {
        return u"takes a WebSocket address like wss://example.org/ws"_s;
    }
    if (!isAllowedEndpoint(url)) {
        return u"ws:// is not encrypted and allowed on this computer only; use wss://"_s;
    }
    line.servers.append(url);
    return std::nullopt;
}

std::optional<QString> setHistory(CommandLine &line, const QString &value)
{
    bool isNumber = false;
    line.historyCount = value.toInt(&isNumber);
    static const QRegularExpression number(u"^[+-]?[0-9]+$"_s);
    if (!isNumber && number.match(value).hasMatch()) {
        // Out of any range, which is for the join to say.
        isNumber = true;
        line.historyCount = value.startsWith(u'-') ? std::numeric_limits<int>::min() : std::numeric_limits<int>::max();
    }
    return isNumber ? std::nullopt : std::optional<QString>(u"takes a number"_s);
}

std::optional<QString> setSize(CommandLine &line, const QString &value)
{
    const QStringList parts = value.split(u'x');
    bool widthOk = false;
    bool heightOk = false;
    const QSize size = parts.size() == 2 ? QSize(parts[0].toInt(&widthOk), parts[1].toInt(&heightOk)) : QSize();
    if (!widthOk || !heightOk || size.width() < 100 || size.height() < 100 || size.width() > 8000 ||
        size.height() > 8000) {
        return u"takes a size like 1240x760"_s;
    }
    line.size = size;
    return std::nullopt;
}

const QHash<QString, Setter> &valueOptions()
{
    static const QHash<QString, Setter> options{
        {u"--profile"_s, text(&CommandLine::profile)},
        {u"--account"_s, setAccount},
        {u"--password-file"_s, text(&CommandLine::passwordFile)},
        {u"--server"_s, addServer},
        {u"--ca-file"_s, text(&CommandLine::caFile)},
        {u"--join"_s,
         [](CommandLine &line, const QString &value) -> std::optional<QString> {
             line.rooms.append(value);
             return std::nullopt;
         }},
        {u"--history"_s, setHistory},
        {u"--nickname"_s, text(&CommandLine::nickname)},
        {u"--extra"_s, text(&CommandLine::extra)},
        {u"--room-password-file"_s, text(&CommandLine::roomPasswordFile)},
        {u"--events"_s, text(&CommandLine::eventsFile)},
        {u"--commands"_s, text(&CommandLine::commandsFile)},
        {u"--export"_s,
         [](CommandLine &line, const QString &value) -> std::optional<QString> {
             line.exportRoom = value;
             line.mode = CommandLine::Mode::Export;
             return std::nullopt;
         }},
        {u"--format"_s, oneOf({u"jsonl"_s, u"html"_s, u"text"_s},
                              [](CommandLine &line, const QString &value) {
                                  line.format = value == u"text"_s   ? CommandLine::ExportFormat::Text
                                                : value == u"html"_s ? CommandLine::ExportFormat::Html
                                                                     : CommandLine::ExportFormat::JsonLines;
                              })},
        {u"--screenshot"_s, text(&CommandLine::screenshotFile)},
        {u"--size"_s, setSize},
        {u"--theme"_s, oneOf({u"light"_s, u"dark"_s, u"contrast"_s},
                             [](CommandLine &line, const QString &value) { line.theme = value; })},
        {u"--lang"_s, text(&CommandLine::language)},
        {u"--log-file"_s, text(&CommandLine::logFile)},
    };
    return options;
}

const QHash<QString, bool CommandLine::*> &switches()
{
    static const QHash<QString, bool CommandLine::*> all{{u"--create"_s, &CommandLine::create},
                                                         {u"--local"_s, &CommandLine::local},
                                                         {u"--allow-plain"_s, &CommandLine::allowPlain},
                                                         {u"--demo"_s, &CommandLine::demo},
                                                         {u"--start-hidden"_s, &CommandLine::startHidden}};
    return all;
}

std::optional<QString> contradiction(const CommandLine &line)
{
    int onInput = line.passwordFile == u"-"_s ? 1 : 0;
    onInput += line.roomPasswordFile == u"-"_s ? 1 : 0;
    onInput += line.commandsFile == u"-"_s ? 1 : 0;
    if (onInput > 1) {
        return u"only one option can read standard input (-)"_s;
    }
    // What was read as a guest is stored for the server alone.
    if (!line.account.isEmpty() && line.account.local().isEmpty() && line.mode != CommandLine::Mode::Export) {
        return QString(u"--account: "_s + accountShape);
    }
    if (line.size && line.screenshotFile.isEmpty()) {
        return u"--size goes with --screenshot"_s;
    }
    if (line.local && (!line.account.isEmpty() || !line.servers.isEmpty() || !line.caFile.isEmpty())) {
        return u"%1 has a server and an account of its own; leave out --account, --server and --ca-file"_s.arg(
            line.demo ? u"--demo"_s : u"--local"_s);
    }
    if (!line.passwordFile.isEmpty() && line.account.isEmpty()) {
        return u"--password-file goes with --account"_s;
    }
    if (line.allowPlain && line.account.isEmpty()) {
        return u"--allow-plain goes with --account"_s;
    }
    if (!line.servers.isEmpty() && line.account.isEmpty()) {
        return u"--server goes with --account"_s;
    }
    if (!line.caFile.isEmpty() && line.account.isEmpty()) {
        return u"--ca-file goes with --account"_s;
    }
    return std::nullopt;
}

} // namespace

bool CommandLine::isDriven() const
{
    return !account.isEmpty() || !rooms.isEmpty() || !eventsFile.isEmpty() || !commandsFile.isEmpty() ||
           !screenshotFile.isEmpty() || demo;
}

std::variant<CommandLine, QString> parseCommandLine(const QStringList &arguments)
{
    CommandLine line;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        QString name = arguments.at(i);
        if (name == u"--help"_s || name == u"-h"_s) {
            line.mode = CommandLine::Mode::Help;
            return line;
        }
        if (name == u"--version"_s) {
            line.mode = CommandLine::Mode::Version;
            return line;
        }
        if (const auto flag = switches().constFind(name); flag != switches().constEnd()) {
            line.*(*flag) = true;
            line.local = line.local || line.demo;
            continue;
        }
        if (name.startsWith(u"xmpp:"_s, Qt::CaseInsensitive) && line.link.isEmpty()) {
            line.link = name;
            continue;
        }
        QString value;
        const qsizetype equals = name.startsWith(u"--"_s) ? name.indexOf(u'=') : -1;
        const bool hasInlineValue = equals > 0;
        if (hasInlineValue) {
            value = name.mid(equals + 1);
            name.truncate(equals);
        }
        const auto option = valueOptions().constFind(name);
        if (option == valueOptions().constEnd()) {
            return u"unknown argument %1; see foyer --help"_s.arg(quotedArgument(name));
        }
        if (!hasInlineValue) {
            if (i + 1 >= arguments.size()) {
                return u"%1 needs a value; see foyer --help"_s.arg(name);
            }
            value = arguments.at(++i);
        }
        if (const auto wrong = option.value()(line, value)) {
            return QString(name + u": "_s + *wrong);
        }
    }
    if (const auto wrong = contradiction(line)) {
        return *wrong;
    }
    return line;
}

QString quotedArgument(const QString &argument)
{
    constexpr qsizetype longest = 60;
    QString shown = argument.left(longest);
    for (QChar &letter : shown) {
        letter = letter.isPrint() ? letter : QChar(u'?');
    }
    return argument.size() > longest ? QString(shown + u'…') : shown;
}

QString helpText()
{
    return uR"(Usage: foyer [options] [xmpp:ROOM@SERVICE?join]

A chatroom client that shows every message once, in order, and every hole as a hole.

  xmpp:URI                 open the join dialog, filled in from the link
  --profile DIR            use another profile folder
  --account JID            sign in without the dialog
  --password-file FILE     the account's password (- reads standard input)
  --allow-plain            give the server the password itself where it offers nothing better
  --server URL             WebSocket endpoint; repeat it to have several tried in turn
  --ca-file FILE           trust these certificates too (PEM)
  --local                  use the rooms of this computer: a room server of its own, no account needed
  --demo                   a room on this computer with two bots and a Fault lab; without a display it
                           plays its story by itself and leaves pictures in build/demo
  --join ROOM              join at start; may be repeated
  --create                 create the rooms that are missing
  --history N              earlier messages: 1 to 50, 0 for the usual 10, -1 for none
  --nickname NAME          display name in the rooms
  --extra TEXT             text shown to the others with your name
  --room-password-file FILE  the rooms' password (- reads standard input)
  --events FILE            write every event as a JSON line (- is standard output)
  --commands FILE          read commands as JSON lines (- is standard input)
  --export ROOM            print a stored room, without network; --account says whose
  --format jsonl|html|text  form of the export
  --screenshot FILE        picture of the main window once every join is decided, then exit
  --size WxH               size of that picture in logical pixels
  --theme light|dark|contrast  look of the window
  --lang CODE              language, for example de
  --log-file FILE          write a log (no passwords, no messages)
  --start-hidden           start in the tray; without one the window is shown
  --help                   this text
  --version                the version

Exit codes: 0 done, 1 failed, 2 wrong use.
)"_s;
}

} // namespace foyer
