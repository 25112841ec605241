#include "app/imageflow.h"

#include "core/apart.h"
#include "core/imagelink.h"
#include "core/logging.h"
#include "core/whendone.h"
#include "store/usersettings.h"

#include <QGuiApplication>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

const auto hostsKey = "images/hosts"_L1;
const auto serviceKey = "images/services/"_L1; ///< and the account
constexpr qsizetype mostServiceHosts = 8;
constexpr qint64 mostKept = 100 * 1024 * 1024;
constexpr qsizetype mostHosts = 200;
constexpr QSize fullBound(4096, 4096);

/// Sharp on the sharpest screen.
QSize shelfBound()
{
    return ImageShelf::largestSize() * std::clamp(qGuiApp->devicePixelRatio(), 1.0, 3.0);
}

} // namespace

ImageFlow::ImageFlow(const ImageFlowDeps &deps, QObject *parent)
    : QObject(parent),
      m_deps(deps),
      m_folder(deps.folder, mostKept, deps.clock),
      m_download(deps.tls, deps.clock),
      m_worker(deps.program, deps.clock)
{
    keepHosts();
    connect(&deps.shelf, &ImageShelf::wanted, this, &ImageFlow::onWanted);
    connect(&deps.shelf, &ImageShelf::fullWanted, this, &ImageFlow::onFullWanted);
    connect(&deps.shelf, &ImageShelf::saveWanted, this, &ImageFlow::onSaveWanted);
}

void ImageFlow::keepHosts()
{
    m_deps.shelf.setTrustedHosts(m_deps.settings.value(hostsKey).split(u' ', Qt::SkipEmptyParts));
    connect(&m_deps.shelf, &ImageShelf::trustedHostsChanged, this, [this](const QStringList &hosts) {
        if (const auto kept = m_deps.settings.setValue(hostsKey, hosts.mid(0, mostHosts).join(u' ')); !kept) {
            qCWarning(lcApp) << "the hosts of images could not be kept:" << kept.error();
        }
    });
}

void ImageFlow::setAccount(const QString &account)
{
    m_account = account;
    const QString kept = account.isEmpty() ? QString() : m_deps.settings.value(serviceKey + account);
    m_deps.shelf.setServiceHosts(kept.split(u' ', Qt::SkipEmptyParts));
}

void ImageFlow::onUploaded(const QUrl &url)
{
    if (imageLinkOf(url.toString(QUrl::FullyEncoded))) {
        m_deps.shelf.agree(url);
    }
    const QString host = imageHostOf(url);
    QStringList hosts = m_deps.settings.value(serviceKey + m_account).split(u' ', Qt::SkipEmptyParts);
    if (m_account.isEmpty() || !mayFetchImage(url) || hosts.contains(host)) {
        return;
    }
    // The newest ones; a server moves its files seldom.
    hosts.prepend(host);
    hosts = hosts.mid(0, mostServiceHosts);
    m_deps.shelf.setServiceHosts(hosts);
    if (const auto kept = m_deps.settings.setValue(serviceKey + m_account, hosts.join(u' ')); !kept) {
        qCWarning(lcApp) << "the host of uploads could not be kept:" << kept.error();
    }
}

void ImageFlow::onWanted(const QUrl &url, ImageShelf::From from)
{
    const QByteArray kept = m_folder.read(url);
    if (!kept.isEmpty()) {
        showKept(url, kept);
    } else if (from == ImageShelf::From::DiskThenHost) {
        whenDone(m_download.fetch(url, m_deps.shelf.agreedHosts(url)), this,
                 [this, url](const Result<QByteArray> &bytes) { showFetched(url, bytes); });
    }
}

void ImageFlow::showKept(const QUrl &url, const QByteArray &bytes)
{
    whenDone(m_worker.decode(bytes, shelfBound()), this, [this, url](const Result<DecodedImage> &decoded) {
        if (decoded) {
            m_deps.shelf.put(url, decoded->image);
        } else {
            m_deps.shelf.fail(url, decoded.error().text);
        }
    });
}

void ImageFlow::showFetched(const QUrl &url, const Result<QByteArray> &bytes)
{
    if (!bytes && bytes.error().kind == ErrorKind::TooFast) {
        m_deps.shelf.leave(url);
        return;
    }
    if (!bytes) {
        qCInfo(lcApp) << "an image did not come:" << bytes.error();
        if (const QString host = ImageDownload::hostToAgreeTo(bytes.error()); !host.isEmpty()) {
            m_deps.shelf.failMoved(url, bytes.error().text, host);
            return;
        }
        // The statuses for what is not there (any more), see ImageDownload.
        const QString &status = bytes.error().detail;
        m_deps.shelf.fail(url, bytes.error().text, status == "404"_L1 || status == "410"_L1);
        return;
    }
    whenDone(m_worker.decode(bytes.value(), shelfBound()), this,
             [this, url, file = bytes.value()](const Result<DecodedImage> &decoded) {
                 if (!decoded) {
                     m_deps.shelf.fail(url, decoded.error().text);
                     return;
                 }
                 // Only what could be shown is worth keeping.
                 m_folder.keep(url, file);
                 m_deps.shelf.put(url, decoded->image);
             });
}

void ImageFlow::withFile(const QUrl &url, const std::function<void(const Result<QByteArray> &)> &take)
{
    const QByteArray kept = m_folder.read(url);
    if (!kept.isEmpty()) {
        take(kept);
        return;
    }
    // It was pushed out meanwhile; that it is shown means that it may be fetched.
    whenDone(m_download.fetch(url, m_deps.shelf.agreedHosts(url)), this, take);
}

void ImageFlow::onFullWanted(const QUrl &url)
{
    withFile(url, [this, url](const Result<QByteArray> &bytes) {
        if (!bytes) {
            Q_EMIT m_deps.shelf.fullFailed(url, bytes.error().text);
            return;
        }
        whenDone(m_worker.decode(bytes.value(), fullBound), this, [this, url](const Result<DecodedImage> &decoded) {
            if (decoded) {
                Q_EMIT m_deps.shelf.fullCame(url, decoded->image);
            } else {
                Q_EMIT m_deps.shelf.fullFailed(url, decoded.error().text);
            }
        });
    });
}

void ImageFlow::onSaveWanted(const QUrl &url, const QString &fileName)
{
    withFile(url, [this, fileName](const Result<QByteArray> &bytes) {
        if (!bytes) {
            Q_EMIT m_deps.shelf.saveFailed(bytes.error().text);
            return;
        }
        if (imagegate::formatOf(bytes.value()).isEmpty()) {
            // The host may give something else by now.
            Q_EMIT m_deps.shelf.saveFailed(imagegate::errorOf(imagegate::Problem::NotAnImage).text);
            return;
        }
        QSaveFile file(fileName);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes.value()) != bytes->size() || !file.commit()) {
            Q_EMIT m_deps.shelf.saveFailed(
                tr("The image could not be saved: %1. Choose another place.").arg(apart(file.errorString())));
        }
    });
}

} // namespace foyer
