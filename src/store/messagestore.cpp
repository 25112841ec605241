#include "store/messagestore.h"

#include "core/clock.h"
#include "store/annotationtable.h"
#include "store/archivejudge.h"
#include "store/brokenstreams.h"
#include "store/livefiler.h"
#include "store/outboxtable.h"
#include "store/pagefiler.h"
#include "store/segmentends.h"
#include "store/storewriter.h"
#include "store/timelinereader.h"

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

/// How a request is to be committed.
struct Manner {
    Flush flush = Flush::Now;
    bool writes = true;
    int weight = 1;

    Manner of(qsizetype entries) const { return {flush, writes, std::max(1, static_cast<int>(entries))}; }
};
constexpr Manner soon{Flush::Soon, true, 1};
constexpr Manner now{Flush::Now, true, 1};
constexpr Manner read{Flush::Now, false, 1};

template <typename T>
Result<T> valueOr(const std::optional<T> &value, Database &database)
{
    return value ? Result<T>(*value) : Result<T>(Error::make(ErrorKind::StoreFailed, {}, database.error()));
}

Error notInRoom(MembershipKey membership)
{
    return Error::make(ErrorKind::NotInRoom, {}, u"membership %1 has ended"_s.arg(membership));
}

} // namespace

class MessageStore::Private
{
public:
    Private(const QString &fileName, const Clock &time) : clock(time), writer(fileName) {}

    qint64 nowMs() const { return clock.now().toMSecsSinceEpoch(); }

    template <typename T>
    QFuture<Result<T>> post(Manner manner, std::function<Result<T>(Database &)> work,
                            const std::function<void(bool)> &onUndone = {})
    {
        auto request = std::make_unique<ResultRequest<T>>(std::move(work));
        request->flush = manner.flush;
        request->writes = manner.writes;
        request->weight = manner.weight;
        request->onUndone = onUndone;
        auto future = request->future();
        writer.post(std::move(request));
        return future;
    }

    QFuture<Result<Done>> change(std::function<void(Database &)> work)
    {
        return post<Done>(now, [work = std::move(work)](Database &database) -> Result<Done> {
            work(database);
            return Done{};
        });
    }

    const Clock &clock;
    BrokenStreams broken;
    StoreWriter writer;
};

MessageStore::MessageStore(const QString &fileName, const Clock &clock) : d(std::make_unique<Private>(fileName, clock))
{
}

MessageStore::~MessageStore() = default;

Result<Done> MessageStore::open()
{
    // Whatever was live when the last run ended, is live no more.
    return d->writer.open(
        [](Database &database) {
            RoomTable(database).endAllMemberships();
            SegmentTable(database).nameOwed(GapReason::NotLoaded);
        },
        d->clock.now());
}

std::optional<StoreRescue> MessageStore::rescue() const
{
    return d->writer.rescue();
}

void MessageStore::drain()
{
    d->post<Done>(now, [](Database &) { return Done{}; }).waitForFinished();
}

QFuture<Result<QList<RoomRecord>>> MessageStore::rooms(const Jid &account)
{
    return d->post<QList<RoomRecord>>(read, [=](Database &database) { return RoomTable(database).rooms(account); });
}

QFuture<Result<RoomRecord>> MessageStore::openRoom(const Jid &account, const Jid &room)
{
    return d->post<RoomRecord>(now, [=](Database &database) { return RoomTable(database).openRoom(account, room); });
}

QFuture<Result<Done>> MessageStore::saveRoom(const RoomRecord &record)
{
    return d->post<Done>(soon, [=](Database &database) {
        RoomTable rooms(database);
        auto state = rooms.isCreatedLater(record) ? rooms.state(record.key) : std::nullopt;
        if (state)
            LiveFiler(database).raiseEpoch(*state, rooms.openMembership(record.key), std::nullopt);
        rooms.saveRoom(record);
        return Done{};
    });
}

QFuture<Result<Done>> MessageStore::forgetRoom(RoomKey room)
{
    return d->change([=](Database &database) { RoomTable(database).forgetRoom(room); });
}

QFuture<Result<MembershipKey>> MessageStore::beginMembership(RoomKey room, const QString &ownOccupant)
{
    return d->post<MembershipKey>(now, [=](Database &database) -> Result<MembershipKey> {
        return RoomTable(database).beginMembership(room, ownOccupant);
    });
}

QFuture<Result<Done>> MessageStore::endMembership(RoomKey room, MembershipKey membership)
{
    return d->change([=](Database &database) { RoomTable(database).endMembership(room, membership); });
}

QFuture<Result<Done>> MessageStore::breakLiveSegment(RoomKey room, MembershipKey membership)
{
    return d->post<Done>(
        now,
        [=, this, at = d->nowMs()](Database &database) -> Result<Done> {
            LiveFiler filer(database);
            auto context = filer.context(room, membership, at);
            if (!context || context->membership.ended)
                return notInRoom(membership);
            filer.openSegment(*context, true);
            d->broken.remove(membership);
            return Done{};
        },
        [this, membership](bool finally) {
            if (finally)
                d->broken.insert(membership);
        });
}

