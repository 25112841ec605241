#include "server/settingskeys.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer::server
{

namespace
{

/// A field of the settings, or of their part about rooms.
template <typename T>
using Field = std::function<T &(ServerSettings &)>;

template <typename T>
Field<T> field(T ServerSettings::*member)
{
    return [member](ServerSettings &settings) -> T & { return settings.*member; };
}

template <typename T>
Field<T> field(T RoomSettings::*member)
{
    return [member](ServerSettings &settings) -> T & { return settings.rooms.*member; };
}

template <typename T>
T valueOf(const Field<T> &of, const ServerSettings &settings)
{
    ServerSettings copy = settings;
    return of(copy);
}

SettingsKey flag(const QString &name, const Field<bool> &of)
{
    return {name, u"true or false"_s,
            [of](ServerSettings &settings, const QString &text) {
                const QString word = text.toLower();
                const bool yes = word == "true"_L1 || word == "yes"_L1 || word == "on"_L1 || word == "1"_L1;
                const bool no = word == "false"_L1 || word == "no"_L1 || word == "off"_L1 || word == "0"_L1;
                of(settings) = yes;
                return yes || no;
            },
            [of](const ServerSettings &settings) { return valueOf(of, settings) ? u"true"_s : u"false"_s; }};
}

template <typename T>
SettingsKey number(const QString &name, const Field<T> &of, int least, int most)
{
    return {name, u"%1 to %2"_s.arg(least).arg(most),
            [of, least, most](ServerSettings &settings, const QString &text) {
                bool isNumber = false;
                const int value = text.toInt(&isNumber);
                const bool good = isNumber && value >= least && value <= most;
                if (good)
                    of(settings) = static_cast<T>(value);
                return good;
            },
            [of](const ServerSettings &settings) { return QString::number(valueOf(of, settings)); }};
}

SettingsKey text(const QString &name, const Field<QString> &of, const QString &allowed,
                 const std::function<bool(const QString &)> &isGood)
{
    return {name, allowed,
            [of, isGood](ServerSettings &settings, const QString &value) {
                of(settings) = value;
                return isGood(value);
            },
            [of](const ServerSettings &settings) { return valueOf(of, settings); }};
}

bool isAnything(const QString &)
{
    return true;
}

bool isDomain(const QString &value)
{
    const auto jid = Jid::parse(value);
    return jid && jid->local().isEmpty() && jid->isBare();
}

SettingsKey callbackUrl()
{
    return {u"callback_url"_s, u"an http or https address, or nothing"_s,
            [](ServerSettings &settings, const QString &value) {
                settings.callbackUrl = QUrl(value, QUrl::StrictMode);
                const QString scheme = settings.callbackUrl.scheme();
                return value.isEmpty() || (settings.callbackUrl.isValid() && !settings.callbackUrl.host().isEmpty() &&
                                           (scheme == "http"_L1 || scheme == "https"_L1));
            },
            [](const ServerSettings &settings) { return settings.callbackUrl.toString(QUrl::FullyEncoded); }};
}

SettingsKey administrators()
{
    return {u"administrators"_s, u"account names, with commas between them"_s,
            [](ServerSettings &settings, const QString &value) {
                static const QRegularExpression comma(u"\\s*,\\s*"_s);
                settings.rooms.administrators = value.split(comma, Qt::SkipEmptyParts);
                const QStringList &names = settings.rooms.administrators;
                return std::all_of(names.cbegin(), names.cend(),
                                   [](const QString &name) { return Jid::fromParts(name, u"a").has_value(); });
            },
            [](const ServerSettings &settings) { return settings.rooms.administrators.join(u", "_s); }};
}

constexpr int oneDaySeconds = 86400;
constexpr int manyDays = 36500;
constexpr int oneWeekMinutes = 10080;
constexpr int many = 1'000'000;

} // namespace

const QList<SettingsKey> &settingsKeys()
{
    static const QList<SettingsKey> keys{
        text(u"data"_s, field(&ServerSettings::dataFolder), u"a folder"_s, isAnything),
        number(u"port"_s, field(&ServerSettings::port), 0, 65535),
        number(u"api_port"_s, field(&ServerSettings::apiPort), 0, 65535),
        text(u"domain"_s, field(&ServerSettings::domain), u"a domain name"_s, isDomain),
        text(u"app_key"_s, field(&ServerSettings::appKey), u"a text"_s, isAnything),
        text(u"app_secret"_s, field(&ServerSettings::appSecret), u"a text"_s, isAnything),
        callbackUrl(),
        flag(u"callback_allow_loopback"_s, field(&ServerSettings::callbackAllowLoopback)),
        flag(u"anonymous_login"_s, field(&ServerSettings::anonymousLogin)),
        flag(u"single_user_multiple_rooms"_s, field(&RoomSettings::singleUserMultipleRooms)),
        number(u"history_depth"_s, field(&RoomSettings::historyDepth), 0, 1000),
        number(u"archive_retention_days"_s, field(&RoomSettings::archiveRetentionDays), 0, manyDays),
        number(u"auto_destroy_minutes"_s, field(&RoomSettings::autoDestroyMinutes), 0, oneWeekMinutes),
        flag(u"member_change_events"_s, field(&RoomSettings::memberChangeEvents)),
        flag(u"members_only_sending"_s, field(&RoomSettings::membersOnlySending)),
        number(u"offline_exit_seconds"_s, field(&RoomSettings::offlineExitSeconds), 0, oneDaySeconds),
        number(u"offline_exit_messages"_s, field(&RoomSettings::offlineExitMessages), 0, many),
        number(u"resume_seconds"_s, field(&ServerSettings::resumeSeconds), 0, oneDaySeconds),
        flag(u"anyone_creates"_s, field(&RoomSettings::anyoneCreates)),
        administrators(),
        number(u"messages_per_second"_s, field(&RoomSettings::messagesPerSecond), 0, many),
        number(u"stanzas_per_second"_s, field(&ServerSettings::stanzasPerSecond), 0, many),
        number(u"api_requests_per_second"_s, field(&ServerSettings::apiRequestsPerSecond), 0, many),
        number(u"max_connections"_s, field(&ServerSettings::maxConnections), 1, many),
        number(u"max_stanza_bytes"_s, field(&ServerSettings::maxStanzaBytes), 10000, 16 * many),
        number(u"max_body_bytes"_s, field(&RoomSettings::maxBodyBytes), 1, 16 * many),
    };
    return keys;
}

const SettingsKey *settingsKey(const QString &name)
{
    const QList<SettingsKey> &keys = settingsKeys();
    const auto found = std::find_if(keys.cbegin(), keys.cend(), [&name](const auto &key) { return key.name == name; });
    return found == keys.cend() ? nullptr : &*found;
}

} // namespace foyer::server
