#pragma once

#include "core/jid.h"
#include "core/result.h"

#include <QString>

namespace foyer
{

/// How a person names a room: a bare room ID, a full address, or an `xmpp:` link (RFC 5122, XEP-0147 `?join`).
/// A bare ID stays unresolved until the account's MUC service is known; that is a normal state.
class RoomAddress
{
public:
    RoomAddress() = default;
    /// A resolved address.
    explicit RoomAddress(const Jid &room);
    /// The same, with the ID as \a spelledId spells it; as long as that names this room.
    RoomAddress(const Jid &room, const QString &spelledId);

    /// Reads what a person typed or a link; InvalidRoomId with the sentence for the field otherwise.
    static Result<RoomAddress> parse(const QString &text);

    /// Text that is no address, kept so that a failure can name what was typed. Never resolves.
    static RoomAddress asTyped(const QString &text);

    bool isResolved() const { return !m_jid.isEmpty(); }
    /// The room's bare JID; empty while unresolved.
    Jid jid() const { return m_jid; }
    /// The room ID: the local part as it was spelled.
    QString roomId() const { return m_roomId; }
    /// The password carried by a link (`;password=`), else empty.
    QString linkPassword() const { return m_linkPassword; }
    /// This room on the MUC service \a service; itself when already resolved.
    RoomAddress resolvedAt(const QString &service) const;
    /// The bare JID, or what was typed while unresolved: the `room` of events.
    QString toString() const;
    /// The address for people: the same, with the ID as it was spelled (`Launch@conference.example.org`).
    QString spelled() const;

    bool operator==(const RoomAddress &other) const;

private:
    QString m_roomId;
    Jid m_jid;
    QString m_linkPassword;
};

} // namespace foyer
