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
    PersonMenu(const Occupant &person, const Occupant &self, QWidget *parent = nullptr);

Q_SIGNALS:
    void cardRequested();
    void mentionRequested(const QString &nickname);
    /// Nothing is confirmed yet.
    void moderationChosen(foyer::Moderation::Kind kind);
};

} // namespace foyer
