#include "ui/room/attachmentintake.h"

#include "core/apart.h"
#include "core/whendone.h"
#include "models/displaytext.h"

#include <QBuffer>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>
#include <QPromise>
#include <QThreadPool>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int thumbnailSide = 160;
/// Whoever drops ten thousand is not told of each.
constexpr qsizetype mostLookedAt = 4 * AttachmentList::most;

/// A picture as it goes out, and a small one to show.
struct EncodedImage {
    QByteArray png;
    QByteArray thumbnail;
};

QByteArray png(const QImage &image)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    return image.save(&buffer, "PNG") ? bytes : QByteArray();
}

/// Encodes \a image on another thread: a large screen takes longer than a frame.
QFuture<EncodedImage> encoded(const QImage &image)
{
    const auto promise = std::make_shared<QPromise<EncodedImage>>();
    promise->start();
    QFuture<EncodedImage> future = promise->future();
    QThreadPool::globalInstance()->start([promise, image] {
        const QSize side(thumbnailSide, thumbnailSide);
        promise->addResult(
            EncodedImage{png(image), png(image.scaled(side, Qt::KeepAspectRatio, Qt::SmoothTransformation))});
        promise->finish();
    });
    return future;
}

bool hasFiles(const QMimeData &data)
{
    const QList<QUrl> urls = data.hasUrls() ? data.urls() : QList<QUrl>();
    return !urls.isEmpty() &&
           std::all_of(urls.cbegin(), urls.cend(), [](const QUrl &url) { return url.isLocalFile(); });
}

} // namespace

AttachmentIntake::AttachmentIntake(QWidget *window) : QObject(window), m_window(window) {}

bool AttachmentIntake::isAttachment(const QMimeData &data)
{
    // Office programs put a picture beside the text they copy; the text is what was meant.
    const bool hasText = data.hasText() && !data.text().trimmed().isEmpty();
    return hasFiles(data) || (data.hasImage() && !hasText);
}

void AttachmentIntake::take(const QMimeData &data)
{
    Q_EMIT begun();
    if (hasFiles(data)) {
        takeFiles(data.urls(), m_list);
    } else if (data.hasImage()) {
        takeImage(qvariant_cast<QImage>(data.imageData()));
    }
}

void AttachmentIntake::openDialog()
{
    auto *dialog = new QFileDialog(m_window, tr("Attach files"));
    dialog->setObjectName(u"attachFileDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    // The room may be another one when they are chosen.
    connect(dialog, &QFileDialog::filesSelected, this, [this, list = m_list](const QStringList &files) {
        QList<QUrl> urls;
        for (const QString &file : files) {
            urls.append(QUrl::fromLocalFile(file));
        }
        Q_EMIT begun();
        takeFiles(urls, list);
    });
    dialog->open();
}

void AttachmentIntake::takeFiles(const QList<QUrl> &files, const QPointer<AttachmentList> &list)
{
    for (const QUrl &url : files.mid(0, mostLookedAt)) {
        const QFileInfo file(url.toLocalFile());
        const QString name = apart(displaytext::oneLine(file.fileName()));
        if (!list) {
            return;
        }
        if (!list->refusal().isEmpty()) {
            // Says it once, however many there are.
            Q_EMIT refused(list->refusal());
            return;
        }
        if (file.isDir()) {
            Q_EMIT refused(tr("“%1” is a folder. Attach the files in it.").arg(name));
        } else if (!file.isFile() || !file.isReadable()) {
            Q_EMIT refused(tr("The file “%1” cannot be read.").arg(name));
        } else if (file.size() == 0) {
            Q_EMIT refused(tr("The file “%1” is empty.").arg(name));
        } else {
            add(*list, {file.fileName(), file.absoluteFilePath(), {}}, file.size(), {});
        }
    }
}

void AttachmentIntake::takeImage(const QImage &image)
{
    if (!m_list || image.isNull()) {
        return;
    }
    if (!m_list->refusal().isEmpty()) {
        Q_EMIT refused(m_list->refusal());
        return;
    }
    // The room may be another one when it is done.
    const QPointer<AttachmentList> list = m_list;
    const QString name = tr("picture", "name of the file a pasted picture becomes") + u".png"_s;
    whenDoneElsewhere(encoded(image), this, [this, list, name](const EncodedImage &made) {
        if (list && !made.png.isEmpty()) {
            add(*list, {name, {}, made.png}, made.png.size(), made.thumbnail);
        }
    });
}

void AttachmentIntake::add(AttachmentList &list, const UploadFile &file, qint64 bytes, const QByteArray &thumbnail)
{
    const auto added = list.add(file, bytes);
    if (!added) {
        Q_EMIT refused(added.error().text);
    } else if (!thumbnail.isEmpty()) {
        list.setThumbnail(added.value(), thumbnail);
    }
}

} // namespace foyer
