// The client's life in a simulation, and the judgement of what it shows; the acts are in simacts.cpp.
#include "simulation/simulation.h"

#include "store/storereader.h"

#include <QThread>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

quint64 deliveredEvents = 0;

/// Waits that are due without anything going wrong: a resumed stream's reflections (30 s), pages that are tried again.
constexpr qint64 calmMs = 45000;
/// No room may take longer to come back: silence is noticed after five minutes, and refusals are tried again by then.
constexpr qint64 patienceMs = 20 * 60 * 1000;

/// For a person who looks for a fault: what happens, line by line.
bool isTraced()
{
    static const bool traced = qEnvironmentVariableIsSet("FOYER_TRACE");
    return traced;
}

} // namespace

bool SimApplication::notify(QObject *receiver, QEvent *event)
{
    // The store's thread asks here too.
    if (QThread::currentThread() == thread())
        ++deliveredEvents;
    return QCoreApplication::notify(receiver, event);
}

quint64 SimApplication::delivered()
{
    return deliveredEvents;
}

Simulation::Simulation(const SimPlan &plan)
    : m_plan(plan), m_random(plan.seed), m_harness(ServiceHarness::StoreKind::File, plan.seed)
{
    const QStringList names{u"tea"_s, u"pub"_s, u"den"_s, u"bar"_s, u"inn"_s, u"spa"_s};
    for (int i = 0; i < plan.options.rooms; ++i) {
        Room room;
        room.id = names.at(i % names.size());
        room.server = &m_harness.server.room(room.id);
        m_rooms.append(room);
    }
    if (plan.options.noArchive) {
        m_rooms.last().server->archives = false;
        m_rooms.last().server->historyLimit = 20;
        m_rooms.last().truth.archive = false;
    }
    for (qsizetype i = 0; i < m_rooms.size(); ++i)
        m_rooms[i].server->beforePage = [this, i] { archiveUnheard(m_rooms[i]); };
    m_harness.server.onImpossibleAcknowledgement = [this](const QString &what) { fail(what); };
}

QString Simulation::play()
{
    start();
    for (const SimStep &step : std::as_const(m_plan.steps)) {
        if (!m_failure.isEmpty())
            return m_failure;
        m_done.append(nameOf(step.act));
        if (isTraced())
            qCritical().noquote() << nameOf(step.act);
        m_random.seed(step.seed);
        act(step);
        takeSendings(false);
    }
    finish();
    return m_failure;
}

void Simulation::listen()
{
    ChatroomService *s = m_harness.service.get();
    const auto on = [s](auto signal, auto slot) { QObject::connect(s, signal, s, slot); };
    on(&ChatroomService::connectionLost, [this](const Error &) {
        ++m_outages;
        for (Room &room : m_rooms)
            lose(room);
    });
    on(&ChatroomService::roomStateChanged, [this](const RoomAddress &address, RoomState state) {
        if (state != RoomState::Rejoining)
            return;
        m_outages += isOnline() ? 1 : 0;
        lose(*find(address));
    });
    on(&ChatroomService::joined, [this](const RoomAddress &address, const JoinResult &) {
        Room &room = *find(address);
        room.inOutage = false;
        if (std::exchange(room.joining, false)) {
            room.truth.holesBelow = truthOf(room).entries.size();
            if (room.historyCount < 0)
                noteUnasked(room);
        }
    });
    on(&ChatroomService::rejoined, [this](const RoomAddress &address, const JoinResult &, const CatchUpReport &report) {
        Room &room = *find(address);
        if (room.inOutage && report.recovered != room.told - room.toldAtLoss) {
            fail(u"receipt of %1: recovered %2, told %3"_s.arg(room.id)
                     .arg(report.recovered)
                     .arg(room.told - room.toldAtLoss));
        }
        if (!room.server->inside && !room.forgotten)
            fail(u"rejoined, but not in the room: "_s + room.id);
        room.inOutage = false;
        // A join that the end of the program cut short: what came before this is history, as for any join.
        if (std::exchange(room.joining, false))
            room.truth.holesBelow = truthOf(room).entries.size();
        room.report = report;
    });
    on(&ChatroomService::rejoinFailed, [this](const RoomAddress &address, const Error &error, bool willRetry) {
        if (!willRetry)
            fail(u"%1 was given up: %2"_s.arg(address.roomId(), nameOf(error.kind)));
    });
    on(&ChatroomService::left, [this](const RoomAddress &address, const LeaveReason &reason) {
        Room &room = *find(address);
        room.inOutage = false;
        if (!room.removed)
            fail(u"%1 was left without cause: %2"_s.arg(room.id, nameOf(reason.kind)));
    });
    on(&ChatroomService::messagesStored, [this](const RoomAddress &address, const QList<StoredMessage> &rows) {
        Room &room = *find(address);
        for (const StoredMessage &row : rows) {
            if (room.known.contains(row.key))
                fail(u"told twice: "_s + row.body);
            room.known.insert(row.key);
            if (!row.own)
                room.heard.insert(row.archiveId);
            room.told += row.own ? 0 : 1;
        }
    });
}

