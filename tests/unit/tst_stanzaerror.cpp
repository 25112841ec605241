#include "stanza/stanzaerror.h"
#include "support/transcript.h"
#include "support/xml.h"

#include <QTest>

using namespace foyer;
using namespace foyer::stanza;
using namespace Qt::StringLiterals;

class TestStanzaError : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void conditionIsTheSameOnBothServers_data()
    {
        QTest::addColumn<QString>("topic");
        QTest::addColumn<QString>("condition");
        QTest::newRow("missing") << u"disco missing room"_s << u"item-not-found"_s;
        QTest::newRow("banned") << u"banned"_s << u"forbidden"_s;
        QTest::newRow("nickname") << u"nickname taken"_s << u"conflict"_s;
        QTest::newRow("members") << u"members only"_s << u"registration-required"_s;
        QTest::newRow("muted") << u"muted sends"_s << u"forbidden"_s;
        QTest::newRow("outsider") << u"outsider sends"_s << u"not-acceptable"_s;
        QTest::newRow("ping") << u"self-ping outside"_s << u"not-acceptable"_s;
    }

    void conditionIsTheSameOnBothServers()
    {
        QFETCH(QString, topic);
        QFETCH(QString, condition);
        for (const QString &server : {u"ejabberd"_s, u"prosody"_s}) {
            const Transcript transcript(QStringLiteral(FOYER_TEST_DATA), server);
            const auto error = readError(transcript.stanza(topic));
            QVERIFY(error.has_value());
            QCOMPARE(error->condition, condition);
        }
    }

    void goneRoomNamesItsSuccessor()
    {
        const Transcript transcript(QStringLiteral(FOYER_TEST_DATA), u"prosody"_s);
        const auto error = readError(transcript.stanza(u"gone"_s));
        QCOMPARE(error->condition, u"gone"_s);
        QCOMPARE(error->alternative, u"other@conference.localhost"_s);
        QCOMPARE(error->text, u"moved"_s);
    }

    void serversOwnWordsAreKept()
    {
        const Transcript transcript(QStringLiteral(FOYER_TEST_DATA), u"ejabberd"_s);
        QCOMPARE(readError(transcript.stanza(u"full"_s))->text, u"Too many users in this conference"_s);
    }

    void applicationConditionIsToldApart()
    {
        const auto error =
            readError(xml(u"<iq xmlns='jabber:client' type='error'><error type='modify'>"
                          "<file-too-large xmlns='urn:xmpp:http:upload:0'/>"
                          "<not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"_s));
        QCOMPARE(error->condition, u"not-acceptable"_s);
        QCOMPARE(error->specific, u"file-too-large"_s);
    }

    void errorWithoutConditionIsUndefined()
    {
        QCOMPARE(readError(xml(u"<iq xmlns='jabber:client' type='error'/>"_s))->condition, u"undefined-condition"_s);
    }

    void onlyErrorsHaveErrors()
    {
        QVERIFY(!readError(xml(u"<iq xmlns='jabber:client' type='result'><error/></iq>"_s)).has_value());
        QVERIFY(!readError(XmlNode()).has_value());
    }
};

QTEST_GUILESS_MAIN(TestStanzaError)
#include "tst_stanzaerror.moc"
