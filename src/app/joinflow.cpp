#include "app/joinflow.h"

namespace foyer
{

JoinFlow::JoinFlow(ChatroomService &service, Theme &theme, QWidget *window, QObject *parent)
    : QObject(parent), m_service(service), m_theme(theme), m_window(window)
{
    connect(&m_service, &ChatroomService::joined, this, [this](const RoomAddress &room) { onJoined(room); });
    connect(&m_service, &ChatroomService::rejoined, this, [this](const RoomAddress &room) { onJoined(room); });
    connect(&m_service, &ChatroomService::joinFailed, this, [this](const RoomAddress &room, const Error &error) {
        if (m_dialog && m_joining && isAsked(room)) {
            m_joining = false;
            m_dialog->showError(error);
        }
    });
}

void JoinFlow::open(const RoomAddress &room, const JoinOptions &options)
{
    if (!m_dialog) {
        m_dialog = new JoinDialog(m_theme, m_window);
        // Not on close: what was typed is there again when the dialog is opened again.
        connect(m_dialog, &QDialog::accepted, m_dialog, &QObject::deleteLater);
        connect(m_dialog, &JoinDialog::joinRequested, this, &JoinFlow::join);
        connect(m_dialog, &JoinDialog::signInRequested, this, &JoinFlow::signInRequested);
        connect(m_dialog, &JoinDialog::cancelled, this, [this] {
            if (m_joining) {
                m_joining = false;
                m_service.leaveChatroom(m_asked);
            }
        });
    }
    m_dialog->setOwnName(m_service.account().local());
    m_dialog->setReplacedRoom(m_service.severalRoomsAllowed() ? QString() : roomInUse());
    QStringList known;
    const auto rooms = m_service.rooms();
    for (const RoomSummary &summary : rooms) {
        known.append(summary.address.spelled());
    }
    m_dialog->setKnownRooms(known);
    if (!(room == RoomAddress())) {
        m_dialog->prefill(room, options);
    }
    m_dialog->open();
}

QString JoinFlow::roomInUse() const
{
    const auto rooms = m_service.rooms();
    for (const RoomSummary &summary : rooms) {
        if (summary.state != RoomState::Left && summary.state != RoomState::Failed) {
            return summary.name;
        }
    }
    return {};
}

void JoinFlow::join(const RoomAddress &room, const JoinOptions &options, bool create)
{
    m_asked = room;
    m_joining = true;
    m_dialog->setBusy(true);
    if (create) {
        m_service.joinChatroom(room, options);
    } else {
        m_service.joinExistingChatroom(room, options);
    }
}

bool JoinFlow::isAsked(const RoomAddress &room) const
{
    // Asked for by its bare ID, answered for by its address.
    return room == m_asked ||
           (!m_asked.isResolved() && room.roomId().compare(m_asked.roomId(), Qt::CaseInsensitive) == 0);
}

void JoinFlow::onJoined(const RoomAddress &room)
{
    if (!m_dialog || !m_joining || !isAsked(room)) {
        return;
    }
    m_joining = false;
    m_dialog->accept();
    Q_EMIT joined(room);
}

} // namespace foyer
