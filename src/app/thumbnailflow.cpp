#include "app/thumbnailflow.h"

#include "core/whendone.h"
#include "models/appstate.h"

#include <QBuffer>
#include <QFile>
#include <QFileInfo>
#include <QPointer>
#include <QPromise>
#include <QThreadPool>

#include <memory>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr QSize bound(160, 160);

bool mayBePicture(const Attachment &attachment)
{
    static const QStringList endings{u"png"_s, u"jpg"_s, u"jpeg"_s, u"gif"_s};
    return attachment.thumbnail.isEmpty() && !attachment.file.path.isEmpty() &&
           attachment.bytes <= imagegate::mostBytes &&
           endings.contains(QFileInfo(attachment.file.path).suffix().toLower());
}

/// Reads on another thread: the file may lie on a slow disk.
QFuture<QByteArray> contentOf(const QString &path)
{
    const auto promise = std::make_shared<QPromise<QByteArray>>();
    promise->start();
    QFuture<QByteArray> future = promise->future();
    QThreadPool::globalInstance()->start([promise, path] {
        QFile file(path);
        promise->addResult(file.open(QIODevice::ReadOnly) ? file.read(imagegate::mostBytes) : QByteArray());
        promise->finish();
    });
    return future;
}

QByteArray png(const QImage &image)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    return image.save(&buffer, "PNG") ? bytes : QByteArray();
}

} // namespace

ThumbnailFlow::ThumbnailFlow(AppState &state, const QString &program, QObject *parent)
    : QObject(parent), m_state(state), m_worker(program, state.clock())
{
    connect(&state, &AppState::roomListed, this, [this](const RoomAddress &room) {
        if (RoomPageState *page = m_state.page(room)) {
            watch(page->composer().attachments());
        }
    });
    const RoomListModel &rooms = state.rooms();
    for (int row = 0; row < rooms.rowCount(); ++row) {
        if (RoomPageState *page = state.page(rooms.entry(row).address)) {
            watch(page->composer().attachments());
        }
    }
}

void ThumbnailFlow::watch(AttachmentList &list)
{
    connect(&list, &AttachmentList::changed, this, [this, &list] { look(list); });
}

void ThumbnailFlow::look(AttachmentList &list)
{
    const QList<Attachment> attachments = list.attachments();
    for (const Attachment &attachment : attachments) {
        if (mayBePicture(attachment) && !m_seen.contains(attachment.id)) {
            m_seen.insert(attachment.id);
            make(list, attachment);
        }
    }
}

void ThumbnailFlow::make(AttachmentList &list, const Attachment &attachment)
{
    const QPointer<AttachmentList> where(&list);
    whenDoneElsewhere(
        contentOf(attachment.file.path), this, [this, where, id = attachment.id](const QByteArray &bytes) {
            if (!where || bytes.isEmpty()) {
                return;
            }
            whenDone(m_worker.decode(bytes, bound), this, [where, id](const Result<DecodedImage> &decoded) {
                // What is no picture keeps the sign of a file.
                if (where && decoded) {
                    where->setThumbnail(id, png(decoded->image));
                }
            });
        });
}

} // namespace foyer
