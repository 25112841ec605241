#include "app/joinflow.h"

#include "core/logging.h"
#include "core/whendone.h"
#include "ui/dialogs/roomchooser.h"

#include <QUrl>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

bool isInUse(const RoomSummary &summary)
{
    return summary.state != RoomState::Left && summary.state != RoomState::Failed;
}

} // namespace

JoinFlow::JoinFlow(ChatroomService &service, Theme &theme, QWidget *window, QObject *parent)
    : QObject(parent), m_service(service), m_theme(theme), m_window(window)
{
    connect(&m_service, &ChatroomService::joined, this, [this](const RoomAddress &room) { onJoined(room); });
    connect(&m_service, &ChatroomService::rejoined, this, [this](const RoomAddress &room) { onJoined(room); });
    // Removed before the join was done: the room's page says why.
    connect(&m_service, &ChatroomService::left, this, [this](const RoomAddress &room) { onJoined(room); });
    connect(&m_service, &ChatroomService::connectionStateChanged, this, &JoinFlow::onConnection);
    const auto fail = [this](const RoomAddress &room, const Error &error) {
        if (m_dialog && m_joining && isAsked(room)) {
            m_joining = false;
            m_dialog->showError(error);
        }
    };
    connect(&m_service, &ChatroomService::joinFailed, this, fail);
    // A held room is entered by the rejoin under way. That goes on trying, but with a nickname that is taken for ever.
    connect(&m_service, &ChatroomService::rejoinFailed, this,
            [fail](const RoomAddress &room, const Error &error, bool willRetry) {
                if (!willRetry || isAboutNickname(error.kind)) {
                    fail(room, error);
                }
            });
}

void JoinFlow::onConnection(const ConnectionState &state)
{
    // A dialog that a link has opened at the start waits for it.
    if (state.kind == ConnectionState::Kind::Online && m_dialog && m_dialog->isVisible()) {
        if (!m_joining) {
            m_dialog->onConnected(m_service.account().local());
        }
        readDirectory();
    }
}

void JoinFlow::open(const RoomAddress &room, const JoinOptions &options, const std::optional<Error> &error)
{
    if (!m_dialog) {
        m_dialog = new JoinDialog(m_theme, m_window);
        // Not on close: what was typed is there again when the dialog is opened again.
        connect(m_dialog, &QDialog::accepted, m_dialog, &QObject::deleteLater);
        connect(m_dialog, &JoinDialog::joinRequested, this, &JoinFlow::join);
        connect(m_dialog, &JoinDialog::signInRequested, this, &JoinFlow::signInRequested);
        connect(m_dialog, &JoinDialog::guestRequested, this, [this](const RoomAddress &wanted) {
            const QString path = QString::fromLatin1(QUrl::toPercentEncoding(wanted.spelled(), "@"));
            Q_EMIT guestRequested(u"xmpp:%1?join"_s.arg(path));
        });
        connect(m_dialog, &JoinDialog::cancelled, this, [this] {
            // One that we are in, or that comes back by itself, is not given up with the dialog.
            if (std::exchange(m_joining, false) && !m_isHeld) {
                m_service.leaveChatroom(m_asked);
            }
            openNext();
        });
    }
    if (m_joining) {
        // The form belongs to the join under way until that is decided and told.
        if (!(room == RoomAddress())) {
            m_next = Wanted{room, options, error};
        }
        m_dialog->open();
        return;
    }
    m_next.reset();
    if (!m_dialog->isVisible()) {
        // Of another time.
        m_dialog->clearProblems();
    }
    m_dialog->setOwnName(m_service.account().local());
    m_dialog->setReplacedRoom(m_service.severalRoomsAllowed() ? QString() : roomInUse());
    if (std::exchange(m_listedFor, m_service.account()) != m_service.account()) {
        m_dialog->rooms().forgetDirectory();
    }
    m_dialog->rooms().setRecent(m_service.rooms());
    readDirectory();
    if (!(room == RoomAddress())) {
        // A room one knows is asked for as before, but for what is wanted otherwise now.
        const JoinOptions before = m_service.joinOptions(room);
        JoinOptions wanted = options;
        wanted.nickname = options.nickname.isEmpty() ? before.nickname : options.nickname;
        wanted.extra = options.extra.isEmpty() ? before.extra : options.extra;
        wanted.historyCount = options.historyCount == 0 ? before.historyCount : options.historyCount;
        m_dialog->prefill(room, wanted);
    }
    m_dialog->open();
    if (error) {
        m_dialog->showError(*error);
    }
}

void JoinFlow::openNext()
{
    // Once the dialog has dealt with what ends the join.
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (const auto next = std::exchange(m_next, {})) {
                open(next->room, next->options, next->error);
            }
        },
        Qt::QueuedConnection);
}

void JoinFlow::readDirectory()
{
    const bool isOnline = m_service.connectionState().kind == ConnectionState::Kind::Online;
    if (!m_dialog || !isOnline || std::exchange(m_reading, true)) {
        return;
    }
    m_dialog->rooms().setLoading();
    whenDone(m_service.directory(), this,
             [this, account = m_service.account()](const Result<QList<DirectoryRoom>> &rooms) {
                 m_reading = false;
                 if (!rooms) {
                     qCInfo(lcApp) << "the list of rooms was not read:" << rooms.error();
                 }
                 if (!m_dialog || account != m_service.account()) {
                     return;
                 }
                 if (rooms) {
                     m_dialog->rooms().setDirectory(rooms.value());
                 } else {
                     m_dialog->rooms().setDirectoryError(rooms.error());
                 }
             });
}

QString JoinFlow::roomInUse() const
{
    const auto rooms = m_service.rooms();
    for (const RoomSummary &summary : rooms) {
        if (isInUse(summary)) {
            return summary.name;
        }
    }
    return {};
}

void JoinFlow::join(const RoomAddress &room, const JoinOptions &options, bool create)
{
    m_asked = room;
    m_joining = true;
    const auto rooms = m_service.rooms();
    m_isHeld = std::any_of(rooms.cbegin(), rooms.cend(),
                           [this](const RoomSummary &summary) { return isAsked(summary.address) && isInUse(summary); });
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
    openNext();
}

} // namespace foyer
