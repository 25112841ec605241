#pragma once

#include <QDateTime>
#include <QString>

namespace foyer
{

/// Reads an XEP-0082 time (also the legacy form of XEP-0091); invalid when it is none. UTC. A time outside
/// 2000 to one day after \a now is hostile or broken and is clamped, because rows must stay showable.
QDateTime parseXmppTime(const QString &text, const QDateTime &now);
/// `2026-11-23T14:06:00.123Z`, the form of events and exports; empty for an invalid time.
QString formatTime(const QDateTime &time);

} // namespace foyer
