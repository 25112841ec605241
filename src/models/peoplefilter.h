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
    /// As in the whole list, but a section's title counts those shown.
    QVariant data(const QModelIndex &index, int role) const override;

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    bool fits(int row) const;
    bool isSection(int row) const;
    int fitting(int section) const;

    QString m_wanted;
};

} // namespace foyer
