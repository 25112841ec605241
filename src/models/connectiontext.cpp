#include "models/connectiontext.h"

#include "core/apart.h"
#include "models/displaytext.h"
#include "models/timetext.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace foyer::connectiontext
{

namespace
{

/// Where the texts are found by their translators.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(foyer::ConnectionText)
};

QString ago(const QDateTime &then, const QDateTime &now)
{
    const qint64 ms = std::max<qint64>(0, then.msecsTo(now));
    return ms < 1000 ? Words::tr("just now") : Words::tr("%1 ago").arg(timetext::duration(ms));
}

QString returnLine(const RoomReturn &room, const QString &name)
{
    switch (room.outcome) {
    case RoomReturn::Outcome::Waiting:
        return Words::tr("%1: not back yet.", "room").arg(name);
    case RoomReturn::Outcome::Rejoined:
        return Words::tr("%1: %2.", "room, then what came back")
            .arg(name, broughtBack(room.report.value_or(CatchUpReport())));
    case RoomReturn::Outcome::Failed:
        return Words::tr("%1: %2", "room, then a sentence why it cannot be joined again")
            .arg(name, displaytext::sentence(room.error.value_or(Error()).text));
    case RoomReturn::Outcome::Left:
        return Words::tr("%1: left.", "room").arg(name);
    case RoomReturn::Outcome::Interrupted:
        return Words::tr("%1: the next outage came first.", "room").arg(name);
    }
    Q_UNREACHABLE();
}

QString lengthOf(const Outage &outage, const QDateTime &now)
{
    if (outage.lengthMs) {
        return *outage.lengthMs < 1000 ? Words::tr("under 1 s") : timetext::duration(*outage.lengthMs);
    }
    if (outage.kind == Outage::Kind::Start) {
        return {};
    }
    return outage.givenUp
               ? Words::tr("given up")
               : Words::tr("for %1 so far").arg(timetext::duration(std::max<qint64>(0, outage.lostAt.msecsTo(now))));
}

ReportEntry::Tone toneOf(const Outage &outage)
{
    if (outage.givenUp) {
        return ReportEntry::Tone::Bad;
    }
    const bool whole = std::all_of(outage.rooms.cbegin(), outage.rooms.cend(), [](const RoomReturn &room) {
        return room.outcome == RoomReturn::Outcome::Left || room.outcome == RoomReturn::Outcome::Interrupted ||
               (room.report && room.report->gaps == 0 && room.report->provable);
    });
    return outage.isOver() && whole ? ReportEntry::Tone::Good : ReportEntry::Tone::Waiting;
}

/// Whether one is inside, and how that is known; else why not.
QString insideLine(const RoomSummary &room, const RoomHealth &health, const QDateTime &now)
{
    if (room.state == RoomState::Failed && room.error && !room.error->text.isEmpty()) {
        return displaytext::sentence(room.error->text);
    }
    if (room.state == RoomState::Rejoining) {
        return room.error ? Words::tr("Not in the room at the moment. %1 Foyer keeps trying.", "a sentence why")
                                .arg(displaytext::sentence(room.error->text))
                          : Words::tr("Not in the room at the moment. Foyer rejoins by itself.");
    }
    const QString when = ago(health.provedAt, now);
    switch (isInside(room.state) ? health.proof : RoomHealth::Proof::None) {
    case RoomHealth::Proof::None:
        return Words::tr("You are not in the room.");
    case RoomHealth::Proof::SelfPresence:
        return Words::tr("You are in the room: it let you in %1.", "how long ago").arg(when);
    case RoomHealth::Proof::Stanza:
        return Words::tr("You are in the room: it last sent something %1.", "how long ago").arg(when);
    case RoomHealth::Proof::SelfPing:
        return Words::tr("You are in the room: it said so when asked %1.", "how long ago").arg(when);
    }
    Q_UNREACHABLE();
}

QString historyLine(const RoomHealth &health, const QDateTime &now)
{
    if (!health.hasArchive && health.newestArchiveId.isEmpty()) {
        return Words::tr("This room keeps no history.");
    }
    if (health.newestArchiveId.isEmpty()) {
        return health.reachesNow ? Words::tr("The history is empty.")
                                 : Words::tr("Nothing of the history has been read yet.");
    }
    const QString newest = timetext::dayAndTime(health.newestAt, now);
    const QString upTo = health.reachesNow
                             ? Words::tr("History: read to its end, the newest entry %1.", "time").arg(newest)
                             : Words::tr("History: read up to %1.", "time").arg(newest);
    const QString gaps = health.gaps == 0 ? Words::tr("No gaps.") : Words::tr("%Ln gap(s).", nullptr, health.gaps);
    return Words::tr("%1 %2", "two sentences").arg(upTo, gaps);
}

QString pingLine(const RoomHealth &health, const QDateTime &now)
{
    return health.roundTripMs ? Words::tr("Last ping: %1 ms, %2.", "length, then how long ago")
                                    .arg(QLocale().toString(*health.roundTripMs), ago(health.pingedAt, now))
                              : Words::tr("Not pinged yet.");
}

QString stateWord(RoomState state)
{
    switch (state) {
    case RoomState::Joining:
        return Words::tr("joining");
    case RoomState::Joined:
        return Words::tr("joined");
    case RoomState::Rejoining:
        return Words::tr("rejoining");
    case RoomState::CatchingUp:
        return Words::tr("catching up");
    case RoomState::Failed:
        return Words::tr("failed");
    case RoomState::Left:
        return Words::tr("left");
    }
    Q_UNREACHABLE();
}

} // namespace

