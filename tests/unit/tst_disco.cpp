#include "support/mucconversation.h"
#include "support/transcript.h"
#include "support/xml.h"

#include <QTest>

using namespace foyer;
using namespace foyer::stanza;
using namespace Qt::StringLiterals;

namespace
{

const QString items = u"<query xmlns='http://jabber.org/protocol/disco#items'>%1</query>"_s;
const QString info = u"<query xmlns='http://jabber.org/protocol/disco#info'>%1</query>"_s;
const QString rooms = u"<identity category='conference' type='text'/><feature var='http://jabber.org/protocol/muc'/>"_s;

void serverRows()
{
    QTest::addColumn<QString>("server");
    QTest::newRow("ejabberd") << u"ejabberd"_s;
    QTest::newRow("prosody") << u"prosody"_s;
}

/// What a recorded server answers, as the payload of an answer of ours.
QString recorded(const QString &server, const QString &topic)
{
    const XmlNode iq = Transcript(QStringLiteral(FOYER_TEST_DATA), server).stanza(topic);
    return iq.child(u"query", u"http://jabber.org/protocol/disco#info").toXml();
}

} // namespace

class TestDisco : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void factsOfARecordedRoom_data() { serverRows(); }

    void factsOfARecordedRoom()
    {
        QFETCH(QString, server);
        MucConversation talk;
        const auto answer = talk.disco->roomInfo(*Jid::parse(u"tea@conference.localhost"));
        talk.answer(u"tea@conference.localhost"_s, recorded(server, u"disco room"_s));
        QVERIFY(answer.isFinished());
        QVERIFY(answer.result().isOk());
        const RoomInfo room = answer.result().value();
        QCOMPARE(room.name, u"Title & <x>"_s);
        QCOMPARE(room.description, u"desc"_s);
        QCOMPARE(room.memberCount, 2);
        QVERIFY(!room.createdAt.isValid());
        QVERIFY(room.hasArchive());
        QVERIFY(room.hasStanzaIds());
        QVERIFY(room.has(u"muc_persistent"_s));
        QCOMPARE(room.has(u"urn:xmpp:occupant-id:0"_s), server == "prosody"_L1);
    }

    void recordedServiceIsFound_data() { serverRows(); }

    void recordedServiceIsFound()
    {
        QFETCH(QString, server);
        MucConversation talk;
        const auto answer = talk.disco->roomService(u"localhost"_s);
        talk.answer(u"localhost"_s, items.arg(u"<item jid='conference.localhost'/>"_s));
        talk.answer(u"conference.localhost"_s, recorded(server, u"disco service"_s));
        QCOMPARE(answer.result()->domain, u"conference.localhost"_s);
    }

    void firstServiceThatFitsWinsWhateverTheOrderOfAnswers()
    {
        MucConversation talk;
        const auto answer = talk.disco->roomService(u"localhost"_s);
        talk.answer(u"localhost"_s,
                    items.arg(u"<item jid='upload.localhost'/><item jid='irc.localhost'/><item jid='rooms.localhost'/>"
                              "<item jid='other.localhost'/><item jid='room@rooms.localhost'/>"_s));
        const QList<XmlNode> asked = talk.takeSent();
        QCOMPARE(asked.size(), 4);
        const QString irc = u"<identity category='conference' type='irc'/>"
                            "<feature var='http://jabber.org/protocol/muc'/>"_s;
        const QStringList answers{u"<identity category='store' type='file'/>"_s, irc, rooms, rooms};
        for (int i = 3; i >= 0; --i) {
            QVERIFY(!answer.isFinished());
            talk.inject(u"<iq xmlns='jabber:client' type='result' from='%1' id='%2'>%3</iq>"_s.arg(
                asked[i].attribute(u"to"), asked[i].attribute(u"id"), info.arg(answers[i])));
        }
        QCOMPARE(answer.result()->domain, u"rooms.localhost"_s);
    }

    void whatStandsBehindTheFirstThatFitsIsNotWaitedFor()
    {
        MucConversation talk;
        const auto answer = talk.disco->roomService(u"localhost"_s);
        talk.answer(u"localhost"_s, items.arg(u"<item jid='upload.localhost'/><item jid='rooms.localhost'/>"
                                              "<item jid='silent.localhost'/>"_s));
        const QList<XmlNode> asked = talk.takeSent();
        for (const auto &[index, text] : {std::pair(1, rooms), std::pair(0, u"<identity category='store'/>"_s)}) {
            QVERIFY(!answer.isFinished());
            talk.inject(u"<iq xmlns='jabber:client' type='result' from='%1' id='%2'>%3</iq>"_s.arg(
                asked[index].attribute(u"to"), asked[index].attribute(u"id"), info.arg(text)));
        }
        QCOMPARE(answer.result()->domain, u"rooms.localhost"_s);
        // What comes later changes nothing.
        talk.clock.advance(30000);
        QCOMPARE(answer.result()->domain, u"rooms.localhost"_s);
    }

    void serverWithoutRoomsSaysSo()
    {
        MucConversation talk;
        const auto none = talk.disco->roomService(u"localhost"_s);
        talk.answer(u"localhost"_s, items.arg(QString()));
        QCOMPARE(nameOf(none.result().error().kind), nameOf(ErrorKind::ServiceHasNoRooms));
        const auto other = talk.disco->roomService(u"localhost"_s);
        talk.answer(u"localhost"_s, items.arg(u"<item jid='upload.localhost'/>"_s));
        talk.refuse(u"upload.localhost"_s, u"service-unavailable"_s);
        QCOMPARE(nameOf(other.result().error().kind), nameOf(ErrorKind::ServiceHasNoRooms));
    }

    void silentServiceIsNoProofThatThereIsNone()
    {
        MucConversation talk;
        const auto answer = talk.disco->roomService(u"localhost"_s);
        talk.answer(u"localhost"_s, items.arg(u"<item jid='conference.localhost'/>"_s));
        talk.clock.advance(30000);
        QCOMPARE(nameOf(answer.result().error().kind), nameOf(ErrorKind::TimedOut));
    }

    void refusalsOfARoom_data()
    {
        QTest::addColumn<QString>("condition");
        QTest::addColumn<QString>("kind");
        QTest::newRow("missing") << u"item-not-found"_s << u"RoomDoesNotExist"_s;
        QTest::newRow("gone") << u"gone"_s << u"RoomDoesNotExist"_s;
        QTest::newRow("no such server") << u"remote-server-not-found"_s << u"ServerUnreachable"_s;
        QTest::newRow("silent server") << u"remote-server-timeout"_s << u"TimedOut"_s;
        QTest::newRow("forbidden") << u"forbidden"_s << u"ServerRefused"_s;
    }

    void refusalsOfARoom()
    {
        QFETCH(QString, condition);
        QFETCH(QString, kind);
        MucConversation talk;
        const auto answer = talk.disco->roomInfo(*Jid::parse(u"tea@conference.localhost"));
        talk.refuse(u"tea@conference.localhost"_s, condition);
        QCOMPARE(nameOf(answer.result().error().kind), kind);
    }

    void accountIsNoRoom()
    {
        MucConversation talk;
        const auto answer = talk.disco->roomInfo(*Jid::parse(u"bob@localhost"));
        talk.answer(u"bob@localhost"_s, info.arg(u"<identity category='account' type='registered'/>"_s));
        QCOMPARE(nameOf(answer.result().error().kind), nameOf(ErrorKind::RoomDoesNotExist));
    }

    void formOfAnotherKindSaysNothingAboutARoom()
    {
        MucConversation talk;
        const auto answer = talk.disco->roomInfo(*Jid::parse(u"tea@conference.localhost"));
        talk.answer(u"tea@conference.localhost"_s,
                    info.arg(rooms + u"<x xmlns='jabber:x:data'><field var='FORM_TYPE'><value>urn:other</value></field>"
                                     "<field var='muc#roominfo_occupants'><value>7</value></field></x>"_s));
        QCOMPARE(answer.result().value().memberCount, -1);
    }

    void creationTimeAndTitleOfTheForm()
    {
        MucConversation talk;
        const auto answer = talk.disco->roomInfo(*Jid::parse(u"tea@conference.localhost"));
        talk.answer(u"tea@conference.localhost"_s,
                    info.arg(rooms + u"<x xmlns='jabber:x:data'><field var='FORM_TYPE'>"
                                     "<value>http://jabber.org/protocol/muc#roominfo</value></field>"
                                     "<field var='muc#roomconfig_roomname'><value>Tea</value></field>"
                                     "<field var='muc#roominfo_occupants'><value>-3</value></field>"
                                     "<field var='foyer#created'><value>2026-01-02T03:04:05Z</value></field></x>"_s));
        const RoomInfo room = answer.result().value();
        QCOMPARE(room.name, u"Tea"_s);
        QCOMPARE(room.memberCount, -1);
        QCOMPARE(room.createdAt, QDateTime(QDate(2026, 1, 2), QTime(3, 4, 5), Qt::UTC));
    }

    void slowModeIsAPositiveNumberOrNone_data()
    {
        QTest::addColumn<QString>("value");
        QTest::addColumn<int>("seconds");
        QTest::newRow("usual") << u"20"_s << 20;
        QTest::newRow("off") << u"0"_s << 0;
        QTest::newRow("negative") << u"-5"_s << 0;
        QTest::newRow("no number") << u"soon"_s << 0;
        QTest::newRow("beyond numbers") << u"99999999999999999999"_s << 0;
        QTest::newRow("for ever") << u"2000000000"_s << 86400;
    }

    void slowModeIsAPositiveNumberOrNone()
    {
        QFETCH(QString, value);
        QFETCH(int, seconds);
        MucConversation talk;
        const auto answer = talk.disco->roomInfo(*Jid::parse(u"tea@conference.localhost"));
        talk.answer(
            u"tea@conference.localhost"_s,
            info.arg(QString(
                rooms + u"<x xmlns='jabber:x:data'><field var='FORM_TYPE'>"
                        "<value>http://jabber.org/protocol/muc#roominfo</value></field>"
                        "<field var='muc#roominfo_slow_mode_duration'><value>%1</value></field></x>"_s.arg(value))));
        QCOMPARE(answer.result().value().slowModeSeconds, seconds);
    }

    void serviceWithOneRoomAnAccountSaysSo()
    {
        MucConversation talk;
        const auto answer = talk.disco->roomService(u"localhost"_s);
        talk.answer(u"localhost"_s, items.arg(u"<item jid='conference.localhost'/>"_s));
        talk.answer(u"conference.localhost"_s, info.arg(QString(rooms + u"<feature var='urn:foyer:one-room:0'/>"_s)));
        QVERIFY(answer.result()->oneRoomOnly);
        // Later it was set up otherwise.
        const auto later = talk.disco->roomServiceFacts(u"conference.localhost"_s);
        talk.answer(u"conference.localhost"_s, info.arg(rooms));
        QCOMPARE(later.result().value(), (RoomService{u"conference.localhost"_s, false}));
    }

    void serviceThatIsNoneAnyMoreIsAnError()
    {
        MucConversation talk;
        const auto later = talk.disco->roomServiceFacts(u"conference.localhost"_s);
        talk.answer(u"conference.localhost"_s, info.arg(QString()));
        QCOMPARE(later.result().error().kind, ErrorKind::ServiceHasNoRooms);
    }
};

QTEST_GUILESS_MAIN(TestDisco)
#include "tst_disco.moc"
