#pragma once

#include <QStyledItemDelegate>

namespace foyer
{

class Theme;

/// Paints section lines and people of an OccupantListModel.
class PeopleDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit PeopleDelegate(const Theme &theme, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    /// Tool tips carry the whole name, escaped.
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

private:
    const Theme &m_theme;
};

} // namespace foyer
