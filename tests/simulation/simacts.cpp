// What happens in a simulated story, act by act.
#include "simulation/simulation.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

qsizetype othersIn(const QList<TimelineItem> &items)
{
    return std::count_if(items.cbegin(), items.cend(), [](const TimelineItem &item) {
        return item.kind == TimelineItem::Kind::Message && !item.message.own;
    });
}

} // namespace

void Simulation::act(const SimStep &step)
{
    switch (step.act) {
    case SimAct::Checkpoint:
        checkpoint();
        return;
    case SimAct::PlainOutage:
        plainOutage();
        return;
    case SimAct::Pump:
        settle(1 + below(4));
        return;
    case SimAct::Rest:
        settle();
        return;
    case SimAct::Wait:
        wait(chance(30) ? 20000 + below(60000) : below(3000));
        return;
    case SimAct::Cut:
    case SimAct::CutSoon:
    case SimAct::ComeBack:
    case SimAct::Silence:
    case SimAct::Restart:
    case SimAct::Kill:
    case SimAct::SignOut:
        actOnLink(step.act);
        return;
    default:
        break;
    }
    Room &room = m_rooms[below(static_cast<int>(m_rooms.size()))];
    actOnRoom(step.act, room);
    // Often the next thing happens before anything has been done about this one.
    if (chance(50))
        settle(below(3));
}

void Simulation::actOnLink(SimAct act)
{
    FakeServer &server = m_harness.server;
    switch (act) {
    case SimAct::Cut:
        if (server.isLinked() && chance(30))
            cutWithLateBytes();
        else if (server.isLinked())
            server.drop(chance(70) ? ChannelEnd::Network : ChannelEnd::GoingAway);
        break;
    case SimAct::CutSoon:
        server.cutsAfter = below(chance(50) ? 8 : 60);
        break;
    case SimAct::ComeBack:
        comeBack(chance(50), chance(20) ? 1 + below(3) : 0);
        break;
    case SimAct::Silence:
        server.isBlackhole = true;
        server.channel().setSilent(true);
        wait(below(60000));
        server.isBlackhole = false;
        server.channel().setSilent(false);
        // What was swallowed never arrives on that connection.
        if (server.isLinked())
            server.drop();
        break;
    case SimAct::Restart:
    case SimAct::Kill:
        begin(act == SimAct::Kill);
        break;
    case SimAct::SignOut: {
        const bool told = server.isLinked();
        m_harness.service->signOut();
        m_signedIn = false;
        wait(3000);
        if (told)
            server.endSession();
        break;
    }
    default:
        break;
    }
    settle(chance(50) ? below(8) : -1);
}

void Simulation::cutWithLateBytes()
{
    m_harness.server.isSilent = true;
    for (int i = 1 + below(3); i > 0; --i)
        sayOwn(m_rooms[below(static_cast<int>(m_rooms.size()))]);
    settle(below(6));
    if (m_harness.server.isLinked())
        m_harness.server.dropWithLateBytes();
    m_harness.server.isSilent = false;
}

void Simulation::actOnRoom(SimAct act, Room &room)
{
    switch (act) {
    case SimAct::Say:
        sayMany(room);
        break;
    case SimAct::SayOwn:
        sayOwn(room);
        break;
    case SimAct::SaySpecial:
        saySpecial(room);
        break;
    case SimAct::CorrectOwn:
    case SimAct::ReactOwn:
        changeRow(act, room);
        break;
    case SimAct::Refresh: {
        if (stateOf(room) != RoomState::Joined)
            break;
        JoinOptions options;
        options.historyCount = room.historyCount;
        options.extra = QString::number(below(1000));
        m_harness.service->joinExistingChatroom(ServiceHarness::address(room.id), options);
        break;
    }
    case SimAct::LeaveAndJoin:
        leaveAndJoin(room);
        break;
    case SimAct::LoadOlder:
        m_harness.service->loadOlder(ServiceHarness::address(room.id));
        break;
    case SimAct::StoreFull:
        storeFull(room);
        break;
    case SimAct::LoseOwn:
        room.server->losesMessages = true;
        room.disturbed = true;
        sayOwn(room);
        break;
    default:
        actOnServer(act, room);
    }
}

