#include "server/api/httpexchange.h"

#include <QTest>

using namespace foyer::server;

namespace
{

HttpExchange exchangeWith(const QList<std::pair<QByteArray, QByteArray>> &headers)
{
    return HttpExchange({"POST", "/x", headers}, HttpLimits());
}

} // namespace

class TestHttpExchange : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bodyIsKeptUpToItsLimit()
    {
        HttpLimits limits;
        limits.bodyBytes = 5;
        HttpExchange exchange({"POST", "/x", {}}, limits);
        QVERIFY(exchange.take("abc"));
        QVERIFY(exchange.take("de"));
        QVERIFY(!exchange.refusal());
        QVERIFY(exchange.take("f"));
        QCOMPARE(exchange.refusal()->status, 413);
        QCOMPARE(exchange.takeRequest().body, QByteArray());
    }

    void refusedBodyPassesByUntilPatienceEnds()
    {
        HttpExchange exchange = exchangeWith({});
        exchange.refuse(HttpResponse{401, "no", {}});
        const QByteArray piece(1024 * 1024, 'x');
        for (int i = 0; i < 16; ++i) {
            QVERIFY(exchange.take(piece));
        }
        QVERIFY(!exchange.take("x"));
        QCOMPARE(exchange.refusal()->status, 401);
    }

    void firstRefusalStays()
    {
        HttpExchange exchange = exchangeWith({{"Content-Length", "500000"}});
        QCOMPARE(exchange.refusal()->status, 413);
        exchange.refuse(HttpResponse{401, "no", {}});
        QCOMPARE(exchange.refusal()->status, 413);
    }

    void clientThatWaitsForAWordIsSeen()
    {
        QVERIFY(exchangeWith({{"Content-Length", "5"}, {"Expect", "100-Continue"}}).isAskingBeforeBody());
        QVERIFY(exchangeWith({{"Content-Length", "17000000"}}).isAskingBeforeBody());
        QVERIFY(!exchangeWith({{"Content-Length", "5"}}).isAskingBeforeBody());
    }

    void endOfTheRequestMustBeClear_data()
    {
        using Headers = QList<std::pair<QByteArray, QByteArray>>;
        QTest::addColumn<Headers>("headers");
        QTest::addColumn<bool>("isClear");
        QTest::newRow("no body") << Headers() << true;
        QTest::newRow("length") << Headers{{"Content-Length", "5"}} << true;
        QTest::newRow("chunked") << Headers{{"transfer-encoding", "Chunked"}} << true;
        QTest::newRow("two lengths") << Headers{{"Content-Length", "5"}, {"content-length", "5"}} << false;
        QTest::newRow("both") << Headers{{"Content-Length", "5"}, {"Transfer-Encoding", "chunked"}} << false;
        QTest::newRow("other coding") << Headers{{"Transfer-Encoding", "gzip, chunked"}} << false;
        QTest::newRow("sign") << Headers{{"Content-Length", "+5"}} << false;
        QTest::newRow("space") << Headers{{"Content-Length", "5 5"}} << false;
        QTest::newRow("hex") << Headers{{"Content-Length", "0x5"}} << false;
        QTest::newRow("empty") << Headers{{"Content-Length", ""}} << false;
        QTest::newRow("too long a number") << Headers{{"Content-Length", "1234567890123456789"}} << false;
    }
    void endOfTheRequestMustBeClear()
    {
        using Headers = QList<std::pair<QByteArray, QByteArray>>;
        QFETCH(Headers, headers);
        QFETCH(bool, isClear);
        const HttpExchange exchange = exchangeWith(headers);
        QCOMPARE(!exchange.isBrokenFraming(), isClear);
        QCOMPARE(exchange.refusal().has_value(), !isClear);
    }
};

QTEST_GUILESS_MAIN(TestHttpExchange)
#include "tst_httpexchange.moc"
