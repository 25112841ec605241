#include "server/api/apiserver.h"

#include "server/api/apisignature.h"

#include "support/fakeclock.h"
#include "support/fakeroomhost.h"
#include "support/rawhttp.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace foyer;
using namespace foyer::server;

namespace
{

struct Stage {
    Stage() : api({u"key"_s, u"secret"_s, 0, 60}, host, clock) { port = api.start(0).valueOr(0); }

    FakeClock clock;
    FakeRoomHost host;
    ApiServer api;
    quint16 port = 0;
};

QByteArray request(const QByteArray &path, const QByteArray &body, const QByteArray &secret = "secret")
{
    return "POST " + path +
           " HTTP/1.1\r\nHost: 127.0.0.1\r\nRC-App-Key: key\r\nRC-Nonce: 14314\r\nRC-Timestamp: 1408710653\r\n"
           "RC-Signature: " +
           apiSignature(QString::fromLatin1(secret), "14314", "1408710653") +
           "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + QByteArray::number(body.size()) +
           "\r\n\r\n" + body;
}

} // namespace

class TestApiServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void signedCallIsServed()
    {
        Stage stage;
        RawHttp client(stage.port);
        client.send(request("/chatroom/get.json", "chatroomId=launch"));
        const RawAnswer answer = client.answer();
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.json().value("chatroomId"_L1).toString(), u"Launch"_s);
    }

    void wrongSignatureHasAnAnswerAndNoEffect()
    {
        Stage stage;
        RawHttp client(stage.port);
        client.send(request("/chatroom/destroy.json", "chatroomId=launch", "other"));
        const RawAnswer answer = client.answer();
        QCOMPARE(answer.status, 401);
        QCOMPARE(answer.code(), 1004);
        QVERIFY(!answer.json().value("errorMessage"_L1).toString().isEmpty());
        QCOMPARE(stage.host.calls, QStringList());
    }

    void nobodyIsServedWithoutAnAppKey()
    {
        Stage stage;
        stage.api.setSettings({});
        RawHttp client(stage.port);
        client.send(request("/chatroom/get.json", "chatroomId=launch"));
        QCOMPARE(client.answer().status, 401);
        stage.api.setSettings({u"key"_s, u"secret"_s, 0, 60});
        client.send(request("/chatroom/get.json", "chatroomId=launch"));
        QCOMPARE(client.answer().status, 200);
    }

    void manyUsersAtOnceAreAnswered()
    {
        Stage stage;
        QByteArray body = "chatroomId=Launch";
        for (int i = 0; i < 1000; ++i) {
            body += "&userId=user" + QByteArray::number(i);
        }
        RawHttp client(stage.port);
        client.send(request("/chatroom/users/exist.json", body));
        const RawAnswer answer = client.answer();
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.json().value("result"_L1).toArray().size(), 1000);
        client.send(request("/chatroom/users/exist.json", body + "&userId=one-more"));
        QCOMPARE(client.answer().code(), 1002);
    }

    void stoppedServerStartsAgain()
    {
        Stage stage;
        stage.api.stop();
        QCOMPARE(stage.api.start(stage.port).valueOr(0), stage.port);
        RawHttp client(stage.port);
        client.send(request("/chatroom/get.json", "chatroomId=launch"));
        QCOMPARE(client.answer().status, 200);
    }

    void answerThatComesAfterTheStopHurtsNobody()
    {
        Stage stage;
        stage.host.isHolding = true;
        RawHttp client(stage.port);
        client.send(request("/chatroom/destroy.json", "chatroomId=launch"));
        QTRY_COMPARE(stage.host.calls.size(), 1);
        stage.api.stop();
        stage.host.release();
        QCOMPARE(client.answer().status, 503);
    }
};

QTEST_GUILESS_MAIN(TestApiServer)
#include "tst_apiserver.moc"
