#include "models/timelinemodel.h"

#include "core/whendone.h"

#include <algorithm>

namespace foyer
{

TimelineModel::TimelineModel(RoomSource &source, const RoomAddress &room, QObject *parent)
    : QAbstractListModel(parent), m_source(source), m_room(room)
{
    m_pace.setSingleShot(true);
    connect(&m_pace, &QTimer::timeout, this, [this] {
        if (m_arrived > 0) {
            read(wantedRead());
        }
    });
}

int TimelineModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant TimelineModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const TimelineRow &row = m_rows[index.row()];
    const StoredMessage &message = row.item.message;
    switch (role) {
    case KeyRole:
        return row.isGap() ? MessageKey(0) : message.key;
    case KindRole:
        return row.isGap() ? QStringLiteral("gap") : QStringLiteral("message");
    case NicknameRole:
        return message.nickname;
    case Qt::DisplayRole:
    case BodyRole:
        return message.body;
    case SentAtRole:
        return message.sentAt;
    case OwnRole:
        return message.own;
    case StateRole:
        return static_cast<int>(message.state);
    case StartsGroupRole:
        return row.startsGroup;
    case DayRole:
        return row.day;
    case NewLineRole:
        return row.newLine;
    default:
        return {};
    }
}

QFuture<std::optional<StoredMessage>> TimelineModel::newestOwn()
{
    const auto newestOf = [](const Items &items) -> std::optional<StoredMessage> {
        const auto own = std::find_if(items.crbegin(), items.crend(), [](const TimelineItem &item) {
            return item.kind == TimelineItem::Kind::Message && item.message.own && !item.message.retracted;
        });
        return own == items.crend() ? std::nullopt : std::optional(own->message);
    };
    const auto here = m_atNewest ? newestOf(items()) : std::nullopt;
    if (here) {
        return QtFuture::makeReadyFuture(here);
    }
    return whenDone(m_source.itemsBefore(m_room, 0, ownLookback), this,
                    [newestOf](const Result<Items> &items) { return newestOf(items.valueOr({})); });
}

QHash<int, QByteArray> TimelineModel::roleNames() const
{
    return {
        {KeyRole, "key"},       {KindRole, "kind"},      {NicknameRole, "nickname"}, {BodyRole, "body"},
        {SentAtRole, "sentAt"}, {OwnRole, "own"},        {StateRole, "state"},       {StartsGroupRole, "startsGroup"},
        {DayRole, "day"},       {NewLineRole, "newLine"}};
}

int TimelineModel::indexOf(qint64 id) const
{
    const auto found =
        std::find_if(m_rows.cbegin(), m_rows.cend(), [id](const TimelineRow &row) { return row.id() == id; });
    return found == m_rows.cend() ? -1 : static_cast<int>(found - m_rows.cbegin());
}

void TimelineModel::setOwnNickname(const QString &nickname)
{
    if (nickname == m_ownNickname) {
        return;
    }
    m_ownNickname = nickname;
    if (!m_rows.isEmpty()) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {BodyRole});
    }
}

QList<TimelineItem> TimelineModel::items() const
{
    Items items;
    items.reserve(m_rows.size());
    for (const TimelineRow &row : m_rows) {
        items.append(row.item);
    }
    return items;
}

std::optional<StoredMessage> TimelineModel::newest() const
{
    if (!m_atNewest) {
        return std::nullopt;
    }
    for (auto row = m_rows.crbegin(); row != m_rows.crend(); ++row) {
        if (!row->isGap()) {
            return row->item.message;
        }
    }
    return std::nullopt;
}

std::optional<StoredMessage> TimelineModel::newestSettled() const
{
    const MessageKey key = m_atNewest ? tailStart() : 0;
    const int row = key == 0 ? -1 : indexOf(key * 2);
    return row < 0 ? std::nullopt : std::optional(m_rows[row].item.message);
}

std::optional<StoredMessage> TimelineModel::newestStamped() const
{
    const auto isStamped = [](const TimelineRow &row) { return !row.isGap() && !row.item.message.live; };
    const auto row = m_atNewest ? std::find_if(m_rows.crbegin(), m_rows.crend(), isStamped) : m_rows.crend();
    return row == m_rows.crend() ? std::nullopt : std::optional(row->item.message);
}

void TimelineModel::applyStored(const QList<StoredMessage> &rows)
{
    m_arrived += static_cast<int>(rows.size());
    if (!m_following) {
        // Pages of older messages come by the same road; only what is later than the end one left is below. A page is
        // stamped by the room, whose clock need not be ours.
        const QDateTime left = m_leftStampedAt.isValid() ? m_leftStampedAt : m_leftNewestAt;
        const auto others = std::count_if(rows.cbegin(), rows.cend(), [&left](const StoredMessage &row) {
            return !row.own && (row.live || !left.isValid() || row.sentAt > left);
        });
        setNewerCount(m_newerCount + static_cast<int>(others));
    }
    for (const StoredMessage &row : rows) {
        m_arrivedKeys.insert(row.key);
    }
    m_storeRead = false;
    if (m_older == Older::Beginning || m_older == Older::Failed) {
        setOlder(Older::Idle);
    }
    if (!m_pace.isActive()) {
        read(wantedRead());
    }
}

void TimelineModel::applyChanged(const StoredMessage &row)
{
    const int at = indexOf(row.key * 2);
    if (at < 0) {
        const auto quotes = [&row](const TimelineRow &shown) {
            return shown.item.message.reply && shown.item.message.reply->key == row.key;
        };
        if (std::any_of(m_rows.cbegin(), m_rows.cend(), quotes)) {
            reload();
        }
        return;
    }
    m_rows[at].item.message = row;
    Q_EMIT dataChanged(index(at), index(at));
    // A state that settles may move the row (unsettled rows sort last), which only the store knows.
    reload();
    announceNewest();
}

