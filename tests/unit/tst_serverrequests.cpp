#include "support/serverdesk.h"
#include "support/xml.h"

#include <QTest>

using namespace foyer;
using namespace Qt::StringLiterals;
using stanza::XmlNode;

namespace
{

const QString alice = u"alice@localhost/r1"_s;
const QString bob = u"bob@localhost/r1"_s;
const QString den = u"den@conference.localhost"_s;
const QString infoNs = u"http://jabber.org/protocol/disco#info"_s;
const QString adminNs = u"http://jabber.org/protocol/muc#admin"_s;
const QString rsmNs = u"http://jabber.org/protocol/rsm"_s;
const QString mamNs = u"urn:xmpp:mam:2"_s;

QString iqText(const QString &type, const QString &to, const QString &payload)
{
    const QString address = to.isEmpty() ? QString() : u" to='%1'"_s.arg(to);
    return u"<iq xmlns='jabber:client' type='%1' id='i1'%2>%3</iq>"_s.arg(type, address, payload);
}

QString mamText(const QString &set, const QString &fields = {})
{
    const QString form = fields.isEmpty() ? QString()
                                          : u"<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'>"
                                            "<value>urn:xmpp:mam:2</value></field>%1</x>"_s.arg(fields);
    return iqText(u"set"_s, den,
                  u"<query xmlns='urn:xmpp:mam:2' queryid='q'>%1<set "
                  "xmlns='http://jabber.org/protocol/rsm'>%2</set></query>"_s.arg(form, set));
}

QString fieldText(const QString &name, const QString &value)
{
    return u"<field var='%1'><value>%2</value></field>"_s.arg(name, value);
}

QString errorOf(const XmlNode &stanza)
{
    const XmlNode error = stanza.child(u"error", u"jabber:client");
    return error.isNull()
               ? QString()
               : error.attribute(u"type") + u'/' + error.childIn(u"urn:ietf:params:xml:ns:xmpp-stanzas").name();
}

QStringList featuresOf(const XmlNode &iq)
{
    QStringList features;
    const auto nodes = iq.child(u"query", infoNs).childrenNamed(u"feature", infoNs);
    for (const XmlNode &node : nodes)
        features.append(node.attribute(u"var"));
    return features;
}

/// A page as told: bodies in their order, then `complete` or not, first index and count.
QString pageOf(const QList<XmlNode> &told)
{
    QStringList words;
    for (const XmlNode &stanza : told) {
        const XmlNode result = stanza.child(u"result", mamNs);
        if (result.isNull())
            continue;
        const XmlNode message = result.child(u"forwarded", u"urn:xmpp:forward:0").child(u"message", u"jabber:client");
        words.append(message.child(u"body", u"jabber:client").text());
    }
    const XmlNode fin = told.constLast().child(u"fin", mamNs);
    if (fin.isNull())
        return errorOf(told.constLast());
    const XmlNode set = fin.child(u"set", rsmNs);
    words.append(fin.attribute(u"complete") == "true"_L1 ? u"complete"_s : u"more"_s);
    const XmlNode first = set.child(u"first", rsmNs);
    words.append(first.isNull() ? u"-"_s : first.attribute(u"index"));
    words.append(u"of"_s);
    words.append(set.child(u"count", rsmNs).text());
    return words.join(u' ');
}

QString idOf(const XmlNode &message)
{
    return message.child(u"stanza-id", u"urn:xmpp:sid:0").attribute(u"id");
}

} // namespace

