#include "server/api/apigate.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace foyer::server;

namespace
{

HttpHead goodHead()
{
    return {"POST",
            "/chatroom/get.json",
            {{"Host", "127.0.0.1:5291"},
             {"App-Key", "key"},
             {"Nonce", "1"},
             {"Timestamp", "2"},
             {"Signature", apiSignature(u"secret"_s, "1", "2")},
             {"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"},
             {"Content-Length", "9"}}};
}

void set(HttpHead &head, const QByteArray &name, const QByteArray &value)
{
    head.headers.removeIf([&](const auto &header) { return header.first == name; });
    if (!value.isNull()) {
        head.headers.emplaceBack(name, value);
    }
}

int codeOf(const HttpResponse &response)
{
    return QJsonDocument::fromJson(response.body).object().value("code"_L1).toInt();
}

} // namespace

class TestApiGate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void signedFormIsLetIn() { QVERIFY(!ApiGate({u"key"_s, u"secret"_s}).check(goodHead())); }

    void onlyLoopbackNamesAreHosts_data()
    {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<bool>("isGood");
        for (const char *host : {"127.0.0.1", "127.0.0.1:5291", "localhost", "LocalHost:1", "[::1]", "[::1]:5291"}) {
            QTest::newRow(host) << QByteArray(host) << true;
        }
        for (const char *host :
             {"evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "evil:127.0.0.1", "127.0.0.1:5291\n",
              "127.0.0.1:", "127x0.0.1", "user@127.0.0.1", "10.0.0.1", "0.0.0.0", "2130706433", "[::]", "::1", ""}) {
            QTest::newRow(host) << QByteArray(host) << false;
        }
        QTest::newRow("none") << QByteArray() << false;
    }
    void onlyLoopbackNamesAreHosts()
    {
        QFETCH(QByteArray, host);
        QFETCH(bool, isGood);
        HttpHead head = goodHead();
        set(head, "Host", host);
        const auto refusal = ApiGate({u"key"_s, u"secret"_s}).check(head);
        QCOMPARE(!refusal, isGood);
        if (refusal) {
            QCOMPARE(refusal->status, 403);
        }
    }

    void twoHostsAreNone()
    {
        HttpHead head = goodHead();
        head.headers.emplaceBack("host", "127.0.0.1");
        QCOMPARE(ApiGate({u"key"_s, u"secret"_s}).check(head)->status, 403);
    }

    void otherPathsDoNotExist_data()
    {
        QTest::addColumn<QByteArray>("path");
        for (const char *path : {"/", "/chatroom/get", "/chatroom/get.json/", "//chatroom/get.json",
                                 "/Chatroom/get.json", "/chatroom/../chatroom/get.json", "/chatroom/get.xml", "*"}) {
            QTest::newRow(path) << QByteArray(path);
        }
    }
    void otherPathsDoNotExist()
    {
        QFETCH(QByteArray, path);
        HttpHead head = goodHead();
        head.path = path;
        const auto refusal = ApiGate({u"key"_s, u"secret"_s}).check(head);
        QVERIFY(refusal);
        QCOMPARE(refusal->status, 404);
        QCOMPARE(codeOf(*refusal), 404);
    }

    void callsAreMadeByPost_data()
    {
        QTest::addColumn<QByteArray>("method");
        for (const char *method : {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "post", "TRACE"}) {
            QTest::newRow(method) << QByteArray(method);
        }
    }
    void callsAreMadeByPost()
    {
        QFETCH(QByteArray, method);
        HttpHead head = goodHead();
        head.method = method;
        const auto refusal = ApiGate({u"key"_s, u"secret"_s}).check(head);
        QVERIFY(refusal);
        QCOMPARE(refusal->status, 405);
        QCOMPARE(refusal->headers.constFirst().second, QByteArray("POST"));
    }

    void wrongSignatureHasItsCode()
    {
        HttpHead head = goodHead();
        set(head, "Signature", "30be0bbca9c9b2e27578701e9fda2358a814c88f");
        const auto refusal = ApiGate({u"key"_s, u"secret"_s}).check(head);
        QVERIFY(refusal);
        QCOMPARE(refusal->status, 401);
        QCOMPARE(codeOf(*refusal), 1004);
    }

    void newCredentialsCountAtOnce()
    {
        ApiGate gate({});
        QCOMPARE(gate.check(goodHead())->status, 401);
        gate.setCredentials({u"key"_s, u"secret"_s});
        QVERIFY(!gate.check(goodHead()));
        gate.setCredentials({u"key"_s, u"other"_s});
        QCOMPARE(gate.check(goodHead())->status, 401);
    }

    void onlyFormsAreRead_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("length");
        QTest::addColumn<int>("status");
        const QByteArray none;
        QTest::newRow("form") << QByteArray("application/x-www-form-urlencoded") << QByteArray("5") << 0;
        QTest::newRow("form in capitals") << QByteArray("Application/X-WWW-Form-urlencoded") << QByteArray("5") << 0;
        QTest::newRow("JSON") << QByteArray("application/json") << QByteArray("5") << 415;
        QTest::newRow("text, as a web page would") << QByteArray("text/plain") << QByteArray("5") << 415;
        QTest::newRow("multipart") << QByteArray("multipart/form-data; boundary=x") << QByteArray("5") << 415;
        QTest::newRow("no type") << none << QByteArray("5") << 415;
        QTest::newRow("no type, no body") << none << QByteArray("0") << 0;
        QTest::newRow("JSON, no body") << QByteArray("application/json") << none << 0;
    }
    void onlyFormsAreRead()
    {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, length);
        QFETCH(int, status);
        HttpHead head = goodHead();
        set(head, "Content-Type", type);
        set(head, "Content-Length", length);
        const auto refusal = ApiGate({u"key"_s, u"secret"_s}).check(head);
        QCOMPARE(refusal ? refusal->status : 0, status);
    }
};

QTEST_GUILESS_MAIN(TestApiGate)
#include "tst_apigate.moc"
