#include "app/eventlog.h"

#include "app/eventjson.h"
#include "core/xmpptime.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

QJsonArray occupantArray(const QList<Occupant> &occupants)
{
    QJsonArray array;
    for (const Occupant &occupant : occupants) {
        array.append(eventjson::of(occupant));
    }
    return array;
}

} // namespace

EventLog::EventLog(ChatroomService &service, Clock &clock, QObject *parent)
    : QObject(parent), m_service(service), m_clock(clock)
{
}

Result<Done> EventLog::open(const QString &fileName)
{
    const QByteArray path = QFile::encodeName(fileName);
    const bool isOutput = fileName == u"-"_s;
    // It holds what is said in the rooms, so a new one is for the owner's eyes.
    const int descriptor =
        isOutput ? ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
                 : ::open(path.constData(), O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
                          S_IRUSR | S_IWUSR);
    const int why = errno;
    struct stat status = {};
    if (descriptor < 0 && why == ENXIO && ::stat(path.constData(), &status) == 0 && S_ISFIFO(status.st_mode)) {
        usePipe();
        m_pipe->openOnceRead(path);
    } else if (descriptor < 0 || !openDescriptor(descriptor, isOutput)) {
        return Error{ErrorKind::StoreFailed, tr("The event file %1 cannot be written.").arg(fileName),
                     QString::fromLocal8Bit(std::strerror(why))};
    }
    connectConnection();
    connectRooms();
    connectMessages();
    return Done{};
}

bool EventLog::openDescriptor(int descriptor, bool isOutput)
{
    struct stat status = {};
    if (::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode)) {
        return m_file.open(descriptor, QIODevice::WriteOnly, QFile::AutoCloseHandle);
    }
    usePipe();
    if (isOutput) {
        ::close(descriptor);
        return m_pipe->openStandardOutput();
    }
    m_pipe->open(descriptor);
    return true;
}

void EventLog::usePipe()
{
    m_pipe = std::make_unique<EventPipe>(m_clock);
    connect(m_pipe.get(), &EventPipe::drained, this, &EventLog::drained);
    connect(m_pipe.get(), &EventPipe::failed, this, &EventLog::fail);
}

void EventLog::finish()
{
    constexpr qint64 lastStallMs = 3000;
    if (m_pipe) {
        m_pipe->setLongestStall(lastStallMs);
    }
}

void EventLog::giveUp()
{
    if (isBehind()) {
        m_pipe->giveUp();
    }
}

void EventLog::write(const QString &event, const QString &room, const QJsonObject &fields)
{
    if (!m_file.isOpen() && !m_pipe) {
        return;
    }
    QJsonObject line = fields;
    line.insert(u"t"_s, formatTime(m_clock.now()));
    line.insert(u"event"_s, event);
    if (!line.contains(u"account"_s)) {
        line.insert(u"account"_s, eventjson::textOrNull(m_service.account().toString()));
    }
    line.insert(u"room"_s, eventjson::textOrNull(room));
    const QByteArray text = QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
    if (m_pipe) {
        m_pipe->write(text);
    } else if (m_file.write(text) < 0 || !m_file.flush()) {
        const QString why = m_file.errorString();
        m_file.close();
        fail(why);
    }
}

void EventLog::fail(const QString &why)
{
    Q_EMIT failed(Error{ErrorKind::StoreFailed, tr("The events cannot be written any more: %1").arg(why), why});
}

void EventLog::localServerReady(const LocalAccess &access)
{
    // The account that is about to sign in, not the one that did last.
    write(u"localServerReady"_s, {},
          {{u"account"_s, access.account.toString()},
           {u"xmpp"_s, access.endpoints.xmpp.toString()},
           {u"api"_s, access.endpoints.api.toString()},
           {u"domain"_s, access.endpoints.domain},
           {u"muc"_s, access.endpoints.muc},
           {u"passwordFile"_s, access.passwordFile}});
}

void EventLog::commandDone(const QJsonValue &id, const std::optional<Error> &error, const QJsonValue &value)
{
    write(u"commandDone"_s, {},
          {{u"id"_s, id.isUndefined() ? QJsonValue() : id},
           {u"ok"_s, !error},
           {u"error"_s, eventjson::of(error)},
           {u"value"_s, value}});
}

void EventLog::connectConnection()
{
    connect(&m_service, &ChatroomService::connectionStateChanged, this, [this](const ConnectionState &state) {
        write(u"connectionStateChanged"_s, {},
              {{u"state"_s, nameOf(state.kind)},
               {u"attempt"_s, state.attempt},
               {u"delayMs"_s, state.delayMs},
               {u"cause"_s, eventjson::of(state.cause)}});
    });
    connect(&m_service, &ChatroomService::connectionLost, this, [this](const Error &cause) {
        write(u"connectionLost"_s, {}, {{u"cause"_s, eventjson::of(cause)}});
    });
}

