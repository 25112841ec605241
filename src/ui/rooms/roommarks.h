#pragma once

#include <QRect>

class QColor;
class QModelIndex;
class QPainter;

namespace foyer
{

class RowSides;
class Theme;

/// What tells the state of a room at a glance, painted over its line in the list. Rectangles are those of a row that
/// begins at the left; \a sides turns them round.
namespace roommarks
{

/// A sign at the corner of the avatar while the room is being joined or has failed, cut out of \a ground; nothing
/// otherwise.
void paintState(QPainter &painter, const Theme &theme, const RowSides &sides, const QRect &avatar,
                const QModelIndex &room, const QColor &ground);
/// The numbers of unread messages and, before it, of those that name oneself; from the right end of \a line, whose
/// right edge moves to what is left for words.
void paintCounts(QPainter &painter, const Theme &theme, const RowSides &sides, QRect &line, const QModelIndex &room,
                 bool selected);
/// The star of a favourite at the right end of \a line, whose right edge moves.
void paintStar(QPainter &painter, const Theme &theme, const RowSides &sides, QRect &line, const QModelIndex &room);

} // namespace roommarks

} // namespace foyer
