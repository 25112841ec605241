#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QString>

namespace foyer
{

/// The line icons of `resources/icons`, tinted. Names are file names without ending: attach, check, clock, copy, down,
/// error, exit, file, foldedleft, foldedright, image, lock, more, mute, people, plus, refresh, reply, retry, rooms,
/// search, smile, tick, unfolded, up, warning.
class Icons
{
public:
    /// \a size in logical pixels (16 or 20 as drawn); kept in QPixmapCache. A null pixmap when there is no such icon.
    static QPixmap pixmap(const QString &name, const QColor &colour, int size, qreal devicePixelRatio);
    /// For buttons: sharp at scale 1 to 3.
    static QIcon icon(const QString &name, const QColor &colour, int size = 20);
    /// The same for an arrow that points along the line, turned round where one reads from the right.
    static QIcon pointing(const QString &name, const QColor &colour, int size, Qt::LayoutDirection direction);
};

} // namespace foyer
