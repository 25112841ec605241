#include "xmpp/imagedownload.h"

#include "core/imagelink.h"
#include "support/fakeclock.h"
#include "support/tinyhttp.h"

#include <QSslConfiguration>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace foyer;

class TestImageDownload : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void theBytesComeAsTheyAre();
    void nothingIsToldAboutThePerson();
    void threeRedirectsAreFollowed();
    void theFourthRedirectIsNot();
    void aRedirectToAnotherHostIsNotFollowed();
    void aRedirectToAHostThatWasAgreedToIs();
    void aRedirectNeverLeavesForALessSafePlace_data();
    void aRedirectNeverLeavesForALessSafePlace();
    void whatSaysItIsTooLargeIsNotRead();
    void whatIsTooLargeIsCutOffWhateverItSaid();
    void errorsAreSentences_data();
    void errorsAreSentences();
    void nobodyThereIsASentence();
    void silenceEndsByItself();
    void threeAreAskedForAtOnce();
    void theFirstOfTooManyIsGivenUp();
    void whatIsUnderWayIsAnsweredAtTheEnd();

private:
    Result<QByteArray> fetched(const QUrl &url, const QStringList &agreedHosts = {})
    {
        const auto future = download->fetch(url, agreedHosts);
        if (!QTest::qWaitFor([&] { return future.isFinished(); }, patienceMs)) {
            return Error{ErrorKind::TimedOut, u"the test waited in vain"_s, {}};
        }
        return future.result();
    }

    static constexpr int patienceMs = 20000;
    std::unique_ptr<FakeClock> clock;
    std::unique_ptr<TinyHttp> server;
    std::unique_ptr<ImageDownload> download;
};

void TestImageDownload::init()
{
    clock = std::make_unique<FakeClock>();
    server = std::make_unique<TinyHttp>();
    download = std::make_unique<ImageDownload>([] { return QSslConfiguration::defaultConfiguration(); }, *clock);
}

void TestImageDownload::cleanup()
{
    download.reset();
    server.reset();
}

