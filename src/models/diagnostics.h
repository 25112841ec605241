#pragma once

#include "core/connectionfacts.h"

#include <QList>
#include <QString>

namespace foyer
{

/// What *Copy diagnostics* knows.
struct DiagnosticFacts {
    QString platform; ///< the windowing system, as Qt names it
    QString language;
    int zoom = 100;
    qreal scale = 1.0;
    QList<Outage> outages;
    QList<RoomHealth> rooms;
    QDateTime now;
};

/// Versions and the connection's report as text for whoever helps. It holds no password, no message, no key and no
/// name of a person: see connectionExport(). English everywhere, because others read it.
QString diagnosticsText(const DiagnosticFacts &facts);

} // namespace foyer
