#pragma once

#include "core/chatstate.h"
#include "core/jid.h"
#include "core/occupant.h"
#include "core/result.h"
#include "stanza/xmlnode.h"

#include <QFuture>
#include <QString>

#include <optional>

namespace foyer
{

class IqRouter;
class XmppStream;

/// What we say to one room beside messages: what moderators ask of it (XEP-0045 sections 8 and 9, XEP-0425), and how
/// somebody without voice asks for it (section 7.13). Each answer is the room's; refusals are ServerRefused or
/// NotInRoom, and NotConnected or TimedOut where there was none.
class MucAdmin
{
public:
    MucAdmin(const Jid &room, IqRouter &iqs, XmppStream &stream) : m_room(room.bare()), m_iqs(iqs), m_stream(stream) {}

    QFuture<Result<Done>> kick(const QString &nickname, const QString &reason);
    /// Bans an account. \a realJid is its address, which only moderators and rooms that show addresses tell.
    QFuture<Result<Done>> ban(const Jid &realJid, const QString &reason);
    QFuture<Result<Done>> setRole(const QString &nickname, Role role, const QString &reason = {});
    /// Takes voice for \a minutes, 1 to mostMuteMinutes, in rooms that announce `urn:foyer:mute:0`; others
    /// would take it without end.
    QFuture<Result<Done>> muteFor(const QString &nickname, int minutes);
    /// Retracts anybody's message (XEP-0425), which only rooms do that announce it.
    QFuture<Result<Done>> moderate(const QString &archiveId, const QString &reason);
    /// Asks the moderators for voice; nobody answers to that, voice comes or does not.
    void requestVoice();
    /// Tells everybody in the room what we do with a message that is not written yet (XEP-0085).
    void tellChatState(ChatState state);

private:
    QFuture<Result<Done>> administer(const stanza::XmlNode &item, const QString &reason);

    Jid m_room;
    IqRouter &m_iqs;
    XmppStream &m_stream;
};

/// The nickname of whoever asks for voice in \a message, a request that a room hands to its moderators (XEP-0045
/// section 8.6); empty where it is none.
QString voiceRequester(const stanza::XmlNode &message);

} // namespace foyer
