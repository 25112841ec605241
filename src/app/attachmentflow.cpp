#include "app/attachmentflow.h"

#include "core/whendone.h"
#include "models/appstate.h"
#include "service/chatroomservice.h"

#include <algorithm>

namespace foyer
{

AttachmentFlow::AttachmentFlow(ChatroomService &service, AppState &state, QObject *parent)
    : QObject(parent), m_service(service), m_state(state)
{
    connect(&service, &ChatroomService::uploadOfferChanged, this, &AttachmentFlow::offerAll);
    connect(&service, &ChatroomService::uploadProgressed, this,
            [this](UploadId upload, qint64 sent, qint64) { onProgress(upload, sent); });
    connect(&state, &AppState::roomListed, this, [this](const RoomAddress &room) {
        if (RoomPageState *page = m_state.page(room)) {
            watch(*page);
        }
    });
    const RoomListModel &rooms = state.rooms();
    for (int row = 0; row < rooms.rowCount(); ++row) {
        if (RoomPageState *page = state.page(rooms.entry(row).address)) {
            watch(*page);
        }
    }
}

void AttachmentFlow::watch(RoomPageState &page)
{
    AttachmentList &list = page.composer().attachments();
    list.setOffer(m_service.uploadOffer());
    connect(&list, &AttachmentList::sendRequested, this, [this, &page](AttachmentId id) {
        m_wanted.append({&page, id, false, 0});
        startNext(&page);
    });
    connect(&list, &AttachmentList::cancelRequested, this, &AttachmentFlow::cancel);
}

void AttachmentFlow::offerAll(const UploadOffer &offer)
{
    const RoomListModel &rooms = m_state.rooms();
    for (int row = 0; row < rooms.rowCount(); ++row) {
        if (RoomPageState *page = m_state.page(rooms.entry(row).address)) {
            page->composer().attachments().setOffer(offer);
        }
    }
}

void AttachmentFlow::startNext(RoomPageState *page)
{
    const auto isOfPage = [page](const Wanted &wanted) { return wanted.page == page; };
    const auto next = std::find_if(m_wanted.begin(), m_wanted.end(), isOfPage);
    if (page != nullptr && next != m_wanted.end() && !next->started) {
        start(*next);
    }
}

void AttachmentFlow::start(Wanted &wanted)
{
    const AttachmentId id = wanted.id;
    const auto attachment = wanted.page->composer().attachments().find(id);
    wanted.started = true;
    const Upload upload = m_service.uploadFile(wanted.page->address(), attachment ? attachment->file : UploadFile());
    wanted.upload = upload.id;
    whenDone(upload.result, this, [this, id](const Result<QUrl> &result) { onEnded(id, result); });
}

void AttachmentFlow::cancel(AttachmentId id)
{
    const auto wanted =
        std::find_if(m_wanted.begin(), m_wanted.end(), [id](const Wanted &one) { return one.id == id; });
    if (wanted == m_wanted.end()) {
        return;
    }
    if (wanted->started) {
        m_service.cancelUpload(wanted->upload);
    } else {
        onEnded(id, Error{ErrorKind::ServerRefused, tr("Cancelled."), uploadCancelled});
    }
}

void AttachmentFlow::onProgress(UploadId upload, qint64 sent)
{
    for (const Wanted &wanted : std::as_const(m_wanted)) {
        if (wanted.upload == upload && wanted.page) {
            wanted.page->composer().attachments().setSent(wanted.id, sent);
        }
    }
}

void AttachmentFlow::onEnded(AttachmentId id, const Result<QUrl> &result)
{
    const auto wanted =
        std::find_if(m_wanted.begin(), m_wanted.end(), [id](const Wanted &one) { return one.id == id; });
    if (wanted == m_wanted.end()) {
        return;
    }
    const QPointer<RoomPageState> page = wanted->page;
    m_wanted.erase(wanted);
    if (result) {
        Q_EMIT uploaded(result.value());
    }
    if (!page) {
        return;
    }
    if (result) {
        page->composer().attachments().remove(id);
    } else {
        page->composer().attachments().setFailed(id, result.error().text);
    }
    startNext(page);
}

} // namespace foyer
