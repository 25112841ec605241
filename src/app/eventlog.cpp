#include "app/eventlog.h"

#include "app/eventjson.h"
#include "core/xmpptime.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <cstdio>

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

EventLog::EventLog(ChatroomService &service, const Clock &clock, QObject *parent)
    : QObject(parent), m_service(service), m_clock(clock)
{
}

Result<Done> EventLog::open(const QString &fileName)
{
    bool opened = false;
    if (fileName == u"-"_s) {
        opened = m_file.open(stdout, QIODevice::WriteOnly);
    } else {
        const bool isNew = !QFile::exists(fileName);
        m_file.setFileName(fileName);
        opened = m_file.open(QIODevice::WriteOnly | QIODevice::Append);
        if (opened && isNew) {
            // It holds what is said in the rooms.
            m_file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        }
    }
    if (!opened) {
        return Error{ErrorKind::StoreFailed, tr("The event file %1 cannot be written.").arg(fileName),
                     m_file.errorString()};
    }
    connectConnection();
    connectRooms();
    connectMessages();
    return Done{};
}

void EventLog::write(const QString &event, const QString &room, const QJsonObject &fields)
{
    if (!m_file.isOpen()) {
        return;
    }
    QJsonObject line = fields;
    line.insert(u"t"_s, formatTime(m_clock.now()));
    line.insert(u"event"_s, event);
    if (!line.contains(u"account"_s)) {
        line.insert(u"account"_s, eventjson::textOrNull(m_service.account().toString()));
    }
    line.insert(u"room"_s, eventjson::textOrNull(room));
    if (m_file.write(QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n') < 0 || !m_file.flush()) {
        const QString why = m_file.errorString();
        m_file.close();
        Q_EMIT failed(Error{ErrorKind::StoreFailed, tr("The events cannot be written any more: %1").arg(why), why});
    }
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
