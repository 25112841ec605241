#pragma once

#include "core/clock.h"
#include "server/rooms/rooms.h"
#include "server/xmpp/invitations.h"
#include "server/xmpp/occupancy.h"
#include "server/xmpp/roomtelling.h"
#include "server/xmpp/sessiontable.h"

namespace foyer::server
{

/// What the parts of the MUC face share.
struct MucContext {
    Rooms &rooms;
    RoomStorage &storage;
    SessionTable &sessions;
    Clock &clock;
};

/// The rooms as XMPP clients see them (XEP-0045): takes presences and messages sent to rooms, and tells everybody
/// inside what happens there. Requests (iq) are answered by RoomRequests.
class MucFace : public RoomObserver, public SessionObserver
{
public:
    explicit MucFace(const MucContext &context);
    ~MucFace() override;

    /// Stanzas of \a session to a room or an occupant.
    void handlePresence(const Jid &session, const stanza::XmlNode &presence);
    void handleMessage(const Jid &session, const stanza::XmlNode &message);
    /// A presence without an address: `unavailable` leaves every room (section 7.14).
    void handleBroadcast(const Jid &session, const stanza::XmlNode &presence);

    /// See RoomTelling.
    void setArchive(bool archive) { m_telling.setArchive(archive); }
    const Occupancy &occupancy() const { return m_telling.occupancy(); }
    /// The rooms have been read anew; nobody is inside.
    void reset();
    /// Called for a session for which too much waits.
    void setOnOverfull(std::function<void(const Jid &)> onOverfull) { m_onOverfull = std::move(onOverfull); }

    void onRoomEvent(const RoomEvent &event) override;
    void onSessionDetached(const Jid &session) override;
    void onSessionResumed(const Jid &session) override;
    void onSessionOverfull(const Jid &session) override;
    void onSessionEnded(const Jid &session, SessionEnd end) override;

private:
    void enter(const Jid &session, const QString &roomId, const QString &nickname, const stanza::XmlNode &presence);
    void say(const Jid &session, const QString &roomId, const stanza::XmlNode &message);
    void sayPrivately(const Jid &session, const QString &roomId, const QString &nickname,
                      const stanza::XmlNode &message);
    void handleForm(const Jid &session, const QString &roomId, const stanza::XmlNode &message);
    void askForVoice(const Jid &session, const QString &roomId, const stanza::XmlNode &message);
    void refuse(const Jid &session, const stanza::XmlNode &stanza, const Refusal &refusal);

    MucContext m_context;
    RoomTelling m_telling;
    Invitations m_invitations;
    std::function<void(const Jid &)> m_onOverfull;
};

} // namespace foyer::server
