#include "support/mucconversation.h"
#include "support/transcript.h"
#include "support/xml.h"

#include <QTest>

using namespace foyer;
using namespace foyer::stanza;
using namespace Qt::StringLiterals;

namespace
{

using Talk = MucConversation;
const QString tea = u"tea@conference.localhost"_s;
const QStringList archived{u"urn:xmpp:mam:2"_s, u"urn:xmpp:sid:0"_s};
const QString roomCreated = u"<status code='201'/>"_s;

MucJoin as(const QString &nickname = u"al"_s)
{
    MucJoin join;
    join.nickname = nickname;
    return join;
}

MucJoin creating()
{
    MucJoin join = as();
    join.create = true;
    return join;
}

MucJoin withHistory(int count)
{
    MucJoin join = as();
    join.maxHistory = count;
    return join;
}

QString refusal(const QString &condition, const QString &id = {})
{
    return u"<presence xmlns='jabber:client' type='error' from='tea@conference.localhost/al'%2><error type='cancel'>"
           "<%1 xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>"_s.arg(
               condition, id.isEmpty() ? QString() : QString(u" id='"_s + id + u'\''));
}

QString unavailable(const QString &nickname, const QString &codes = u"<status code='110'/>"_s)
{
    return u"<presence xmlns='jabber:client' type='unavailable' from='tea@conference.localhost/%1'>"
           "<x xmlns='http://jabber.org/protocol/muc#user'><item role='none' affiliation='none'/>%2</x></presence>"_s
               .arg(nickname, codes);
}

QString delayed(const QString &by = tea)
{
    return u"<delay xmlns='urn:xmpp:delay' from='%1' stamp='2026-01-01T00:00:00Z'/>"_s.arg(by);
}

RoomMessage hello()
{
    RoomMessage entry;
    entry.originId = u"o1"_s;
    entry.body = u"hello"_s;
    return entry;
}

QString stanzaId(const QString &id)
{
    return u"<stanza-id xmlns='urn:xmpp:sid:0' by='tea@conference.localhost' id='%1'/>"_s.arg(id);
}

bool isLeave(const XmlNode &stanza)
{
    return stanza.name() == "presence"_L1 && stanza.attribute(u"type") == "unavailable"_L1;
}

/// How many messages of history a join presence asks for; -1 when it is none.
int askedHistory(const XmlNode &presence)
{
    const QString muc = u"http://jabber.org/protocol/muc"_s;
    const XmlNode history = presence.child(u"x", muc).child(u"history", muc);
    return history.isNull() ? -1 : history.attribute(u"maxstanzas").toInt();
}

/// The stanzas of a topic as if they had been sent about us, al, whoever the recorded client was.
QList<XmlNode> aboutUs(const QString &server, const QString &topic)
{
    QList<XmlNode> changed;
    const auto stanzas = Transcript(QStringLiteral(FOYER_TEST_DATA), server).stanzas(topic);
    const QString last = stanzas.constLast().attribute(u"from");
    for (const XmlNode &stanza : stanzas)
        changed.append(
            xml(stanza.toXml().replace(u"from='"_s + last + u'\'', u"from='tea@conference.localhost/al'"_s)));
    return changed;
}

void serverRows()
{
    QTest::addColumn<QString>("server");
    QTest::newRow("ejabberd") << u"ejabberd"_s;
    QTest::newRow("prosody") << u"prosody"_s;
}

} // namespace

