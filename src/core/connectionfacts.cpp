#include "core/connectionfacts.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

bool Outage::isOver() const
{
    const bool back = kind == Kind::Start || lengthMs.has_value() || givenUp;
    return back && std::none_of(rooms.cbegin(), rooms.cend(), [](const RoomReturn &room) {
               return room.outcome == RoomReturn::Outcome::Waiting;
           });
}

QString nameOf(Outage::Kind kind)
{
    switch (kind) {
    case Outage::Kind::Connection:
        return u"Connection"_s;
    case Outage::Kind::Room:
        return u"Room"_s;
    case Outage::Kind::Start:
        return u"Start"_s;
    }
    Q_UNREACHABLE();
}

QString nameOf(RoomReturn::Outcome outcome)
{
    switch (outcome) {
    case RoomReturn::Outcome::Waiting:
        return u"Waiting"_s;
    case RoomReturn::Outcome::Rejoined:
        return u"Rejoined"_s;
    case RoomReturn::Outcome::Failed:
        return u"Failed"_s;
    case RoomReturn::Outcome::Left:
        return u"Left"_s;
    case RoomReturn::Outcome::Interrupted:
        return u"Interrupted"_s;
    }
    Q_UNREACHABLE();
}

QString nameOf(RoomHealth::Proof proof)
{
    switch (proof) {
    case RoomHealth::Proof::None:
        return u"None"_s;
    case RoomHealth::Proof::SelfPresence:
        return u"SelfPresence"_s;
    case RoomHealth::Proof::Stanza:
        return u"Stanza"_s;
    case RoomHealth::Proof::SelfPing:
        return u"SelfPing"_s;
    }
    Q_UNREACHABLE();
}

} // namespace foyer
