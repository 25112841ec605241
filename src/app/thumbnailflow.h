#pragma once

#include "desktop/imageworker.h"
#include "models/attachmentlist.h"

#include <QObject>
#include <QSet>

namespace foyer
{

class AppState;

/// Gives the pictures among attached files their thumbnails. A file that somebody has sent us is as much from outside
/// when it is attached as when it came, so it passes the same gate (imagegate).
class ThumbnailFlow : public QObject
{
    Q_OBJECT

public:
    /// \a program: that decodes images, see ImageWorker. \a state outlives this.
    ThumbnailFlow(AppState &state, const QString &program, QObject *parent = nullptr);

private:
    void watch(AttachmentList &list);
    void look(AttachmentList &list);
    void make(AttachmentList &list, const Attachment &attachment);

    AppState &m_state;
    ImageWorker m_worker;
    QSet<AttachmentId> m_seen;
};

} // namespace foyer
