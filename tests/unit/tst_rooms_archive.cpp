#include "support/roombench.h"
#include "support/xml.h"

#include <QTest>

using namespace foyer;
using namespace foyer::server;
using namespace Qt::StringLiterals;
using Kind = Refusal::Kind;

/// What rooms pass on, what they keep of it, and what they do not let anybody say in their name.
class TestRoomsArchive : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void messageIsStampedByTheRoom();
    void forgedWordsOfTheRoomAreTakenOut();
    void messageWithoutIdGetsOne();
    void whatIsKept_data();
    void whatIsKept();
    void repeatsReturnTheFirstEntry();
    void repeatIsOneOfAccountAndRoomAndDay();
    void repeatIsNotRefusedWhenMutedMeanwhile();
    void subjectIsKeptAndArchived();
    void subjectIsForModeratorsUnlessConfigured();
    void tooLargeIsRefused();
    void whatGrowsWhenItIsWrittenIsRefused_data();
    void whatGrowsWhenItIsWrittenIsRefused();
    void reasonsThatGrowAreRefused();
    void tooFastIsRefusedForOneClient();
    void outsidersSayNothing();
    void serviceSpeaksWithoutBeingInside();
    void servicesMessagesNeedTextAndName();
    void archiveIsOpenToWhomTheRoomIsOpen();
    void oldEntriesAreForgotten();
    void archiveIdsAreRandom();
};

void TestRoomsArchive::messageIsStampedByTheRoom()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    const auto posted = bench.send(
        u"Launch"_s, u"alice"_s,
        xml(u"<message xmlns='jabber:client' to='LAUNCH@conference.localhost' from='evil@localhost' type='groupchat' "
            "id='m1' xml:lang='de' other='x'><body>Hallo</body><origin-id xmlns='urn:xmpp:sid:0' id='o1'/></message>"_s));
    QVERIFY(posted);
    const QString occupantId = bench.occupant(u"Launch"_s, u"alice"_s).occupantId;
    QCOMPARE(xmlDifference(posted->entry.message,
                           xml(u"<message xmlns='jabber:client' from='launch@conference.localhost/alice' "
                               "type='groupchat' id='m1' xml:lang='de'><body>Hallo</body>"
                               "<origin-id xmlns='urn:xmpp:sid:0' id='o1'/>"
                               "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='%1'/></message>"_s.arg(occupantId))),
             QString());
    QCOMPARE(posted->entry.nickname, u"alice"_s);
    QCOMPARE(posted->entry.account, RoomBench::account(u"alice"_s));
    QCOMPARE(posted->entry.originId, u"o1"_s);
    QCOMPARE(posted->entry.messageId, u"m1"_s);
    QCOMPARE(posted->entry.sentAt, bench.clock.now());
    const QList<ArchiveEntry> history = bench.store().history(u"launch"_s, 1, {});
    QCOMPARE(history.size(), 1);
    QCOMPARE(history.constFirst().message, posted->entry.message);
    QCOMPARE(history.constFirst().id, posted->entry.id);
}

void TestRoomsArchive::forgedWordsOfTheRoomAreTakenOut()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    const auto posted =
        bench.send(u"Launch"_s, u"alice"_s,
                   xml(u"<message xmlns='jabber:client' type='groupchat' id='m1'><body>x</body>"
                       "<stanza-id xmlns='urn:xmpp:sid:0' by='Launch@Conference.localhost' id='forged'/>"
                       "<stanza-id xmlns='urn:xmpp:sid:0' by='other@conference.localhost' id='theirs'/>"
                       "<delay xmlns='urn:xmpp:delay' from='launch@conference.localhost' stamp='2020-01-01T00:00:00Z'/>"
                       "<delay xmlns='urn:xmpp:delay' from='alice@localhost' stamp='2020-01-01T00:00:00Z'/>"
                       "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='forged'/>"
                       "<x xmlns='http://jabber.org/protocol/muc#user'><status code='104'/></x>"
                       "<result xmlns='urn:xmpp:mam:2' id='forged'/></message>"_s));
    QVERIFY(posted);
    const QString text = posted->entry.message.toXml();
    QVERIFY(!text.contains(u"forged"_s));
    QVERIFY(!text.contains(u"status"_s));
    QVERIFY(text.contains(u"theirs"_s));
    QCOMPARE(posted->entry.message.childrenNamed(u"delay", u"urn:xmpp:delay").size(), 1);
    QCOMPARE(posted->entry.message.childrenNamed(u"occupant-id", u"urn:xmpp:occupant-id:0").size(), 1);
}

