// How a TimelineModel's window becomes another one with the smallest changes, and what neighbours make of a row.
#include "models/timelinemodel.h"

#include <QSet>

namespace foyer
{

namespace
{

constexpr qint64 groupMs = 5 * 60 * 1000;

QDate localDay(const TimelineItem &item)
{
    return item.message.sentAt.isValid() ? item.message.sentAt.toLocalTime().date() : QDate();
}

bool sameSender(const StoredMessage &one, const StoredMessage &other)
{
    if (one.own != other.own || one.nickname != other.nickname) {
        return false;
    }
    return one.occupantId.isEmpty() || other.occupantId.isEmpty() || one.occupantId == other.occupantId;
}

} // namespace

void TimelineModel::showItems(const Items &items)
{
    QSet<qint64> wanted;
    for (const TimelineItem &item : items) {
        wanted.insert(TimelineRow::rowId(item));
    }
    // The window often just moves: rows leave at its head and come at its end, or the other way round.
    int gone = 0;
    while (gone < m_rows.size() && !wanted.contains(m_rows[gone].id())) {
        ++gone;
    }
    removeItems(0, gone);
    if (m_rows.isEmpty()) {
        insertItems(0, items);
    } else {
        const qint64 firstId = m_rows.first().id();
        qsizetype head = 0;
        while (head < items.size() && TimelineRow::rowId(items[head]) != firstId) {
            ++head;
        }
        insertItems(0, items.mid(0, head));
        replaceMiddle(items);
    }
    redecorate();
}

void TimelineModel::replaceMiddle(const Items &items)
{
    const auto same = [this, &items](qsizetype row, qsizetype item) {
        return m_rows[row].id() == TimelineRow::rowId(items[item]);
    };
    qsizetype start = 0;
    const qsizetype shorter = std::min(m_rows.size(), items.size());
    while (start < shorter && same(start, start)) {
        ++start;
    }
    qsizetype end = 0;
    while (end < shorter - start && same(m_rows.size() - 1 - end, items.size() - 1 - end)) {
        ++end;
    }
    removeItems(static_cast<int>(start), static_cast<int>(m_rows.size() - start - end));
    insertItems(static_cast<int>(start), items.mid(start, items.size() - start - end));
    for (int i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i].item != items[i]) {
            m_rows[i].item = items[i];
            Q_EMIT dataChanged(index(i), index(i));
        }
    }
}

void TimelineModel::insertItems(int at, const Items &items)
{
    if (items.isEmpty()) {
        return;
    }
    if (m_ownIdentity.isEmpty()) {
        learnOwnIdentity(items);
    }
    beginInsertRows({}, at, at + static_cast<int>(items.size()) - 1);
    m_rows.insert(at, items.size(), {});
    for (int i = 0; i < items.size(); ++i) {
        m_rows[at + i].item = items[i];
    }
    for (int i = 0; i < items.size(); ++i) {
        m_rows[at + i] = decorated(at + i);
    }
    endInsertRows();
}

void TimelineModel::removeItems(int at, int count)
{
    if (count > 0) {
        beginRemoveRows({}, at, at + count - 1);
        m_rows.remove(at, count);
        endRemoveRows();
    }
}

void TimelineModel::redecorate()
{
    for (int i = 0; i < m_rows.size(); ++i) {
        const TimelineRow now = decorated(i);
        if (now != m_rows[i]) {
            m_rows[i] = now;
            Q_EMIT dataChanged(index(i), index(i), {StartsGroupRole, DayRole, NewLineRole});
        }
    }
}

void TimelineModel::onDayChanged()
{
    redecorate();
    if (!m_rows.isEmpty()) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    }
}

bool TimelineModel::isFirstUnread(int before) const
{
    // What one has written oneself since counts as read.
    while (before >= 0 && m_rows[before].item.message.key != m_newLineAfter &&
           (m_rows[before].isGap() || m_rows[before].item.message.own)) {
        --before;
    }
    return m_newLineAfter != 0 && before >= 0 && m_rows[before].item.message.key == m_newLineAfter;
}

QString TimelineModel::identityOf(const StoredMessage &message) const
{
    if (!message.occupantId.isEmpty()) {
        return message.occupantId;
    }
    // An own message has no occupant id before the room has it.
    return message.own && !m_ownIdentity.isEmpty() ? m_ownIdentity : message.nickname;
}

void TimelineModel::learnOwnIdentity(const Items &items)
{
    for (const TimelineItem &item : items) {
        if (item.message.own && !item.message.occupantId.isEmpty()) {
            m_ownIdentity = item.message.occupantId;
        }
    }
}

void TimelineModel::setOwnIdentity(const QString &occupantId)
{
    if (!occupantId.isEmpty() && occupantId != m_ownIdentity) {
        m_ownIdentity = occupantId;
        redecorate();
    }
}

TimelineRow TimelineModel::decorated(int at) const
{
    TimelineRow row;
    row.item = m_rows[at].item;
    if (row.isGap()) {
        return row;
    }
    row.identity = identityOf(row.item.message);
    // A gap between two messages breaks a group, but the day line stands where the day changes.
    int before = at - 1;
    while (before >= 0 && m_rows[before].isGap()) {
        --before;
    }
    const QDate day = localDay(row.item);
    if (before < 0 || localDay(m_rows[before].item) != day) {
        row.day = day;
    }
    if (before >= 0) {
        const StoredMessage &previous = m_rows[before].item.message;
        row.newLine = !row.item.message.own && isFirstUnread(before);
        const qint64 apart = previous.sentAt.msecsTo(row.item.message.sentAt);
        row.startsGroup = before != at - 1 || row.day.isValid() || row.newLine ||
                          !sameSender(previous, row.item.message) || apart > groupMs || apart < -groupMs;
    }
    return row;
}

} // namespace foyer
