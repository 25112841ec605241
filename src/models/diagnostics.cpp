#include "models/diagnostics.h"

#include "models/connectionexport.h"

#include <QSysInfo>

using namespace Qt::StringLiterals;

namespace foyer
{

QString diagnosticsText(const DiagnosticFacts &facts)
{
    const QStringList lines{
        u"Foyer " FOYER_VERSION ""_s,
        u"Qt %1, built with %2"_s.arg(QLatin1StringView(qVersion()), QLatin1StringView(QT_VERSION_STR)),
        u"%1, kernel %2, %3"_s.arg(QSysInfo::prettyProductName(), QSysInfo::kernelVersion(),
                                   QSysInfo::currentCpuArchitecture()),
        u"platform %1, language %2, text %3 %, scale %4"_s.arg(facts.platform, facts.language)
            .arg(facts.zoom)
            .arg(facts.scale),
        QString(),
        QString::fromUtf8(connectionExport(facts.outages, facts.rooms, facts.now)),
    };
    return lines.join(u'\n');
}

} // namespace foyer
