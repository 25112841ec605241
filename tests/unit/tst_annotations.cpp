#include "stanza/annotations.h"
#include "stanza/message.h"
#include "support/xml.h"

#include <QTest>

using namespace foyer;
using namespace foyer::stanza;
using namespace Qt::StringLiterals;

/// XEP-0308, XEP-0424, XEP-0425, XEP-0444 and XEP-0461 as their examples write them.
class TestAnnotations : public QObject
{
    Q_OBJECT

private:
    static RoomTrust trust()
    {
        RoomTrust trust;
        trust.room = Jid::parse(u"room@muc.example.com"_s).value();
        trust.stanzaIds = true;
        trust.occupantIds = true;
        trust.now = QDateTime(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC);
        return trust;
    }
    static RoomMessage read(const QString &content, const QString &nickname = u"oldhag"_s)
    {
        const QString resource = nickname.isEmpty() ? QString() : QString(u'/' + nickname);
        return readLive(xml(u"<message xmlns='jabber:client' type='groupchat' id='m' "
                            "from='room@muc.example.com%1'>%2</message>"_s.arg(resource, content)),
                        trust());
    }

private Q_SLOTS:
    void correctionNamesTheMessage()
    {
        const RoomMessage message = read(u"<body>new</body><replace id='bad1' xmlns='urn:xmpp:message-correct:0'/>"_s);
        QCOMPARE(nameOf(message.kind), nameOf(EntryKind::Correction));
        QCOMPARE(message.about.targetId, u"bad1"_s);
        QCOMPARE(message.body, u"new"_s);
    }

    void reactionsAreEmojisAndTheirFallbackIsNoText()
    {
        const RoomMessage message =
            read(u"<body>👋</body><reactions id='s1' xmlns='urn:xmpp:reactions:0'><reaction>👋</reaction>"
                 "<reaction>word</reaction><reaction>🐢</reaction><reaction>👋</reaction></reactions>"
                 "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reactions:0'/>"_s);
        QCOMPARE(nameOf(message.kind), nameOf(EntryKind::Reaction));
        QCOMPARE(message.about, (Annotation{u"s1"_s, u"👋\n🐢"_s, {}}));
        QCOMPARE(message.body, QString());
    }

    void retractionOfTheAuthor()
    {
        const RoomMessage message =
            read(u"<body>/me retracted</body><retract id='s1' xmlns='urn:xmpp:message-retract:1'/>"
                 "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:message-retract:1'/>"_s);
        QCOMPARE(nameOf(message.kind), nameOf(EntryKind::Retraction));
        QCOMPARE(message.about, (Annotation{u"s1"_s, {}, {}}));
        QCOMPARE(message.body, QString());
    }

    void addressOfAFileIsSaidTwice()
    {
        RoomMessage entry;
        entry.originId = u"o1"_s;
        entry.body = u"https://files.example.org/a%20b.png?c=d&e"_s;
        QVERIFY(groupchatEntry(trust().room, entry).child(u"x", u"jabber:x:oob").isNull());
        entry.isFile = true;
        const XmlNode written = groupchatEntry(trust().room, entry);
        QCOMPARE(written.child(u"x", u"jabber:x:oob").child(u"url", u"jabber:x:oob").text(), entry.body);
        QCOMPARE(written.child(u"body", u"jabber:client").text(), entry.body);
    }

    void moderatedRetractionIsTheRooms_data()
    {
        QTest::addColumn<QString>("content");
        QTest::newRow("XEP-0425") << u"<retract id='s1' xmlns='urn:xmpp:message-retract:1'><moderated "
                                     "by='room@muc.example.com/macbeth' xmlns='urn:xmpp:message-moderate:1'/>"
                                     "<reason>spam</reason></retract>"_s;
        QTest::newRow("as deployed first")
            << u"<apply-to id='s1' xmlns='urn:xmpp:fasten:0'><moderated by='room@muc.example.com/macbeth' "
               "xmlns='urn:xmpp:message-moderate:0'><retract xmlns='urn:xmpp:message-retract:0'/>"
               "<reason>spam</reason></moderated></apply-to>"_s;
    }

