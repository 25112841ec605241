#pragma once

#include "core/clock.h"
#include "core/roomaddress.h"

#include <QFrame>

class QPushButton;

namespace foyer
{

class ElidedLabel;
class RoomListModel;
class Theme;

/// For ten seconds after a room was left: a line that says so and a button that joins it again.
class UndoBar : public QFrame
{
    Q_OBJECT

public:
    static constexpr qint64 shownForMs = 10'000;

    UndoBar(const Theme &theme, Clock &clock, QWidget *parent = nullptr);

    void offer(const RoomAddress &room, const QString &name);
    /// Goes when there is nothing to undo any more, as \a rooms tell.
    void look(const RoomListModel &rooms);

Q_SIGNALS:
    void undoRequested(const foyer::RoomAddress &room);

private:
    void applyFonts();

    const Theme &m_theme;
    Timer m_end;
    RoomAddress m_room;
    ElidedLabel *m_label;
    QPushButton *m_button;
};

} // namespace foyer