class TestMucRoom : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // --- getting in

    void recordedJoin_data() { serverRows(); }

    void recordedJoin()
    {
        QFETCH(QString, server);
        Talk talk;
        talk.room->join(as());
        QCOMPARE(talk.room->state(), MucRoom::State::Joining);
        talk.answerInfo(archived, 1);
        const XmlNode presence = talk.next();
        QCOMPARE(presence.attribute(u"to"), u"tea@conference.localhost/al"_s);
        QVERIFY(!presence.attribute(u"id").isEmpty());
        talk.inject(Transcript(QStringLiteral(FOYER_TEST_DATA), server).stanzas(u"join existing"_s));
        QCOMPARE(talk.takeLog(), (QStringList{u"selfJoined"_s, u"occupants +al,er - ~ =2"_s, u"entered"_s}));
        QCOMPARE(talk.room->state(), MucRoom::State::Inside);
        QCOMPARE(talk.room->self().role, Role::Participant);
        QCOMPARE(talk.room->occupants().value(u"er"_s).affiliation, Affiliation::Owner);
        QCOMPARE(talk.room->info().name, u"Tea"_s);
        QCOMPARE(talk.takeSent().size(), 0);
    }

    void missingRoomIsNotTouched_data() { serverRows(); }

    void missingRoomIsNotTouched()
    {
        QFETCH(QString, server);
        Talk talk;
        talk.room->join(as());
        const XmlNode request = talk.next();
        const XmlNode recorded = Transcript(QStringLiteral(FOYER_TEST_DATA), server).stanza(u"disco missing room"_s);
        talk.inject(xml(recorded.toXml().replace(u"'alice-1'"_s, u'\'' + request.attribute(u"id") + u'\'')));
        QCOMPARE(talk.takeLog(), QStringList{u"joinFailed RoomDoesNotExist (item-not-found)"_s});
        QCOMPARE(talk.takeSent().size(), 0);
        QCOMPARE(talk.room->state(), MucRoom::State::Outside);
    }

    void goneRoomNamesItsSuccessor()
    {
        Talk talk;
        talk.room->join(as());
        const XmlNode request = talk.next();
        talk.inject(
            u"<iq xmlns='jabber:client' type='error' from='%1' id='%2'><error type='cancel'>"
            "<gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>xmpp:new@conference.localhost?join</gone></error>"
            "</iq>"_s.arg(tea, request.attribute(u"id")));
        QCOMPARE(talk.takeLog(), QStringList{u"joinFailed RoomDoesNotExist (new@conference.localhost)"_s});
        QCOMPARE(talk.takeSent().size(), 0);
    }

    void presenceCarriesWhatTheJoinAsksFor()
    {
        Talk talk;
        MucJoin join = withHistory(20);
        join.password = u"pw"_s;
        join.extra = u"from the lobby"_s;
        talk.room->join(join);
        talk.answerInfo({});
        const XmlNode presence = talk.next();
        QCOMPARE(askedHistory(presence), 20);
        QCOMPARE(presence.child(u"extra", u"urn:foyer:extra:0").text(), u"from the lobby"_s);
        const QString muc = u"http://jabber.org/protocol/muc"_s;
        QCOMPARE(presence.child(u"x", muc).child(u"password", muc).text(), u"pw"_s);
    }

    void roomWithArchiveIsAskedForNoHistory()
    {
        Talk talk;
        talk.room->join(withHistory(20));
        talk.answerInfo(archived);
        QCOMPARE(askedHistory(talk.next()), 0);
    }

    void recordedRefusal_data()
    {
        QTest::addColumn<QString>("server");
        QTest::addColumn<QString>("topic");
        QTest::addColumn<QString>("kind");
        for (const QString &server : {u"ejabberd"_s, u"prosody"_s}) {
            const auto row = [&server](const char *topic, const QString &kind) {
                QTest::addRow("%s: %s", qPrintable(server), topic) << server << QString::fromLatin1(topic) << kind;
            };
            row("banned", u"Banned"_s);
            row("nickname taken", u"NicknameInUse"_s);
            row("members only", u"MembersOnly"_s);
        }
        QTest::addRow("ejabberd: full") << u"ejabberd"_s << u"full"_s << u"RoomFull"_s;
        QTest::addRow("ejabberd: no nickname") << u"ejabberd"_s << u"no nickname"_s << u"NicknameNotAllowed"_s;
        QTest::addRow("prosody: locked") << u"prosody"_s << u"locked"_s << u"RoomDoesNotExist"_s;
        QTest::addRow("prosody: gone") << u"prosody"_s << u"gone"_s << u"RoomDoesNotExist"_s;
    }

    void recordedRefusal()
    {
        QFETCH(QString, server);
        QFETCH(QString, topic);
        QFETCH(QString, kind);
        Talk talk;
        talk.room->join(as());
        talk.answerInfo(archived);
        talk.takeSent();
        talk.inject(aboutUs(server, topic));
        const QStringList log = talk.takeLog();
        QCOMPARE(log.size(), 1);
        QVERIFY2(log[0].startsWith(u"joinFailed "_s + kind), qPrintable(log[0]));
        QCOMPARE(talk.room->state(), MucRoom::State::Outside);
        // Refused means not inside: there is nothing to leave.
        QCOMPARE(talk.takeSent().size(), 0);
    }

    void refusalOfAnotherPresenceIsNotOurs()
    {
        Talk talk;
        talk.room->join(as());
        talk.answerInfo(archived);
        const QString id = talk.next().attribute(u"id");
        talk.inject(refusal(u"conflict"_s, u"older"_s));
        QCOMPARE(talk.takeLog(), QStringList());
        talk.inject(refusal(u"conflict"_s, id));
        QCOMPARE(talk.takeLog(), QStringList{u"joinFailed NicknameInUse (conflict)"_s});
    }

    void lostJoinIsRepeatedOnceThenGivenUp()
    {
        Talk talk;
        talk.room->join(as());
        talk.answerInfo(archived);
        QCOMPARE(talk.takeSent().size(), 1);
        talk.clock.advance(4999);
        QCOMPARE(talk.takeSent().size(), 0);
        talk.clock.advance(1);
        QCOMPARE(askedHistory(talk.next()), 0);
        talk.clock.advance(9999);
        QCOMPARE(talk.takeSent().size(), 0);
        QCOMPARE(talk.takeLog(), QStringList());
        talk.clock.advance(1);
        QCOMPARE(talk.takeLog(), QStringList{u"joinFailed TimedOut (join)"_s});
        // It may have been slow instead of lost.
        QVERIFY(isLeave(talk.next()));
        talk.inject(Talk::selfPresence());
        QVERIFY(isLeave(talk.next()));
        QCOMPARE(talk.takeLog(), QStringList());
    }

    void answerThatIsArrivingIsWaitedFor()
    {
        // 150 occupants on a link of 200 bytes a second.
        Talk talk;
        talk.room->join(as());
        talk.answerInfo(archived);
        talk.takeSent();
        for (int i = 0; i < 150; ++i) {
            talk.clock.advance(1500);
            talk.inject(Talk::presence(u"person-%1"_s.arg(i)));
        }
        QCOMPARE(talk.takeLog(), QStringList());
        QCOMPARE(talk.takeSent().size(), 0);
        talk.inject(Talk::selfPresence());
        QCOMPARE(talk.takeLog().value(0), u"selfJoined"_s);
    }

    void answerThatStopsArrivingIsNotWaitedFor()
    {
        Talk talk;
        talk.room->join(as());
        talk.answerInfo(archived);
        talk.clock.advance(4000);
        talk.inject(Talk::presence(u"bob"_s));
        talk.clock.advance(14999);
        QCOMPARE(talk.takeLog(), QStringList());
        talk.clock.advance(1);
        QCOMPARE(talk.takeLog(), QStringList{u"joinFailed TimedOut (join)"_s});
    }

    void answerThatNeverEndsIsGivenUp()
    {
        // As of a room that still holds us from before and has not heard the join.
        Talk talk;
        talk.room->join(as());
        talk.answerInfo(archived);
        int seconds = 0;
        while (talk.room->state() == MucRoom::State::Joining && seconds < 1000) {
            ++seconds;
            talk.clock.advance(1000);
            talk.inject(Talk::presence(u"bob"_s));
        }
        QCOMPARE(seconds, 300);
        QCOMPARE(talk.takeLog(), QStringList{u"joinFailed TimedOut (join)"_s});
    }

    void answerBehindThatOfAnotherRoomIsWaitedFor()
    {
        // Four rooms are entered at once, and their answers come one after the other.
        Talk talk;
        talk.room->join(as());
        talk.answerInfo(archived);
        talk.takeSent();
        const QString other = Talk::presence(u"bob"_s).replace(tea, u"pub@conference.localhost"_s);
        for (int i = 0; i < 60 * 8; ++i) {
            talk.clock.advance(125);
            talk.inject(other);
        }
        QCOMPARE(talk.takeLog(), QStringList());
        QCOMPARE(talk.takeSent().size(), 0);
        talk.inject(Talk::selfPresence());
        QCOMPARE(talk.takeLog().value(0), u"selfJoined"_s);
    }

    void whatOthersSayDoesNotHoldUpAJoin()
    {
        Talk talk;
        talk.room->join(as());
        talk.answerInfo(archived);
        const QString other = Talk::groupchat(u"bob"_s, u"hello"_s).replace(tea, u"pub@conference.localhost"_s);
        for (int i = 0; i < 20; ++i) {
            talk.clock.advance(1000);
            talk.inject(other);
        }
        QCOMPARE(talk.takeLog(), QStringList{u"joinFailed TimedOut (join)"_s});
    }

    void silentDiscoTimesOut()
    {
        Talk talk;
        talk.room->join(as());
        talk.next();
        talk.clock.advance(15000);
        QCOMPARE(talk.takeLog(), QStringList{u"joinFailed TimedOut (join)"_s});
        QCOMPARE(talk.takeSent().size(), 0);
    }

    void discoRefusalDoesNotProveThatTheRoomIsMissing()
    {
        Talk talk;
        talk.room->join(as());
        talk.refuse(tea, u"forbidden"_s);
        QCOMPARE(askedHistory(talk.next()), 0);
    }

    void joinWithoutConnectionFails()
    {
        Talk talk;
        talk.stream->abort(Error::make(ErrorKind::ServerUnreachable));
        talk.room->join(as());
        QCOMPARE(talk.takeLog(), QStringList{u"joinFailed NotConnected"_s});
        QCOMPARE(talk.room->state(), MucRoom::State::Outside);
    }

    void impossibleNicknameIsRefusedHere()
    {
        Talk talk;
        talk.room->join(as(QString()));
        QCOMPARE(talk.takeLog(), QStringList{u"joinFailed NicknameNotAllowed (not a resource)"_s});
        QCOMPARE(talk.takeSent().size(), 0);
    }

    void roomMayGiveAnotherNickname()
    {
        Talk talk;
        talk.room->join(as());
        talk.answerInfo(archived);
        talk.inject(Talk::selfPresence(u"al2"_s, u"<status code='210'/>"_s));
        QCOMPARE(talk.room->nickname(), u"al2"_s);
        QCOMPARE(talk.room->occupantJid().toString(), u"tea@conference.localhost/al2"_s);
        talk.takeLog();
        talk.inject(Talk::groupchat(u"al2"_s, u"hi"_s));
        QCOMPARE(talk.takeLog(), QStringList{u"Message self al2: hi"_s});
    }

    void selfPresenceIsKnownByItsId()
    {
        Talk talk;
        talk.room->join(as());
        talk.answerInfo(archived);
        const QString id = talk.next().attribute(u"id");
        talk.inject(xml(Talk::selfPresence(u"al-renamed"_s)
                            .replace(u"jid='alice@localhost/r1' "_s, QString())
                            .replace(u"<presence "_s, QString(u"<presence id='"_s + id + u"' "_s))));
        QCOMPARE(talk.room->nickname(), u"al-renamed"_s);
        QCOMPARE(talk.room->state(), MucRoom::State::Inside);
    }

    void selfPresenceOfSomebodyElseIsForged()
    {
        Talk talk;
        talk.room->join(as());
        talk.answerInfo(archived);
        talk.inject(xml(Talk::selfPresence(u"eve"_s).replace(u"jid='alice@localhost/r1' "_s, QString())));
        QCOMPARE(talk.takeLog(), QStringList());
        QCOMPARE(talk.room->state(), MucRoom::State::Joining);
        talk.inject(Talk::selfPresence());
        QCOMPARE(talk.room->nickname(), u"al"_s);
        talk.takeLog();
        talk.inject(xml(Talk::selfPresence(u"eve"_s)));
        QCOMPARE(talk.room->nickname(), u"al"_s);
    }

    void enteringWaitsTwoSecondsForTheSubject()
    {
        Talk talk;
        talk.room->join(as());
        talk.answerInfo(archived);
        talk.inject(Talk::selfPresence());
        talk.takeLog();
        talk.clock.advance(1999);
        QCOMPARE(talk.takeLog(), QStringList());
        talk.clock.advance(1);
        QCOMPARE(talk.takeLog(), QStringList{u"entered"_s});
        talk.inject(Talk::subject(u"late"_s));
        QCOMPARE(talk.takeLog(), QStringList{u"subject 'late' by "_s});
    }

    // --- rooms that a join makes

    void roomMadeByAccidentIsLeftAndVerified()
    {
        Talk talk;
        talk.room->join(as());
        talk.answerInfo(archived);
        talk.takeSent();
        talk.inject(Talk::selfPresence(u"al"_s, roomCreated));
        QVERIFY(isLeave(talk.next()));
        QCOMPARE(talk.takeLog(), QStringList());
        talk.inject(Talk::subject());
        talk.inject(unavailable(u"al"_s));
        talk.refuse(tea, u"item-not-found"_s);
        QCOMPARE(talk.takeLog(), QStringList{u"joinFailed RoomDoesNotExist (backed out)"_s});
        QCOMPARE(talk.takeSent().size(), 0);
    }

    void persistentRoomMadeByAccidentIsDestroyedOnlyWhenEmpty_data()
    {
        QTest::addColumn<QStringList>("features");
        QTest::addColumn<int>("occupants");
        QTest::addColumn<bool>("destroyed");
        QTest::newRow("persistent, empty") << QStringList{u"muc_persistent"_s} << 0 << true;
        QTest::newRow("persistent, somebody is in") << QStringList{u"muc_persistent"_s} << 1 << false;
        QTest::newRow("temporary") << QStringList{u"muc_temporary"_s} << 0 << false;
    }

    void persistentRoomMadeByAccidentIsDestroyedOnlyWhenEmpty()
    {
        QFETCH(QStringList, features);
        QFETCH(int, occupants);
        QFETCH(bool, destroyed);
        Talk talk;
        talk.room->join(as());
        talk.answerInfo(archived);
        talk.inject(Talk::selfPresence(u"al"_s, roomCreated));
        talk.takeSent();
        talk.inject(unavailable(u"al"_s));
        talk.answerInfo(features, occupants);
        if (destroyed) {
            const XmlNode request = talk.takeSent().value(0);
            const QString owner = u"http://jabber.org/protocol/muc#owner"_s;
            QVERIFY(!request.child(u"query", owner).child(u"destroy", owner).isNull());
            QCOMPARE(talk.takeLog(), QStringList());
            talk.inject(
                u"<iq xmlns='jabber:client' type='result' from='%1' id='%2'/>"_s.arg(tea, request.attribute(u"id")));
        }
        QCOMPARE(talk.takeLog().size(), 1);
        QCOMPARE(talk.takeSent().size(), 0);
    }

    void backingOutIsBounded()
    {
        Talk talk;
        talk.room->join(as());
        talk.answerInfo(archived);
        talk.inject(Talk::selfPresence(u"al"_s, roomCreated));
        talk.clock.advance(5999);
        QCOMPARE(talk.takeLog(), QStringList());
        talk.clock.advance(1);
        QCOMPARE(talk.takeLog(), QStringList{u"joinFailed RoomDoesNotExist (backed out, unconfirmed)"_s});
    }

    void newRoomIsSetUpBeforeItIsJoined()
    {
        Talk talk;
        talk.room->join(creating());
        talk.refuse(tea, u"item-not-found"_s);
        talk.next();
        talk.inject(Talk::selfPresence(u"al"_s, roomCreated));
        talk.inject(Talk::subject());
        talk.inject(Talk::presence(u"bob"_s));
        talk.inject(Talk::groupchat(u"bob"_s, u"first"_s));
        QCOMPARE(talk.takeLog(), QStringList());
        const XmlNode form = talk.next();
        QCOMPARE(xmlDifference(form.child(u"query", u"http://jabber.org/protocol/muc#owner"),
                               xml(u"<query xmlns='http://jabber.org/protocol/muc#owner'>"
                                   "<x xmlns='jabber:x:data' type='submit'/></query>"_s)),
                 QString());
        talk.inject(u"<iq xmlns='jabber:client' type='result' from='%1' id='%2'/>"_s.arg(tea, form.attribute(u"id")));
        talk.answerInfo(archived, 2);
        QCOMPARE(talk.takeLog(), (QStringList{u"selfJoined created"_s, u"occupants +al,bob - ~ =2"_s, u"entered"_s,
                                              u"Message bob: first"_s}));
        QVERIFY(talk.room->info().hasArchive());
    }

    void roomThatCannotBeSetUpIsLeft()
    {
        Talk talk;
        talk.room->join(creating());
        talk.refuse(tea, u"item-not-found"_s);
        talk.next();
        talk.inject(Talk::selfPresence(u"al"_s, roomCreated));
        talk.refuse(tea, u"not-allowed"_s, u"No rooms today"_s);
        QCOMPARE(talk.takeLog(), QStringList{u"joinFailed ServerRefused (not-allowed)"_s});
        QVERIFY(isLeave(talk.next()));
    }

    void roomLockedByAnotherCreatorIsTriedAgain()
    {
        Talk talk;
        talk.room->join(creating());
        talk.answerInfo(archived);
        talk.next();
        talk.inject(refusal(u"item-not-found"_s));
        QCOMPARE(talk.takeSent().size(), 0);
        talk.clock.advance(1000);
        QCOMPARE(askedHistory(talk.next()), 0);
        talk.inject(refusal(u"item-not-found"_s));
        talk.clock.advance(2000);
        QCOMPARE(askedHistory(talk.next()), 0);
        talk.inject(refusal(u"item-not-found"_s));
        QCOMPARE(talk.takeLog(), QStringList{u"joinFailed RoomDoesNotExist (item-not-found)"_s});
    }

    void creationMayBeForbidden_data()
    {
        QTest::addColumn<QString>("server");
        QTest::addColumn<bool>("create");
        QTest::addColumn<QString>("kind");
        QTest::newRow("ejabberd") << u"ejabberd"_s << true << u"CreationNotAllowed"_s;
        QTest::newRow("prosody") << u"prosody"_s << true << u"CreationNotAllowed"_s;
        QTest::newRow("prosody, not asked for") << u"prosody"_s << false << u"RoomDoesNotExist"_s;
    }

    void creationMayBeForbidden()
    {
        QFETCH(QString, server);
        QFETCH(bool, create);
        QFETCH(QString, kind);
        Talk talk;
        talk.room->join(create ? creating() : as());
        if (create)
            talk.refuse(tea, u"item-not-found"_s);
        else
            talk.answerInfo(archived);
        talk.inject(aboutUs(server, u"creation denied"_s));
        const QStringList log = talk.takeLog();
        QCOMPARE(log.size(), 1);
        QVERIFY2(log[0].startsWith(u"joinFailed "_s + kind), qPrintable(log[0]));
    }

    void roomMadeBySomebodyElseMeanwhileIsJoinedWithItsFacts()
    {
        Talk talk;
        talk.room->join(creating());
        talk.refuse(tea, u"item-not-found"_s);
        talk.next();
        talk.inject(Talk::selfPresence());
        QCOMPARE(talk.takeLog(), QStringList());
        talk.answerInfo(archived);
        QVERIFY(talk.takeLog().contains(u"selfJoined"_s));
        QVERIFY(talk.room->info().hasArchive());
    }

    // --- history and live messages

    void historyIsWhatComesBeforeTheSubject()
    {
        Talk talk;
        talk.room->join(withHistory(5));
        talk.answerInfo({});
        talk.inject(Talk::selfPresence());
        talk.inject(Talk::groupchat(u"bob"_s, u"one"_s, delayed()));
        // A sender cannot make his message live, nor a live one history, by its delay.
        talk.inject(Talk::groupchat(u"bob"_s, u"two"_s));
        talk.inject(Talk::subject(u"topic"_s));
        talk.inject(Talk::groupchat(u"bob"_s, u"three"_s, delayed()));
        QCOMPARE(talk.takeLog(),
                 (QStringList{u"selfJoined"_s, u"occupants +al - ~ =1"_s, u"subject 'topic' by "_s,
                              u"entered | Message bob: one | Message bob: two"_s, u"Message bob: three"_s}));
    }

    void withoutAskedHistoryEverythingAfterTheSelfPresenceIsLive()
    {
        Talk talk;
        talk.room->join(as());
        talk.answerInfo(archived);
        talk.inject(Talk::groupchat(u"bob"_s, u"early"_s, stanzaId(u"0"_s)));
        talk.inject(Talk::selfPresence());
        talk.inject(Talk::groupchat(u"bob"_s, u"one"_s, QString(stanzaId(u"1"_s) + delayed())));
        talk.inject(Talk::subject());
        QCOMPARE(talk.takeLog(),
                 (QStringList{u"selfJoined"_s, u"occupants +al - ~ =1"_s, u"Message bob: one #1"_s, u"entered"_s}));
    }

    void recordedHistory_data() { serverRows(); }

    void recordedHistory()
    {
        QFETCH(QString, server);
        const Transcript transcript(QStringLiteral(FOYER_TEST_DATA), server);
        Talk talk;
        talk.room->join(withHistory(5));
        talk.answerInfo({});
        talk.inject(Talk::selfPresence());
        talk.inject(transcript.stanzas(u"history"_s));
        talk.inject(transcript.stanzas(u"subject after join"_s));
        const QString history = talk.takeLog().constLast();
        QVERIFY2(history.startsWith(u"entered | Message al: m1"_s), qPrintable(history));
        QCOMPARE(history.count(u" | "_s), 5);
    }

    void slowHistoryIsWaitedFor()
    {
        Talk talk;
        talk.room->join(withHistory(5));
        talk.answerInfo({});
        talk.inject(Talk::selfPresence());
        talk.clock.advance(1500);
        talk.inject(Talk::groupchat(u"bob"_s, u"one"_s, delayed()));
        talk.clock.advance(1500);
        talk.inject(Talk::groupchat(u"bob"_s, u"two"_s, delayed()));
        talk.takeSent();
        talk.takeLog();
        talk.clock.advance(2000);
        QCOMPARE(talk.takeLog(), QStringList());
        talk.inject(Talk::groupchat(u"bob"_s, u"three"_s, delayed()));
        // A room that ends its history with no subject has said all of it before it answers.
        talk.answer(u"tea@conference.localhost/al"_s);
        QCOMPARE(talk.takeLog(), QStringList{u"entered | Message bob: one | Message bob: two | Message bob: three"_s});
    }

    void slowHistoryOfARoomThatLetUsGo_data()
    {
        QTest::addColumn<QString>("condition");
        QTest::addColumn<QString>("line");
        QTest::newRow("not inside") << u"not-acceptable"_s << u"membershipLost NotInRoom (self-ping)"_s;
        QTest::newRow("no answer") << QString() << u"membershipLost TimedOut"_s;
    }

    void slowHistoryOfARoomThatLetUsGo()
    {
        QFETCH(QString, condition);
        QFETCH(QString, line);
        Talk talk;
        talk.room->join(withHistory(5));
        talk.answerInfo({});
        talk.inject(Talk::selfPresence());
        talk.inject(Talk::groupchat(u"bob"_s, u"one"_s, delayed()));
        talk.takeSent();
        talk.takeLog();
        talk.clock.advance(2000);
        if (condition.isEmpty())
            talk.clock.advance(15000);
        else
            talk.refuse(u"tea@conference.localhost/al"_s, condition);
        const QStringList log = talk.takeLog();
        QVERIFY2(log.size() == 1 && log.constFirst().startsWith(line), qPrintable(log.join(u'|')));
        QCOMPARE(talk.room->state(), MucRoom::State::Outside);
    }

    void slowHistoryIsNotOverWithTheConnection()
    {
        Talk talk;
        talk.room->join(withHistory(5));
        talk.answerInfo({});
        talk.inject(Talk::selfPresence());
        talk.inject(Talk::groupchat(u"bob"_s, u"one"_s, delayed()));
        talk.takeLog();
        talk.channel.dropConnection(ChannelEnd::Network);
        talk.clock.advance(60000);
        QVERIFY2(!talk.takeLog().join(u'|').contains(u"entered"_s), "half a history was taken for the whole");
    }

    void archivedRoomIsEnteredWithoutItsSubject()
    {
        Talk talk;
        talk.room->join(as());
        talk.answerInfo(archived);
        talk.inject(Talk::selfPresence());
        talk.takeSent();
        talk.takeLog();
        talk.clock.advance(2000);
        QCOMPARE(talk.takeLog(), QStringList{u"entered"_s});
        QCOMPARE(talk.takeSent().size(), 0);
    }

    void secondAnswerToARepeatedJoinBringsNothingTwice()
    {
        Talk talk;
        talk.room->join(withHistory(5));
        talk.answerInfo({});
        talk.clock.advance(5000);
        for (int answer = 0; answer < 2; ++answer) {
            talk.inject(Talk::presence(u"bob"_s));
            talk.inject(Talk::selfPresence());
            talk.inject(Talk::groupchat(u"bob"_s, u"one"_s, delayed()));
            if (answer == 1)
                talk.inject(Talk::groupchat(u"bob"_s, u"two"_s, delayed()));
            talk.inject(Talk::subject());
            if (answer == 0)
                talk.inject(Talk::groupchat(u"bob"_s, u"two"_s));
        }
        talk.inject(Talk::groupchat(u"bob"_s, u"one"_s));
        QCOMPARE(talk.takeLog(),
                 (QStringList{u"selfJoined"_s, u"occupants +al,bob - ~ =2"_s, u"entered | Message bob: one"_s,
                              u"Message bob: two"_s, u"Message bob: one"_s}));
    }

    void messageOfAnOldMembershipIsNeitherLiveNorHistory()
    {
        Talk talk;
        talk.enter({});
        talk.room->leave();
        talk.inject(Talk::groupchat(u"bob"_s, u"after leaving"_s));
        talk.room->join(withHistory(5));
        talk.takeSent();
        talk.room->leave();
        talk.room->join(withHistory(5));
        talk.inject(Talk::groupchat(u"bob"_s, u"before disco"_s));
        talk.answerInfo({});
        talk.inject(Talk::groupchat(u"bob"_s, u"before the self-presence"_s));
        talk.inject(Talk::selfPresence());
        talk.inject(Talk::subject());
        const QStringList log = talk.takeLog();
        QCOMPARE(log.constLast(), u"entered"_s);
        QVERIFY(log.filter(u"Message"_s).isEmpty());
    }

    void sessionThatGoesOnMayHaveTheRoomTalk()
    {
        Talk talk;
        talk.enter({});
        talk.room->standBack();
        QCOMPARE(talk.room->state(), MucRoom::State::Outside);
        talk.room->join(withHistory(5));
        talk.answerInfo({});
        talk.inject(Talk::groupchat(u"bob"_s, u"one"_s));
        talk.inject(Talk::selfPresence());
        talk.inject(Talk::groupchat(u"bob"_s, u"one"_s, delayed()));
        talk.inject(Talk::subject());
        QCOMPARE(talk.takeLog().constLast(), u"entered | Message bob: one"_s);
        talk.room->standBack();
        talk.takeSent();
        talk.room->leave();
        QCOMPARE(talk.next().attribute(u"type"), u"unavailable"_s);
    }

    void recordedLiveMessages_data() { serverRows(); }

    void recordedLiveMessages()
    {
        QFETCH(QString, server);
        Talk talk;
        talk.enter();
        talk.inject(Transcript(QStringLiteral(FOYER_TEST_DATA), server).stanzas(u"live"_s));
        const QStringList log = talk.takeLog();
        QCOMPARE(log.size(), 5);
        // Our own come back like anybody's.
        QVERIFY2(log[0].startsWith(u"Message self al: m1 <&> é 😀 #"_s), qPrintable(log[0]));
    }

    void messageOfAnUnknownOccupantIsTaken()
    {
        Talk talk;
        talk.enter();
        talk.inject(Talk::groupchat(u"never seen"_s, u"hi"_s));
        QCOMPARE(talk.takeLog(), QStringList{u"Message never seen: hi"_s});
    }

    void sameIdAndTextTwiceAreTwoMessages_data() { serverRows(); }

    void sameIdAndTextTwiceAreTwoMessages()
    {
        QFETCH(QString, server);
        Talk talk;
        talk.enter();
        talk.inject(Transcript(QStringLiteral(FOYER_TEST_DATA), server).stanzas(u"same id twice"_s));
        const QStringList log = talk.takeLog();
        QCOMPARE(log.size(), 2);
        QVERIFY(log[0] != log[1]);
    }

    void archiveIdsCountOnlyWhereAnnounced()
    {
        Talk talk;
        talk.enter({});
        talk.inject(Talk::groupchat(u"bob"_s, u"hi"_s, stanzaId(u"1"_s)));
        QCOMPARE(talk.takeLog(), QStringList{u"Message bob: hi"_s});
        talk.room->refreshInfo();
        talk.answerInfo(archived);
        talk.inject(Talk::groupchat(u"bob"_s, u"hi"_s, stanzaId(u"2"_s)));
        QCOMPARE(talk.takeLog(), QStringList{u"Message bob: hi #2"_s});
    }

    void senderIsNotBelievedWhoHeIs_data()
    {
        QTest::addColumn<bool>("known");
        QTest::newRow("known from presence") << true;
        QTest::newRow("not known") << false;
    }

    void senderIsNotBelievedWhoHeIs()
    {
        QFETCH(bool, known);
        Talk talk;
        talk.enter();
        QList<RoomMessage> messages;
        connect(talk.room.get(), &MucRoom::messageReceived, &talk,
                [&](const RoomMessage &message) { messages.append(message); });
        const QString presence = Talk::presence(u"eve"_s);
        talk.inject(xml(known ? QString(presence).replace(u"role="_s, u"jid='eve@localhost/x' role="_s) : presence));
        talk.takeLog();
        talk.inject(Talk::groupchat(u"eve"_s, u"hi"_s,
                                    u"<x xmlns='http://jabber.org/protocol/muc#user'><item jid='bob@localhost'/>"
                                    "<status code='104'/></x>"_s));
        QCOMPARE(messages.constFirst().realJid.toString(), known ? u"eve@localhost"_s : QString());
        // Nor does an occupant tell that the room is set up anew.
        QVERIFY2(!talk.takeLog().contains(u"configurationChanged"_s), "the room is asked");
    }

    void senderIsKnownFromHisPresence()
    {
        Talk talk;
        talk.enter();
        QList<RoomMessage> messages;
        connect(talk.room.get(), &MucRoom::messageReceived, &talk,
                [&](const RoomMessage &message) { messages.append(message); });
        talk.inject(xml(Talk::presence(u"bob"_s).replace(u"role="_s, u"jid='bob@localhost/x' role="_s)));
        talk.inject(Talk::groupchat(u"bob"_s, u"hi"_s));
        QCOMPARE(messages.constFirst().realJid.toString(), u"bob@localhost"_s);
    }

    void configurationNoticeIsNoMessage_data() { serverRows(); }

    void configurationNoticeIsNoMessage()
    {
        QFETCH(QString, server);
        Talk talk;
        talk.enter();
        const XmlNode notice = Transcript(QStringLiteral(FOYER_TEST_DATA), server).stanza(u"configuration changed"_s);
        talk.inject(notice);
        QCOMPARE(talk.takeLog(), QStringList{u"configurationChanged"_s});
        talk.inject(xml(notice.toXml().replace(u"</message>"_s, QString(stanzaId(u"9"_s) + u"</message>"_s))));
        QCOMPARE(talk.takeLog(), (QStringList{u"configurationChanged"_s, u"Other :  #9"_s}));
    }

    void subjectChangeIsToldAndFiledOnlyWhenArchived()
    {
        Talk talk;
        talk.enter();
        talk.inject(Transcript(QStringLiteral(FOYER_TEST_DATA), u"ejabberd"_s).stanza(u"subject set"_s));
        const QStringList log = talk.takeLog();
        QCOMPARE(log.size(), 2);
        QCOMPARE(log[0], u"subject 'bobs topic' by bo"_s);
        QVERIFY(log[1].startsWith(u"Subject bo:  #"_s));
        QCOMPARE(talk.room->subject(), u"bobs topic"_s);
        talk.inject(Talk::subject(u"other"_s));
        QCOMPARE(talk.takeLog(), QStringList{u"subject 'other' by "_s});
    }

    void subjectOfTheJoinIsNoEntry()
    {
        Talk talk;
        talk.room->join(as());
        talk.answerInfo(archived);
        talk.inject(Talk::selfPresence());
        talk.takeLog();
        talk.inject(xml(Talk::subject(u"old"_s).replace(u"</message>"_s, QString(stanzaId(u"1"_s) + u"</message>"_s))));
        QCOMPARE(talk.takeLog(), (QStringList{u"subject 'old' by "_s, u"entered"_s}));
    }

    void privateMessagesAndInvitesAreNotForTheRoom()
    {
        Talk talk;
        talk.enter();
        for (const QString &type : {u"chat"_s, u"normal"_s, u"headline"_s})
            talk.inject(xml(Talk::groupchat(u"bob"_s, u"psst"_s).replace(u"groupchat"_s, type)));
        QCOMPARE(talk.takeLog(), QStringList());
    }

    void removalWhileFactsAreStillReadIsARemoval_data()
    {
        QTest::addColumn<QString>("codes");
        QTest::addColumn<QString>("end");
        QTest::newRow("kicked") << u"<status code='307'/><status code='110'/>"_s << u"left Kicked"_s;
        QTest::newRow("banned") << u"<status code='301'/><status code='110'/>"_s << u"left Banned"_s;
        QTest::newRow("shut down") << u"<status code='332'/><status code='110'/>"_s << u"membershipLost"_s;
    }

    void removalWhileFactsAreStillReadIsARemoval()
    {
        QFETCH(QString, codes);
        QFETCH(QString, end);
        Talk talk;
        talk.room->join({u"al"_s, {}, {}});
        talk.refuse(tea, u"forbidden"_s);
        talk.takeSent();
        talk.inject(Talk::selfPresence());
        // What the room is now is being asked.
        QCOMPARE(talk.room->state(), MucRoom::State::Joining);
        talk.inject(unavailable(u"al"_s, codes));
        QCOMPARE(talk.room->state(), MucRoom::State::Outside);
        QVERIFY2(talk.takeLog().constLast().startsWith(end), qPrintable(talk.takeLog().join(u'|')));
        talk.answerInfo({u"urn:xmpp:mam:2"_s});
        QCOMPARE(talk.room->state(), MucRoom::State::Outside);
    }

    void refusedPresenceHidesNobodyAndKeepsNobody()
    {
        Talk talk;
        talk.enter();
        QSignalSpy told(talk.room.get(), &MucRoom::occupantsChanged);
        QSignalSpy lost(talk.room.get(), &MucRoom::membershipLost);
        const auto refused = [&talk](const QString &who, const QString &attributes = {}) {
            return talk.room->handleRefused(xml(u"<presence xmlns='jabber:client' from='%1/%2' %3/>"_s.arg(
                                                talk.room->room().toString(), who, attributes)),
                                            0);
        };
        QVERIFY(refused(u"lurker"_s));
        QVERIFY(talk.room->occupants().contains(u"lurker"_s));
        QCOMPARE(told.size(), 1);
        // What is known of somebody stays known.
        refused(u"lurker"_s);
        QCOMPARE(told.size(), 1);
        refused(u"lurker"_s, u"type='unavailable'"_s);
        QVERIFY(!talk.room->occupants().contains(u"lurker"_s));
        QCOMPARE(told.size(), 2);
        refused(u"lurker"_s, u"type='error'"_s);
        refused(talk.room->nickname(), u"type='unavailable'"_s);
        QCOMPARE(told.size(), 2);
        QCOMPARE(lost.size(), 0);
        QCOMPARE(talk.room->state(), MucRoom::State::Inside);
    }

    void presenceWithTwoWordsOfTheRoomTellsNothing()
    {
        Talk talk;
        talk.enter();
        QSignalSpy lost(talk.room.get(), &MucRoom::membershipLost);
        const QString user = u"<x xmlns='http://jabber.org/protocol/muc#user'>%1</x>"_s;
        const QString text = u"<presence xmlns='jabber:client' from='tea@conference.localhost/%1'>%2%3</presence>"_s;
        const QString own = user.arg(u"<item role='participant' affiliation='none'/>"_s);
        const QString forged = user.arg(u"<item role='moderator' affiliation='owner'/><status code='110'/>"_s);
        const auto roleOf = [&](const QString &who) { return talk.room->occupants().value(who).role; };
        talk.room->handle(xml(text.arg(u"eve"_s, forged, own)), 0);
        QVERIFY(talk.room->occupants().contains(u"eve"_s));
        QVERIFY(roleOf(u"eve"_s) != Role::Moderator);
        talk.room->handle(xml(text.arg(u"eve"_s, own, QString())), 0);
        QCOMPARE(roleOf(u"eve"_s), Role::Participant);
        talk.room->handle(xml(text.arg(u"eve"_s, own, forged)), 0);
        QCOMPARE(roleOf(u"eve"_s), Role::Participant);
        QCOMPARE(talk.room->nickname(), u"al"_s);
        QCOMPARE(lost.size(), 0);
    }

    void refusedStanzaKeepsItsPlaceWhenItHasOne()
    {
        Talk talk;
        talk.enter();
        const QString scanned =
            u"<message xmlns='jabber:client' type='groupchat' from='tea@conference.localhost/bob'>%1"
            "</message>"_s;
        QVERIFY(talk.room->handleRefused(xml(scanned.arg(stanzaId(u"7"_s))), 0));
        QVERIFY(talk.room->handleRefused(xml(scanned.arg(QString())), 0));
        QVERIFY(talk.room->handleRefused(xml(scanned.arg(u"<body/>"_s)), 0));
        QCOMPARE(talk.takeLog(), (QStringList{u"NotShown bob:  #7"_s, u"Message bob: "_s}));
        talk.room->leave();
        talk.takeLog();
        talk.room->handleRefused(xml(scanned.arg(stanzaId(u"8"_s))), 0);
        QCOMPARE(talk.takeLog(), QStringList());
    }

    // --- sending

    void messageGoesOutWithItsId()
    {
        Talk talk;
        talk.enter();
        talk.room->sendEntry(hello());
        QCOMPARE(xmlDifference(talk.next(),
                               xml(u"<message xmlns='jabber:client' type='groupchat' to='tea@conference.localhost' "
                                   "id='o1'><body>hello</body><origin-id xmlns='urn:xmpp:sid:0' id='o1'/>"
                                   "</message>"_s)),
                 QString());
    }

    void messageFromOutsideFailsAtOnce()
    {
        Talk talk;
        talk.room->sendEntry(hello());
        QCOMPARE(talk.takeLog(), QStringList{u"messageFailed o1 NotInRoom"_s});
        QCOMPARE(talk.takeSent().size(), 0);
    }

    void recordedRefusalOfAMessage_data()
    {
        QTest::addColumn<QString>("server");
        QTest::addColumn<QString>("topic");
        QTest::addColumn<QString>("line");
        for (const QString &server : {u"ejabberd"_s, u"prosody"_s}) {
            QTest::addRow("%s: muted", qPrintable(server))
                << server << u"muted sends"_s << u"messageFailed x1 Muted (forbidden)"_s;
            QTest::addRow("%s: outside", qPrintable(server))
                << server << u"outsider sends"_s << u"messageFailed x5 NotInRoom (not-acceptable)"_s;
            QTest::addRow("%s: missing", qPrintable(server))
                << server << u"message to missing room"_s << u"messageFailed x6 NotInRoom (item-not-found)"_s;
        }
    }

    void recordedRefusalOfAMessage()
    {
        QFETCH(QString, server);
        QFETCH(QString, topic);
        QFETCH(QString, line);
        Talk talk;
        talk.enter();
        talk.inject(Transcript(QStringLiteral(FOYER_TEST_DATA), server).stanza(topic));
        QCOMPARE(talk.takeLog(), QStringList{line});
    }

    void anotherOccupantCannotFailOurMessage()
    {
        Talk talk;
        talk.enter();
        talk.inject(u"<message xmlns='jabber:client' type='error' from='tea@conference.localhost/eve' id='o1'>"
                    "<error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>"_s);
        QCOMPARE(talk.takeLog(), QStringList());
    }

    // --- occupants

    void occupantsComeChangeAndGo()
    {
        Talk talk;
        talk.enter();
        talk.inject(Talk::presence(u"bob"_s));
        talk.inject(Talk::presence(u"bob"_s, u"visitor"_s));
        talk.inject(Talk::presence(u"bob"_s, u"none"_s));
        QCOMPARE(talk.takeLog(),
                 (QStringList{u"occupants +bob - ~ =2"_s, u"occupants + - ~bob =2"_s, u"occupants + -bob ~ =1"_s}));
    }

    void roomsOwnPresenceIsNobodys()
    {
        Talk talk;
        talk.enter();
        talk.inject(u"<presence xmlns='jabber:client' from='tea@conference.localhost'/>"_s);
        talk.inject(u"<presence xmlns='jabber:client' from='tea@conference.localhost' type='unavailable'/>"_s);
        QCOMPARE(talk.takeLog(), QStringList());
        QCOMPARE(talk.room->state(), MucRoom::State::Inside);
    }

    void recordedMute_data() { serverRows(); }

    void recordedMute()
    {
        QFETCH(QString, server);
        const bool tellsActor = server == "prosody"_L1;
        Talk talk;
        talk.enter();
        talk.inject(aboutUs(server, u"muted"_s));
        const QStringList muted = talk.takeLog();
        QVERIFY2(muted.contains(u"role participant -> visitor by %1: spam"_s.arg(tellsActor ? u"al"_s : QString())),
                 qPrintable(muted.join(u'\n')));
        QVERIFY(!talk.room->self().hasVoice());
        talk.inject(aboutUs(server, u"unmuted"_s));
        QVERIFY(talk.takeLog().constLast().startsWith(u"role visitor -> participant"_s));
    }

    void recordedNicknameChangeOfAnother_data() { serverRows(); }

    void recordedNicknameChangeOfAnother()
    {
        QFETCH(QString, server);
        Talk talk;
        talk.enter();
        talk.inject(Talk::presence(u"bo"_s));
        talk.takeLog();
        talk.inject(Transcript(QStringLiteral(FOYER_TEST_DATA), server).stanzas(u"other nickname changes"_s));
        QCOMPARE(talk.takeLog().constFirst(), u"occupants +bobby -bo ~ =2"_s);
        QCOMPARE(talk.room->occupants().size(), 2);
    }

    void recordedOwnNicknameChange_data() { serverRows(); }

    void recordedOwnNicknameChange()
    {
        QFETCH(QString, server);
        Talk talk;
        talk.enter();
        talk.inject(aboutUs(server, u"own nickname changes"_s));
        QCOMPARE(talk.takeLog(), (QStringList{u"occupants +bobby -al ~ =1"_s, u"nickname bobby"_s}));
        talk.inject(Transcript(QStringLiteral(FOYER_TEST_DATA), server).stanza(u"own nickname changed"_s));
        QCOMPARE(talk.room->state(), MucRoom::State::Inside);
        QCOMPARE(talk.room->occupants().size(), 1);
        talk.takeLog();
        talk.inject(Talk::groupchat(u"bobby"_s, u"hi"_s));
        QCOMPARE(talk.takeLog(), QStringList{u"Message self bobby: hi"_s});
    }

    void otherClientOfOurNicknameDoesNotDisturb()
    {
        Talk talk;
        talk.enter();
        talk.inject(aboutUs(u"ejabberd"_s, u"nickname shared"_s));
        talk.inject(aboutUs(u"prosody"_s, u"nickname shared"_s));
        talk.inject(aboutUs(u"prosody"_s, u"nickname no longer shared"_s));
        QCOMPARE(talk.room->state(), MucRoom::State::Inside);
        QVERIFY(talk.takeLog().filter(u"left"_s).isEmpty());
    }

    // --- getting out

    void leavingIsToldAtOnce()
    {
        Talk talk;
        talk.enter();
        talk.inject(Talk::presence(u"bob"_s));
        talk.takeLog();
        talk.room->leave();
        QCOMPARE(talk.takeLog(), (QStringList{u"occupants + -al,bob ~ =0"_s, u"left ByUser by '': '' -> ''"_s}));
        QVERIFY(isLeave(talk.next()));
        talk.inject(unavailable(u"al"_s));
        QCOMPARE(talk.takeLog(), QStringList());
    }

    void joinGivenUpIsNotJoinedLater()
    {
        Talk talk;
        talk.room->join(as());
        talk.answerInfo(archived);
        talk.takeSent();
        talk.room->leave();
        QVERIFY(isLeave(talk.next()));
        QCOMPARE(talk.takeLog(), QStringList{u"left ByUser by '': '' -> ''"_s});
        talk.inject(Talk::selfPresence());
        QVERIFY(isLeave(talk.next()));
        talk.clock.advance(60000);
        QCOMPARE(talk.takeLog(), QStringList());
        QCOMPARE(talk.takeSent().size(), 0);
    }

    void recordedRemoval_data()
    {
        QTest::addColumn<QString>("server");
        QTest::addColumn<QString>("topic");
        QTest::addColumn<QString>("line");
        for (const QString &server : {u"ejabberd"_s, u"prosody"_s}) {
            const auto row = [&server](const char *topic, const QString &line) {
                QTest::addRow("%s: %s", qPrintable(server), topic) << server << QString::fromLatin1(topic) << line;
            };
            row("kicked", u"left Kicked by 'al': 'bye' -> ''"_s);
            row("banned while inside", u"left Banned by 'al': 'out' -> ''"_s);
            row("made members only", u"left LostMembership by '': '' -> ''"_s);
            row("destroyed", u"left Destroyed by '': 'moved' -> 'other@conference.localhost'"_s);
        }
    }

    void recordedRemoval()
    {
        QFETCH(QString, server);
        QFETCH(QString, topic);
        QFETCH(QString, line);
        Talk talk;
        talk.enter();
        talk.inject(aboutUs(server, topic));
        QCOMPARE(talk.takeLog(), (QStringList{u"occupants + -al ~ =0"_s, line}));
        QCOMPARE(talk.room->state(), MucRoom::State::Outside);
        QCOMPARE(talk.takeSent().size(), 0);
        // ejabberd's HTTP command sends a second farewell.
        talk.inject(unavailable(u"al"_s, u"<status code='332'/>"_s));
        QCOMPARE(talk.takeLog(), QStringList());
    }

    void lossIsNoLeave_data()
    {
        QTest::addColumn<QString>("codes");
        QTest::newRow("room shut down") << u"<status code='110'/><status code='332'/>"_s;
        QTest::newRow("technical cause") << u"<status code='307'/><status code='333'/><status code='110'/>"_s;
        QTest::newRow("no reason") << u"<status code='110'/>"_s;
    }

    void lossIsNoLeave()
    {
        QFETCH(QString, codes);
        Talk talk;
        talk.enter();
        talk.inject(Talk::presence(u"bob"_s));
        talk.takeLog();
        talk.inject(unavailable(u"al"_s, codes));
        const QStringList log = talk.takeLog();
        QCOMPARE(log.size(), 1);
        QVERIFY2(log[0].startsWith(u"membershipLost NotInRoom"_s), qPrintable(log[0]));
        QCOMPARE(talk.room->state(), MucRoom::State::Outside);
    }

    void kickForABouncedMessageIsALoss()
    {
        Talk talk;
        talk.enter();
        talk.inject(aboutUs(u"ejabberd"_s, u"kicked for an error"_s));
        QVERIFY(talk.takeLog().constFirst().startsWith(u"membershipLost"_s));
    }

    void removalOfAnotherIsHisBusiness()
    {
        Talk talk;
        talk.enter();
        talk.inject(Talk::presence(u"da"_s));
        talk.takeLog();
        talk.inject(Transcript(QStringLiteral(FOYER_TEST_DATA), u"ejabberd"_s).stanzas(u"kicked"_s));
        QCOMPARE(talk.takeLog(), QStringList{u"occupants + -da ~ =1"_s});
        QCOMPARE(talk.room->state(), MucRoom::State::Inside);
    }

    void rejoinTellsOnlyWhoCameAndWent()
    {
        Talk talk;
        talk.enter();
        talk.inject(Talk::presence(u"bob"_s));
        talk.inject(Talk::presence(u"carol"_s));
        talk.takeLog();
        talk.room->streamLost();
        QCOMPARE(talk.takeLog(), QStringList());
        QCOMPARE(talk.room->state(), MucRoom::State::Outside);
        talk.room->join(as());
        talk.answerInfo(archived);
        talk.inject(Talk::presence(u"carol"_s));
        talk.inject(Talk::presence(u"dave"_s));
        talk.inject(Talk::selfPresence());
        QCOMPARE(talk.takeLog(), (QStringList{u"selfJoined"_s, u"occupants +dave -bob ~ =3"_s}));
    }

    void farewellOfTheOldMembershipDoesNotEndTheNewJoin()
    {
        Talk talk;
        talk.enter();
        talk.room->leave();
        talk.room->join(as());
        talk.takeLog();
        talk.takeSent();
        talk.inject(unavailable(u"al"_s));
        QCOMPARE(talk.takeLog(), QStringList());
        QCOMPARE(talk.room->state(), MucRoom::State::Joining);
    }

    void secondJoinReplacesTheFirst()
    {
        Talk talk;
        talk.room->join(as());
        const XmlNode first = talk.next();
        talk.room->join(as(u"ally"_s));
        talk.inject(u"<iq xmlns='jabber:client' type='error' from='%1' id='%2'><error type='cancel'>"
                    "<item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"_s.arg(
                        tea, first.attribute(u"id")));
        QCOMPARE(talk.takeLog(), QStringList());
        talk.answerInfo(archived);
        QCOMPARE(talk.next().attribute(u"to"), u"tea@conference.localhost/ally"_s);
    }

    void joinUnderAnotherNameWhileInsideKeepsTheOthers()
    {
        Talk talk;
        talk.enter();
        talk.inject(Talk::presence(u"bob"_s));
        talk.takeLog();
        talk.room->join(as(u"ally"_s));
        talk.answerInfo(archived);
        talk.inject(unavailable(u"al"_s, u"<status code='303'/><status code='110'/>"_s));
        talk.inject(Talk::selfPresence(u"ally"_s));
        QCOMPARE(talk.takeLog(), (QStringList{u"selfJoined"_s, u"occupants +ally -al ~ =2"_s}));
        QCOMPARE(talk.room->nickname(), u"ally"_s);
    }

    void refusedSecondJoinLeavesTheOldMembership()
    {
        Talk talk;
        talk.enter();
        talk.room->join(as(u"bob"_s));
        talk.answerInfo(archived);
        talk.takeSent();
        talk.inject(refusal(u"conflict"_s));
        QCOMPARE(talk.takeLog(), QStringList{u"joinFailed NicknameInUse (conflict)"_s});
        const XmlNode leave = talk.next();
        QVERIFY(isLeave(leave));
        QCOMPARE(leave.attribute(u"to"), u"tea@conference.localhost/al"_s);
    }

    void leavingFromASignalIsSafe()
    {
        Talk talk;
        connect(talk.room.get(), &MucRoom::selfJoined, talk.room.get(), &MucRoom::leave);
        talk.room->join(as());
        talk.answerInfo(archived);
        talk.inject(Talk::presence(u"bob"_s));
        talk.inject(Talk::selfPresence());
        talk.inject(Talk::subject());
        talk.clock.advance(60000);
        QCOMPARE(talk.room->state(), MucRoom::State::Outside);
        QCOMPARE(talk.takeLog(), (QStringList{u"selfJoined"_s, u"left ByUser by '': '' -> ''"_s}));
    }

    // --- self-ping

    void selfPingProvesWhatItCan_data()
    {
        QTest::addColumn<QString>("condition");
        QTest::addColumn<QString>("verdict");
        QTest::newRow("not-acceptable") << u"not-acceptable"_s << u"outside"_s;
        QTest::newRow("not-allowed") << u"not-allowed"_s << u"outside"_s;
        QTest::newRow("item-not-found") << u"item-not-found"_s << u"outside"_s;
        QTest::newRow("service-unavailable") << u"service-unavailable"_s << u"inside"_s;
        QTest::newRow("feature-not-implemented") << u"feature-not-implemented"_s << u"inside"_s;
        QTest::newRow("remote-server-timeout") << u"remote-server-timeout"_s << u"TimedOut"_s;
        QTest::newRow("remote-server-not-found") << u"remote-server-not-found"_s << u"TimedOut"_s;
        QTest::newRow("answered") << QString() << u"inside"_s;
    }

    void selfPingProvesWhatItCan()
    {
        QFETCH(QString, condition);
        QFETCH(QString, verdict);
        Talk talk;
        talk.enter();
        const auto ping = talk.room->selfPing();
        if (condition.isEmpty())
            talk.answer(u"tea@conference.localhost/al"_s);
        else
            talk.refuse(u"tea@conference.localhost/al"_s, condition);
        QVERIFY(ping.isFinished());
        const Result<bool> answer = ping.result();
        QCOMPARE(answer ? (*answer ? u"inside"_s : u"outside"_s) : nameOf(answer.error().kind), verdict);
    }

    void silentSelfPingIsUndecided()
    {
        Talk talk;
        talk.enter();
        const auto ping = talk.room->selfPing();
        talk.clock.advance(15000);
        QCOMPARE(nameOf(ping.result().error().kind), nameOf(ErrorKind::TimedOut));
    }
};

QTEST_GUILESS_MAIN(TestMucRoom)
#include "tst_mucroom.moc"
