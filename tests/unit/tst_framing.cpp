#include "stanza/framing.h"
#include "stanza/xmlreader.h"

#include <QtTest>

using namespace foyer::stanza;
using namespace Qt::StringLiterals;

class TestFraming : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void framesAreWrittenAsRfc7395Says()
    {
        QCOMPARE(openFrame(u"example.org"_s).toXml(),
                 u"<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='example.org' version='1.0'/>"_s);
        QCOMPARE(closeFrame().toXml(), u"<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>"_s);
    }

    void framesAndStanzasAreToldApart_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("kind");
        QTest::newRow("open") << u"<open xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>"_s << u"open"_s;
        QTest::newRow("close") << u"<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>"_s << u"close"_s;
        QTest::newRow("message") << u"<message xmlns='jabber:client'/>"_s << u"stanza"_s;
        QTest::newRow("presence") << u"<presence xmlns='jabber:client'/>"_s << u"stanza"_s;
        QTest::newRow("iq") << u"<iq xmlns='jabber:client'/>"_s << u"stanza"_s;
        QTest::newRow("server stanza") << u"<message xmlns='jabber:server'/>"_s << QString();
        QTest::newRow("bare message") << u"<message/>"_s << QString();
        QTest::newRow("foreign close") << u"<close xmlns='jabber:client'/>"_s << QString();
        QTest::newRow("ack request") << u"<r xmlns='urn:xmpp:sm:3'/>"_s << QString();
    }

    void framesAndStanzasAreToldApart()
    {
        QFETCH(QString, text);
        QFETCH(QString, kind);
        const XmlNode node = XmlReader::parse(text);
        QVERIFY(!node.isNull());
        QCOMPARE(isOpenFrame(node), kind == u"open");
        QCOMPARE(isCloseFrame(node), kind == u"close");
        QCOMPARE(isStanza(node), kind == u"stanza");
    }
};

QTEST_GUILESS_MAIN(TestFraming)
#include "tst_framing.moc"