QFuture<Result<QList<StoredEntry>>> MessageStore::appendLive(RoomKey room, MembershipKey membership,
                                                             QList<RoomMessage> entries, AfterFailure after)
{
    const qint64 at = d->nowMs();
    // Set when this request has dealt with the failure before it, which stands again when the request is undone.
    const auto mended = std::make_shared<bool>(false);
    return d->post<QList<StoredEntry>>(
        soon.of(entries.size()),
        [=, this](Database &database) -> Result<QList<StoredEntry>> {
            LiveFiler filer(database);
            auto context = filer.context(room, membership, at);
            if (!context || context->membership.ended)
                return notInRoom(membership);
            if (after == AfterFailure::Refused && d->broken.contains(membership))
                return Error::make(ErrorKind::StoreFailed, {}, u"the entry before it is not stored"_s);
            *mended = d->broken.remove(membership);
            if (*mended && after == AfterFailure::NewSegment)
                filer.openSegment(*context, true);
            QList<StoredEntry> stored;
            for (const RoomMessage &entry : entries)
                stored += filer.append(*context, entry);
            return stored;
        },
        [this, membership, mended](bool finally) {
            if (finally || *mended)
                d->broken.insert(membership);
        });
}

QFuture<Result<PageOutcome>> MessageStore::commitPage(RoomKey room, PageCommit page)
{
    const qint64 at = d->nowMs();
    const Manner manner = now.of(page.entries.size());
    const auto mended = std::make_shared<QSet<MembershipKey>>();
    return d->post<PageOutcome>(
        manner,
        [=, this, page = std::move(page)](Database &database) mutable {
            d->broken.tell(page);
            const PageOutcome outcome = PageFiler(database, at).commit(room, page);
            *mended = d->broken.mend(page, outcome);
            return Result<PageOutcome>(outcome);
        },
        [this, mended](bool) { d->broken.putBack(std::exchange(*mended, {})); });
}

QFuture<Result<Done>> MessageStore::unmark(QList<MessageKey> rows)
{
    return d->change([rows = std::move(rows)](Database &database) {
        for (const MessageKey row : rows)
            EntryTable(database).setRecorded(row, true);
    });
}

QFuture<Result<QList<StoredEntry>>> MessageStore::commitHistory(RoomKey room, MembershipKey membership,
                                                                QList<RoomMessage> entries)
{
    const qint64 at = d->nowMs();
    return d->post<QList<StoredEntry>>(now.of(entries.size()), [=](Database &database) -> Result<QList<StoredEntry>> {
        const auto state = RoomTable(database).membership(room, membership);
        if (!state || state->ended)
            return notInRoom(membership);
        return PageFiler(database, at).commitHistory(room, membership, entries);
    });
}

QFuture<Result<ArchiveVerdict>> MessageStore::judgeArchive(RoomKey room, ArchiveWitness witness)
{
    return d->post<ArchiveVerdict>(read, [=](Database &database) -> Result<ArchiveVerdict> {
        return foyer::judgeArchive(database, room, witness);
    });
}

QFuture<Result<Done>> MessageStore::raiseEpoch(RoomKey room, MembershipKey membership)
{
    return d->change([=](Database &database) {
        auto state = RoomTable(database).state(room);
        if (state) {
            LiveFiler(database).raiseEpoch(*state, 0, std::nullopt);
            RoomTable(database).setLiveSegment(membership, 0, false);
        }
    });
}

QFuture<Result<Done>> MessageStore::setOlderEnd(RoomKey room, MembershipKey membership, std::optional<GapReason> reason,
                                                bool wanted)
{
    const qint64 at = d->nowMs();
    return d->change([=](Database &database) { SegmentEnds(database).setOlder(room, membership, reason, wanted, at); });
}

QFuture<Result<bool>> MessageStore::drawOwedHoles(RoomKey room, GapReason reason)
{
    return d->post<bool>(now, [=](Database &database) { return SegmentTable(database).nameOwed(reason, room); });
}

QFuture<Result<Done>> MessageStore::setNewestEnd(RoomKey room, MembershipKey membership, GapReason reason)
{
    return d->change([=](Database &database) { SegmentEnds(database).setNewest(room, membership, reason); });
}

QFuture<Result<Done>> MessageStore::setGapReason(RoomKey room, const QString &archiveId, GapReason reason, Debt debt)
{
    return d->change([=](Database &database) {
        SegmentEnds(database).setReasonBefore(room, archiveId, reason, debt == Debt::Ends);
    });
}

QFuture<Result<HeldRun>> MessageStore::runBelow(RoomKey room, MembershipKey membership, const QString &archiveId)
{
    return d->post<HeldRun>(read, [=](Database &database) -> Result<HeldRun> {
        return SegmentEnds(database).runBelow(room, membership, archiveId);
    });
}

