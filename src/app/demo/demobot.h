#pragma once

#include "core/clock.h"
#include "service/chatroomservice.h"
#include "store/messagestore.h"

#include <QObject>
#include <QTemporaryDir>

namespace foyer
{

/// Somebody to talk to: a whole XMPP client of its own (service and store, no window) that joins a room and says what
/// it is told to. Its messages go over the wire like anybody's.
class DemoBot : public QObject
{
    Q_OBJECT

public:
    DemoBot(Clock &clock, const QString &nickname, QObject *parent = nullptr);
    ~DemoBot() override;

    /// Opens the bot's files, which go with it.
    Result<Done> open();
    void signIn(const Jid &account, const QString &password, const QUrl &server);
    void join(const RoomAddress &room);
    /// Sends \a text as soon as it can be sent.
    void say(const QString &text);

    QString nickname() const { return m_nickname; }
    bool isInside() const { return m_inside; }
    /// Every message of the room the bot has stored, oldest first: it is never cut off, so it is a witness.
    QFuture<Result<QList<TimelineItem>>> heard();

Q_SIGNALS:
    void entered();
    /// What it said is in the room.
    void heardItself();
    void failed(const foyer::Error &error);

private:
    QTemporaryDir m_folder;
    QString m_nickname;
    MessageStore m_store;
    ChatroomService m_service;
    RoomAddress m_room;
    bool m_inside = false;
};

} // namespace foyer
