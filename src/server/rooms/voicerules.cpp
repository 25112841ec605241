#include "server/rooms/voicerules.h"

namespace foyer::server
{

namespace
{

/// Whether \a one ends after \a other.
bool lastsLonger(const Restriction &one, const Restriction &other)
{
    if (!other.until.isValid())
        return false;
    return !one.until.isValid() || one.until > other.until;
}

} // namespace

Voice voiceOf(const VoiceFacts &facts)
{
    Voice voice;
    MuteState &mute = voice.mute;
    // A moderated room is a muted one for whoever has no voice of their own in it.
    mute.roomMuted = facts.room.has_value() || facts.baseRole == Role::Visitor;
    mute.userMutedEverywhere = facts.everywhere.has_value();
    mute.userMutedHere = facts.here.has_value();
    mute.exempt = facts.exempt;

    QList<Restriction> inForce;
    if (facts.everywhere)
        inForce += *facts.everywhere;
    const bool excused = facts.exempt || facts.affiliation >= Affiliation::Admin;
    if (facts.here && !excused)
        inForce += *facts.here;
    if (facts.room && !excused)
        inForce += *facts.room;

    const bool muted = !inForce.isEmpty();
    voice.role = muted && facts.baseRole != Role::Moderator ? Role::Visitor : facts.baseRole;
    mute.canSpeak = !muted && voice.role >= Role::Participant;
    if (!muted)
        return voice;
    Restriction longest = inForce.constFirst();
    for (const Restriction &restriction : std::as_const(inForce)) {
        if (lastsLonger(restriction, longest))
            longest = restriction;
    }
    mute.until = longest.until;
    mute.reason = longest.reason;
    mute.by = longest.by;
    return voice;
}

} // namespace foyer::server
