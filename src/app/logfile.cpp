#include "app/logfile.h"

#include "core/xmpptime.h"

#include <QCoreApplication>
#include <QFile>
#include <QMutex>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

// The message handler is a plain function, called from any thread; this is what it writes to.
QFile *logFile = nullptr;
QtMessageHandler previousHandler = nullptr;
Q_CONSTINIT QBasicMutex logMutex;

void writeLine(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    {
        const QMutexLocker lock(&logMutex);
        const QString line = qFormatLogMessage(type, context, message);
        logFile->write(QString(formatTime(QDateTime::currentDateTimeUtc()) + u' ' + line + u'\n').toUtf8());
    }
    if (type != QtDebugMsg && type != QtInfoMsg) {
        previousHandler(type, context, message);
    }
}

} // namespace

Result<Done> startLogFile(const QString &fileName)
{
    auto file = std::make_unique<QFile>(fileName);
    // A log never holds the program up: not where nobody reads a pipe, and not where a terminal has been stopped.
    const int descriptor = ::open(QFile::encodeName(fileName).constData(),
                                  O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, S_IRUSR | S_IWUSR);
    struct stat status = {};
    if (descriptor < 0 || ::fstat(descriptor, &status) != 0 ||
        (S_ISREG(status.st_mode) && ::fchmod(descriptor, S_IRUSR | S_IWUSR) != 0) ||
        !file->open(descriptor, QIODevice::WriteOnly | QIODevice::Unbuffered, QFile::AutoCloseHandle)) {
        const QString why = QString::fromLocal8Bit(std::strerror(errno));
        const QString text = QCoreApplication::translate("LogFile", "The log file %1 cannot be written: %2");
        return Error{ErrorKind::StoreFailed, text.arg(fileName, why), why};
    }
    qSetMessagePattern(u"%{type} %{category}: %{message}"_s);
    // Lives until the process ends, like the handler that writes to it.
    logFile = file.release();
    previousHandler = qInstallMessageHandler(writeLine);
    return Done{};
}

} // namespace foyer
