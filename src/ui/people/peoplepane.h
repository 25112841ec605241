#pragma once

#include "core/roomaddress.h"
#include "models/moderation.h"

#include <QPointer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QListView;

namespace foyer
{

class OccupantListModel;
class PeopleFilter;
class PersonCard;
class Theme;

/// The people of the room shown, under their sections: a filter, a card for each, and what a moderator may do.
class PeoplePane : public QWidget
{
    Q_OBJECT

public:
    explicit PeoplePane(Theme &theme, QWidget *parent = nullptr);

    /// The people of \a room; nullptr empties the pane.
    void setModel(OccupantListModel *model, const RoomAddress &room = {});

Q_SIGNALS:
    void mentionRequested(const QString &nickname);
    /// Confirmed, where it has to be. Another room than \a room may be shown by then.
    void moderationRequested(const foyer::RoomAddress &room, const foyer::Moderation &moderation);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void connectParts();
    void filter(const QString &text);
    void updateEmptiness();
    void openCard(const QModelIndex &index);
    /// Whoever the card tells of has changed, or is gone.
    void followCard();
    void openMenu(const QPoint &point);
    void moderate(const RoomAddress &room, const Moderation &moderation);

    Theme &m_theme;
    QPointer<OccupantListModel> m_model;
    RoomAddress m_room;
    PeopleFilter *m_shown;
    QLineEdit *m_filter;
    QLabel *m_empty;
    QListView *m_list;
    QPointer<PersonCard> m_card;
};

} // namespace foyer
