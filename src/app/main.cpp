#include "app/backend.h"
#include "app/commandline.h"
#include "app/demo/demowiring.h"
#include "app/exporter.h"
#include "app/logfile.h"
#include "app/noticebox.h"
#include "app/passwordfile.h"
#include "app/profile.h"
#include "app/signalwatch.h"
#include "app/windowwiring.h"
#include "desktop/imagehelper.h"
#include "desktop/instancelock.h"

#include <QApplication>
#include <QFontDatabase>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

#include <cstdio>
#include <memory>
#include <optional>
#include <thread>
#include <variant>

using namespace Qt::StringLiterals;

namespace
{

constexpr int exitDone = 0;
constexpr int exitFailed = 1;
constexpr int exitUsage = 2;

void printLine(FILE *stream, const QString &text)
{
    std::fprintf(stream, "%s\n", qUtf8Printable(text));
}

int fail(const QString &text)
{
    printLine(stderr, u"foyer: "_s + text);
    return exitFailed;
}

/// Without a screen the program still runs, for pictures and for being driven from outside.
void choosePlatform()
{
    const bool hasScreen = !qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY");
    if (!hasScreen && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        printLine(stderr, u"foyer: no display, using the offscreen platform"_s);
    }
}

void installLanguage(QApplication &application, const QString &code)
{
    const QLocale locale = code.isEmpty() ? QLocale::system() : QLocale(code);
    QLocale::setDefault(locale);
    for (const QString &name : {u"qtbase"_s, u"foyer"_s}) {
        auto *translator = new QTranslator(&application);
        const QString folder = name == u"foyer"_s ? u":/i18n"_s : QLibraryInfo::path(QLibraryInfo::TranslationsPath);
        if (translator->load(locale, name, u"_"_s, folder)) {
            QApplication::installTranslator(translator);
        }
    }
}

/// What is to be known before a window opens: whether this process is the profile's one instance. The exit code, or an
/// error for a person, when it is not.
std::optional<foyer::Result<int>> handOverToRunning(foyer::InstanceLock &lock, const foyer::CommandLine &line)
{
    using Start = foyer::InstanceLock::Start;
    const auto error = [](const QString &text) {
        return foyer::Result<int>(foyer::Error{foyer::ErrorKind::StoreFailed, text, {}});
    };
    switch (lock.start(line.link, !line.isDriven())) {
    case Start::First:
        return std::nullopt;
    case Start::HandedOver:
        return exitDone;
    case Start::Refused:
        // The one that runs says it in its window.
        return fail(u"this is not a link to a room: %1"_s.arg(foyer::quotedArgument(line.link)));
    case Start::OtherRunning:
        return fail(u"Foyer is already running with this profile; use another one with --profile"_s);
    case Start::NoAnswer:
        return error(QCoreApplication::translate(
            "main", "Foyer is already running with this profile, but does not answer. Try again in a moment."));
    case Start::Failed:
        return error(
            QCoreApplication::translate("main", "Foyer cannot use its profile folder: %1").arg(lock.errorText()));
    }
    return exitFailed;
}

/// The ends that are not the person's: a signal, and nobody to read the events.
void connectEnds(foyer::Backend &backend, foyer::WindowWiring &window, foyer::SignalWatch &signalWatch)
{
    const auto isSignalled = std::make_shared<bool>(false);
    QObject::connect(&backend, &foyer::Backend::eventsFailed, &window,
                     [&window, isSignalled](const foyer::Error &error) {
                         const int code = fail(error.text);
                         // Who ended it by a signal is gone together with the reader, as a rule.
                         window.quit(*isSignalled ? exitDone : code);
                     });
    QObject::connect(&signalWatch, &foyer::SignalWatch::terminationRequested, &window,
                     [&window, &backend, isSignalled] {
                         *isSignalled = true;
                         backend.hurry();
                         window.quit();
                     });
}

foyer::Result<int> runProfile(QApplication &application, foyer::CommandLine &line)
{
    if (!line.logFile.isEmpty()) {
        if (const auto started = foyer::startLogFile(line.logFile); !started) {
            return started.error();
        }
    }
    foyer::DemoFolder demoFolder;
    if (line.demo) {
        if (const auto prepared = demoFolder.prepare(line); !prepared) {
            return prepared.error();
        }
    }
    const foyer::Profile profile(line.profile);
    if (const auto prepared = profile.prepare(); !prepared) {
        return prepared.error();
    }
    foyer::SystemClock clock;
    foyer::InstanceLock lock(profile.folder(), clock);
    if (const auto decided = handOverToRunning(lock, line)) {
        return *decided;
    }
    QString password;
    if (!line.passwordFile.isEmpty()) {
        const auto read = foyer::readPasswordFile(line.passwordFile, foyer::PasswordSource::Anything);
        if (!read) {
            return read.error();
        }
        password = read.value();
    }
    foyer::SignalWatch signalWatch;
    foyer::Backend backend(profile);
    if (const auto opened = backend.open(line); !opened) {
        return opened.error();
    }
    foyer::WindowWiring window(application, backend, line);
    std::unique_ptr<foyer::DemoWiring> demo;
    if (line.demo) {
        demo = std::make_unique<foyer::DemoWiring>(backend, window.window(), window.theme(), line, demoFolder);
        QObject::connect(demo.get(), &foyer::DemoWiring::ended, &window, &foyer::WindowWiring::quit);
    }
    QObject::connect(&lock, &foyer::InstanceLock::raiseRequested, &window, &foyer::WindowWiring::raise);
    QObject::connect(&lock, &foyer::InstanceLock::openLinkRequested, &window, &foyer::WindowWiring::openLink);
    QObject::connect(&lock, &foyer::InstanceLock::linkRefused, &window, &foyer::WindowWiring::refuseLink);
    QObject::connect(&window, &foyer::WindowWiring::ending, &lock, &foyer::InstanceLock::stopListening);
    std::optional<foyer::Error> failure;
    QObject::connect(&window, &foyer::WindowWiring::failed, &window,
                     [&failure](const foyer::Error &error) { failure = error; });
    connectEnds(backend, window, signalWatch);
    if (const auto started = window.start(password); !started) {
        return started.error();
    }
    const int exitCode = QApplication::exec();
    return failure ? foyer::Result<int>(*failure) : foyer::Result<int>(exitCode);
}

int runWindow(int argc, char **argv, foyer::CommandLine line)
{
    choosePlatform();
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"foyer"_s);
    QApplication::setApplicationDisplayName(u"Foyer"_s);
    QApplication::setDesktopFileName(u"foyer"_s);
    QApplication::setQuitOnLastWindowClosed(false);
    // The fonts of the computer are read beside what needs none; the first text waits for the end.
    const std::jthread fonts([] { QFontDatabase::families(); });
    const bool hasScreen = QGuiApplication::platformName() != u"offscreen"_s;
    if (!hasScreen && !line.account.isEmpty() && line.passwordFile.isEmpty()) {
        printLine(stderr, u"foyer: --account needs --password-file where there is no window to ask in"_s);
        return exitUsage;
    }
    installLanguage(application, line.language);
    const auto ended = runProfile(application, line);
    if (ended) {
        return ended.value();
    }
    const int exitCode = fail(ended.error().text);
    // Who started it from a menu reads nothing on standard error. By now the profile is free for another try.
    if (hasScreen && !line.isDriven()) {
        foyer::showFailure(ended.error().text);
    }
    return exitCode;
}

} // namespace

