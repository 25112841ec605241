#include "store/pagefiler.h"

#include "sql/database.h"
#include "store/annotationtable.h"
#include "store/livefiler.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

PageFiler::PageFiler(Database &database, qint64 now)
    : m_database(database), m_now(now), m_rooms(database), m_segments(database), m_entries(database)
{
}

PageOutcome PageFiler::commit(RoomKey room, const PageCommit &page)
{
    auto work = begin(room, page);
    if (!work)
        return {};
    resolve(*work);
    if (isElsewhere(*work)) {
        work->outcome.elsewhere = true;
        return work->outcome;
    }
    if (!isPlaceable(*work)) {
        work->outcome.askAgain = true;
        return work->outcome;
    }
    const PagePlan plan = this->plan(*work);
    const qint64 segment = apply(*work, plan);
    // From now on the live segment's end has an archive id, which the membership's next newest page must hold.
    const bool archivedEnd = work->membership && (work->membership->archivedLive || !page.entries.isEmpty());
    if (page.newest && work->membership && !work->membership->ended)
        m_rooms.setLiveSegment(page.membership, segment, archivedEnd);
    // Only the newest page tells what came after everything stored.
    if (page.newest && work->room.newestReason)
        m_rooms.setNewestReason(room, std::nullopt);
    return work->outcome;
}

std::optional<PageFiler::Work> PageFiler::begin(RoomKey room, const PageCommit &page)
{
    const auto state = m_rooms.state(room);
    if (!state)
        return std::nullopt;
    Work work;
    work.room = *state;
    work.page = page;
    if (page.membership)
        work.membership = m_rooms.membership(room, page.membership);
    loadPlace(work);
    return work;
}

void PageFiler::loadPlace(Work &work)
{
    if (work.page.membership)
        work.membership = m_rooms.membership(work.room.key, work.page.membership);
    work.live = work.membership && work.membership->liveSegment ? m_segments.segment(work.membership->liveSegment)
                                                                : std::nullopt;
    work.facts.segments = m_segments.segments(work.room.key, work.room.epoch);
    work.facts.top = m_segments.top(work.room.key, work.room.epoch);
}

bool PageFiler::isElsewhere(const Work &work)
{
    if (!work.page.beforeFromStore || !work.anchor)
        return false;
    qsizetype above = 0;
    for (const Resolved &entry : work.entries) {
        if (entry.claim == Claim::Held && entry.row.key == work.anchor->key)
            return true;
        above += entry.placed && entry.row.position > work.anchor->position ? 1 : 0;
    }
    // A few may have strayed, and page order is law; a page of them is what ejabberd answers for an id it does not
    // know.
    return above * 2 > work.entries.size();
}

bool PageFiler::isPlaceable(Work &work)
{
    describe(work);
    const auto inLive = [&](const PlanEntry &entry) {
        return entry.key && work.live && work.live->contains(entry.position);
    };
    const bool sharesWithLive = std::any_of(work.facts.entries.begin(), work.facts.entries.end(), inLive);
    const bool holdsAny = std::any_of(work.facts.entries.begin(), work.facts.entries.end(),
                                      [](const PlanEntry &entry) { return entry.key != 0; });
    const bool isFirst = work.facts.segments.isEmpty();
    if (work.page.afterHeld)
        return !work.entries.isEmpty() && work.entries.first().claim == Claim::Held;
    if (!work.page.newest)
        return work.anchor || isFirst;
    if (work.live && !sharesWithLive && work.membership->archivedLive)
        return false;
    if (lacksUnstored(work))
        return false;
    if (work.live)
        work.facts.liveSegment = work.live->key;
    // Without anything in common it stands above all, which only the latest membership can say of its newest page.
    return isLatest(work) || work.live || holdsAny || isFirst;
}

bool PageFiler::lacksUnstored(const Work &work)
{
    if (work.page.unstoredId.isEmpty() || isOnPage(work, work.page.unstoredId))
        return false;
    if (work.membership && work.membership->archivedLive && !work.page.liveBroken)
        return false;
    if (work.page.unstoredIn == work.page.membership)
        return true;
    const Resolved *newest = nullptr;
    for (const Resolved &entry : work.entries) {
        if (entry.claim == Claim::Held && (!newest || newest->row.position < entry.row.position))
            newest = &entry;
    }
    if (!newest)
        return false;
    // What was heard came after all that was held by then: it stands below what the failure has cut off, or above all,
    // and a page whose end is held before that was made before it.
    const auto isCutOff = [&](const Segment &segment) {
        return newest->row.position < segment.low && segment.olderWanted;
    };
    // Where even that could not be cut off, what a later membership heard tells that the page is from after it.
    const bool isAtBreak = work.page.unstoredBroken && newest->row.membership <= work.page.unstoredIn;
    return isAtBreak || std::any_of(work.facts.segments.cbegin(), work.facts.segments.cend(), isCutOff);
}

bool PageFiler::isLatest(const Work &work)
{
    return work.membership && work.membership->latest;
}

