#pragma once

#include "core/result.h"
#include "service/chatroomservice.h"

#include <QByteArray>
#include <QFile>
#include <QJsonObject>
#include <QObject>
#include <QSocketNotifier>

#include <functional>
#include <memory>

namespace foyer
{

class EventLog;

/// Carries out commands that come as JSON lines (`--commands`); each is answered by one `commandDone` event. A line
/// over 1 MiB, one that is no command, and one with a field of the wrong kind are answered as failed, and the next is
/// read.
class CommandReader : public QObject
{
    Q_OBJECT

public:
    /// Reads what the window would show of a room, all of it.
    using ShownRows = std::function<QFuture<Result<QList<TimelineItem>>>(const RoomAddress &room)>;

    CommandReader(ChatroomService &service, EventLog &log, ShownRows shownRows, QObject *parent = nullptr);

    /// \a fileName `-` is standard input. A pipe is followed until its end.
    Result<Done> open(const QString &fileName);
    /// One command line; public so that tests need no pipe.
    void run(const QByteArray &line);

Q_SIGNALS:
    void quitRequested();

private:
    void readMore();
    void take(QByteArrayView text);
    void runInRoom(const QJsonObject &command, const QString &verb);
    void join(const QJsonObject &command, const RoomAddress &room);
    void send(const QJsonObject &command, const RoomAddress &room);
    void loadGap(const QJsonObject &command, const RoomAddress &room);
    void showRows(const QJsonObject &command, const RoomAddress &room);

    ChatroomService &m_service;
    EventLog &m_log;
    ShownRows m_shownRows;
    QFile m_file;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QByteArray m_buffer;     ///< the line that has no end yet
    bool m_skipping = false; ///< it is too long, and its rest is not kept
};

} // namespace foyer
