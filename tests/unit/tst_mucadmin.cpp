#include "support/mucconversation.h"
#include "support/xml.h"
#include "xmpp/mucadmin.h"

#include <QTest>

using namespace foyer;
using namespace foyer::stanza;
using namespace Qt::StringLiterals;

namespace
{

const QString tea = u"tea@conference.localhost"_s;

XmlNode payload(const XmlNode &iq)
{
    return iq.children().value(0);
}

} // namespace

/// XEP-0045 sections 7.13 to 9, and XEP-0425, as their examples write them.
class TestMucAdmin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void requestsAreWritten_data()
    {
        QTest::addColumn<int>("which");
        QTest::addColumn<QString>("request");
        const QString admin = u"<query xmlns='http://jabber.org/protocol/muc#admin'>%1</query>"_s;
        QTest::newRow("kick") << 0 << admin.arg(u"<item nick='bob' role='none'><reason>enough</reason></item>"_s);
        QTest::newRow("ban") << 1 << admin.arg(u"<item jid='bob@localhost' affiliation='outcast'/>"_s);
        QTest::newRow("mute") << 2 << admin.arg(u"<item nick='bob' role='visitor'/>"_s);
        QTest::newRow("mute for a while") << 4
                                          << admin.arg(u"<item nick='bob' role='visitor'><mute "
                                                       "xmlns='urn:foyer:mute:0' minutes='10'/></item>"_s);
        QTest::newRow("delete") << 3
                                << u"<moderate id='s1' xmlns='urn:xmpp:message-moderate:1'><retract "
                                   "xmlns='urn:xmpp:message-retract:1'/><reason>spam</reason></moderate>"_s;
    }

    void requestsAreWritten()
    {
        QFETCH(int, which);
        QFETCH(QString, request);
        MucConversation talk;
        talk.enter();
        MucAdmin admin(talk.room->room(), *talk.iqs, *talk.stream);
        QFuture<Result<Done>> done;
        switch (which) {
        case 0:
            done = admin.kick(u"bob"_s, u"enough"_s);
            break;
        case 1:
            done = admin.ban(Jid::parse(u"bob@localhost/phone"_s).value(), {});
            break;
        case 2:
            done = admin.setRole(u"bob"_s, Role::Visitor);
            break;
        case 4:
            done = admin.muteFor(u"bob"_s, 10);
            break;
        default:
            done = admin.moderate(u"s1"_s, u"spam"_s);
        }
        const XmlNode iq = talk.next();
        QCOMPARE(iq.attribute(u"type"), u"set"_s);
        QCOMPARE(iq.attribute(u"to"), tea);
        QCOMPARE(xmlDifference(payload(iq), xml(request)), QString());
        talk.inject(u"<iq xmlns='jabber:client' type='result' from='%1' id='%2'/>"_s.arg(tea, iq.attribute(u"id")));
        QVERIFY(done.isFinished());
        QVERIFY(done.result().isOk());
    }

    void refusalsHaveASentence_data()
    {
        QTest::addColumn<QString>("condition");
        QTest::addColumn<ErrorKind>("kind");
        for (const QString &condition : {u"forbidden"_s, u"not-allowed"_s, u"item-not-found"_s,
                                         u"service-unavailable"_s, u"feature-not-implemented"_s, u"conflict"_s})
            QTest::newRow(qPrintable(condition)) << condition << ErrorKind::ServerRefused;
        QTest::newRow("not-acceptable") << u"not-acceptable"_s << ErrorKind::NotInRoom;
    }

    void refusalsHaveASentence()
    {
        QFETCH(QString, condition);
        QFETCH(ErrorKind, kind);
        MucConversation talk;
        talk.enter();
        MucAdmin admin(talk.room->room(), *talk.iqs, *talk.stream);
        const QFuture<Result<Done>> done = admin.kick(u"bob"_s, {});
        talk.refuse(tea, condition);
        QVERIFY(done.isFinished());
        QVERIFY(!done.result().isOk());
        QCOMPARE(done.result().error().kind, kind);
        QVERIFY(!done.result().error().text.isEmpty());
    }

    void voiceIsAskedForByAForm()
    {
        MucConversation talk;
        talk.enter();
        MucAdmin(talk.room->room(), *talk.iqs, *talk.stream).requestVoice();
        QCOMPARE(xmlDifference(
                     talk.next(),
                     xml(u"<message xmlns='jabber:client' to='tea@conference.localhost'><x xmlns='jabber:x:data' "
                         "type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#request</value>"
                         "</field><field var='muc#role'><value>participant</value></field></x></message>"_s)),
                 QString());
    }

    void onlyTheRoomHandsOnAVoiceRequest_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("nickname");
        QTest::newRow("the room") << tea << u"normal"_s << u"bob"_s;
        QTest::newRow("an occupant") << QString(tea + u"/eve"_s) << u"normal"_s << QString();
        QTest::newRow("to everybody") << tea << u"groupchat"_s << QString();
        QTest::newRow("an error") << tea << u"error"_s << QString();
    }

    void onlyTheRoomHandsOnAVoiceRequest()
    {
        QFETCH(QString, from);
        QFETCH(QString, type);
        const XmlNode message =
            xml(u"<message xmlns='jabber:client' from='%1' type='%2'><x xmlns='jabber:x:data' type='form'><field "
                "var='FORM_TYPE'><value>http://jabber.org/protocol/muc#request</value></field><field "
                "var='muc#roomnick'><value>bob</value></field></x></message>"_s.arg(from, type));
        QTEST(voiceRequester(message), "nickname");
    }
};

QTEST_GUILESS_MAIN(TestMucAdmin)
#include "tst_mucadmin.moc"
