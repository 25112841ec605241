#include "server/serversettings.h"

#include <QCoreApplication>
#include <QFile>
#include <QSaveFile>

#include <algorithm>
#include <functional>
#include <limits>

using namespace Qt::StringLiterals;

namespace foyer::server
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("foyer::server", text);
}

/// Takes a value over; an empty text means that it was taken, else it says what it should be.
using Take = std::function<QString(ServerSettings &, const QString &)>;
/// The text that take() would take.
using Give = std::function<QString(const ServerSettings &)>;

struct Value {
    Take take;
    Give give;
};

struct Key {
    const char *name;
    Value value;
};

Value text(QString ServerSettings::*field)
{
    return {[field](ServerSettings &settings, const QString &value) {
                settings.*field = value;
                return QString();
            },
            [field](const ServerSettings &settings) { return settings.*field; }};
}

QString readFlag(bool &into, const QString &value)
{
    const QString lower = value.toLower();
    const bool on = lower == "true"_L1 || lower == "yes"_L1 || lower == "on"_L1 || lower == "1"_L1;
    const bool off = lower == "false"_L1 || lower == "no"_L1 || lower == "off"_L1 || lower == "0"_L1;
    if (!on && !off)
        return tr("true or false");
    into = on;
    return {};
}

QString flagText(bool flag)
{
    return flag ? u"true"_s : u"false"_s;
}

Value flag(bool ServerSettings::*field)
{
    return {[field](ServerSettings &settings, const QString &value) { return readFlag(settings.*field, value); },
            [field](const ServerSettings &settings) { return flagText(settings.*field); }};
}

Value flag(bool RoomSettings::*field)
{
    return {[field](ServerSettings &settings, const QString &value) { return readFlag(settings.rooms.*field, value); },
            [field](const ServerSettings &settings) { return flagText(settings.rooms.*field); }};
}

template <typename T>
QString readNumber(T &into, const QString &value, int least, int most)
{
    bool ok = false;
    const int number = value.toInt(&ok);
    if (!ok || number < least || number > most)
        return tr("a number from %1 to %2").arg(least).arg(most);
    into = static_cast<T>(number);
    return {};
}

template <typename T>
Value number(T ServerSettings::*field, int least, int most)
{
    return {
        [=](ServerSettings &settings, const QString &value) { return readNumber(settings.*field, value, least, most); },
        [field](const ServerSettings &settings) { return QString::number(settings.*field); }};
}

Value number(int RoomSettings::*field, int least, int most)
{
    return {[=](ServerSettings &settings, const QString &value) {
                return readNumber(settings.rooms.*field, value, least, most);
            },
            [field](const ServerSettings &settings) { return QString::number(settings.rooms.*field); }};
}

QString takeDomain(ServerSettings &settings, const QString &value)
{
    const auto domain = Jid::fromParts(u"", value);
    if (!domain)
        return tr("a domain name");
    settings.domain = domain->domain();
    return {};
}

QString takeCallbackUrl(ServerSettings &settings, const QString &value)
{
    const QUrl url(value, QUrl::StrictMode);
    const bool isHttp = url.scheme() == "http"_L1 || url.scheme() == "https"_L1;
    if (!value.isEmpty() && (!url.isValid() || !isHttp || url.host().isEmpty()))
        return tr("an http or https address");
    settings.callbackUrl = url;
    return {};
}

QString takeRoomCreation(ServerSettings &settings, const QString &value)
{
    if (value != "everyone"_L1 && value != "administrators"_L1)
        return tr("everyone or administrators");
    settings.rooms.anyoneCreates = value == "everyone"_L1;
    return {};
}

QString takeAdministrators(ServerSettings &settings, const QString &value)
{
    QStringList names;
    const QStringList parts = value.split(u',', Qt::SkipEmptyParts);
    for (const QString &part : parts) {
        const auto account = Jid::fromParts(part.trimmed(), u"localhost");
        if (!account)
            return tr("account names with commas between them");
        names.append(account->local());
    }
    settings.rooms.administrators = names;
    return {};
}

QString callbackUrlText(const ServerSettings &settings)
{
    return settings.callbackUrl.toString(QUrl::FullyEncoded);
}

QString roomCreationText(const ServerSettings &settings)
{
    return settings.rooms.anyoneCreates ? u"everyone"_s : u"administrators"_s;
}

QString administratorsText(const ServerSettings &settings)
{
    return settings.rooms.administrators.join(u", "_s);
}

