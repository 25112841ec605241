#pragma once

#include "core/jid.h"

#include <QDateTime>
#include <QList>
#include <QString>

namespace foyer
{

/// Stable, opaque name of a timeline row; survives restarts. 0 is no row.
using MessageKey = qint64;

/// State of a row (Received for other people's).
enum class DeliveryState { Received, Queued, Sent, Checking, Delivered, Failed };

/// What an archive entry is. Only Message makes a row a person sees; every other kind is kept raw, because it is part
/// of the archive's sequence and proves what lies between two messages.
enum class EntryKind { Message, Subject, Reaction, Correction, Retraction, Marker, Other, NotShown };

/// One groupchat stanza as the protocol layer read it, from the live stream, join history or an archive page.
struct RoomMessage {
    EntryKind kind = EntryKind::Message;
    QString archiveId;  ///< given by the room (stanza-id with `by` = room, or MAM result id); empty when none
    QString originId;   ///< XEP-0359 origin-id, the sender's claim
    QString messageId;  ///< attribute `id` of the stanza
    QString occupantId; ///< XEP-0421; empty when the room does not stamp it
    QString nickname;   ///< resource of `from`; empty for the room itself
    Jid realJid;        ///< sender's address where the room shows it
    bool fromSelf = false; ///< live from our own occupant JID; always false in an archive page
    QDateTime stamp;    ///< UTC; the room's delay stamp (archive, history); invalid for live
    QString body;
    QString subject;    ///< for EntryKind::Subject
    QString raw;        ///< the stanza's XML for kinds other than Message, so that later versions understand it

    bool operator==(const RoomMessage &) const = default;
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
    bool recorded = true;
    QString body;
    DeliveryState state = DeliveryState::Received;
    bool edited = false;
    bool retracted = false;
    int epoch = 0;
    QString failure; ///< sentence for a person when state is Failed
    bool sentAgain = false; ///< an own message that has gone out a second time

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
