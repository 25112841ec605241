#pragma once

#include "core/result.h"
#include "core/roomaddress.h"
#include "core/roommessage.h"

#include <QFuture>
#include <QObject>

namespace foyer
{

class AppState;
class ChatroomService;
class MainWindow;

/// Carries what a person does with messages from the window to the service: reactions, deletions, and the
/// question what a message was before. What is refused is said below the composer.
class MessageActions : public QObject
{
    Q_OBJECT

public:
    MessageActions(ChatroomService &service, AppState &state, MainWindow &window, QObject *parent = nullptr);

private:
    void watch(const RoomAddress &room, const QFuture<Result<Done>> &answer);
    void loadGap(const RoomAddress &room, MessageKey before);
    void showHistory(const RoomAddress &room, MessageKey key);

    ChatroomService &m_service;
    AppState &m_state;
    MainWindow &m_window;
};

} // namespace foyer