int main(int argc, char **argv)
{
    if (foyer::imagehelper::isMeant(argc, argv)) {
        return foyer::imagehelper::run(argc, argv);
    }
    QStringList arguments;
    for (int i = 1; i < argc; ++i) {
        arguments.append(QString::fromLocal8Bit(argv[i]));
    }
    const auto parsed = foyer::parseCommandLine(arguments);
    if (const auto *wrong = std::get_if<QString>(&parsed)) {
        printLine(stderr, u"foyer: "_s + *wrong);
        return exitUsage;
    }
    const auto &line = std::get<foyer::CommandLine>(parsed);
    switch (line.mode) {
    case foyer::CommandLine::Mode::Help:
        std::fputs(qUtf8Printable(foyer::helpText()), stdout);
        return exitDone;
    case foyer::CommandLine::Mode::Version:
        printLine(stdout, u"foyer " FOYER_VERSION ""_s);
        return exitDone;
    case foyer::CommandLine::Mode::Export: {
        QCoreApplication application(argc, argv);
        const auto exported = foyer::exportRoom(foyer::Profile(line.profile), line, stdout);
        return exported ? exitDone : fail(exported.error().text);
    }
    case foyer::CommandLine::Mode::Window:
        return runWindow(argc, argv, line);
    }
    return exitFailed;
}
