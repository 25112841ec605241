#include "core/imagelink.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace foyer;

class TestImageLink : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneAddressOfAnImageIsOne_data();
    void oneAddressOfAnImageIsOne();
    void everythingElseIsText_data();
    void everythingElseIsText();
    void anAddressWithoutEncryptionIsForThisComputerOnly();
};

void TestImageLink::oneAddressOfAnImageIsOne_data()
{
    QTest::addColumn<QString>("body");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("host");
    QTest::newRow("png") << u"https://example.org/a/cat.png"_s << u"cat.png"_s << u"example.org"_s;
    QTest::newRow("case") << u"HTTPS://Example.ORG/a/Cat.JPEG"_s << u"Cat.JPEG"_s << u"example.org"_s;
    QTest::newRow("jpg") << u"https://example.org/cat.jpg"_s << u"cat.jpg"_s << u"example.org"_s;
    QTest::newRow("gif") << u"https://example.org/cat.gif?x=1#y"_s << u"cat.gif"_s << u"example.org"_s;
    QTest::newRow("port") << u"https://example.org:5443/cat.gif"_s << u"cat.gif"_s << u"example.org:5443"_s;
    QTest::newRow("usual port") << u"https://example.org:443/cat.gif"_s << u"cat.gif"_s << u"example.org"_s;
    QTest::newRow("spaces") << u"https://example.org/my%20cat.png"_s << u"my cat.png"_s << u"example.org"_s;
    QTest::newRow("other letters") << u"https://example.org/%D7%97%D7%AA%D7%95%D7%9C.png"_s << u"חתול.png"_s
                                   << u"example.org"_s;
    QTest::newRow("host of other letters")
        << u"https://b\u00fccher.example/x.png"_s << u"x.png"_s << u"xn--bcher-kva.example"_s;
    QTest::newRow("this computer") << u"http://127.0.0.1:8080/x.png"_s << u"x.png"_s << u"127.0.0.1:8080"_s;
    QTest::newRow("turned around") << u"https://example.org/photo%E2%80%AEgnp.exe.png"_s
                                   << u"photo%E2%80%AEgnp.exe.png"_s << u"example.org"_s;
    QTest::newRow("line break") << u"https://example.org/a%0Ab.png"_s << u"a%0Ab.png"_s << u"example.org"_s;
    QTest::newRow("no text at all") << u"https://example.org/%FF%00.png"_s << u"%FF%00.png"_s << u"example.org"_s;
    QTest::newRow("separators") << u"https://example.org/..%2F..%2Fetc%2Fx.png"_s << u"../../etc/x.png"_s
                                << u"example.org"_s;
}

void TestImageLink::oneAddressOfAnImageIsOne()
{
    QFETCH(QString, body);
    const auto link = imageLinkOf(body);
    QVERIFY(link);
    QTEST(link->name, "name");
    QTEST(link->host, "host");
    QCOMPARE(link->url, QUrl(body));
}

void TestImageLink::everythingElseIsText_data()
{
    QTest::addColumn<QString>("body");
    for (const char16_t *body : {u"",
                                 u"cat.png",
                                 u"https://example.org/cat.svg",
                                 u"https://example.org/cat.webp",
                                 u"https://example.org/",
                                 u"https://example.org/x?name=cat.png",
                                 u"https://example.org/x#cat.png",
                                 u"http://example.org/cat.png",
                                 u"http://127.0.0.1.example.org/cat.png",
                                 u"http://localhost.example.org/cat.png",
                                 u"http://1270.0.1/cat.png",
                                 u"https://alice@example.org/cat.png",
                                 u"https://alice:secret@example.org/cat.png",
                                 u"https:///cat.png",
                                 u"see https://example.org/cat.png",
                                 u"https://example.org/cat.png ",
                                 u"https://example.org/cat.png\n",
                                 u"https://example.org/a.png https://example.org/b.png",
                                 u"https://example.org/a.png\nb",
                                 u"ftp://example.org/cat.png",
                                 u"file:///home/alice/cat.png",
                                 u"data:image/png;base64,AAAA.png",
                                 u"xmpp:tea@example.org/cat.png",
                                 u"javascript:alert(1)//.png",
                                 u"https://example.org/ca<t>.png"}) {
        QTest::addRow("%s", qPrintable(QString::fromUtf16(body))) << QString::fromUtf16(body);
    }
    QTest::newRow("endless") << u"https://example.org/%1.png"_s.arg(QString(3000, u'a'));
}

void TestImageLink::everythingElseIsText()
{
    QFETCH(QString, body);
    QVERIFY(!imageLinkOf(body));
}

void TestImageLink::anAddressWithoutEncryptionIsForThisComputerOnly()
{
    QVERIFY(mayFetchImage(QUrl(u"http://localhost/x.png"_s)));
    QVERIFY(mayFetchImage(QUrl(u"http://files.localhost/x.png"_s)));
    QVERIFY(mayFetchImage(QUrl(u"http://[::1]/x.png"_s)));
    QVERIFY(!mayFetchImage(QUrl(u"http://192.168.1.1/x.png"_s)));
    QVERIFY(!mayFetchImage(QUrl(u"http://localhost@example.org/x.png"_s)));
    QVERIFY(isOnThisComputer(QUrl(u"https://127.8.8.8/x.png"_s)));
    QVERIFY(!isOnThisComputer(QUrl(u"https://127.example.org/x.png"_s)));
}

QTEST_APPLESS_MAIN(TestImageLink)
#include "tst_imagelink.moc"
