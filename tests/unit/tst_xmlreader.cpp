#include "stanza/namespaces.h"
#include "stanza/xmlreader.h"

#include <QtTest>

using namespace foyer::stanza;
using namespace Qt::StringLiterals;

using Kind = GateVerdict::Kind;

class TestXmlReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsNamesAttributesAndText()
    {
        XmlReader reader;
        const auto outcome = reader.read(
            u"<message xmlns='jabber:client' xml:lang='en' id=\"a&amp;b\"><body>x &lt; y<![CDATA[ & <z>]]></body></message>"_s);
        QCOMPARE(outcome.verdict, Kind::Pass);
        QVERIFY(outcome.node.is(u"message", ns::client));
        QCOMPARE(outcome.node.attribute(u"id"), u"a&b"_s);
        QCOMPARE(outcome.node.attribute(u"xml:lang"), u"en"_s);
        QCOMPARE(outcome.node.child(u"body", ns::client).text(), u"x < y & <z>"_s);
    }

    void prefixesAreResolved()
    {
        const XmlNode features = XmlReader::parse(
            u"<stream:features xmlns:stream='http://etherx.jabber.org/streams'><mechanisms "
            "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms></stream:features>"_s);
        QVERIFY(features.is(u"features", ns::streams));
        QCOMPARE(features.child(u"mechanisms", ns::sasl).child(u"mechanism", ns::sasl).text(), u"PLAIN"_s);
    }

    void elementsWithAPrefixAreLeftOutWhereThatIsAsked()
    {
        XmlReader reader({}, XmlReader::Prefixed::LeftOut);
        const auto features = reader.read(
            u"<stream:features xmlns:stream='http://etherx.jabber.org/streams'><bind xmlns='urn:b'/></stream:features>"_s);
        QVERIFY(features.node.is(u"features", ns::streams));
        QCOMPARE(features.node.children().size(), 1);
        const auto message = reader.read(u"<message xmlns='jabber:client' xmlns:p='urn:p'><p:x><body>no</body></p:x>"
                                         "<body>yes</body><x xmlns='urn:p'><p:y/><y/></x>ends</message>"_s);
        QCOMPARE(message.verdict, GateVerdict::Kind::Pass);
        QCOMPARE(message.node.children().size(), 2);
        QCOMPARE(message.node.child(u"body", ns::client).text(), u"yes"_s);
        QCOMPARE(message.node.child(u"x", u"urn:p").children().size(), 1);
        QCOMPARE(message.node.text(), u"ends"_s);
        QCOMPARE(reader.read(u"<message xmlns='jabber:client' xmlns:p='u'><p:x><p:y></p:x></message>"_s).verdict,
                 GateVerdict::Kind::EndStream);
    }

    void aNamespaceIsHeldOnce()
    {
        const XmlNode root =
            XmlReader::parse(u"<p:r xmlns:p='u:p' xmlns:q='u:q'><q:a/><p:b><q:c/></p:b><q:d/></p:r>"_s);
        const QList<XmlNode> children = root.children();
        QCOMPARE(children.size(), 3);
        QVERIFY(children[1].is(u"b", u"u:p"));
        QCOMPARE(children[1].xmlNamespace().constData(), root.xmlNamespace().constData());
        QVERIFY(children[2].is(u"d", u"u:q"));
        QCOMPARE(children[2].xmlNamespace().constData(), children[0].xmlNamespace().constData());
        QCOMPARE(children[1].children().constFirst().xmlNamespace().constData(),
                 children[0].xmlNamespace().constData());
    }

    void foreignAttributeNeverPassesForAKnownOne()
    {
        const XmlNode node = XmlReader::parse(u"<iq xmlns='jabber:client' xmlns:x='evil' x:id='forged' id='true'/>"_s);
        QCOMPARE(node.attribute(u"id"), u"true"_s);
        QCOMPARE(node.attributes().size(), 1);
    }

    void oneReaderServesManyFrames()
    {
        XmlReader reader;
        QCOMPARE(reader.read(u"<a xmlns='n'><b></a>"_s).verdict, Kind::EndStream);
        QCOMPARE(reader.read(u"<a xmlns='n'>first</a>"_s).node.text(), u"first"_s);
        QCOMPARE(reader.read(u"<a xmlns='n'>second</a>"_s).node.text(), u"second"_s);
    }

    void nothingOfABrokenElementIsLeftBehind()
    {
        XmlReader reader;
        QCOMPARE(reader.read(u"<a xmlns='stale' k='&no;'/>"_s).verdict, Kind::EndStream);
        QCOMPARE(reader.read(u"<a xmlns='stale'><b xmlns='older'>&no;</b></a>"_s).verdict, Kind::EndStream);
        const auto next = reader.read(u"<resumed h='1'/>"_s);
        QCOMPARE(next.verdict, Kind::Pass);
        QCOMPARE(next.node.xmlNamespace(), QString());
    }

    void refusesForGood_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("empty") << QString();
        QTest::newRow("white space") << u"  \n"_s;
        QTest::newRow("text only") << u"hello"_s;
        QTest::newRow("text before") << u"x<a/>"_s;
        QTest::newRow("text behind") << u"<a/>x"_s;
        QTest::newRow("two elements") << u"<a/><b/>"_s;
        QTest::newRow("not closed") << u"<a><b></b>"_s;
        QTest::newRow("crossed") << u"<a><b></a></b>"_s;
        QTest::newRow("stray end") << u"</a>"_s;
        QTest::newRow("declaration") << u"<?xml version='1.0'?><a/>"_s;
        QTest::newRow("processing instruction") << u"<a><?php x?></a>"_s;
        QTest::newRow("comment") << u"<a><!-- x --></a>"_s;
        QTest::newRow("doctype") << u"<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>"_s;
        QTest::newRow("external entity") << u"<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>"_s;
        QTest::newRow("unknown entity") << u"<a>&nbsp;</a>"_s;
        QTest::newRow("attribute twice") << u"<a k='1' k='2'/>"_s;
        QTest::newRow("attribute bare") << u"<a k=1/>"_s;
        QTest::newRow("attribute without value") << u"<a k/>"_s;
        QTest::newRow("no space between attributes") << u"<a k='1'l='2'/>"_s;
        QTest::newRow("less-than in attribute") << u"<a k='<'/>"_s;
        QTest::newRow("unfinished attribute") << u"<a k='1"_s;
        QTest::newRow("unfinished tag") << u"<a"_s;
        QTest::newRow("unfinished name") << u"<"_s;
        QTest::newRow("unfinished CDATA") << u"<a><![CDATA[x</a>"_s;
        QTest::newRow("undeclared prefix") << u"<p:a/>"_s;
        QTest::newRow("control character") << u"<a>\x01</a>"_s;
        QTest::newRow("control reference") << u"<a>&#1;</a>"_s;
        QTest::newRow("surrogate reference") << u"<a>&#xD800;</a>"_s;
        QTest::newRow("noncharacter") << QString(u"<a>"_s + QChar(0xFFFE) + u"</a>"_s);
        QTest::newRow("lone high surrogate") << QString(u"<a>"_s + QChar(0xD83D) + u"x</a>"_s);
        QTest::newRow("lone low surrogate") << QString(u"<a>"_s + QChar(0xDC4B) + u"</a>"_s);
        QTest::newRow("surrogate at the end") << QString(u"<a/>"_s + QChar(0xD83D));
    }

    void refusesForGood()
    {
        QFETCH(QString, text);
        XmlReader reader;
        const auto outcome = reader.read(text);
        QCOMPARE(outcome.verdict, Kind::EndStream);
        QVERIFY(outcome.node.isNull());
        QVERIFY(!outcome.reason.isEmpty());
    }

    void everyPrefixOfAStanzaIsRefused()
    {
        const QString whole =
            u"<message xmlns='jabber:client' from='r@c.x/bob'><body k=\"v\">a&amp;b<![CDATA[c]]></body></message>"_s;
        XmlReader reader;
        QCOMPARE(reader.read(whole).verdict, Kind::Pass);
        for (qsizetype length = 0; length < whole.size(); ++length)
            QCOMPARE(reader.read(whole.left(length)).verdict, Kind::EndStream);
    }
};

QTEST_GUILESS_MAIN(TestXmlReader)
#include "tst_xmlreader.moc"
