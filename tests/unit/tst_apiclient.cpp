#include "app/demo/apiclient.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

/// Answers one request with a given body and keeps the request.
class OneAnswer : public QObject
{
public:
    explicit OneAnswer(const QByteArray &body)
    {
        m_listener.listen(QHostAddress::LocalHost);
        connect(&m_listener, &QTcpServer::newConnection, this, [this, body] {
            QTcpSocket *end = m_listener.nextPendingConnection();
            connect(end, &QTcpSocket::readyRead, this, [this, end, body] {
                request += end->readAll();
                const qsizetype head = request.indexOf("\r\n\r\n");
                if (head < 0 || !request.endsWith("%26"))
                    return;
                end->write("HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
            });
        });
    }
    QUrl url() const { return QUrl(u"http://127.0.0.1:%1"_s.arg(m_listener.serverPort())); }

    QByteArray request;

private:
    QTcpServer m_listener;
};

Result<QJsonObject> answerTo(const QUrl &url)
{
    ApiClient client(url, u"key"_s, u"secret"_s);
    auto future = client.call(u"/chatroom/create.json"_s, {{u"chatroom[Launch]"_s, u"a & b"_s}, {u"end"_s, u"&"_s}});
    if (!QTest::qWaitFor([&] { return future.isFinished(); }))
        return Error::make(ErrorKind::TimedOut);
    return future.result();
}

QByteArray header(const QByteArray &request, const QByteArray &name)
{
    const auto lines = request.split('\n');
    for (const QByteArray &line : lines) {
        if (line.left(name.size() + 1).compare(QByteArray(name + ':'), Qt::CaseInsensitive) == 0)
            return line.mid(name.size() + 1).trimmed();
    }
    return {};
}

} // namespace

class TestApiClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void signsWhatItPosts();
    void otherCodeIsAnErrorWithTheServersText();
    void silenceIsAnError();
};

void TestApiClient::signsWhatItPosts()
{
    OneAnswer server(R"({"code":200,"token":"t"})");
    const auto answer = answerTo(server.url());
    QVERIFY(answer.isOk());
    QCOMPARE(answer->value("token"_L1).toString(), u"t"_s);
    QVERIFY(server.request.startsWith("POST /chatroom/create.json "));
    QVERIFY(server.request.endsWith("chatroom%5BLaunch%5D=a%20%26%20b&end=%26"));
    QCOMPARE(header(server.request, "App-Key"), QByteArray("key"));
    const QByteArray text = "secret" + header(server.request, "Nonce") + header(server.request, "Timestamp");
    QCOMPARE(header(server.request, "Signature"), QCryptographicHash::hash(text, QCryptographicHash::Sha1).toHex());
}

void TestApiClient::otherCodeIsAnErrorWithTheServersText()
{
    OneAnswer server(R"({"code":1002,"errorMessage":"minute is missing"})");
    const auto answer = answerTo(server.url());
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, ErrorKind::ServerRefused);
    QCOMPARE(answer.error().text, u"minute is missing"_s);
}

void TestApiClient::silenceIsAnError()
{
    QTcpServer closed;
    closed.listen(QHostAddress::LocalHost);
    const quint16 port = closed.serverPort();
    closed.close();
    const auto answer = answerTo(QUrl(u"http://127.0.0.1:%1"_s.arg(port)));
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, ErrorKind::ServerUnreachable);
}

QTEST_GUILESS_MAIN(TestApiClient)
#include "tst_apiclient.moc"
