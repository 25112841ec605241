#include "store/imagefolder.h"

#include "core/logging.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{
constexpr qint64 largestFile = 16 * 1024 * 1024;
}

ImageFolder::ImageFolder(const QString &folder, qint64 mostBytes, Clock &clock)
    : m_folder(folder), m_mostBytes(mostBytes), m_clock(clock)
{
}

QString ImageFolder::fileOf(const QUrl &url) const
{
    const QByteArray hash = QCryptographicHash::hash(url.toEncoded(), QCryptographicHash::Sha256).toHex();
    return m_folder + u'/' + QString::fromLatin1(hash);
}

QByteArray ImageFolder::read(const QUrl &url)
{
    QFile file(fileOf(url));
    if (!file.open(QIODevice::ReadWrite | QIODevice::ExistingOnly) || file.size() > largestFile) {
        return {};
    }
    // How long ago it was used decides what goes first.
    file.setFileTime(m_clock.now(), QFileDevice::FileModificationTime);
    return file.readAll();
}

void ImageFolder::keep(const QUrl &url, const QByteArray &bytes)
{
    const auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
    if (bytes.size() > largestFile || !QDir().mkpath(m_folder) || !QFile::setPermissions(m_folder, ownerOnly)) {
        return;
    }
    QSaveFile file(fileOf(url));
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) ||
        file.write(bytes) != bytes.size() || !file.flush() ||
        !file.setFileTime(m_clock.now(), QFileDevice::FileModificationTime) || !file.commit()) {
        qCInfo(lcStore) << "an image could not be kept:" << file.errorString();
        return;
    }
    if (m_bytes >= 0) {
        m_bytes += bytes.size();
    }
    if (m_bytes < 0 || m_bytes > m_mostBytes) {
        makeRoom();
    }
}

void ImageFolder::makeRoom()
{
    // Newest first. Counted anew each time, because another start may have changed the folder.
    const QFileInfoList files = QDir(m_folder).entryInfoList(QDir::Files, QDir::Time);
    m_bytes = 0;
    for (const QFileInfo &file : files) {
        m_bytes += file.size();
        if (m_bytes > m_mostBytes) {
            m_bytes -= file.size();
            QFile::remove(file.filePath());
        }
    }
}

} // namespace foyer