void TestRoomsArchive::messageWithoutIdGetsOne()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    const auto posted = bench.say(u"Launch"_s, u"alice"_s, u"x"_s);
    QCOMPARE(posted->entry.message.attribute(u"id"), posted->entry.id);
}

void TestRoomsArchive::whatIsKept_data()
{
    QTest::addColumn<QString>("content");
    QTest::addColumn<bool>("archived");
    QTest::addColumn<bool>("inHistory");
    const QString store = u"<store xmlns='urn:xmpp:hints'/>"_s;
    const QString noStore = u"<no-store xmlns='urn:xmpp:hints'/>"_s;
    const QString reaction = u"<reactions xmlns='urn:xmpp:reactions:0' id='x'><reaction>+</reaction></reactions>"_s;
    QTest::newRow("body") << u"<body>x</body>"_s << true << true;
    QTest::newRow("empty body") << u"<body/>"_s << false << false;
    QTest::newRow("body with chat state")
        << u"<body>x</body><active xmlns='http://jabber.org/protocol/chatstates'/>"_s << true << true;
    QTest::newRow("correction") << u"<body>x</body><replace xmlns='urn:xmpp:message-correct:0' id='x'/>"_s << true
                                << true;
    QTest::newRow("reaction") << reaction << false << false;
    QTest::newRow("reaction, to be stored") << QString(reaction + store) << true << false;
    QTest::newRow("chat state") << u"<composing xmlns='http://jabber.org/protocol/chatstates'/>"_s << false << false;
    QTest::newRow("marker") << u"<displayed xmlns='urn:xmpp:chat-markers:0' id='x'/>"_s << false << false;
    QTest::newRow("marker, to be stored")
        << QString(u"<displayed xmlns='urn:xmpp:chat-markers:0' id='x'/>"_s + store) << true << false;
    QTest::newRow("body, not to be stored") << QString(u"<body>x</body>"_s + noStore) << false << false;
    QTest::newRow("body, not to be stored for long")
        << u"<body>x</body><no-permanent-store xmlns='urn:xmpp:hints'/>"_s << false << false;
    QTest::newRow("both hints") << QString(store + noStore) << false << false;
    QTest::newRow("subject with body") << u"<subject>s</subject><body>x</body>"_s << true << true;
    QTest::newRow("unknown element, to be stored")
        << QString(u"<own xmlns='urn:example:own'/>"_s + store) << true << false;
}

void TestRoomsArchive::whatIsKept()
{
    QFETCH(QString, content);
    QFETCH(bool, archived);
    QFETCH(bool, inHistory);
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    bench.rawEvents();
    const QString text = u"<message xmlns='jabber:client' type='groupchat' id='m'>%1</message>"_s.arg(content);
    const auto posted = bench.send(u"Launch"_s, u"alice"_s, xml(text));
    QVERIFY(posted);
    QCOMPARE(posted->archived, archived);
    const QList<RoomEvent> events = bench.rawEvents();
    QCOMPARE(events.size(), 1); // passed on in any case
    QCOMPARE(std::get<MessagePosted>(events.constFirst().what).archived, archived);
    bench.restart();
    QCOMPARE(bench.store().page(u"Launch"_s, {})->entries.size(), archived ? 1 : 0);
    QCOMPARE(bench.store().history(u"Launch"_s, 50, {}).size(), inHistory ? 1 : 0);
    QVERIFY(bench.rooms().record(u"Launch"_s)->subject.isEmpty());
}

