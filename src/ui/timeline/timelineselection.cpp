#include "ui/timeline/timelineselection.h"

#include <algorithm>

namespace foyer
{

namespace
{

QList<TimelineItem> between(const TimelineModel &model, int first, int last)
{
    QList<TimelineItem> items;
    for (int row = first; row <= last; ++row) {
        items.append(model.row(row).item);
    }
    return items;
}

} // namespace

void TimelineSelection::clear()
{
    *this = {};
}

void TimelineSelection::begin(const TimelineRow &row, int at)
{
    clear();
    m_anchorId = row.id();
    m_from = m_to = std::max(0, at);
}

void TimelineSelection::extendTo(const TimelineModel &model, int row, int at)
{
    if (model.row(row).id() != m_anchorId) {
        extendRowsTo(model, row);
        return;
    }
    if (at >= 0) {
        take({});
        m_to = at;
    }
}

void TimelineSelection::extendRowsTo(const TimelineModel &model, int row)
{
    if (m_anchorId == 0) {
        begin(model.row(row), -1);
    }
    m_to = m_from;
    take(joined(model, row));
}

QList<TimelineItem> TimelineSelection::joined(const TimelineModel &model, int row) const
{
    const int anchor = model.indexOf(m_anchorId);
    if (anchor >= 0) {
        return between(model, std::min(anchor, row), std::max(anchor, row));
    }
    // The window has moved on from where the run began: what is held of it goes on into the window.
    const bool isDownward = m_items.isEmpty() || TimelineRow::rowId(m_items.first()) == m_anchorId;
    QList<TimelineItem> items;
    for (qsizetype i = 0; i < m_items.size(); ++i) {
        const qsizetype at = isDownward ? i : m_items.size() - 1 - i;
        const int known = model.indexOf(TimelineRow::rowId(m_items[at]));
        if (known >= 0) {
            const auto rest = between(model, std::min(known, row), std::max(known, row));
            return isDownward ? m_items.mid(0, at) + rest : rest + m_items.mid(at + 1);
        }
    }
    return between(model, row, row);
}

void TimelineSelection::selectText(const TimelineRow &row, Text text)
{
    begin(row, text.start);
    m_to = text.start + text.length;
}

void TimelineSelection::selectAll(const TimelineModel &model)
{
    clear();
    if (model.rowCount() > 0) {
        m_anchorId = model.row(0).id();
        take(between(model, 0, model.rowCount() - 1));
    }
}

std::optional<TimelineSelection::Text> TimelineSelection::textOf(qint64 rowId) const
{
    if (rowId != m_anchorId || m_from == m_to) {
        return std::nullopt;
    }
    return Text{std::min(m_from, m_to), std::abs(m_to - m_from)};
}

QList<TimelineItem> TimelineSelection::items(const TimelineModel &model) const
{
    QList<TimelineItem> items = m_items;
    for (TimelineItem &item : items) {
        const int row = model.indexOf(TimelineRow::rowId(item));
        if (row >= 0) {
            item = model.row(row).item;
        }
    }
    return items;
}

void TimelineSelection::take(QList<TimelineItem> items)
{
    m_items = std::move(items);
    m_ids.clear();
    for (const TimelineItem &item : std::as_const(m_items)) {
        m_ids.insert(TimelineRow::rowId(item));
    }
}

} // namespace foyer
