#pragma once

#include "core/connectionfacts.h"
#include "models/reportlistmodel.h"

#include <functional>

/// The words of *Help, Connection*. Times are local, lengths in the fewest words.
namespace foyer::connectiontext
{

/// What a person calls a room.
using NameOf = std::function<QString(const RoomAddress &)>;

/// Where the connection stands, as one sentence.
QString stateSentence(const ConnectionState &state);
/// Why a connection was lost, as one sentence.
QString whySentence(const std::optional<Error> &cause);
/// What a rejoin brought back: "37 new, 10 already here, none missing".
QString broughtBack(const CatchUpReport &report);
ReportEntry outageEntry(const Outage &outage, const NameOf &nameOf, const QDateTime &now);
ReportEntry healthEntry(const RoomSummary &room, const RoomHealth &health, const QDateTime &now);

} // namespace foyer::connectiontext
