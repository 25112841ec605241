#include "support/transcript.h"
#include "support/xml.h"
#include "xmpp/mucremoval.h"

#include <QTest>

using namespace foyer;
using namespace foyer::stanza;
using namespace Qt::StringLiterals;

namespace
{

MucPresence removal(const QString &codes, const QString &item = {})
{
    return readMucPresence(xml(u"<presence xmlns='jabber:client' from='tea@conference.localhost/al' type='unavailable'>"
                               "<x xmlns='http://jabber.org/protocol/muc#user'>%1<item role='none'>%2</item></x>"
                               "</presence>"_s.arg(codes, item)));
}

QString status(int code)
{
    return u"<status code='%1'/>"_s.arg(code);
}

} // namespace

class TestMucRemoval : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recordedRemoval_data()
    {
        QTest::addColumn<QString>("topic");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("by");
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("alternative");
        QTest::newRow("kicked") << u"kicked"_s << u"Kicked"_s << u"al"_s << u"bye"_s << QString();
        QTest::newRow("banned") << u"banned while inside"_s << u"Banned"_s << u"al"_s << u"out"_s << QString();
        QTest::newRow("members only") << u"made members only"_s << u"LostMembership"_s << QString() << QString()
                                      << QString();
        QTest::newRow("destroyed") << u"destroyed"_s << u"Destroyed"_s << QString() << u"moved"_s
                                   << u"other@conference.localhost"_s;
    }

    void recordedRemoval()
    {
        QFETCH(QString, topic);
        QFETCH(QString, kind);
        QFETCH(QString, by);
        QFETCH(QString, reason);
        QFETCH(QString, alternative);
        for (const QString &server : {u"ejabberd"_s, u"prosody"_s}) {
            const Transcript transcript(QStringLiteral(FOYER_TEST_DATA), server);
            const auto told = removalReason(readMucPresence(transcript.stanzas(topic).constLast()));
            QVERIFY(told.has_value());
            QCOMPARE(nameOf(told->kind), kind);
            QCOMPARE(told->by, by);
            QCOMPARE(told->reason, reason);
            QCOMPARE(told->alternative, alternative);
        }
    }

    void lossesAreNoLeaves()
    {
        QVERIFY(!removalReason(removal(status(332))).has_value());
        QVERIFY(!removalReason(removal(status(333))).has_value());
        QVERIFY(!removalReason(removal(status(307) + status(333))).has_value());
        QVERIFY(!removalReason(removal(status(110))).has_value());
        QVERIFY(!removalReason(removal({})).has_value());
    }

    void bounceOfAGoneSessionIsALoss()
    {
        const Transcript transcript(QStringLiteral(FOYER_TEST_DATA), u"ejabberd"_s);
        const MucPresence presence = readMucPresence(transcript.stanzas(u"kicked for an error"_s).constLast());
        QVERIFY(!removalReason(presence).has_value());
        QVERIFY(removalCause(presence).detail.contains(u"not allowed to send error messages"_s));
    }

    void replacedByAnotherRoomNamesIt()
    {
        const auto told = removalReason(readMucPresence(
            xml(u"<presence xmlns='jabber:client' from='tea@conference.localhost/al' type='unavailable'>"
                "<x xmlns='http://jabber.org/protocol/muc#user'><item role='none'/><status code='110'/></x>"
                "<replaced xmlns='urn:foyer:replaced:0' room='Launch@conference.localhost'/></presence>"_s)));
        QVERIFY(told.has_value());
        QCOMPARE(nameOf(told->kind), u"ReplacedByOtherRoom"_s);
        QCOMPARE(told->alternative, u"Launch@conference.localhost"_s);
    }

    void codesOfLostMembership()
    {
        QCOMPARE(nameOf(removalReason(removal(status(321)))->kind), u"LostMembership"_s);
        QCOMPARE(nameOf(removalReason(removal(status(322)))->kind), u"LostMembership"_s);
    }
};

QTEST_GUILESS_MAIN(TestMucRemoval)
#include "tst_mucremoval.moc"
