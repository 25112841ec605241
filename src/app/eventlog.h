#pragma once

#include "app/localserver.h"
#include "core/clock.h"
#include "core/result.h"
#include "service/chatroomservice.h"

#include <QFile>
#include <QJsonObject>
#include <QObject>

namespace foyer
{

/// Writes the signals of the service as JSON lines, flushed at once (`--events`): all that tell what happened, not how
/// far something has come.
class EventLog : public QObject
{
    Q_OBJECT

public:
    EventLog(ChatroomService &service, const Clock &clock, QObject *parent = nullptr);

    /// \a fileName `-` is standard output; another file is appended to, and a new one is the user's alone.
    Result<Done> open(const QString &fileName);
    /// The room server of this computer runs.
    void localServerReady(const LocalAccess &access);
    /// The answer to a command; \a error and \a value may be null.
    void commandDone(const QJsonValue &id, const std::optional<Error> &error, const QJsonValue &value = {});

Q_SIGNALS:
    /// Nothing can be written any more; nothing is tried any more either.
    void failed(const foyer::Error &error);

private:
    void connectConnection();
    void connectRooms();
    void connectMessages();
    void write(const QString &event, const QString &room, const QJsonObject &fields);

    ChatroomService &m_service;
    const Clock &m_clock;
    QFile m_file;
};

} // namespace foyer