    void moderatedRetractionIsTheRooms()
    {
        QFETCH(QString, content);
        const RoomMessage message = read(content, {});
        QCOMPARE(nameOf(message.kind), nameOf(EntryKind::Retraction));
        QCOMPARE(message.about, (Annotation{u"s1"_s, u"spam"_s, u"macbeth"_s}));
        QVERIFY(message.nickname.isEmpty());
        // An occupant that writes the same speaks for itself only.
        QVERIFY(read(content).about.nickname.isEmpty());
    }

    void roomRetractsNothingWithoutAModerator()
    {
        QVERIFY(read(u"<retract id='s1' xmlns='urn:xmpp:message-retract:1'/>"_s, {}).about.targetId.isEmpty());
    }

    void replyHidesItsQuotation()
    {
        const RoomMessage message = read(
            u"<body>&gt; Anna wrote:\n&gt; We should bake a 🎂\nGreat idea!</body>"
            "<reply to='room@muc.example.com/anna' id='s1' xmlns='urn:xmpp:reply:0'/>"
            "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'><body start='0' end='35'/></fallback>"_s);
        QCOMPARE(nameOf(message.kind), nameOf(EntryKind::Message));
        QCOMPARE(message.body, u"Great idea!"_s);
        QCOMPARE(message.about, (Annotation{u"s1"_s, u"Anna wrote: We should bake a 🎂"_s, u"anna"_s}));
    }

    void impossibleFallbackRangesHideNothing_data()
    {
        QTest::addColumn<QString>("range");
        QTest::newRow("backwards") << u"start='5' end='2'"_s;
        QTest::newRow("negative") << u"start='-5' end='2'"_s;
        QTest::newRow("behind the text") << u"start='50' end='60'"_s;
        QTest::newRow("no number") << u"start='x' end='60'"_s;
    }

    void impossibleFallbackRangesHideNothing()
    {
        QFETCH(QString, range);
        const QString content = u"<body>Great idea!</body><reply to='a@b/c' id='s1' xmlns='urn:xmpp:reply:0'/>"
                                "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'><body %1/></fallback>"_s;
        QCOMPARE(read(content.arg(range)).body, u"Great idea!"_s);
    }

    void fallbackRangesMayComeInAnyOrder()
    {
        const QString content =
            u"<body>0123456789</body><reply to='a@b/c' id='s1' xmlns='urn:xmpp:reply:0'/>"
            "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'><body start='6' end='8'/><body start='1' "
            "end='4'/><body start='2' end='3'/><body start='7' end='9'/></fallback>"_s;
        QCOMPARE(read(content).body, u"0459"_s);
    }

    void fallbackWithoutAReplyIsText()
    {
        const QString content = u"<body>all of it</body><fallback xmlns='urn:xmpp:fallback:0' "
                                "for='urn:xmpp:reply:0'><body start='0' end='4'/></fallback>"_s;
        QCOMPARE(read(content).body, u"all of it"_s);
    }

    void tombstonesCountInArchivesOnly()
    {
        const QString inside =
            u"<message xmlns='jabber:client' type='groupchat' from='room@muc.example.com/oldhag' id='m1'>"
            "<retracted stamp='2019-09-20T23:19:12Z' xmlns='urn:xmpp:message-retract:1'><moderated "
            "by='room@muc.example.com/erin' xmlns='urn:xmpp:message-moderate:1'/><reason>spam</reason></retracted>"
            "</message>"_s;
        const auto archived = readArchived(
            xml(u"<result xmlns='urn:xmpp:mam:2' id='s1'><forwarded xmlns='urn:xmpp:forward:0'>%1</forwarded></result>"_s
                    .arg(inside)),
            trust());
        QVERIFY(archived.has_value());
        QCOMPARE(nameOf(archived->kind), nameOf(EntryKind::Message));
        QVERIFY(archived->retracted);
        QCOMPARE(archived->about, (Annotation{{}, u"spam"_s, u"erin"_s}));
        const RoomMessage live = readLive(xml(inside), trust());
        QCOMPARE(nameOf(live.kind), nameOf(EntryKind::Other));
        QVERIFY(!live.retracted);
    }

