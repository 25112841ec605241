#pragma once

#include "core/roomaddress.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QMenu;
class QPushButton;
class QSortFilterProxyModel;
class QToolButton;

namespace foyer
{

class AppState;
class AvatarWidget;
class ElidedLabel;
class RoomsListView;
class Theme;
class UndoBar;

/// The left pane: whose account it is and how it is connected, the rooms, and the way into another one.
class Sidebar : public QWidget
{
    Q_OBJECT

public:
    Sidebar(const Theme &theme, AppState &state, QWidget *parent = nullptr);

    /// The menu of the button beside the account.
    void setMenu(QMenu *menu);
    void openMenu();
    /// Whether nothing stands beside it: it says then what the empty page says else.
    void setAlone(bool alone);
    /// Narrower than this its head has no room for its words.
    int leastWidth() const;
    /// Puts the cursor into the filter field.
    void focusFilter();

Q_SIGNALS:
    void roomChosen(const foyer::RoomAddress &room);
    void joinDialogRequested();
    void favouriteRequested(const foyer::RoomAddress &room, bool favourite);
    void leaveRequested(const foyer::RoomAddress &room);
    void rejoinRequested(const foyer::RoomAddress &room);
    void removeRequested(const foyer::RoomAddress &room);
    /// The account was clicked while nobody is signed in.
    void signInRequested();

protected:
    void showEvent(QShowEvent *event) override;

private:
    QWidget *makeAccount();
    void makeList();
    void updateAccount();
    void updateSelection();
    void updateEmptiness();
    void choose(const QModelIndex &index);
    void openMenuAt(const QPoint &point);

    const Theme &m_theme;
    AppState &m_state;
    QWidget *m_head;
    AvatarWidget *m_avatar;
    ElidedLabel *m_accountLabel;
    QLabel *m_dotLabel;
    ElidedLabel *m_connectionLabel;
    QPushButton *m_signInButton;
    QToolButton *m_menuButton;
    QLineEdit *m_filter;
    QLabel *m_sectionLabel;
    QLabel *m_emptyLabel;
    RoomsListView *m_list;
    QSortFilterProxyModel *m_shown;
    UndoBar *m_undo;
    QPushButton *m_joinButton;
    bool m_alone = false;
};

} // namespace foyer
