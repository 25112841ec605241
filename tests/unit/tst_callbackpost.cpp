#include "server/api/callbackpost.h"

#include "support/fakeclock.h"
#include "support/localserver.h"

#include <QTest>

#include <optional>

using namespace Qt::StringLiterals;
using namespace foyer;
using namespace foyer::server;
using Outcome = CallbackPost::Outcome;

namespace
{

/// A poster whose names are in a test's hands.
struct Stage {
    Stage()
        : post(clock, [this](const QString &name, QObject *, std::function<void(QList<QHostAddress>)> found) {
              asked.append(name);
              if (isResolving) {
                  found(addresses);
              } else {
                  late = std::move(found);
              }
          })
    {
    }

    void start(const QUrl &url, const QByteArray &body = "[]")
    {
        outcome.reset();
        post.start(url, body, rules, [this](Outcome result) { outcome = result; });
    }
    QUrl urlOf(const LocalServer &server, const QString &host = u"127.0.0.1"_s) const
    {
        return QUrl(u"http://%1:%2/hook?a=b"_s.arg(host).arg(server.serverPort()));
    }

    FakeClock clock;
    CallbackPost::Rules rules;
    bool isResolving = true;
    QList<QHostAddress> addresses{QHostAddress(QHostAddress::LocalHost)};
    QStringList asked;
    std::function<void(QList<QHostAddress>)> late;
    std::optional<Outcome> outcome;
    CallbackPost post;
};

QByteArray ok(const QByteArray &)
{
    return httpAnswer("200 OK", "thanks");
}

} // namespace

