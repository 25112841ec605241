#include "core/xmpptime.h"
#include "support/roombench.h"
#include "support/xml.h"

#include <QTest>

using namespace foyer;
using namespace foyer::server;
using namespace Qt::StringLiterals;

/// What the archive of a room hands out after a message in it was deleted.
class TestTombstones : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void moderatedMessageLeavesItsPlaceOnly();
    void authorTakesHisMessageBackByTheRoomsId();
    void authorTakesHisMessageBackByHisOwnId();
    void correctionsGoWithTheirMessage();
    void oneRetractionBuriesOneMessage();
    void nobodyBuriesWhatIsNotHis();
    void nobodyActsAsAModerator();
    void whatHasNoTextStays();
    void retractionThatIsNotKeptBuriesNothing();
    void repeatOfABuriedMessageIsKnown();
    void outlivesARestart();

private:
    QString say(const QString &who, const QString &inside)
    {
        const auto posted = m_bench->send(
            u"Launch"_s, who, xml(u"<message xmlns='jabber:client' type='groupchat'>%1</message>"_s.arg(inside)));
        return posted ? posted->entry.id : QString();
    }
    QString retract(const QString &who, const QString &id)
    {
        return say(who,
                   u"<body>/me took it back</body><retract xmlns='urn:xmpp:message-retract:1' id='%1'/>"_s.arg(id));
    }
    QList<ArchiveEntry> archive()
    {
        const auto page = m_bench->store().page(u"launch"_s, {});
        return page ? page->entries : QList<ArchiveEntry>();
    }
    /// What the archive hands out, in one text.
    QString words()
    {
        QString all;
        const QList<ArchiveEntry> entries = archive();
        for (const ArchiveEntry &entry : entries)
            all += entry.message.toXml();
        return all;
    }
    QStringList ids()
    {
        QStringList list;
        const QList<ArchiveEntry> entries = archive();
        for (const ArchiveEntry &entry : entries)
            list += entry.id;
        return list;
    }

    std::unique_ptr<RoomBench> m_bench;
};

void TestTombstones::init()
{
    m_bench = std::make_unique<RoomBench>();
    m_bench->open(u"Launch"_s, u"erin"_s);
    for (const QString &name : {u"alice"_s, u"bob"_s})
        QVERIFY(m_bench->enter(u"Launch"_s, name));
}

void TestTombstones::moderatedMessageLeavesItsPlaceOnly()
{
    const QString before = say(u"bob"_s, u"<body>before</body>"_s);
    const QString spam = say(u"alice"_s, u"<body>buy this</body><origin-id xmlns='urn:xmpp:sid:0' id='o1'/>"
                                         "<x xmlns='jabber:x:oob'><url>https://buy.example.com/</url></x>"_s);
    const QString after = say(u"bob"_s, u"<body>after</body>"_s);
    const QDateTime sentAt = archive().at(1).sentAt;
    m_bench->clock.advance(5000);
    QVERIFY(m_bench->rooms().moderate(u"launch"_s, RoomBench::session(u"erin"_s), spam, u"off topic"_s));
    QCOMPARE(ids().mid(0, 3), (QStringList{before, spam, after}));
    QVERIFY(!words().contains(u"buy"_s));
    const ArchiveEntry buried = archive().at(1);
    QCOMPARE(buried.sentAt, sentAt);
    QCOMPARE(buried.nickname, u"alice"_s);
    QCOMPARE(buried.originId, u"o1"_s);
    const ArchiveEntry retraction = archive().constLast();
    const QString expected =
        u"<message xmlns='jabber:client' from='launch@conference.localhost/alice' type='groupchat' id='%1'>"
        "<origin-id xmlns='urn:xmpp:sid:0' id='o1'/><occupant-id xmlns='urn:xmpp:occupant-id:0' id='%2'/>"
        "<retracted xmlns='urn:xmpp:message-retract:1' id='%3' stamp='%4'>"
        "<moderated xmlns='urn:xmpp:message-moderate:1' by='launch@conference.localhost/erin'>"
        "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='%5'/></moderated><reason>off topic</reason>"
        "</retracted></message>"_s.arg(buried.messageId, buried.occupantId, retraction.messageId,
                                       formatTime(retraction.sentAt),
                                       m_bench->occupant(u"Launch"_s, u"erin"_s).occupantId);
    QCOMPARE(xmlDifference(buried.message, xml(expected)), QString());
    // Who joins without the archive does not get it either.
    QCOMPARE(m_bench->store().history(u"launch"_s, 10, {}).size(), 2);
}

void TestTombstones::authorTakesHisMessageBackByTheRoomsId()
{
    const QString oops = say(u"alice"_s, u"<body>my password</body>"_s);
    QVERIFY(!retract(u"alice"_s, oops).isEmpty());
    QVERIFY(!words().contains(u"password"_s));
    QCOMPARE(ids().size(), 2);
    QVERIFY(!archive().constFirst().message.child(u"retracted", u"urn:xmpp:message-retract:1").isNull());
    QVERIFY(!archive().constLast().message.child(u"retract", u"urn:xmpp:message-retract:1").isNull());
}

void TestTombstones::authorTakesHisMessageBackByHisOwnId()
{
    say(u"alice"_s, u"<body>my password</body><origin-id xmlns='urn:xmpp:sid:0' id='o1'/>"_s);
    say(u"bob"_s, u"<body>same id</body><origin-id xmlns='urn:xmpp:sid:0' id='o1'/>"_s);
    retract(u"alice"_s, u"o1"_s);
    QVERIFY(!words().contains(u"password"_s));
    QVERIFY(words().contains(u"same id"_s));
}

