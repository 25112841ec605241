#include "core/roomaddress.h"

#include <QTest>

using namespace foyer;
using namespace Qt::StringLiterals;

class TestRoomAddress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatPeopleTypeIsRead_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("roomId");
        QTest::addColumn<QString>("shown");
        QTest::addColumn<QString>("password");

        const QString launch = u"launch@conference.example.org"_s;
        QTest::newRow("bare ID") << u"launch"_s << u"launch"_s << u"launch"_s << u""_s;
        QTest::newRow("space around it") << u" launch \n"_s << u"launch"_s << u"launch"_s << u""_s;
        QTest::newRow("spelling is kept") << u"Launch"_s << u"Launch"_s << u"Launch"_s << u""_s;
        QTest::newRow("ID with a dot is no domain") << u"v1.2"_s << u"v1.2"_s << u"v1.2"_s << u""_s;
        QTest::newRow("other script") << u"中文聊天室"_s << u"中文聊天室"_s << u"中文聊天室"_s << u""_s;
        QTest::newRow("full address") << launch << u"launch"_s << launch << u""_s;
        QTest::newRow("full address in capitals")
            << u"Launch@Conference.Example.org"_s << u"Launch"_s << launch << u""_s;
        QTest::newRow("link") << u"xmpp:launch@conference.example.org?join"_s << u"launch"_s << launch << u""_s;
        QTest::newRow("link without join") << u"xmpp:launch@conference.example.org"_s << u"launch"_s << launch << u""_s;
        QTest::newRow("link in capitals")
            << u"XMPP:launch@conference.example.org?join"_s << u"launch"_s << launch << u""_s;
        QTest::newRow("link with password") << u"xmpp:launch@conference.example.org?join;password=open%20sesame"_s
                                            << u"launch"_s << launch << u"open sesame"_s;
        QTest::newRow("password with reserved characters")
            << u"xmpp:launch@conference.example.org?join;password=a%3Bb%26c%3Dd+e"_s << u"launch"_s << launch
            << u"a;b&c=d+e"_s;
        QTest::newRow("unencoded ampersand is part of the password")
            << u"xmpp:launch@conference.example.org?join;password=a&b"_s << u"launch"_s << launch << u"a&b"_s;
        QTest::newRow("equals sign in the password")
            << u"xmpp:launch@conference.example.org?join;password=a=b"_s << u"launch"_s << launch << u"a=b"_s;
        QTest::newRow("fragment is dropped")
            << u"xmpp:launch@conference.example.org?join;password=a#b"_s << u"launch"_s << launch << u"a"_s;
        QTest::newRow("escaped letters") << u"xmpp:caf%C3%A9@conference.example.org?join"_s << u"café"_s
                                         << u"café@conference.example.org"_s << u""_s;
        QTest::newRow("two slashes, as many pages write it")
            << u"xmpp://launch@conference.example.org?join"_s << u"launch"_s << launch << u""_s;
        QTest::newRow("account in the link")
            << u"xmpp://alice@example.org/launch@conference.example.org?join"_s << u"launch"_s << launch << u""_s;
    }

    void whatPeopleTypeIsRead()
    {
        QFETCH(QString, typed);
        const auto address = RoomAddress::parse(typed);
        QVERIFY(address);
        QTEST(address->roomId(), "roomId");
        QTEST(address->toString(), "shown");
        QTEST(address->linkPassword(), "password");
        QCOMPARE(address->isResolved(), address->toString().contains(u'@'));
    }

    void whatIsNoRoomIsRefused_data()
    {
        QTest::addColumn<QString>("typed");

        QTest::newRow("nothing") << u""_s;
        QTest::newRow("space") << u"  "_s;
        QTest::newRow("space inside") << u"launch room"_s;
        QTest::newRow("slash") << u"launch/alice"_s;
        QTest::newRow("no ID") << u"@conference.example.org"_s;
        QTest::newRow("no service") << u"launch@"_s;
        QTest::newRow("two ats") << u"a@b@c"_s;
        QTest::newRow("occupant") << u"launch@conference.example.org/alice"_s;
        QTest::newRow("web address") << u"https://example.org/launch"_s;
        QTest::newRow("markup") << u"<b>launch</b>"_s;
        QTest::newRow("empty link") << u"xmpp:"_s;
        QTest::newRow("link to a server") << u"xmpp:example.org"_s;
        QTest::newRow("link with an escaped line break") << u"xmpp:launch@conference.example.org%0Ax?join"_s;
        QTest::newRow("control character") << u"lau\u0001nch"_s;
        QTest::newRow("1024 bytes") << QString(1024, u'a');
    }

    void whatIsNoRoomIsRefused()
    {
        QFETCH(QString, typed);
        const auto address = RoomAddress::parse(typed);
        QVERIFY(!address);
        QCOMPARE(address.error().kind, ErrorKind::InvalidRoomId);
        QVERIFY(!address.error().text.isEmpty());
    }

    void whatWasTypedTellsNoPassword()
    {
        QCOMPARE(RoomAddress::asTyped(u"xmpp:bad@@?join;password=secret"_s).toString(), u"xmpp:bad@@"_s);
        QCOMPARE(RoomAddress::asTyped(u"what?"_s).toString(), u"what?"_s);
    }

    void bareIdIsResolvedAtTheServiceAndKeepsItsSpelling()
    {
        const auto typed = RoomAddress::parse(u"Launch"_s);
        QVERIFY(typed);
        QVERIFY(typed->jid().isEmpty());
        const RoomAddress resolved = typed->resolvedAt(u"conference.example.org"_s);
        QVERIFY(resolved.isResolved());
        QCOMPARE(resolved.roomId(), u"Launch"_s);
        QCOMPARE(resolved.toString(), u"launch@conference.example.org"_s);
        QCOMPARE(resolved.spelled(), u"Launch@conference.example.org"_s);
        QCOMPARE(typed->spelled(), u"Launch"_s);
    }

    void spellingOfAnotherRoomIsNotTaken()
    {
        const auto launch = *Jid::parse(u"launch@conference.example.org");
        QCOMPARE(RoomAddress(launch, u"LaunCH"_s).spelled(), u"LaunCH@conference.example.org"_s);
        QCOMPARE(RoomAddress(launch, u"LaunCH"_s), RoomAddress(launch));
        QCOMPARE(RoomAddress(launch, u"lunch"_s).spelled(), u"launch@conference.example.org"_s);
        QCOMPARE(RoomAddress(launch, QString()).spelled(), u"launch@conference.example.org"_s);
    }

    void resolvedAddressKeepsItsService()
    {
        const auto typed = RoomAddress::parse(u"launch@rooms.example.org"_s);
        QVERIFY(typed);
        QCOMPARE(typed->resolvedAt(u"conference.example.org"_s).toString(), u"launch@rooms.example.org"_s);
    }

    void serviceThatIsNoDomainResolvesNothing()
    {
        QVERIFY(!RoomAddress::parse(u"launch"_s)->resolvedAt(QString()).isResolved());
        QVERIFY(!RoomAddress::parse(u"launch"_s)->resolvedAt(u"a b"_s).isResolved());
    }

    void sameRoomIsEqualHoweverItIsSpelled()
    {
        const auto read = [](const QString &text) { return RoomAddress::parse(text).value(); };
        QCOMPARE(read(u"Launch"_s), read(u"launch"_s));
        QCOMPARE(read(u"STRASSE"_s), read(u"Straße"_s));
        QCOMPARE(read(u"launch@Conference.example.org"_s), read(u"xmpp:Launch@conference.example.org?join"_s));
        QVERIFY(read(u"launch"_s) != read(u"lunch"_s));
        QVERIFY(read(u"launch"_s) != read(u"launch@conference.example.org"_s));
        QCOMPARE(RoomAddress(*Jid::parse(u"launch@conference.example.org/alice")),
                 read(u"launch@conference.example.org"_s));
    }
};

QTEST_GUILESS_MAIN(TestRoomAddress)
#include "tst_roomaddress.moc"
