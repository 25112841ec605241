#pragma once

#include "server/serversettings.h"

#include <QList>

#include <functional>
#include <optional>

namespace foyer::server
{

/// One key of the configuration file: how it is read, checked and written.
struct SettingsKey {
    QString name;
    QString allowed; ///< what the value may be, for a person: `true or false`, `0 to 65535`
    /// Takes the value; false when it is not allowed.
    std::function<bool(ServerSettings &, const QString &)> read;
    std::function<QString(const ServerSettings &)> write;
};

/// Every key, in the order they are written and documented.
const QList<SettingsKey> &settingsKeys();
/// nullptr when there is no such key.
const SettingsKey *settingsKey(const QString &name);

} // namespace foyer::server