void TestTombstones::correctionsGoWithTheirMessage()
{
    const auto posted = m_bench->say(u"Launch"_s, u"alice"_s, u"my password"_s);
    const QString correction = u"<body>%1</body><replace xmlns='urn:xmpp:message-correct:0' id='%2'/>"_s;
    const QString corrected = say(u"alice"_s, correction.arg(u"my passphrase"_s, posted->entry.messageId));
    say(u"alice"_s, correction.arg(u"of another"_s, u"other"_s));
    say(u"bob"_s, correction.arg(u"of bob"_s, posted->entry.messageId));
    retract(u"alice"_s, posted->entry.id);
    QVERIFY(!words().contains(u"passphrase"_s));
    QVERIFY(words().contains(u"of another"_s));
    QVERIFY(words().contains(u"of bob"_s));
    // It still says of what it was the correction, and so is no message of its own.
    QCOMPARE(archive().at(1).id, corrected);
    QCOMPARE(archive().at(1).message.child(u"replace", u"urn:xmpp:message-correct:0").attribute(u"id"),
             posted->entry.messageId);
}

void TestTombstones::oneRetractionBuriesOneMessage()
{
    const QString first = say(u"alice"_s, u"<body>first</body>"_s);
    const QString second = say(u"alice"_s, u"<body>second</body>"_s);
    const QString both = u"<retract xmlns='urn:xmpp:message-retract:1' id='%1'/>"
                         "<retract xmlns='urn:xmpp:message-retract:1' id='%2'/><store xmlns='urn:xmpp:hints'/>"_s;
    say(u"alice"_s, both.arg(first, second));
    QVERIFY(!words().contains(u"first"_s));
    QVERIFY(words().contains(u"second"_s));
}

void TestTombstones::nobodyBuriesWhatIsNotHis()
{
    const QString mine = say(u"alice"_s, u"<body>mine</body><origin-id xmlns='urn:xmpp:sid:0' id='o1'/>"_s);
    retract(u"bob"_s, mine);
    retract(u"bob"_s, u"o1"_s);
    QVERIFY(!m_bench->rooms().moderate(u"launch"_s, RoomBench::session(u"bob"_s), mine, {}));
    QVERIFY(words().contains(u"mine"_s));
    QVERIFY(!words().contains(u"<retracted"_s));
}

void TestTombstones::nobodyActsAsAModerator()
{
    const QString mine = say(u"alice"_s, u"<body>mine</body>"_s);
    const QString moderated =
        u"<moderated xmlns='urn:xmpp:message-moderate:1' by='launch@conference.localhost/erin'/>"_s;
    say(u"alice"_s, u"<body>x</body><retract xmlns='urn:xmpp:message-retract:1' id='%1' other='o'>%2<reason>off topic"
                    "</reason><more xmlns='urn:example:x'>m</more></retract>"_s.arg(mine, moderated));
    const ArchiveEntry retraction = archive().constLast();
    QCOMPARE(xmlDifference(retraction.message.child(u"retract", u"urn:xmpp:message-retract:1"),
                           xml(u"<retract xmlns='urn:xmpp:message-retract:1' id='%1' other='o'>"
                               "<more xmlns='urn:example:x'>m</more></retract>"_s.arg(mine))),
             QString());
    QCOMPARE(archive().constFirst().message.child(u"retracted", u"urn:xmpp:message-retract:1").children().size(), 0);

    say(u"bob"_s, u"<body>y</body><retracted xmlns='urn:xmpp:message-retract:1' id='1' stamp='2026-01-01T00:00:00Z'>"
                  "%1</retracted>%1<moderate xmlns='urn:xmpp:message-moderate:1'/><apply-to xmlns='urn:xmpp:fasten:0' "
                  "id='1'><moderated xmlns='urn:xmpp:message-moderate:0' by='launch@conference.localhost/erin'/>"
                  "</apply-to>"_s.arg(moderated));
    const QString said = archive().constLast().message.toXml();
    QVERIFY(said.contains(u"<body>y</body>"_s));
    QVERIFY(!said.contains(u"retract"_s));
    QVERIFY(!said.contains(u"moderate"_s));
}

void TestTombstones::whatHasNoTextStays()
{
    const QString reaction = say(u"alice"_s, u"<reactions xmlns='urn:xmpp:reactions:0' id='x'><reaction>👍</reaction>"
                                             "</reactions><store xmlns='urn:xmpp:hints'/>"_s);
    retract(u"alice"_s, reaction);
    QVERIFY(!words().contains(u"<retracted"_s));
}

void TestTombstones::retractionThatIsNotKeptBuriesNothing()
{
    const QString mine = say(u"alice"_s, u"<body>mine</body>"_s);
    say(u"alice"_s, u"<retract xmlns='urn:xmpp:message-retract:1' id='%1'/>"_s.arg(mine));
    QVERIFY(words().contains(u"mine"_s));
}

void TestTombstones::repeatOfABuriedMessageIsKnown()
{
    const auto first = m_bench->say(u"Launch"_s, u"alice"_s, u"oops"_s, u"o1"_s);
    retract(u"alice"_s, first->entry.id);
    const auto again = m_bench->say(u"Launch"_s, u"alice"_s, u"oops"_s, u"o1"_s);
    QCOMPARE(again->entry.id, first->entry.id);
    QCOMPARE(ids().size(), 2);
    QVERIFY(!words().contains(u"oops"_s));
}

void TestTombstones::outlivesARestart()
{
    const QString oops = say(u"alice"_s, u"<body>my password</body>"_s);
    retract(u"alice"_s, oops);
    m_bench->restart();
    QCOMPARE(archive().constFirst().id, oops);
    QVERIFY(!words().contains(u"password"_s));
}

QTEST_GUILESS_MAIN(TestTombstones)
#include "tst_tombstones.moc"
