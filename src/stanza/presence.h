#pragma once

#include "core/jid.h"
#include "core/mutestate.h"
#include "core/occupant.h"
#include "core/roominfo.h"
#include "stanza/xmlnode.h"

#include <QList>
#include <QString>

#include <optional>

namespace foyer::stanza
{

/// The status codes of XEP-0045 section 15.6.2 that a presence or message can carry.
enum class MucStatus : int {
    AnyoneSeesAddresses = 100,
    ConfigurationChanged = 104,
    SelfPresence = 110,
    RoomCreated = 201,
    NicknameAssigned = 210,
    Banned = 301,
    NicknameChanged = 303,
    Kicked = 307,
    AffiliationLost = 321,
    MembersOnlyNow = 322,
    ServiceShutdown = 332,
    TechnicalRemoval = 333,
};

/// What a presence from a room says about one occupant (XEP-0045 section 7). Its parts stand in any order on the wire.
struct MucPresence {
    enum class Type { Available, Unavailable, Error, Other };

    Type type = Type::Other;
    QString id;             ///< of the stanza; in an error, of the presence that was refused
    Occupant occupant;      ///< nickname empty: from the room itself, hence about no occupant
    QList<Jid> addresses;   ///< full addresses of every `<item/>`: Prosody lists all clients behind a shared nickname
    QList<int> codes;       ///< status codes
    QString newNickname;    ///< with NicknameChanged
    QString actor;          ///< nickname, else address, of whoever caused it
    QString reason;         ///< outside text
    QString statusText;     ///< outside text of `<status/>` in the presence itself
    bool destroyed = false; ///< the room was destroyed
    QString destroyReason;
    QString alternative;   ///< address of the room to go to instead, or of the room that replaced this one
    bool replaced = false; ///< taken out because our account entered another room (`urn:foyer:replaced:0`)
    /// What `urn:foyer:mute:0` says; `canSpeak` is not part of it and stays true. Only our own presence has it.
    std::optional<MuteState> mute;

    bool has(MucStatus status) const { return codes.contains(static_cast<int>(status)); }
};

MucPresence readMucPresence(const XmlNode &presence);

/// The status codes of the `muc#user` element of a presence or message.
QList<int> statusCodesOf(const XmlNode &stanza);

/// How a join presence asks for entry.
struct MucEntry {
    QString password; ///< empty: none is sent
    QString extra;    ///< empty: none is sent
    int maxHistory = 0;
};

/// The presence that enters a room as \a occupant (XEP-0045 section 7.2).
XmlNode mucJoinPresence(const Jid &occupant, const QString &id, const MucEntry &entry);
/// The presence that asks for the nickname of \a occupant while we are inside (XEP-0045 section 7.6): no join.
XmlNode mucNicknamePresence(const Jid &occupant, const QString &id, const QString &extra);
XmlNode mucLeavePresence(const Jid &occupant);

/// The `<mute/>` element (`urn:foyer:mute:0`) that says \a mute: unknown flags and an open end are left out.
XmlNode muteElement(const MuteState &mute);
/// The `<mute/>` element by which a moderator asks, inside an item of a `muc#admin` request that takes voice, for an
/// end after \a minutes; a room offers that by the feature `urn:foyer:mute:0`.
XmlNode muteForElement(int minutes);
/// What \a item asks so: 0 where it asks for no end; nullopt when that is no number from 1 to mostMuteMinutes.
std::optional<int> muteMinutesOf(const XmlNode &item);
/// The `<replaced/>` element (`urn:foyer:replaced:0`).
XmlNode replacedElement(const QString &room);

} // namespace foyer::stanza
