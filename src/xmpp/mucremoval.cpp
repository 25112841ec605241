#include "xmpp/mucremoval.h"

using namespace Qt::StringLiterals;

namespace foyer
{

using stanza::MucPresence;
using stanza::MucStatus;

std::optional<LeaveReason> removalReason(const MucPresence &presence)
{
    using Kind = LeaveReason::Kind;
    if (presence.destroyed)
        return LeaveReason{Kind::Destroyed, presence.actor, presence.destroyReason, presence.alternative};
    if (presence.replaced)
        return LeaveReason{Kind::ReplacedByOtherRoom, {}, {}, presence.alternative};
    // Before 307: technical removals carry both.
    if (presence.has(MucStatus::ServiceShutdown) || presence.has(MucStatus::TechnicalRemoval))
        return std::nullopt;
    if (presence.has(MucStatus::Banned))
        return LeaveReason{Kind::Banned, presence.actor, presence.reason, {}};
    if (presence.has(MucStatus::Kicked))
        return LeaveReason{Kind::Kicked, presence.actor, presence.reason, {}};
    if (presence.has(MucStatus::AffiliationLost) || presence.has(MucStatus::MembersOnlyNow))
        return LeaveReason{Kind::LostMembership, presence.actor, presence.reason, {}};
    return std::nullopt;
}

Error removalCause(const MucPresence &presence)
{
    if (presence.has(MucStatus::ServiceShutdown))
        return Error::make(ErrorKind::NotInRoom, {}, u"room shut down"_s);
    if (presence.has(MucStatus::TechnicalRemoval))
        return Error::make(ErrorKind::NotInRoom, {}, u"removed by the room for a technical cause"_s);
    return Error::make(ErrorKind::NotInRoom, {}, u"removed without a reason: "_s + presence.statusText);
}

bool isServiceShutdown(const MucPresence &presence)
{
    return presence.has(MucStatus::ServiceShutdown);
}

} // namespace foyer