class TestServerRequests : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void requestsAreAnswered_data()
    {
        QTest::addColumn<QString>("iq");
        QTest::addColumn<QString>("error"); // empty: a result
        const QString ping = u"<ping xmlns='urn:xmpp:ping'/>"_s;
        const QString info = u"<query xmlns='http://jabber.org/protocol/disco#info'/>"_s;
        const QString unknown = u"<query xmlns='urn:example:unknown'/>"_s;
        QTest::newRow("ping of the server") << iqText(u"get"_s, u"localhost"_s, ping) << QString();
        QTest::newRow("ping of nobody") << iqText(u"get"_s, {}, ping) << QString();
        QTest::newRow("ping of the room service")
            << iqText(u"get"_s, u"conference.localhost"_s, ping) << u"cancel/service-unavailable"_s;
        QTest::newRow("ping of a room") << iqText(u"get"_s, den, ping) << u"cancel/service-unavailable"_s;
        QTest::newRow("self-ping") << iqText(u"get"_s, QString(den + u"/Al"_s), ping) << QString();
        QTest::newRow("ping of a name nobody has")
            << iqText(u"get"_s, QString(den + u"/Eve"_s), ping) << u"cancel/item-not-found"_s;
        QTest::newRow("question to another occupant")
            << iqText(u"get"_s, QString(den + u"/Bob"_s), ping) << u"cancel/service-unavailable"_s;
        QTest::newRow("info of the account") << iqText(u"get"_s, u"alice@localhost"_s, info) << QString();
        QTest::newRow("info of somebody else")
            << iqText(u"get"_s, u"bob@localhost"_s, info) << u"cancel/service-unavailable"_s;
        QTest::newRow("info of a missing room")
            << iqText(u"get"_s, u"nope@conference.localhost"_s, info) << u"cancel/item-not-found"_s;
        QTest::newRow("info of a node") << iqText(u"get"_s, u"localhost"_s,
                                                  u"<query xmlns='http://jabber.org/protocol/disco#info' node='x'/>"_s)
                                        << u"cancel/item-not-found"_s;
        QTest::newRow("session of old clients")
            << iqText(u"set"_s, u"localhost"_s, u"<session xmlns='urn:ietf:params:xml:ns:xmpp-session'/>"_s)
            << QString();
        QTest::newRow("contacts") << iqText(u"get"_s, {}, u"<query xmlns='jabber:iq:roster'/>"_s) << QString();
        QTest::newRow("unknown to the server")
            << iqText(u"get"_s, u"localhost"_s, unknown) << u"cancel/service-unavailable"_s;
        QTest::newRow("unknown to nobody") << iqText(u"set"_s, {}, unknown) << u"cancel/service-unavailable"_s;
        QTest::newRow("unknown to a room") << iqText(u"get"_s, den, unknown) << u"cancel/service-unavailable"_s;
        QTest::newRow("another server") << iqText(u"get"_s, u"example.org"_s, ping)
                                        << u"cancel/remote-server-not-found"_s;
        QTest::newRow("no payload") << iqText(u"get"_s, u"localhost"_s, {}) << u"modify/bad-request"_s;
        QTest::newRow("no type") << u"<iq xmlns='jabber:client' id='i1' to='localhost'>%1</iq>"_s.arg(ping)
                                 << u"modify/bad-request"_s;
        QTest::newRow("no address at all") << iqText(u"get"_s, u"@"_s, ping) << u"modify/jid-malformed"_s;
    }
    void requestsAreAnswered()
    {
        QFETCH(QString, iq);
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        desk.enter(den, bob, u"Bob"_s);
        desk.say(alice, iq);
        const QList<XmlNode> told = desk.heard(alice);
        QCOMPARE(told.size(), 1);
        QTEST(errorOf(told[0]), "error");
        QCOMPARE(told[0].attribute(u"id"), u"i1"_s);
        QCOMPARE(told[0].attribute(u"from"), xml(iq).attribute(u"to"));
    }

    void answersAreNeverAnswered()
    {
        ServerDesk desk;
        desk.connectAs(alice);
        desk.say(alice, iqText(u"result"_s, u"localhost"_s, {}));
        desk.say(alice, iqText(u"error"_s, den, {}));
        desk.say(alice, u"<message xmlns='jabber:client' type='error' to='bob@localhost/x'/>"_s);
        QVERIFY(desk.heard(alice).isEmpty());
    }

    void messagesToPersonsAreNotTaken()
    {
        ServerDesk desk;
        desk.connectAs(alice);
        desk.say(alice,
                 u"<message xmlns='jabber:client' type='chat' id='m' to='bob@localhost'><body>hi</body></message>"_s);
        QCOMPARE(errorOf(desk.last(alice)), u"cancel/service-unavailable"_s);
        desk.say(alice, u"<message xmlns='jabber:client' to='bob@example.org'><body>hi</body></message>"_s);
        QCOMPARE(errorOf(desk.last(alice)), u"cancel/remote-server-not-found"_s);
    }

    void selfPingOfAStrangerIsNotAcceptable()
    {
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        desk.connectAs(bob);
        desk.say(bob, iqText(u"get"_s, QString(den + u"/Bob"_s), u"<ping xmlns='urn:xmpp:ping'/>"_s));
        QCOMPARE(errorOf(desk.last(bob)), u"cancel/not-acceptable"_s);
    }

    void serverNamesItsRoomService()
    {
        ServerDesk desk;
        desk.connectAs(alice);
        desk.say(alice, iqText(u"get"_s, u"localhost"_s, u"<query xmlns='http://jabber.org/protocol/disco#items'/>"_s));
        QVERIFY(desk.last(alice).toXml().contains(u"jid='conference.localhost'"));
        desk.say(alice, iqText(u"get"_s, u"conference.localhost"_s,
                               u"<query xmlns='http://jabber.org/protocol/disco#info'/>"_s));
        const XmlNode info = desk.last(alice);
        QCOMPARE(info.child(u"query", infoNs).child(u"identity", infoNs).attribute(u"category"), u"conference"_s);
        QVERIFY(featuresOf(info).contains(u"http://jabber.org/protocol/muc"));
        QVERIFY(!featuresOf(info).contains(u"urn:foyer:one-room:0"));
    }

    void serviceSaysWhenAUserIsInOneRoom()
    {
        server::RoomSettings settings = ServerDesk::usualSettings();
        settings.singleUserMultipleRooms = false;
        ServerDesk desk(settings);
        desk.connectAs(alice);
        desk.say(alice, iqText(u"get"_s, u"conference.localhost"_s,
                               u"<query xmlns='http://jabber.org/protocol/disco#info'/>"_s));
        QVERIFY(featuresOf(desk.last(alice)).contains(u"urn:foyer:one-room:0"));
    }

    void roomListHoldsWhatIsListedAndOpen()
    {
        ServerDesk desk;
        desk.makeRoom(u"Launch@conference.localhost"_s, alice, u"Al"_s);
        desk.makeRoom(den, bob, u"Bob"_s);
        desk.say(bob, iqText(u"set"_s, den,
                             u"<query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' "
                             "type='submit'>%1</x></query>"_s.arg(fieldText(u"muc#roomconfig_publicroom"_s, u"0"_s))));
        desk.enter(u"unfinished@conference.localhost"_s, bob, u"Bob"_s);
        desk.say(alice, iqText(u"get"_s, u"conference.localhost"_s,
                               u"<query xmlns='http://jabber.org/protocol/disco#items'/>"_s));
        QCOMPARE(
            xmlDifference(desk.last(alice),
                          xml(u"<iq xmlns='jabber:client' type='result' id='i1' from='conference.localhost'><query "
                              "xmlns='http://jabber.org/protocol/disco#items'><item "
                              "jid='Launch@conference.localhost' name='Launch'/></query></iq>"_s)),
            QString());
    }

    void roomListComesInPages()
    {
        ServerDesk desk;
        for (const QString &id : {u"Den"_s, u"attic"_s, u"cellar"_s, u"Bath"_s})
            desk.makeRoom(id + u"@conference.localhost"_s, alice, u"Al"_s);
        const auto page = [&desk](const QString &set) {
            desk.say(alice, iqText(u"get"_s, u"conference.localhost"_s,
                                   u"<query xmlns='http://jabber.org/protocol/disco#items'><set "
                                   "xmlns='http://jabber.org/protocol/rsm'>%1</set></query>"_s.arg(set)));
            const XmlNode query = desk.last(alice).child(u"query", u"http://jabber.org/protocol/disco#items");
            QStringList ids;
            const auto nodes = query.childrenNamed(u"item", u"http://jabber.org/protocol/disco#items");
            for (const XmlNode &node : nodes)
                ids += node.attribute(u"name");
            const XmlNode told = query.child(u"set", rsmNs);
            ids += told.child(u"first", rsmNs).attribute(u"index") + u'/' + told.child(u"count", rsmNs).text();
            return ids.join(u' ');
        };
        QCOMPARE(page(u"<max>3</max>"_s), u"attic Bath cellar 0/4"_s);
        QCOMPARE(page(u"<max>3</max><after>CELLAR</after>"_s), u"Den 3/4"_s);
        QCOMPARE(page(u"<max>3</max><after>den</after>"_s), u"/4"_s);
        QCOMPARE(page(u"<max>2</max><before/>"_s), u"cellar Den 2/4"_s);
        // A room that is gone by then keeps its place.
        QCOMPARE(page(u"<max>1</max><after>c</after>"_s), u"cellar 2/4"_s);
        QCOMPARE(page(u"<max>0</max>"_s), u"/4"_s);
        desk.say(alice, iqText(u"get"_s, u"conference.localhost"_s,
                               u"<query xmlns='http://jabber.org/protocol/disco#items'><set "
                               "xmlns='http://jabber.org/protocol/rsm'><max>many</max></set></query>"_s));
        QCOMPARE(errorOf(desk.last(alice)), u"modify/bad-request"_s);
    }

    void roomTellsItsFacts()
    {
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        desk.connectAs(bob);
        desk.say(bob, iqText(u"get"_s, den, u"<query xmlns='http://jabber.org/protocol/disco#info'/>"_s));
        const XmlNode told = desk.last(bob);
        QStringList features = featuresOf(told);
        for (const QString &feature :
             {u"urn:xmpp:mam:2"_s, u"urn:xmpp:sid:0"_s, u"urn:xmpp:occupant-id:0"_s,
              u"http://jabber.org/protocol/muc#stable_id"_s, u"http://jabber.org/protocol/muc#self-ping-optimization"_s,
              u"muc_persistent"_s, u"muc_public"_s, u"muc_open"_s, u"muc_unmoderated"_s, u"muc_unsecured"_s,
              u"muc_semianonymous"_s, u"urn:xmpp:message-moderate:1"_s})
            QVERIFY2(features.contains(feature), qUtf8Printable(feature));
        const QString text = told.toXml();
        QVERIFY(text.contains(u"<value>2026-03-01T12:00:00.000Z</value>"));
        QVERIFY(text.contains(u"'foyer#created'"));
        QVERIFY(text.contains(u"'muc#roominfo_occupants'"));
    }

    void moderatorsDeleteMessages()
    {
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        desk.enter(den, bob, u"Bob"_s);
        desk.say(
            bob,
            u"<message xmlns='jabber:client' type='groupchat' to='%1' id='m1'><body>spam</body></message>"_s.arg(den));
        const QString id = idOf(desk.last(bob));
        const QString moderate = u"<moderate xmlns='urn:xmpp:message-moderate:1' id='%1'>%2<reason>off topic</reason>"
                                 "</moderate>"_s;
        const QString retract = u"<retract xmlns='urn:xmpp:message-retract:1'/>"_s;
        desk.say(bob, iqText(u"set"_s, den, moderate.arg(id, retract)));
        QCOMPARE(errorOf(desk.last(bob)), u"auth/forbidden"_s);
        desk.say(alice, iqText(u"set"_s, den, moderate.arg(u"other"_s, retract)));
        QCOMPARE(errorOf(desk.last(alice)), u"cancel/item-not-found"_s);
        desk.say(alice, iqText(u"set"_s, den, moderate.arg(id, QString())));
        QCOMPARE(errorOf(desk.last(alice)), u"modify/bad-request"_s);
        desk.say(alice, iqText(u"set"_s, den, moderate.arg(id, retract)));
        QCOMPARE(errorOf(desk.last(alice)), QString());
        const XmlNode told = desk.last(bob);
        QCOMPARE(told.attribute(u"from"), den);
        const XmlNode retracted = told.child(u"retract", u"urn:xmpp:message-retract:1");
        QCOMPARE(retracted.attribute(u"id"), id);
        QCOMPARE(retracted.child(u"reason", u"urn:xmpp:message-retract:1").text(), u"off topic"_s);
        QCOMPARE(retracted.child(u"moderated", u"urn:xmpp:message-moderate:1").attribute(u"by"),
                 QString(den + u"/Al"_s));
        QVERIFY(!idOf(told).isEmpty());
    }

    void ownersFormIsReadAndSubmitted()
    {
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        const QString owner = u"<query xmlns='http://jabber.org/protocol/muc#owner'>%1</query>"_s;
        desk.say(alice, iqText(u"get"_s, den, owner.arg(QString())));
        QVERIFY(desk.last(alice).toXml().contains(u"muc#roomconfig_persistentroom"));
        const QString fields = fieldText(u"muc#roomconfig_roomname"_s, u"The den"_s) +
                               fieldText(u"muc#roomconfig_moderatedroom"_s, u"true"_s) +
                               fieldText(u"example#unknown"_s, u"x"_s);
        desk.say(alice,
                 iqText(u"set"_s, den, owner.arg(u"<x xmlns='jabber:x:data' type='submit'>%1</x>"_s.arg(fields))));
        QCOMPARE(errorOf(desk.last(alice)), QString());
        const server::RoomConfig config = desk.rooms().record(u"den"_s)->config;
        QCOMPARE(config.title, u"The den"_s);
        QVERIFY(config.moderated && config.persistent);
        desk.say(alice, iqText(u"set"_s, den, owner.arg(u"<x xmlns='jabber:x:data' type='cancel'/>"_s)));
        QCOMPARE(errorOf(desk.last(alice)), QString());
    }

    void impossibleFormIsNotAcceptable_data()
    {
        QTest::addColumn<QString>("field");
        QTest::newRow("neither on nor off") << fieldText(u"muc#roomconfig_membersonly"_s, u"maybe"_s);
        QTest::newRow("negative") << fieldText(u"muc#roomconfig_maxusers"_s, u"-1"_s);
        QTest::newRow("unknown choice") << fieldText(u"muc#roomconfig_whois"_s, u"me"_s);
        QTest::newRow("password without one") << fieldText(u"muc#roomconfig_passwordprotectedroom"_s, u"1"_s);
    }
    void impossibleFormIsNotAcceptable()
    {
        QFETCH(QString, field);
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        desk.say(alice, iqText(u"set"_s, den,
                               u"<query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' "
                               "type='submit'>%1</x></query>"_s.arg(field)));
        QCOMPARE(errorOf(desk.last(alice)), u"modify/not-acceptable"_s);
    }

    void strangersMayNeitherReadNorSet_data()
    {
        QTest::addColumn<QString>("iq");
        QTest::addColumn<QString>("error");
        const QString admin = u"<query xmlns='http://jabber.org/protocol/muc#admin'>%1</query>"_s;
        const QString owner = u"<query xmlns='http://jabber.org/protocol/muc#owner'>%1</query>"_s;
        QTest::newRow("form") << iqText(u"get"_s, den, owner.arg(QString())) << u"auth/forbidden"_s;
        QTest::newRow("submit") << iqText(u"set"_s, den, owner.arg(u"<x xmlns='jabber:x:data' type='submit'/>"_s))
                                << u"auth/forbidden"_s;
        QTest::newRow("destroy") << iqText(u"set"_s, den, owner.arg(u"<destroy/>"_s)) << u"auth/forbidden"_s;
        QTest::newRow("ban list") << iqText(u"get"_s, den, admin.arg(u"<item affiliation='outcast'/>"_s))
                                  << u"auth/forbidden"_s;
        QTest::newRow("kick") << iqText(u"set"_s, den, admin.arg(u"<item nick='Al' role='none'/>"_s))
                              << u"cancel/not-allowed"_s;
        QTest::newRow("unknown role") << iqText(u"set"_s, den, admin.arg(u"<item nick='Al' role='king'/>"_s))
                                      << u"modify/bad-request"_s;
        const QString mute = u"<item nick='Al' role='%1'><mute xmlns='urn:foyer:mute:0' minutes='%2'/></item>"_s;
        QTest::newRow("mute for no time")
            << iqText(u"set"_s, den, admin.arg(mute.arg(u"visitor"_s, u"0"_s))) << u"modify/bad-request"_s;
        QTest::newRow("mute for too long")
            << iqText(u"set"_s, den, admin.arg(mute.arg(u"visitor"_s, u"43201"_s))) << u"modify/bad-request"_s;
        QTest::newRow("mute for a word") << iqText(u"set"_s, den, admin.arg(mute.arg(u"visitor"_s, u"long"_s)))
                                         << u"modify/bad-request"_s;
        QTest::newRow("kick for a while")
            << iqText(u"set"_s, den, admin.arg(mute.arg(u"none"_s, u"10"_s))) << u"modify/bad-request"_s;
        QTest::newRow("longest mute") << iqText(u"set"_s, den, admin.arg(mute.arg(u"visitor"_s, u"43200"_s)))
                                      << u"cancel/not-allowed"_s;
        QTest::newRow("no item") << iqText(u"set"_s, den, admin.arg(QString())) << u"modify/bad-request"_s;
        QTest::newRow("broken address") << iqText(u"set"_s, den, admin.arg(u"<item jid='@' affiliation='none'/>"_s))
                                        << u"modify/bad-request"_s;
    }
    void strangersMayNeitherReadNorSet()
    {
        QFETCH(QString, iq);
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        desk.enter(den, bob, u"Bob"_s);
        desk.say(bob, iq);
        QTEST(errorOf(desk.last(bob)), "error");
    }

    void listsAreReadByThoseWhoMay()
    {
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        desk.enter(den, bob, u"Bob"_s);
        const QString admin = u"<query xmlns='http://jabber.org/protocol/muc#admin'>%1</query>"_s;
        desk.say(alice, iqText(u"set"_s, den,
                               admin.arg(u"<item jid='eve@localhost' affiliation='outcast'>"
                                         "<reason>spam</reason></item>"_s)));
        desk.forgetHeard();
        desk.say(alice, iqText(u"get"_s, den, admin.arg(u"<item affiliation='outcast'/>"_s)));
        QCOMPARE(xmlDifference(desk.last(alice).child(u"query", adminNs),
                               xml(u"<query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='outcast' "
                                   "jid='eve@localhost'><reason>spam</reason></item></query>"_s)),
                 QString());
        desk.say(alice, iqText(u"get"_s, den, admin.arg(u"<item role='participant'/>"_s)));
        QCOMPARE(xmlDifference(desk.last(alice).child(u"query", adminNs),
                               xml(u"<query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='none' "
                                   "jid='bob@localhost/r1' nick='Bob' role='participant'/></query>"_s)),
                 QString());
    }

    void archiveIsPaged_data()
    {
        QTest::addColumn<QString>("set");
        QTest::addColumn<QString>("fields");
        QTest::addColumn<QString>("page");
        const QString none;
        QTest::newRow("all") << none << none << u"m0 m1 m2 m3 m4 complete 0 of 5"_s;
        QTest::newRow("first two") << u"<max>2</max>"_s << none << u"m0 m1 more 0 of 5"_s;
        QTest::newRow("last two") << u"<max>2</max><before/>"_s << none << u"m3 m4 more 3 of 5"_s;
        QTest::newRow("after") << u"<max>2</max><after>$1</after>"_s << none << u"m2 m3 more 2 of 5"_s;
        QTest::newRow("after, to the end")
            << u"<max>9</max><after>$1</after>"_s << none << u"m2 m3 m4 complete 2 of 5"_s;
        QTest::newRow("before") << u"<max>2</max><before>$3</before>"_s << none << u"m1 m2 more 1 of 5"_s;
        QTest::newRow("before, to the beginning")
            << u"<max>3</max><before>$3</before>"_s << none << u"m0 m1 m2 complete 0 of 5"_s;
        QTest::newRow("count only") << u"<max>0</max>"_s << none << u"more - of 5"_s;
        QTest::newRow("unknown after") << u"<after>nope</after>"_s << none << u"cancel/item-not-found"_s;
        QTest::newRow("unknown before") << u"<before>nope</before>"_s << none << u"cancel/item-not-found"_s;
        QTest::newRow("both") << u"<after>$0</after><before>$3</before>"_s << none << u"modify/bad-request"_s;
        QTest::newRow("no number") << u"<max>x</max>"_s << none << u"modify/bad-request"_s;
        QTest::newRow("from a time") << none << fieldText(u"start"_s, u"2026-03-01T12:00:40Z"_s)
                                     << u"m3 m4 complete 0 of 2"_s;
        QTest::newRow("to a time") << none << fieldText(u"end"_s, u"2026-03-01T12:00:20Z"_s)
                                   << u"m0 m1 complete 0 of 2"_s;
        QTest::newRow("no time") << none << fieldText(u"start"_s, u"yesterday"_s) << u"modify/bad-request"_s;
        QTest::newRow("with a nickname") << none << fieldText(u"with"_s, QString(den + u"/Al"_s))
                                         << u"m0 m1 m2 m3 m4 complete 0 of 5"_s;
        QTest::newRow("with another nickname")
            << none << fieldText(u"with"_s, QString(den + u"/Bob"_s)) << u"complete - of 0"_s;
        QTest::newRow("certain ids") << none << u"<field var='ids'><value>$1</value><value>$4</value></field>"_s
                                     << u"m1 m4 complete 0 of 2"_s;
        QTest::newRow("an unknown id") << none << fieldText(u"ids"_s, u"nope"_s) << u"cancel/item-not-found"_s;
        QTest::newRow("between ids") << none << (fieldText(u"after-id"_s, u"$0"_s) + fieldText(u"before-id"_s, u"$4"_s))
                                     << u"m1 m2 m3 complete 0 of 3"_s;
        QTest::newRow("the last between ids")
            << u"<max>1</max><before/>"_s << fieldText(u"before-id"_s, u"$4"_s) << u"m3 more 3 of 4"_s;
        QTest::newRow("unknown after-id") << none << fieldText(u"after-id"_s, u"nope"_s) << u"cancel/item-not-found"_s;
    }
    void archiveIsPaged()
    {
        QFETCH(QString, set);
        QFETCH(QString, fields);
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        QString text = mamText(set, fields);
        for (int i = 0; i < 5; ++i) {
            desk.clock().advance(10000);
            desk.say(
                alice,
                u"<message xmlns='jabber:client' type='groupchat' to='%1'><body>m%2</body></message>"_s.arg(den).arg(
                    i));
            text.replace(u"$%1"_s.arg(i), idOf(desk.last(alice)));
        }
        desk.say(alice, text);
        QTEST(pageOf(desk.heard(alice)), "page");
    }

    void flippedPageIsTheSameFromItsEnd()
    {
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        QStringList ids;
        for (int i = 0; i < 5; ++i) {
            desk.say(
                alice,
                u"<message xmlns='jabber:client' type='groupchat' to='%1'><body>m%2</body></message>"_s.arg(den).arg(
                    i));
            ids.append(idOf(desk.last(alice)));
        }
        QString text = mamText(u"<max>3</max><before>%1</before>"_s.arg(ids[4]), {});
        desk.say(alice, text.replace(u"</query>"_s, u"<flip-page/></query>"_s));
        const QList<XmlNode> told = desk.heard(alice);
        QCOMPARE(pageOf(told), u"m3 m2 m1 more 1 of 5"_s);
        // What the page is stays as it was, for the next one.
        const XmlNode set = told.constLast().child(u"fin", mamNs).child(u"set", rsmNs);
        QCOMPARE(set.child(u"first", rsmNs).text(), ids[1]);
        QCOMPARE(set.child(u"last", rsmNs).text(), ids[3]);
    }

    void archivedMessageIsForwardedAsThePaperHasIt()
    {
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        desk.enter(den, bob, u"Bob"_s);
        desk.say(
            bob,
            u"<message xmlns='jabber:client' type='groupchat' id='m1' to='%1'><body>hi</body></message>"_s.arg(den));
        const XmlNode live = desk.last(bob);
        const QString occupant = live.child(u"occupant-id", u"urn:xmpp:occupant-id:0").attribute(u"id");
        desk.say(bob, mamText({}));
        QCOMPARE(xmlDifference(desk.heard(bob).constFirst(),
                               xml(u"<message xmlns='jabber:client' from='den@conference.localhost'>"
                                   "<result xmlns='urn:xmpp:mam:2' id='%1' queryid='q'>"
                                   "<forwarded xmlns='urn:xmpp:forward:0'>"
                                   "<delay xmlns='urn:xmpp:delay' stamp='2026-03-01T12:00:00.000Z'/>"
                                   "<message xmlns='jabber:client' from='den@conference.localhost/Bob' "
                                   "type='groupchat' id='m1'><body>hi</body>"
                                   "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='%2'/></message>"
                                   "</forwarded></result></message>"_s.arg(idOf(live), occupant))),
                 QString());
        // A moderator sees whose it is.
        desk.forgetHeard();
        desk.say(alice, mamText({}));
        QVERIFY(desk.heard(alice).constFirst().toXml().contains(u"jid='bob@localhost'"));
    }

    void longMessagesMakeSmallerPages()
    {
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        const QString body(120000, u'x');
        for (int i = 0; i < 30; ++i)
            desk.say(alice, u"<message xmlns='jabber:client' type='groupchat' to='%1'><body>%2</body></message>"_s.arg(
                                den, body));
        desk.forgetHeard();
        desk.say(alice, mamText(u"<before/>"_s));
        const QList<XmlNode> told = desk.heard(alice);
        const XmlNode fin = told.constLast().child(u"fin", mamNs);
        QCOMPARE(fin.attribute(u"complete"), u"false"_s);
        QCOMPARE(fin.child(u"set", rsmNs).child(u"first", rsmNs).attribute(u"index"),
                 QString::number(30 - (told.size() - 1)));
        QVERIFY(told.size() > 10 && told.size() < 25);
    }

    void bannedReadNoArchive()
    {
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        desk.connectAs(bob);
        desk.say(bob, mamText({}));
        QCOMPARE(errorOf(desk.last(bob)), QString());
        desk.say(alice, iqText(u"set"_s, den,
                               u"<query xmlns='http://jabber.org/protocol/muc#admin'><item jid='bob@localhost' "
                               "affiliation='outcast'/></query>"_s));
        desk.say(bob, mamText({}));
        QCOMPARE(errorOf(desk.last(bob)), u"auth/forbidden"_s);
    }

    void archiveTellsItsFieldsAndEnds()
    {
        ServerDesk desk;
        desk.makeRoom(den, alice, u"Al"_s);
        desk.say(alice, u"<message xmlns='jabber:client' type='groupchat' to='%1'><body>a</body></message>"_s.arg(den));
        const QString id = idOf(desk.last(alice));
        desk.say(alice, iqText(u"get"_s, den, u"<query xmlns='urn:xmpp:mam:2'/>"_s));
        QVERIFY(desk.last(alice).toXml().contains(u"var='after-id'"));
        desk.say(alice, iqText(u"get"_s, den, u"<metadata xmlns='urn:xmpp:mam:2'/>"_s));
        QCOMPARE(xmlDifference(desk.last(alice).child(u"metadata", mamNs),
                               xml(u"<metadata xmlns='urn:xmpp:mam:2'><start id='%1' "
                                   "timestamp='2026-03-01T12:00:00.000Z'/><end id='%1' "
                                   "timestamp='2026-03-01T12:00:00.000Z'/></metadata>"_s.arg(id))),
                 QString());
        desk.say(alice, iqText(u"get"_s, den, u"<prefs xmlns='urn:xmpp:mam:2'/>"_s));
        QCOMPARE(errorOf(desk.last(alice)), u"cancel/service-unavailable"_s);
    }
};

QTEST_GUILESS_MAIN(TestServerRequests)
#include "tst_serverrequests.moc"
