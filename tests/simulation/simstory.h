#pragma once

#include <QList>
#include <QString>

#include <functional>

namespace foyer
{

/// What may happen in a simulated story.
enum class SimAct {
    Say,         ///< others speak, once or many times
    SayOwn,      ///< we speak
    CorrectOwn,  ///< we give a message of ours another text
    ReactOwn,    ///< we put other emojis below a message
    SaySpecial,  ///< hostile or unusual: over the input limits, forged delay, foreign or doubled stanza-ids
    Pump,        ///< a few steps of what is under way
    Rest,        ///< everything that needs no time
    Wait,        ///< time passes
    Cut,         ///< the link breaks now
    CutSoon,     ///< the link breaks after a few stanzas more, wherever that is
    ComeBack,    ///< the server can be reached again
    Silence,     ///< nothing comes through, and nobody says so
    RoomRestart, ///< the room forgets us and tells nobody
    RoomStops,   ///< the room sends everybody out because the service stops
    Kick,
    LeaveAndJoin,
    Refresh,     ///< a join of a room we are in, with another `extra`
    Rename,      ///< the room gives us another nickname
    Restart,     ///< the program ends and starts again
    Kill,        ///< the program is killed and starts again
    SignOut,     ///< and in again
    HoldPages,   ///< the archive is slow from now on
    ReleasePage, ///< one page, whole or a part of it
    HoldInfo,    ///< the room's features come late from now on
    ReleaseInfo,
    RefusePages, ///< the archive refuses the next pages
    LoseOwn,     ///< what we send is handed to a room that is dead
    StoreFull,   ///< one message cannot be stored
    TooFast,     ///< the room refuses the next things we say as too fast
    LoadOlder,
    ArchiveLate,    ///< an entry that waits gets into the archive
    LoseEntry,      ///< the server loses an entry
    Expire,         ///< the oldest entries expire
    StallHistory,   ///< joins of a room without archive get a part of their answer only
    ReleaseHistory, ///< and now the rest
    PlainOutage,    ///< an outage without anything beside it: the receipt is checked to the last number
    Checkpoint,     ///< everything is well again, and what is shown is judged
};

QString nameOf(SimAct act);

/// Which stories are told.
struct SimOptions {
    int rooms = 1;
    bool noArchive = false; ///< the last room keeps no archive
    bool late = false;      ///< entries are archived later than they are broadcast, and in another order
    bool losses = false;    ///< the server loses entries, the oldest expire
    bool byHand = false;    ///< rooms are left and joined by hand, people are kicked
    bool trouble = false;   ///< slow and refusing archives, a full disk, kills
};

/// One act and the seed of everything random in it, so that leaving others out changes nothing in it.
struct SimStep {
    SimAct act = SimAct::Rest;
    quint32 seed = 0;
};

struct SimPlan {
    quint32 seed = 0;
    SimOptions options;
    QList<SimStep> steps;
};

/// The story of a seed.
SimPlan planStory(quint32 seed, const SimOptions &options);
/// The smallest plan found for which \a fails still says yes: the shortest prefix, then without what is not needed.
SimPlan shrunk(SimPlan plan, const std::function<bool(const SimPlan &)> &fails);
QString describe(const SimPlan &plan);
/// The steps that describe() wrote.
QList<SimStep> stepsOf(const QString &description);

} // namespace foyer
