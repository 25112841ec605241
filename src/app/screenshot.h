#pragma once

#include "core/clock.h"
#include "core/roomaddress.h"
#include "service/chatroomservice.h"

#include <QList>
#include <QObject>
#include <QString>
#include <QWidget>

namespace foyer
{

/// Takes the picture of `--screenshot`: once every `--join` is decided and nothing has happened for 500 ms, after 30 s
/// at the latest.
class Screenshot : public QObject
{
    Q_OBJECT

public:
    Screenshot(ChatroomService &service, Clock &clock, QWidget *window, QObject *parent = nullptr);

    /// Starts waiting for \a rooms (as typed).
    void start(const QString &fileName, const QStringList &rooms);

Q_SIGNALS:
    /// The picture is written, or cannot be. \a exitCode of the program.
    void taken(int exitCode);

private:
    void noteActivity();
    void noteDecided(const RoomAddress &room);
    void take(bool decided);

    ChatroomService &m_service;
    QWidget *m_window;
    Timer m_quiet;
    Timer m_deadline;
    QString m_fileName;
    QList<RoomAddress> m_undecided;
};

} // namespace foyer
