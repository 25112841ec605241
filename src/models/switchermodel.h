#pragma once

#include <QSortFilterProxyModel>

namespace foyer
{

class RoomListModel;

/// The rooms that fit what was typed into the quick switcher, the best first; without a pattern those with mentions,
/// then unread ones, then all in the order of the list.
class SwitcherModel : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit SwitcherModel(RoomListModel &rooms, QObject *parent = nullptr);

    void setPattern(const QString &pattern);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    int scoreOf(int row) const;

    RoomListModel &m_rooms;
    QString m_pattern;
};

} // namespace foyer
