#include "core/xmpptime.h"

#include <QTimeZone>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

QDateTime parseXmppTime(const QString &text, const QDateTime &now)
{
    // Years beyond four digits and the like are refused here; QDateTime would accept some of them.
    if (text.size() < 17 || text.size() > 40) {
        return {};
    }
    QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs).toUTC();
    if (!time.isValid()) {
        time = QDateTime::fromString(text, u"yyyyMMddTHH:mm:ss"_s);
        time.setTimeSpec(Qt::UTC);
    }
    if (!time.isValid()) {
        return {};
    }
    const QDateTime earliest(QDate(2000, 1, 1), QTime(0, 0), Qt::UTC);
    return std::clamp(time, earliest, std::max(earliest, now.toUTC().addDays(1)));
}

QString formatTime(const QDateTime &time)
{
    return time.isValid() ? time.toUTC().toString(Qt::ISODateWithMs) : QString();
}

} // namespace foyer