void TestImageDownload::theBytesComeAsTheyAre()
{
    server->set("/a.png", QByteArray(300'000, 'x'));
    const auto bytes = fetched(server->url(u"/a.png"_s));
    QVERIFY2(bytes, bytes ? "" : qPrintable(bytes.error().text));
    QCOMPARE(bytes->size(), 300'000);
}

void TestImageDownload::nothingIsToldAboutThePerson()
{
    server->set("/a.png", "x", "200 OK", "Set-Cookie: seen=1; Path=/\r\n");
    QVERIFY(fetched(server->url(u"/a.png"_s)));
    QVERIFY(fetched(server->url(u"/a.png"_s)));
    QCOMPARE(server->asked.size(), 2);
    for (const QByteArray &head : std::as_const(server->asked)) {
        QVERIFY2(!head.contains("cookie"), head.constData());
        QVERIFY2(!head.contains("referer"), head.constData());
        QVERIFY2(!head.contains("authorization"), head.constData());
        QVERIFY2(head.contains("accept-language: *\r\n"), head.constData());
        QVERIFY2(head.contains("accept-encoding: identity\r\n"), head.constData());
    }
}

void TestImageDownload::threeRedirectsAreFollowed()
{
    server->redirect("/1.png", "/2.png");
    server->redirect("/2.png", server->url(u"/3"_s).toEncoded());
    server->redirect("/3", "4.png");
    server->set("/4.png", "here");
    const auto bytes = fetched(server->url(u"/1.png"_s));
    QVERIFY(bytes);
    QCOMPARE(bytes.value(), "here");
}

void TestImageDownload::theFourthRedirectIsNot()
{
    server->redirect("/1.png", "/1.png");
    const auto bytes = fetched(server->url(u"/1.png"_s));
    QVERIFY(!bytes);
    QVERIFY(!bytes.error().text.isEmpty());
    QCOMPARE(server->asked.size(), 4);
}

void TestImageDownload::aRedirectToAnotherHostIsNotFollowed()
{
    TinyHttp stranger;
    stranger.set("/2.png", "here");
    server->redirect("/0.png", "/1.png");
    server->redirect("/1.png", stranger.url(u"/2.png"_s).toEncoded());
    const auto bytes = fetched(server->url(u"/0.png"_s));
    QVERIFY(!bytes);
    QCOMPARE(stranger.asked.size(), 0);
    const QString host = imageHostOf(stranger.url(u"/2.png"_s));
    QCOMPARE(ImageDownload::hostToAgreeTo(bytes.error()), host);
    QVERIFY(bytes.error().text.contains(host));
}

void TestImageDownload::aRedirectToAHostThatWasAgreedToIs()
{
    TinyHttp known;
    TinyHttp stranger;
    known.redirect("/2.png", stranger.url(u"/3.png"_s).toEncoded());
    stranger.set("/3.png", "here");
    server->redirect("/1.png", known.url(u"/2.png"_s).toEncoded());
    QStringList agreed{imageHostOf(known.url({}))};
    const auto half = fetched(server->url(u"/1.png"_s), agreed);
    QVERIFY(!half);
    QCOMPARE(known.asked.size(), 1);
    QCOMPARE(stranger.asked.size(), 0);
    agreed.append(ImageDownload::hostToAgreeTo(half.error()));
    const auto bytes = fetched(server->url(u"/1.png"_s), agreed);
    QVERIFY(bytes);
    QCOMPARE(bytes.value(), "here");
}

void TestImageDownload::aRedirectNeverLeavesForALessSafePlace_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::newRow("not encrypted") << QByteArray("http://example.org/a.png");
    QTest::newRow("file") << QByteArray("file:///etc/passwd");
    QTest::newRow("ftp") << QByteArray("ftp://127.0.0.1/a.png");
    QTest::newRow("password") << QByteArray("https://alice:x@example.org/a.png");
    QTest::newRow("data") << QByteArray("data:image/png;base64,AAAA");
}

void TestImageDownload::aRedirectNeverLeavesForALessSafePlace()
{
    QFETCH(QByteArray, target);
    server->redirect("/1.png", target);
    const auto bytes = fetched(server->url(u"/1.png"_s));
    QVERIFY(!bytes);
    QVERIFY(bytes.error().text.contains(u"moved"_s));
}

void TestImageDownload::whatSaysItIsTooLargeIsNotRead()
{
    server->answers["/a.png"] = "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nx";
    const auto bytes = fetched(server->url(u"/a.png"_s));
    QVERIFY(!bytes);
    QVERIFY(bytes.error().text.contains(u"16 MB"_s));
}

void TestImageDownload::whatIsTooLargeIsCutOffWhateverItSaid()
{
    // Until the connection ends: no length is told.
    server->answers["/a.png"] = "HTTP/1.1 200 OK\r\n\r\n" + QByteArray(17 * 1024 * 1024, 'x');
    const auto bytes = fetched(server->url(u"/a.png"_s));
    QVERIFY(!bytes);
    QVERIFY2(bytes.error().text.contains(u"16 MB"_s), qPrintable(bytes.error().text));
}

void TestImageDownload::errorsAreSentences_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QString>("text");
    QTest::newRow("404") << QByteArray("404 Not Found") << u"The image is no longer there."_s;
    QTest::newRow("403") << QByteArray("403 Forbidden") << u"\u2066127.0.0.1\u2069 does not give the image out."_s;
    QTest::newRow("401") << QByteArray("401 Unauthorized") << u"\u2066127.0.0.1\u2069 does not give the image out."_s;
    QTest::newRow("500") << QByteArray("500 Oops") << u"\u2066127.0.0.1\u2069 answered with error 500."_s;
}

void TestImageDownload::errorsAreSentences()
{
    QFETCH(QByteArray, status);
    server->set("/a.png", "<html>", status);
    const auto bytes = fetched(server->url(u"/a.png"_s));
    QVERIFY(!bytes);
    QTEST(bytes.error().text, "text");
}

void TestImageDownload::nobodyThereIsASentence()
{
    const QUrl url = server->url(u"/a.png"_s);
    server.reset();
    const auto bytes = fetched(url);
    QVERIFY(!bytes);
    QCOMPARE(bytes.error().kind, ErrorKind::ServerUnreachable);
    QCOMPARE(bytes.error().text, u"\u2066127.0.0.1\u2069 cannot be reached."_s);
}

void TestImageDownload::silenceEndsByItself()
{
    const auto future = download->fetch(server->url(u"/never.png"_s));
    QTRY_COMPARE(server->open, 1);
    QVERIFY(!future.isFinished());
    clock->advance(120'000);
    QVERIFY(future.isFinished());
    QCOMPARE(future.result().error().kind, ErrorKind::TimedOut);
}

void TestImageDownload::threeAreAskedForAtOnce()
{
    QList<QFuture<Result<QByteArray>>> futures;
    for (int i = 0; i < 6; ++i) {
        futures.append(download->fetch(server->url(u"/never.png"_s)));
    }
    QTRY_COMPARE(server->open, 3);
    clock->advance(120'000);
    QTRY_COMPARE(server->open, 6);
    QVERIFY(futures[2].isFinished());
    QVERIFY(!futures[3].isFinished());
}

void TestImageDownload::theFirstOfTooManyIsGivenUp()
{
    QList<QFuture<Result<QByteArray>>> futures;
    for (int i = 0; i < ImageDownload::mostAtOnce + ImageDownload::mostWaiting + 1; ++i) {
        futures.append(download->fetch(server->url(u"/never.png"_s)));
    }
    QVERIFY(!futures[2].isFinished());
    QVERIFY(futures[3].isFinished());
    QCOMPARE(futures[3].result().error().kind, ErrorKind::TooFast);
    QVERIFY(!futures[4].isFinished());
}

void TestImageDownload::whatIsUnderWayIsAnsweredAtTheEnd()
{
    const auto future = download->fetch(server->url(u"/never.png"_s));
    QTRY_COMPARE(server->open, 1);
    download.reset();
    QVERIFY(future.isFinished());
}

QTEST_GUILESS_MAIN(TestImageDownload)
#include "tst_imagedownload.moc"
