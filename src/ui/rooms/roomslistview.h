#pragma once

#include <QListView>
#include <QPersistentModelIndex>
#include <QTimer>

namespace foyer
{

/// A list whose lines keep their height whatever they say, and which shows a line's changes five times a second at
/// most: nobody reads faster, and a busy room changes its line with each message. QListView by itself takes every
/// change of a line for one of its size, places all lines anew and paints the whole list.
class RoomsListView : public QListView
{
    Q_OBJECT

public:
    explicit RoomsListView(QWidget *parent = nullptr);

protected:
    void dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                     const QList<int> &roles = QList<int>()) override;

private:
    void showDue();

    QTimer m_pause; ///< runs while changes wait
    QList<QPersistentModelIndex> m_due;
};

} // namespace foyer
