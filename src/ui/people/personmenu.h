#pragma once

#include "models/moderation.h"

#include <QMenu>

namespace foyer
{

/// The context menu of a person: what anybody may do, then what this moderator may.
class PersonMenu : public QMenu
{
    Q_OBJECT

public:
    /// \a timedMutes: the room knows mutes that end by themselves.
    PersonMenu(const Occupant &person, const Occupant &self, bool timedMutes, QWidget *parent = nullptr);

Q_SIGNALS:
    void cardRequested();
    void mentionRequested(const QString &nickname);
    /// Nothing is confirmed yet. \a minutes as in Moderation.
    void moderationChosen(foyer::Moderation::Kind kind, int minutes);

private:
    /// Taking voice for a while, in rooms that know that.
    void addMutes();
};

} // namespace foyer
