#pragma once

#include "service/chatroomservice.h"
#include "ui/dialogs/joindialog.h"

#include <QObject>
#include <QPointer>

namespace foyer
{

/// Opens the join dialog and carries its wish to the service and the answer back, until the room is joined or the
/// person gives up.
class JoinFlow : public QObject
{
    Q_OBJECT

public:
    JoinFlow(ChatroomService &service, Theme &theme, QWidget *window, QObject *parent = nullptr);

    void open(const RoomAddress &room = {}, const JoinOptions &options = {});

Q_SIGNALS:
    /// The dialog's room is joined: show it.
    void joined(const foyer::RoomAddress &room);
    void signInRequested();

private:
    void join(const RoomAddress &room, const JoinOptions &options, bool create);
    bool isAsked(const RoomAddress &room) const;
    void onJoined(const RoomAddress &room);
    QString roomInUse() const;

    ChatroomService &m_service;
    Theme &m_theme;
    QWidget *m_window;
    QPointer<JoinDialog> m_dialog;
    RoomAddress m_asked;
    bool m_joining = false;
};

} // namespace foyer