void TestRoomsArchive::repeatsReturnTheFirstEntry()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    const auto first = bench.say(u"Launch"_s, u"alice"_s, u"hello"_s, u"o1"_s);
    QVERIFY(first && !first->isRepeat && first->archived);
    bench.clock.advance(1000);
    bench.restart();
    QVERIFY(bench.enter(u"Launch"_s, u"alice/elsewhere"_s, u"Alice 2"_s));
    bench.events();
    const auto second = bench.say(u"Launch"_s, u"alice/elsewhere"_s, u"hello"_s, u"o1"_s);
    QVERIFY(second && second->isRepeat && second->archived);
    QCOMPARE(second->entry.id, first->entry.id);
    QCOMPARE(second->entry.sentAt, first->entry.sentAt);
    QCOMPARE(second->entry.message, first->entry.message);
    QCOMPARE(bench.events(), QStringList());
    QCOMPARE(bench.store().page(u"Launch"_s, {})->count, 1);
}

void TestRoomsArchive::repeatIsOneOfAccountAndRoomAndDay()
{
    RoomBench bench([](RoomSettings &settings) { settings.singleUserMultipleRooms = true; });
    bench.open(u"Launch"_s, u"alice"_s);
    bench.open(u"Other"_s, u"alice"_s);
    QVERIFY(bench.rooms().setLifetime(u"Launch"_s, {RoomLifetime::Kind::Never, 0}));
    QVERIFY(bench.enter(u"Launch"_s, u"bob"_s));
    QVERIFY(!bench.say(u"Launch"_s, u"alice"_s, u"x"_s, u"o1"_s)->isRepeat);
    QVERIFY(!bench.say(u"Launch"_s, u"bob"_s, u"x"_s, u"o1"_s)->isRepeat);
    QVERIFY(!bench.say(u"Other"_s, u"alice"_s, u"x"_s, u"o1"_s)->isRepeat);
    QVERIFY(!bench.say(u"Launch"_s, u"alice"_s, u"x"_s)->isRepeat);
    QVERIFY(!bench.say(u"Launch"_s, u"alice"_s, u"x"_s)->isRepeat);
    bench.clock.advance(24 * 3600 * 1000);
    QVERIFY(bench.say(u"Launch"_s, u"alice"_s, u"x"_s, u"o1"_s)->isRepeat);
    bench.clock.advance(1);
    QVERIFY(!bench.say(u"Launch"_s, u"alice"_s, u"x"_s, u"o1"_s)->isRepeat);
}

void TestRoomsArchive::repeatIsNotRefusedWhenMutedMeanwhile()
{
    RoomBench bench([](RoomSettings &settings) { settings.messagesPerSecond = 1; });
    bench.open(u"Launch"_s, u"alice"_s);
    QVERIFY(bench.enter(u"Launch"_s, u"bob"_s));
    const auto first = bench.say(u"Launch"_s, u"bob"_s, u"x"_s, u"o1"_s);
    QVERIFY(bench.rooms().muteHere(u"Launch"_s, {bench.restriction(u"bob"_s)}));
    const auto again = bench.say(u"Launch"_s, u"bob"_s, u"x"_s, u"o1"_s);
    QVERIFY(again);
    QCOMPARE(again->entry.id, first->entry.id);
}

void TestRoomsArchive::subjectIsKeptAndArchived()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    bench.events();
    const auto posted = bench.send(
        u"Launch"_s, u"alice"_s,
        xml(u"<message xmlns='jabber:client' type='groupchat' id='s'><subject>Lift-off</subject></message>"_s));
    QVERIFY(posted && posted->archived);
    QCOMPARE(bench.events(), QStringList{u"Launch: subject alice: Lift-off"_s});
    bench.restart();
    const RoomRecord *record = bench.rooms().record(u"Launch"_s);
    QCOMPARE(record->subject, u"Lift-off"_s);
    QCOMPARE(record->subjectBy, u"alice"_s);
    QCOMPARE(record->subjectAt, posted->entry.sentAt);
    QCOMPARE(bench.store().page(u"Launch"_s, {})->entries.constFirst().id, posted->entry.id);
    QVERIFY(bench.store().history(u"Launch"_s, 50, {}).isEmpty());
    QVERIFY(bench.enter(u"Launch"_s, u"alice"_s));
    QVERIFY(bench.send(u"Launch"_s, u"alice"_s,
                       xml(u"<message xmlns='jabber:client' type='groupchat' id='s'><subject/></message>"_s)));
    QVERIFY(bench.rooms().record(u"Launch"_s)->subject.isEmpty());
}

