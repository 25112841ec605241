#pragma once

#include "core/roommessage.h"
#include "models/displaytext.h"

#include <QList>
#include <QRectF>
#include <QString>
#include <QTextLayout>

namespace foyer
{

class Theme;

/// A message's body as it is shown: the text, and how its parts look. Nothing in it is ever markup to Qt.
struct BodyText {
    QString text;
    QList<displaytext::Range> links;
    QList<displaytext::Range> quotes; ///< lines of quotations (XEP-0393)
    QList<displaytext::Range> code;   ///< lines of preformatted blocks
    QList<QTextLayout::FormatRange> formats;
};

/// Cleans the body, turns `/me` into the sender's name (XEP-0245), styles (XEP-0393), and marks links, emoji and
/// \a ownNickname, when it is not empty.
BodyText bodyText(const StoredMessage &message, const QString &ownNickname, const Theme &theme);

/// Room above and below the lines of a preformatted block, for the ground behind them.
constexpr qreal codePadding = 4;
/// Between that ground and the text above or below it.
constexpr qreal codeApart = 4;
/// The bar beside a quotation, at the edge of the text, and its distance from the words.
constexpr qreal quoteBarWidth = 3;
constexpr qreal quoteBarGap = 8;

/// Height in pixels of a line of text in \a font.
qreal lineHeightOf(const QFont &font);
/// Breaks \a layout into lines of \a width and gives the height. Lines that begin in \a code stand at the left,
/// with codePadding around each block of them; those that begin in \a quotes leave room for their bar.
qreal breakLines(QTextLayout &layout, qreal width, qreal lineHeight, const QList<displaytext::Range> &code = {},
                 const QList<displaytext::Range> &quotes = {});
/// What lines of \a layout cover that begin in one of \a ranges, in its coordinates; neighbouring lines are one.
QList<QRectF> blocksOf(const QTextLayout &layout, const QList<displaytext::Range> &ranges, qreal width,
                       qreal lineHeight);

} // namespace foyer
