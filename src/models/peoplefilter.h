#pragma once

#include <QSortFilterProxyModel>

namespace foyer
{

/// The people of an OccupantListModel whose nickname contains what is looked for, under the section lines that still
/// have somebody.
class PeopleFilter : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setWanted(const QString &wanted);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    bool fits(int row) const;

    QString m_wanted;
};

} // namespace foyer