void TimelineModel::reload()
{
    m_storeRead = false;
    if (m_older == Older::Beginning || m_older == Older::Failed) {
        setOlder(Older::Idle);
    }
    m_tailEnough = false;
    read(wantedRead());
}

void TimelineModel::setFollowing(bool following)
{
    if (following == m_following) {
        return;
    }
    m_following = following;
    if (!following) {
        noteNewestLeft();
    } else {
        setNewerCount(0);
        if (!m_atNewest) {
            read(Read::Newest);
        }
    }
}

void TimelineModel::noteNewestLeft()
{
    const auto last = newest();
    const auto stamped = newestStamped();
    m_leftNewestAt = last ? last->sentAt : QDateTime();
    m_leftStampedAt = stamped ? stamped->sentAt : QDateTime();
}

void TimelineModel::showNewest()
{
    m_following = true;
    setNewerCount(0);
    read(Read::Newest);
}

void TimelineModel::fetchOlder(From from)
{
    if (m_older != Older::Idle || m_reading || (from == From::Store && (m_storeRead || firstKey() == 0))) {
        return;
    }
    setOlder(Older::Loading);
    const MessageKey before = firstKey();
    if (before == 0) {
        fetchOlderFromServer();
        return;
    }
    whenDone(m_source.itemsBefore(m_room, before, pageSize), this, [this, before, from](const Result<Items> &items) {
        if (!items) {
            setOlder(Older::Failed);
        } else if (before != firstKey()) {
            setOlder(Older::Idle);
        } else {
            takeOlder(*items, from);
        }
    });
}

void TimelineModel::takeOlder(const Items &items, From from)
{
    const bool hasMessages = std::any_of(items.cbegin(), items.cend(), [](const TimelineItem &item) {
        return item.kind == TimelineItem::Kind::Message;
    });
    Items window = items;
    for (const TimelineRow &row : std::as_const(m_rows)) {
        if (items.isEmpty() || row.id() != TimelineRow::rowId(items.last())) {
            window.append(row.item);
        }
    }
    if (window.size() > windowLimit) {
        window = window.mid(0, windowLimit);
        m_atNewest = false;
    }
    showItems(window);
    m_storeRead = !hasMessages;
    if (hasMessages || (items.isEmpty() && from == From::Store)) {
        setOlder(Older::Idle);
    } else if (!items.isEmpty()) {
        // A gap at the store's older end is filled when the person asks, never by scrolling past it.
        setOlder(Older::Beginning);
    } else {
        fetchOlderFromServer();
    }
}

void TimelineModel::fetchOlderFromServer()
{
    const MessageKey before = firstKey();
    whenDone(m_source.loadOlder(m_room), this, [this, before](const Result<int> &rows) {
        if (!rows) {
            setOlder(Older::Failed);
        } else if (*rows == 0) {
            setOlder(Older::Beginning);
        } else {
            m_storeRead = false;
            setOlder(Older::Idle);
            if (before == 0) {
                reload();
            } else if (before == firstKey()) {
                fetchOlder(From::Store);
            }
        }
    });
}

void TimelineModel::fetchNewer()
{
    if (m_atNewest || m_fetchingNewer || m_reading) {
        return;
    }
    m_fetchingNewer = true;
    const MessageKey after = lastKey();
    whenDone(m_source.itemsAfter(m_room, after, pageSize), this, [this, after](const Result<Items> &items) {
        m_fetchingNewer = false;
        if (!items || after != lastKey()) {
            return;
        }
        // A page stops one short of its size rather than part a gap line from its message.
        m_atNewest = items->size() < pageSize - 1;
        Items window;
        for (const TimelineRow &row : std::as_const(m_rows)) {
            window.append(row.item);
            if (!row.isGap() && row.item.message.key == after) {
                break;
            }
        }
        window += *items;
        const qsizetype excess = window.size() - windowLimit;
        if (excess > 0) {
            window = window.mid(excess);
            m_storeRead = false;
            setOlder(Older::Idle);
        }
        showItems(window);
        announceNewest();
    });
}

void TimelineModel::setNewLineAfter(MessageKey lastRead)
{
    if (m_newLineAfter != lastRead) {
        m_newLineAfter = lastRead;
        redecorate();
    }
}

void TimelineModel::setOlder(Older older)
{
    if (m_older != older) {
        m_older = older;
        Q_EMIT olderChanged();
    }
}

void TimelineModel::setNewerCount(int count)
{
    if (m_newerCount != count) {
        m_newerCount = count;
        Q_EMIT newerCountChanged(count);
    }
}

MessageKey TimelineModel::firstKey() const
{
    for (const TimelineRow &row : m_rows) {
        if (!row.isGap()) {
            return row.item.message.key;
        }
    }
    return 0;
}

MessageKey TimelineModel::lastKey() const
{
    for (auto row = m_rows.crbegin(); row != m_rows.crend(); ++row) {
        if (!row->isGap()) {
            return row->item.message.key;
        }
    }
    return 0;
}

void TimelineModel::announceNewest()
{
    const auto row = newest();
    const MessageKey key = row ? row->key : 0;
    if (m_atNewest && (key != m_newestKey || key != 0)) {
        m_newestKey = key;
        Q_EMIT newestChanged();
    }
}

} // namespace foyer
