#include "app/commandreader.h"

#include "core/whendone.h"
#include "app/actioncommands.h"
#include "app/eventjson.h"
#include "app/eventlog.h"
#include "app/passwordfile.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

#include <cstdio>
#include <limits>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr qsizetype longestLine = 1024 * 1024;

Error badCommand(const QString &detail)
{
    return {ErrorKind::ServerRefused, CommandReader::tr("This command cannot be carried out: %1").arg(detail), detail};
}

bool isAbsent(const QJsonValue &value)
{
    return value.isUndefined() || value.isNull();
}

/// The first field that is of another kind than its name says, as a sentence; empty when there is none. A command that
/// means something else than it says is not guessed at.
QString wrongField(const QJsonObject &command)
{
    for (const QString &name : {u"room"_s, u"body"_s, u"nickname"_s, u"extra"_s, u"passwordFile"_s, u"beforeKey"_s,
                                u"key"_s, u"replyTo"_s, u"reason"_s, u"subject"_s, u"file"_s}) {
        if (const QJsonValue value = command.value(name); !isAbsent(value) && !value.isString()) {
            return CommandReader::tr("“%1” is not a text").arg(name);
        }
    }
    for (const QString &name : {u"historyCount"_s, u"minutes"_s}) {
        if (const QJsonValue count = command.value(name); !isAbsent(count) && !count.isDouble()) {
            return CommandReader::tr("“%1” is not a number").arg(name);
        }
    }
    if (const QJsonValue emojis = command.value(u"emojis"_s); !isAbsent(emojis) && !emojis.isArray()) {
        return CommandReader::tr("“%1” is not a list").arg(u"emojis"_s);
    }
    for (const QString &name : {u"voice"_s, u"create"_s, u"writing"_s}) {
        if (const QJsonValue value = command.value(name); !isAbsent(value) && !value.isBool()) {
            return CommandReader::tr("“%1” is not true or false").arg(name);
        }
    }
    return {};
}

/// A count that is no whole number is out of range like every other the service refuses.
int historyCountOf(const QJsonValue &value)
{
    return isAbsent(value) ? 0 : value.toInt(std::numeric_limits<int>::max());
}

} // namespace

CommandReader::CommandReader(ChatroomService &service, EventLog &log, ShownRows shownRows, QObject *parent)
    : QObject(parent), m_service(service), m_log(log), m_shownRows(std::move(shownRows))
{
}

