#include "store/livefiler.h"

#include "sql/database.h"
#include "store/annotationtable.h"

namespace foyer
{

bool isReflection(RoomTable &rooms, const RoomFacts &room, const HeldEntry &row, const RoomMessage &message)
{
    if (!row.own || !(row.waiting || row.failed) || row.originId.isEmpty())
        return false;
    if (row.originId != message.messageId && row.originId != message.originId)
        return false;
    if (message.fromSelf || (!message.realJid.isEmpty() && message.realJid.bare() == room.account))
        return true;
    if (!message.occupantId.isEmpty() && rooms.knowsOwnOccupant(room.key))
        return rooms.isOwnOccupant(room.key, message.occupantId);
    return row.nickname == message.nickname;
}

LiveFiler::LiveFiler(Database &database)
    : m_database(database), m_rooms(database), m_segments(database), m_entries(database)
{
}

std::optional<LiveContext> LiveFiler::context(RoomKey room, MembershipKey membership, qint64 now)
{
    const auto state = m_rooms.state(room);
    const auto stored = m_rooms.membership(room, membership);
    if (!state || !stored)
        return std::nullopt;
    LiveContext context{*state, *stored, std::nullopt, now};
    if (stored->liveSegment)
        context.segment = m_segments.segment(stored->liveSegment);
    return context;
}

StoredEntry LiveFiler::append(LiveContext &context, const RoomMessage &message)
{
    if (context.room.newestReason && !context.segment) {
        // Opened before the reason is cleared, because it says why the hole before the segment is there.
        openSegment(context, false);
    }
    if (context.room.newestReason) {
        m_rooms.setNewestReason(context.room.key, std::nullopt);
        context.room.newestReason.reset();
    }
    if (!message.archiveId.isEmpty()) {
        const auto held = m_entries.held(context.room.key, context.room.epoch, message.archiveId);
        if (held && !contradicts(*held, message)) {
            if (context.segment && context.segment->contains(held->position))
                noteArchived(context);
            if (!held->hidden)
                return {InsertOutcome::Duplicate, std::nullopt, false};
            m_entries.reveal(held->key);
            return {InsertOutcome::Inserted, m_entries.message(held->key), false};
        }
        if (held) {
            // A live message alone does not prove that the archive began anew (rule 14): the next page tells where it
            // stands, if its room has archived it at all.
            RoomMessage unplaced = message;
            unplaced.archiveId.clear();
            return append(context, unplaced);
        }
    }
    if (auto settled = settle(context, message))
        return *settled;
    return insert(context, message);
}

std::optional<StoredEntry> LiveFiler::settle(LiveContext &context, const RoomMessage &message)
{
    if (!isWritten(message.kind))
        return std::nullopt;
    const QList<HeldEntry> candidates = m_entries.ownUnclaimed(context.room.key, message);
    for (const HeldEntry &row : candidates) {
        if (!isSameText(row, message) || !isReflection(m_rooms, context.room, row, message))
            continue;
        const EntryPlace place = takeNextPlace(context);
        m_entries.claim(row.key, message, place, {context.membership.key, true, context.now, false});
        m_rooms.addOwnOccupant(context.room.key, message.occupantId);
        if (!message.archiveId.isEmpty())
            noteArchived(context);
        StoredEntry settled{InsertOutcome::MergedWithOwn, std::nullopt, false};
        m_entries.tell(settled, row.key, message);
        return settled;
    }
    return std::nullopt;
}

StoredEntry LiveFiler::insert(LiveContext &context, const RoomMessage &message)
{
    const bool own = isOwn(context, message);
    const EntryPlace place = takeNextPlace(context);
    const EntryTraits traits{context.membership.key, own, context.now, false};
    const MessageKey key = m_entries.insert(message, place, traits);
    if (key == 0 && !m_database.hasError())
        return {InsertOutcome::Duplicate, std::nullopt, false};
    if (!message.archiveId.isEmpty())
        noteArchived(context);
    StoredEntry stored;
    m_entries.tellNew(stored, key, message, place, traits);
    return stored;
}

bool LiveFiler::isOwn(const LiveContext &context, const RoomMessage &message)
{
    if (message.fromSelf) {
        m_rooms.addOwnOccupant(context.room.key, message.occupantId);
        return true;
    }
    if (!message.realJid.isEmpty() && message.realJid.bare() == context.room.account)
        return true;
    return m_rooms.isOwnOccupant(context.room.key, message.occupantId);
}

EntryPlace LiveFiler::takeNextPlace(LiveContext &context)
{
    EntryPlace place{context.room.key, context.room.epoch, 0};
    if (!context.segment) {
        openSegment(context, false);
        place.position = context.segment->low;
        return place;
    }
    context.segment->high = nextPosition(*context.segment);
    m_segments.extendHigh(context.segment->key, context.segment->high);
    place.position = context.segment->high;
    return place;
}

void LiveFiler::openSegment(LiveContext &context, bool wanted)
{
    Segment segment;
    segment.low = segment.high = newSegmentPosition(m_segments.top(context.room.key, context.room.epoch));
    segment.olderReason = context.room.newestReason;
    // Nothing says yet what lies between this and the segments below; the run after an entry owes it.
    segment.olderWanted = wanted || m_segments.exists(context.room.key);
    segment.firstMembership = context.membership.key;
    segment.key = m_segments.insert(context.room.key, context.room.epoch, segment);
    m_rooms.setLiveSegment(context.membership.key, segment.key, false);
    context.membership.liveSegment = segment.key;
    context.membership.archivedLive = false;
    context.segment = segment;
}

void LiveFiler::noteArchived(LiveContext &context)
{
    if (context.membership.archivedLive)
        return;
    m_rooms.setArchivedLive(context.membership.key);
    context.membership.archivedLive = true;
}

void LiveFiler::raiseEpoch(RoomFacts &room, MembershipKey membership, std::optional<qint64> contradicting)
{
    const QList<Segment> segments = m_segments.segments(room.key, room.epoch);
    QList<Segment> ownSegments;
    bool takeAlong = membership != 0;
    for (const Segment &segment : segments) {
        if (segment.firstMembership != membership)
            continue;
        ownSegments += segment;
        takeAlong = takeAlong && !(contradicting && segment.contains(*contradicting));
    }
    ++room.epoch;
    m_rooms.setEpoch(room.key, room.epoch);
    for (const Segment &segment : segments) {
        // Nobody will ever read on there, so a hole must not wait for it unseen.
        if (!segment.olderWanted || (takeAlong && segment.firstMembership == membership))
            continue;
        m_segments.endOlder(segment.key);
        if (const auto ended = m_segments.segment(segment.key))
            AnnotationTable(m_database).standForThemselves(room.key, room.epoch - 1, *ended);
    }
    if (!takeAlong) {
        m_rooms.setLiveSegment(membership, 0, false);
        return;
    }
    for (const Segment &segment : std::as_const(ownSegments))
        m_segments.moveToEpoch(segment.key, room.epoch);
    const auto state = m_rooms.membership(room.key, membership);
    const auto live = state ? m_segments.segment(state->liveSegment) : std::nullopt;
    if (live && live->firstMembership != membership)
        m_rooms.setLiveSegment(membership, 0, false);
}

} // namespace foyer
