#include "app/noticeflow.h"

#include "core/logging.h"
#include "desktop/notifier.h"
#include "models/appstate.h"
#include "service/chatroomservice.h"
#include "store/usersettings.h"
#include "ui/mainwindow.h"

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

QString settingOf(const RoomAddress &room)
{
    return u"notify/"_s + room.toString();
}

NoticeLevel levelNamed(const QString &word)
{
    if (word == "all"_L1) {
        return NoticeLevel::All;
    }
    return word == "none"_L1 ? NoticeLevel::None : NoticeLevel::Mentions;
}

/// Empty for what needs no keeping, because it is so by itself.
QString wordFor(NoticeLevel level)
{
    switch (level) {
    case NoticeLevel::All:
        return u"all"_s;
    case NoticeLevel::None:
        return u"none"_s;
    case NoticeLevel::Mentions:
        break;
    }
    return {};
}

} // namespace

NoticeFlow::NoticeFlow(const NoticeFlowDeps &deps, std::unique_ptr<Notifier> notifier, QObject *parent)
    : QObject(parent), m_deps(deps), m_notifier(std::move(notifier)), m_notices(deps.state)
{
    connect(&m_notices, &RoomNotices::raised, this, [this](const Notice &notice) {
        m_rooms.insert(notice.key, notice.room);
        m_notifier->show(notice.key, notice.title, notice.body);
    });
    connect(&m_notices, &RoomNotices::withdrawn, this, [this](const QString &key) { m_notifier->withdraw(key); });
    connect(m_notifier.get(), &Notifier::activated, this, &NoticeFlow::open);
    connect(&m_deps.state.rooms(), &RoomListModel::rowsInserted, this,
            [this](const QModelIndex &, int first, int last) { readLevels(first, last); });
    readLevels(0, m_deps.state.rooms().rowCount() - 1);
    connect(&m_deps.window, &MainWindow::noticeLevelChosen, this, &NoticeFlow::keepLevel);
    connectService();
}

NoticeFlow::~NoticeFlow() = default;

void NoticeFlow::connectService()
{
    ChatroomService &service = m_deps.service;
    connect(&service, &ChatroomService::connectionLost, &m_notices, &RoomNotices::onConnectionLost);
    connect(&service, &ChatroomService::roomStateChanged, &m_notices, &RoomNotices::onRoomStateChanged);
    connect(&service, &ChatroomService::rejoined, &m_notices, &RoomNotices::onRejoined);
    connect(&service, &ChatroomService::rejoinFailed, &m_notices, &RoomNotices::onRejoinFailed);
}

void NoticeFlow::readLevels(int first, int last)
{
    for (int row = first; row <= last; ++row) {
        const RoomAddress room = m_deps.state.rooms().entry(row).address;
        // Later, because the list tells of a room before its page is whole.
        QMetaObject::invokeMethod(
            this,
            [this, room] {
                if (RoomPageState *page = m_deps.state.page(room)) {
                    page->setNoticeLevel(levelNamed(m_deps.settings.value(settingOf(room))));
                }
            },
            Qt::QueuedConnection);
    }
}

void NoticeFlow::keepLevel(const RoomAddress &room, NoticeLevel level)
{
    if (RoomPageState *page = m_deps.state.page(room)) {
        page->setNoticeLevel(level);
    }
    if (const auto kept = m_deps.settings.setValue(settingOf(room), wordFor(level)); !kept) {
        qCWarning(lcApp) << "the notifications of a room could not be kept:" << kept.error();
    }
}

void NoticeFlow::open(const QString &key, const QString &token)
{
    if (!token.isEmpty()) {
        // Wayland's way to let a window come to the front; Qt reads it when the window is activated.
        qputenv("XDG_ACTIVATION_TOKEN", token.toUtf8());
    }
    Q_EMIT raiseRequested();
    m_deps.window.showRoom(m_rooms.value(key));
}

} // namespace foyer
