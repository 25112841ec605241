#include "core/xmpptime.h"

#include <algorithm>

namespace foyer
{

QDateTime parseXmppTime(const QString &text, const QDateTime &now)
{
    // Years beyond four digits and the like are refused here; QDateTime would accept some of them.
    if (text.size() < 17 || text.size() > 40) {
        return {};
    }
    const bool legacy = text.at(4) != u'-';
    QString iso = legacy ? QString(text.left(4) + u'-' + text.mid(4, 2) + u'-' + text.mid(6)) : text;
    // Without a zone Qt would take the local one; both forms mean UTC.
    const QStringView clock = QStringView(iso).mid(11);
    if (!clock.endsWith(u'Z') && !clock.contains(u'+') && !clock.contains(u'-')) {
        iso += u'Z';
    }
    const QDateTime time = QDateTime::fromString(iso, Qt::ISODateWithMs).toUTC();
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
