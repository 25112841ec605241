#include "app/passwordfile.h"

#include <QCoreApplication>
#include <QFile>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace foyer
{

Result<QString> readPasswordFile(const QString &fileName)
{
    constexpr qint64 longestPassword = 4096;
    QFile file(fileName);
    const bool opened = fileName == u"-"_s ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
    if (!opened) {
        const QString text = QCoreApplication::translate("PasswordFile", "The password file %1 cannot be read: %2");
        return Error{ErrorKind::StoreFailed, text.arg(fileName, file.errorString()), file.errorString()};
    }
    QString password = QString::fromUtf8(file.read(longestPassword));
    if (password.endsWith(u'\n')) {
        password.chop(1);
    }
    return password;
}

} // namespace foyer
