#pragma once

#include "core/clock.h"
#include "models/timelinemodel.h"
#include "ui/timeline/rowlayout.h"
#include "ui/timeline/timelineselection.h"

#include <QAbstractScrollArea>
#include <QCache>
#include <QPointer>
#include <QSet>
#include <QTimer>
#include <QUrl>

class QMenu;
class QPushButton;
class QScrollBar;

namespace foyer
{

class EmojiModel;
class EmojiPicker;
class ImageShelf;
class MessageToolbar;
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
    /// Whether the server can be asked for what is missing; a gap offers *Load* only then.
    void setCanLoad(bool can);
    /// What may be chosen beyond the usual reactions.
    void setEmoji(EmojiModel *emoji) { m_emoji = emoji; }
    bool isFollowing() const { return m_following; }
    /// Index of the topmost row in sight, -1 when there is none.
    int firstVisibleRow() const;
    /// Where a row stands in the viewport, empty when it is out of sight.
    QRect visualRect(int row) const;
    /// Where the clickable words of a row stand in the viewport, for example *Load* of a gap; empty when there are
    /// none.
    QRect actionRect(int row) const;
    /// The row chosen with the keyboard or by a click, -1 when there is none.
    int currentRow() const { return m_model == nullptr ? -1 : m_model->indexOf(m_currentId); }
    /// Chooses \a row and brings it into sight.
    void setCurrentRow(int row);
    /// Does what Return does on the current row: its first action, else its first link.
    void activateCurrent();
    void openMenuOfCurrent();
    /// \a row in words, for screen readers.
    QString spokenRow(int row) const;
    /// Which images may be shown, and those that are.
    ImageShelf &images() const { return *m_images; }
    const TimelineSelection &selection() const { return m_selection; }
    /// What *Copy* puts on the clipboard now; empty when nothing is selected or chosen.
    QString copiedText();
    /// Moves by pixels, down when positive.
    void scrollByPixels(int pixels);
    void scrollPages(double pages);

public Q_SLOTS:
    void scrollToNewest();
    /// Brings a message into sight, wherever in the room it is, and marks it for a moment.
    void jumpTo(foyer::MessageKey key);
    void jumpToFirstUnread();

Q_SIGNALS:
    /// To be told to screen readers without being asked.
    void announced(const QString &text);
    /// Whether the newest row is in sight and new ones will be, too.
    void followingChanged(bool following);
    /// The person asked for what is missing before a row (0: at the newest end).
    void loadGapRequested(foyer::MessageKey beforeKey);
    void resendRequested(foyer::MessageKey key);
    /// The texts a corrected message had before.
    void historyRequested(foyer::MessageKey key);
    void showAllRequested(const QString &body);
    void linkActivated(const QUrl &link);
    void replyRequested(const foyer::StoredMessage &message);
    /// One reaction is to be given, or taken back when it was given.
    void reactRequested(const foyer::StoredMessage &message, const QString &emoji);
    void editRequested(const foyer::StoredMessage &message);
    /// An own message is to be taken back; nothing is confirmed yet.
    void retractRequested(const foyer::StoredMessage &message);
    /// Somebody else's message is to be taken back; no reason was asked for yet.
    void moderateRequested(const foyer::StoredMessage &message);

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    struct Placed {
        qint64 id; ///< of the row
        int row;   ///< where the model has it
        int top;
        std::shared_ptr<RowLayout> layout;

        int bottom() const { return top + qCeil(layout->height); }
    };
    /// What a click is about, the same for as long as it stands for the same thing.
    struct Target {
        enum class Kind { None, Action, Quote, Chip, Link };
        const TimelineModel *model = nullptr;
        qint64 id = 0; ///< of the row
        Kind kind = Kind::None;
        RowLayout::Act act = RowLayout::Act::LoadGap;
        MessageKey key = 0; ///< where a quote leads
        QString text;       ///< the emoji of a chip, the address of a link

        bool operator==(const Target &) const = default;
    };
    struct Place {
        qint64 id = 0;
        int row = 0;
        int top = 0;
        bool following = true;
    };

    void forget();
    /// The model has rows at other numbers than before, or no more.
    void renumber();
    void layOutAnew(int first, int last);
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
    Target targetAt(const QPointF &point) const;
    void activate(const Target &target);
    void act(const TimelineRow &row, RowLayout::Act act);
    enum class Select { No, Rows };
    void moveCurrent(int rows, Select select);
    void showRow(int row);
    void makeJumps();
    void onJumped(MessageKey key);
    /// Goes where the reader was in an earlier run, if that is still to be done.
    void goToWantedPlace();
    /// Tells the model where its reader is.
    void tellPlace();
    bool isAtEnd() const;
    void updateUnreadPill();
    void announceCurrent();
    bool handleSelectionKey(QKeyEvent *event);
    void dropSelection();
    void copy();
    void dragTo(const QPoint &point);
    void dragOn();
    int textAt(const Placed &placed, const QPoint &point) const;
    void updateHover(const QPoint &point);
    void updateToolbar();
    void connectToolbar();
    void openMessageMenu(int row, const QString &link, const QPoint &global);
    void addActs(QMenu *menu, const StoredMessage &message);
    /// What is clicked in a row: its links, the quote, its own actions.
    void addWays(QMenu *menu, int row);
    void addLinks(QMenu *menu, const QStringList &links);
    /// The addresses in a row's text, each once.
    QStringList linksOf(int row);
    /// The address in a row's text when there is just one.
    QString onlyLinkOf(int row);
    void connectImages();
    /// How it is with the image of \a row, in words; empty when it has none or shows it.
    QString spokenImage(int row) const;
    void lookAtImages();
    void openImage(const ImageLink &link);
    void addImageActs(QMenu *menu, const ImageLink &link);
    void copyImage(const QUrl &url);
    void openPicker(const StoredMessage &message, const QPoint &global);
    /// Closes what would react to a message that is not shown any more.
    void closePickers();
    void openReactions(const StoredMessage &message, const QPoint &global);
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
    QPushButton *m_unreadPill;
    MessageToolbar *m_toolbar;
    ImageShelf *m_images;
    EmojiModel *m_emoji = nullptr;
    QPointer<EmojiPicker> m_picker;
    TimelineSelection m_selection;
    QPoint m_pressedAt;
    Target m_pressed;
    QPoint m_draggedTo;
    bool m_dragging = false;
    QTimer m_dragTimer; ///< goes on scrolling while the pointer is held beyond an edge
    QTimer m_layoutTimer;
    QTimer m_markTimer;
    qint64 m_markedId = 0;  ///< where one has just jumped to
    ReadingPlace m_goingTo; ///< of an earlier run, until its row is in the window
    MessageKey m_seenUnread = 0;
    qint64 m_anchorId = 0;
    int m_anchorRow = 0;
    int m_anchorTop = 0;
    qint64 m_hoveredId = 0;
    qint64 m_currentId = 0;
    bool m_byKey = false; ///< whether the current row was chosen with the keyboard, which then shows it
    bool m_following = true;
    bool m_canLoad = true;
    bool m_settingBar = false;
};

} // namespace foyer
