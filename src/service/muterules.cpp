#include "service/muterules.h"

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

/// ejabberd lets a visitor speak in an unmoderated room, Prosody never does. ejabberd 23 does not announce stable ids
/// (it only keeps them), Prosody does: that tells them apart without asking for a version.
bool visitorMaySpeak(const RoomInfo &info)
{
    return !info.isModerated() && !info.has(u"http://jabber.org/protocol/muc#stable_id"_s);
}

} // namespace

MuteState muteStateOf(const VoiceFacts &facts)
{
    MuteState mute;
    const bool voiceless = facts.role == Role::Visitor && !visitorMaySpeak(facts.info);
    mute.canSpeak = facts.role >= Role::Participant || (facts.role == Role::Visitor && !voiceless);
    if (!voiceless) {
        mute.roomMuted = false;
        mute.userMutedHere = false;
        return mute;
    }
    if (facts.demotedInside) {
        mute.roomMuted = false;
        mute.userMutedHere = true;
        mute.by = facts.by;
        mute.reason = facts.reason;
    } else {
        mute.roomMuted = facts.info.isModerated();
    }
    return mute;
}

} // namespace foyer
