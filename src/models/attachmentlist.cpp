#include "models/attachmentlist.h"

#include <algorithm>

namespace foyer
{

namespace
{

AttachmentId nextId()
{
    static AttachmentId last = 0;
    return ++last;
}

Error refused(ErrorKind kind, const QString &sentence)
{
    return {kind, sentence, {}};
}

} // namespace

AttachmentList::AttachmentList(QObject *parent) : QObject(parent) {}

std::optional<Attachment> AttachmentList::find(AttachmentId id) const
{
    const auto found = std::find_if(m_attachments.cbegin(), m_attachments.cend(),
                                    [id](const Attachment &attachment) { return attachment.id == id; });
    return found == m_attachments.cend() ? std::nullopt : std::optional(*found);
}

QList<AttachmentId> AttachmentList::ready() const
{
    QList<AttachmentId> ids;
    for (const Attachment &attachment : m_attachments) {
        if (attachment.state == Attachment::State::Ready) {
            ids.append(attachment.id);
        }
    }
    return ids;
}

QString AttachmentList::refusal() const
{
    switch (m_offer.state) {
    case UploadOffer::State::Unknown:
        return tr("Files can be attached once you are connected.");
    case UploadOffer::State::No:
        return tr("This server does not take files. Text can be sent.");
    case UploadOffer::State::Yes:
        break;
    }
    return m_attachments.size() < most ? QString() : tr("At most %n files can be attached at a time.", nullptr, most);
}

void AttachmentList::setOffer(const UploadOffer &offer)
{
    if (m_offer != offer) {
        m_offer = offer;
        Q_EMIT changed();
    }
}

Result<AttachmentId> AttachmentList::add(const UploadFile &file, qint64 bytes)
{
    if (const QString sentence = refusal(); !sentence.isEmpty()) {
        return refused(ErrorKind::ServerRefused, sentence);
    }
    if (m_offer.maximumBytes > 0 && bytes > m_offer.maximumBytes) {
        return refused(ErrorKind::MessageTooLarge,
                       tr("The file is too large. This server takes up to %1.").arg(sizeText(m_offer.maximumBytes)));
    }
    Attachment attachment;
    attachment.id = nextId();
    attachment.file = file;
    attachment.bytes = bytes;
    m_attachments.append(attachment);
    Q_EMIT changed();
    return attachment.id;
}

void AttachmentList::send(AttachmentId id)
{
    Attachment *attachment = at(id);
    if (attachment != nullptr && attachment->state != Attachment::State::Sending) {
        attachment->state = Attachment::State::Sending;
        attachment->sent = 0;
        attachment->problem.clear();
        Q_EMIT attachmentChanged(id);
        Q_EMIT sendRequested(id);
    }
}

void AttachmentList::cancel(AttachmentId id)
{
    const Attachment *attachment = at(id);
    if (attachment != nullptr && attachment->state == Attachment::State::Sending) {
        Q_EMIT cancelRequested(id);
    }
}

void AttachmentList::setSent(AttachmentId id, qint64 sent)
{
    Attachment *attachment = at(id);
    if (attachment != nullptr && attachment->state == Attachment::State::Sending) {
        attachment->sent = std::clamp(sent, attachment->sent, attachment->bytes);
        Q_EMIT attachmentChanged(id);
    }
}

void AttachmentList::setFailed(AttachmentId id, const QString &problem)
{
    if (Attachment *attachment = at(id)) {
        attachment->state = Attachment::State::Failed;
        attachment->problem = problem;
        Q_EMIT attachmentChanged(id);
    }
}

void AttachmentList::setThumbnail(AttachmentId id, const QByteArray &png)
{
    if (Attachment *attachment = at(id)) {
        attachment->thumbnail = png;
        Q_EMIT attachmentChanged(id);
    }
}

void AttachmentList::remove(AttachmentId id)
{
    if (m_attachments.removeIf([id](const Attachment &attachment) { return attachment.id == id; }) > 0) {
        Q_EMIT changed();
    }
}

Attachment *AttachmentList::at(AttachmentId id)
{
    const auto found = std::find_if(m_attachments.begin(), m_attachments.end(),
                                    [id](const Attachment &attachment) { return attachment.id == id; });
    return found == m_attachments.end() ? nullptr : &*found;
}

} // namespace foyer
