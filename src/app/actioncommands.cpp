#include "app/actioncommands.h"

#include "app/eventjson.h"
#include "app/eventlog.h"
#include "core/whendone.h"
#include "service/chatroomservice.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

QFuture<Result<Done>> start(ChatroomService &service, const ActionCommand &command)
{
    const auto text = [&command](const QString &name) { return command.fields.value(name).toString(); };
    const MessageKey key = eventjson::keyOf(command.fields.value(u"key"_s));
    if (command.verb == u"correct"_s) {
        return service.correctMessage(command.room, key, text(u"body"_s));
    }
    if (command.verb == u"retract"_s) {
        return service.retractMessage(command.room, key);
    }
    if (command.verb == u"moderate"_s) {
        return service.moderateMessage(command.room, key, text(u"reason"_s));
    }
    if (command.verb == u"react"_s) {
        QStringList emojis;
        const QJsonArray list = command.fields.value(u"emojis"_s).toArray();
        for (const QJsonValue &emoji : list) {
            emojis.append(emoji.toString());
        }
        return service.setReactions(command.room, key, emojis);
    }
    if (command.verb == u"kick"_s) {
        return service.kick(command.room, text(u"nickname"_s), text(u"reason"_s));
    }
    if (command.verb == u"ban"_s) {
        return service.ban(command.room, text(u"nickname"_s), text(u"reason"_s));
    }
    if (command.verb == u"nick"_s) {
        return service.changeNickname(command.room, text(u"nickname"_s));
    }
    if (command.verb == u"subject"_s) {
        return service.setSubject(command.room, text(u"subject"_s));
    }
    if (command.verb == u"typing"_s) {
        service.noteWriting(command.room, command.fields.value(u"writing"_s).toBool());
        return QtFuture::makeReadyFuture<Result<Done>>(Done{});
    }
    if (command.verb == u"setVoice"_s) {
        return service.setVoice(command.room, text(u"nickname"_s), command.fields.value(u"voice"_s).toBool());
    }
    if (command.verb == u"muteFor"_s) {
        return service.muteFor(command.room, text(u"nickname"_s), command.fields.value(u"minutes"_s).toInt());
    }
    return service.requestVoice(command.room);
}

void showCorrections(ChatroomService &service, EventLog &log, const ActionCommand &command)
{
    const QJsonValue id = command.fields.value(u"id"_s);
    const MessageKey key = eventjson::keyOf(command.fields.value(u"key"_s));
    whenDone(service.corrections(command.room, key), &log, [&log, id](const Result<QList<MessageVersion>> &versions) {
        if (!versions) {
            log.commandDone(id, versions.error());
            return;
        }
        QJsonArray list;
        for (const MessageVersion &version : versions.value()) {
            list.append(QJsonObject{{u"body"_s, version.body}, {u"sentAt"_s, eventjson::timeOrNull(version.sentAt)}});
        }
        log.commandDone(id, std::nullopt, list);
    });
}

void upload(ChatroomService &service, EventLog &log, const ActionCommand &command)
{
    const QJsonValue id = command.fields.value(u"id"_s);
    const UploadFile file{{}, command.fields.value(u"file"_s).toString(), {}};
    whenDone(service.uploadFile(command.room, file).result, &log, [&log, id](const Result<QUrl> &url) {
        if (url) {
            log.commandDone(id, std::nullopt, QJsonObject{{u"url"_s, url->toString(QUrl::FullyEncoded)}});
        } else {
            log.commandDone(id, url.error());
        }
    });
}

} // namespace

bool isAction(const QString &verb)
{
    return QStringList{u"correct"_s, u"retract"_s, u"react"_s,    u"moderate"_s,     u"corrections"_s,
                       u"kick"_s,    u"ban"_s,     u"setVoice"_s, u"requestVoice"_s, u"nick"_s,
                       u"subject"_s, u"typing"_s,  u"upload"_s,   u"muteFor"_s}
        .contains(verb);
}

void runAction(ChatroomService &service, EventLog &log, const ActionCommand &command)
{
    if (command.verb == u"corrections"_s) {
        showCorrections(service, log, command);
        return;
    }
    if (command.verb == u"upload"_s) {
        upload(service, log, command);
        return;
    }
    const QJsonValue id = command.fields.value(u"id"_s);
    whenDone(start(service, command), &log, [&log, id](const Result<Done> &done) {
        log.commandDone(id, done ? std::nullopt : std::optional<Error>(done.error()));
    });
}

} // namespace foyer
