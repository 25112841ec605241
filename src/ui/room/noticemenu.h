#pragma once

#include "models/noticelevel.h"

#include <QMenu>

namespace foyer
{

/// *Notify me* of a room: about all messages, mentions of oneself, or nothing.
class NoticeMenu : public QMenu
{
    Q_OBJECT

public:
    explicit NoticeMenu(QWidget *parent = nullptr);

    void setLevel(NoticeLevel level);

Q_SIGNALS:
    void levelChosen(foyer::NoticeLevel level);
};

} // namespace foyer