void PageFiler::describe(Work &work)
{
    PageFacts &facts = work.facts;
    facts.entries.clear();
    work.planned.clear();
    for (qsizetype i = 0; i < work.entries.size(); ++i) {
        const Resolved &resolved = work.entries.at(i);
        if (resolved.claim == Claim::Repeated)
            continue;
        const bool strayed = work.strayed.contains(resolved.row.key);
        facts.entries += resolved.placed ? PlanEntry{resolved.row.key, resolved.row.position, strayed} : PlanEntry{};
        work.planned += i;
    }
    facts.anchor.reset();
    facts.chain.reset();
    if (work.anchor) {
        facts.anchor = PlanEntry{work.anchor->key, work.anchor->position};
        if (const Segment *segment = segmentAt(facts.segments, work.anchor->position))
            facts.chain = segment->key;
    } else if (work.page.newest && work.live) {
        facts.chain = work.live->key;
    }
    facts.olderExists = m_segments.exists(work.room.key);
    facts.endsArchive = work.page.newest && isLatest(work);
    facts.reachedBeginning = work.page.reachedBeginning;
    facts.beginIsHidden = beginsHidden(work);
    facts.olderWanted = work.page.olderWanted;
    facts.owesNothing = work.page.wantedRows.has_value();
    facts.provesLoss = !work.isHistory;
    facts.membership = work.page.membership;
}

bool PageFiler::beginsHidden(const Work &work)
{
    if (work.entries.isEmpty())
        return false;
    const Resolved &first = work.entries.constFirst();
    if (first.claim == Claim::New)
        return work.page.borderOnly && work.page.entries.constFirst().kind == EntryKind::Message;
    return first.claim == Claim::Held && first.row.hidden && (work.page.borderOnly || first.keepsHidden);
}

PagePlan PageFiler::plan(Work &work)
{
    for (int attempt = 0;; ++attempt) {
        const SegmentScale scale;
        if (attempt == 0 && work.facts.top && *work.facts.top > scale.ceiling) {
            m_segments.renumber(work.room.key, work.room.epoch);
        } else {
            QList<PlanRow> rows;
            if (const auto span = heldSpan(work.facts)) {
                const PlanScope scope{work.room.key, work.room.epoch, work.page.membership, work.page.storedBefore,
                                      work.facts.endsArchive};
                rows = m_segments.planRows(scope, *span);
            }
            PagePlan plan = planPage(work.facts, rows, scale);
            if (!plan.needsRoom)
                return plan;
            if (attempt > 1 || m_database.hasError()) {
                m_database.fail(u"no room for a page after renumbering"_s);
                return {};
            }
            m_segments.renumber(work.room.key, work.room.epoch);
        }
        const auto liveSegment = work.facts.liveSegment;
        loadPlace(work);
        resolve(work);
        matchHistory(work);
        describe(work);
        work.facts.liveSegment = liveSegment;
    }
}

qint64 PageFiler::apply(Work &work, const PagePlan &plan)
{
    if (m_database.hasError())
        return 0;
    Segment segment = plan.segment;
    if (plan.isNew())
        segment.key = m_segments.insert(work.room.key, work.room.epoch, segment);
    else
        m_segments.update(segment);
    for (const qint64 absorbed : plan.absorbed)
        m_segments.absorb(absorbed, segment.key);
    if (plan.lowerPart)
        m_segments.insert(work.room.key, work.room.epoch, *plan.lowerPart);
    QList<Segment> ended;
    for (const qint64 below : plan.outOfReach) {
        m_segments.endOlder(below);
        if (const auto now = m_segments.segment(below))
            ended += *now;
    }
    for (const MessageKey lost : plan.lost) {
        m_entries.setRecorded(lost, false);
        if (const auto row = m_entries.message(lost))
            work.outcome.remarked += *row;
    }
    work.outcome.lostEarly = plan.lostEarly;
    QList<StoredEntry> stored(work.entries.size(), StoredEntry{InsertOutcome::Duplicate, std::nullopt, false});
    for (qsizetype i = 0; i < work.planned.size(); ++i)
        stored[work.planned.at(i)] = store(work, work.planned.at(i), plan.positions.at(i));
    work.outcome.entries = stored;
    if (work.anchor && plan.anchorPosition != work.anchor->position)
        m_entries.setPosition(work.anchor->key, plan.anchorPosition);
    if (work.anchor && work.anchor->hidden && !work.page.borderOnly) {
        m_entries.reveal(work.anchor->key);
        if (const auto row = m_entries.message(work.anchor->key))
            work.outcome.revealed += *row;
    }
    dropEmptied(work, plan, segment.key);
    if (plan.lowerPart)
        ended += *plan.lowerPart;
    for (const Segment &one : std::as_const(ended))
        work.outcome.revealed += standingAlone(work, one);
    work.outcome.revealed += standingAlone(work, segment);
    work.outcome.moved = plan.moved;
    work.outcome.metOlderSegment = plan.metOther;
    work.outcome.olderWanted = segment.olderWanted;
    work.outcome.atBeginning = segment.atBeginning;
    const auto isHeldBelow = [&](const Segment &other) {
        return other.high < segment.low && !m_segments.oldestArchiveId(work.room.key, work.room.epoch, other).isEmpty();
    };
    work.outcome.beyondReach = segment.atBeginning && !plan.metOther &&
                               std::any_of(work.facts.segments.begin(), work.facts.segments.end(), isHeldBelow);
    work.outcome.groundless = !segment.atBeginning && segment.firstMembership >= work.page.membership;
    work.outcome.atSegmentStart = plan.positions.isEmpty() || plan.positions.constFirst() <= segment.low;
    work.outcome.unprovenBelow = plan.lowerPart.has_value();
    return segment.key;
}

