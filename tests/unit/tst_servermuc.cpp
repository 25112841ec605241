#include "support/serverdesk.h"
#include "support/xml.h"
#include "core/xmpptime.h"

#include <QTest>

using namespace foyer;
using namespace Qt::StringLiterals;
using stanza::XmlNode;

namespace
{

const QString alice = u"alice@localhost/r1"_s;
const QString bob = u"bob@localhost/r1"_s;
const QString carol = u"carol@localhost/r1"_s;
const QString den = u"den@conference.localhost"_s;
const QString userNs = u"http://jabber.org/protocol/muc#user"_s;

QString joinText(const QString &nickname, const QString &inside = u"<history maxstanzas='0'/>"_s,
                 const QString &more = {}, const QString &room = den)
{
    return u"<presence xmlns='jabber:client' id='j1' to='%1/%2'><x xmlns='http://jabber.org/protocol/muc'>%3</x>%4"
           "</presence>"_s.arg(room, nickname, inside, more);
}

QString messageText(const QString &body, const QString &id = u"m1"_s, const QString &more = {})
{
    return u"<message xmlns='jabber:client' type='groupchat' id='%1' to='%2'><body>%3</body>%4</message>"_s.arg(
        id, den, body, more);
}

QString adminText(const QString &item)
{
    return u"<iq xmlns='jabber:client' type='set' id='a1' to='%1'><query "
           "xmlns='http://jabber.org/protocol/muc#admin'>%2</query></iq>"_s.arg(den, item);
}

QString configText(const QString &fields)
{
    return u"<iq xmlns='jabber:client' type='set' id='c1' to='%1'><query "
           "xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'><field "
           "var='FORM_TYPE'><value>http://jabber.org/protocol/muc#roomconfig</value></field>%2</x></query></iq>"_s.arg(
               den, fields);
}

QString fieldText(const QString &name, const QString &value)
{
    return u"<field var='muc#roomconfig_%1'><value>%2</value></field>"_s.arg(name, value);
}

/// Codes of a stanza, sorted, with blanks between.
QString codesOf(const XmlNode &stanza)
{
    QStringList codes;
    const auto statuses = stanza.child(u"x", userNs).childrenNamed(u"status", userNs);
    for (const XmlNode &status : statuses)
        codes.append(status.attribute(u"code"));
    codes.sort();
    return codes.join(u' ');
}

QString errorOf(const XmlNode &stanza)
{
    const XmlNode error = stanza.child(u"error", u"jabber:client");
    return error.attribute(u"type") + u'/' + error.childIn(u"urn:ietf:params:xml:ns:xmpp-stanzas").name();
}

/// A stanza in a few words: `presence den/Bob 110`, `message den/Bob hello`.
QString shortOf(const XmlNode &stanza)
{
    QStringList words{stanza.name()};
    if (!stanza.attribute(u"type").isEmpty() && stanza.attribute(u"type") != "groupchat"_L1)
        words.append(stanza.attribute(u"type"));
    words.append(stanza.attribute(u"from").replace(u"@conference.localhost"_s, QString()));
    if (const QString codes = codesOf(stanza); !codes.isEmpty())
        words.append(codes);
    const XmlNode body = stanza.child(u"body", u"jabber:client");
    if (!body.isNull())
        words.append(body.text());
    if (!stanza.child(u"subject", u"jabber:client").isNull())
        words.append(u"subject:"_s + stanza.child(u"subject", u"jabber:client").text());
    return words.join(u' ');
}

QStringList shortAll(const QList<XmlNode> &stanzas)
{
    QStringList texts;
    for (const XmlNode &stanza : stanzas)
        texts.append(shortOf(stanza));
    return texts;
}

} // namespace

