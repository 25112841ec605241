#include "stanza/namespaces.h"
#include "stanza/xmlreader.h"
#include "stanza/xmlwriter.h"

#include <QtTest>

using namespace foyer::stanza;
using namespace Qt::StringLiterals;

class TestXmlWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stanzaAlwaysDeclaresItsNamespace()
    {
        QCOMPARE(writeXml(XmlNode(u"presence"_s, {})), u"<presence xmlns='jabber:client'/>"_s);
        QCOMPARE(writeXml(XmlNode(u"iq"_s, ns::client)), u"<iq xmlns='jabber:client'/>"_s);
        QCOMPARE(writeXml(XmlNode(u"message"_s, {}).addTextChild(u"body"_s, u"hi"_s, {})),
                 u"<message xmlns='jabber:client'><body>hi</body></message>"_s);
    }

    void namespaceIsDeclaredOnlyWhereItChanges()
    {
        XmlNode inner(u"inner"_s, u"b"_s);
        inner.addChild(XmlNode(u"deep"_s, u"b"_s)).addChild(XmlNode(u"bare"_s, {}));
        XmlNode outer(u"outer"_s, u"a"_s);
        outer.addChild(XmlNode(u"same"_s, u"a"_s)).addChild(inner);
        QCOMPARE(writeXml(outer),
                 u"<outer xmlns='a'><same/><inner xmlns='b'><deep/><bare xmlns=''/></inner></outer>"_s);
    }

    void escapesWhatMarkupNeeds()
    {
        XmlNode node(u"a"_s, u"n"_s);
        node.setAttribute(u"k"_s, u"<&>'\"\t\n\r"_s).addText(u"]]> <b> & 'x' \"y\" \r\n\t"_s);
        QCOMPARE(writeXml(node),
                 u"<a xmlns='n' k='&lt;&amp;&gt;&apos;\"&#9;&#10;&#13;'>]]&gt; &lt;b> &amp; 'x' \"y\" "
                 "&#13;\n\t</a>"_s);
    }

    void onlyTheEndOfACdataSectionCostsMore()
    {
        const auto written = [](const QString &text) { return writeXml(XmlNode(u"a"_s, u"n"_s).addText(text)); };
        QCOMPARE(written(u">>>"_s), u"<a xmlns='n'>>>></a>"_s);
        QCOMPARE(written(u"]>]]>>]]]>"_s), u"<a xmlns='n'>]>]]&gt;>]]]&gt;</a>"_s);
        // What is left out between them does not tell them apart.
        QCOMPARE(written(u"]]"_s + QChar(1) + u'>'), u"<a xmlns='n'>]]&gt;</a>"_s);
        XmlNode node(u"a"_s, u"n"_s);
        node.addText(u"]"_s).addText(u"]"_s).addText(u">"_s).addText(u"]]"_s);
        node.addChild(XmlNode(u"b"_s, u"n"_s)).addText(u">"_s);
        QCOMPARE(writeXml(node), u"<a xmlns='n'>]]&gt;]]<b/>></a>"_s);
        QCOMPARE(writeXml(XmlReader::parse(writeXml(node))), writeXml(node));
    }

    void textKeepsItsPlaceBetweenElements()
    {
        const QString formatted = u"<p xmlns='n'>one <b>two</b> three<br/><i/> four</p>"_s;
        const XmlNode read = XmlReader::parse(formatted);
        QCOMPARE(writeXml(read), formatted);
        QCOMPARE(read.text(), u"one  three four"_s);
        XmlNode copy = read;
        copy.addText(u"!"_s);
        QCOMPARE(writeXml(copy), u"<p xmlns='n'>one <b>two</b> three<br/><i/> four!</p>"_s);
    }

    void forbiddenCharactersAreLeftOut()
    {
        const QString text = u"a"_s + QChar(0) + QChar(1) + QChar(0xD800) + QChar(0xFFFE) + QChar(0xFFFF) +
                             QChar(0xDC00) + u"b \U0001F44B"_s + QChar(0xD83D);
        XmlNode node(u"a"_s, u"n"_s);
        node.addText(text);
        QCOMPARE(writeXml(node), u"<a xmlns='n'>ab \U0001F44B</a>"_s);
        QCOMPARE(XmlReader::parse(writeXml(node)).text(), u"ab \U0001F44B"_s);
    }

    void readingBackGivesTheSame_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("plain") << u"hello"_s;
        QTest::newRow("markup") << u"<a b='c'>&amp;]]></a>"_s;
        QTest::newRow("lines") << u"one\ntwo\r\nthree\rfour\tfive"_s;
        QTest::newRow("scripts") << u"Grüße, 你好, مرحبا, \U0001F468‍\U0001F469‍\U0001F466"_s;
        QTest::newRow("empty") << QString();
    }

    void readingBackGivesTheSame()
    {
        QFETCH(QString, text);
        XmlNode node(u"message"_s, ns::client);
        node.setAttribute(u"id"_s, text).setAttribute(u"xml:lang"_s, u"de"_s);
        node.addTextChild(u"body"_s, text, ns::client);
        QCOMPARE(XmlReader::parse(writeXml(node)), node);
    }
};

QTEST_GUILESS_MAIN(TestXmlWriter)
#include "tst_xmlwriter.moc"
