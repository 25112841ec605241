#include "xmpp/tlsproblems.h"

#include <QStringList>

namespace foyer
{

using namespace Qt::StringLiterals;

namespace
{

QString problemOf(const QSslError &error)
{
    switch (error.error()) {
    case QSslError::CertificateExpired:
        return u"expired"_s;
    case QSslError::CertificateNotYetValid:
        return u"not yet valid"_s;
    case QSslError::HostNameMismatch:
        return u"wrong host"_s;
    case QSslError::CertificateRevoked:
        return u"revoked"_s;
    case QSslError::SelfSignedCertificate:
    case QSslError::SelfSignedCertificateInChain:
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::CertificateUntrusted:
    case QSslError::InvalidCaCertificate:
        return u"untrusted"_s;
    default:
        return error.errorString();
    }
}

} // namespace

QString tlsProblems(const QList<QSslError> &errors)
{
    QStringList problems;
    for (const QSslError &error : errors) {
        const QString problem = problemOf(error);
        if (!problems.contains(problem))
            problems.append(problem);
    }
    return problems.join(u", ");
}

} // namespace foyer
