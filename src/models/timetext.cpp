#include "models/timetext.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace foyer::timetext
{

namespace
{

constexpr qint64 secondMs = 1000;
constexpr qint64 minuteMs = 60 * secondMs;
constexpr qint64 hourMs = 60 * minuteMs;
constexpr qint64 dayMs = 24 * hourMs;

QString counted(const char *source, qint64 count)
{
    return QCoreApplication::translate("TimeText", source, nullptr, static_cast<int>(count));
}

} // namespace

QString duration(qint64 ms)
{
    if (ms < minuteMs) {
        return counted(QT_TRANSLATE_N_NOOP("TimeText", "%n s"), ms / secondMs);
    }
    if (ms < hourMs) {
        return counted(QT_TRANSLATE_N_NOOP("TimeText", "%n min"), ms / minuteMs);
    }
    if (ms < dayMs) {
        const qint64 minutes = ms % hourMs / minuteMs;
        const QString hours = counted(QT_TRANSLATE_N_NOOP("TimeText", "%n h"), ms / hourMs);
        return minutes == 0 ? hours
                            : QCoreApplication::translate("TimeText", "%1 %2", "hours and minutes: 3 h 5 min")
                                  .arg(hours, counted(QT_TRANSLATE_N_NOOP("TimeText", "%n min"), minutes));
    }
    return ms < 2 * dayMs ? QCoreApplication::translate("TimeText", "1 day")
                          : counted(QT_TRANSLATE_N_NOOP("TimeText", "%n days"), ms / dayMs);
}

QString clockTime(const QDateTime &utc)
{
    return utc.isValid() ? QLocale().toString(utc.toLocalTime().time(), u"HH:mm"_s) : QString();
}

QString dayAndTime(const QDateTime &utc, const QDateTime &now)
{
    if (!utc.isValid()) {
        return {};
    }
    const QDateTime local = utc.toLocalTime();
    if (local.date() == now.toLocalTime().date()) {
        return clockTime(utc);
    }
    const bool thisYear = local.date().year() == now.toLocalTime().date().year();
    return QLocale().toString(
        local, thisYear
                   ? QCoreApplication::translate("TimeText", "d MMM, HH:mm", "in codes of QDateTime::toString()")
                   : QCoreApplication::translate("TimeText", "d MMM yyyy, HH:mm", "in codes of QDateTime::toString()"));
}

QString dayLine(const QDate &day, const QDateTime &now)
{
    const bool thisYear = day.year() == now.toLocalTime().date().year();
    return QLocale().toString(
        day, thisYear ? QCoreApplication::translate("TimeText", "dddd, d MMMM", "a day, in codes of QDate::toString()")
                      : QCoreApplication::translate("TimeText", "dddd, d MMMM yyyy",
                                                    "a day, in codes of QDate::toString()"));
}

} // namespace foyer::timetext
