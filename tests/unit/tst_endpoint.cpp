#include "xmpp/endpoint.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

class TestEndpoint : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyEncryptedOrLocalIsAllowed_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("allowed");
        QTest::newRow("wss") << u"wss://chat.example.org/ws"_s << true;
        QTest::newRow("wss in capitals") << u"WSS://chat.example.org/ws"_s << true;
        QTest::newRow("wss to this machine") << u"wss://127.0.0.1:5443/ws"_s << true;
        QTest::newRow("ws") << u"ws://chat.example.org/ws"_s << false;
        QTest::newRow("ws to 127.0.0.1") << u"ws://127.0.0.1:5280/ws"_s << true;
        QTest::newRow("ws to 127.9.9.9") << u"ws://127.9.9.9/"_s << true;
        QTest::newRow("ws to ::1") << u"ws://[::1]:5280/ws"_s << true;
        QTest::newRow("ws to localhost") << u"ws://localhost:5280/ws"_s << true;
        QTest::newRow("ws to LOCALHOST.") << u"ws://LOCALHOST./ws"_s << true;
        QTest::newRow("ws below localhost") << u"ws://foyer.localhost/ws"_s << true;
        QTest::newRow("name that only begins so") << u"ws://localhost.example.org/ws"_s << false;
        QTest::newRow("name that only ends so") << u"ws://notlocalhost/ws"_s << false;
        QTest::newRow("address that only begins so") << u"ws://127.0.0.1.example.org/ws"_s << false;
        QTest::newRow("user before the host") << u"ws://localhost@chat.example.org/"_s << false;
        QTest::newRow("private network") << u"ws://192.168.0.1/ws"_s << false;
        QTest::newRow("all interfaces") << u"ws://0.0.0.0/ws"_s << false;
        QTest::newRow("http") << u"https://chat.example.org/ws"_s << false;
        QTest::newRow("no host") << u"wss:///ws"_s << false;
        QTest::newRow("no scheme") << u"chat.example.org"_s << false;
        QTest::newRow("empty") << QString() << false;
    }

    void onlyEncryptedOrLocalIsAllowed()
    {
        QFETCH(QString, url);
        QFETCH(bool, allowed);
        QCOMPARE(isAllowedEndpoint(QUrl(url)), allowed);
    }
};

QTEST_GUILESS_MAIN(TestEndpoint)
#include "tst_endpoint.moc"
