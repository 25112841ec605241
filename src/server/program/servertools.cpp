#include "server/program/servertools.h"

#include "core/xmpptime.h"
#include "server/servercore.h"
#include "stanza/message.h"
#include "stanza/namespaces.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace foyer::server
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("foyer::server", text);
}

Result<Done> openStore(ServerStore &store, const QString &dataFolder, Database::Access access)
{
    if (!QFile::exists(storeFileName(dataFolder)))
        return Error{ErrorKind::StoreFailed, tr("There is no server data in %1.").arg(dataFolder), {}};
    return store.open(storeFileName(dataFolder), access);
}

QJsonValue textOf(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QByteArray lineOf(const ArchiveEntry &entry)
{
    const stanza::XmlNode body = entry.message.child(u"body", stanza::ns::client);
    const QJsonObject line{
        {u"id"_s, entry.id},
        {u"originId"_s, textOf(entry.originId)},
        {u"from"_s, entry.account.toString()},
        {u"nickname"_s, entry.nickname},
        {u"occupantId"_s, entry.occupantId},
        {u"sentAt"_s, formatTime(entry.sentAt)},
        {u"kind"_s, nameOf(stanza::entryKindOf(entry.message)).toLower()},
        {u"body"_s, body.isNull() ? QJsonValue() : QJsonValue(body.text())},
    };
    return QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
}

} // namespace

Result<Done> addAccount(const QString &dataFolder, const QString &name, const QString &password)
{
    if (auto prepared = prepareDataFolder(dataFolder); !prepared)
        return prepared;
    ServerStore store;
    if (auto opened = store.open(storeFileName(dataFolder)); !opened)
        return opened;
    if (auto saved = saveAccount(store, name, password, QDateTime::currentDateTimeUtc()); !saved)
        return saved;
    return store.commit();
}

Result<Done> deleteAccount(const QString &dataFolder, const QString &name)
{
    ServerStore store;
    if (auto opened = openStore(store, dataFolder, Database::Access::ReadWrite); !opened)
        return opened;
    if (!store.accounts().remove(name))
        return Error{ErrorKind::NotAuthorized, tr("There is no account %1.").arg(name), {}};
    return store.commit();
}

Result<QStringList> listAccounts(const QString &dataFolder)
{
    ServerStore store;
    if (const auto opened = openStore(store, dataFolder, Database::Access::ReadOnly); !opened)
        return opened.error();
    QStringList names;
    const QList<Account> accounts = store.accounts().all();
    for (const Account &account : accounts)
        names.append(account.name);
    if (const auto read = store.commit(); !read)
        return read.error();
    return names;
}

Result<Done> exportRoom(const QString &dataFolder, const QString &roomId, FILE *out)
{
    ServerStore store;
    if (auto opened = openStore(store, dataFolder, Database::Access::ReadOnly); !opened)
        return opened;
    const QList<RoomRecord> rooms = store.loadRooms();
    const bool known = std::any_of(rooms.cbegin(), rooms.cend(),
                                   [&](const RoomRecord &room) { return roomKey(room.id) == roomKey(roomId); });
    if (!known)
        return Error::make(ErrorKind::RoomDoesNotExist, roomId);
    ArchiveRequest request;
    request.max = 500;
    for (;;) {
        const auto page = store.page(roomId, request);
        if (!page || page->entries.isEmpty())
            break;
        for (const ArchiveEntry &entry : page->entries) {
            const QByteArray line = lineOf(entry);
            std::fwrite(line.constData(), 1, static_cast<size_t>(line.size()), out);
        }
        if (page->complete)
            break;
        request.after = page->entries.constLast().id;
    }
    if (std::fflush(out) != 0 || std::ferror(out) != 0)
        return Error{ErrorKind::StoreFailed, tr("The archive cannot be written. The disk may be full."), {}};
    return store.commit();
}

Result<QString> readSecretFile(const QString &fileName)
{
    constexpr qint64 longest = 4096;
    QFile file(fileName);
    const bool opened = fileName == "-"_L1 ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
    if (!opened) {
        return Error{ErrorKind::StoreFailed, tr("The file %1 cannot be read: %2").arg(fileName, file.errorString()),
                     file.errorString()};
    }
    QString secret = QString::fromUtf8(file.read(longest));
    if (secret.endsWith(u'\n'))
        secret.chop(1);
    return secret;
}

} // namespace foyer::server
