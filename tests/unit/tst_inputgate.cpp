#include "stanza/inputgate.h"
#include "stanza/namespaces.h"
#include "stanza/xmlreader.h"

#include <QtTest>

using namespace foyer::stanza;
using namespace Qt::StringLiterals;

using Kind = GateVerdict::Kind;

namespace
{

QString manyAttributes(int count)
{
    QString out;
    for (int i = 0; i < count; ++i)
        out += u" a%1='v'"_s.arg(i);
    return out;
}

QString nested(int levels, const QString &name = u"d"_s)
{
    return QString(u'<' + name + u'>').repeated(levels) + QString(u"</"_s + name + u'>').repeated(levels);
}

QString message(const QString &children, const QString &attributes = {})
{
    return u"<message xmlns='jabber:client' from='room@muc.example.org/eve' to='alice@example.org/x' type='groupchat' "
           "id='m1'"_s +
           attributes + u'>' + children + u"</message>"_s;
}

} // namespace

class TestInputGate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void limitsAreExact_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<GateVerdict::Kind>("expected");
        QTest::newRow("64 attributes") << u"<a%1/>"_s.arg(manyAttributes(64)) << Kind::Pass;
        QTest::newRow("65 attributes") << u"<a%1/>"_s.arg(manyAttributes(65)) << Kind::RefuseStanza;
        QTest::newRow("65 attributes below") << message(u"<b%1/>"_s.arg(manyAttributes(65))) << Kind::RefuseStanza;
        QTest::newRow("32 levels") << nested(32) << Kind::Pass;
        QTest::newRow("33 levels") << nested(33) << Kind::RefuseStanza;
        QTest::newRow("33rd level empty")
            << QString(u"<d>"_s.repeated(32) + u"<e/>"_s + u"</d>"_s.repeated(32)) << Kind::RefuseStanza;
        QTest::newRow("10000 elements") << QString(u"<a>"_s + u"<b/>"_s.repeated(9999) + u"</a>"_s) << Kind::Pass;
        QTest::newRow("10001 elements") << QString(u"<a>"_s + u"<b/>"_s.repeated(10000) + u"</a>"_s)
                                        << Kind::RefuseStanza;
        QTest::newRow("full size") << QString(u"<a>"_s + QString(524288 - 7, u'x') + u"</a>"_s) << Kind::Pass;
        QTest::newRow("one byte more") << QString(u"<a>"_s + QString(524288 - 6, u'x') + u"</a>"_s) << Kind::EndStream;
        QTest::newRow("bytes, not characters")
            << QString(u"<a>"_s + QString(174761, QChar(0x4F60)) + u"</a>"_s) << Kind::EndStream;
        QTest::newRow("name of 256") << u"<%1/>"_s.arg(QString(256, u'n')) << Kind::Pass;
        QTest::newRow("name of 257") << u"<%1/>"_s.arg(QString(257, u'n')) << Kind::RefuseStanza;
        QTest::newRow("namespace of 512") << u"<a xmlns='%1'/>"_s.arg(QString(512, u'n')) << Kind::Pass;
        QTest::newRow("namespace of 513") << u"<a xmlns='%1'/>"_s.arg(QString(513, u'n')) << Kind::RefuseStanza;
        QTest::newRow("513 behind a prefix")
            << message(u"<p:a xmlns:p = \"%1\"/>"_s.arg(QString(513, u'n'))) << Kind::RefuseStanza;
        QTest::newRow("513 in another attribute")
            << u"<a xmlnsx='%1' xml:lang='%1'/>"_s.arg(QString(513, u'n')) << Kind::Pass;
        QTest::newRow("two colons") << u"<a:b:c xmlns:a='n'/>"_s << Kind::RefuseStanza;
    }

    void limitsAreExact()
    {
        QFETCH(QString, text);
        QFETCH(GateVerdict::Kind, expected);
        QCOMPARE(inspectFrame(text).kind, expected);
    }

    void refusedStanzaStillTellsWhoseItWas()
    {
        const QString text =
            message(u"<body>x</body><stanza-id xmlns='urn:xmpp:sid:0' by='evil@example.org' id='e'/>"_s + nested(40) +
                    u"<stanza-id xmlns='urn:xmpp:sid:0' by='room@muc.example.org' id='1&amp;2&#x41;'/>"_s);
        const GateVerdict verdict = inspectFrame(text);
        QCOMPARE(verdict.kind, Kind::RefuseStanza);
        QCOMPARE(verdict.reason, u"too many levels"_s);
        QVERIFY(verdict.scanned.is(u"message", ns::client));
        QCOMPARE(verdict.scanned.attribute(u"from"), u"room@muc.example.org/eve"_s);
        QCOMPARE(verdict.scanned.attribute(u"to"), u"alice@example.org/x"_s);
        QCOMPARE(verdict.scanned.attribute(u"type"), u"groupchat"_s);
        QCOMPARE(verdict.scanned.attribute(u"id"), u"m1"_s);
        const QList<XmlNode> ids = verdict.scanned.childrenNamed(u"stanza-id", ns::stanzaId);
        QCOMPARE(ids.size(), 2);
        QCOMPARE(ids[0].attribute(u"by"), u"evil@example.org"_s);
        QCOMPARE(ids[1].attribute(u"by"), u"room@muc.example.org"_s);
        QCOMPARE(ids[1].attribute(u"id"), u"1&2A"_s);
    }

    void refusedArchiveResultKeepsItsPlace()
    {
        const QString text =
            u"<message xmlns='jabber:client' from='room@muc.example.org'><result id='r7' queryid='q1' "
            "xmlns='urn:xmpp:mam:2'><forwarded xmlns='urn:xmpp:forward:0'>"_s +
            message(u"<x"_s + manyAttributes(65) + u"/><stanza-id xmlns='urn:xmpp:sid:0' id='no'/>"_s) +
            u"</forwarded></result></message>"_s;
        const GateVerdict verdict = inspectFrame(text);
        QCOMPARE(verdict.kind, Kind::RefuseStanza);
        const XmlNode result = verdict.scanned.child(u"result", ns::mam);
        QCOMPARE(result.attribute(u"id"), u"r7"_s);
        QCOMPARE(result.attribute(u"queryid"), u"q1"_s);
        QCOMPARE(verdict.scanned.children().size(), 1);
        const XmlNode inside = result.child(u"forwarded", ns::forward).child(u"message", ns::client);
        QCOMPARE(inside.attribute(u"from"), u"room@muc.example.org/eve"_s);
        QCOMPARE(inside.attribute(u"id"), u"m1"_s);
        QVERIFY(inside.children().isEmpty());
    }

    void refusedMessageTellsThatItHasABodyAndWhenItWasSent()
    {
        const QString delay =
            u"<delay xmlns='urn:xmpp:delay' from='room@muc.example.org' stamp='2026-01-01T00:00:00Z'/>"_s;
        const QString words = u"<body xmlns='other'>no</body><x><body>no</body><delay xmlns='urn:xmpp:delay'/></x>"
                              "<body>secret</body>"_s;
        const XmlNode live = inspectFrame(message(words + delay + nested(40))).scanned;
        QCOMPARE(live.childrenNamed(u"body", ns::client).size(), 1);
        QCOMPARE(live.children().size(), 2);
        QCOMPARE(live.child(u"body", ns::client).text(), QString());
        QCOMPARE(live.child(u"delay", ns::delay).attribute(u"stamp"), u"2026-01-01T00:00:00Z"_s);

        const QString archived =
            u"<message xmlns='jabber:client' from='room@muc.example.org'><result id='r7' queryid='q1' "
            "xmlns='urn:xmpp:mam:2'><message from='room@muc.example.org/no'/><forwarded xmlns='urn:xmpp:forward:0'>"_s +
            delay + message(words + nested(40)) + u"</forwarded></result><forwarded/></message>"_s;
        const XmlNode scanned = inspectFrame(archived).scanned;
        QCOMPARE(scanned.children().size(), 1);
        const XmlNode forwarded = scanned.child(u"result", ns::mam).child(u"forwarded", ns::forward);
        QCOMPARE(forwarded.children().size(), 2);
        QCOMPARE(forwarded.child(u"delay", ns::delay).attribute(u"stamp"), u"2026-01-01T00:00:00Z"_s);
        QCOMPARE(forwarded.child(u"message", ns::client).children().size(), 1);
        QVERIFY(!forwarded.child(u"message", ns::client).child(u"body", ns::client).isNull());
    }

    void prefixedAndForeignNamesAreToldApart()
    {
        const QString text = u"<m:message xmlns:m='jabber:client' xmlns:s='urn:xmpp:sid:0' from='a@b'><stanza-id "
                             "xmlns='other' id='no'/><s:stanza-id id='forged' by='a@b'/><stanza-id id='bare'/>"
                             "<stanza-id xmlns='urn:xmpp:sid:0' id='yes' by='a@b'/>%1</m:message>"_s.arg(nested(40));
        const XmlNode scanned = inspectFrame(text).scanned;
        QVERIFY(scanned.is(u"message", ns::client));
        QCOMPARE(scanned.children().size(), 1);
        QCOMPARE(scanned.child(u"stanza-id", ns::stanzaId).attribute(u"id"), u"yes"_s);
    }

    void rootWithTooManyAttributesIsStillRead()
    {
        const GateVerdict verdict = inspectFrame(message(u"<body/>"_s, manyAttributes(28000)));
        QCOMPARE(verdict.kind, Kind::RefuseStanza);
        QCOMPARE(verdict.scanned.attribute(u"from"), u"room@muc.example.org/eve"_s);
    }

    void forbiddenMarkupBehindALimitStillEndsTheStream()
    {
        QCOMPARE(inspectFrame(nested(40).replace(u"</d></d>"_s, u"</d><!-- --></d>"_s)).kind, Kind::EndStream);
        QVERIFY(inspectFrame(u"<d><!-- --></d>"_s).isRestricted);
        QVERIFY(!inspectFrame(u"<d>"_s).isRestricted);
        QCOMPARE(inspectFrame(u"<d>"_s.repeated(40)).kind, Kind::EndStream);
    }

    void worstFramesAreRefused_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("attributes") << QString(u"<a"_s + manyAttributes(50000) + u"/>"_s);
        QTest::newRow("namespaces") << [] {
            QString out = u"<a"_s;
            for (int i = 0; i < 25000; ++i)
                out += u" xmlns:n%1='u'"_s.arg(i);
            return QString(out + u"/>"_s);
        }();
        QTest::newRow("levels") << nested(70000);
        QTest::newRow("elements") << QString(u"<a>"_s + u"<b/>"_s.repeated(130000) + u"</a>"_s);
        QTest::newRow("stanza ids") << message(u"<stanza-id xmlns='urn:xmpp:sid:0' id='1'/>"_s.repeated(11000));
        QTest::newRow("ampersands") << message({}, u" xmlns:x='%1'"_s.arg(QString(400000, u'&')) + manyAttributes(65));
        QTest::newRow("open quotes") << QString(u"<a "_s + u"k='"_s.repeated(100000));
        QTest::newRow("CDATA starts") << QString(u"<a>"_s + u"<![CDATA["_s.repeated(50000));
        QTest::newRow("one long name") << QString(u"<"_s + QString(500000, u'n') + u"/>"_s);
    }

    void worstFramesAreRefused()
    {
        QFETCH(QString, text);
        // How fast is for tests/bench; a quadratic scan of these would meet the time-out of the test program.
        QVERIFY(inspectFrame(text).kind != Kind::Pass);
    }
};

QTEST_GUILESS_MAIN(TestInputGate)
#include "tst_inputgate.moc"