Result<Done> CommandReader::open(const QString &fileName)
{
    int descriptor = STDIN_FILENO;
    if (fileName != u"-"_s) {
        // Read and write, so that a named pipe opens without a writer and does not end with each one.
        descriptor = ::open(QFile::encodeName(fileName).constData(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
        if (descriptor < 0) {
            descriptor = ::open(QFile::encodeName(fileName).constData(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
        }
    }
    if (descriptor < 0 || QFileInfo(fileName).isDir() ||
        !m_file.open(descriptor, QIODevice::ReadOnly | QIODevice::Unbuffered, QFile::AutoCloseHandle)) {
        return Error{ErrorKind::StoreFailed, tr("The command file %1 cannot be read.").arg(fileName), fileName};
    }
    m_notifier = std::make_unique<QSocketNotifier>(descriptor, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &CommandReader::readMore);
    return Done{};
}

void CommandReader::readMore()
{
    char chunk[65536];
    const ssize_t count = ::read(m_file.handle(), chunk, sizeof(chunk));
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    if (count <= 0) {
        m_notifier->setEnabled(false);
        // The last line of a file may do without its end.
        take("\n");
        return;
    }
    take(QByteArrayView(chunk, count));
}

void CommandReader::take(QByteArrayView text)
{
    while (!text.isEmpty()) {
        const qsizetype end = text.indexOf('\n');
        const QByteArrayView piece = end < 0 ? text : text.first(end);
        if (!m_skipping && m_buffer.size() + piece.size() > longestLine) {
            m_log.commandDone({}, badCommand(tr("the line is too long")));
            m_skipping = true;
            m_buffer = {};
        }
        if (!m_skipping) {
            m_buffer.append(piece);
        }
        if (end < 0) {
            return;
        }
        text = text.sliced(end + 1);
        m_skipping = false;
        if (const QByteArray line = std::exchange(m_buffer, {}); !line.trimmed().isEmpty()) {
            run(line);
        }
    }
}

void CommandReader::run(const QByteArray &line)
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(line, &problem);
    if (!document.isObject()) {
        const bool isJson = problem.error == QJsonParseError::NoError;
        m_log.commandDone({}, badCommand(isJson ? tr("not a JSON object") : problem.errorString()));
        return;
    }
    const QJsonObject command = document.object();
    const QString verb = command.value(u"do"_s).toString();
    const QJsonValue id = command.value(u"id"_s);
    if (const QString wrong = wrongField(command); !wrong.isEmpty()) {
        m_log.commandDone(id, badCommand(wrong));
    } else if (verb == u"retryNow"_s) {
        m_service.retryNow();
        m_log.commandDone(id, std::nullopt);
    } else if (verb == u"quit"_s) {
        m_log.commandDone(id, std::nullopt);
        Q_EMIT quitRequested();
    } else if (QStringList{u"join"_s, u"leave"_s, u"send"_s, u"loadGap"_s, u"shownRows"_s}.contains(verb) ||
               isAction(verb)) {
        runInRoom(command, verb);
    } else {
        m_log.commandDone(id, badCommand(tr("unknown command “%1”").arg(verb)));
    }
}

void CommandReader::runInRoom(const QJsonObject &command, const QString &verb)
{
    const QJsonValue id = command.value(u"id"_s);
    const auto room = RoomAddress::parse(command.value(u"room"_s).toString());
    if (!room) {
        m_log.commandDone(id, room.error());
        return;
    }
    if (verb == u"join"_s) {
        join(command, room.value());
    } else if (verb == u"leave"_s) {
        m_service.leaveChatroom(room.value());
        m_log.commandDone(id, std::nullopt);
    } else if (verb == u"send"_s) {
        send(command, room.value());
    } else if (verb == u"loadGap"_s) {
        loadGap(command, room.value());
    } else if (isAction(verb)) {
        runAction(m_service, m_log, {room.value(), verb, command});
    } else {
        showRows(command, room.value());
    }
}

void CommandReader::send(const QJsonObject &command, const RoomAddress &room)
{
    const QJsonValue id = command.value(u"id"_s);
    const QString body = command.value(u"body"_s).toString();
    if (body.isEmpty()) {
        m_log.commandDone(id, badCommand(tr("“%1” is missing").arg(u"body"_s)));
        return;
    }
    const MessageKey replyTo = eventjson::keyOf(command.value(u"replyTo"_s));
    whenDone(m_service.sendMessage(room, {body, replyTo}), this, [this, id](const Result<MessageKey> &key) {
        if (key) {
            m_log.commandDone(id, std::nullopt, QJsonObject{{u"key"_s, eventjson::keyOrNull(key.value())}});
        } else {
            m_log.commandDone(id, key.error());
        }
    });
}

void CommandReader::loadGap(const QJsonObject &command, const RoomAddress &room)
{
    const QJsonValue id = command.value(u"id"_s);
    const QJsonValue beforeKey = command.value(u"beforeKey"_s);
    const MessageKey key = eventjson::keyOf(beforeKey);
    // Null is the gap at the newest end; a key that is none must not load that one.
    if (key == 0 && !isAbsent(beforeKey)) {
        m_log.commandDone(id, badCommand(tr("“%1” is not a key").arg(u"beforeKey"_s)));
        return;
    }
    whenDone(m_service.loadGap(room, key), this, [this, id](const Result<Done> &done) {
        m_log.commandDone(id, done ? std::nullopt : std::optional<Error>(done.error()));
    });
}

void CommandReader::showRows(const QJsonObject &command, const RoomAddress &room)
{
    const QJsonValue id = command.value(u"id"_s);
    whenDone(m_shownRows(room), this, [this, id](const Result<QList<TimelineItem>> &items) {
        if (!items) {
            m_log.commandDone(id, items.error());
            return;
        }
        QJsonArray lines;
        for (const TimelineItem &item : items.value()) {
            lines.append(eventjson::of(item));
        }
        m_log.commandDone(id, std::nullopt, lines);
    });
}

void CommandReader::join(const QJsonObject &command, const RoomAddress &room)
{
    JoinOptions options;
    options.historyCount = historyCountOf(command.value(u"historyCount"_s));
    options.nickname = command.value(u"nickname"_s).toString();
    options.extra = command.value(u"extra"_s).toString();
    options.password = room.linkPassword();
    const QString passwordFile = command.value(u"passwordFile"_s).toString();
    if (passwordFile == u"-"_s) {
        // Standard input may be where the commands come from, and reading it would hold up everything.
        m_log.commandDone(command.value(u"id"_s), badCommand(tr("“%1” is not a file").arg(u"passwordFile"_s)));
        return;
    }
    if (!passwordFile.isEmpty()) {
        const auto password = readPasswordFile(passwordFile, PasswordSource::File);
        if (!password) {
            m_log.commandDone(command.value(u"id"_s), password.error());
            return;
        }
        options.password = password.value();
    }
    m_log.commandDone(command.value(u"id"_s), std::nullopt);
    if (command.value(u"create"_s).toBool()) {
        m_service.joinChatroom(room, options);
    } else {
        m_service.joinExistingChatroom(room, options);
    }
}

} // namespace foyer