void Simulation::actOnServer(SimAct act, Room &room)
{
    FakeRoom &server = *room.server;
    switch (act) {
    case SimAct::RoomRestart:
        server.restart();
        room.forgotten = true;
        break;
    case SimAct::RoomStops:
        if (server.inside)
            server.throwOut(u"<status code='332'/>"_s);
        break;
    case SimAct::Kick:
        if (server.inside)
            removeAndStay(room);
        break;
    case SimAct::Rename:
        if (server.inside)
            server.renameUs(server.nickname == u"alice"_s ? u"alicia"_s : u"alice"_s);
        break;
    case SimAct::HoldPages:
        server.holdsPages = true;
        room.disturbed = true;
        break;
    case SimAct::ReleasePage:
        if (server.heldPages() > 0)
            server.releasePage(chance(30) ? below(8) : -1);
        break;
    case SimAct::HoldInfo:
        server.holdsInfo = true;
        room.disturbed = true;
        break;
    case SimAct::ReleaseInfo:
        server.holdsInfo = false;
        server.releaseInfo();
        break;
    case SimAct::StallHistory:
        if (!room.truth.archive)
            server.historyStallsAfter = below(12);
        break;
    case SimAct::ReleaseHistory:
        server.historyStallsAfter = -1;
        server.releaseHistory();
        break;
    case SimAct::TooFast:
        server.messageRefusal = u"resource-constraint"_s;
        server.refusalType = u"wait"_s;
        server.refusals = 1 + below(4);
        break;
    case SimAct::RefusePages:
        server.pagesBeforeRefusal = below(3);
        server.archiveRefusal = u"internal-server-error"_s;
        room.disturbed = true;
        break;
    case SimAct::ArchiveLate:
        if (!room.pending.isEmpty())
            archiveLate(room, below(static_cast<int>(room.pending.size())), chance(50));
        break;
    case SimAct::LoseEntry:
        loseEntry(room);
        break;
    case SimAct::Expire:
        expire(room);
        break;
    default:
        break;
    }
}

void Simulation::sayMany(Room &room)
{
    int count = 1 + below(2);
    if (chance(25))
        count = 1 + below(25);
    else if (chance(3))
        count = 60 + below(100);
    for (int i = 0; i < count; ++i)
        say(room, false);
}

void Simulation::say(Room &room, bool plain)
{
    // An archive lags by moments.
    for (Pending &pending : room.pending)
        ++pending.age;
    while (!room.pending.isEmpty() && room.pending.constFirst().age > 3)
        archiveLate(room, 0, true);
    FakeEntry entry;
    entry.archiveId = QString::number(m_random.generate64(), 36);
    entry.nickname = chance(50) ? u"bob"_s : u"carol"_s;
    entry.body = QString::number(++m_number);
    if (room.truth.archive && chance(10))
        entry.body = u"ok"_s;
    // Some programs give all they say one id, or none that differs.
    entry.messageId = chance(10) ? u"1"_s : QString(u"m"_s + QString::number(m_number));
    if (!plain && chance(4))
        entry.nickname = u"alice"_s; // another client of our account
    if (chance(12) && room.truth.archive) {
        entry.body.clear();
        entry.payload = u"<reactions xmlns='urn:xmpp:reactions:0' id='x'><reaction>+</reaction></reactions>"_s;
    }
    if (plain || !m_plan.options.late || !room.truth.archive || !chance(20)) {
        room.server->sayEntry(entry);
        return;
    }
    entry.late = true;
    room.pending.append({entry, room.server->inside ? room.server->joins : 0, 0});
    room.server->broadcast(entry);
}

void Simulation::saySpecial(Room &room)
{
    FakeEntry entry;
    entry.archiveId = QString::number(m_random.generate64(), 36);
    entry.nickname = u"mallory"_s;
    entry.body = QString::number(++m_number);
    entry.messageId = u"m"_s + entry.body;
    const QString known = room.server->entries.isEmpty() ? u"x"_s : room.server->entries.constLast().archiveId;
    const QString forgedId = u"<stanza-id xmlns='urn:xmpp:sid:0' by='%1' id='%2'/>"_s;
    switch (below(room.truth.archive ? 4 : 1)) {
    case 0:
        room.server->sayEntry(entry, u"<delay xmlns='urn:xmpp:delay' from='%1' stamp='2001-01-01T00:00:00Z'/>"_s.arg(
                                         room.server->address()));
        break;
    case 1:
        room.server->sayEntry(entry, forgedId.arg(u"mallory@example.org"_s, known));
        break;
    case 2:
        room.server->sayEntry(entry, forgedId.arg(room.server->address(), known));
        break;
    case 3:
        entry.poisoned = true;
        room.server->sayEntry(entry);
        break;
    }
}

void Simulation::sayOwn(Room &room)
{
    const QString body = u"own"_s + QString::number(++m_number);
    const int index = static_cast<int>(&room - m_rooms.constData());
    m_sendings.append({index, body, m_harness.service->sendMessage(ServiceHarness::address(room.id), {body})});
}