class TestServerMuc : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void newRoomIsToldByItsCodes()
    {
        ServerDesk desk;
        desk.connectAs(alice);
        desk.say(alice, joinText(u"Al"_s, {}, u"<extra xmlns='urn:foyer:extra:0'>row 1</extra>"_s));
        const QList<XmlNode> told = desk.heard(alice);
        QCOMPARE(shortAll(told), QStringList({u"presence den/Al 110 201"_s, u"message den subject:"_s}));
        const QString occupantId = told[0].child(u"occupant-id", u"urn:xmpp:occupant-id:0").attribute(u"id");
        QVERIFY(!occupantId.isEmpty());
        QCOMPARE(
            xmlDifference(told[0], xml(u"<presence xmlns='jabber:client' from='den@conference.localhost/Al' id='j1'>"
                                       "<extra xmlns='urn:foyer:extra:0'>row 1</extra>"
                                       "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='%1'/>"
                                       "<x xmlns='http://jabber.org/protocol/muc#user'>"
                                       "<item affiliation='owner' role='moderator' jid='alice@localhost/r1'/>"
                                       "<status code='201'/><status code='110'/></x>"
                                       "<mute xmlns='urn:foyer:mute:0' room='0' everywhere='0' here='0' exempt='0'/>"
                                       "</presence>"_s.arg(occupantId))),
            QString());
    }

    void joinIsAnsweredInTheOrderOfThePaper()
    {
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        desk.say(alice, messageText(u"one"_s));
        desk.say(alice, messageText(u"two"_s));
        desk.say(
            alice,
            u"<message xmlns='jabber:client' type='groupchat' to='%1'><subject>News</subject></message>"_s.arg(den));
        desk.forgetHeard();
        desk.connectAs(bob);
        desk.say(bob, joinText(u"Bob"_s, u"<history maxstanzas='1'/>"_s));
        const QList<XmlNode> told = desk.heard(bob);
        QCOMPARE(shortAll(told), QStringList({u"presence den/Al"_s, u"presence den/Bob 110"_s, u"message den/Al two"_s,
                                              u"message den/Al subject:News"_s}));
        const XmlNode delay = told[2].child(u"delay", u"urn:xmpp:delay");
        QCOMPARE(delay.attribute(u"from"), den);
        QVERIFY(!told[2].child(u"stanza-id", u"urn:xmpp:sid:0").attribute(u"id").isEmpty());
        // Only moderators see who is behind a nickname.
        QVERIFY(!told[0].child(u"x", userNs).child(u"item", userNs).hasAttribute(u"jid"));
        const XmlNode seen = desk.last(alice);
        QCOMPARE(seen.child(u"x", userNs).child(u"item", userNs).attribute(u"jid"), bob);
        // The mute state is nobody else's.
        QVERIFY(seen.childIn(u"urn:foyer:mute:0").isNull());
    }

    void historyIsAsLongAsAskedFor_data()
    {
        QTest::addColumn<QString>("history");
        QTest::addColumn<int>("count");
        QTest::newRow("nothing said") << QString() << 5;
        QTest::newRow("none") << u"<history maxstanzas='0'/>"_s << 0;
        QTest::newRow("two") << u"<history maxstanzas='2'/>"_s << 2;
        QTest::newRow("many") << u"<history maxstanzas='200'/>"_s << 5;
        QTest::newRow("no characters") << u"<history maxchars='0'/>"_s << 0;
        QTest::newRow("some characters") << u"<history maxchars='1500'/>"_s << 3;
        QTest::newRow("last seconds") << u"<history seconds='15'/>"_s << 2;
        QTest::newRow("since a time") << u"<history since='2026-03-01T12:00:25Z'/>"_s << 3;
        QTest::newRow("no number") << u"<history maxstanzas='x'/>"_s << 5;
    }
    void historyIsAsLongAsAskedFor()
    {
        QFETCH(QString, history);
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        for (int i = 0; i < 5; ++i) {
            desk.clock().advance(10000);
            desk.say(alice, messageText(u"m%1"_s.arg(i)));
        }
        desk.connectAs(bob);
        desk.say(bob, joinText(u"Bob"_s, history));
        const QStringList told = shortAll(desk.heard(bob)).filter(u"message den/Al m"_s);
        QTEST(static_cast<int>(told.size()), "count");
        if (!told.isEmpty())
            QCOMPARE(told.constLast(), u"message den/Al m4"_s);
    }

    void messageReachesEverybodyWithItsIds()
    {
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        desk.enter(den, bob, u"Bob"_s);
        desk.say(bob, messageText(u"hello"_s, u"m1"_s,
                                  u"<stanza-id xmlns='urn:xmpp:sid:0' by='den@conference.localhost' id='forged'/>"
                                  "<origin-id xmlns='urn:xmpp:sid:0' id='o1'/>"_s));
        const XmlNode told = desk.last(alice);
        const auto ids = told.childrenNamed(u"stanza-id", u"urn:xmpp:sid:0");
        QCOMPARE(ids.size(), 1);
        QCOMPARE(ids[0].attribute(u"id").size(), 32);
        QCOMPARE(ids[0].attribute(u"by"), den);
        QCOMPARE(told.attribute(u"id"), u"m1"_s);
        QCOMPARE(told.childrenNamed(u"occupant-id", u"urn:xmpp:occupant-id:0").size(), 1);
        QCOMPARE(xmlDifference(desk.last(bob), told), QString());
    }

    void repeatOfAMessageReachesOnlyItsSender()
    {
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        desk.enter(den, bob, u"Bob"_s);
        const QString text = messageText(u"hello"_s, u"m1"_s, u"<origin-id xmlns='urn:xmpp:sid:0' id='o1'/>"_s);
        desk.say(bob, text);
        const XmlNode first = desk.last(bob);
        desk.forgetHeard();
        desk.say(bob, text);
        QCOMPARE(xmlDifference(desk.last(bob), first), QString());
        QVERIFY(desk.heard(alice).isEmpty());
    }

    void withoutArchiveNothingTellsOfOne()
    {
        ServerDesk desk;
        desk.face().setArchive(false);
        desk.requests().setArchive(false);
        desk.makeRoom(den, alice, u"Al"_s);
        desk.say(alice, messageText(u"hello"_s));
        QVERIFY(desk.last(alice).child(u"stanza-id", u"urn:xmpp:sid:0").isNull());
        desk.say(
            alice,
            u"<iq xmlns='jabber:client' type='set' id='q' to='%1'><query xmlns='urn:xmpp:mam:2'/></iq>"_s.arg(den));
        QCOMPARE(errorOf(desk.last(alice)), u"cancel/service-unavailable"_s);
    }

    void refusedJoinIsTold_data()
    {
        QTest::addColumn<QString>("config");
        QTest::addColumn<QString>("nickname");
        QTest::addColumn<QString>("error");
        QTest::newRow("members only") << fieldText(u"membersonly"_s, u"1"_s) << u"Bob"_s
                                      << u"auth/registration-required"_s;
        QTest::newRow("password") << fieldText(u"roomsecret"_s, u"s"_s) << u"Bob"_s << u"auth/not-authorized"_s;
        QTest::newRow("nickname taken") << QString() << u"Al"_s << u"cancel/conflict"_s;
        QTest::newRow("full") << fieldText(u"maxusers"_s, u"1"_s) << u"Bob"_s << u"wait/service-unavailable"_s;
        QTest::newRow("blank nickname") << QString() << u" "_s << u"modify/not-acceptable"_s;
    }
    void refusedJoinIsTold()
    {
        QFETCH(QString, config);
        QFETCH(QString, nickname);
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        desk.say(alice, configText(config));
        desk.forgetHeard();
        desk.connectAs(bob);
        desk.say(bob, joinText(nickname));
        const XmlNode told = desk.last(bob);
        QTEST(errorOf(told), "error");
        QCOMPARE(told.attribute(u"id"), u"j1"_s);
        QCOMPARE(told.attribute(u"from"), QString(den + u'/' + nickname));
        QVERIFY(desk.heard(alice).isEmpty());
    }

    void rightPasswordLetsIn()
    {
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        desk.say(alice, configText(fieldText(u"roomsecret"_s, u"s"_s)));
        desk.connectAs(bob);
        desk.say(bob, joinText(u"Bob"_s, u"<password>s</password>"_s));
        QVERIFY(shortAll(desk.heard(bob)).contains(u"presence den/Bob 110"_s));
    }

    void joinWithoutANicknameIsMalformed()
    {
        ServerDesk desk;
        desk.connectAs(bob);
        desk.say(
            bob,
            u"<presence xmlns='jabber:client' to='%1'><x xmlns='http://jabber.org/protocol/muc'/></presence>"_s.arg(
                den));
        QCOMPARE(errorOf(desk.last(bob)), u"modify/jid-malformed"_s);
    }

    void presenceOfAStrangerIsAnsweredWithAKick()
    {
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        desk.connectAs(bob);
        desk.say(bob, u"<presence xmlns='jabber:client' id='p' to='%1/Bob'/>"_s.arg(den));
        // XEP-0045 section 7.2.3
        QCOMPARE(xmlDifference(desk.last(bob),
                               xml(u"<presence xmlns='jabber:client' type='unavailable' id='p' "
                                   "from='den@conference.localhost/Bob'><x "
                                   "xmlns='http://jabber.org/protocol/muc#user'><item affiliation='none' role='none'>"
                                   "<reason>You are not in the room.</reason></item><status code='307'/>"
                                   "<status code='333'/><status code='110'/></x></presence>"_s)),
                 QString());
    }

    void newNicknameIsToldInTwoSteps()
    {
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        desk.enter(den, bob, u"Bob"_s);
        desk.say(bob, u"<presence xmlns='jabber:client' to='%1/Robert'/>"_s.arg(den));
        const QList<XmlNode> told = desk.heard(alice);
        QCOMPARE(shortAll(told), QStringList({u"presence unavailable den/Bob 303"_s, u"presence den/Robert"_s}));
        QCOMPARE(told[0].child(u"x", userNs).child(u"item", userNs).attribute(u"nick"), u"Robert"_s);
        QCOMPARE(shortAll(desk.heard(bob)),
                 QStringList({u"presence unavailable den/Bob 110 303"_s, u"presence den/Robert 110"_s}));
    }

    void leavingIsToldToAll()
    {
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        desk.enter(den, bob, u"Bob"_s);
        desk.say(bob, u"<presence xmlns='jabber:client' type='unavailable' to='%1/Bob'><status>bye</status>"
                      "</presence>"_s.arg(den));
        QCOMPARE(shortAll(desk.heard(bob)), QStringList{u"presence unavailable den/Bob 110"_s});
        const XmlNode told = desk.last(alice);
        QCOMPARE(shortOf(told), u"presence unavailable den/Bob"_s);
        QCOMPARE(told.child(u"status", u"jabber:client").text(), u"bye"_s);
        QCOMPARE(told.child(u"x", userNs).child(u"item", userNs).attribute(u"role"), u"none"_s);
    }

    void unavailableToNobodyLeavesEveryRoom()
    {
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        desk.enter(den, bob, u"Bob"_s);
        desk.say(bob, u"<presence xmlns='jabber:client' type='unavailable'/>"_s);
        QCOMPARE(shortAll(desk.heard(alice)), QStringList{u"presence unavailable den/Bob"_s});
    }

    void removalsCarryTheirCode_data()
    {
        QTest::addColumn<QString>("item");
        QTest::addColumn<QString>("codes");
        QTest::addColumn<QString>("affiliation");
        QTest::newRow("kick") << u"<item nick='Bob' role='none'><reason>spam</reason></item>"_s << u"110 307"_s
                              << u"none"_s;
        QTest::newRow("ban") << u"<item jid='bob@localhost' affiliation='outcast'><reason>spam</reason></item>"_s
                             << u"110 301"_s << u"outcast"_s;
    }
    void removalsCarryTheirCode()
    {
        QFETCH(QString, item);
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        desk.enter(den, bob, u"Bob"_s);
        desk.say(alice, adminText(item));
        const XmlNode told = desk.last(bob);
        QTEST(codesOf(told), "codes");
        const XmlNode node = told.child(u"x", userNs).child(u"item", userNs);
        QTEST(node.attribute(u"affiliation"), "affiliation");
        QCOMPARE(node.attribute(u"role"), u"none"_s);
        QCOMPARE(node.child(u"reason", userNs).text(), u"spam"_s);
        QCOMPARE(node.child(u"actor", userNs).attribute(u"nick"), u"Al"_s);
        QCOMPARE(shortOf(desk.last(alice)), u"iq result den"_s);
    }

    void membersOnlyRoomSendsStrangersOut()
    {
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        desk.enter(den, bob, u"Bob"_s);
        desk.say(alice, configText(fieldText(u"membersonly"_s, u"1"_s)));
        QCOMPARE(shortOf(desk.last(bob)), u"presence unavailable den/Bob 110 322"_s);
    }

    void destroyedRoomNamesTheOther()
    {
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        desk.enter(den, bob, u"Bob"_s);
        desk.say(alice, u"<iq xmlns='jabber:client' type='set' id='d' to='%1'><query "
                        "xmlns='http://jabber.org/protocol/muc#owner'><destroy jid='new@conference.localhost'>"
                        "<reason>moved</reason></destroy></query></iq>"_s.arg(den));
        const XmlNode told = desk.last(bob);
        QCOMPARE(shortOf(told), u"presence unavailable den/Bob 110"_s);
        const XmlNode destroy = told.child(u"x", userNs).child(u"destroy", userNs);
        QCOMPARE(destroy.attribute(u"jid"), u"new@conference.localhost"_s);
        QCOMPARE(destroy.child(u"reason", userNs).text(), u"moved"_s);
        QCOMPARE(shortOf(desk.last(alice)), u"iq result den"_s);
        // It is gone, with its archive.
        desk.say(bob, messageText(u"anybody?"_s));
        QCOMPARE(errorOf(desk.last(bob)), u"cancel/item-not-found"_s);
    }

    void muteIsToldToTheMutedAndKeepsTheirText()
    {
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        desk.enter(den, bob, u"Bob"_s);
        desk.enter(den, carol, u"Carol"_s);
        desk.say(alice, adminText(u"<item nick='Bob' role='visitor'><reason>off topic</reason></item>"_s));
        const XmlNode own = desk.last(bob);
        QCOMPARE(codesOf(own), u"110"_s);
        QCOMPARE(xmlDifference(own.childIn(u"urn:foyer:mute:0"),
                               xml(u"<mute xmlns='urn:foyer:mute:0' room='0' everywhere='0' here='1' exempt='0' "
                                   "by='Al'><reason>off topic</reason></mute>"_s)),
                 QString());
        const XmlNode seen = desk.last(carol);
        QCOMPARE(seen.child(u"x", userNs).child(u"item", userNs).attribute(u"role"), u"visitor"_s);
        QVERIFY(seen.childIn(u"urn:foyer:mute:0").isNull());
        desk.forgetHeard();
        desk.say(bob, messageText(u"but"_s));
        const XmlNode error = desk.last(bob);
        QCOMPARE(errorOf(error), u"auth/forbidden"_s);
        QCOMPARE(error.child(u"body", u"jabber:client").text(), u"but"_s);
        QVERIFY(
            !error.child(u"error", u"jabber:client").child(u"text", u"urn:ietf:params:xml:ns:xmpp-stanzas").isNull());
        QVERIFY(desk.heard(carol).isEmpty());
        // Whoever is muted may still speak to one person.
        desk.say(
            bob,
            u"<message xmlns='jabber:client' type='chat' id='p' to='%1/Al'><body>sorry</body></message>"_s.arg(den));
        QCOMPARE(desk.last(alice).child(u"body", u"jabber:client").text(), u"sorry"_s);
    }

    void muteWithAnEndTellsItAndEndsByItself()
    {
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        desk.enter(den, bob, u"Bob"_s);
        desk.say(alice,
                 adminText(u"<item nick='Bob' role='visitor'><mute xmlns='urn:foyer:mute:0' minutes='10'/></item>"_s));
        const QDateTime until = desk.clock().now().addSecs(600);
        QCOMPARE(desk.last(bob).childIn(u"urn:foyer:mute:0").attribute(u"until"), formatTime(until));
        desk.clock().advance(10 * 60 * 1000 - 1);
        desk.say(bob, messageText(u"now?"_s));
        QCOMPARE(errorOf(desk.last(bob)), u"auth/forbidden"_s);
        desk.clock().advance(1);
        QCOMPARE(desk.last(bob).child(u"x", userNs).child(u"item", userNs).attribute(u"role"), u"participant"_s);
        desk.say(bob, messageText(u"sorry"_s));
        QCOMPARE(desk.last(alice).child(u"body", u"jabber:client").text(), u"sorry"_s);
    }

    void muteFromOutsideIsToldOnlyToTheMuted()
    {
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        desk.enter(den, bob, u"Bob"_s);
        QVERIFY(desk.rooms().setExempt(u"den"_s, {*Jid::parse(u"bob@localhost")}, true));
        QCOMPARE(desk.last(bob).childIn(u"urn:foyer:mute:0").attribute(u"exempt"), u"1"_s);
        QVERIFY(desk.heard(alice).isEmpty());
        desk.rooms().muteEverywhere(
            {{*Jid::parse(u"bob@localhost"), desk.clock().now().addSecs(60), u"spam"_s, u"admin"_s}});
        QCOMPARE(xmlDifference(desk.last(bob).childIn(u"urn:foyer:mute:0"),
                               xml(u"<mute xmlns='urn:foyer:mute:0' room='0' everywhere='1' here='0' exempt='1' "
                                   "until='2026-03-01T12:01:00.000Z' by='admin'><reason>spam</reason></mute>"_s)),
                 QString());
        desk.clock().advance(60000);
        QCOMPARE(desk.last(bob).childIn(u"urn:foyer:mute:0").attribute(u"everywhere"), u"0"_s);
    }

    void forgedWordsOfTheRoomArePassedToNobody()
    {
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        desk.connectAs(bob);
        desk.say(bob, joinText(u"Bob"_s, {},
                               u"<mute xmlns='urn:foyer:mute:0' here='1'/>"
                               "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='forged'/>"
                               "<x xmlns='http://jabber.org/protocol/muc#user'><status code='301'/></x>"_s));
        const XmlNode told = desk.last(alice);
        QCOMPARE(codesOf(told), QString());
        QVERIFY(told.childIn(u"urn:foyer:mute:0").isNull());
        QCOMPARE(told.childrenNamed(u"x", userNs).size(), 1);
        QVERIFY(told.child(u"occupant-id", u"urn:xmpp:occupant-id:0").attribute(u"id") != "forged"_L1);
    }

    void onlyModeratorsHearOfOthersWhenThatIsSwitchedOff()
    {
        server::RoomSettings settings = ServerDesk::usualSettings();
        settings.memberChangeEvents = false;
        ServerDesk desk(settings);
        desk.makeRoom(den, alice, u"Al"_s);
        desk.enter(den, bob, u"Bob"_s);
        desk.connectAs(carol);
        desk.say(carol, joinText(u"Carol"_s));
        QCOMPARE(shortAll(desk.heard(carol)), QStringList({u"presence den/Carol 110"_s, u"message den subject:"_s}));
        QVERIFY(desk.heard(bob).isEmpty());
        QCOMPARE(shortAll(desk.heard(alice)), QStringList{u"presence den/Carol"_s});
        // A new moderator learns who is there.
        desk.say(alice, adminText(u"<item nick='Bob' role='moderator'/>"_s));
        QCOMPARE(shortAll(desk.heard(bob)),
                 QStringList({u"presence den/Bob 110"_s, u"presence den/Al"_s, u"presence den/Carol"_s}));
    }

    void oneRoomAUserTakesOutOfTheOther()
    {
        server::RoomSettings settings = ServerDesk::usualSettings();
        settings.singleUserMultipleRooms = false;
        ServerDesk desk(settings);
        desk.makeRoom(den, alice, u"Al"_s);
        desk.makeRoom(u"hall@conference.localhost"_s, carol, u"Carol"_s);
        desk.enter(den, bob, u"Bob"_s);
        desk.say(bob, joinText(u"Bob"_s, {}, {}, u"hall@conference.localhost"_s));
        const QList<XmlNode> told = desk.heard(bob);
        QCOMPARE(shortAll(told), QStringList({u"presence hall/Carol"_s, u"presence hall/Bob 110"_s,
                                              u"message hall subject:"_s, u"presence unavailable den/Bob 110"_s}));
        QCOMPARE(told[3].childIn(u"urn:foyer:replaced:0").attribute(u"room"), u"hall@conference.localhost"_s);
        QVERIFY(desk.last(alice).childIn(u"urn:foyer:replaced:0").isNull());
    }

    void privateMessageGoesToAllClientsOfOnePerson()
    {
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        desk.enter(den, bob, u"Bob"_s);
        const QString other = u"bob@localhost/r2"_s;
        desk.enter(den, other, u"Bob"_s);
        desk.say(
            alice,
            u"<message xmlns='jabber:client' type='chat' id='p1' to='%1/Bob'><body>psst</body></message>"_s.arg(den));
        for (const QString &client : {bob, other}) {
            const XmlNode told = desk.last(client);
            QCOMPARE(shortOf(told), u"message chat den/Al psst"_s);
            QVERIFY(!told.child(u"x", userNs).isNull());
        }
        desk.say(alice,
                 u"<message xmlns='jabber:client' type='chat' to='%1/Nobody'><body>psst</body></message>"_s.arg(den));
        QCOMPARE(errorOf(desk.last(alice)), u"cancel/item-not-found"_s);
        desk.say(alice,
                 u"<message xmlns='jabber:client' type='groupchat' to='%1/Bob'><body>x</body></message>"_s.arg(den));
        QCOMPARE(errorOf(desk.last(alice)), u"modify/bad-request"_s);
    }

    void secondClientOfAPersonIsNoNewOccupant()
    {
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        desk.enter(den, bob, u"Bob"_s);
        const QString other = u"bob@localhost/r2"_s;
        desk.connectAs(other);
        desk.say(other, joinText(u"Bob"_s));
        QCOMPARE(shortAll(desk.heard(other)),
                 QStringList({u"presence den/Al"_s, u"presence den/Bob 110"_s, u"message den subject:"_s}));
        const XmlNode seen = desk.last(alice);
        QCOMPARE(seen.child(u"x", userNs).childrenNamed(u"item", userNs).size(), 2);
        desk.forgetHeard();
        desk.say(other, u"<presence xmlns='jabber:client' type='unavailable' to='%1/Bob'/>"_s.arg(den));
        QCOMPARE(shortAll(desk.heard(other)), QStringList{u"presence unavailable den/Bob 110"_s});
        // Bob is still there; only who sees addresses hears of it.
        QCOMPARE(shortAll(desk.heard(alice)), QStringList{u"presence den/Bob"_s});
        QVERIFY(desk.heard(bob).isEmpty());
    }

    void joinOfSomebodyInsideIsAnsweredAnew()
    {
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        desk.enter(den, bob, u"Bob"_s);
        desk.say(bob, joinText(u"Bob"_s, {}, u"<extra xmlns='urn:foyer:extra:0'>new</extra>"_s));
        const QStringList told = shortAll(desk.heard(bob));
        QVERIFY(told.contains(u"presence den/Al"_s));
        QCOMPARE(told.constLast(), u"message den subject:"_s);
        QCOMPARE(desk.last(alice).child(u"extra", u"urn:foyer:extra:0").text(), u"new"_s);
    }

    void changedPrivacyHasItsOwnCode()
    {
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        desk.enter(den, bob, u"Bob"_s);
        desk.say(alice, configText(fieldText(u"whois"_s, u"anyone"_s)));
        QCOMPARE(shortOf(desk.heard(bob).value(0)), u"message den 172"_s);
        desk.forgetHeard();
        desk.connectAs(carol);
        desk.say(carol, joinText(u"Carol"_s));
        QVERIFY(shortAll(desk.heard(carol)).contains(u"presence den/Carol 100 110"_s));
        desk.forgetHeard();
        desk.say(alice, configText(fieldText(u"roomname"_s, u"The den"_s)));
        QCOMPARE(shortOf(desk.last(bob)), u"message den 104"_s);
    }

    void visitorAsksModeratorsForVoice()
    {
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        desk.say(alice, configText(fieldText(u"moderatedroom"_s, u"1"_s)));
        desk.enter(den, bob, u"Bob"_s);
        desk.say(bob, u"<message xmlns='jabber:client' to='%1'><x xmlns='jabber:x:data' type='submit'>"
                      "<field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#request</value></field>"
                      "<field var='muc#role'><value>participant</value></field></x></message>"_s.arg(den));
        const XmlNode asked = desk.last(alice);
        QVERIFY(asked.toXml().contains(u"muc#roomnick"));
        desk.say(alice, u"<message xmlns='jabber:client' to='%1'><x xmlns='jabber:x:data' type='submit'>"
                        "<field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#request</value></field>"
                        "<field var='muc#roomnick'><value>Bob</value></field>"
                        "<field var='muc#request_allow'><value>true</value></field></x></message>"_s.arg(den));
        QCOMPARE(desk.last(bob).child(u"x", userNs).child(u"item", userNs).attribute(u"role"), u"participant"_s);
    }

    void whatGrowsWhenItIsWrittenReachesNobody()
    {
        ServerDesk desk;
        for (const QString &jid : {alice, bob, carol})
            desk.connectAs(jid);
        desk.makeRoom(den, alice, u"Al"_s);
        desk.enter(den, bob, u"Bo"_s);
        const QString grows =
            u"<x xmlns='urn:example:x' xmlns:p='%1'>%2</x>"_s.arg(QString(500, u'n'), u"<p:a/>"_s.repeated(1100));
        const QString refused = u"modify/policy-violation"_s;
        desk.say(bob, u"<message xmlns='jabber:client' type='chat' id='p' to='%1/Al'>%2</message>"_s.arg(den, grows));
        QCOMPARE(errorOf(desk.last(bob)), refused);
        desk.say(bob, u"<presence xmlns='jabber:client' to='%1/Bo'>%2</presence>"_s.arg(den, grows));
        QCOMPARE(errorOf(desk.last(bob)), refused);
        desk.say(bob, u"<message xmlns='jabber:client' id='v' to='%1'><x "
                      "xmlns='http://jabber.org/protocol/muc#user'><invite to='carol@localhost'>%2</invite></x>"
                      "</message>"_s.arg(den, grows));
        QCOMPARE(errorOf(desk.last(bob)), refused);
        desk.say(bob, u"<message xmlns='jabber:client' id='v' to='%1'><x "
                      "xmlns='http://jabber.org/protocol/muc#user'><decline to='carol@localhost'>%2</decline></x>"
                      "</message>"_s.arg(den, grows));
        QCOMPARE(errorOf(desk.last(bob)), refused);
        desk.say(carol, joinText(u"Ca"_s, {}, grows));
        QCOMPARE(errorOf(desk.last(carol)), refused);
        QCOMPARE(desk.heardTexts(alice), QStringList());
        // Whoever goes is let go; only his words stay behind.
        desk.say(bob, u"<presence xmlns='jabber:client' type='unavailable' to='%1/Bo'>%2</presence>"_s.arg(den, grows));
        const XmlNode gone = desk.last(alice);
        QCOMPARE(shortOf(gone), u"presence unavailable den/Bo"_s);
        QVERIFY(gone.child(u"x", u"urn:example:x").isNull());
    }

    void errorRepeatsNoBodyThatGrows()
    {
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        const QString section = u"<![CDATA[%1]]>"_s;
        desk.say(alice, messageText(section.arg(QString(110000, u'&'))));
        const XmlNode large = desk.last(alice);
        QCOMPARE(errorOf(large), u"modify/policy-violation"_s);
        QVERIFY(large.child(u"body", u"jabber:client").isNull());
        desk.say(alice, u"<message xmlns='jabber:client' to='%1/Nobody'><body>x</body></message>"_s.arg(den));
        QCOMPARE(desk.last(alice).child(u"body", u"jabber:client").text(), u"x"_s);
    }

    void invitationIsHandedOnAndMayBeDeclined()
    {
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        desk.say(alice, configText(fieldText(u"roomsecret"_s, u"s"_s)));
        desk.connectAs(bob);
        desk.forgetHeard();
        desk.say(alice, u"<message xmlns='jabber:client' id='v' to='%1'><x "
                        "xmlns='http://jabber.org/protocol/muc#user'><invite to='bob@localhost'><reason>Come</reason>"
                        "</invite></x></message>"_s.arg(den));
        QCOMPARE(xmlDifference(desk.last(bob),
                               xml(u"<message xmlns='jabber:client' id='v' from='den@conference.localhost'><x "
                                   "xmlns='http://jabber.org/protocol/muc#user'><invite from='alice@localhost/r1'>"
                                   "<reason>Come</reason></invite><password>s</password></x></message>"_s)),
                 QString());
        desk.say(bob, u"<message xmlns='jabber:client' to='%1'><x xmlns='http://jabber.org/protocol/muc#user'>"
                      "<decline to='alice@localhost'><reason>Later</reason></decline></x></message>"_s.arg(den));
        QCOMPARE(desk.last(alice).child(u"x", userNs).child(u"decline", userNs).attribute(u"from"), u"bob@localhost"_s);
    }

    void invitationToAMembersRoomLetsIn()
    {
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        desk.enter(den, carol, u"Carol"_s);
        desk.say(alice, adminText(u"<item jid='carol@localhost' affiliation='member'/>"_s));
        desk.say(alice, configText(fieldText(u"membersonly"_s, u"1"_s)));
        desk.connectAs(bob);
        desk.forgetHeard();
        const QString invite = u"<message xmlns='jabber:client' id='v' to='%1'><x "
                               "xmlns='http://jabber.org/protocol/muc#user'><invite to='%2'/></x></message>"_s;
        desk.say(carol, invite.arg(den, u"bob@localhost"_s));
        QCOMPARE(errorOf(desk.last(carol)), u"auth/forbidden"_s);
        QVERIFY(desk.heard(bob).isEmpty());
        desk.say(alice, invite.arg(den, u"bob@localhost"_s));
        QCOMPARE(desk.heard(bob).size(), 1);
        desk.say(bob, joinText(u"Bob"_s));
        QVERIFY(shortAll(desk.heard(bob)).contains(u"presence den/Bob 110"_s));
        desk.say(alice, invite.arg(den, u"nobody@localhost"_s));
        QCOMPARE(errorOf(desk.last(alice)), u"cancel/item-not-found"_s);
    }

    void invitationsOfOneMessageAreFew()
    {
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        desk.connectAs(bob);
        desk.forgetHeard();
        const QString message = u"<message xmlns='jabber:client' id='v' to='%1'><x "
                                "xmlns='http://jabber.org/protocol/muc#user'>%2</x></message>"_s;
        const QString invite = u"<invite to='bob@localhost'/>"_s;
        desk.say(alice, message.arg(den, invite.repeated(20)));
        QCOMPARE(desk.heard(bob).size(), 20);
        desk.forgetHeard();
        desk.say(alice, message.arg(den, QString(invite.repeated(20) + u"<decline to='bob@localhost'/>"_s)));
        QCOMPARE(errorOf(desk.last(alice)), u"modify/policy-violation"_s);
        QVERIFY(desk.heard(bob).isEmpty());
    }

    void invitationTakesNobodysStandingAway()
    {
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        desk.enter(den, carol, u"Carol"_s);
        desk.connectAs(bob);
        desk.say(alice, adminText(u"<item jid='carol@localhost' affiliation='member'/>"_s));
        desk.say(alice, adminText(u"<item jid='bob@localhost' affiliation='owner'/>"_s));
        desk.say(alice, configText(fieldText(u"membersonly"_s, u"1"_s)));
        desk.forgetHeard();
        // Nothing has to be written for him, so a member may invite him too.
        for (const QString &inviter : {alice, carol}) {
            desk.say(inviter, u"<message xmlns='jabber:client' id='v' to='%1'><x "
                              "xmlns='http://jabber.org/protocol/muc#user'><invite to='bob@localhost'/></x>"
                              "</message>"_s.arg(den));
            QCOMPARE(desk.heard(bob).size(), 1);
        }
        desk.say(bob, joinText(u"Bob"_s));
        const QList<XmlNode> told = desk.heard(bob);
        const auto self = std::find_if(told.cbegin(), told.cend(),
                                       [](const XmlNode &one) { return shortOf(one) == "presence den/Bob 110"_L1; });
        QVERIFY(self != told.cend());
        QCOMPARE(self->child(u"x", userNs).child(u"item", userNs).attribute(u"affiliation"), u"owner"_s);
    }

    void lostSessionLeavesWithoutAWordOfItsOwn()
    {
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        desk.enter(den, bob, u"Bob"_s);
        desk.sessions().detach(*Jid::parse(bob));
        QCOMPARE(shortAll(desk.heard(alice)), QStringList{u"presence unavailable den/Bob"_s});
    }
};

QTEST_GUILESS_MAIN(TestServerMuc)
#include "tst_servermuc.moc"
