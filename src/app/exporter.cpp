#include "app/exporter.h"

#include "app/eventjson.h"
#include "core/xmpptime.h"
#include "store/storereader.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("foyer", text);
}

Result<StoreReader::Room> findRoom(const QList<StoreReader::Room> &rooms, const QString &typed)
{
    const auto address = RoomAddress::parse(typed);
    if (!address) {
        return address.error();
    }
    QList<StoreReader::Room> matches;
    for (const StoreReader::Room &room : rooms) {
        const bool sameId = address->roomId().compare(room.jid.local(), Qt::CaseInsensitive) == 0;
        if (address->isResolved() ? room.jid == address->jid() : sameId) {
            matches.append(room);
        }
    }
    if (matches.isEmpty()) {
        return Error{ErrorKind::RoomDoesNotExist, tr("No room “%1” is stored in this profile.").arg(typed), typed};
    }
    if (matches.size() > 1) {
        QStringList names;
        for (const StoreReader::Room &room : std::as_const(matches)) {
            names.append(room.jid.toString() + " ("_L1 + room.account.toString() + u')');
        }
        const QString text = tr("Several rooms are called “%1”. Give the full address: %2");
        return Error{ErrorKind::InvalidRoomId, text.arg(typed, names.join(", "_L1)), typed};
    }
    return matches.constFirst();
}

/// One line of `--format text`; a line break in a message is indented, so that no line can pass for another's.
QString textLine(const TimelineItem &item)
{
    if (item.kind == TimelineItem::Kind::Gap) {
        return QString(u"--- "_s + tr("messages are missing here") + u" ("_s + nameOf(item.gap.reason) + u") ---"_s);
    }
    const StoredMessage &row = item.message;
    QString body = row.retracted ? tr("(taken back)") : row.body;
    body.replace(u'\r', u'\n').replace(u'\n', u"\n    "_s);
    QString nickname = row.nickname;
    nickname.replace(u'\n', u' ');
    return QString(formatTime(row.sentAt) + u"  "_s + nickname + u": "_s + body);
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
    const auto room = findRoom(rooms.value(), line.exportRoom);
    if (!room) {
        return room.error();
    }
    QFile file;
    if (!file.open(output, QIODevice::WriteOnly)) {
        return Error::make(ErrorKind::StoreFailed, {}, file.errorString());
    }
    const bool asText = line.format == CommandLine::ExportFormat::Text;
    const auto read = reader.readTimeline(room->key, [&file, asText](const TimelineItem &item) {
        file.write(asText ? textLine(item).toUtf8()
                          : QJsonDocument(eventjson::of(item)).toJson(QJsonDocument::Compact));
        file.write("\n");
    });
    if (!read) {
        return read;
    }
    if (!file.flush()) {
        return Error{ErrorKind::StoreFailed, tr("The export could not be written completely."), file.errorString()};
    }
    return Done{};
}

} // namespace foyer
