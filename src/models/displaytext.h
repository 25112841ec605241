#pragma once

#include <QList>
#include <QString>
#include <QUrl>

/// Text from outside, made fit to be shown: nothing in it may reorder or fake what stands around it.
namespace foyer::displaytext
{

/// Part of a text.
struct Range {
    qsizetype start = 0;
    qsizetype length = 0;

    bool operator==(const Range &) const = default;
};

/// For names and single lines: bidi controls and other invisible controls dropped, white space simplified, cut at
/// 200 characters, at most 8 marks on a base character.
QString oneLine(const QString &text);
/// A sentence of our own in one line: as oneLine(), but what apart() put around names in it stays. Whatever comes
/// from outside has gone through oneLine() before.
QString sentence(const QString &text);
/// A message in one line, for lists and quotations: as oneLine(), and an image by its name.
QString summary(const QString &body);
/// For message bodies: overrides of direction dropped, other control characters shown as U+FFFD, at most 8 marks on
/// a base character, cut at 10,000 characters or 400 lines.
QString body(const QString &text);
/// Whether body() leaves something out.
bool isCut(const QString &text);
/// A whole text of ours, kept apart from its surroundings; what apart() put around words in it stays. Words from
/// outside go through apart() themselves.
QString isolated(const QString &text);

/// Places where \a nickname stands as a word of its own, with an @ before it when there is one.
QList<Range> mentions(const QString &body, const QString &nickname);
/// Addresses one may click: http, https, mailto, and xmpp with `?join`; nothing else.
QList<Range> links(const QString &body);
/// Whether an address of links() may lead elsewhere than it seems to: letters of other scripts in the host, a name or
/// password before it, an unusual port, or numbers instead of a name. Such a one is asked about first.
bool isOdd(const QUrl &link);
/// Graphemes that must be drawn with the colour emoji font.
QList<Range> emoji(const QString &body);

} // namespace foyer::displaytext
