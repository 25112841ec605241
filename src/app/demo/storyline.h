#pragma once

#include <QByteArray>
#include <QString>

namespace foyer
{

/// One line of the event log (`--events`) told in a few words, with its time; empty for events that a story leaves out.
QString storyLine(const QByteArray &eventLine);

} // namespace foyer
