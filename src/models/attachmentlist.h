#pragma once

#include "core/upload.h"

#include <QList>
#include <QObject>

#include <optional>

namespace foyer
{

/// Names an attachment for as long as the program runs; 0 is none.
using AttachmentId = quint64;

/// A file that is to go with the next message of a room, is on its way, or did not arrive.
struct Attachment {
    enum class State { Ready, Sending, Failed };
    AttachmentId id = 0;
    UploadFile file;
    qint64 bytes = 0;
    State state = State::Ready;
    qint64 sent = 0; ///< bytes, in Sending
    QString problem; ///< why it did not arrive, in Failed; a sentence
    /// A small PNG of our own making; empty: none.
    QByteArray thumbnail;
};

/// The attachments of one room's composer, in the order in which they were added and are sent.
class AttachmentList : public QObject
{
    Q_OBJECT

public:
    /// So many at a time; more are for an archive.
    static constexpr qsizetype most = 10;

    explicit AttachmentList(QObject *parent = nullptr);

    const QList<Attachment> &attachments() const { return m_attachments; }
    bool isEmpty() const { return m_attachments.isEmpty(); }
    std::optional<Attachment> find(AttachmentId id) const;
    /// Those that wait for *Send*.
    QList<AttachmentId> ready() const;
    /// Why no file can be added now, as a sentence; empty when one can.
    QString refusal() const;
    const UploadOffer &offer() const { return m_offer; }
    void setOffer(const UploadOffer &offer);

    /// Adds \a file of so many \a bytes: its id, or why it was not taken.
    Result<AttachmentId> add(const UploadFile &file, qint64 bytes);
    /// A person's wish: \a id is to go out, for the first time or again.
    void send(AttachmentId id);
    /// A person's wish: \a id is not to go out after all; nothing happens when it is not on its way.
    void cancel(AttachmentId id);
    void setSent(AttachmentId id, qint64 sent);
    void setFailed(AttachmentId id, const QString &problem);
    /// \a png as in Attachment.
    void setThumbnail(AttachmentId id, const QByteArray &png);
    void remove(AttachmentId id);

Q_SIGNALS:
    /// Some came or went, or offer() is another.
    void changed();
    void attachmentChanged(foyer::AttachmentId id);
    /// Answered by setSent() on the way, and at its end by remove() or setFailed().
    void sendRequested(foyer::AttachmentId id);
    void cancelRequested(foyer::AttachmentId id);

private:
    Attachment *at(AttachmentId id);

    QList<Attachment> m_attachments;
    UploadOffer m_offer;
};

} // namespace foyer