void TestRoomsArchive::subjectIsForModeratorsUnlessConfigured()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    QVERIFY(bench.enter(u"Launch"_s, u"bob"_s));
    const stanza::XmlNode change =
        xml(u"<message xmlns='jabber:client' type='groupchat'><subject>Mine</subject></message>"_s);
    QCOMPARE(bench.send(u"Launch"_s, u"bob"_s, change).refusal().kind, Kind::NotAllowed);
    RoomConfig config;
    config.subjectByAnyone = true;
    QVERIFY(bench.rooms().configure(u"Launch"_s, RoomBench::session(u"alice"_s), config));
    QVERIFY(bench.send(u"Launch"_s, u"bob"_s, change));
    QVERIFY(bench.rooms().muteHere(u"Launch"_s, {bench.restriction(u"bob"_s)}));
    QCOMPARE(bench.send(u"Launch"_s, u"bob"_s, change).refusal().kind, Kind::Muted);
}

void TestRoomsArchive::tooLargeIsRefused()
{
    RoomBench bench([](RoomSettings &settings) { settings.maxBodyBytes = 10; });
    bench.open(u"Launch"_s, u"alice"_s);
    QVERIFY(bench.say(u"Launch"_s, u"alice"_s, u"0123456789"_s));
    QCOMPARE(bench.say(u"Launch"_s, u"alice"_s, u"012345678\u00e9"_s).refusal().kind, Kind::TooLarge);
    QCOMPARE(bench.rooms()
                 .publish({u"Launch"_s, RoomBench::account(u"app"_s), u"app"_s, u"0123456789x"_s, {}, true, true})
                 .refusal()
                 .kind,
             Kind::TooLarge);
    QCOMPARE(bench.store().page(u"Launch"_s, {})->count, 1);
}

void TestRoomsArchive::whatGrowsWhenItIsWrittenIsRefused_data()
{
    QTest::addColumn<QString>("content");
    QTest::addColumn<bool>("taken");
    const QString space(500, u'n');
    const auto children = [&space](int count) {
        return u"<body>x</body><x xmlns='urn:example:x' xmlns:p='%1'>%2</x>"_s.arg(space, u"<p:a/>"_s.repeated(count));
    };
    QTest::newRow("namespaces repeated") << children(1100) << false;
    QTest::newRow("less often") << children(800) << true;
    QTest::newRow("section of ampersands") << u"<body><![CDATA[%1]]></body>"_s.arg(QString(110000, u'&')) << false;
    QTest::newRow("subject of ampersands")
        << u"<subject><![CDATA[%1]]></subject>"_s.arg(QString(110000, u'&')) << false;
    QTest::newRow("fewer") << u"<body><![CDATA[%1]]></body>"_s.arg(QString(90000, u'&')) << true;
    QTest::newRow("body of quotations") << u"<body>%1</body>"_s.arg(QString(131072, u'>')) << true;
}

void TestRoomsArchive::whatGrowsWhenItIsWrittenIsRefused()
{
    QFETCH(QString, content);
    QFETCH(bool, taken);
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    bench.events();
    const auto posted = bench.send(u"Launch"_s, u"alice"_s,
                                   xml(u"<message xmlns='jabber:client' type='groupchat'>%1</message>"_s.arg(content)));
    QCOMPARE(bool(posted), taken);
    QCOMPARE(bench.events().size(), taken ? 1 : 0);
    QCOMPARE(bench.store().page(u"launch"_s, {})->entries.size(), taken ? 1 : 0);
    if (!taken)
        QCOMPARE(posted.refusal().kind, Kind::TooLarge);
}

