#pragma once

#include "models/timelinemodel.h"

#include <QList>
#include <QSet>

#include <optional>

namespace foyer
{

/// What is selected in a timeline: a stretch of one message's text, or whole rows in a run. Selected rows are kept by
/// value, so that they stay selected while the model's window moves on.
class TimelineSelection
{
public:
    /// Part of the shown text of one row, in UTF-16 units.
    struct Text {
        int start = 0;
        int length = 0;
    };

    void clear();
    bool isEmpty() const { return !hasRows() && m_from == m_to; }

    /// A run may begin at \a row, at character \a at of its text (-1: beside it). Nothing is selected yet.
    void begin(const TimelineRow &row, int at);
    bool hasBegun() const { return m_anchorId != 0; }
    /// The run ends at row number \a row: in the row where it began it is text up to \a at, else whole rows.
    void extendTo(const TimelineModel &model, int row, int at);
    /// The run ends at row number \a row and is whole rows.
    void extendRowsTo(const TimelineModel &model, int row);
    void selectText(const TimelineRow &row, Text text);
    void selectAll(const TimelineModel &model);

    bool hasRows() const { return !m_items.isEmpty(); }
    bool contains(qint64 rowId) const { return m_ids.contains(rowId); }
    /// Selected text of this row; nothing when whole rows, or none, are selected.
    std::optional<Text> textOf(qint64 rowId) const;
    /// The row whose text is selected, 0 when none is.
    qint64 textRow() const { return m_from != m_to ? m_anchorId : 0; }
    /// Selected rows in order, as \a model says now where it holds them.
    QList<TimelineItem> items(const TimelineModel &model) const;

private:
    void take(QList<TimelineItem> items);
    QList<TimelineItem> joined(const TimelineModel &model, int row) const;

    qint64 m_anchorId = 0;
    int m_from = 0;
    int m_to = 0;
    QList<TimelineItem> m_items;
    QSet<qint64> m_ids;
};

} // namespace foyer
