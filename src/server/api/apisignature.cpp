#include "server/api/apisignature.h"

#include <QCryptographicHash>

namespace foyer::server
{

namespace
{

constexpr qsizetype longestNonce = 18;

/// The header in one of its two spellings; null when it is missing or there more than once.
QByteArray onlyValue(const HttpHead &head, const QByteArray &name)
{
    const QByteArray prefixed = "RC-" + name;
    if (head.count(name) + head.count(prefixed) != 1) {
        return {};
    }
    return head.count(name) == 1 ? head.value(name) : head.value(prefixed);
}

} // namespace

QByteArray apiSignature(const QString &secret, QByteArrayView nonce, QByteArrayView timestamp)
{
    QCryptographicHash hash(QCryptographicHash::Sha1);
    hash.addData(secret.toUtf8());
    hash.addData(nonce);
    hash.addData(timestamp);
    return hash.result().toHex();
}

bool isSigned(const HttpHead &head, const ApiCredentials &credentials)
{
    const QByteArray nonce = onlyValue(head, "Nonce");
    const QByteArray timestamp = onlyValue(head, "Timestamp");
    const bool isKeyRight = isEqualInConstantTime(onlyValue(head, "App-Key"), credentials.appKey.toUtf8());
    const bool isSignatureRight = isEqualInConstantTime(onlyValue(head, "Signature").toLower(),
                                                        apiSignature(credentials.appSecret, nonce, timestamp));
    return !credentials.appKey.isEmpty() && !credentials.appSecret.isEmpty() && !nonce.isEmpty() &&
           nonce.size() <= longestNonce && !timestamp.isEmpty() && isKeyRight && isSignatureRight;
}

bool isEqualInConstantTime(QByteArrayView a, QByteArrayView b)
{
    // Hashes have one length, so that not even the length of the right text shows.
    const QByteArray left = QCryptographicHash::hash(a, QCryptographicHash::Sha256);
    const QByteArray right = QCryptographicHash::hash(b, QCryptographicHash::Sha256);
    int difference = 0;
    for (qsizetype i = 0; i < left.size(); ++i) {
        difference |= left.at(i) ^ right.at(i);
    }
    return difference == 0;
}

} // namespace foyer::server
