#pragma once

#include "app/eventpipe.h"
#include "app/localserver.h"
#include "core/clock.h"
#include "core/result.h"
#include "service/chatroomservice.h"

#include <QFile>
#include <QJsonObject>
#include <QObject>

#include <memory>

namespace foyer
{

/// Writes the signals of the service as JSON lines, flushed at once (`--events`): all that tell what happened, not how
/// far something has come. A file has each line when the signal is over; who reads a pipe may be slower, and gets them
/// all in order.
class EventLog : public QObject
{
    Q_OBJECT

public:
    EventLog(ChatroomService &service, Clock &clock, QObject *parent = nullptr);

    /// \a fileName `-` is standard output; another file is appended to, and a new one is the user's alone. A named pipe
    /// may be without a reader yet.
    Result<Done> open(const QString &fileName);
    /// The room server of this computer runs.
    void localServerReady(const LocalAccess &access);
    /// The answer to a command; \a error and \a value may be null.
    void commandDone(const QJsonValue &id, const std::optional<Error> &error, const QJsonValue &value = {});
    /// Whether a reader has not taken everything yet.
    bool isBehind() const { return m_pipe && m_pipe->isBehind(); }
    /// The program is about to end: a reader that is behind and takes nothing for three seconds is not waited for.
    void finish();
    /// Fails when a reader is behind.
    void giveUp();

Q_SIGNALS:
    /// A reader that was behind has taken everything.
    void drained();
    /// Nothing can be written any more; nothing is tried any more either.
    void failed(const foyer::Error &error);

private:
    void connectConnection();
    void connectRooms();
    void connectMessages();
    bool openDescriptor(int descriptor, bool isOutput);
    void usePipe();
    void write(const QString &event, const QString &room, const QJsonObject &fields);
    void fail(const QString &why);

    ChatroomService &m_service;
    Clock &m_clock;
    QFile m_file;
    std::unique_ptr<EventPipe> m_pipe; ///< in place of the file
};

} // namespace foyer
