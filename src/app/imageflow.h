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

    /// Whose server vouches for hosts: those learnt from it before are trusted from now on. Empty: nobody's.
    void setAccount(const QString &account);
    /// The account's server has given \a url to an own file: images of its host load by themselves from now on.
    void onUploaded(const QUrl &url);

private:
    void keepHosts();
    void onWanted(const QUrl &url, ImageShelf::From from);
    void showKept(const QUrl &url, const QByteArray &bytes);
    void showFetched(const QUrl &url, const Result<QByteArray> &bytes);
    void onFullWanted(const QUrl &url);
    void onSaveWanted(const QUrl &url, const QString &fileName);
    /// The file, from the folder or its host, for \a take.
    void withFile(const QUrl &url, const std::function<void(const Result<QByteArray> &)> &take);

    ImageFlowDeps m_deps;
    QString m_account;
    ImageFolder m_folder;
    ImageDownload m_download;
    ImageWorker m_worker;
};

} // namespace foyer
