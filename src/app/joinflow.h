#pragma once

#include "service/chatroomservice.h"
#include "ui/dialogs/joindialog.h"

#include <QObject>
#include <QPointer>

#include <optional>

namespace foyer
{

/// Opens the join dialog and carries its wish to the service and the answer back, until the room is joined or the
/// person gives up.
class JoinFlow : public QObject
{
    Q_OBJECT

public:
    JoinFlow(ChatroomService &service, Theme &theme, QWidget *window, QObject *parent = nullptr);

    /// Opens the dialog, filled in with \a room unless that is empty; \a error: what is wrong with it. While a join is
    /// under way the room waits until that is joined or given up.
    void open(const RoomAddress &room = {}, const JoinOptions &options = {}, const std::optional<Error> &error = {});

Q_SIGNALS:
    /// The dialog's room is joined: show it.
    void joined(const foyer::RoomAddress &room);
    void signInRequested();
    /// Into the room of this link as a guest of its server.
    void guestRequested(const QString &link);

private:
    struct Wanted {
        RoomAddress room;
        JoinOptions options;
        std::optional<Error> error;
    };

    void openNext();
    void join(const RoomAddress &room, const JoinOptions &options, bool create);
    bool isAsked(const RoomAddress &room) const;
    void onJoined(const RoomAddress &room);
    void onConnection(const ConnectionState &state);
    /// Asks the server which rooms it lists, once at a time.
    void readDirectory();
    QString roomInUse() const;

    ChatroomService &m_service;
    Theme &m_theme;
    QWidget *m_window;
    QPointer<JoinDialog> m_dialog;
    RoomAddress m_asked;
    std::optional<Wanted> m_next;
    bool m_joining = false;
    bool m_isHeld = false;  ///< the room asked for was ours before
    Jid m_listedFor;        ///< whose server's rooms the dialog lists
    bool m_reading = false; ///< the server's list of rooms
};

} // namespace foyer