Simulation::Room *Simulation::find(const RoomAddress &address)
{
    const auto room =
        std::find_if(m_rooms.begin(), m_rooms.end(), [&](const Room &other) { return other.id == address.roomId(); });
    if (room == m_rooms.end())
        qFatal("a room nobody knows: %s", qPrintable(address.toString()));
    return &*room;
}

void Simulation::start()
{
    for (Room &room : m_rooms) {
        for (int i = below(40); i > 0; --i)
            say(room, true);
    }
    listen();
    m_harness.service->signIn(account());
    m_signedIn = true;
    settle();
    if (awaitAttempt())
        m_harness.server.accept(false);
    settle();
    for (Room &room : m_rooms)
        join(room);
    settle(below(8));
}

void Simulation::begin(bool killed)
{
    m_full.reset();
    takeSendings(killed);
    ++m_outages;
    for (Room &room : m_rooms) {
        room.inOutage = false;
        room.knownStale = true;
    }
    killed ? m_harness.kill() : m_harness.restart();
    listen();
    m_harness.service->signIn(account());
    m_signedIn = true;
}

void Simulation::join(Room &room)
{
    const QList<int> counts = room.truth.archive ? QList<int>{0, 5, 20, 50, -1} : QList<int>{0, 5, 20};
    room.historyCount = counts.at(below(static_cast<int>(counts.size())));
    room.truth.holesBelow = truthOf(room).entries.size();
    room.heldAt = room.heard + room.truth.own;
    room.joining = true;
    JoinOptions options;
    options.historyCount = room.historyCount;
    m_harness.service->joinExistingChatroom(ServiceHarness::address(room.id), options);
}

void Simulation::lose(Room &room)
{
    const RoomState state = stateOf(room);
    if (room.inOutage || state == RoomState::Left || state == RoomState::Failed || state == RoomState::Joining)
        return;
    // A cut in a first join is no outage of the room: what comes until the join is over belongs to the join.
    if (room.joining && state != RoomState::Rejoining)
        return;
    room.inOutage = true;
    room.toldAtLoss = room.told;
}

bool Simulation::awaitAttempt()
{
    for (int i = 0; i < 2000; ++i) {
        settle();
        if (m_harness.server.channel().isConnected() && !m_harness.server.isLinked())
            return true;
        if (isOnline() || !m_harness.clock.advanceToNext())
            break;
    }
    fail(u"no further connection attempt"_s);
    return false;
}

void Simulation::comeBack(bool sessionLives, int failures)
{
    if (isOnline())
        return;
    if (!m_signedIn) {
        m_harness.service->signIn(account());
        m_signedIn = true;
    }
    for (int i = 0; i < failures; ++i) {
        if (!awaitAttempt())
            return;
        m_harness.server.drop(chance(50) ? ChannelEnd::Network : ChannelEnd::Refused);
    }
    if (!awaitAttempt())
        return;
    for (Room &room : m_rooms)
        room.forgotten = false;
    if (!m_harness.server.accept(sessionLives))
        m_done.append(u"(new)"_s);
}

void Simulation::settle(int rounds)
{
    for (int i = 0; rounds < 0 || i < rounds; ++i) {
        const quint64 before = SimApplication::delivered();
        m_harness.store->drain();
        QCoreApplication::sendPostedEvents();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        const bool pumped = m_harness.server.pump();
        if (!pumped && SimApplication::delivered() == before)
            break;
        if (i > 5000) {
            fail(u"does not come to rest"_s);
            break;
        }
    }
    if (isTraced())
        std::for_each(m_harness.log.cbegin(), m_harness.log.cend(),
                      [](const QString &line) { qCritical().noquote() << u"    "_s + line.left(200); });
    m_harness.log.clear();
}

void Simulation::wait(qint64 ms)
{
    FakeClock &clock = m_harness.clock;
    const qint64 end = clock.monotonicMs() + ms;
    settle();
    while (clock.monotonicMs() < end && m_failure.isEmpty()) {
        const qint64 left = end - clock.monotonicMs();
        const qint64 next = clock.msToNext();
        clock.advance(next < 0 ? left : std::min(next, left));
        settle();
    }
}

