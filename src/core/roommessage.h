#pragma once

#include "core/jid.h"

#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace foyer
{

/// Stable, opaque name of a timeline row; survives restarts. 0 is no row.
using MessageKey = qint64;

/// State of a row (Received for other people's).
enum class DeliveryState { Received, Queued, Sent, Checking, Delivered, Failed };

/// What an archive entry is. Only Message makes a row a person sees; every other kind is kept raw, because it is part
/// of the archive's sequence and proves what lies between two messages. NotShown: nothing of it is believed or known.
enum class EntryKind { Message, Subject, Reaction, Correction, Retraction, Marker, Other, NotShown };

/// Whether people write entries of \a kind: a message, or something about one.
constexpr bool isWritten(EntryKind kind)
{
    return kind == EntryKind::Message || kind == EntryKind::Reaction || kind == EntryKind::Correction ||
           kind == EntryKind::Retraction;
}

/// What an entry says about another one of its room: a Reaction, a Correction or a Retraction about its target, a
/// Message about the one it answers (XEP-0461).
struct Annotation {
    QString targetId; ///< the id by which the entry names its target; empty: about nothing
    /// Reaction: the emojis, one a line; Retraction: the reason; a reply: the words it quotes as its fallback.
    QString value;
    QString nickname; ///< Retraction by the room: of the moderator; a reply: of the author it names
    /// An own Retraction that goes out: the id its author gave the target, for programs that know no other.
    QString authorsId = {};

    bool operator==(const Annotation &) const = default;
};

/// One groupchat stanza as the protocol layer read it, from the live stream, join history or an archive page.
struct RoomMessage {
    EntryKind kind = EntryKind::Message;
    QString archiveId;     ///< given by the room (stanza-id with `by` = room, or MAM result id); empty when none
    QString originId;      ///< XEP-0359 origin-id, the sender's claim
    QString messageId;     ///< attribute `id` of the stanza
    QString occupantId;    ///< XEP-0421; empty when the room does not stamp it
    QString nickname;      ///< resource of `from`; empty for the room itself
    Jid realJid;           ///< sender's address where the room shows it
    qint64 stay = 0;       ///< the sender's OccupantList::stayOf() at that moment; 0 unless it came live
    bool fromSelf = false; ///< live from our own occupant JID; always false in an archive page
    QDateTime stamp;       ///< UTC; the room's delay stamp (archive, history); invalid for live
    QString body;
    QString subject;  ///< for EntryKind::Subject
    QString raw;      ///< the stanza's XML for kinds other than Message, so that later versions understand it
    Annotation about; ///< for Reaction, Correction, Retraction, and a Message that is a reply
    Annotation reply; ///< an own Correction of a reply that goes out: what that answers
    /// A Message of which an archive kept the place only (XEP-0424 tombstone); `about` says by whom and why.
    bool retracted = false;
    /// A Message over the input limits, of which nothing but its place and sender is known (guarantee, rule 15); it is
    /// \a retracted, too, for it has no text.
    bool unreadable = false;
    /// An own Message whose body is the address of a file that was put there for it (XEP-0066).
    bool isFile = false;

    bool operator==(const RoomMessage &) const = default;
};

/// One emoji below a message, with everybody who put it there.
struct Reaction {
    QString emoji;
    QStringList nicknames; ///< in the room's order
    bool own = false;      ///< we are among them

    bool operator==(const Reaction &) const = default;
};

/// What a message answers (XEP-0461).
struct ReplyReference {
    QString targetId;
    MessageKey key = 0; ///< 0: the message is not held
    QString nickname;   ///< of its author
    QString excerpt; ///< its text, shortened; empty when it is retracted; where it is not held, what the reply quotes

    bool operator==(const ReplyReference &) const = default;
};

/// One text that a message had, see ChatroomService::corrections().
struct MessageVersion {
    QString body;
    QDateTime sentAt; ///< UTC

    bool operator==(const MessageVersion &) const = default;
};

/// A stored row of a room's timeline: the `Row` of the product contract.
struct StoredMessage {
    MessageKey key = 0;
    QString archiveId; ///< `stanzaId` of events and exports
    QString originId;
    QString messageId;
    QString occupantId;
    QString nickname;
    bool own = false;
    QDateTime sentAt; ///< UTC
    /// \a sentAt is when it arrived here, by this computer's clock; the room has not told its own time yet.
    bool live = false;
    bool recorded = true;
    QString body; ///< as last corrected; empty when retracted
    DeliveryState state = DeliveryState::Received;
    bool edited = false;
    bool retracted = false; ///< the row keeps its place, its text is gone
    /// The row keeps the place of a message that could not be read; \a retracted, too.
    bool unreadable = false;
    int epoch = 0;
    QString failure;                     ///< sentence for a person when state is Failed
    bool sentAgain = false;              ///< an own message that has gone out a second time
    std::optional<ReplyReference> reply; ///< of an own correction in the outbox: that of what it corrects
    QList<Reaction> reactions;           ///< in the order in which they first came
    QString retractedBy;                 ///< nickname of the author or the moderator
    QString retractReason;               ///< outside text
    /// Of a row that a person sees always Message; an own correction, reaction or retraction in the outbox is one too.
    EntryKind kind = EntryKind::Message;
    Annotation about;    ///< for kinds other than Message
    bool isFile = false; ///< as in RoomMessage; own rows only

    bool operator==(const StoredMessage &) const = default;
};

/// Why messages are missing at a place (guarantee, rule 9).
enum class GapReason { RetentionEnded, NoArchive, NotPermitted, LoadFailed, NotLoaded };

/// A hole in a room's timeline, drawn as a line between two rows.
struct TimelineGap {
    MessageKey afterKey = 0;  ///< row before the hole; 0 at an unfilled older end
    MessageKey beforeKey = 0; ///< row after the hole; 0 at the newest end
    QDateTime from;           ///< time of the row before; invalid when none
    QDateTime to;
    GapReason reason = GapReason::NotLoaded;

    bool operator==(const TimelineGap &) const = default;
};

/// What stands in a timeline: a row, or a gap.
struct TimelineItem {
    enum class Kind { Message, Gap };
    Kind kind = Kind::Message;
    StoredMessage message;
    TimelineGap gap;

    bool operator==(const TimelineItem &) const = default;
};

/// Spellings of events and exports.
QString nameOf(DeliveryState state);
QString nameOf(GapReason reason);
QString nameOf(EntryKind kind);

} // namespace foyer
