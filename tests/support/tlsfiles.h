#pragma once

#include <QSslConfiguration>
#include <QString>

namespace foyer
{

/// A TLS server configuration with a certificate of tests/data/tls: `server`, `expired`, `otherhost`.
QSslConfiguration serverTls(const QString &name);
/// A client configuration that trusts the authority of tests/data/tls.
QSslConfiguration clientTls();

} // namespace foyer
