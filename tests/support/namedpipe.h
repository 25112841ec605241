#pragma once

#include <QFile>
#include <QString>

#include <sys/stat.h>

namespace foyer
{

/// Makes the named pipe \a fileName, which nobody reads or writes yet, and returns its name.
inline QString namedPipe(const QString &fileName)
{
    if (::mkfifo(QFile::encodeName(fileName).constData(), 0600) != 0) {
        qFatal("no pipe");
    }
    return fileName;
}

} // namespace foyer
