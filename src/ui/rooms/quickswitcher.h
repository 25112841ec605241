#pragma once

#include "core/roomaddress.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QListView;

namespace foyer
{

class RoomListModel;
class SwitcherModel;
class Theme;

/// Ctrl+K: a few letters of a room's name and Enter. Up and Down choose, Escape closes.
class QuickSwitcher : public QDialog
{
    Q_OBJECT

public:
    QuickSwitcher(const Theme &theme, RoomListModel &rooms, QWidget *parent = nullptr);
    ~QuickSwitcher() override;

Q_SIGNALS:
    void roomChosen(const foyer::RoomAddress &room);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void showPattern(const QString &pattern);
    void step(int rows);
    void choose();

    RoomListModel &m_rooms;
    SwitcherModel *m_model;
    QLineEdit *m_edit;
    QListView *m_list;
    QLabel *m_emptyLabel;
};

} // namespace foyer
