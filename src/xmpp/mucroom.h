#pragma once

#include "core/chatstate.h"
#include "core/clock.h"
#include "core/jid.h"
#include "core/mutestate.h"
#include "core/occupant.h"
#include "core/result.h"
#include "core/roominfo.h"
#include "core/roommessage.h"
#include "core/servicetypes.h"
#include "stanza/address.h"
#include "stanza/xmlnode.h"
#include "xmpp/xmppstream.h"

#include <QFuture>
#include <QHash>
#include <QObject>

#include <memory>
#include <optional>

namespace foyer
{

class Disco;
class IqRouter;

/// What MucRoom needs from the session it lives in.
struct MucDeps {
    XmppStream &stream;
    IqRouter &iqs;
    Disco &disco;
    Clock &clock;
};

/// How to enter a room.
struct MucJoin {
    QString nickname;
    QString password;
    QString extra;       ///< put into every presence as `urn:foyer:extra:0`
    int maxHistory = 0;  ///< join history to ask for when disco#info shows no archive; 0 asks for none
    bool create = false; ///< create the room when it is missing
    bool rejoin = false; ///< skip nothing, but a room without archive still gets maxHistory
    RoomInfo known = {}; ///< what the room last told of itself: refusing to tell it again, it has not lost it
};

/// The protocol state machine of one room (XEP-0045): join existing only or join-or-create, occupants, subject, roles,
/// messages, leave, and everything that ends a membership. Emits typed facts; knows no store. One object a room for
/// the account's life; each join() is a new membership.
class MucRoom : public QObject
{
    Q_OBJECT

public:
    enum class State { Outside, Joining, Inside };

    MucRoom(const Jid &room, const MucDeps &deps, QObject *parent = nullptr);
    ~MucRoom() override;

    /// Enters: disco#info, then the join presence; 15 s of silence for each, with one repeated presence after 5 s of it
    /// (ejabberd can lose one). Existing only: a 201 is backed out of by leaving, which is what leaves no trace, and
    /// reported as RoomDoesNotExist. Ends in selfJoined() then entered(), or joinFailed(). Another nickname or `extra`
    /// while inside is another join(), because every presence opens a new membership (guarantee, section 1).
    void join(const MucJoin &join);
    /// Leaves with a presence; left(ByUser) follows at once. Safe in every state; a 110 that still comes is answered
    /// with unavailable.
    void leave();
    /// The stream is gone without resumption: Outside, nothing emitted. Who was told to be in the room stays told, so
    /// that the next selfJoined() is followed by the difference only.
    void streamLost();
    /// As streamLost(), but the session goes on or may be resumed, so that the room may hold us and go on talking: the
    /// next join() takes nothing of that for its own answer, and leave() still tells the room.
    void standBack();

    /// Sends a message, a correction, a reaction or a retraction, with `id` and origin-id RoomMessage::originId (128
    /// random bits); messageFailed() when the room refuses it.
    void sendEntry(const RoomMessage &entry);
    /// Self-ping (XEP-0410): true joined, false not joined; TimedOut or NotConnected when undecided.
    QFuture<Result<bool>> selfPing();

    State state() const;
    Jid room() const;
    QString nickname() const; ///< as the room gave it to us
    Jid occupantJid() const;
    Occupant self() const;
    /// What the room's latest word to us says about mutes (`urn:foyer:mute:0`); nullopt when it says nothing.
    std::optional<MuteState> selfMute() const;
    QHash<QString, Occupant> occupants() const; ///< by nickname
    QString subject() const;
    RoomInfo info() const; ///< from the disco#info of this join
    /// Reads disco#info again (after status 104, or for memberCount after self-presence).
    QFuture<Result<RoomInfo>> refreshInfo();

    /// The bare address that \a stanza comes from, empty when there is none. Whoever passed it on has admitted its
    /// nickname, so one that this machine's tables refuse is no reason to drop it.
    static Jid roomOf(const stanza::XmlNode &stanza) { return stanza::splitAddress(stanza.attribute(u"from")).bare; }
    /// Offers a message or presence from this room (any resource). True when it belonged here. \a serial is passed on
    /// in messageReceived() so that the receiver can hold() it.
    bool handle(const stanza::XmlNode &stanza, StanzaSerial serial);
    /// A stanza the input gate refused: a message is taken as what stanza::readRefused() tells, unless that is neither
    /// a message nor a place in the archive; of a presence it counts who it is from and whether he is there, unless he
    /// is we.
    bool handleRefused(const stanza::XmlNode &scanned, StanzaSerial serial);

Q_SIGNALS:
    /// Self-presence (110) of our join: a membership begins. \a created: the room is new.
    void selfJoined(bool created);
    /// The join's answer is complete: the subject came; or 2 s passed without a word of it, and then, where a history
    /// was asked for, a self-ping was answered, behind which nothing of it can come. \a history: what `<history/>`
    /// brought.
    void entered(const QList<foyer::RoomMessage> &history);
    void joinFailed(const foyer::Error &error);
    /// A live groupchat stanza of this membership (after 110). Join history is never delivered here. A stanza-id counts
    /// only with `by` = room, only once in the stanza, and only when the room announces `urn:xmpp:sid:0` (H6, S4).
    void messageReceived(const foyer::RoomMessage &message, foyer::StanzaSerial serial);
    /// Somebody writes, or does not any more; also our own word coming back. Live only.
    void chatStateReceived(const QString &nickname, foyer::ChatState state);
    /// Our message \a originId came back as an error: Muted, NotInRoom, TooFast, MessageTooLarge, ServerRefused...
    void messageFailed(const QString &originId, const foyer::Error &error);
    /// At once for each live presence; one difference to what was told last after selfJoined(); everybody left before
    /// left().
    void occupantsChanged(const foyer::OccupantDelta &delta);
    /// Our own role or affiliation; `by` and `reason` as the room tells.
    void selfRoleChanged(const foyer::Occupant &now, foyer::Role before, const QString &by, const QString &reason);
    /// selfMute() is another one while we are inside; after selfRoleChanged() when one presence tells both.
    void selfMuteChanged();
    void subjectChanged(const QString &subject, const QString &by, const QDateTime &at);
    /// Status 104: facts may have changed; info() is not refreshed by itself.
    void configurationChanged();
    /// Somebody asks the moderators, of whom we are one, for voice (XEP-0045 section 8.6).
    void voiceRequested(const QString &nickname);
    void nicknameChanged(const QString &nickname);
    /// The membership ended for good: Kicked, Banned, Destroyed, LostMembership, ByUser.
    void left(const foyer::LeaveReason &reason);
    /// Status 332 or 333, a kick that only says that we sent errors, or a room that says neither the rest of its
    /// history nor that we are inside: a loss, not a leave; rejoin. \a everybody: the server of the rooms stops, and
    /// whoever is in one was told at once (332).
    void membershipLost(const foyer::Error &cause, bool everybody);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace foyer
