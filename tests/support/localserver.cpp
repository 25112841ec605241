#include "support/localserver.h"

#include <QSslSocket>

namespace foyer
{

using namespace Qt::StringLiterals;

LocalServer::LocalServer(Answer answer) : m_answer(std::move(answer))
{
    if (!listen(QHostAddress::LocalHost))
        qFatal("no free loopback port");
}

void LocalServer::useCertificate(const QString &name)
{
    m_tls = serverTls(name);
    m_secure = true;
}

QString LocalServer::address() const
{
    return u"127.0.0.1:%1"_s.arg(serverPort());
}

void LocalServer::incomingConnection(qintptr descriptor)
{
    QTcpSocket *connection = nullptr;
    if (m_secure) {
        auto *secure = new QSslSocket(this);
        secure->setSslConfiguration(m_tls);
        connection = secure;
    } else {
        connection = new QTcpSocket(this);
    }
    connection->setSocketDescriptor(descriptor);
    m_connections.append(connection);
    auto bytes = std::make_shared<QByteArray>();
    connect(connection, &QIODevice::readyRead, this, [this, connection, bytes] {
        const QByteArray news = connection->readAll();
        m_received += news;
        *bytes += news;
        const QByteArray answer = m_answer ? m_answer(*bytes) : QByteArray();
        if (!answer.isEmpty()) {
            bytes->clear();
            connection->write(answer);
        }
    });
    if (auto *secure = qobject_cast<QSslSocket *>(connection))
        secure->startServerEncryption();
}

QByteArray httpAnswer(const QByteArray &status, const QByteArray &body, const QByteArray &headers)
{
    return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + QByteArray::number(body.size()) +
           "\r\nConnection: close\r\n\r\n" + body;
}

} // namespace foyer