void TestRoomsArchive::reasonsThatGrowAreRefused()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    QVERIFY(bench.enter(u"Launch"_s, u"bob"_s));
    const auto posted = bench.say(u"Launch"_s, u"bob"_s, u"x"_s);
    bench.events();
    const QString reason(110000, u'&');
    const Jid alice = RoomBench::session(u"alice"_s);
    QCOMPARE(bench.rooms().moderate(u"launch"_s, alice, posted->entry.id, reason).refusal().kind, Kind::TooLarge);
    QCOMPARE(bench.setRole(u"Launch"_s, u"alice"_s, u"bob"_s, Role::None, reason).refusal().kind, Kind::TooLarge);
    QCOMPARE(bench.setAffiliation(u"Launch"_s, u"alice"_s, u"bob"_s, Affiliation::Outcast, reason).refusal().kind,
             Kind::TooLarge);
    QCOMPARE(bench.rooms().destroy(u"launch"_s, alice, reason, {}).refusal().kind, Kind::TooLarge);
    QCOMPARE(bench.rooms().destroy(u"launch"_s, alice, {}, reason).refusal().kind, Kind::TooLarge);
    Rooms::ServiceMessage message;
    message.roomId = u"Launch"_s;
    message.from = RoomBench::account(u"shop"_s);
    message.nickname = u"shop"_s;
    message.body = reason;
    QCOMPARE(bench.rooms().publish(message).refusal().kind, Kind::TooLarge);
    QCOMPARE(bench.events(), QStringList());
}

void TestRoomsArchive::tooFastIsRefusedForOneClient()
{
    RoomBench bench([](RoomSettings &settings) { settings.messagesPerSecond = 3; });
    bench.open(u"Launch"_s, u"alice"_s);
    QVERIFY(bench.enter(u"Launch"_s, u"alice/two"_s));
    for (int i = 0; i < 3; ++i)
        QVERIFY(bench.say(u"Launch"_s, u"alice"_s, u"x"_s));
    QCOMPARE(bench.say(u"Launch"_s, u"alice"_s, u"x"_s).refusal().kind, Kind::TooFast);
    QVERIFY(bench.say(u"Launch"_s, u"alice/two"_s, u"x"_s));
    bench.clock.advance(999);
    QCOMPARE(bench.say(u"Launch"_s, u"alice"_s, u"x"_s).refusal().kind, Kind::TooFast);
    bench.clock.advance(1);
    QVERIFY(bench.say(u"Launch"_s, u"alice"_s, u"x"_s));
}

void TestRoomsArchive::outsidersSayNothing()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    QCOMPARE(bench.say(u"Launch"_s, u"bob"_s, u"x"_s).refusal().kind, Kind::NotInRoom);
    QCOMPARE(bench.say(u"Launch"_s, u"alice/two"_s, u"x"_s).refusal().kind, Kind::NotInRoom);
    QCOMPARE(bench.say(u"Nope"_s, u"alice"_s, u"x"_s).refusal().kind, Kind::RoomDoesNotExist);
}

void TestRoomsArchive::serviceSpeaksWithoutBeingInside()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    bench.events();
    Rooms::ServiceMessage message{u"launch"_s, RoomBench::account(u"app"_s), u"App"_s, u"hello"_s, {}, true, false};
    const auto posted = bench.rooms().publish(message);
    QVERIFY(posted && posted->archived);
    QCOMPARE(posted->entry.message.attribute(u"id"), posted->entry.id);
    QCOMPARE(bench.events(), QStringList{u"Launch: message App: hello (not to sender)"_s});
    message.content = xml(u"<content xmlns='urn:foyer:content:0' type='App:Gift'>{}</content>"_s);
    message.body.clear();
    message.persisted = false;
    QVERIFY(!bench.rooms().publish(message)->archived);
    message.persisted = true;
    QVERIFY(bench.rooms().publish(message)->archived);
    QCOMPARE(bench.store().page(u"Launch"_s, {})->entries.size(), 2);
    QCOMPARE(bench.store().history(u"Launch"_s, 50, {}).size(), 1);
}

