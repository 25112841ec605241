#include "models/copytext.h"

#include "models/displaytext.h"
#include "models/gaptext.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer::copytext
{

namespace
{

bool isShown(const TimelineItem &item)
{
    return item.kind == TimelineItem::Kind::Message && !item.message.retracted;
}

QString lineOf(const StoredMessage &message)
{
    // A form that sorts, and that no language's clock makes ambiguous.
    const QString when = message.sentAt.toLocalTime().toString(u"yyyy-MM-dd HH:mm"_s);
    const QString name = message.nickname.isEmpty() ? QCoreApplication::translate("Timeline", "the room")
                                                    : displaytext::oneLine(message.nickname);
    return u"[%1] %2: %3"_s.arg(when, name, message.body);
}

} // namespace

QString ofItems(const QList<TimelineItem> &items, const QDateTime &now)
{
    const auto messages = std::count_if(items.cbegin(), items.cend(), isShown);
    if (messages == 1 && items.size() == 1) {
        return items.first().message.body;
    }
    QStringList lines;
    for (const TimelineItem &item : items) {
        if (item.kind == TimelineItem::Kind::Gap) {
            lines += u"[%1]"_s.arg(gaptext::sentence(item.gap, now));
        } else if (!item.message.retracted) {
            lines += lineOf(item.message);
        }
    }
    return lines.join(u'\n');
}

} // namespace foyer::copytext
