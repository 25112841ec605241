#include "store/segmentends.h"

#include "store/annotationtable.h"

namespace foyer
{

SegmentEnds::SegmentEnds(Database &database)
    : m_database(database), m_filer(database), m_rooms(database), m_segments(database)
{
}

void SegmentEnds::setOlder(RoomKey room, MembershipKey membership, std::optional<GapReason> reason, bool wanted,
                           qint64 now)
{
    auto context = m_filer.context(room, membership, now);
    if (!context || (!context->segment && !reason && !wanted))
        return;
    if (!context->segment)
        m_filer.openSegment(*context, wanted);
    Segment segment = *context->segment;
    segment.olderReason = reason;
    segment.olderWanted = wanted;
    m_segments.update(segment);
}

void SegmentEnds::setNewest(RoomKey room, MembershipKey membership, GapReason reason)
{
    const auto context = m_filer.context(room, membership, 0);
    if (!context || !context->segment) {
        m_rooms.setNewestReason(room, reason);
    } else if (context->segment->olderWanted) {
        Segment segment = *context->segment;
        segment.olderReason = reason;
        m_segments.update(segment);
    }
}

void SegmentEnds::setReasonBefore(RoomKey room, const QString &archiveId, GapReason reason, bool debtEnds)
{
    auto segment = m_segments.segmentHolding(room, archiveId);
    if (segment && (reason == GapReason::RetentionEnded || debtEnds)) {
        m_segments.endOlder(segment->key, reason);
        const auto state = m_rooms.state(room);
        const auto ended = m_segments.segment(segment->key);
        if (state && ended)
            AnnotationTable(m_database).standForThemselves(room, state->epoch, *ended);
    } else if (segment && !segment->atBeginning) {
        segment->olderReason = reason;
        m_segments.update(*segment);
    }
}

HeldRun SegmentEnds::runBelow(RoomKey room, MembershipKey membership, const QString &archiveId)
{
    const auto context = m_filer.context(room, membership, 0);
    if (!context)
        return {};
    const auto above = archiveId.isEmpty() ? context->segment : m_segments.segmentHolding(room, archiveId);
    if (!above && !archiveId.isEmpty())
        return {};
    const QList<Segment> all = m_segments.segments(room, context->room.epoch);
    for (auto segment = all.crbegin(); segment != all.crend(); ++segment) {
        if (above && segment->low >= above->low)
            continue;
        const QString newest = m_segments.newestArchiveId(room, context->room.epoch, *segment);
        if (!newest.isEmpty())
            return {newest, m_segments.oldestArchiveId(room, context->room.epoch, *segment),
                    segment->olderWanted && !segment->atBeginning};
    }
    return {};
}

QString SegmentEnds::newestArchiveId(RoomKey room, MembershipKey membership)
{
    const auto context = m_filer.context(room, membership, 0);
    if (!context || !context->segment)
        return {};
    return m_segments.newestArchiveId(room, context->room.epoch, *context->segment);
}

GapStart SegmentEnds::olderStart(RoomKey room)
{
    const auto state = m_rooms.state(room);
    const QList<Segment> all = state ? m_segments.segments(room, state->epoch) : QList<Segment>();
    for (const Segment &segment : all) {
        if (segment.atBeginning || segment.olderReason == GapReason::RetentionEnded)
            return {};
        const GapStart start = m_segments.startBefore(room, state->epoch, segment);
        if (start.kind == GapStart::Kind::Before)
            return start;
    }
    return {};
}

} // namespace foyer
