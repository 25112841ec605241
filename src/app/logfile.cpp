#include "app/logfile.h"

#include "core/xmpptime.h"

#include <QCoreApplication>
#include <QFile>
#include <QMutex>

#include <cstdio>

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
        logFile->flush();
    }
    if (type != QtDebugMsg && type != QtInfoMsg) {
        previousHandler(type, context, message);
    }
}

} // namespace

Result<Done> startLogFile(const QString &fileName)
{
    auto file = std::make_unique<QFile>(fileName);
    if (!file->open(QIODevice::WriteOnly | QIODevice::Append) ||
        !file->setPermissions(QFile::ReadOwner | QFile::WriteOwner)) {
        const QString text = QCoreApplication::translate("LogFile", "The log file %1 cannot be written: %2");
        return Error{ErrorKind::StoreFailed, text.arg(fileName, file->errorString()), file->errorString()};
    }
    qSetMessagePattern(u"%{type} %{category}: %{message}"_s);
    // Lives until the process ends, like the handler that writes to it.
    logFile = file.release();
    previousHandler = qInstallMessageHandler(writeLine);
    return Done{};
}

} // namespace foyer
