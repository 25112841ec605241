#include "ui/timeline/imageshelf.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int mostKilobytes = 48 * 1024; ///< of pixels
constexpr int mostAgreed = 2000;
constexpr int largestWidth = 320;
constexpr int largestHeight = 240;

QString keyOf(const QUrl &url)
{
    return url.toString(QUrl::FullyEncoded);
}

int kilobytesOf(const ImageShelf::Image &image)
{
    constexpr int bytesPerPixel = 4;
    constexpr int kilobyte = 1024;
    return 1 + static_cast<int>(qint64(image.pixmap.width()) * image.pixmap.height() * bytesPerPixel / kilobyte);
}

} // namespace

ImageShelf::ImageShelf(QObject *parent) : QObject(parent), m_images(mostKilobytes), m_agreed(mostAgreed) {}

QSize ImageShelf::largestSize()
{
    return {largestWidth, largestHeight};
}

ImageShelf::Image ImageShelf::imageOf(const QUrl &url) const
{
    const Image *known = m_images.object(keyOf(url));
    return known == nullptr ? Image() : *known;
}

void ImageShelf::set(const QUrl &url, const Image &image)
{
    m_images.insert(keyOf(url), new Image(image), kilobytesOf(image));
    Q_EMIT changed(url);
}

void ImageShelf::look(const ImageLink &link)
{
    const Image *known = m_images.object(keyOf(link.url));
    if (known != nullptr && known->state != State::Closed) {
        return;
    }
    if (isTrusted(link.host) || m_agreed.contains(keyOf(link.url))) {
        set(link.url, {State::Loading, {}, {}});
        Q_EMIT wanted(link.url, From::DiskThenHost);
    } else if (known == nullptr) {
        // Remembered, so that the disk is asked once.
        m_images.insert(keyOf(link.url), new Image, 1);
        Q_EMIT wanted(link.url, From::Disk);
    }
}

void ImageShelf::agree(const QUrl &url)
{
    const State state = imageOf(url).state;
    const QString movedTo = imageOf(url).movedTo;
    QStringList hosts = m_agreed.contains(keyOf(url)) ? *m_agreed.object(keyOf(url)) : QStringList();
    if (!movedTo.isEmpty() && !hosts.contains(movedTo)) {
        hosts.append(movedTo);
    }
    m_agreed.insert(keyOf(url), new QStringList(hosts));
    if (state == State::Closed || state == State::Failed) {
        set(url, {State::Loading, {}, {}});
        Q_EMIT wanted(url, From::DiskThenHost);
    }
}

QStringList ImageShelf::agreedHosts(const QUrl &url) const
{
    const QStringList *agreed = m_agreed.object(keyOf(url));
    return (agreed == nullptr ? QStringList() : *agreed) + m_hosts.values() + m_serviceHosts.values();
}

QStringList ImageShelf::trustedHosts() const
{
    QStringList hosts(m_hosts.begin(), m_hosts.end());
    hosts.sort();
    return hosts;
}

void ImageShelf::setTrustedHosts(const QStringList &hosts)
{
    m_hosts = QSet<QString>(hosts.begin(), hosts.end());
}

void ImageShelf::setTrusted(const QString &host, bool trusted)
{
    if (trusted == m_hosts.contains(host)) {
        return;
    }
    if (trusted) {
        m_hosts.insert(host);
    } else {
        m_hosts.remove(host);
    }
    Q_EMIT trustedHostsChanged(trustedHosts());
    Q_EMIT trustChanged();
}

void ImageShelf::setServiceHosts(const QStringList &hosts)
{
    m_serviceHosts = QSet<QString>(hosts.begin(), hosts.end());
    Q_EMIT trustChanged();
}

void ImageShelf::askForFull(const QUrl &url)
{
    Q_EMIT fullWanted(url);
}

void ImageShelf::save(const QUrl &url, const QString &fileName)
{
    Q_EMIT saveWanted(url, fileName);
}

void ImageShelf::put(const QUrl &url, const QImage &image)
{
    set(url, {State::Shown, QPixmap::fromImage(image), {}});
}

void ImageShelf::fail(const QUrl &url, const QString &problem, bool isGone)
{
    set(url, {State::Failed, {}, problem, isGone});
}

void ImageShelf::failMoved(const QUrl &url, const QString &problem, const QString &host)
{
    Image image{State::Failed, {}, problem};
    image.movedTo = host;
    set(url, image);
}

void ImageShelf::leave(const QUrl &url)
{
    if (imageOf(url).state != State::Closed) {
        set(url, {});
    }
}

} // namespace foyer
