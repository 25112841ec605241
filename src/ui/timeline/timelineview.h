#pragma once

#include "core/clock.h"
#include "models/timelinemodel.h"
#include "ui/timeline/rowlayout.h"

#include <QAbstractScrollArea>
#include <QCache>
#include <QPointer>
#include <QSet>
#include <QTimer>
#include <QUrl>

class QPushButton;
class QScrollBar;

namespace foyer
{

class Theme;

/// Shows a TimelineModel. Only rows in sight are measured; the place is kept as a row and its distance from the top,
/// so that rows that come or go elsewhere never move what one is reading. At the newest end it follows.
class TimelineView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    TimelineView(const Theme &theme, Clock &clock, QWidget *parent = nullptr);

    /// Shows another room; the place in the one before is kept as long as its model lives.
    void setModel(TimelineModel *model);
    TimelineModel *model() const { return m_model; }
    bool isFollowing() const { return m_following; }
    /// Index of the topmost row in sight, -1 when there is none.
    int firstVisibleRow() const;
    /// Where a row stands in the viewport, empty when it is out of sight.
    QRect visualRect(int row) const;
    /// Where the clickable words of a row stand in the viewport, for example *Load* of a gap; empty when there are
    /// none.
    QRect actionRect(int row) const;
    /// Moves by pixels, down when positive.
    void scrollByPixels(int pixels);
    void scrollPages(double pages);

public Q_SLOTS:
    void scrollToNewest();

Q_SIGNALS:
    /// Whether the newest row is in sight and new ones will be, too.
    void followingChanged(bool following);
    /// The person asked for what is missing before a row (0: at the newest end).
    void loadGapRequested(foyer::MessageKey beforeKey);
    void resendRequested(foyer::MessageKey key);
    void showAllRequested(const QString &body);
    void linkActivated(const QUrl &link);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    struct Placed {
        int row;
        int top;
        std::shared_ptr<RowLayout> layout;

        int bottom() const { return top + qCeil(layout->height); }
    };
    struct Place {
        qint64 id = 0;
        int row = 0;
        int top = 0;
        bool following = true;
    };

    void forget();
    void scheduleLayout();
    void layOut();
    void placeFrom(int row, int top);
    void placeFromEnd();
    void keepInside();
    void rememberPlace();
    void updateScrollBar();
    void onScrollBarMoved(int value);
    void setFollowing(bool following);
    void askForMore(TimelineModel::From from);
    void updatePill();
    void placeOverlays();
    std::shared_ptr<RowLayout> layoutOf(int row);
    const Placed *placedAt(const QPoint &point) const;
    void act(const TimelineRow &row, RowLayout::Act act);
    void activateCurrent();
    void moveCurrent(int rows);
    void updateHover(const QPoint &point);
    void copyRow(const TimelineRow &row) const;
    bool showToolTip(const QPoint &point, const QPoint &global);

    const Theme &m_theme;
    Clock &m_clock;
    QPointer<TimelineModel> m_model;
    QCache<qint64, std::shared_ptr<RowLayout>> m_layouts;
    QList<Placed> m_placed;
    QHash<TimelineModel *, Place> m_places;
    QSet<qint64> m_explained;
    QScrollBar *m_bar;
    QPushButton *m_pill;
    QTimer m_layoutTimer;
    qint64 m_anchorId = 0;
    int m_anchorRow = 0;
    int m_anchorTop = 0;
    qint64 m_hoveredId = 0;
    qint64 m_currentId = 0;
    bool m_following = true;
    bool m_settingBar = false;
};

} // namespace foyer
