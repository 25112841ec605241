#include "server/api/httplistener.h"

#include "support/fakeclock.h"
#include "support/rawhttp.h"

#include <QTest>

#include <vector>

using namespace Qt::StringLiterals;
using namespace foyer;
using namespace foyer::server;

namespace
{

/// A listener that answers what a test wants and writes down what it was asked.
struct Stage {
    explicit Stage(const HttpLimits &limits = {})
        : listener(
              [this](const HttpHead &head) -> std::optional<HttpResponse> {
                  if (head.path == "/refused") {
                      return HttpResponse{403, R"({"code":403})", {}};
                  }
                  return std::nullopt;
              },
              [this](const HttpRequest &request, const HttpListener::Answer &answer) {
                  requests.append(request);
                  if (request.head.path == "/later") {
                      held.push_back(answer);
                  } else {
                      answer({200, "[" + request.body + "]", {{"X-Made-By", "test"}}});
                  }
              },
              clock, limits)
    {
        port = listener.listen(0).valueOr(0);
    }

    FakeClock clock;
    QList<HttpRequest> requests;
    std::vector<HttpListener::Answer> held;
    quint16 port = 0;
    HttpListener listener;
};

QByteArray post(const QByteArray &path, const QByteArray &body = {}, const QByteArray &headers = {})
{
    return "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers +
           "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

} // namespace

class TestHttpListener : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void requestComesOutWholeAndIsAnswered()
    {
        Stage stage;
        RawHttp client(stage.port);
        client.send(post("/a%20b?c=d", "hello", "X-Any: thing\r\n"));
        const RawAnswer answer = client.answer();
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, QByteArray("[hello]"));
        QVERIFY(answer.head.contains("Content-Type: application/json; charset=utf-8\r\n"));
        QVERIFY(answer.head.contains("X-Made-By: test\r\n"));
        QCOMPARE(stage.requests.size(), 1);
        QCOMPARE(stage.requests.at(0).head.method, QByteArray("POST"));
        QCOMPARE(stage.requests.at(0).head.path, QByteArray("/a b"));
        QCOMPARE(stage.requests.at(0).head.value("x-any"), QByteArray("thing"));
    }

    void onlyThisComputerIsListenedTo()
    {
        Stage stage;
        QTcpSocket other;
        // Every 127.x.y.z is this computer; the listener has one of them.
        other.connectToHost(QHostAddress(u"127.0.0.2"_s), stage.port);
        QVERIFY(!other.waitForConnected(2000));
    }

    void takenPortIsAnError()
    {
        Stage first;
        Stage second;
        const auto result = second.listener.listen(first.port);
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::ServerUnreachable);
        QVERIFY(result.error().text.contains(QString::number(first.port)));
    }

    void slowAnswerHoldsUpNobody()
    {
        Stage stage;
        RawHttp slow(stage.port);
        slow.send(post("/later", "1"));
        QTRY_COMPARE(stage.held.size(), size_t(1));
        RawHttp quick(stage.port);
        quick.send(post("/now", "2"));
        QCOMPARE(quick.answer().body, QByteArray("[2]"));
        // The deadlines are for the sender's part only.
        stage.clock.advance(120000);
        stage.held.front()({200, "late", {}});
        QCOMPARE(slow.answer().body, QByteArray("late"));
    }

    void secondAnswerDoesNoHarm()
    {
        Stage stage;
        RawHttp client(stage.port);
        client.send(post("/later"));
        QTRY_COMPARE(stage.held.size(), size_t(1));
        stage.held.front()({200, "one", {}});
        stage.held.front()({200, "two", {}});
        QCOMPARE(client.answer().body, QByteArray("one"));
        client.send(post("/now", "3"));
        QCOMPARE(client.answer().body, QByteArray("[3]"));
    }

    void waitingClientIsToldWhenTheListenerCloses()
    {
        Stage stage;
        RawHttp client(stage.port);
        client.send(post("/later"));
        QTRY_COMPARE(stage.held.size(), size_t(1));
        stage.listener.close();
        QCOMPARE(client.answer().status, 503);
        QVERIFY(client.isClosed());
        stage.held.front()({200, "too late", {}});
        // The same port again, as after a restart.
        QCOMPARE(stage.listener.listen(stage.port).valueOr(0), stage.port);
        RawHttp again(stage.port);
        again.send(post("/now", "4"));
        QCOMPARE(again.answer().body, QByteArray("[4]"));
    }

    void requestThatWasNotHandedOverBeforeClosingIsNotServed()
    {
        Stage stage;
        {
            QTcpSocket client;
            client.connectToHost(QHostAddress(QHostAddress::LocalHost), stage.port);
            QVERIFY(client.waitForConnected(RawHttp::patienceMs));
            client.write(post("/now", "5"));
            QVERIFY(client.waitForBytesWritten(RawHttp::patienceMs));
            stage.listener.close();
        }
        QCoreApplication::processEvents();
        QCOMPARE(stage.requests.size(), 0);
    }

    void chunkedBodyIsPutTogether()
    {
        Stage stage;
        RawHttp client(stage.port);
        client.send(
            "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n");
        QCOMPARE(client.answer().body, QByteArray("[abcde]"));
    }

    void pipelinedRequestsAreAnsweredInOrder()
    {
        Stage stage;
        RawHttp client(stage.port);
        QByteArray all;
        for (int i = 0; i < 200; ++i) {
            all += post("/now", QByteArray::number(i));
        }
        client.send(all);
        for (int i = 0; i < 200; ++i) {
            QCOMPARE(client.answer().body, "[" + QByteArray::number(i) + "]");
        }
    }

    void refusedRequestIsAnsweredAfterItsBody()
    {
        Stage stage;
        RawHttp client(stage.port);
        client.send(post("/refused", QByteArray(100000, 'x')) + post("/now", "6"));
        QCOMPARE(client.answer().status, 403);
        QCOMPARE(client.answer().body, QByteArray("[6]"));
        QCOMPARE(stage.requests.size(), 1);
    }

    void clientThatAsksBeforeItSendsIsAnsweredAtOnce()
    {
        Stage stage;
        RawHttp client(stage.port);
        client.send("POST /refused HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n");
        QCOMPARE(client.answer().status, 403);
        QVERIFY(client.isClosed());

        RawHttp welcome(stage.port);
        welcome.send("POST /now HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
        QCOMPARE(welcome.answer().status, 100);
        welcome.send("ok");
        QCOMPARE(welcome.answer().body, QByteArray("[ok]"));
    }

    void hugeBodyIsRefusedInWords_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<QByteArray>("body");
        const QByteArray big(1000000, 'x');
        QTest::newRow("announced") << QByteArray("Content-Length: 1000000") << big;
        QTest::newRow("chunked") << QByteArray("Transfer-Encoding: chunked") << "f4240\r\n" + big + "\r\n0\r\n\r\n";
        QTest::newRow("beyond patience") << QByteArray("Content-Length: 99000000000") << QByteArray();
    }
    void hugeBodyIsRefusedInWords()
    {
        QFETCH(QByteArray, head);
        QFETCH(QByteArray, body);
        Stage stage;
        RawHttp client(stage.port);
        client.send("POST /now HTTP/1.1\r\nHost: a\r\n" + head + "\r\n\r\n" + body);
        const RawAnswer answer = client.answer();
        QCOMPARE(answer.status, 413);
        QCOMPARE(answer.code(), 413);
        QCOMPARE(stage.requests.size(), 0);
    }

    void bodyUpToTheLimitIsTaken()
    {
        Stage stage;
        RawHttp client(stage.port);
        const QByteArray most(HttpLimits().bodyBytes, 'x');
        client.send(post("/now", most));
        QCOMPARE(client.answer().status, 200);
        client.send(post("/now", most + 'x'));
        QCOMPARE(client.answer().status, 413);
    }

    void bodyWithoutEndIsCutOff()
    {
        Stage stage;
        RawHttp client(stage.port);
        client.send("POST /now HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        const QByteArray chunk = "100000\r\n" + QByteArray(0x100000, 'x') + "\r\n";
        for (int i = 0; i < 17 && client.isOpen(); ++i) {
            client.send(chunk);
        }
        QVERIFY(client.isClosed());
        QCOMPARE(stage.requests.size(), 0);
    }

    void unclearFramingIsRefusedAndNothingBehindItIsRead_data()
    {
        QTest::addColumn<QByteArray>("headers");
        QTest::newRow("two lengths") << QByteArray("Content-Length: 5\r\nContent-Length: 0\r\n");
        QTest::newRow("two equal lengths") << QByteArray("Content-Length: 0\r\nContent-Length: 0\r\n");
        QTest::newRow("length and chunked") << QByteArray("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n");
        QTest::newRow("other coding") << QByteArray("Transfer-Encoding: gzip\r\n");
        QTest::newRow("two codings") << QByteArray("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n");
        QTest::newRow("hidden coding") << QByteArray("Transfer-Encoding: xchunked\r\n");
        QTest::newRow("negative length") << QByteArray("Content-Length: -5\r\n");
        QTest::newRow("signed length") << QByteArray("Content-Length: +5\r\n");
        QTest::newRow("list of lengths") << QByteArray("Content-Length: 5, 5\r\n");
        QTest::newRow("words") << QByteArray("Content-Length: five\r\n");
        QTest::newRow("larger than any number") << QByteArray("Content-Length: 99999999999999999999999\r\n");
    }
    void unclearFramingIsRefusedAndNothingBehindItIsRead()
    {
        QFETCH(QByteArray, headers);
        Stage stage;
        RawHttp client(stage.port);
        client.send("POST /now HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n" + post("/smuggled"));
        const RawAnswer answer = client.answer();
        QVERIFY2(answer.status == 400 || answer.status == 413, answer.head.constData());
        QVERIFY(client.isClosed());
        QCOMPARE(stage.requests.size(), 0);
    }

    void garbageEndsTheConnection_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("binary") << QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 15);
        QTest::newRow("words") << QByteArray("hello\r\n\r\n");
        QTest::newRow("no version") << QByteArray("POST /now\r\n\r\n");
        QTest::newRow("HTTP/2") << QByteArray("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        QTest::newRow("no host") << QByteArray("POST /now HTTP/1.1\r\n\r\n");
        QTest::newRow("no colon") << QByteArray("POST /now HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n");
        QTest::newRow("bad chunk") << QByteArray(
            "POST /now HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n");
        QTest::newRow("endless line") << "POST /" + QByteArray(200000, 'a');
        QTest::newRow("endless header") << "POST /now HTTP/1.1\r\nHost: a\r\nX: " + QByteArray(200000, 'a');
        QTest::newRow("endless headers") << "POST /now HTTP/1.1\r\nHost: a\r\n" +
                                                QByteArray("X: y\r\n").repeated(100000);
    }
    void garbageEndsTheConnection()
    {
        QFETCH(QByteArray, bytes);
        Stage stage;
        RawHttp client(stage.port);
        client.send(bytes);
        const RawAnswer answer = client.answer();
        QVERIFY2(answer.status == 0 || answer.status >= 400, answer.head.constData());
        QVERIFY(client.isClosed());
        QCOMPARE(stage.requests.size(), 0);
        RawHttp good(stage.port);
        good.send(post("/now", "7"));
        QCOMPARE(good.answer().body, QByteArray("[7]"));
    }

    void tooManyHeadersAreRefused()
    {
        Stage stage;
        RawHttp client(stage.port);
        client.send(post("/now", {}, QByteArray("X: y\r\n").repeated(150)));
        QCOMPARE(client.answer().status, 431);
        client.send(post("/now", {}, "X: " + QByteArray(17000, 'y') + "\r\n"));
        QCOMPARE(client.answer().status, 431);
        QCOMPARE(stage.requests.size(), 0);
    }

    void slowRequestIsToldSo_data()
    {
        QTest::addColumn<QByteArray>("begin");
        QTest::addColumn<int>("seconds");
        QTest::newRow("nothing") << QByteArray() << 10;
        QTest::newRow("half a line") << QByteArray("POST /no") << 10;
        QTest::newRow("half the headers") << QByteArray("POST /now HTTP/1.1\r\nHost: a\r\n") << 10;
        QTest::newRow("half a body") << QByteArray("POST /now HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nab")
                                     << 30;
        QTest::newRow("half a refused body")
            << QByteArray("POST /refused HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nab") << 30;
    }
    void slowRequestIsToldSo()
    {
        QFETCH(QByteArray, begin);
        QFETCH(int, seconds);
        Stage stage;
        RawHttp client(stage.port);
        client.send(begin);
        // Another connection's answer shows that the library has seen what came before it.
        RawHttp other(stage.port);
        other.send(post("/now"));
        QCOMPARE(other.answer().status, 200);
        stage.clock.advance((seconds - 1) * 1000);
        QVERIFY(client.isOpen());
        // A byte now and then buys no time.
        client.send("c");
        stage.clock.advance(1000);
        const RawAnswer answer = client.answer();
        QCOMPARE(answer.status, 408);
        QCOMPARE(answer.code(), 408);
        QVERIFY(client.isClosed());
        QCOMPARE(stage.requests.size(), 1);
    }

    void goodClientGetsThroughACrowdOfSlowOnes()
    {
        Stage stage;
        std::vector<std::unique_ptr<QTcpSocket>> crowd;
        for (int i = 0; i < 300; ++i) {
            crowd.push_back(std::make_unique<QTcpSocket>());
            crowd.back()->connectToHost(QHostAddress(QHostAddress::LocalHost), stage.port);
            QVERIFY(crowd.back()->waitForConnected(RawHttp::patienceMs));
            crowd.back()->write("POST /now HTTP/1.1\r\nHost: a\r\nX: ");
            crowd.back()->flush();
        }
        // The clock stands still: nobody's deadline is what lets it through.
        for (int i = 0; i < 50; ++i) {
            RawHttp good(stage.port);
            good.send(post("/now", QByteArray::number(i)));
            QCOMPARE(good.answer().body, "[" + QByteArray::number(i) + "]");
        }
    }
};

QTEST_GUILESS_MAIN(TestHttpListener)
#include "tst_httplistener.moc"
