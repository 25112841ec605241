#pragma once

#include <QDateTime>
#include <QString>
#include <QStringList>

namespace foyer
{

/// A mute with an end ends after thirty days at the latest, as in the Server API.
inline constexpr int mostMuteMinutes = 43200;

/// A room's facts from service discovery (XEP-0045 section 6.4).
struct RoomInfo {
    QString name; ///< title; empty when the room has none
    QString description;
    int memberCount = -1;    ///< occupants; -1 when the server does not tell
    int slowModeSeconds = 0; ///< how long one waits between two messages (XEP-0500); 0: not at all
    QDateTime createdAt;     ///< UTC; invalid when the server does not tell
    QStringList features;    ///< feature namespaces and muc_* words, sorted

    bool has(const QString &feature) const { return features.contains(feature); }
    bool hasArchive() const { return has(QStringLiteral("urn:xmpp:mam:2")); }
    bool hasStanzaIds() const { return has(QStringLiteral("urn:xmpp:sid:0")); }
    /// Of the features, those that decide how the room's messages are read.
    QStringList readingFeatures() const
    {
        QStringList found;
        for (const auto *feature : {"http://jabber.org/protocol/muc#stable_id", "urn:xmpp:mam:2",
                                    "urn:xmpp:occupant-id:0", "urn:xmpp:sid:0"}) {
            if (has(QLatin1StringView(feature))) {
                found.append(QLatin1StringView(feature));
            }
        }
        return found;
    }
    /// A moderator can mute somebody there for some minutes.
    bool hasTimedMutes() const { return has(QStringLiteral("urn:foyer:mute:0")); }
    bool isModerated() const { return has(QStringLiteral("muc_moderated")); }

    bool operator==(const RoomInfo &) const = default;
};

} // namespace foyer