QString stateSentence(const ConnectionState &state)
{
    switch (state.kind) {
    case ConnectionState::Kind::Online:
        return Words::tr("Connected.");
    case ConnectionState::Kind::Connecting:
    case ConnectionState::Kind::Authenticating:
        return Words::tr("Connecting…");
    case ConnectionState::Kind::Waiting:
        return Words::tr("Not connected. %1", "then why").arg(whySentence(state.cause));
    case ConnectionState::Kind::Offline:
        break;
    }
    return state.cause ? Words::tr("Not connected, and not trying. %1", "then why").arg(whySentence(state.cause))
                       : Words::tr("Not connected.");
}

QString whySentence(const std::optional<Error> &cause)
{
    if (!cause) {
        return Words::tr("The reason is not known.");
    }
    switch (cause->kind) {
    case ErrorKind::ServerUnreachable:
        return Words::tr("The server could not be reached.");
    case ErrorKind::TimedOut:
        return Words::tr("The server stopped answering.");
    case ErrorKind::TlsFailed:
        return Words::tr("The server’s certificate is not trusted.");
    case ErrorKind::NotAnXmppServer:
        return Words::tr("There was no chat server at the address.");
    case ErrorKind::NotAuthorized:
        return Words::tr("The server refused the name and password.");
    case ErrorKind::WeakSignIn:
        return Words::tr("The server offered only a weak way to sign in.");
    case ErrorKind::AccountDisabled:
        return Words::tr("The account is disabled.");
    case ErrorKind::NotConnected:
        return Words::tr("The server closed the connection.");
    default:
        return displaytext::sentence(cause->text);
    }
}

QString broughtBack(const CatchUpReport &report)
{
    const QString found = Words::tr("%1, %2", "new messages, messages already here")
                              .arg(Words::tr("%Ln new", nullptr, report.recovered),
                                   Words::tr("%Ln already here", nullptr, report.alreadyHere));
    if (report.gaps > 0) {
        return Words::tr("%1, %2", "what was found, gaps")
            .arg(found, Words::tr("%Ln gap(s) left", nullptr, report.gaps));
    }
    return report.provable ? Words::tr("%1, none missing").arg(found)
                           : Words::tr("%1, and no history to check it by").arg(found);
}

ReportEntry outageEntry(const Outage &outage, const NameOf &nameOf, const QDateTime &now)
{
    ReportEntry entry;
    const QString when = timetext::dayAndTime(outage.lostAt, now);
    switch (outage.kind) {
    case Outage::Kind::Connection:
        entry.title = Words::tr("%1 · Connection lost", "when").arg(when);
        entry.lines.append(whySentence(outage.cause));
        break;
    case Outage::Kind::Room:
        entry.title = Words::tr("%1 · Dropped from a room", "when").arg(when);
        entry.lines.append(Words::tr("You were still connected, but no longer in the room."));
        break;
    case Outage::Kind::Start:
        entry.title = Words::tr("%1 · Foyer started", "when").arg(when);
        entry.lines.append(Words::tr("Foyer was not running until then."));
        break;
    }
    entry.aside = lengthOf(outage, now);
    if (outage.attempts > 1) {
        entry.lines.append(Words::tr("%Ln attempts to connect.", nullptr, outage.attempts));
    }
    for (const RoomReturn &room : outage.rooms) {
        entry.lines.append(returnLine(room, apart(displaytext::oneLine(nameOf(room.room)))));
    }
    entry.tone = toneOf(outage);
    return entry;
}

ReportEntry healthEntry(const RoomSummary &room, const RoomHealth &health, const QDateTime &now)
{
    ReportEntry entry;
    entry.title = displaytext::oneLine(room.name.isEmpty() ? room.address.roomId() : room.name);
    entry.aside = stateWord(room.state);
    entry.lines = {insideLine(room, health, now), historyLine(health, now), pingLine(health, now)};
    if (room.state == RoomState::Joined && health.proof != RoomHealth::Proof::None) {
        entry.tone = health.reachesNow && health.gaps == 0 ? ReportEntry::Tone::Good : ReportEntry::Tone::Waiting;
    } else {
        entry.tone = room.state == RoomState::Failed ? ReportEntry::Tone::Bad : ReportEntry::Tone::Waiting;
    }
    return entry;
}

} // namespace foyer::connectiontext