void EventLog::connectRooms()
{
    connect(&m_service, &ChatroomService::roomStateChanged, this, [this](const RoomAddress &room, RoomState state) {
        write(u"roomStateChanged"_s, room.toString(), {{u"state"_s, nameOf(state)}});
    });
    connect(&m_service, &ChatroomService::joined, this, [this](const RoomAddress &room, const JoinResult &result) {
        write(u"joined"_s, room.toString(), {{u"result"_s, eventjson::of(result)}});
    });
    connect(&m_service, &ChatroomService::joinFailed, this, [this](const RoomAddress &room, const Error &error) {
        write(u"joinFailed"_s, room.toString(), {{u"error"_s, eventjson::of(error)}});
    });
    connect(&m_service, &ChatroomService::rejoining, this, [this](const RoomAddress &room, int attempt) {
        write(u"rejoining"_s, room.toString(), {{u"attempt"_s, attempt}});
    });
    connect(&m_service, &ChatroomService::rejoined, this,
            [this](const RoomAddress &room, const JoinResult &result, const CatchUpReport &report) {
                write(u"rejoined"_s, room.toString(),
                      {{u"result"_s, eventjson::of(result)}, {u"report"_s, eventjson::of(report)}});
            });
    connect(&m_service, &ChatroomService::rejoinFailed, this,
            [this](const RoomAddress &room, const Error &error, bool willRetry) {
                write(u"rejoinFailed"_s, room.toString(),
                      {{u"error"_s, eventjson::of(error)}, {u"willRetry"_s, willRetry}});
            });
    connect(&m_service, &ChatroomService::left, this, [this](const RoomAddress &room, const LeaveReason &reason) {
        write(u"left"_s, room.toString(), {{u"reason"_s, eventjson::of(reason)}});
    });
    connect(&m_service, &ChatroomService::muteStateChanged, this,
            [this](const RoomAddress &room, const MuteState &mute) {
                write(u"muteStateChanged"_s, room.toString(), {{u"mute"_s, eventjson::of(mute)}});
            });
}

void EventLog::connectMessages()
{
    connect(&m_service, &ChatroomService::messagesStored, this,
            [this](const RoomAddress &room, const QList<StoredMessage> &rows) {
                QJsonArray messages;
                for (const StoredMessage &row : rows) {
                    messages.append(eventjson::of(row));
                }
                write(u"messagesStored"_s, room.toString(), {{u"messages"_s, messages}});
            });
    connect(&m_service, &ChatroomService::messageChanged, this,
            [this](const RoomAddress &room, MessageChange change, const StoredMessage &row) {
                write(u"messageChanged"_s, room.toString(),
                      {{u"change"_s, nameOf(change)}, {u"message"_s, eventjson::of(row)}});
            });
    connect(&m_service, &ChatroomService::actionRefused, this,
            [this](const RoomAddress &room, MessageChange change, const StoredMessage &row, const Error &error) {
                write(u"actionRefused"_s, room.toString(),
                      {{u"change"_s, nameOf(change)},
                       {u"message"_s, eventjson::of(row)},
                       {u"error"_s, eventjson::of(error)}});
            });
    connect(&m_service, &ChatroomService::voiceRequested, this,
            [this](const RoomAddress &room, const QString &nickname) {
                write(u"voiceRequested"_s, room.toString(), {{u"nickname"_s, nickname}});
            });
    connect(&m_service, &ChatroomService::typingChanged, this,
            [this](const RoomAddress &room, const QStringList &nicknames) {
                write(u"typingChanged"_s, room.toString(), {{u"nicknames"_s, QJsonArray::fromStringList(nicknames)}});
            });
    connect(&m_service, &ChatroomService::occupantsChanged, this,
            [this](const RoomAddress &room, const OccupantDelta &delta) {
                write(u"occupantsChanged"_s, room.toString(),
                      {{u"joined"_s, occupantArray(delta.joined)},
                       {u"left"_s, occupantArray(delta.left)},
                       {u"changed"_s, occupantArray(delta.changed)},
                       {u"count"_s, delta.count}});
            });
    connect(&m_service, &ChatroomService::subjectChanged, this,
            [this](const RoomAddress &room, const QString &subject, const QString &by, const QDateTime &at) {
                write(u"subjectChanged"_s, room.toString(),
                      {{u"subject"_s, eventjson::textOrNull(subject)},
                       {u"by"_s, eventjson::textOrNull(by)},
                       {u"at"_s, eventjson::timeOrNull(at)}});
            });
    connect(&m_service, &ChatroomService::roomInfoChanged, this, [this](const RoomAddress &room, const RoomInfo &info) {
        write(u"roomInfoChanged"_s, room.toString(), {{u"info"_s, eventjson::of(info)}});
    });
}

} // namespace foyer
