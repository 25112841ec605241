#include "core/whendone.h"
#include "server/embeddedserver.h"
#include "server/program/serverline.h"
#include "server/program/servertools.h"
#include "server/program/termination.h"

#include <QCoreApplication>
#include <QStandardPaths>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace foyer;
using namespace foyer::server;

namespace
{

constexpr int exitDone = 0;
constexpr int exitFailed = 1;
constexpr int exitUsage = 2;

void printLine(FILE *stream, const QString &text)
{
    std::fprintf(stream, "%s\n", qUtf8Printable(text));
    std::fflush(stream);
}

int fail(const Error &error)
{
    printLine(stderr, u"foyer-server: "_s + error.text);
    return exitFailed;
}

int finish(const Result<Done> &result)
{
    return result ? exitDone : fail(result.error());
}

/// The configuration file, and over it the command line.
Result<ServerSettings> settingsOf(const ServerLine &line)
{
    ServerSettings settings;
    settings.dataFolder = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/foyer-server"_s;
    if (!line.configFile.isEmpty()) {
        auto read = readSettingsFile(line.configFile, settings);
        if (!read)
            return read;
        settings = *read;
    }
    if (!line.dataFolder.isEmpty())
        settings.dataFolder = line.dataFolder;
    if (!line.appSecretFile.isEmpty()) {
        const auto secret = readSecretFile(line.appSecretFile);
        if (!secret)
            return secret.error();
        settings.appSecret = *secret;
    }
    return settings;
}

int runTool(const ServerLine &line, const ServerSettings &settings)
{
    const QString &data = settings.dataFolder;
    switch (line.mode) {
    case ServerLine::Mode::AddAccount: {
        const auto password = readSecretFile(line.passwordFile);
        return password ? finish(addAccount(data, line.subject, *password)) : fail(password.error());
    }
    case ServerLine::Mode::DeleteAccount:
        return finish(deleteAccount(data, line.subject));
    case ServerLine::Mode::ListAccounts: {
        const auto names = listAccounts(data);
        if (!names)
            return fail(names.error());
        for (const QString &name : *names)
            printLine(stdout, name);
        return exitDone;
    }
    case ServerLine::Mode::ExportRoom:
        return finish(exportRoom(data, line.subject, stdout));
    default:
        return exitUsage;
    }
}

int serve(QCoreApplication &application, const ServerSettings &settings)
{
    Termination termination;
    EmbeddedServer server(settings);
    int code = exitDone;
    QObject::connect(&termination, &Termination::requested, &application,
                     [&] { whenDoneElsewhere(server.stop(), &application, [] { QCoreApplication::quit(); }); });
    whenDoneElsewhere(server.start(), &application, [&](const Result<Endpoints> &started) {
        if (!started) {
            code = fail(started.error());
            QCoreApplication::quit();
            return;
        }
        printLine(stdout, u"ready xmpp=%1 api=%2 domain=%3 muc=%4"_s.arg(
                              started->xmpp.toString(), started->api.toString(), started->domain, started->muc));
    });
    const int ended = QCoreApplication::exec();
    return code != exitDone ? code : ended;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"foyer-server"_s);
    const auto parsed = parseServerLine(QCoreApplication::arguments().mid(1));
    if (const auto *wrong = std::get_if<QString>(&parsed)) {
        printLine(stderr, u"foyer-server: "_s + *wrong);
        return exitUsage;
    }
    const auto &line = std::get<ServerLine>(parsed);
    if (line.mode == ServerLine::Mode::Help) {
        std::fputs(qUtf8Printable(serverHelpText()), stdout);
        return exitDone;
    }
    if (line.mode == ServerLine::Mode::Version) {
        printLine(stdout, u"foyer-server " FOYER_VERSION ""_s);
        return exitDone;
    }
    const auto read = settingsOf(line);
    if (!read)
        return fail(read.error());
    ServerSettings settings = *read;
    for (const auto &[key, value] : line.given) {
        if (const QString wrong = applySetting(settings, key, value); !wrong.isEmpty()) {
            printLine(stderr, u"foyer-server: "_s + wrong);
            return exitUsage;
        }
    }
    if (settings.appKey.isEmpty() != settings.appSecret.isEmpty()) {
        printLine(stderr, u"foyer-server: --app-key and --app-secret-file belong together"_s);
        return exitUsage;
    }
    return line.mode == ServerLine::Mode::Serve ? serve(application, settings) : runTool(line, settings);
}
