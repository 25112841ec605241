#include "support/tlsfiles.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslKey>

namespace foyer
{

using namespace Qt::StringLiterals;

namespace
{

QString tlsFile(const QString &name)
{
    return QString::fromLocal8Bit(FOYER_TEST_DATA) + u"/tls/"_s + name;
}

} // namespace

QSslConfiguration serverTls(const QString &name)
{
    QFile key(tlsFile(name + u".key"_s));
    if (!key.open(QIODevice::ReadOnly))
        qFatal("no key %s", qPrintable(key.fileName()));
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setLocalCertificateChain(QSslCertificate::fromPath(tlsFile(name + u".pem"_s)));
    tls.setPrivateKey(QSslKey(&key, QSsl::Ec));
    return tls;
}

QSslConfiguration clientTls()
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.addCaCertificates(QSslCertificate::fromPath(tlsFile(u"authority.pem"_s)));
    return tls;
}

} // namespace foyer
