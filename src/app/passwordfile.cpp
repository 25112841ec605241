#include "app/passwordfile.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QFile>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

Error cannotRead(const QString &fileName, const QString &why)
{
    return {ErrorKind::StoreFailed,
            QCoreApplication::translate("PasswordFile", "The password file %1 cannot be read: %2").arg(fileName, why),
            why};
}

QString systemError()
{
    return QString::fromLocal8Bit(std::strerror(errno));
}

/// Up to its end; a signal ends the wait, so that it can end the program. \a deadline is for the first sign of whoever
/// writes: after it a person may have to be asked.
Result<QByteArray> readToEnd(const QFile &file, QDeadlineTimer deadline)
{
    constexpr qsizetype longestPassword = 4096;
    QByteArray text(longestPassword, '\0');
    qsizetype length = 0;
    while (length < longestPassword) {
        pollfd more{file.handle(), POLLIN, 0};
        const int ready = ::poll(&more, 1, static_cast<int>(deadline.remainingTime()));
        if (ready < 0) {
            return cannotRead(file.fileName(), systemError());
        }
        const ssize_t count =
            ::read(file.handle(), text.data() + length, static_cast<size_t>(longestPassword - length));
        if (count < 0 && errno != EAGAIN) {
            return cannotRead(file.fileName(), systemError());
        }
        if (count == 0 && ready == 0) {
            return cannotRead(file.fileName(), QCoreApplication::translate("PasswordFile", "nobody writes into it"));
        }
        if (count == 0) {
            break;
        }
        length += std::max<ssize_t>(count, 0);
        deadline = QDeadlineTimer(QDeadlineTimer::Forever);
    }
    text.truncate(length);
    return text;
}

} // namespace

Result<QString> readPasswordFile(const QString &fileName, PasswordSource source, int longestWaitMs)
{
    const bool isInput = fileName == u"-"_s && source == PasswordSource::Anything;
    // Does not wait for whoever writes into a pipe.
    const int descriptor =
        isInput ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
                : ::open(QFile::encodeName(fileName).constData(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    QFile file(fileName);
    if (descriptor < 0 || !file.open(descriptor, QIODevice::ReadOnly, QFile::AutoCloseHandle)) {
        return cannotRead(fileName, systemError());
    }
    struct stat status = {};
    if (::fstat(descriptor, &status) == 0 && source == PasswordSource::File && !S_ISREG(status.st_mode)) {
        return cannotRead(fileName, QCoreApplication::translate(
                                        "PasswordFile", "it is not a file with text but a folder, a pipe or a device"));
    }
    const auto text =
        readToEnd(file, isInput ? QDeadlineTimer(QDeadlineTimer::Forever) : QDeadlineTimer(longestWaitMs));
    if (!text) {
        return text.error();
    }
    QString password = QString::fromUtf8(text.value());
    if (password.endsWith(u'\n')) {
        password.chop(1);
    }
    return password;
}

} // namespace foyer
