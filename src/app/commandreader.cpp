#include "app/commandreader.h"

#include "core/whendone.h"
#include "app/eventjson.h"
#include "app/eventlog.h"
#include "app/passwordfile.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <cstdio>

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
    if (descriptor < 0 ||
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
        return;
    }
    m_buffer.append(chunk, count);
    qsizetype end = 0;
    while ((end = m_buffer.indexOf('\n')) >= 0) {
        const QByteArray line = m_buffer.left(end);
        m_buffer.remove(0, end + 1);
        if (!line.trimmed().isEmpty()) {
            run(line);
        }
    }
    if (m_buffer.size() > longestLine) {
        m_buffer.clear();
        m_log.commandDone({}, badCommand(tr("the line is too long")));
    }
}

void CommandReader::run(const QByteArray &line)
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(line, &problem);
    if (!document.isObject()) {
        m_log.commandDone({}, badCommand(problem.errorString()));
        return;
    }
    const QJsonObject command = document.object();
    const QString verb = command.value(u"do"_s).toString();
    const QJsonValue id = command.value(u"id"_s);
    if (verb == u"retryNow"_s) {
        m_service.retryNow();
        m_log.commandDone(id, std::nullopt);
    } else if (verb == u"quit"_s) {
        m_log.commandDone(id, std::nullopt);
        Q_EMIT quitRequested();
    } else {
        runInRoom(command, verb);
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
        whenDone(
            m_service.sendMessage(room.value(), {command.value(u"body"_s).toString()}), this,
            [this, id](const Result<MessageKey> &key) {
                if (key) {
                    m_log.commandDone(id, std::nullopt, QJsonObject{{u"key"_s, eventjson::keyOrNull(key.value())}});
                } else {
                    m_log.commandDone(id, key.error());
                }
            });
    } else if (verb == u"loadGap"_s) {
        whenDone(m_service.loadGap(room.value(), eventjson::keyOf(command.value(u"beforeKey"_s))), this,
                 [this, id](const Result<Done> &done) {
                     m_log.commandDone(id, done ? std::nullopt : std::optional<Error>(done.error()));
                 });
    } else if (verb == u"shownRows"_s) {
        whenDone(m_shownRows(room.value()), this, [this, id](const Result<QList<TimelineItem>> &items) {
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
    } else {
        m_log.commandDone(id, badCommand(tr("unknown command “%1”").arg(verb)));
    }
}

void CommandReader::join(const QJsonObject &command, const RoomAddress &room)
{
    JoinOptions options;
    options.historyCount = command.value(u"historyCount"_s).toInt(0);
    options.nickname = command.value(u"nickname"_s).toString();
    options.extra = command.value(u"extra"_s).toString();
    options.password = room.linkPassword();
    const QString passwordFile = command.value(u"passwordFile"_s).toString();
    if (!passwordFile.isEmpty()) {
        const auto password = readPasswordFile(passwordFile);
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
