#pragma once

#include <QScrollArea>

class QVBoxLayout;

namespace foyer
{

/// The upper part of a dialog: as large as what stands in it, and with scroll bars where it is given less.
///
/// It takes the rows out of the dialog's column, so that the column's own rest, the buttons, is always in sight. The
/// vertical scroll bar stands in the dialog's margin, so that the rows stay as wide as they are without it.
class FormArea : public QScrollArea
{
    Q_OBJECT

public:
    /// Takes all rows of \a column but the last, and the gap above that, and stands there in their place.
    FormArea(QVBoxLayout &column, QWidget *parent);

    /// Takes up what has changed in the rows, before they are measured.
    void activate();
    /// The least width its rows can have.
    int leastWidth() const;
    /// The height that its rows have at \a width.
    int heightAt(int width) const;
    /// Pixels that a scroll bar takes.
    int barWidth() const;

    /// How much of it is seen: \a scrollsDown, \a scrollsAside where its rows are larger than \a size.
    void setSeen(const QSize &size, bool scrollsDown, bool scrollsAside);
    bool isScrolling() const { return m_scrollsDown || m_scrollsAside; }
    /// Lays the rows out now, which otherwise waits for the event loop.
    void arrange();
    /// Scrolls \a widget into sight, with the heading above it.
    void reveal(QWidget &widget);
    /// Scrolls by a part of what is seen; false when there is nothing to scroll that way.
    bool scrollPage(int direction);

    QSize sizeHint() const override { return m_seen; }
    QSize minimumSizeHint() const override { return m_seen; }

Q_SIGNALS:
    /// The rows want another size, perhaps.
    void rowsChanged();
    void scrolled();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QVBoxLayout *m_rows;
    QSize m_seen;
    bool m_scrollsDown = false;
    bool m_scrollsAside = false;
};

} // namespace foyer
