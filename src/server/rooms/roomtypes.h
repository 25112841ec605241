#pragma once

#include "core/jid.h"
#include "core/mutestate.h"
#include "core/occupant.h"
#include "core/roommessage.h"
#include "stanza/xmlnode.h"

#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace foyer::server
{

/// What a room is set to (XEP-0045 section 10.2).
struct RoomConfig {
    QString title;
    QString description;
    QString password; ///< empty: none is asked for
    bool persistent = true;
    bool listed = true;
    bool moderated = false; ///< newcomers without an affiliation have no voice
    bool membersOnly = false;
    bool addressesShown = false; ///< everyone sees real addresses, not only moderators
    bool subjectByAnyone = false;
    int maxOccupants = 0; ///< 0: no limit

    bool operator==(const RoomConfig &) const = default;
};

/// When a room ends by itself (Server API `destroyType`, `destroyTime`).
struct RoomLifetime {
    enum class Kind {
        Service,  ///< the service's `auto_destroy_minutes` of inactivity
        Inactive, ///< `minutes` without join, leave or message
        Fixed,    ///< `minutes` after creation
        Never,    ///< its owner asked for a persistent room (XEP-0045)
    };
    Kind kind = Kind::Service;
    int minutes = 0;

    bool operator==(const RoomLifetime &) const = default;
};

/// A mute or a block of an account, in one room or (for mutes) everywhere.
struct Restriction {
    Jid account;     ///< bare
    QDateTime until; ///< UTC; invalid: without end
    QString reason;  ///< outside text
    QString by;      ///< nickname or account name of whoever did it; empty when unknown
    bool operator==(const Restriction &) const = default;
};

/// A lasting standing of an account in a room; Affiliation::None entries do not exist.
struct Standing {
    Jid account; ///< bare
    Affiliation affiliation = Affiliation::None;
    QString nickname; ///< reserved nickname; may be empty
    QString reason;   ///< outside text
    bool operator==(const Standing &) const = default;
};

/// Everything of a room that outlives the process, the archive apart.
struct RoomRecord {
    QString id; ///< as spelled at creation; compared by roomKey()
    RoomConfig config;
    RoomLifetime lifetime;
    QDateTime createdAt;    ///< UTC
    QDateTime lastActiveAt; ///< UTC; last join, leave or message
    bool locked = false;    ///< made by a join and not configured yet; does not outlive its creator's leaving
    bool roomMuted = false; ///< Server API `chatroom/ban`
    QString roomMuteReason; ///< outside text
    QString roomMutedBy;    ///< empty when unknown
    QString subject;
    QString subjectBy; ///< nickname
    QDateTime subjectAt;
    QList<Standing> standings;
    QList<Restriction> mutes;  ///< `chatroom/user/gag`, and voice taken by a moderator
    QList<Restriction> blocks; ///< `chatroom/user/block`
    QList<Jid> exempt;         ///< mute-exempt list
    bool operator==(const RoomRecord &) const = default;
};

/// What decides whether two spellings name the same room: the prepared local part (nodeprep). Empty when \a id is not
/// a valid local part.
QString roomKey(const QString &id);
/// Whether \a id may be given to a new room: 1 to 64 bytes of `A-Z a-z 0-9 . _ -`.
bool isCreatableRoomId(const QString &id);

/// One client of an account, by its full JID.
struct ClientPresence {
    Jid session;                     ///< full JID
    QList<stanza::XmlNode> payloads; ///< children of its last presence to the room, MUC's own left out
    bool operator==(const ClientPresence &) const = default;
};

/// Somebody in a room. Several clients of one account may share the nickname.
struct RoomOccupant {
    QString nickname;
    Jid account; ///< bare
    Role role = Role::Participant;
    Affiliation affiliation = Affiliation::None;
    QString occupantId;            ///< XEP-0421: the same for an account in a room for ever, not to be traced to it
    QList<ClientPresence> clients; ///< never empty while inside; the last to speak last
    QDateTime joinedAt;
    MuteState mute; ///< complete: every optional is set

    bool operator==(const RoomOccupant &) const = default;
};

/// One entry of a room's archive.
struct ArchiveEntry {
    QString id;       ///< 128 random bits, given by the room; hex. A stanza-id only when the entry is archived
    QString nickname; ///< of the sender at that time; for the Server API the user id
    Jid account;      ///< bare JID of the sender
    QString occupantId;
    QString originId;      ///< XEP-0359, else empty
    QString messageId;     ///< attribute `id`
    QDateTime sentAt;      ///< UTC, milliseconds
    bool inHistory = true; ///< has a body: counts for the join history
    /// The groupchat message as the room sends it: `from`, `type`, `id` and occupant-id set, `to` and stanza-id not.
    /// What only the room may say (forged stanza-ids, delays, status codes) is taken out.
    stanza::XmlNode message;
};

/// Why a room said no. The XMPP face and the Server API each turn it into their own words.
struct Refusal {
    enum class Kind {
        RoomDoesNotExist,
        Gone,
        Locked,
        InvalidRoomId,
        CreationNotAllowed,
        Banned,
        MembersOnly,
        PasswordWrong,
        NicknameInUse,
        NicknameNotAllowed,
        RoomFull,
        NotInRoom,
        Muted,
        NotAllowed,
        TooFast,
        TooLarge,
        BadRequest,
        NoSuchOccupant,
        Conflict,
        NotSaved, ///< the disk refused; nothing was done
    };
    Kind kind = Kind::BadRequest;
    QString text;        ///< one sentence for a person
    QString alternative; ///< Gone: address of another room, maybe empty

    /// With the standard sentence of \a kind.
    static Refusal make(Kind kind);
    bool operator==(const Refusal &) const = default;
};

/// A value or the refusal.
template <typename T>
class [[nodiscard]] Granted
{
public:
    Granted(T value) : m_value(std::move(value)) {}
    Granted(Refusal refusal) : m_refusal(std::move(refusal)) {}
    explicit operator bool() const { return m_value.has_value(); }
    const T &operator*() const { return *m_value; }
    const T *operator->() const { return &*m_value; }
    const Refusal &refusal() const { return m_refusal; }

private:
    std::optional<T> m_value;
    Refusal m_refusal;
};

/// The success of something without a value.
struct Allowed {
};

} // namespace foyer::server