    void whatWeWriteIsWhatWeRead_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("body");
        QTest::addColumn<Annotation>("about");
        QTest::newRow("message") << int(EntryKind::Message) << u"hi"_s << Annotation{};
        QTest::newRow("reply") << int(EntryKind::Message) << u"Great 🎂 idea!\n> not a quotation"_s
                               << Annotation{u"s1"_s, u"Bake a 🎂"_s, u"anna"_s};
        QTest::newRow("correction") << int(EntryKind::Correction) << u"new"_s << Annotation{u"m1"_s, {}, {}};
        QTest::newRow("reaction") << int(EntryKind::Reaction) << QString() << Annotation{u"s1"_s, u"👍\n🎉"_s, {}};
        QTest::newRow("no reaction") << int(EntryKind::Reaction) << QString() << Annotation{u"s1"_s, {}, {}};
        QTest::newRow("retraction") << int(EntryKind::Retraction) << QString() << Annotation{u"s1"_s, {}, {}};
    }

    void whatWeWriteIsWhatWeRead()
    {
        QFETCH(int, kind);
        QFETCH(QString, body);
        QFETCH(Annotation, about);
        RoomMessage entry;
        entry.kind = static_cast<EntryKind>(kind);
        entry.originId = u"o1"_s;
        entry.body = body;
        entry.about = about;
        XmlNode written = groupchatEntry(trust().room, entry);
        written.setAttribute(u"from"_s, u"room@muc.example.com/oldhag"_s); // as the room passes it on
        const RoomMessage read = readLive(xml(written.toXml()), trust());
        QCOMPARE(nameOf(read.kind), nameOf(entry.kind));
        QCOMPARE(read.body, body);
        QCOMPARE(read.about.targetId, about.targetId);
        if (entry.kind == EntryKind::Reaction)
            QCOMPARE(read.about.value, about.value);
        if (entry.kind == EntryKind::Message && !about.targetId.isEmpty())
            QCOMPARE(read.about.nickname, about.nickname);
        QCOMPARE(read.originId, u"o1"_s);
        QCOMPARE(read.messageId, u"o1"_s);
    }

    void correctionOfAReplyIsAReply()
    {
        RoomMessage entry;
        entry.kind = EntryKind::Correction;
        entry.originId = u"o1"_s;
        entry.body = u"better"_s;
        entry.about.targetId = u"m1"_s;
        entry.reply = {u"s1"_s, u"Bake a 🎂"_s, u"anna"_s};
        XmlNode written = groupchatEntry(trust().room, entry);
        QCOMPARE(written.child(u"reply", u"urn:xmpp:reply:0").attribute(u"id"), u"s1"_s);
        written.setAttribute(u"from"_s, u"room@muc.example.com/oldhag"_s);
        const RoomMessage read = readLive(xml(written.toXml()), trust());
        QCOMPARE(nameOf(read.kind), nameOf(EntryKind::Correction));
        QCOMPARE(read.body, u"better"_s);
        QCOMPARE(read.about.targetId, u"m1"_s);
    }

    void correctionThatMarksAQuotationItHasNotIsShownWhole()
    {
        const QString others = u"<replace id='m1' xmlns='urn:xmpp:message-correct:0'/><reply id='s1' "
                               "xmlns='urn:xmpp:reply:0'/><fallback xmlns='urn:xmpp:fallback:0' "
                               "for='urn:xmpp:reply:0'><body start='0' end='12'/></fallback>"_s;
        QCOMPARE(read(u"<body>thank you, and more</body>"_s + others).body, u"thank you, and more"_s);
        QCOMPARE(read(u"<body>&gt; bob:\n&gt; hi\nthank you</body>"_s + others).body, u"thank you"_s);
    }

    void retractionNamesTheRoomsIdFirstAndTheAuthorsLast()
    {
        RoomMessage entry;
        entry.kind = EntryKind::Retraction;
        entry.originId = u"o1"_s;
        entry.about = {u"s1"_s, {}, {}, u"m1"_s};
        XmlNode written = groupchatEntry(trust().room, entry);
        written.setAttribute(u"from"_s, u"room@muc.example.com/oldhag"_s);
        QStringList ids;
        const QList<XmlNode> elements = written.childrenNamed(u"retract", u"urn:xmpp:message-retract:1");
        for (const XmlNode &element : elements)
            ids += element.attribute(u"id");
        QCOMPARE(ids, (QStringList{u"s1"_s, u"m1"_s}));
        QCOMPARE(annotationOf(written, EntryKind::Retraction).targetId, u"s1"_s);
    }
};

QTEST_GUILESS_MAIN(TestAnnotations)
#include "tst_annotations.moc"
