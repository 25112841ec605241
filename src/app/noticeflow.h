#pragma once

#include "models/roomnotices.h"

#include <QObject>

#include <memory>

namespace foyer
{

class AppState;
class ChatroomService;
class MainWindow;
class Notifier;
class UserSettings;

/// What NoticeFlow connects. All of it outlives the flow.
struct NoticeFlowDeps {
    ChatroomService &service;
    AppState &state;
    UserSettings &settings;
    MainWindow &window;
};

/// Carries what RoomNotices decides to the desktop, brings the window to the room of a notification that is clicked,
/// and keeps what the person chose for each room.
class NoticeFlow : public QObject
{
    Q_OBJECT

public:
    NoticeFlow(const NoticeFlowDeps &deps, std::unique_ptr<Notifier> notifier, QObject *parent = nullptr);
    ~NoticeFlow() override;

Q_SIGNALS:
    /// A notification was clicked: the window comes to the front.
    void raiseRequested();

private:
    void connectService();
    void readLevels(int first, int last);
    void keepLevel(const RoomAddress &room, NoticeLevel level);
    void open(const QString &key, const QString &token);

    NoticeFlowDeps m_deps;
    const std::unique_ptr<Notifier> m_notifier;
    RoomNotices m_notices;
    QHash<QString, RoomAddress> m_rooms; ///< where a click on each key leads
};

} // namespace foyer