void Simulation::changeRow(SimAct act, Room &room)
{
    const RoomAddress address = ServiceHarness::address(room.id);
    QList<StoredMessage> rows;
    const QList<TimelineItem> newest = items(room, 30);
    for (const TimelineItem &item : newest) {
        const StoredMessage &row = item.message;
        const bool isOurs = row.own && row.state == DeliveryState::Delivered && row.body.startsWith(u"own"_s);
        // A room without archive names messages by ids that their senders may give twice.
        if (item.kind == TimelineItem::Kind::Message && (act == SimAct::CorrectOwn ? isOurs : !row.archiveId.isEmpty()))
            rows.append(row);
    }
    if (rows.isEmpty())
        return;
    const StoredMessage row = rows.at(below(static_cast<int>(rows.size())));
    if (act == SimAct::CorrectOwn) {
        m_harness.service->correctMessage(address, row.key,
                                          QString(SimOracle::original(row.body) + u' ' + QString::number(++m_number)));
        return;
    }
    const QStringList emojis{u"\U0001F44D"_s, u"\U0001F389"_s, u"\u2764\uFE0F"_s};
    m_harness.service->setReactions(address, row.key, emojis.mid(0, below(4)));
}

void Simulation::storeFull(Room &room)
{
    if (m_full)
        return;
    settle();
    FakeEntry entry;
    entry.archiveId = QString::number(m_random.generate64(), 36);
    entry.nickname = u"bob"_s;
    entry.body = QString::number(++m_number);
    m_full = std::make_unique<RefusedBody>(m_harness.fileName(), entry.body);
    room.server->sayEntry(entry);
    settle(below(6));
    say(room, true);
    if (chance(50)) {
        // Else it stays full until everything is made well again.
        settle();
        m_full.reset();
    } else {
        room.disturbed = true;
    }
}

void Simulation::leaveAndJoin(Room &room)
{
    if (stateOf(room) == RoomState::Left)
        return;
    room.removed = true;
    m_harness.service->leaveChatroom(ServiceHarness::address(room.id));
    settle(chance(50) ? below(4) : -1);
    if (chance(50))
        sayMany(room);
    const RoomState state = stateOf(room);
    if (chance(70) && (state == RoomState::Left || state == RoomState::Failed))
        join(room);
}

void Simulation::removeAndStay(Room &room)
{
    room.removed = true;
    room.server->throwOut(u"<status code='307'/>"_s,
                          u"<item role='none' affiliation='none'><actor nick='al'/></item>"_s);
}

bool Simulation::isUnreadOwn(const Room &room, const FakeEntry &entry)
{
    if (!entry.body.startsWith(u"own"_s))
        return false;
    const auto isSettled = [&entry](const TimelineItem &item) {
        return item.message.own && SimOracle::original(item.message.body) == entry.body &&
               (item.message.state == DeliveryState::Delivered || item.message.state == DeliveryState::Received);
    };
    const QList<TimelineItem> all = items(room);
    return std::none_of(all.cbegin(), all.cend(), isSettled);
}

void Simulation::loseEntry(Room &room)
{
    QList<FakeEntry> &entries = room.server->entries;
    if (entries.isEmpty())
        return;
    FakeEntry &lost = entries[entries.size() - 1 - below(static_cast<int>(std::min<qsizetype>(entries.size(), 30)))];
    if (!lost.gone && isUnreadOwn(room, lost))
        room.truth.lostUnread.insert(lost.archiveId);
    lost.gone = true;
    // A page may be asked for just before it.
    room.disturbed = true;
}

void Simulation::expire(Room &room)
{
    QList<FakeEntry> &entries = room.server->entries;
    const qsizetype kept = chance(30) ? below(5) : below(60);
    for (qsizetype i = 0; i < entries.size() - kept; ++i)
        entries[i].gone = true;
    room.disturbed = true;
}

void Simulation::archiveLate(Room &room, qsizetype index, bool inOrder)
{
    const Pending late = room.pending.takeAt(index);
    QList<FakeEntry> &entries = room.server->entries;
    const qsizetype at = inOrder ? entries.size() : std::max<qsizetype>(0, entries.size() - below(4));
    entries.insert(at, late.entry);
    room.truth.holesBelow += at < room.truth.holesBelow ? 1 : 0;
}

void Simulation::archiveUnheard(Room &room)
{
    // An archive lags behind what is said by moments: what was said before we came in is there by the time we ask.
    for (qsizetype i = 0; i < room.pending.size();) {
        if (room.pending.at(i).membership == room.server->joins && room.server->inside)
            ++i;
        else
            archiveLate(room, i, true);
    }
}

