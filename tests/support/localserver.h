#pragma once

#include "support/tlsfiles.h"

#include <QByteArray>
#include <QList>
#include <QPointer>
#include <QSslConfiguration>
#include <QString>
#include <QTcpServer>
#include <QTcpSocket>

#include <functional>

namespace foyer
{

/// A TCP server on a free loopback port that answers raw bytes; with a certificate it speaks TLS.
class LocalServer : public QTcpServer
{
    Q_OBJECT

public:
    /// Given all bytes of a connection so far; what it returns is written. An empty answer means: not yet.
    using Answer = std::function<QByteArray(const QByteArray &received)>;

    explicit LocalServer(Answer answer = {});

    /// Speaks TLS with a certificate of tests/data/tls: `server`, `expired`, `otherhost`.
    void useCertificate(const QString &name);
    QString address() const;
    const QList<QPointer<QTcpSocket>> &connections() const { return m_connections; }
    /// Everything that came in, all connections together.
    QByteArray received() const { return m_received; }

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    Answer m_answer;
    QSslConfiguration m_tls;
    bool m_secure = false;
    QList<QPointer<QTcpSocket>> m_connections;
    QByteArray m_received;
};

/// `HTTP/1.1 STATUS` with a body and its length.
QByteArray httpAnswer(const QByteArray &status, const QByteArray &body, const QByteArray &headers = {});

} // namespace foyer
