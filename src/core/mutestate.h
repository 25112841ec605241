#pragma once

#include <QDateTime>
#include <QString>

#include <optional>

namespace foyer
{

/// Everything that decides whether one may speak in a room. An empty optional means the server does not tell.
struct MuteState {
    std::optional<bool> roomMuted;
    std::optional<bool> userMutedEverywhere;
    std::optional<bool> userMutedHere;
    std::optional<bool> exempt;
    bool canSpeak = true;
    QDateTime until; ///< UTC; invalid when unknown or without end
    QString reason;  ///< as given by whoever muted; outside text
    QString by;      ///< nickname or address of whoever muted

    bool operator==(const MuteState &) const = default;
};

} // namespace foyer
