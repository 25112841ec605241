#include "xmpp/roomdirectory.h"

#include "support/mucconversation.h"
#include "support/xml.h"

#include <QTest>

using namespace foyer;
using namespace foyer::stanza;
using namespace Qt::StringLiterals;

namespace
{

const QString service = u"conference.localhost"_s;
const QString items = u"<query xmlns='http://jabber.org/protocol/disco#items'>%1</query>"_s;
const QString set = u"<set xmlns='http://jabber.org/protocol/rsm'><last>%1</last><count>%2</count></set>"_s;

QString item(const QString &id, const QString &name = {})
{
    return u"<item jid='%1@conference.localhost' name='%2'/>"_s.arg(id, name);
}

/// `id "name" people` each.
QStringList told(const QList<DirectoryRoom> &rooms)
{
    QStringList lines;
    for (const DirectoryRoom &room : rooms)
        lines += u"%1 \"%2\" %3"_s.arg(room.address.roomId(), room.name).arg(room.people);
    return lines;
}

QString after(const XmlNode &iq)
{
    const XmlNode question =
        iq.child(u"query", u"http://jabber.org/protocol/disco#items").child(u"set", u"http://jabber.org/protocol/rsm");
    return question.child(u"max", u"http://jabber.org/protocol/rsm").text() + u'>' +
           question.child(u"after", u"http://jabber.org/protocol/rsm").text();
}

} // namespace

class TestRoomDirectory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void serviceWithoutPagesIsReadAtOnce()
    {
        MucConversation talk;
        RoomDirectory directory(*talk.iqs);
        const auto rooms = directory.read({service});
        talk.answer(service, items.arg(item(u"Launch"_s, u"Launch room"_s) + item(u"tea"_s) +
                                       u"<item jid='other@rooms.example.org'/><item jid='conference.localhost'/>"
                                       "<item jid='tea@conference.localhost' name='twice'/>"
                                       "<item jid='x@conference.localhost' node='n'/><item/>"_s));
        QVERIFY(rooms.isFinished());
        QCOMPARE(told(rooms.result().value()), (QStringList{u"Launch \"Launch room\" -1"_s, u"tea \"\" -1"_s}));
        QCOMPARE(rooms.result()->first().address.toString(), u"launch@conference.localhost"_s);
        QVERIFY(talk.takeSent().isEmpty());
    }

    void pagesAreReadToTheEnd()
    {
        MucConversation talk;
        RoomDirectory directory(*talk.iqs);
        const auto rooms = directory.read({service});
        for (const QString &place : {u"200>"_s, u"200>r1"_s, u"200>r2"_s}) {
            const XmlNode asked = talk.next();
            QCOMPARE(after(asked), place);
            const QString id = place == "200>"_L1 ? u"r1"_s : place == "200>r1"_L1 ? u"r2"_s : u"r3"_s;
            talk.inject(u"<iq xmlns='jabber:client' type='result' from='%1' id='%2'>%3</iq>"_s.arg(
                service, asked.attribute(u"id"), items.arg(item(id) + set.arg(id, u"3"_s))));
        }
        QVERIFY(rooms.isFinished());
        QCOMPARE(rooms.result()->size(), 3);
        QVERIFY(talk.takeSent().isEmpty());
    }

    void numbersBehindNamesArePeopleWhereTheServiceWritesThem()
    {
        MucConversation talk;
        RoomDirectory directory(*talk.iqs);
        const QString list = items.arg(item(u"a"_s, u"Release (2) (14)"_s) + item(u"b"_s, u"b (private, 3)"_s) +
                                       item(u"c"_s, u"c (late)"_s));
        const auto counted = directory.read({service, false, true});
        talk.answer(service, list);
        QCOMPARE(told(counted.result().value()),
                 (QStringList{u"a \"Release (2)\" 14"_s, u"b \"b\" 3"_s, u"c \"c (late)\" -1"_s}));
        const auto plain = directory.read({service});
        talk.answer(service, list);
        QCOMPARE(told(plain.result().value()).first(), u"a \"Release (2) (14)\" -1"_s);
    }

    void endlessListEnds()
    {
        MucConversation talk;
        RoomDirectory directory(*talk.iqs);
        const auto rooms = directory.read({service});
        int pages = 0;
        for (XmlNode asked = talk.next(); !asked.isNull() && pages < 1000; asked = talk.next()) {
            QString page;
            for (int i = 0; i < 500; ++i)
                page += item(u"r%1"_s.arg(pages * 500 + i), QString(1000, u'n'));
            ++pages;
            talk.inject(u"<iq xmlns='jabber:client' type='result' from='%1' id='%2'>%3</iq>"_s.arg(
                service, asked.attribute(u"id"), items.arg(page + set.arg(u"x%1"_s.arg(pages), u"1000000"_s))));
        }
        QVERIFY(rooms.isFinished());
        QCOMPARE(pages, 20);
        QCOMPARE(rooms.result()->size(), RoomDirectory::mostRooms);
        QVERIFY(rooms.result()->first().name.size() <= 200);
    }

    void pageThatRepeatsItselfEndsTheList()
    {
        MucConversation talk;
        RoomDirectory directory(*talk.iqs);
        const auto rooms = directory.read({service});
        const QString page = items.arg(item(u"r1"_s) + set.arg(u"r1"_s, u"9"_s));
        talk.answer(service, page);
        talk.answer(service, page);
        QVERIFY(rooms.isFinished());
        QCOMPARE(rooms.result()->size(), 1);
    }

    void laterPageThatFailsKeepsWhatCame()
    {
        MucConversation talk;
        RoomDirectory directory(*talk.iqs);
        const auto rooms = directory.read({service});
        talk.answer(service, items.arg(item(u"r1"_s) + set.arg(u"r1"_s, u"9"_s)));
        talk.refuse(service, u"internal-server-error"_s);
        QCOMPARE(rooms.result()->size(), 1);
    }

    void refusalIsAnError()
    {
        MucConversation talk;
        RoomDirectory directory(*talk.iqs);
        const auto refused = directory.read({service});
        talk.refuse(service, u"forbidden"_s, u"Members only."_s);
        QVERIFY(!refused.result());
        const auto silent = directory.read({service});
        talk.clock.advance(30000);
        QCOMPARE(nameOf(silent.result().error().kind), nameOf(ErrorKind::TimedOut));
    }
};

QTEST_GUILESS_MAIN(TestRoomDirectory)
#include "tst_roomdirectory.moc"
