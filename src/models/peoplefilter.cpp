#include "models/peoplefilter.h"

#include "models/occupantlistmodel.h"

using namespace Qt::StringLiterals;

namespace foyer
{

void PeopleFilter::setWanted(const QString &wanted)
{
    if (m_wanted != wanted) {
        m_wanted = wanted;
        invalidateRowsFilter();
    }
}

bool PeopleFilter::filterAcceptsRow(int row, const QModelIndex &) const
{
    const auto isSection = [this](int at) {
        return sourceModel()->index(at, 0).data(OccupantListModel::KindRole).toString() == "section"_L1;
    };
    if (!isSection(row)) {
        return fits(row);
    }
    for (int below = row + 1; below < sourceModel()->rowCount() && !isSection(below); ++below) {
        if (fits(below)) {
            return true;
        }
    }
    return false;
}

bool PeopleFilter::fits(int row) const
{
    return sourceModel()
        ->index(row, 0)
        .data(OccupantListModel::NicknameRole)
        .toString()
        .contains(m_wanted, Qt::CaseInsensitive);
}

} // namespace foyer
