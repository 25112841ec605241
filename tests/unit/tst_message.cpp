#include "stanza/chatstate.h"
#include "stanza/message.h"
#include "support/transcript.h"
#include "support/xml.h"

#include <QTest>

using namespace foyer;
using namespace foyer::stanza;
using namespace Qt::StringLiterals;

namespace
{

const QDateTime now(QDate(2026, 11, 24), QTime(12, 0), Qt::UTC);
const Jid tea = *Jid::parse(u"tea@conference.localhost");

RoomTrust trust()
{
    return {tea, true, true, now};
}

Transcript transcript(const QString &server)
{
    return Transcript(QStringLiteral(FOYER_TEST_DATA), server);
}

/// A live message of al in the room with \a content.
XmlNode live(const QString &content, const QString &attributes = {})
{
    return xml(u"<message xmlns='jabber:client' type='groupchat' from='tea@conference.localhost/al' "_s + attributes +
               u">"_s + content + u"</message>"_s);
}

void serverRows()
{
    QTest::addColumn<QString>("server");
    QTest::newRow("ejabberd") << u"ejabberd"_s;
    QTest::newRow("prosody") << u"prosody"_s;
}

} // namespace

Q_DECLARE_METATYPE(foyer::EntryKind)

class TestMessage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recordedChatStatesAreRead()
    {
        for (const QString &server : {u"ejabberd"_s, u"prosody"_s}) {
            const Transcript transcript(QStringLiteral(FOYER_TEST_DATA), server);
            QCOMPARE(chatStateOf(transcript.stanza(u"live composing"_s)), ChatState::Composing);
            QCOMPARE(chatStateOf(transcript.stanza(u"live active"_s)), ChatState::Active);
            QCOMPARE(chatStateOf(transcript.stanza(u"live marker"_s)), std::nullopt);
        }
        QCOMPARE(chatStateOf(xml(u"<message xmlns='jabber:client'><dancing "
                                 "xmlns='http://jabber.org/protocol/chatstates'/></message>"_s)),
                 std::nullopt);
    }

    void aChatStateOfOursIsNothingToKeep()
    {
        const XmlNode message = chatStateMessage(*Jid::parse(u"tea@rooms.example"), ChatState::Paused);
        QCOMPARE(message.toXml(), xml(u"<message xmlns='jabber:client' to='tea@rooms.example' type='groupchat'>"
                                      "<paused xmlns='http://jabber.org/protocol/chatstates'/>"
                                      "<no-store xmlns='urn:xmpp:hints'/></message>"_s)
                                      .toXml());
        QCOMPARE(chatStateOf(message), ChatState::Paused);
        QVERIFY(message.attribute(u"id").isEmpty());
    }

    void recordedMessageHasItsKind_data()
    {
        QTest::addColumn<QString>("topic");
        QTest::addColumn<EntryKind>("kind");
        QTest::addColumn<QString>("body");
        QTest::newRow("correction") << u"live corr"_s << EntryKind::Correction << u"m1 edited"_s;
        QTest::newRow("reaction") << u"live react"_s << EntryKind::Reaction << QString();
        QTest::newRow("reaction to keep") << u"live reactStore"_s << EntryKind::Reaction << QString();
        QTest::newRow("reply") << u"live reply"_s << EntryKind::Message << u"yes"_s;
        QTest::newRow("chat state") << u"live composing"_s << EntryKind::Other << QString();
        QTest::newRow("body with chat state") << u"live active"_s << EntryKind::Message << u"with active"_s;
        QTest::newRow("marker") << u"live marker"_s << EntryKind::Marker << QString();
        QTest::newRow("body asking for markers") << u"live markable"_s << EntryKind::Message << u"markable"_s;
        QTest::newRow("old retraction") << u"live retract"_s << EntryKind::Retraction << QString();
        QTest::newRow("retraction with a fallback") << u"live retract1"_s << EntryKind::Retraction << QString();
        QTest::newRow("link") << u"live oob"_s << EntryKind::Message << u"http://x/y.png"_s;
        QTest::newRow("not to be stored") << u"live nostore"_s << EntryKind::Message << u"nostore"_s;
        QTest::newRow("own element") << u"live custom"_s << EntryKind::Other << QString();
        QTest::newRow("own element to keep") << u"live customStore"_s << EntryKind::Other << QString();
        QTest::newRow("configuration notice") << u"configuration changed"_s << EntryKind::Other << QString();
    }

    void recordedMessageHasItsKind()
    {
        QFETCH(QString, topic);
        QFETCH(EntryKind, kind);
        QFETCH(QString, body);
        for (const QString &server : {u"ejabberd"_s, u"prosody"_s}) {
            const XmlNode message = transcript(server).stanza(topic);
            const RoomMessage read = readLive(message, trust());
            QCOMPARE(nameOf(read.kind), nameOf(kind));
            QCOMPARE(read.body, body);
            QCOMPARE(read.raw.isEmpty(), kind == EntryKind::Message);
            if (kind != EntryKind::Message)
                QCOMPARE(xmlDifference(xml(read.raw), message), QString());
        }
    }

    void liveHistoryAndArchiveAgreeOnTheId_data() { serverRows(); }

    void liveHistoryAndArchiveAgreeOnTheId()
    {
        QFETCH(QString, server);
        const Transcript recorded = transcript(server);
        const auto lives = recorded.stanzas(u"live"_s);
        const auto history = recorded.stanzas(u"history"_s);
        const auto archive = recorded.stanzas(u"archive all"_s);
        QCOMPARE(lives.size(), 5);
        QCOMPARE(history.size(), 5);
        for (int i = 0; i < 5; ++i) {
            const RoomMessage seen = readLive(lives[i], trust());
            const RoomMessage past = readHistory(history[i], trust());
            const auto kept = readArchived(archive[i].child(u"result", u"urn:xmpp:mam:2"), trust());
            QVERIFY(kept.has_value());
            QVERIFY(!seen.archiveId.isEmpty());
            QCOMPARE(past.archiveId, seen.archiveId);
            QCOMPARE(kept->archiveId, seen.archiveId);
            QCOMPARE(seen.body, u"m%1 <&> é 😀"_s.arg(i + 1));
            QCOMPARE(past.body, seen.body);
            QCOMPARE(kept->body, seen.body);
            QCOMPARE(kept->messageId, u"cid-%1"_s.arg(i + 1));
            QCOMPARE(kept->originId, i % 2 == 0 ? u"oid-%1"_s.arg(i + 1) : QString());
            QCOMPARE(kept->nickname, u"al"_s);
            QCOMPARE(kept->occupantId, seen.occupantId);
            QCOMPARE(seen.occupantId.isEmpty(), server == "ejabberd"_L1);
            QVERIFY(!seen.stamp.isValid());
            QCOMPARE(past.stamp.date(), QDate(2026, 11, 23));
            QCOMPARE(kept->stamp.date(), QDate(2026, 11, 23));
            QVERIFY(!kept->fromSelf);
        }
    }

    void microsecondsOfAStampAreRead()
    {
        const auto archive = transcript(u"ejabberd"_s).stanzas(u"archive all"_s);
        const auto entry = readArchived(archive[0].child(u"result", u"urn:xmpp:mam:2"), trust());
        QCOMPARE(entry->stamp, QDateTime(QDate(2026, 11, 23), QTime(2, 25, 25, 430), Qt::UTC));
    }

    void idsOfOthersThanTheRoomDoNotCount_data() { serverRows(); }

    void idsOfOthersThanTheRoomDoNotCount()
    {
        QFETCH(QString, server);
        const RoomMessage read = readLive(transcript(server).stanza(u"spoofed stanza-id"_s), trust());
        QVERIFY(!read.archiveId.isEmpty());
        QVERIFY(read.archiveId != u"SPOOFED"_s && read.archiveId != u"OTHER"_s);
    }

    void archiveIdNeedsExactlyOneWordOfTheRoom_data()
    {
        QTest::addColumn<QString>("ids");
        QTest::addColumn<QString>("expected");
        const QString ours = u"<stanza-id xmlns='urn:xmpp:sid:0' by='tea@conference.localhost' id='%1'/>"_s;
        const QString resource = u"<stanza-id xmlns='urn:xmpp:sid:0' by='tea@conference.localhost/al' id='x'/>"_s;
        const QString other = u"<stanza-id xmlns='urn:xmpp:sid:0' by='evil@conference.localhost' id='x'/>"_s;
        QTest::newRow("one") << ours.arg(u"1"_s) << u"1"_s;
        QTest::newRow("beside another's") << QString(other + ours.arg(u"1"_s)) << u"1"_s;
        QTest::newRow("two") << QString(ours.arg(u"1"_s) + ours.arg(u"2"_s)) << QString();
        QTest::newRow("the same twice") << QString(ours.arg(u"1"_s) + ours.arg(u"1"_s)) << QString();
        QTest::newRow("of an occupant") << resource << QString();
        QTest::newRow("of another room") << other << QString();
        QTest::newRow("empty") << ours.arg(QString()) << QString();
        QTest::newRow("spelled in capitals")
            << u"<stanza-id xmlns='urn:xmpp:sid:0' by='TEA@Conference.Localhost' id='1'/>"_s << u"1"_s;
    }

    void archiveIdNeedsExactlyOneWordOfTheRoom()
    {
        QFETCH(QString, ids);
        QFETCH(QString, expected);
        const XmlNode message = live(QString(u"<body>hi</body>"_s + ids));
        QCOMPARE(readLive(message, trust()).archiveId, expected);
    }

    void idsCountOnlyWhereTheRoomAnnouncesThem()
    {
        const XmlNode message =
            live(u"<body>hi</body><stanza-id xmlns='urn:xmpp:sid:0' by='tea@conference.localhost' id='1'/>"
                 "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='forged'/>"_s);
        const RoomMessage read = readLive(message, {tea, false, false, now});
        QCOMPARE(read.archiveId, QString());
        QCOMPARE(read.occupantId, QString());
        QCOMPARE(readLive(message, trust()).occupantId, u"forged"_s);
    }

    void liveDelayNeverStamps()
    {
        const XmlNode message = live(
            u"<body>hi</body><delay xmlns='urn:xmpp:delay' from='tea@conference.localhost' stamp='2026-01-01T00:00:00Z'/>"_s);
        QVERIFY(!readLive(message, trust()).stamp.isValid());
        QCOMPARE(readHistory(message, trust()).stamp, QDateTime(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC));
    }

    void historyIsStampedByTheRoomBeforeAnybodyElse()
    {
        const XmlNode message =
            live(u"<body>hi</body><delay xmlns='urn:xmpp:delay' from='bob@localhost' stamp='2026-01-01T00:00:00Z'/>"
                 "<delay xmlns='urn:xmpp:delay' from='tea@conference.localhost' stamp='2026-02-02T00:00:00Z'/>"_s);
        QCOMPARE(readHistory(message, trust()).stamp.date(), QDate(2026, 2, 2));
        const XmlNode foreign =
            live(u"<body>hi</body><delay xmlns='urn:xmpp:delay' from='bob@localhost' stamp='2026-01-01T00:00:00Z'/>"_s);
        QVERIFY(!readHistory(foreign, trust()).stamp.isValid());
    }

    void archivedMessageOfAnotherRoomLeavesItsPlaceOnly()
    {
        const XmlNode result =
            xml(u"<result xmlns='urn:xmpp:mam:2' id='1'><forwarded xmlns='urn:xmpp:forward:0'>"
                "<message xmlns='jabber:client' type='groupchat' from='other@conference.localhost/al'>"
                "<body>forged</body></message></forwarded></result>"_s);
        RoomMessage place;
        place.kind = EntryKind::NotShown;
        place.archiveId = u"1"_s;
        QVERIFY(readArchived(result, trust()) == place);
    }

    void archivedResultWithoutMessageKeepsItsPlace()
    {
        const XmlNode result =
            xml(u"<result xmlns='urn:xmpp:mam:2' id='1'><forwarded xmlns='urn:xmpp:forward:0'>"
                "<delay xmlns='urn:xmpp:delay' stamp='2026-01-01T00:00:00Z'/></forwarded></result>"_s);
        const auto entry = readArchived(result, trust());
        QVERIFY(entry.has_value());
        QCOMPARE(nameOf(entry->kind), nameOf(EntryKind::NotShown));
        QCOMPARE(entry->archiveId, u"1"_s);
        QVERIFY(!readArchived(xml(u"<result xmlns='urn:xmpp:mam:2'/>"_s), trust()).has_value());
    }

    void resultIdWinsOverTheStanzaIdInside()
    {
        const XmlNode result =
            xml(u"<result xmlns='urn:xmpp:mam:2' id='right'><forwarded xmlns='urn:xmpp:forward:0'>"
                "<message xmlns='jabber:client' type='groupchat' from='tea@conference.localhost/al'><body>hi</body>"
                "<stanza-id xmlns='urn:xmpp:sid:0' by='tea@conference.localhost' id='wrong'/></message>"
                "</forwarded></result>"_s);
        QCOMPARE(readArchived(result, trust())->archiveId, u"right"_s);
    }

    void senderOfAnArchivedMessageIsWhomTheRoomTells_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("sender");
        const QString user = u"<x xmlns='http://jabber.org/protocol/muc#user'>%1</x>"_s;
        const QString bob = user.arg(u"<item jid='bob@localhost/phone'/>"_s);
        QTest::newRow("ejabberd") << bob << u"bob@localhost"_s;
        QTest::newRow("prosody") << user.arg(u"<item affiliation='none' jid='bob@localhost/x' role='participant'/>"_s)
                                 << u"bob@localhost"_s;
        // What servers pass on that do not understand it, in whatever place they put their own word.
        QTest::newRow("two words") << bob + user.arg(u"<item jid='carol@localhost/x'/>"_s) << QString();
        for (const QString &item :
             {u"<item jid='bob@localhost' role='bogus'/>"_s, u"<item jid='bob@localhost' affiliation='king'/>"_s,
              u"<item jid='bob@localhost' nick=''/>"_s, u"<item jid='bob@localhost/'/>"_s,
              u"<item jid='bob@localhost'><actor jid='@'/></item>"_s,
              u"<item jid='bob@localhost'/><status code='x'/>"_s,
              u"<item jid='bob@localhost'/><item jid='carol@localhost'/>"_s, u"<item/>"_s})
            QTest::newRow(qPrintable(item)) << user.arg(item) << QString();
    }

    void senderOfAnArchivedMessageIsWhomTheRoomTells()
    {
        QFETCH(QString, words);
        QFETCH(QString, sender);
        const XmlNode result =
            xml(u"<result xmlns='urn:xmpp:mam:2' id='1'><forwarded xmlns='urn:xmpp:forward:0'>"
                "<message xmlns='jabber:client' type='groupchat' from='tea@conference.localhost/bo'><body>hi</body>"
                "%1</message></forwarded></result>"_s.arg(words));
        RoomTrust open = trust();
        open.addresses = true;
        QCOMPARE(readArchived(result, open)->realJid.toString(), sender);
        // Where the room shows no addresses, only that it was us, under our name there.
        QCOMPARE(readArchived(result, trust())->realJid.toString(), QString());
        RoomTrust ours = trust();
        ours.account = *Jid::parse(u"bob@localhost"_s);
        ours.nickname = u"bobby"_s;
        QCOMPARE(readArchived(result, ours)->realJid.toString(), QString());
        ours.nickname = u"bo"_s;
        QCOMPARE(readArchived(result, ours)->realJid.toString(), sender);
    }

    void kindsThatNoServerRecorded_data()
    {
        QTest::addColumn<QString>("content");
        QTest::addColumn<EntryKind>("kind");
        QTest::newRow("reaction with a fallback body")
            << u"<body>x</body><reactions xmlns='urn:xmpp:reactions:0' id='1'/>"
               "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reactions:0'/>"_s
            << EntryKind::Reaction;
        QTest::newRow("reaction that hides a body")
            << u"<body>x</body><reactions xmlns='urn:xmpp:reactions:0' id='1'/>"_s << EntryKind::Message;
        QTest::newRow("moderation by the room")
            << u"<apply-to xmlns='urn:xmpp:fasten:0' id='1'><moderated xmlns='urn:xmpp:message-moderate:0'/></apply-to>"_s
            << EntryKind::Retraction;
        QTest::newRow("subject") << u"<subject>s</subject>"_s << EntryKind::Subject;
        QTest::newRow("empty subject") << u"<subject/>"_s << EntryKind::Subject;
        QTest::newRow("subject of a thread") << u"<subject>s</subject><thread>t</thread>"_s << EntryKind::Other;
        QTest::newRow("subject with a body") << u"<subject>s</subject><body>b</body>"_s << EntryKind::Message;
        QTest::newRow("empty body") << u"<body/>"_s << EntryKind::Other;
        QTest::newRow("subject with an empty body") << u"<subject>s</subject><body/>"_s << EntryKind::Other;
        QTest::newRow("body of another namespace") << u"<body xmlns='urn:evil'>b</body>"_s << EntryKind::Other;
        QTest::newRow("nothing") << QString() << EntryKind::Other;
        QTest::newRow("content of the Server API")
            << u"<content xmlns='urn:foyer:content:0' type='App:Gift'>{}</content>"_s << EntryKind::Other;
        QTest::newRow("content with words for people")
            << u"<body>a gift</body><content xmlns='urn:foyer:content:0' type='App:Gift'>{}</content>"_s
            << EntryKind::Message;
    }

    void kindsThatNoServerRecorded()
    {
        QFETCH(QString, content);
        QFETCH(EntryKind, kind);
        QCOMPARE(nameOf(entryKindOf(live(content))), nameOf(kind));
    }

    void contentOfTheServerApiIsKeptWhole()
    {
        const RoomMessage read = readLive(live(u"<content xmlns='urn:foyer:content:0' type='App:Gift'>{\"n\": 3}"
                                               "</content><stanza-id xmlns='urn:xmpp:sid:0' id='a1' "
                                               "by='tea@conference.localhost'/>"_s),
                                          trust());
        QCOMPARE(read.archiveId, u"a1"_s);
        const XmlNode content = xml(read.raw).child(u"content", u"urn:foyer:content:0");
        QCOMPARE(content.attribute(u"type"), u"App:Gift"_s);
        QCOMPARE(content.text(), u"{\"n\": 3}"_s);
    }

    void errorsHaveNoBody_data() { serverRows(); }

    void errorsHaveNoBody()
    {
        QFETCH(QString, server);
        const RoomMessage read = readLive(transcript(server).stanza(u"outsider sends"_s), trust());
        QCOMPARE(read.body, QString());
        QCOMPARE(nameOf(read.kind), nameOf(EntryKind::Other));
    }

    void nicknamesAreNotJudged()
    {
        const XmlNode message = xml(u"<message xmlns='jabber:client' type='groupchat' "
                                    "from='tea@conference.localhost/a/b &#x1F6B2;'><body>hi</body></message>"_s);
        QCOMPARE(readLive(message, trust()).nickname, u"a/b 🚲"_s);
    }

    void refusedMessageKeepsItsPlace()
    {
        const QString text = u"<message xmlns='jabber:client' type='%1' id='m' from='tea@conference.localhost%2'>%3"
                             "<stanza-id xmlns='urn:xmpp:sid:0' by='tea@conference.localhost' id='1'/></message>"_s;
        const RoomMessage read = readRefused(xml(text.arg(u"groupchat"_s, u"/al"_s, u"<body/>"_s)), trust());
        QCOMPARE(read.archiveId + u' ' + read.messageId + u' ' + read.nickname, u"1 m al"_s);
        QCOMPARE(nameOf(read.kind), nameOf(EntryKind::Message));
        QVERIFY(read.unreadable && read.retracted && !read.stamp.isValid());
        // What nobody wrote to be read is no message.
        for (const QString &other :
             {text.arg(u"groupchat"_s, u"/al"_s, QString()), text.arg(u"groupchat"_s, QString(), u"<body/>"_s),
              text.arg(u"error"_s, u"/al"_s, u"<body/>"_s)}) {
            const RoomMessage place = readRefused(xml(other), trust());
            QCOMPARE(nameOf(place.kind), nameOf(EntryKind::NotShown));
            QCOMPARE(place.archiveId, u"1"_s);
            QVERIFY(!place.unreadable && !place.retracted);
        }
    }

    void refusedResultKeepsItsPlace()
    {
        const QString text =
            u"<result xmlns='urn:xmpp:mam:2' id='%1'><forwarded xmlns='urn:xmpp:forward:0'>"
            "<delay xmlns='urn:xmpp:delay' stamp='2026-01-01T00:00:00Z'/>"
            "<message xmlns='jabber:client' type='groupchat' id='m' from='%2@conference.localhost/al'><body/></message>"
            "</forwarded></result>"_s;
        const auto read = readRefusedResult(xml(text.arg(u"1"_s, u"tea"_s)), trust());
        QVERIFY(read && read->unreadable && read->retracted);
        QCOMPARE(read->archiveId + u' ' + read->messageId + u' ' + read->nickname, u"1 m al"_s);
        QCOMPARE(read->stamp, QDateTime(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC));
        const auto forged = readRefusedResult(xml(text.arg(u"1"_s, u"other"_s)), trust());
        QVERIFY(forged && !forged->unreadable);
        QCOMPARE(nameOf(forged->kind), nameOf(EntryKind::NotShown));
        QCOMPARE(forged->nickname + forged->raw, QString());
        QVERIFY(!readRefusedResult(xml(text.arg(QString(), u"tea"_s)), trust()));
    }

    void ownMessageCarriesItsIdTwice()
    {
        QCOMPARE(
            xmlDifference(groupchatMessage(tea, u"o1"_s, u"a <b>"_s),
                          xml(u"<message xmlns='jabber:client' type='groupchat' to='tea@conference.localhost' id='o1'>"
                              "<body>a &lt;b&gt;</body><origin-id xmlns='urn:xmpp:sid:0' id='o1'/></message>"_s)),
            QString());
    }
};

QTEST_GUILESS_MAIN(TestMessage)
#include "tst_message.moc"
