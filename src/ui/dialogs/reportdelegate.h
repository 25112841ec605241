#pragma once

#include <QStyledItemDelegate>

namespace foyer
{

class Theme;

/// Draws an entry of a ReportListModel: a dot for its tone, title and aside on one line, the other lines below it,
/// wrapped to the view's width.
class ReportDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit ReportDelegate(const Theme &theme, QObject *parent = nullptr);

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Theme &m_theme;
};

} // namespace foyer
