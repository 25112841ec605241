#pragma once

#include "models/attachmentlist.h"

#include <QFrame>

class QLabel;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace foyer
{

class ElidedLabel;
class Theme;

/// One attachment above the text: picture or sign, name, size, how far it has come or why it did not arrive.
class AttachmentRow : public QFrame
{
    Q_OBJECT

public:
    explicit AttachmentRow(const Theme &theme, QWidget *parent = nullptr);

    void setAttachment(const Attachment &attachment);
    AttachmentId id() const { return m_attachment.id; }

Q_SIGNALS:
    void retryRequested(foyer::AttachmentId id);
    /// Stop what is on its way, or take away what is not.
    void cancelRequested(foyer::AttachmentId id);
    void removeRequested(foyer::AttachmentId id);

private:
    void update();
    void updatePicture();
    QString detail() const;

    const Theme &m_theme;
    Attachment m_attachment;
    QLabel *m_picture;
    ElidedLabel *m_name;
    QLabel *m_detail;
    QProgressBar *m_progress;
    QPushButton *m_retry;
    QToolButton *m_end;
};

} // namespace foyer