void TestRoomsArchive::servicesMessagesNeedTextAndName()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    const Jid app = RoomBench::account(u"app"_s);
    QCOMPARE(bench.rooms().publish({u"Launch"_s, app, u"app"_s, {}, {}, true, true}).refusal().kind, Kind::BadRequest);
    QCOMPARE(bench.rooms().publish({u"Launch"_s, app, u" "_s, u"x"_s, {}, true, true}).refusal().kind,
             Kind::BadRequest);
    QCOMPARE(bench.rooms().publish({u"Nope"_s, app, u"app"_s, u"x"_s, {}, true, true}).refusal().kind,
             Kind::RoomDoesNotExist);
}

void TestRoomsArchive::archiveIsOpenToWhomTheRoomIsOpen()
{
    RoomBench bench;
    const Jid bob = RoomBench::account(u"bob"_s);
    QCOMPARE(bench.rooms().mayRead(u"Launch"_s, bob).refusal().kind, Kind::RoomDoesNotExist);
    QVERIFY(bench.enter(u"Launch"_s, u"alice"_s));
    QCOMPARE(bench.rooms().mayRead(u"Launch"_s, bob).refusal().kind, Kind::Locked);
    RoomConfig config;
    const Jid alice = RoomBench::session(u"alice"_s);
    QVERIFY(bench.rooms().configure(u"Launch"_s, alice, config));
    QVERIFY(bench.rooms().mayRead(u"Launch"_s, bob));
    config.password = u"sesame"_s;
    QVERIFY(bench.rooms().configure(u"Launch"_s, alice, config));
    QCOMPARE(bench.rooms().mayRead(u"Launch"_s, bob).refusal().kind, Kind::PasswordWrong);
    QVERIFY(bench.enter(u"Launch"_s, u"bob"_s, {}, u"sesame"_s));
    QVERIFY(bench.rooms().mayRead(u"Launch"_s, bob));
    QVERIFY(bench.rooms().block(u"Launch"_s, {bench.restriction(u"bob"_s)}));
    QCOMPARE(bench.rooms().mayRead(u"Launch"_s, bob).refusal().kind, Kind::Banned);
}

void TestRoomsArchive::oldEntriesAreForgotten()
{
    RoomBench bench([](RoomSettings &settings) {
        settings.archiveRetentionDays = 2;
        settings.autoDestroyMinutes = 0;
    });
    bench.open(u"Launch"_s, u"alice"_s);
    QVERIFY(bench.say(u"Launch"_s, u"alice"_s, u"old"_s));
    bench.clock.advance(24 * 3600 * 1000);
    QVERIFY(bench.say(u"Launch"_s, u"alice"_s, u"young"_s));
    bench.clock.advance(24 * 3600 * 1000);
    QCOMPARE(bench.store().page(u"Launch"_s, {})->count, 2);
    bench.clock.advance(3600 * 1000);
    QCOMPARE(bench.store().page(u"Launch"_s, {})->count, 1);
    bench.clock.advance(24 * 3600 * 1000);
    QCOMPARE(bench.store().page(u"Launch"_s, {})->count, 0);
    QVERIFY(bench.say(u"Launch"_s, u"alice"_s, u"new"_s));
    bench.restart();
    QCOMPARE(bench.store().page(u"Launch"_s, {})->count, 1);
}

void TestRoomsArchive::archiveIdsAreRandom()
{
    RoomBench bench;
    bench.open(u"Launch"_s, u"alice"_s);
    QSet<QString> ids;
    for (int i = 0; i < 100; ++i) {
        const QString id = bench.say(u"Launch"_s, u"alice"_s, u"x"_s)->entry.id;
        QCOMPARE(id.size(), 32);
        ids += id;
    }
    QCOMPARE(ids.size(), 100);
}

QTEST_GUILESS_MAIN(TestRoomsArchive)
#include "tst_rooms_archive.moc"
