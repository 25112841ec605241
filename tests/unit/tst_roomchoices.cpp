#include "models/roomchoices.h"

#include <QTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

RoomSummary recent(const QString &address, const QString &name = {})
{
    RoomSummary room;
    room.address = RoomAddress::parse(address).value();
    room.name = name;
    return room;
}

DirectoryRoom listed(const QString &id, const QString &name = {}, int people = -1)
{
    return {RoomAddress::parse(id + u"@rooms.example.org"_s).value(), name, people};
}

QStringList ids(const QList<RoomChoice> &choices)
{
    QStringList told;
    for (const RoomChoice &choice : choices)
        told += choice.id;
    return told;
}

} // namespace

class TestRoomChoices : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recentRoomsComeFirst()
    {
        RoomChoices choices;
        choices.setDirectory({listed(u"zoo"_s, u"Zoo"_s), listed(u"tea"_s, u"Tea"_s, 4), listed(u"attic"_s)});
        choices.setRecent({recent(u"tea@rooms.example.org"_s, u"Tea"_s), recent(u"far@other.example"_s)});
        const auto all = choices.matching({}, 10);
        QCOMPARE(ids(all), (QStringList{u"tea"_s, u"far@other.example"_s, u"attic"_s, u"zoo"_s}));
        QVERIFY(all.at(0).isRecent);
        QCOMPARE(all.at(0).people, 4);
        QVERIFY(!all.at(3).isRecent);
    }

    void fragmentOfANameFindsItsRoomAmongThousands()
    {
        QList<DirectoryRoom> rooms;
        for (int i = 0; i < 10000; ++i)
            rooms += listed(u"r%1"_s.arg(i), u"Working group %1"_s.arg(i));
        rooms.insert(7000, listed(u"k7"_s, u"Kitchen committee"_s));
        RoomChoices choices;
        choices.setDirectory(rooms);
        QCOMPARE(ids(choices.matching(u"kitch"_s, 50)), QStringList{u"k7"_s});
        QCOMPARE(choices.matching(u"kico"_s, 50).first().id, u"k7"_s);
        QCOMPARE(choices.matching(u"r"_s, 50).size(), 50);
        QCOMPARE(choices.matching({}, 50).size(), 50);
    }

    void addressesFitToo()
    {
        RoomChoices choices;
        choices.setRecent({recent(u"far@other.example"_s, u"Far away"_s)});
        QCOMPARE(ids(choices.matching(u"far@other"_s, 5)), QStringList{u"far@other.example"_s});
        QCOMPARE(ids(choices.matching(u"far@rooms"_s, 5)), QStringList());
    }

    void namesAreOneLineAndNoIds()
    {
        RoomChoices choices;
        choices.setDirectory({listed(u"tea"_s, u"TEA"_s), listed(u"x"_s, u"\u202Eone\ntwo"_s)});
        const auto all = choices.matching({}, 5);
        QCOMPARE(all.at(0).name, u"one two"_s);
        QCOMPARE(all.at(1).name, QString());
    }

    void filteringTenThousandRooms()
    {
        QList<DirectoryRoom> rooms;
        for (int i = 0; i < 10000; ++i)
            rooms += listed(u"room-number-%1"_s.arg(i), u"The working group of people called %1"_s.arg(i));
        RoomChoices choices;
        choices.setDirectory(rooms);
        QBENCHMARK_ONCE
        {
            QVERIFY(!choices.matching(u"work"_s, 50).isEmpty());
        }
    }
};

QTEST_GUILESS_MAIN(TestRoomChoices)
#include "tst_roomchoices.moc"