QFuture<Result<QString>> MessageStore::newestArchiveId(RoomKey room, MembershipKey membership)
{
    return d->post<QString>(read, [=](Database &database) -> Result<QString> {
        return SegmentEnds(database).newestArchiveId(room, membership);
    });
}

QFuture<Result<GapStart>> MessageStore::olderStart(RoomKey room)
{
    return d->post<GapStart>(
        read, [=](Database &database) -> Result<GapStart> { return SegmentEnds(database).olderStart(room); });
}

QFuture<Result<MessageKey>> MessageStore::newestKey()
{
    return d->post<MessageKey>(read, [](Database &database) -> Result<MessageKey> {
        Query query = database.query(u"SELECT max(key) FROM entry"_s);
        return query.next() ? query.number(0) : 0;
    });
}

QFuture<Result<StoredMessage>> MessageStore::enqueueOwn(RoomKey room, const QString &originId, const QString &body,
                                                        const QString &nickname)
{
    RoomMessage entry;
    entry.originId = originId;
    entry.nickname = nickname;
    entry.body = body;
    return enqueueOwn(room, entry);
}

QFuture<Result<StoredMessage>> MessageStore::enqueueOwn(RoomKey room, const RoomMessage &entry, OwnReference reference)
{
    const OwnDraft draft{room, entry, reference, d->nowMs()};
    return d->post<StoredMessage>(
        now, [=](Database &database) { return valueOr(OutboxTable(database).enqueue(draft), database); });
}

QFuture<Result<QList<StoredMessage>>> MessageStore::unsettledOwn(RoomKey room)
{
    return d->post<QList<StoredMessage>>(read,
                                         [=](Database &database) { return OutboxTable(database).unsettled(room); });
}

QFuture<Result<StoredMessage>> MessageStore::setOwnState(MessageKey key, DeliveryState state, const QString &failure)
{
    return d->post<StoredMessage>(now, [=](Database &database) {
        return valueOr(OutboxTable(database).setState(key, state, failure), database);
    });
}

QFuture<Result<StoredMessage>> MessageStore::messageOf(RoomKey room, MessageKey key)
{
    return d->post<StoredMessage>(
        read, [=](Database &database) { return valueOr(EntryTable(database).messageIn(room, key), database); });
}

QFuture<Result<QList<StoredMessage>>> MessageStore::targetsOf(MessageKey entry)
{
    return d->post<QList<StoredMessage>>(read,
                                         [=](Database &database) { return AnnotationTable(database).targets(entry); });
}

QFuture<Result<QList<MessageVersion>>> MessageStore::versionsOf(MessageKey key)
{
    return d->post<QList<MessageVersion>>(read,
                                          [=](Database &database) { return AnnotationTable(database).versions(key); });
}

QFuture<Result<QList<RawEntry>>> MessageStore::unreadEntries(RoomKey room, int limit)
{
    return d->post<QList<RawEntry>>(read,
                                    [=](Database &database) { return AnnotationTable(database).unread(room, limit); });
}

QFuture<Result<Done>> MessageStore::noteRead(RoomKey room, QList<RawEntry> entries)
{
    return d->change([=](Database &database) { AnnotationTable(database).insertRead(room, entries); });
}

QFuture<Result<TimelinePage>> MessageStore::itemsBefore(RoomKey room, MessageKey before, int limit)
{
    return d->post<TimelinePage>(
        read, [=](Database &database) { return TimelineReader(database).before(room, before, std::max(1, limit)); });
}

QFuture<Result<TimelinePage>> MessageStore::itemsAfter(RoomKey room, MessageKey after, int limit)
{
    return d->post<TimelinePage>(
        read, [=](Database &database) { return TimelineReader(database).after(room, after, std::max(1, limit)); });
}

QFuture<Result<QList<TimelineGap>>> MessageStore::gaps(RoomKey room, MembershipKey runMembership)
{
    return d->post<QList<TimelineGap>>(
        read, [=](Database &database) { return TimelineReader(database).gaps(room, runMembership); });
}

QFuture<Result<ArchivePosition>> MessageStore::archivePosition(RoomKey room)
{
    return d->post<ArchivePosition>(
        read, [=](Database &database) -> Result<ArchivePosition> { return TimelineReader(database).position(room); });
}

QFuture<Result<GapStart>> MessageStore::gapStart(RoomKey room, MessageKey beforeKey)
{
    return d->post<GapStart>(read,
                             [=](Database &database) { return TimelineReader(database).gapStart(room, beforeKey); });
}

QFuture<Result<qint64>> MessageStore::rowCount(RoomKey room)
{
    return d->post<qint64>(read, [=](Database &database) -> Result<qint64> {
        Query query =
            database.query(u"SELECT count(*) FROM entry WHERE room = ? AND kind = 0 AND hidden = 0"_s, {room});
        return query.next() ? query.number(0) : 0;
    });
}

} // namespace foyer
