#pragma once

#include "core/clock.h"

#include <QByteArray>
#include <QString>
#include <QUrl>

namespace foyer
{

/// Image files that were shown, kept in a folder so that they need not be asked for again. Names are hashes of the
/// addresses, nothing of them comes from outside. What has not been used for longest goes first. Not for several
/// threads at once. A file that cannot be read or written is one that is not there.
class ImageFolder
{
public:
    /// Makes \a folder (mode 0700) when it first keeps something.
    ImageFolder(const QString &folder, qint64 mostBytes, Clock &clock);

    /// Empty when the image of that address is not kept.
    QByteArray read(const QUrl &url);
    void keep(const QUrl &url, const QByteArray &bytes);

private:
    QString fileOf(const QUrl &url) const;
    void makeRoom();

    QString m_folder;
    qint64 m_mostBytes;
    Clock &m_clock;
    qint64 m_bytes = -1; ///< in the folder; -1: not counted yet
};

} // namespace foyer
