#pragma once

#include "core/upload.h"
#include "models/attachmentlist.h"

#include <QList>
#include <QObject>
#include <QPointer>

namespace foyer
{

class AppState;
class ChatroomService;
class RoomPageState;

/// Carries the attachments of all rooms to the service and back what became of them. The files of one room go one after
/// the other, so that they stand in the room in the order in which they were attached.
class AttachmentFlow : public QObject
{
    Q_OBJECT

public:
    /// Both outlive it.
    AttachmentFlow(ChatroomService &service, AppState &state, QObject *parent = nullptr);

Q_SIGNALS:
    /// A file of ours is where others load it from.
    void uploaded(const QUrl &url);

private:
    /// One that is to go out, or is on its way.
    struct Wanted {
        QPointer<RoomPageState> page;
        AttachmentId id = 0;
        bool started = false;
        UploadId upload = 0;
    };

    void watch(RoomPageState &page);
    void offerAll(const UploadOffer &offer);
    void startNext(RoomPageState *page);
    void start(Wanted &wanted);
    void cancel(AttachmentId id);
    void onProgress(UploadId upload, qint64 sent);
    void onEnded(AttachmentId id, const Result<QUrl> &result);

    ChatroomService &m_service;
    AppState &m_state;
    QList<Wanted> m_wanted;
};

} // namespace foyer
