#pragma once

#include <QDateTime>
#include <QString>

namespace foyer::timetext
{

/// A length of time in the fewest words a person needs: "12 s", "25 min", "3 h 5 min", "2 days".
QString duration(qint64 ms);
/// Time of day in local time, for example "14:05"; empty for an invalid time.
QString clockTime(const QDateTime &utc);
/// Time of day, with the day before it when that is not \a today's: "14:05" or "22 Nov, 14:05".
QString dayAndTime(const QDateTime &utc, const QDateTime &now);
/// The text of a day line: "Monday, 23 November", with the year when it is another one.
QString dayLine(const QDate &day, const QDateTime &now);

} // namespace foyer::timetext
