#pragma once

#include <QHash>
#include <QStringList>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

namespace foyer
{

/// A web server on this computer that sends, for each path, exactly the bytes it was given, and remembers what it was
/// asked.
class TinyHttp : public QTcpServer
{
public:
    TinyHttp()
    {
        if (!listen(QHostAddress::LocalHost)) {
            qFatal("no port");
        }
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { answer(*socket); });
        });
    }

    QUrl url(const QString &path) const
    {
        return QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(serverPort()).arg(path));
    }
    void set(const QByteArray &path, const QByteArray &body, const QByteArray &status = "200 OK",
             const QByteArray &fields = {})
    {
        answers[path] = "HTTP/1.1 " + status + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n" +
                        fields + "Connection: close\r\n\r\n" + body;
    }
    void redirect(const QByteArray &path, const QByteArray &target)
    {
        set(path, {}, "302 Found", "Location: " + target + "\r\n");
    }

    QHash<QByteArray, QByteArray> answers; ///< whole, by path; a path without one is not answered
    QList<QByteArray> asked;               ///< heads of requests, in lower case
    int open = 0;                          ///< requests that wait for an answer

private:
    void answer(QTcpSocket &socket)
    {
        QByteArray head = socket.property("head").toByteArray() + socket.readAll();
        socket.setProperty("head", head);
        if (!head.endsWith("\r\n\r\n")) {
            return;
        }
        asked.append(head.toLower());
        const QByteArray bytes = answers.value(head.split(' ').value(1));
        if (bytes.isEmpty()) {
            ++open;
            return;
        }
        socket.write(bytes);
        socket.disconnectFromHost();
    }
};

} // namespace foyer
