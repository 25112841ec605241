#include "stanza/iq.h"
#include "support/xml.h"

#include <QTest>

using namespace foyer;
using namespace foyer::stanza;
using namespace Qt::StringLiterals;

class TestIq : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void requestCarriesItsPayload()
    {
        const XmlNode ping = xml(u"<ping xmlns='urn:xmpp:ping'/>"_s);
        QCOMPARE(xmlDifference(iqRequest(IqType::Get, *Jid::parse(u"a@b/c"), u"1"_s, ping),
                               xml(u"<iq xmlns='jabber:client' type='get' to='a@b/c' id='1'>"
                                   "<ping xmlns='urn:xmpp:ping'/></iq>"_s)),
                 QString());
        QVERIFY(!iqRequest(IqType::Set, {}, u"1"_s, ping).hasAttribute(u"to"));
    }

    void answersGoBackToTheAsker()
    {
        const XmlNode request = xml(u"<iq xmlns='jabber:client' type='get' from='a@b/c' to='x@y' id='1'>"
                                    "<ping xmlns='urn:xmpp:ping'/></iq>"_s);
        QCOMPARE(
            xmlDifference(iqResult(request), xml(u"<iq xmlns='jabber:client' type='result' to='a@b/c' id='1'/>"_s)),
            QString());
        QCOMPARE(
            xmlDifference(iqError(request, u"cancel"_s, u"service-unavailable"_s),
                          xml(u"<iq xmlns='jabber:client' type='error' to='a@b/c' id='1'><error type='cancel'>"
                              "<service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"_s)),
            QString());
    }

    void payloadIsNoError()
    {
        const XmlNode iq = xml(u"<iq xmlns='jabber:client' type='error'><error type='cancel'/>"
                               "<query xmlns='urn:q'/></iq>"_s);
        QCOMPARE(payloadOf(iq).name(), u"query"_s);
        QVERIFY(payloadOf(xml(u"<iq xmlns='jabber:client' type='result'/>"_s)).isNull());
    }

    void kindsAreToldApart()
    {
        QVERIFY(isRequest(xml(u"<iq xmlns='jabber:client' type='set'/>"_s)));
        QVERIFY(!isRequest(xml(u"<iq xmlns='jabber:client' type='result'/>"_s)));
        QVERIFY(isResult(xml(u"<iq xmlns='jabber:client' type='result'/>"_s)));
        QVERIFY(!isResult(xml(u"<iq xmlns='jabber:client' type='error'/>"_s)));
    }
};

QTEST_GUILESS_MAIN(TestIq)
#include "tst_iq.moc"
