#include "server/api/callbacktarget.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace foyer::server;

class TestCallbackTarget : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void urlHasToBePlainHttp_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("isGood");
        QTest::newRow("http") << u"http://127.0.0.1:8080/hook?a=b"_s << true;
        QTest::newRow("https") << u"https://app.example/hook"_s << true;
        QTest::newRow("file") << u"file:///etc/passwd"_s << false;
        QTest::newRow("ftp") << u"ftp://app.example/"_s << false;
        QTest::newRow("user name") << u"http://user:password@app.example/"_s << false;
        QTest::newRow("no host") << u"http:///hook"_s << false;
        QTest::newRow("relative") << u"/hook"_s << false;
        QTest::newRow("empty") << QString() << false;
    }
    void urlHasToBePlainHttp()
    {
        QFETCH(QString, url);
        QFETCH(bool, isGood);
        QCOMPARE(isCallbackUrl(QUrl(url)), isGood);
    }

    void addressIsPublicOrAllowedLoopback_data()
    {
        QTest::addColumn<QString>("kind");
        const auto row = [](const char *address, const char *kind) {
            QTest::newRow(address) << QString::fromLatin1(kind);
        };
        for (const char *address : {"93.184.216.34", "8.8.8.8", "172.32.0.1", "100.128.0.1", "192.169.0.1",
                                    "2606:2800:220:1::1", "::ffff:8.8.8.8"}) {
            row(address, "public");
        }
        for (const char *address : {"127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1"}) {
            row(address, "loopback");
        }
        for (const char *address : {"0.0.0.0",
                                    "0.1.2.3",
                                    "10.0.0.1",
                                    "100.64.0.1",
                                    "100.127.255.255",
                                    "169.254.169.254",
                                    "172.16.0.1",
                                    "172.31.255.255",
                                    "192.0.0.8",
                                    "192.168.1.1",
                                    "198.18.0.1",
                                    "224.0.0.1",
                                    "239.1.1.1",
                                    "240.0.0.1",
                                    "255.255.255.255",
                                    "::",
                                    "fe80::1",
                                    "fc00::1",
                                    "fd12::1",
                                    "fec0::1",
                                    "ff02::1",
                                    "::ffff:10.0.0.1",
                                    "::ffff:169.254.169.254",
                                    "::ffff:0.0.0.0",
                                    "64:ff9b::a00:1",
                                    "64:ff9b::a9fe:a9fe",
                                    "2002:a00:1::",
                                    "2001:db8::1",
                                    "2001::1",
                                    "::127.0.0.1",
                                    "100::1"}) {
            row(address, "never");
        }
    }
    void addressIsPublicOrAllowedLoopback()
    {
        QFETCH(QString, kind);
        const QHostAddress address{QString::fromLatin1(QTest::currentDataTag())};
        QVERIFY(!address.isNull());
        QCOMPARE(isCallbackAddress(address, true), kind != "never"_L1);
        QCOMPARE(isCallbackAddress(address, false), kind == "public"_L1);
    }

    void noAddressIsNoTarget() { QVERIFY(!isCallbackAddress(QHostAddress(), true)); }
};

QTEST_GUILESS_MAIN(TestCallbackTarget)
#include "tst_callbacktarget.moc"
