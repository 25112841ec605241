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

/// The rule of our own server: being muted everywhere silences anybody; the mutes of one room silence neither those on
/// its exempt list nor its admins and owners. A visitor has no voice whatever the reason.
bool maySpeak(const MuteState &told, const VoiceFacts &facts)
{
    const bool mutedInRoom = told.roomMuted.value_or(false) || told.userMutedHere.value_or(false);
    const bool standsAbove = told.exempt.value_or(false) || facts.affiliation >= Affiliation::Admin;
    return facts.role >= Role::Participant && !told.userMutedEverywhere.value_or(false) &&
           (!mutedInRoom || standsAbove);
}

} // namespace

MuteState muteStateOf(const VoiceFacts &facts)
{
    if (facts.told) {
        MuteState mute = *facts.told;
        mute.canSpeak = maySpeak(mute, facts);
        return mute;
    }
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
