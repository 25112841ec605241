#include "app/exporter.h"

#include "app/eventjson.h"
#include "core/xmpptime.h"
#include "store/storereader.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("foyer", text);
}

/// \a account chooses between those that were in the same room; empty: any.
Result<StoreReader::Room> findRoom(const QList<StoreReader::Room> &rooms, const QString &typed, const Jid &account)
{
    const auto address = RoomAddress::parse(typed);
    if (!address) {
        return address.error();
    }
    QList<StoreReader::Room> matches;
    for (const StoreReader::Room &room : rooms) {
        const bool sameId = address->roomId().compare(room.jid.local(), Qt::CaseInsensitive) == 0;
        const bool isMeant = address->isResolved() ? room.jid == address->jid() : sameId;
        if (isMeant && (account.isEmpty() || room.account.bare() == account)) {
            matches.append(room);
        }
    }
    if (matches.isEmpty()) {
        return Error{ErrorKind::RoomDoesNotExist, tr("No room “%1” is stored in this profile.").arg(typed), typed};
    }
    if (matches.size() > 1) {
        const bool isOneRoom = std::all_of(matches.cbegin(), matches.cend(), [&matches](const StoreReader::Room &room) {
            return room.jid == matches.first().jid;
        });
        QStringList names;
        for (const StoreReader::Room &room : std::as_const(matches)) {
            const QString owner = room.account.toString();
            names.append(isOneRoom ? owner : QString(room.jid.toString() + " ("_L1 + owner + u')'));
        }
        const QString text = isOneRoom ? tr("Several accounts were in “%1”. Add --account with one of: %2")
                                       : tr("Several rooms are called “%1”. Give the full address: %2");
        return Error{ErrorKind::InvalidRoomId, text.arg(typed, names.join(", "_L1)), typed};
    }
    return matches.constFirst();
}

/// What stands for the text of a message that has none.
QString withoutText(const StoredMessage &row)
{
    return row.unreadable ? tr("(cannot be shown)") : tr("(taken back)");
}

/// One line of `--format text`; a line break in a message is indented, so that no line can pass for another's.
QString textLine(const TimelineItem &item)
{
    if (item.kind == TimelineItem::Kind::Gap) {
        return QString(u"--- "_s + tr("messages are missing here") + u" ("_s + nameOf(item.gap.reason) + u") ---"_s);
    }
    const StoredMessage &row = item.message;
    QString body = row.retracted ? withoutText(row) : row.body;
    body.replace(u'\r', u'\n').replace(u'\n', u"\n    "_s);
    QString nickname = row.nickname;
    nickname.replace(u'\n', u' ');
    return QString(formatTime(row.sentAt) + u"  "_s + nickname + u": "_s + body);
}

/// A page that asks for nothing from anywhere; all that came from outside is escaped.
QByteArray pageBegin(const StoreReader::Room &room)
{
    const QString name = room.jid.toString().toHtmlEscaped();
    return QString(u"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                   "'unsafe-inline'\">\n<title>"_s +
                   name +
                   u"</title>\n<style>\nbody { font-family: sans-serif; max-width: 48em; margin: 2em auto; }\n"
                   "p { margin: 0.5em 0; white-space: pre-wrap; overflow-wrap: anywhere; }\n"
                   "time { color: #666; font-size: smaller; }\n.gap { color: #a00; text-align: center; }\n"
                   "</style>\n</head>\n<body>\n<h1>"_s +
                   name + u"</h1>"_s)
        .toUtf8();
}

QString pageLine(const TimelineItem &item)
{
    if (item.kind == TimelineItem::Kind::Gap) {
        return QString(u"<p class=\"gap\">"_s + textLine(item).toHtmlEscaped() + u"</p>"_s);
    }
    const StoredMessage &row = item.message;
    const QString time = formatTime(row.sentAt);
    // Text that runs the other way must not turn what stands around it.
    const QString body =
        row.retracted ? u"<i>"_s + withoutText(row) + u"</i>"_s : u"<bdi>"_s + row.body.toHtmlEscaped() + u"</bdi>"_s;
    return QString(u"<p id=\"m%1\"><time datetime=\"%2\">%2</time> <b><bdi>"_s.arg(row.key).arg(time) +
                   row.nickname.toHtmlEscaped() + u"</bdi></b>: "_s + body + u"</p>"_s);
}

QByteArray lineOf(const TimelineItem &item, CommandLine::ExportFormat format)
{
    switch (format) {
    case CommandLine::ExportFormat::JsonLines:
        return QJsonDocument(eventjson::of(item)).toJson(QJsonDocument::Compact);
    case CommandLine::ExportFormat::Html:
        return pageLine(item).toUtf8();
    case CommandLine::ExportFormat::Text:
        return textLine(item).toUtf8();
    }
    Q_UNREACHABLE();
}

} // namespace

Result<Done> exportRoom(const Profile &profile, const CommandLine &line, FILE *output)
{
    if (!QFileInfo::exists(profile.messagesFile())) {
        return Error{ErrorKind::StoreFailed, tr("There are no stored messages in %1.").arg(profile.folder()),
                     profile.messagesFile()};
    }
    StoreReader reader(profile.messagesFile());
    if (const auto opened = reader.open(); !opened) {
        return opened;
    }
    const auto rooms = reader.rooms();
    if (!rooms) {
        return rooms.error();
    }
    const auto room = findRoom(rooms.value(), line.exportRoom, line.account);
    if (!room) {
        return room.error();
    }
    QFile file;
    if (!file.open(output, QIODevice::WriteOnly)) {
        return Error::make(ErrorKind::StoreFailed, {}, file.errorString());
    }
    const bool isPage = line.format == CommandLine::ExportFormat::Html;
    if (isPage) {
        file.write(pageBegin(room.value()) + '\n');
    }
    const auto read = reader.readTimeline(
        room->key, [&file, &line](const TimelineItem &item) { file.write(lineOf(item, line.format) + '\n'); });
    if (!read) {
        return read;
    }
    if (isPage) {
        file.write("</body>\n</html>\n");
    }
    if (!file.flush()) {
        return Error{ErrorKind::StoreFailed, tr("The export could not be written completely."), file.errorString()};
    }
    return Done{};
}

} // namespace foyer