void Simulation::heal()
{
    FakeServer &server = m_harness.server;
    m_full.reset();
    server.cutsAfter = -1;
    server.isSilent = false;
    server.isBlackhole = false;
    server.channel().setSilent(false);
    for (Room &room : m_rooms) {
        room.server->losesMessages = false;
        room.server->messageRefusal.clear();
        room.server->pagesBeforeRefusal = -1;
        room.server->holdsInfo = false;
        room.server->holdsPages = false;
        room.server->releaseInfo();
        room.server->historyStallsAfter = -1;
        room.server->releaseHistory();
        while (room.server->heldPages() > 0)
            room.server->releasePage();
        while (!room.pending.isEmpty())
            archiveLate(room, 0, true);
    }
}

bool Simulation::isWell(const Room &room) const
{
    return stateOf(room) == RoomState::Joined && room.server->inside;
}

void Simulation::reachRest()
{
    const qint64 end = m_harness.clock.monotonicMs() + patienceMs;
    while (m_failure.isEmpty()) {
        settle();
        comeBack(chance(50), 0);
        settle();
        for (Room &room : m_rooms) {
            const RoomState state = stateOf(room);
            if (state == RoomState::Left || state == RoomState::Failed)
                join(room);
        }
        settle();
        const auto well = [this](const Room &room) { return isWell(room); };
        if (isOnline() && std::all_of(m_rooms.cbegin(), m_rooms.cend(), well)) {
            wait(calmMs);
            if (isOnline() && std::all_of(m_rooms.cbegin(), m_rooms.cend(), well))
                break;
        } else if (!m_harness.clock.advanceToNext()) {
            fail(u"nothing will ever happen again"_s);
        }
        if (m_harness.clock.monotonicMs() > end)
            fail(u"the rooms do not come back"_s);
    }
    for (Room &room : m_rooms)
        room.removed = false;
}

void Simulation::checkpoint()
{
    heal();
    reachRest();
    const auto disturbed = [](const Room &room) { return room.disturbed; };
    if (m_failure.isEmpty() && std::any_of(m_rooms.cbegin(), m_rooms.cend(), disturbed)) {
        m_harness.server.drop();
        settle();
        comeBack(false, 0);
        reachRest();
    }
    takeSendings(false);
    for (Room &room : m_rooms) {
        if (m_failure.isEmpty())
            judge(room);
    }
}

void Simulation::noteUnasked(Room &room)
{
    const QList<FakeEntry> entries = truthOf(room).entries;
    bool isHeldAfter = false;
    bool isLateHeldAfter = false;
    for (auto entry = entries.crbegin(); entry != entries.crend(); ++entry) {
        const bool isHeld = room.heldAt.contains(entry->archiveId) || room.heldAt.contains(entry->body);
        // Only an archive whose order is not that of what was said has anything unheard before what was held.
        if (!room.heard.contains(entry->archiveId) && (entry->late ? isHeldAfter : isLateHeldAfter))
            room.truth.unasked.insert(entry->archiveId);
        isHeldAfter = isHeldAfter || isHeld;
        isLateHeldAfter = isLateHeldAfter || (isHeld && entry->late);
    }
}

SimTruth Simulation::truthOf(const Room &room) const
{
    SimTruth truth = room.truth;
    truth.entries = room.server->archives ? room.server->entries : room.server->spoken;
    return truth;
}

QList<TimelineItem> Simulation::items(const Room &room, int limit)
{
    auto future = m_harness.service->itemsBefore(ServiceHarness::address(room.id), 0, limit);
    while (!future.isFinished()) {
        m_harness.store->drain();
        QCoreApplication::sendPostedEvents();
    }
    if (!future.result())
        qFatal("the timeline cannot be read");
    return *future.result();
}

void Simulation::judge(Room &room)
{
    const SimTruth truth = truthOf(room);
    const QList<TimelineItem> shown = items(room);
    QStringList problems = SimOracle(truth).judge(shown);
    if (room.knownStale)
        room.known.clear();
    for (const TimelineItem &item : shown) {
        m_digest = qHashMulti(m_digest, int(item.kind), item.message.body, int(item.message.state));
        if (item.kind != TimelineItem::Kind::Message)
            continue;
        if (room.knownStale)
            room.known.insert(item.message.key);
        else if (!room.known.contains(item.message.key))
            problems.append(u"shown, but never told: "_s + item.message.body);
    }
    room.knownStale = false;
    room.disturbed = false;
    if (problems.isEmpty())
        return;
    fail(u"%1: %2%3"_s.arg(room.id, problems.join(u", "_s), picture(room)));
}

