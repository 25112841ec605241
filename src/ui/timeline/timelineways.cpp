// Where a message of a TimelineView leads: what is clicked in its row, as entries of its menu and so for the keyboard.
#include "ui/timeline/timelineview.h"

#include "core/apart.h"

#include <QMenu>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr qsizetype mostLinks = 5;      ///< in the menu itself
constexpr qsizetype mostMoreLinks = 50; ///< below *More links*
constexpr qsizetype longestAddress = 48;

/// An address as a menu shows it: encoded, so that letters of mixed scripts show what they are, and with the end of
/// the host in any case, which tells whose it is.
QString shownAddress(const QString &link)
{
    const QUrl url(link);
    QString address = url.toString(QUrl::FullyEncoded);
    const bool isWeb = url.scheme() == "http"_L1 || url.scheme() == "https"_L1;
    if (isWeb) {
        address = url.toString(QUrl::FullyEncoded | QUrl::RemoveScheme).mid(2);
        if (address.endsWith(u'/')) {
            address.chop(1);
        }
    }
    const qsizetype hostEnd = isWeb ? url.authority(QUrl::FullyEncoded).size() : 0;
    if (hostEnd > longestAddress) {
        address = u'…' + address.mid(hostEnd - longestAddress, longestAddress);
    } else if (address.size() > longestAddress) {
        address = address.left(longestAddress) + u'…';
    }
    return apartFromLeft(address).replace(u'&', u"&&"_s);
}

} // namespace

QStringList TimelineView::linksOf(int row)
{
    const auto layout = layoutOf(row);
    QStringList links;
    for (const auto &range : std::as_const(layout->links)) {
        links += layout->body->text().mid(range.start, range.length);
    }
    links.removeDuplicates();
    return links;
}

QString TimelineView::onlyLinkOf(int row)
{
    const QStringList links = linksOf(row);
    return links.size() == 1 ? links.first() : QString();
}

void TimelineView::addWays(QMenu *menu, int row)
{
    const TimelineRow shown = m_model->row(row);
    const auto layout = layoutOf(row);
    const auto add = [this](QMenu *to, const QString &words, const QString &objectName, auto what) {
        QAction *action = to->addAction(words);
        action->setObjectName(objectName);
        connect(action, &QAction::triggered, this, what);
    };
    menu->addSeparator();
    if (const MessageKey answered = layout->quoteKey; answered != 0) {
        add(menu, tr("&Go to the answered message"), u"goToAnsweredAction"_s, [this, answered] {
            m_byKey = true;
            jumpTo(answered);
        });
    }
    for (const auto &action : std::as_const(layout->actions)) {
        if (action.act == RowLayout::Act::ShowAll) {
            add(menu, tr("Show &whole message"), u"showAllAction"_s,
                [this, shown] { act(shown, RowLayout::Act::ShowAll); });
        } else if (action.act == RowLayout::Act::ShowHistory) {
            add(menu, tr("Earlier &versions"), u"showHistoryAction"_s,
                [this, shown] { act(shown, RowLayout::Act::ShowHistory); });
        }
    }
    addLinks(menu, linksOf(row));
}

void TimelineView::addLinks(QMenu *menu, const QStringList &links)
{
    QMenu *to = menu;
    for (qsizetype i = 0; i < links.size() && i < mostLinks + mostMoreLinks; ++i) {
        if (i == mostLinks) {
            to = menu->addMenu(tr("More li&nks"));
            to->setObjectName(u"moreLinksMenu"_s);
        }
        const QString link = links[i];
        QAction *action = to->addAction(tr("Open %1", "an address").arg(shownAddress(link)));
        action->setObjectName(u"openLink%1Action"_s.arg(i + 1));
        connect(action, &QAction::triggered, this, [this, link] { Q_EMIT linkActivated(QUrl(link)); });
    }
}

} // namespace foyer
