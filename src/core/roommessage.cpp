#include "core/roommessage.h"

namespace foyer
{

QString nameOf(DeliveryState state)
{
    switch (state) {
    case DeliveryState::Received:
        return QStringLiteral("Received");
    case DeliveryState::Queued:
        return QStringLiteral("Queued");
    case DeliveryState::Sent:
        return QStringLiteral("Sent");
    case DeliveryState::Checking:
        return QStringLiteral("Checking");
    case DeliveryState::Delivered:
        return QStringLiteral("Delivered");
    case DeliveryState::Failed:
        return QStringLiteral("Failed");
    }
    Q_UNREACHABLE();
}

QString nameOf(GapReason reason)
{
    switch (reason) {
    case GapReason::RetentionEnded:
        return QStringLiteral("RetentionEnded");
    case GapReason::NoArchive:
        return QStringLiteral("NoArchive");
    case GapReason::NotPermitted:
        return QStringLiteral("NotPermitted");
    case GapReason::LoadFailed:
        return QStringLiteral("LoadFailed");
    case GapReason::NotLoaded:
        return QStringLiteral("NotLoaded");
    }
    Q_UNREACHABLE();
}

QString nameOf(EntryKind kind)
{
    switch (kind) {
    case EntryKind::Message:
        return QStringLiteral("Message");
    case EntryKind::Subject:
        return QStringLiteral("Subject");
    case EntryKind::Reaction:
        return QStringLiteral("Reaction");
    case EntryKind::Correction:
        return QStringLiteral("Correction");
    case EntryKind::Retraction:
        return QStringLiteral("Retraction");
    case EntryKind::Marker:
        return QStringLiteral("Marker");
    case EntryKind::Other:
        return QStringLiteral("Other");
    case EntryKind::NotShown:
        return QStringLiteral("NotShown");
    }
    Q_UNREACHABLE();
}

} // namespace foyer