class TestCallbackPost : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bodyIsPostedAndDelivered()
    {
        LocalServer server(ok);
        Stage stage;
        stage.start(stage.urlOf(server), R"([{"type":1}])");
        QTRY_COMPARE(stage.outcome, Outcome::Delivered);
        const QByteArray received = server.received();
        QVERIFY(received.startsWith("POST /hook?a=b HTTP/1.1\r\n"));
        QVERIFY(received.contains("Content-Type: application/json\r\n"));
        QVERIFY(received.contains(QByteArray("Host: " + server.address().toLatin1() + "\r\n")));
        QVERIFY(received.endsWith(R"([{"type":1}])"));
        QVERIFY(stage.asked.isEmpty());
        QVERIFY(!stage.post.isBusy());
    }

    void nameIsResolvedOnceAndKeptInTheHeader()
    {
        LocalServer server(ok);
        Stage stage;
        stage.start(stage.urlOf(server, u"app.example"_s));
        QTRY_COMPARE(stage.outcome, Outcome::Delivered);
        QCOMPARE(stage.asked, QStringList(u"app.example"_s));
        QVERIFY(server.received().contains(QByteArray("Host: app.example:" + QByteArray::number(server.serverPort()))));
    }

    void otherAddressOfTheNameIsTried()
    {
        LocalServer server(ok);
        Stage stage;
        // Nobody listens on the first.
        stage.addresses = {QHostAddress(u"127.0.0.2"_s), QHostAddress(QHostAddress::LocalHost)};
        stage.start(stage.urlOf(server, u"app.example"_s));
        QTRY_COMPARE(stage.outcome, Outcome::Delivered);
    }

    void oneForbiddenAddressForbidsTheName()
    {
        LocalServer server(ok);
        Stage stage;
        stage.addresses = {QHostAddress(QHostAddress::LocalHost), QHostAddress(u"169.254.169.254"_s)};
        stage.start(stage.urlOf(server, u"app.example"_s));
        QCOMPARE(stage.outcome, Outcome::NotAllowed);
        QVERIFY(server.received().isEmpty());
    }

    void loopbackIsCalledOnlyWhenAllowed_data()
    {
        QTest::addColumn<QString>("host");
        // Spellings of 127.0.0.1; a URL that is none is not called either.
        for (const char *host : {"127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "[::ffff:127.0.0.1]",
                                 "[::ffff:7f00:1]", "localhost.", "app.example"}) {
            QTest::newRow(host) << QString::fromLatin1(host);
        }
    }
    void loopbackIsCalledOnlyWhenAllowed()
    {
        QFETCH(QString, host);
        LocalServer server(ok);
        Stage stage;
        stage.rules.allowLoopback = false;
        stage.start(stage.urlOf(server, host));
        QCOMPARE(stage.outcome, Outcome::NotAllowed);
        QVERIFY(server.received().isEmpty());
    }

    void ownServerIsNotCalled_data()
    {
        QTest::addColumn<QString>("host");
        for (const char *host : {"127.0.0.1", "app.example", "[::ffff:127.0.0.1]"}) {
            QTest::newRow(host) << QString::fromLatin1(host);
        }
    }
    void ownServerIsNotCalled()
    {
        QFETCH(QString, host);
        LocalServer server(ok);
        Stage stage;
        stage.rules.ownPorts = {server.serverPort()};
        stage.start(stage.urlOf(server, host));
        QCOMPARE(stage.outcome, Outcome::NotAllowed);
        QVERIFY(server.received().isEmpty());
    }

    void otherSchemesAreNotCalled()
    {
        Stage stage;
        stage.start(QUrl(u"file:///etc/passwd"_s));
        QCOMPARE(stage.outcome, Outcome::NotAllowed);
    }

    void anythingButTwoHundredHasFailed_data()
    {
        QTest::addColumn<QByteArray>("status");
        for (const char *status : {"201 Created", "204 No Content", "302 Found", "401 Unauthorized", "404 Not Found",
                                   "407 Proxy Authentication Required", "500 Internal Server Error"}) {
            QTest::newRow(status) << QByteArray(status);
        }
    }
    void anythingButTwoHundredHasFailed()
    {
        QFETCH(QByteArray, status);
        LocalServer other(ok);
        LocalServer server([&](const QByteArray &) {
            return httpAnswer(status, "", "Location: http://" + other.address().toLatin1() + "/\r\n");
        });
        Stage stage;
        stage.start(stage.urlOf(server));
        QTRY_COMPARE(stage.outcome, Outcome::Failed);
        QVERIFY(other.received().isEmpty());
    }

    void nobodyThereHasFailed()
    {
        QUrl url;
        Stage stage;
        {
            LocalServer server;
            url = stage.urlOf(server);
        }
        stage.start(url);
        QTRY_COMPARE(stage.outcome, Outcome::Failed);
        stage.addresses.clear();
        stage.start(QUrl(u"http://nowhere.example/"_s));
        QCOMPARE(stage.outcome, Outcome::Failed);
    }

    void garbageHasFailed()
    {
        LocalServer server([](const QByteArray &) { return QByteArray("\x16\x03\x01 nonsense\r\n\r\n"); });
        Stage stage;
        stage.start(stage.urlOf(server));
        QTRY_VERIFY(!server.connections().isEmpty());
        QTRY_VERIFY(stage.outcome || server.received().contains("[]"));
        // Whether the library calls it an answer or waits for one, the deadline ends it.
        stage.clock.advance(5000);
        QVERIFY(stage.outcome);
        QVERIFY(stage.outcome != Outcome::Delivered);
    }

    void silenceIsTimedOutAfterFiveSeconds()
    {
        LocalServer server;
        Stage stage;
        stage.start(stage.urlOf(server));
        QTRY_VERIFY(server.received().endsWith("[]"));
        stage.clock.advance(4999);
        QCOMPARE(stage.outcome, std::nullopt);
        stage.clock.advance(1);
        QCOMPARE(stage.outcome, Outcome::TimedOut);
        QTRY_COMPARE(server.connections().constFirst()->state(), QAbstractSocket::UnconnectedState);
    }

    void silentLookUpIsTimedOutToo()
    {
        LocalServer server(ok);
        Stage stage;
        stage.isResolving = false;
        stage.start(stage.urlOf(server, u"app.example"_s));
        stage.clock.advance(5000);
        QCOMPARE(stage.outcome, Outcome::TimedOut);
        // Its answer comes while the next post is on its way: it is not mistaken for the next one's.
        stage.start(stage.urlOf(server, u"other.example"_s));
        const auto second = std::exchange(stage.late, nullptr);
        stage.outcome.reset();
        QVERIFY(second);
        second({QHostAddress(QHostAddress::LocalHost)});
        QTRY_COMPARE(stage.outcome, Outcome::Delivered);
    }

    void lateLookUpOfAnEarlierPostIsIgnored()
    {
        LocalServer server(ok);
        Stage stage;
        stage.isResolving = false;
        stage.start(stage.urlOf(server, u"one.example"_s));
        const auto first = std::exchange(stage.late, nullptr);
        stage.start(stage.urlOf(server, u"two.example"_s));
        first({QHostAddress(u"10.0.0.1"_s)});
        QCOMPARE(stage.outcome, std::nullopt);
        stage.late({QHostAddress(QHostAddress::LocalHost)});
        QTRY_COMPARE(stage.outcome, Outcome::Delivered);
        QVERIFY(server.received().contains("Host: two.example"));
    }

    void endlessAnswerIsNotRead()
    {
        LocalServer server([](const QByteArray &received) {
            return received.endsWith("[]")
                       ? "HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n" + QByteArray(10000000, 'x')
                       : QByteArray();
        });
        Stage stage;
        stage.start(stage.urlOf(server));
        QTRY_COMPARE(stage.outcome, Outcome::Delivered);
        QTRY_COMPARE(server.connections().constFirst()->state(), QAbstractSocket::UnconnectedState);
    }

    void answerThatStopsAfterItsHeadersIsDelivered()
    {
        // More than a buffer of the body shows that the headers before it are in.
        LocalServer server([](const QByteArray &received) {
            return received.endsWith("[]") ? "HTTP/1.1 200 OK\r\nContent-Length: 50000\r\n\r\n" + QByteArray(40000, 'x')
                                           : QByteArray();
        });
        Stage stage;
        stage.start(stage.urlOf(server));
        QTRY_VERIFY(!server.connections().isEmpty() && server.received().endsWith("[]"));
        QTRY_COMPARE(server.connections().constFirst()->bytesToWrite(), 0);
        QVERIFY(QTest::qWaitFor([&] { return stage.post.hasAnswer(); }, 20000));
        stage.clock.advance(5000);
        QCOMPARE(stage.outcome, Outcome::Delivered);
    }

    void certificateOfAnotherHostIsRefused()
    {
        LocalServer server(ok);
        server.useCertificate(u"otherhost"_s);
        Stage stage;
        stage.start(QUrl(u"https://127.0.0.1:%1/"_s.arg(server.serverPort())));
        QTRY_COMPARE(stage.outcome, Outcome::Failed);
        QVERIFY(!server.received().contains("POST"));
    }

    void cancelledPostSaysNothing()
    {
        LocalServer server(ok);
        Stage stage;
        stage.start(stage.urlOf(server));
        stage.post.cancel();
        QVERIFY(!stage.post.isBusy());
        stage.clock.advance(10000);
        QCOMPARE(stage.outcome, std::nullopt);
    }
};

QTEST_GUILESS_MAIN(TestCallbackPost)
#include "tst_callbackpost.moc"
