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
        if (rowCount() > 0) {
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, 0), {Qt::DisplayRole});
        }
    }
}

QVariant PeopleFilter::data(const QModelIndex &index, int role) const
{
    const auto *people = qobject_cast<const OccupantListModel *>(sourceModel());
    const QModelIndex source = mapToSource(index);
    if (role != Qt::DisplayRole || m_wanted.isEmpty() || people == nullptr || !isSection(source.row())) {
        return QSortFilterProxyModel::data(index, role);
    }
    return people->titleAt(source.row(), fitting(source.row()));
}

bool PeopleFilter::filterAcceptsRow(int row, const QModelIndex &) const
{
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

bool PeopleFilter::isSection(int row) const
{
    return sourceModel()->index(row, 0).data(OccupantListModel::KindRole).toString() == "section"_L1;
}

int PeopleFilter::fitting(int section) const
{
    int count = 0;
    for (int row = section + 1; row < sourceModel()->rowCount() && !isSection(row); ++row) {
        count += fits(row) ? 1 : 0;
    }
    return count;
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