QString Simulation::picture(const Room &room)
{
    const SimTruth truth = truthOf(room);
    const QList<TimelineItem> shown = items(room);
    QStringList timeline;
    for (const TimelineItem &item : shown) {
        timeline += item.kind == TimelineItem::Kind::Gap
                        ? u"--%1--"_s.arg(nameOf(item.gap.reason))
                        : item.message.body + (item.message.recorded ? QString() : u"(lost)"_s);
    }
    QStringList archive;
    for (const FakeEntry &entry : truth.entries) {
        archive += (SimOracle::isVisible(entry) ? entry.body : u'~' + entry.body) +
                   (entry.gone ? u"(gone)"_s : QString()) + (entry.late ? u"(late)"_s : QString());
    }
    return u"\n  shown: %1\n  server: %2\n  holes may stay below %3"_s.arg(timeline.join(u' '), archive.join(u' '),
                                                                           QString::number(truth.holesBelow));
}

void Simulation::finish()
{
    checkpoint();
    for (Room &room : m_rooms) {
        if (m_failure.isEmpty() && room.truth.archive)
            fillGaps(room);
    }
    if (m_failure.isEmpty())
        compareExport();
}

bool Simulation::isEnded(const Room &room, MessageKey beforeKey)
{
    const QList<TimelineItem> shown = items(room);
    return std::any_of(shown.cbegin(), shown.cend(), [beforeKey](const TimelineItem &item) {
        return item.kind == TimelineItem::Kind::Gap && item.gap.beforeKey == beforeKey &&
               item.gap.reason == GapReason::RetentionEnded;
    });
}

void Simulation::fillGaps(Room &room)
{
    for (int round = 0; round < 30; ++round) {
        const QList<TimelineItem> shown = items(room);
        const auto gap = std::find_if(shown.cbegin(), shown.cend(), [](const TimelineItem &item) {
            return item.kind == TimelineItem::Kind::Gap && item.gap.reason != GapReason::RetentionEnded;
        });
        if (gap == shown.cend()) {
            const SimTruth truth = truthOf(room);
            room.truth.holesBelow = SimOracle(truth).firstOf(shown);
            judge(room);
            return;
        }
        const MessageKey before = gap->gap.beforeKey;
        const auto loaded = m_harness.service->loadGap(ServiceHarness::address(room.id), before);
        settle();
        const QString refused = loaded.isFinished() && !loaded.result() ? loaded.result().error().detail : QString();
        // That an archive has thrown away both sides of a hole may come out only now. The judgement at the end tells
        // whether that is true.
        const bool isGone = refused == u"expired"_s && isEnded(room, before);
        if (!isGone && (!loaded.isFinished() || !loaded.result())) {
            fail(
                u"%1: a gap cannot be loaded: %2 %3%4"_s.arg(room.id, nameOf(gap->gap.reason), refused, picture(room)));
            return;
        }
    }
    fail(u"gaps without end in "_s + room.id);
}

void Simulation::compareExport()
{
    StoreReader reader(m_harness.fileName());
    if (!reader.open())
        return fail(u"the file cannot be read beside the program"_s);
    const auto stored = reader.rooms();
    for (const Room &room : std::as_const(m_rooms)) {
        QList<TimelineItem> exported;
        for (const StoreReader::Room &other : stored.valueOr({})) {
            if (other.jid.local() != room.id)
                continue;
            if (!reader.readTimeline(other.key, [&exported](const TimelineItem &item) { exported.append(item); }))
                fail(u"the export of %1 fails"_s.arg(room.id));
        }
        if (exported != items(room))
            fail(u"the export of %1 differs from what is shown"_s.arg(room.id));
    }
}

void Simulation::takeSendings(bool killed)
{
    for (const Sending &sending : std::exchange(m_sendings, {})) {
        SimTruth &truth = m_rooms[sending.room].truth;
        if (!sending.answer.isFinished()) {
            if (killed)
                truth.maybeOwn.insert(sending.body);
            else
                m_sendings.append(sending);
        } else if (sending.answer.result()) {
            truth.own.insert(sending.body);
        }
    }
}

void Simulation::fail(const QString &what)
{
    if (m_failure.isEmpty())
        m_failure = u"%1\n  so far: %2"_s.arg(what, m_done.join(u' '));
}

} // namespace foyer
