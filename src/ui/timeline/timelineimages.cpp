// The images of a TimelineView: when they are asked for, and what one can do with them.
#include "ui/timeline/timelineview.h"

#include "ui/room/imageviewer.h"
#include "ui/room/savequestion.h"
#include "ui/timeline/imageshelf.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

std::optional<ImageLink> imageOf(const TimelineRow &row)
{
    return row.isGap() || row.item.message.retracted ? std::nullopt : imageLinkOf(row.item.message.body);
}

} // namespace

void TimelineView::connectImages()
{
    connect(m_images, &ImageShelf::changed, this, [this](const QUrl &url) {
        const auto ids = m_layouts.keys();
        for (const qint64 id : ids) {
            const auto *layout = m_layouts.object(id);
            if (layout != nullptr && (*layout)->image && (*layout)->image->link.url == url) {
                m_layouts.remove(id);
            }
        }
        scheduleLayout();
        const auto chosen = currentRow() < 0 ? std::nullopt : imageOf(m_model->row(currentRow()));
        if (chosen && chosen->url == url && m_images->imageOf(url).state == ImageShelf::State::Failed) {
            // Nothing else tells those who asked for it with a key and do not see it.
            Q_EMIT announced(spokenImage(currentRow()));
        }
    });
    connect(m_images, &ImageShelf::trustChanged, this, &TimelineView::scheduleLayout);
    connect(m_images, &ImageShelf::saveFailed, this, [this](const QString &problem) { tellSaveFailed(this, problem); });
}

QString TimelineView::spokenImage(int row) const
{
    const auto link = imageOf(m_model->row(row));
    if (!link) {
        return {};
    }
    const ImageShelf::Image image = m_images->imageOf(link->url);
    switch (image.state) {
    case ImageShelf::State::Closed:
        return tr("Not shown.", "an image");
    case ImageShelf::State::Loading:
        return QCoreApplication::translate("Timeline", "Loading…");
    case ImageShelf::State::Shown:
        return {};
    case ImageShelf::State::Failed:
        return displaytext::sentence(image.problem);
    }
    Q_UNREACHABLE();
}

void TimelineView::lookAtImages()
{
    // Copies: the answer may lay out anew.
    const QList<Placed> placed = m_placed;
    for (const Placed &one : placed) {
        if (one.layout->image) {
            m_images->look(one.layout->image->link);
        }
    }
}

void TimelineView::openImage(const ImageLink &link)
{
    auto *viewer = new ImageViewer(m_theme, *m_images, link, this);
    viewer->setAttribute(Qt::WA_DeleteOnClose);
    connect(viewer, &ImageViewer::linkActivated, this, &TimelineView::linkActivated);
    viewer->open();
}

void TimelineView::addImageActs(QMenu *menu, const ImageLink &link)
{
    const auto add = [this, menu](const QString &words, const QString &objectName, auto what) {
        QAction *action = menu->addAction(words);
        action->setObjectName(objectName);
        connect(action, &QAction::triggered, this, what);
        return action;
    };
    menu->addSeparator();
    if (m_images->imageOf(link.url).state == ImageShelf::State::Shown) {
        add(tr("&Open image"), u"openImageAction"_s, [this, link] { openImage(link); });
        add(tr("Copy &image"), u"copyImageAction"_s, [this, link] { copyImage(link.url); });
        add(tr("&Save image…"), u"saveImageAction"_s, [this, link] { askWhereToSave(this, *m_images, link); });
    } else if (!m_images->imageOf(link.url).isGone) {
        add(tr("&Show image"), u"showImageAction"_s, [this, link] { m_images->agree(link.url); });
    }
    add(tr("Open &link"), u"openLinkAction"_s, [this, link] { Q_EMIT linkActivated(link.url); });
    QAction *always =
        add(tr("Always show images from %1", "host")
                .arg(displaytext::isolated(QString(link.host).replace(u"&"_s, u"&&"_s))),
            u"alwaysShowAction"_s, [this, link](bool wanted) { m_images->setTrusted(link.host, wanted); });
    always->setCheckable(true);
    always->setChecked(m_images->isTrusted(link.host));
    // What the server vouches for is not the person's choice to take back here.
    always->setEnabled(m_images->isChosen(link.host) || !m_images->isTrusted(link.host));
}

void TimelineView::copyImage(const QUrl &url)
{
    auto *once = new QObject(this);
    connect(m_images, &ImageShelf::fullCame, once, [once, url](const QUrl &came, const QImage &image) {
        if (came == url) {
            QGuiApplication::clipboard()->setImage(image);
            once->deleteLater();
        }
    });
    connect(m_images, &ImageShelf::fullFailed, once, [once, url](const QUrl &failed) {
        if (failed == url) {
            once->deleteLater();
        }
    });
    m_images->askForFull(url);
}

} // namespace foyer