QList<StoredMessage> PageFiler::standingAlone(const Work &work, const Segment &segment)
{
    QList<StoredMessage> rows;
    AnnotationTable annotations(m_database);
    const QList<MessageKey> corrections = annotations.standForThemselves(work.room.key, work.room.epoch, segment);
    for (const MessageKey correction : corrections) {
        if (const auto row = m_entries.message(correction))
            rows += *row;
    }
    return rows;
}

void PageFiler::dropEmptied(const Work &work, const PagePlan &plan, qint64 into)
{
    if (plan.moved.isEmpty())
        return;
    // A moved row may have been the last of its segment, whose border would be a hole that is none.
    for (const Segment &segment : std::as_const(work.facts.segments)) {
        const auto left = [&](const PlanEntry &entry) { return entry.key && segment.contains(entry.position); };
        if (segment.key != into && !plan.absorbed.contains(segment.key) &&
            std::any_of(work.facts.entries.begin(), work.facts.entries.end(), left) &&
            m_segments.isEmpty(work.room.key, work.room.epoch, segment))
            m_segments.absorb(segment.key, into);
    }
}

StoredEntry PageFiler::store(Work &work, qsizetype index, qint64 position)
{
    const Resolved &resolved = work.entries.at(index);
    const RoomMessage &message = work.page.entries.at(index);
    const EntryPlace place{work.room.key, work.room.epoch, position};
    EntryTraits traits = traitsOf(work, message);
    switch (resolved.claim) {
    case Claim::New: {
        traits.hidden = work.page.borderOnly && message.kind == EntryKind::Message;
        const MessageKey key = m_entries.insert(message, place, traits);
        StoredEntry stored;
        if (!traits.hidden)
            m_entries.tellNew(stored, key, message, place, traits);
        return stored;
    }
    case Claim::Own: {
        traits.own = true;
        m_entries.claim(resolved.row.key, message, place, traits);
        m_rooms.addOwnOccupant(work.room.key, message.occupantId);
        const bool here = message.kind == EntryKind::Message && resolved.row.key <= work.page.storedBefore;
        StoredEntry settled{InsertOutcome::MergedWithOwn, std::nullopt, here};
        m_entries.tell(settled, resolved.row.key, message);
        return settled;
    }
    case Claim::Adopted:
        traits.membership = resolved.row.membership;
        traits.own = traits.own || resolved.row.own;
        m_entries.claim(resolved.row.key, message, place, traits);
        return storeHeld(work, resolved, message);
    case Claim::Held:
        if (position != resolved.row.position)
            m_entries.setPosition(resolved.row.key, position);
        return storeHeld(work, resolved, message);
    case Claim::Repeated:
        break;
    }
    return {InsertOutcome::Duplicate, std::nullopt, false};
}

StoredEntry PageFiler::storeHeld(Work &work, const Resolved &resolved, const RoomMessage &message)
{
    const MessageKey key = resolved.row.key;
    if (message.stamp.isValid() && !resolved.row.stamped && resolved.claim == Claim::Held)
        m_entries.setStamp(key, message.stamp.toMSecsSinceEpoch());
    if (!resolved.row.recorded) {
        m_entries.setRecorded(key, true);
        if (const auto row = m_entries.message(key))
            work.outcome.remarked += *row;
    }
    if (resolved.row.hidden && !work.page.borderOnly && !resolved.keepsHidden) {
        m_entries.reveal(key);
        return {InsertOutcome::Inserted, m_entries.message(key), false};
    }
    const bool here = resolved.row.kind == EntryKind::Message && !resolved.row.hidden && key <= work.page.storedBefore;
    return {InsertOutcome::Duplicate, std::nullopt, here};
}

EntryTraits PageFiler::traitsOf(const Work &work, const RoomMessage &message)
{
    const bool stamped = message.stamp.isValid();
    const bool ownAddress = !message.realJid.isEmpty() && message.realJid.bare() == work.room.account;
    EntryTraits traits;
    traits.membership = work.page.membership;
    traits.own = ownAddress || m_rooms.isOwnOccupant(work.room.key, message.occupantId);
    traits.sentAt = stamped ? message.stamp.toMSecsSinceEpoch() : m_now;
    traits.stamped = stamped;
    return traits;
}

} // namespace foyer
