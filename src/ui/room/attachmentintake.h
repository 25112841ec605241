#pragma once

#include "models/attachmentlist.h"

#include <QImage>
#include <QList>
#include <QObject>
#include <QPointer>
#include <QUrl>

class QMimeData;

namespace foyer
{

/// Makes attachments of what a person chooses, pastes or drops. What cannot be one is answered with a sentence; nothing
/// is sent here.
class AttachmentIntake : public QObject
{
    Q_OBJECT

public:
    /// Dialogs belong to \a window.
    explicit AttachmentIntake(QWidget *window);

    void setList(AttachmentList *list) { m_list = list; }

    /// Whether \a data is files, or a picture without any text.
    static bool isAttachment(const QMimeData &data);
    /// Takes what isAttachment().
    void take(const QMimeData &data);
    /// Lets the person choose files.
    void openDialog();

Q_SIGNALS:
    /// Something is given: what was wrong with something before says nothing about it.
    void begun();
    /// Why something was not taken.
    void refused(const QString &sentence);

private:
    void takeFiles(const QList<QUrl> &files, const QPointer<AttachmentList> &list);
    void takeImage(const QImage &image);
    void add(AttachmentList &list, const UploadFile &file, qint64 bytes, const QByteArray &thumbnail);

    QWidget *m_window;
    QPointer<AttachmentList> m_list;
};

} // namespace foyer
