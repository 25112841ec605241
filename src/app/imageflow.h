#pragma once

#include "core/clock.h"
#include "desktop/imageworker.h"
#include "store/imagefolder.h"
#include "ui/timeline/imageshelf.h"
#include "xmpp/imagedownload.h"

#include <QObject>
#include <QSslConfiguration>

namespace foyer
{

class UserSettings;

/// What images are fetched with. All of it outlives the flow.
struct ImageFlowDeps {
    ImageShelf &shelf;
    UserSettings &settings;
    Clock &clock;
    std::function<QSslConfiguration()> tls;
    QString folder;  ///< where images are kept
    QString program; ///< that decodes them, see imagehelper
};

/// Brings the timeline its images: from the profile's folder or from their hosts, through the gate, and keeps the hosts
/// whose images the person wants always.
class ImageFlow : public QObject
{
    Q_OBJECT

public:
    explicit ImageFlow(const ImageFlowDeps &deps, QObject *parent = nullptr);

private:
    void keepHosts();
    void onWanted(const QUrl &url, ImageShelf::From from);
    void showKept(const QUrl &url, const QByteArray &bytes);
    void showFetched(const QUrl &url, const Result<QByteArray> &bytes);
    void onFullWanted(const QUrl &url);

    ImageFlowDeps m_deps;
    ImageFolder m_folder;
    ImageDownload m_download;
    ImageWorker m_worker;
};

} // namespace foyer