/// The man page foyer-server(1) names each of them.
const QList<Key> &keys()
{
    constexpr int many = std::numeric_limits<int>::max();
    constexpr int day = 86400;
    static const QList<Key> known{
        {"data", text(&ServerSettings::dataFolder)},
        {"port", number(&ServerSettings::port, 0, 65535)},
        {"api_port", number(&ServerSettings::apiPort, 0, 65535)},
        {"domain", {takeDomain, [](const ServerSettings &settings) { return settings.domain; }}},
        {"app_key", text(&ServerSettings::appKey)},
        {"app_secret", text(&ServerSettings::appSecret)},
        {"callback_url", {takeCallbackUrl, callbackUrlText}},
        {"callback_allow_loopback", flag(&ServerSettings::callbackAllowLoopback)},
        {"anonymous_login", flag(&ServerSettings::anonymousLogin)},
        {"single_user_multiple_rooms", flag(&RoomSettings::singleUserMultipleRooms)},
        {"room_creation", {takeRoomCreation, roomCreationText}},
        {"administrators", {takeAdministrators, administratorsText}},
        {"archive", flag(&ServerSettings::archive)},
        {"history_depth", number(&RoomSettings::historyDepth, 0, 1000)},
        {"archive_retention_days", number(&RoomSettings::archiveRetentionDays, 0, 36500)},
        {"auto_destroy_minutes", number(&RoomSettings::autoDestroyMinutes, 0, many)},
        {"member_change_events", flag(&RoomSettings::memberChangeEvents)},
        {"members_only_sending", flag(&RoomSettings::membersOnlySending)},
        {"offline_exit_seconds", number(&RoomSettings::offlineExitSeconds, 0, day)},
        {"offline_exit_messages", number(&RoomSettings::offlineExitMessages, 0, 1000000)},
        {"resume_seconds", number(&ServerSettings::resumeSeconds, 0, day)},
        {"max_stanza_bytes", number(&ServerSettings::maxStanzaBytes, 10000, 4194304)},
        {"max_body_bytes", number(&RoomSettings::maxBodyBytes, 1, 4194304)},
        {"max_connections", number(&ServerSettings::maxConnections, 1, 100000)},
        {"stanzas_per_second", number(&ServerSettings::stanzasPerSecond, 0, 1000000)},
        {"messages_per_second", number(&RoomSettings::messagesPerSecond, 0, 1000000)},
        {"api_requests_per_second", number(&ServerSettings::apiRequestsPerSecond, 0, 1000000)},
    };
    return known;
}

const Key *find(const QString &key)
{
    const auto &known = keys();
    const auto found =
        std::find_if(known.cbegin(), known.cend(), [&](const Key &one) { return key == QLatin1StringView(one.name); });
    return found == known.cend() ? nullptr : &*found;
}

Error wrong(const QString &fileName, int line, const QString &what)
{
    const QString text = tr("%1, line %2: %3").arg(fileName).arg(line).arg(what);
    return {ErrorKind::StoreFailed, text, text};
}

} // namespace

QString applySetting(ServerSettings &settings, const QString &key, const QString &value)
{
    const Key *known = find(key);
    if (!known)
        return tr("there is no key %1").arg(key);
    const QString wanted = known->value.take(settings, value);
    return wanted.isEmpty() ? QString() : tr("%1 must be %2").arg(key, wanted);
}

QString settingText(const ServerSettings &settings, const QString &key)
{
    const Key *known = find(key);
    return known ? known->value.give(settings) : QString();
}

QStringList settingsKeys()
{
    QStringList names;
    for (const Key &key : keys())
        names.append(QString::fromLatin1(key.name));
    return names;
}

Result<ServerSettings> readSettingsFile(const QString &fileName, const ServerSettings &base)
{
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly)) {
        const QString why = file.errorString();
        return Error{ErrorKind::StoreFailed, tr("The configuration file %1 cannot be read: %2").arg(fileName, why),
                     why};
    }
    ServerSettings settings = base;
    bool inSection = false;
    int number = 0;
    const QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n');
    for (const QString &raw : lines) {
        ++number;
        const QString line = raw.trimmed();
        if (line.isEmpty() || line.startsWith(u'#') || line.startsWith(u';'))
            continue;
        if (line.startsWith(u'[')) {
            inSection = line == "[server]"_L1;
            if (!inSection)
                return wrong(fileName, number, tr("the only section is [server]"));
            continue;
        }
        const qsizetype equals = line.indexOf(u'=');
        if (!inSection || equals <= 0)
            return wrong(fileName, number, tr("a line is key = value, below [server]"));
        if (const QString problem = applySetting(settings, line.left(equals).trimmed(), line.mid(equals + 1).trimmed());
            !problem.isEmpty())
            return wrong(fileName, number, problem);
    }
    return settings;
}

Result<Done> writeSettingsFile(const QString &fileName, const ServerSettings &settings, const ServerSettings &base)
{
    QString content = u"# The room server's switches, see foyer-server(1). What is not here is as usual.\n[server]\n"_s;
    for (const Key &key : keys()) {
        const QString value = key.value.give(settings);
        if (value != key.value.give(base))
            content += QLatin1StringView(key.name) + " = "_L1 + value + u'\n';
    }
    QSaveFile file(fileName);
    const bool written = file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) &&
                         file.write(content.toUtf8()) >= 0 && file.commit();
    if (!written) {
        const QString why = file.errorString();
        return Error{ErrorKind::StoreFailed, tr("The configuration file %1 cannot be written: %2").arg(fileName, why),
                     why};
    }
    return Done{};
}

} // namespace foyer::server
