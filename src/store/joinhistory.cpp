// The join history of rooms without an archive: the part of PageFiler that matches by content (guarantee, rule 11).
#include "store/pagefiler.h"

#include <QHash>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

/// What two copies of one message have in common where the room gives no ids.
struct ContentKey {
    EntryKind kind = EntryKind::Message;
    QString occupant;
    QString id;
    QString body;

    bool operator==(const ContentKey &) const = default;
};

size_t qHash(const ContentKey &key, size_t seed = 0)
{
    return qHashMulti(seed, static_cast<int>(key.kind), key.occupant, key.id, key.body);
}

template <typename Message>
ContentKey contentKey(const Message &message)
{
    return {shownKind(message.kind), message.occupantId.isEmpty() ? message.nickname : message.occupantId,
            message.messageId.isEmpty() ? message.originId : message.messageId, message.body};
}

/// Whether \a count entries of one list are those of the other, in any order; a repeated text counts as often as it is
/// there.
bool areSame(const QList<ContentKey> &one, qsizetype oneFrom, const QList<ContentKey> &other, qsizetype otherFrom,
             qsizetype count)
{
    QHash<ContentKey, int> balance;
    for (qsizetype i = 0; i < count; ++i) {
        ++balance[one.at(oneFrom + i)];
        --balance[other.at(otherFrom + i)];
    }
    return std::all_of(balance.begin(), balance.end(), [](int left) { return left == 0; });
}

/// Which entries of a join history are which rows of what is held.
struct Overlap {
    qsizetype heldFrom = 0;
    qsizetype historyFrom = 0;
    qsizetype count = 0;
};

/// The longest beginning of \a history that is the end of \a held, else all of \a held somewhere in \a history, the
/// newest place first.
Overlap overlapOf(const QList<ContentKey> &held, const QList<ContentKey> &history)
{
    for (qsizetype n = std::min(held.size(), history.size()); n > 0; --n) {
        if (areSame(held, held.size() - n, history, 0, n))
            return {held.size() - n, 0, n};
    }
    for (qsizetype at = history.size() - held.size(); at > 0 && !held.isEmpty(); --at) {
        if (areSame(held, 0, history, at, held.size()))
            return {0, at, held.size()};
    }
    return {};
}

} // namespace

QList<StoredEntry> PageFiler::commitHistory(RoomKey room, MembershipKey membership, const QList<RoomMessage> &entries)
{
    PageCommit page;
    page.membership = membership;
    page.entries = entries;
    page.newest = true;
    auto work = begin(room, page);
    if (!work)
        return {};
    work->isHistory = true;
    resolve(*work);
    matchHistory(*work);
    describe(*work);
    const bool overlaps = std::any_of(work->entries.begin(), work->entries.end(),
                                      [](const Resolved &resolved) { return resolved.placed; });
    if (work->live)
        work->facts.liveSegment = work->live->key;
    const PagePlan plan = this->plan(*work);
    const qint64 key = apply(*work, plan);
    auto segment = m_segments.segment(key);
    const bool beginsHere = segment && !plan.positions.isEmpty() && plan.positions.constFirst() == segment->low;
    if (segment && (!overlaps || (beginsHere && !segment->olderReason && !segment->atBeginning))) {
        segment->olderReason = GapReason::NoArchive;
        m_segments.update(*segment);
    }
    m_rooms.setLiveSegment(membership, key, work->membership && work->membership->archivedLive);
    m_rooms.setNewestReason(room, std::nullopt);
    if (segment && !work->outcome.entries.isEmpty())
        work->outcome.entries.last().appeared += work->outcome.revealed + standingAlone(*work, *segment);
    return work->outcome.entries;
}

void PageFiler::matchHistory(Work &work)
{
    if (!work.isHistory)
        return;
    QList<Segment> below = work.facts.segments;
    below.removeIf([&](const Segment &segment) { return work.live && segment.key == work.live->key; });
    // A history that reaches over the begin of one segment may go on in the one below it, and close the hole between.
    qsizetype end = work.entries.size();
    for (bool isNewest = true; !below.isEmpty() && end > 0; isNewest = false)
        end = matchSegment(work, below.takeLast(), end, isNewest);
}

qsizetype PageFiler::matchSegment(Work &work, const Segment &segment, qsizetype end, bool isNewest)
{
    QList<qsizetype> open;
    QList<ContentKey> history;
    for (qsizetype i = 0; i < end; ++i) {
        if (work.entries.at(i).claim != Claim::New)
            continue;
        open += i;
        history += contentKey(work.page.entries.at(i));
    }
    if (open.isEmpty())
        return 0;
    const QList<HeldEntry> tail =
        m_entries.tail({work.room.key, work.room.epoch, segment.low}, segment.high, open.size() + 1);
    QList<ContentKey> held;
    for (const HeldEntry &row : tail)
        held += contentKey(row);
    Overlap found = overlapOf(held, history);
    // Of what was here last, whatever else has happened, all that both have is taken.
    if (found.count == 0 && isNewest)
        found.count = open.size();
    // As a multiset: the same message said three times matches three rows and no more.
    QHash<ContentKey, QList<qsizetype>> rows;
    for (qsizetype i = found.heldFrom; i < tail.size(); ++i)
        rows[held.at(i)] += i;
    qsizetype first = end;
    qsizetype matched = 0;
    for (qsizetype i = found.historyFrom; i < found.historyFrom + found.count; ++i) {
        QList<qsizetype> &same = rows[history.at(i)];
        if (same.isEmpty())
            continue;
        work.entries[open.at(i)] = {Claim::Held, tail.at(same.takeFirst()), true};
        first = std::min(first, open.at(i));
        ++matched;
    }
    return matched == tail.size() ? first : 0;
}

} // namespace foyer
