#pragma once

#include <QSslError>
#include <QString>

namespace foyer
{

/// What is wrong with a server's certificate, for Error::detail: `expired`, `not yet valid`, `wrong host`, `untrusted`,
/// `revoked`, else TLS's own words; several are joined with a comma. Empty for an empty list.
QString tlsProblems(const QList<QSslError> &errors);

} // namespace foyer
