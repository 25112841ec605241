#pragma once

#include "core/roommessage.h"

#include <QDate>

namespace foyer
{

/// A row of a timeline as it is shown: the stored item and what its neighbours make of it.
struct TimelineRow {
    TimelineItem item;
    bool startsGroup = true; ///< first of a run of messages of one sender within five minutes
    QDate day;               ///< local day whose line stands above this row; invalid when none does
    bool newLine = false;    ///< the *New* line stands above this row
    QString identity;        ///< whose it is, for the avatar's colour: occupant id, else nickname

    bool isGap() const { return item.kind == TimelineItem::Kind::Gap; }
    /// Tells rows apart while the window moves: messages and gaps never share one.
    qint64 id() const { return rowId(item); }
    static qint64 rowId(const TimelineItem &item)
    {
        return item.kind == TimelineItem::Kind::Gap ? item.gap.beforeKey * 2 + 1 : item.message.key * 2;
    }

    bool operator==(const TimelineRow &) const = default;
};

} // namespace foyer
