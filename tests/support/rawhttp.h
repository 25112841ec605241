#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpSocket>
#include <QTest>

#include <optional>

namespace foyer
{

/// One HTTP answer as it came.
struct RawAnswer {
    int status = 0;
    QByteArray head;
    QByteArray body;

    QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
    int code() const { return json().value(QLatin1StringView("code")).toInt(); }
};

/// A client that sends exactly the bytes it is given, also those no HTTP library would.
class RawHttp
{
public:
    static constexpr int patienceMs = 20000;

    explicit RawHttp(quint16 port)
    {
        m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
        (void)QTest::qWaitFor([this] { return m_socket.state() == QAbstractSocket::ConnectedState; }, patienceMs);
    }

    void send(const QByteArray &bytes)
    {
        m_socket.write(bytes);
        m_socket.flush();
    }

    /// The next answer; status 0 when the connection ended before it was whole.
    RawAnswer answer()
    {
        std::optional<RawAnswer> found;
        (void)QTest::qWaitFor(
            [&] {
                m_received += m_socket.readAll();
                found = take();
                return found || m_socket.state() == QAbstractSocket::UnconnectedState;
            },
            patienceMs);
        return found.value_or(RawAnswer());
    }

    /// Whether the other side ended the connection, nothing unread.
    bool isClosed()
    {
        return QTest::qWaitFor([this] { return m_socket.state() == QAbstractSocket::UnconnectedState; }, patienceMs);
    }
    bool isOpen() const { return m_socket.state() == QAbstractSocket::ConnectedState; }

private:
    std::optional<RawAnswer> take()
    {
        const qsizetype end = m_received.indexOf("\r\n\r\n");
        if (end < 0) {
            return std::nullopt;
        }
        RawAnswer answer;
        answer.head = m_received.first(end + 2);
        answer.status = answer.head.split(' ').value(1).toInt();
        const qsizetype field = answer.head.toLower().indexOf("content-length:");
        const qsizetype length = field < 0 ? 0 : answer.head.mid(field + 15).split('\r').constFirst().trimmed().toInt();
        if (m_received.size() < end + 4 + length) {
            return std::nullopt;
        }
        answer.body = m_received.mid(end + 4, length);
        m_received.remove(0, end + 4 + length);
        return answer;
    }

    QTcpSocket m_socket;
    QByteArray m_received;
};

} // namespace foyer