void Simulation::plainOutage()
{
    checkpoint();
    if (!m_failure.isEmpty())
        return;
    QList<SimTruth> before;
    QList<QSet<qsizetype>> shown;
    for (Room &room : m_rooms) {
        before.append(truthOf(room));
        SimOracle oracle(before.constLast());
        const QList<TimelineItem> all = items(room);
        oracle.judge(all);
        // What a join for nothing could not know of comes with the pages of this outage too.
        const bool hasHole = !before.constLast().unasked.isEmpty() ||
                             std::any_of(all.cbegin(), all.cend(),
                                         [](const TimelineItem &item) { return item.kind == TimelineItem::Kind::Gap; });
        shown.append(hasHole ? QSet<qsizetype>() : oracle.shown());
        room.othersBefore = othersIn(all);
        room.report.reset();
    }
    m_harness.server.drop();
    settle();
    for (Room &room : m_rooms) {
        for (int i = chance(20) ? 90 + below(60) : below(20); i > 0; --i)
            say(room, true);
    }
    if (!awaitAttempt())
        return;
    const bool resumed = m_harness.server.accept(chance(50));
    settle();
    for (qsizetype i = 0; i < m_rooms.size() && m_failure.isEmpty(); ++i)
        expectPlainReceipt(m_rooms[i], before.at(i), shown.at(i), resumed);
}

void Simulation::expectPlainReceipt(Room &room, const SimTruth &before, const QSet<qsizetype> &shown, bool resumed)
{
    if (!room.report)
        return fail(u"%1 is not back although nothing was in the way"_s.arg(room.id));
    const SimTruth now = truthOf(room);
    const qsizetype old = before.entries.size();
    const auto missed = std::count_if(now.entries.cbegin() + old, now.entries.cend(), &SimOracle::isVisible);
    const CatchUpReport &report = *room.report;
    const QString told = u"%1: recovered %2, here %3, gaps %4%5%6"_s.arg(room.id)
                             .arg(report.recovered)
                             .arg(report.alreadyHere)
                             .arg(report.gaps)
                             .arg(report.provable ? u", provable"_s : QString(), resumed ? u", resumed"_s : QString());
    if (report.resumed != resumed)
        fail(u"resumed or not? "_s + told);
    if (!room.truth.archive) {
        // It is known from the room's own history alone, as far as that goes back to what is held.
        const qsizetype asked = std::min<qsizetype>(effectiveCount(room.historyCount), room.server->history.size());
        const bool inReach = resumed || (missed < asked && !shown.isEmpty());
        const bool newGap = report.gaps != 0 && !shown.isEmpty();
        if (report.provable || (inReach && (report.recovered != missed || newGap)))
            fail(u"receipt of %1 missed in %2"_s.arg(missed).arg(told) + picture(room));
        return;
    }
    // A page that reaches over an older hole fills it on the way.
    const bool mayFillMore = shown.isEmpty();
    const auto inserted = othersIn(items(room)) - room.othersBefore;
    const bool isCounted = report.recovered == inserted && (report.recovered == missed || mayFillMore);
    if (!isCounted || report.recovered < missed || report.gaps != 0 || !report.provable)
        fail(u"receipt of %1 missed in %2"_s.arg(missed).arg(told) + picture(room));
    if (shown.isEmpty())
        return;
    // What a rejoin reads: the newest page, then pages of a hundred until it is on known ground.
    QList<qsizetype> present;
    for (qsizetype i = 0; i < now.entries.size(); ++i) {
        if (!now.entries.at(i).gone)
            present.append(i);
    }
    qsizetype read = resumed ? 10 : std::max(effectiveCount(room.historyCount), 10);
    while (!resumed && read < present.size() && present.at(present.size() - read) >= old)
        read += 100;
    const auto hereAmong = [&](qsizetype newest) {
        return std::count_if(present.cend() - std::min(newest, present.size()), present.cend(),
                             [&](qsizetype entry) { return entry < old && shown.contains(entry); });
    };
    // Where a late entry stands at a page's edge, or a lost one after it, or one whose id was not believed, only older
    // pages tell what lies before it.
    const FakeEntry &edge = now.entries.at(present.at(present.size() - std::min(read, present.size())));
    QList<qsizetype> allowed{hereAmong(read)};
    if (m_plan.options.late || m_plan.options.losses || edge.nickname == u"mallory"_s)
        allowed += {hereAmong(read + 100), hereAmong(read + 200)};
    if (!allowed.contains(report.alreadyHere))
        fail(u"receipt: %1 were here already in %2"_s.arg(allowed.constFirst()).arg(told) + picture(room));
}

} // namespace foyer
