#include "support/xml.h"
#include "xmpp/wirelog.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

class TestWireLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void secretsAndBodiesStayOut_data()
    {
        QTest::addColumn<QString>("element");
        QTest::newRow("auth")
            << u"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN' id='canary'>canary</auth>"_s;
        QTest::newRow("response") << u"<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>canary</response>"_s;
        QTest::newRow("message") << u"<message xmlns='jabber:client' id='1'><body>canary</body></message>"_s;
        QTest::newRow("room password")
            << u"<presence xmlns='jabber:client'><x "
               "xmlns='http://jabber.org/protocol/muc'><password>canary</password></x></presence>"_s;
        QTest::newRow("resume") << u"<resume xmlns='urn:xmpp:sm:3' previd='canary' h='1'/>"_s;
        QTest::newRow("unknown attribute") << u"<iq xmlns='jabber:client' token='canary'/>"_s;
    }

    void secretsAndBodiesStayOut()
    {
        QFETCH(QString, element);
        const QString summary = wireSummary(xml(element));
        QVERIFY(!summary.isEmpty());
        QVERIFY2(!summary.contains(u"canary"), qPrintable(summary));
    }

    void routingIsShown()
    {
        QCOMPARE(wireSummary(xml(u"<message xmlns='jabber:client' type='groupchat' id='m1' from='r@c.x/bob' "
                                 "to='alice@x/y'><body>hi</body><active xmlns='z'/></message>"_s)),
                 u"<message type=groupchat id=m1 from=r@c.x/bob to=alice@x/y> body active"_s);
        QCOMPARE(wireSummary(xml(u"<a xmlns='urn:xmpp:sm:3' h='7'/>"_s)), u"<a h=7>"_s);
    }
};

QTEST_GUILESS_MAIN(TestWireLog)
#include "tst_wirelog.moc"
