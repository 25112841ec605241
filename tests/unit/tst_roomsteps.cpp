#include "models/roomlistmodel.h"
#include "models/roomsteps.h"
#include "models/switchermodel.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace foyer;
using namespace Qt::StringLiterals;
using roomsteps::Which;

namespace
{

RoomAddress room(const QString &id)
{
    return RoomAddress::parse(id + u"@rooms.example"_s).value();
}

void put(RoomListModel &rooms, const QString &id, int unread, bool mentioned, int age)
{
    RoomListEntry entry;
    entry.address = room(id);
    entry.name = id;
    entry.state = RoomState::Joined;
    entry.unread = unread;
    entry.mentions = mentioned ? 1 : 0;
    entry.lastAt = QDateTime(QDate(2026, 11, 23), QTime(12, 0), Qt::UTC).addSecs(-age);
    rooms.put(entry);
}

/// tea, cake (unread), jam (unread, mentioned), milk; in this order.
void fill(RoomListModel &rooms)
{
    put(rooms, u"tea"_s, 0, false, 1);
    put(rooms, u"cake"_s, 3, false, 2);
    put(rooms, u"jam"_s, 1, true, 3);
    put(rooms, u"milk"_s, 0, false, 4);
}

QStringList namesIn(const QAbstractItemModel &model)
{
    QStringList names;
    for (int row = 0; row < model.rowCount(); ++row) {
        names.append(model.index(row, 0).data(RoomListModel::NameRole).toString());
    }
    return names;
}

} // namespace

class TestRoomSteps : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stepsGoRoundTheList();
    void unreadStepsPassWhatIsRead();
    void nothingIsBesideTheOnlyRoom();
    void theSwitcherBeginsWithWhatWaits();
    void theSwitcherPutsTheBestFitFirst();
    void theSwitcherFindsByRoomId();
};

void TestRoomSteps::stepsGoRoundTheList()
{
    RoomListModel rooms;
    fill(rooms);
    QCOMPARE(roomsteps::beside(rooms, room(u"tea"_s), 1, Which::Any), room(u"cake"_s));
    QCOMPARE(roomsteps::beside(rooms, room(u"tea"_s), -1, Which::Any), room(u"milk"_s));
    QCOMPARE(roomsteps::beside(rooms, room(u"milk"_s), 1, Which::Any), room(u"tea"_s));
    QCOMPARE(roomsteps::beside(rooms, {}, 1, Which::Any), room(u"tea"_s));
    QCOMPARE(roomsteps::beside(rooms, {}, -1, Which::Any), room(u"milk"_s));
}

void TestRoomSteps::unreadStepsPassWhatIsRead()
{
    RoomListModel rooms;
    fill(rooms);
    QCOMPARE(roomsteps::beside(rooms, room(u"tea"_s), 1, Which::Unread), room(u"cake"_s));
    QCOMPARE(roomsteps::beside(rooms, room(u"tea"_s), -1, Which::Unread), room(u"jam"_s));
    QCOMPARE(roomsteps::beside(rooms, room(u"jam"_s), 1, Which::Unread), room(u"cake"_s));
}

void TestRoomSteps::nothingIsBesideTheOnlyRoom()
{
    RoomListModel rooms;
    QVERIFY(!roomsteps::beside(rooms, {}, 1, Which::Any));
    put(rooms, u"tea"_s, 5, false, 1);
    QVERIFY(!roomsteps::beside(rooms, room(u"tea"_s), 1, Which::Any));
    QVERIFY(!roomsteps::beside(rooms, room(u"tea"_s), -1, Which::Unread));
}

void TestRoomSteps::theSwitcherBeginsWithWhatWaits()
{
    RoomListModel rooms;
    SwitcherModel model(rooms);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    fill(rooms);
    QCOMPARE(namesIn(model), (QStringList{u"jam"_s, u"cake"_s, u"tea"_s, u"milk"_s}));
}

void TestRoomSteps::theSwitcherPutsTheBestFitFirst()
{
    RoomListModel rooms;
    SwitcherModel model(rooms);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    fill(rooms);
    put(rooms, u"steam"_s, 9, true, 5);
    model.setPattern(u"tea"_s);
    QCOMPARE(namesIn(model), (QStringList{u"tea"_s, u"steam"_s}));
    model.setPattern(u"zzz"_s);
    QCOMPARE(model.rowCount(), 0);
}

void TestRoomSteps::theSwitcherFindsByRoomId()
{
    RoomListModel rooms;
    RoomListEntry entry;
    entry.address = room(u"launch"_s);
    entry.name = u"Friday's show"_s;
    rooms.put(entry);
    SwitcherModel model(rooms);
    model.setPattern(u"lau"_s);
    QCOMPARE(model.rowCount(), 1);
}

QTEST_GUILESS_MAIN(TestRoomSteps)
#include "tst_roomsteps.moc"
