#pragma once

#include "core/imagelink.h"
#include "models/displaytext.h"
#include "models/timelinerow.h"

#include <QDateTime>
#include <QList>
#include <QRectF>
#include <QString>
#include <QTextLayout>

#include <memory>
#include <optional>

namespace foyer
{

class ImageShelf;
class Theme;

/// The place of an image in a row, and what is written there until it is shown.
struct ImageCard {
    const ImageShelf *images = nullptr;
    ImageLink link;
    QString name;
    QRectF rect;
    QString hint; ///< that it is loading, or what went wrong
    QString button;
};

/// Where everything of one timeline row stands, in pixels from the row's own top left corner, and its measured text.
/// Made once for a width, then only painted.
struct RowLayout {
    enum class Act { LoadGap, ExplainGap, Resend, ShowAll, ShowHistory, ShowImage, OpenImage };
    /// A piece of text one may click.
    struct Action {
        Act act;
        QString text;
        QRectF rect;
    };

    /// A reaction, with the number of those who gave it.
    struct Chip {
        QString emoji; ///< as it was sent
        QString shown;
        QString count;
        QStringList nicknames;
        bool own = false;
        qreal emojiWidth = 0;
        QRectF rect;
    };

    qreal width = 0;
    qreal height = 0;
    std::optional<qreal> dayMiddle;
    QString dayText;
    std::optional<qreal> newMiddle;
    qreal bandTop = 0; ///< where what belongs to the row begins, below the lines above it
    qreal top = 0;     ///< of the message or gap itself, below the lines above it
    QString name;
    QString time;
    QRectF nameRect;
    QRectF timeRect;
    QRectF avatarRect;
    QRectF stateRect; ///< delivery state of an own message
    QRectF gapRect;
    std::unique_ptr<QTextLayout> body;
    QPointF bodyPosition;
    qreal bodyWidth = 0;       ///< room that the body's lines may take
    QList<QRectF> quoteBars;   ///< beside quotations
    QList<QRectF> codeGrounds; ///< behind preformatted blocks
    QString quote;             ///< what the message answers, in one line; empty when it answers nothing
    QRectF quoteBar;
    QRectF quoteRect;
    MessageKey quoteKey = 0;        ///< where a click on the quote goes; 0: nowhere
    std::optional<ImageCard> image; ///< instead of the body's text
    QList<Chip> chips;
    QString note; ///< quiet or red below the body, whole: not sent and why, edited, not in the record
    bool noteIsBad = false;
    std::unique_ptr<QTextLayout> noteText; ///< the same in lines, from noteRect's corner
    QRectF noteRect;
    QList<displaytext::Range> links;
    QList<Action> actions;

    /// The address at \a point, empty when there is none.
    QString linkAt(const QPointF &point) const;
    /// Where in the body's text \a point is: the nearest place between two characters; -1 when there is no text.
    int cursorAt(const QPointF &point) const;
    /// Whether \a point is on the body's letters.
    bool isOnText(const QPointF &point) const;
    const Chip *chipAt(const QPointF &point) const;
    const Action *actionAt(const QPointF &point) const;
};

/// What a row's layout depends on besides the row.
struct RowContext {
    const Theme &theme;
    QString ownNickname;
    QDateTime now;
    qreal width = 0;
    bool rightToLeft = false;           ///< everything stands mirrored
    bool explained = false;             ///< *Why?* of this gap was asked
    const ImageShelf *images = nullptr; ///< images are shown as their addresses without one
    bool canLoad = true;                ///< the server can be asked for what is missing
};

std::shared_ptr<RowLayout> layOutRow(const TimelineRow &row, const RowContext &context);

} // namespace foyer
