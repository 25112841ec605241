#include "stanza/namespaces.h"
#include "stanza/xmlnode.h"
#include "stanza/xmlreader.h"

#include <QtTest>

using namespace foyer::stanza;
using namespace Qt::StringLiterals;

class TestXmlNode : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nullNodeChains()
    {
        const XmlNode none;
        QVERIFY(none.isNull());
        QVERIFY(none.child(u"a", u"b").child(u"c", u"d").isNull());
        QCOMPARE(none.child(u"a", u"b").attribute(u"x"), QString());
        QVERIFY(!none.hasAttribute(u"x"));
        QVERIFY(none.children().isEmpty());
        QCOMPARE(none.toXml(), QString());
        QCOMPARE(none, XmlNode());
        QVERIFY(!none.is({}, {}));
    }

    void findsByNameAndNamespace()
    {
        const XmlNode message = XmlReader::parse(
            u"<message xmlns='jabber:client'><body xmlns='other'>no</body><body>yes</body><x xmlns='a'/><y xmlns='a'/>"
            "<body>again</body></message>"_s);
        QCOMPARE(message.child(u"body", ns::client).text(), u"yes"_s);
        QCOMPARE(message.childIn(u"a").name(), u"x"_s);
        QCOMPARE(message.childrenNamed(u"body", ns::client).size(), 2);
        QVERIFY(message.child(u"body", u"third").isNull());
    }

    void copiesAreIndependent()
    {
        XmlNode first(u"a"_s, u"n"_s);
        first.setAttribute(u"k"_s, u"1"_s);
        XmlNode second = first;
        second.setAttribute(u"k"_s, u"2"_s).addText(u"t"_s);
        QCOMPARE(first.attribute(u"k"), u"1"_s);
        QCOMPARE(first.text(), QString());
        QCOMPARE(second.attribute(u"k"), u"2"_s);
        QCOMPARE(second.attributes().size(), 1);
    }

    void nodeMayBeAddedToItself()
    {
        XmlNode node(u"a"_s, u"n"_s);
        node.addChild(node);
        QCOMPARE(node.toXml(), u"<a xmlns='n'><a/></a>"_s);
    }

    void comparesDeeply()
    {
        const XmlNode left = XmlReader::parse(u"<a xmlns='n' k='v'><b>t</b></a>"_s);
        QCOMPARE(left, XmlReader::parse(u"<p:a xmlns:p='n' k=\"v\"><p:b>t</p:b></p:a>"_s));
        QVERIFY(!(left == XmlReader::parse(u"<a xmlns='n' k='v'><b>u</b></a>"_s)));
        QVERIFY(!(left == XmlNode()));
    }
};

QTEST_GUILESS_MAIN(TestXmlNode)
#include "tst_xmlnode.moc"
