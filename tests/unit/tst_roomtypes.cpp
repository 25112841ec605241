#include "server/rooms/roomtypes.h"

#include <QTest>

using namespace foyer::server;
using namespace Qt::StringLiterals;

class TestRoomTypes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void spellingsOfOneRoomHaveOneKey();
    void whatIsNoLocalPartHasNoKey();
    void idsForNewRoomsAreShortAndPlain();
};

void TestRoomTypes::spellingsOfOneRoomHaveOneKey()
{
    QCOMPARE(roomKey(u"Launch"_s), u"launch"_s);
    QCOMPARE(roomKey(u"LAUNCH"_s), roomKey(u"launch"_s));
    QCOMPARE(roomKey(u"CAF\u00c9"_s), roomKey(u"caf\u00e9"_s));
}

void TestRoomTypes::whatIsNoLocalPartHasNoKey()
{
    QCOMPARE(roomKey(u""_s), QString());
    QCOMPARE(roomKey(u"a@b"_s), QString());
    QCOMPARE(roomKey(u"a b"_s), QString());
    QCOMPARE(roomKey(QString(1024, u'x')), QString());
}

void TestRoomTypes::idsForNewRoomsAreShortAndPlain()
{
    QVERIFY(isCreatableRoomId(u"Launch_2.b-C"_s));
    QVERIFY(isCreatableRoomId(QString(64, u'x')));
    QVERIFY(!isCreatableRoomId(QString(65, u'x')));
    QVERIFY(!isCreatableRoomId(u""_s));
    QVERIFY(!isCreatableRoomId(u"caf\u00e9"_s));
    QVERIFY(!isCreatableRoomId(u"a b"_s));
}

QTEST_GUILESS_MAIN(TestRoomTypes)
#include "tst_roomtypes.moc"
