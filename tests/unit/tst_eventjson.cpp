#include "app/eventjson.h"

#include <QJsonArray>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace foyer;

namespace
{

QDateTime someTime()
{
    return QDateTime(QDate(2026, 11, 23), QTime(14, 6, 0, 123), Qt::UTC);
}

QStringList sorted(QStringList keys)
{
    keys.sort();
    return keys;
}

} // namespace

class TestEventJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keysAreAlwaysThere_data();
    void keysAreAlwaysThere();
    void unknownIsNull();
    void retractedRowHasNoBody();
    void unreadableRowIsNoRetractedOne();
    void gapTellsItsNeighbours();
    void keyComesBackAsItWent();
    void errorCarriesItsCode();
};

void TestEventJson::keysAreAlwaysThere_data()
{
    QTest::addColumn<QJsonObject>("object");
    QTest::addColumn<QStringList>("keys");
    QTest::newRow("row") << eventjson::of(StoredMessage())
                         << QStringList{u"kind"_s,          u"key"_s,        u"stanzaId"_s,  u"originId"_s,
                                        u"messageId"_s,     u"occupantId"_s, u"nickname"_s,  u"own"_s,
                                        u"sentAt"_s,        u"recorded"_s,   u"body"_s,      u"state"_s,
                                        u"edited"_s,        u"retracted"_s,  u"epoch"_s,     u"retractedBy"_s,
                                        u"retractReason"_s, u"reply"_s,      u"reactions"_s, u"unreadable"_s};
    QTest::newRow("gap") << eventjson::of(TimelineGap())
                         << QStringList{u"kind"_s, u"from"_s, u"to"_s, u"afterKey"_s, u"beforeKey"_s, u"reason"_s};
    QTest::newRow("mute") << eventjson::of(MuteState()) << QStringList{u"roomMuted"_s,     u"userMutedEverywhere"_s,
                                                                       u"userMutedHere"_s, u"exempt"_s,
                                                                       u"canSpeak"_s,      u"until"_s,
                                                                       u"reason"_s,        u"by"_s};
    QTest::newRow("result") << eventjson::of(JoinResult())
                            << QStringList{u"room"_s,        u"name"_s,      u"description"_s, u"subject"_s,
                                           u"memberCount"_s, u"createdAt"_s, u"joinedAt"_s,    u"nickname"_s,
                                           u"features"_s,    u"mute"_s};
    QTest::newRow("report") << eventjson::of(CatchUpReport())
                            << QStringList{u"offlineForMs"_s, u"recovered"_s, u"alreadyHere"_s,
                                           u"gaps"_s,         u"provable"_s,  u"resumed"_s};
    QTest::newRow("reason") << eventjson::of(LeaveReason())
                            << QStringList{u"kind"_s, u"by"_s, u"reason"_s, u"alternative"_s};
    QTest::newRow("occupant") << eventjson::of(Occupant())
                              << QStringList{u"nickname"_s, u"occupantId"_s, u"role"_s, u"affiliation"_s, u"extra"_s};
    QTest::newRow("info") << eventjson::of(RoomInfo())
                          << QStringList{u"name"_s, u"description"_s, u"memberCount"_s, u"createdAt"_s, u"features"_s};
}

void TestEventJson::keysAreAlwaysThere()
{
    QFETCH(QJsonObject, object);
    QFETCH(QStringList, keys);
    QCOMPARE(sorted(object.keys()), sorted(keys));
}

void TestEventJson::unknownIsNull()
{
    QVERIFY(eventjson::of(std::optional<Error>()).isNull());
    QVERIFY(eventjson::of(JoinResult()).value(u"createdAt"_s).isNull());
    QVERIFY(eventjson::of(RoomInfo()).value(u"memberCount"_s).isNull());
    const QJsonObject mute = eventjson::of(MuteState());
    QVERIFY(mute.value(u"roomMuted"_s).isNull());
    QVERIFY(mute.value(u"until"_s).isNull());
    MuteState known;
    known.roomMuted = false;
    QCOMPARE(eventjson::of(known).value(u"roomMuted"_s), QJsonValue(false));
}

void TestEventJson::retractedRowHasNoBody()
{
    StoredMessage row;
    row.key = 7;
    row.body = u"hello"_s;
    row.sentAt = someTime();
    row.state = DeliveryState::Delivered;
    QJsonObject json = eventjson::of(row);
    QCOMPARE(json.value(u"body"_s).toString(), u"hello"_s);
    QCOMPARE(json.value(u"sentAt"_s).toString(), u"2026-11-23T14:06:00.123Z"_s);
    QCOMPARE(json.value(u"state"_s).toString(), u"Delivered"_s);
    row.retracted = true;
    QVERIFY(eventjson::of(row).value(u"body"_s).isNull());
}

void TestEventJson::unreadableRowIsNoRetractedOne()
{
    StoredMessage row;
    row.retracted = row.unreadable = true;
    const QJsonObject object = eventjson::of(row);
    QCOMPARE(object.value(u"retracted"), QJsonValue(false));
    QCOMPARE(object.value(u"unreadable"), QJsonValue(true));
    QVERIFY(object.value(u"body").isNull());
}

void TestEventJson::gapTellsItsNeighbours()
{
    TimelineItem item;
    item.kind = TimelineItem::Kind::Gap;
    item.gap = {0, 9, {}, someTime(), GapReason::RetentionEnded};
    const QJsonObject json = eventjson::of(item);
    QCOMPARE(json.value(u"kind"_s).toString(), u"gap"_s);
    QVERIFY(json.value(u"afterKey"_s).isNull());
    QVERIFY(json.value(u"from"_s).isNull());
    QCOMPARE(json.value(u"to"_s).toString(), u"2026-11-23T14:06:00.123Z"_s);
    QCOMPARE(json.value(u"reason"_s).toString(), u"RetentionEnded"_s);
}

void TestEventJson::keyComesBackAsItWent()
{
    // Beyond what a JSON number holds exactly.
    const MessageKey key = (1LL << 60) + 1;
    QCOMPARE(eventjson::keyOf(eventjson::keyOrNull(key)), key);
    QCOMPARE(eventjson::keyOf(QJsonValue()), 0);
}

void TestEventJson::errorCarriesItsCode()
{
    const QJsonObject json = eventjson::of(std::optional(Error::make(ErrorKind::RoomFull))).toObject();
    QCOMPARE(json.value(u"kind"_s).toString(), u"RoomFull"_s);
    QCOMPARE(json.value(u"code"_s).toInt(), 23411);
    QVERIFY(!json.value(u"text"_s).toString().isEmpty());
    QVERIFY(json.value(u"detail"_s).isNull());
}

QTEST_GUILESS_MAIN(TestEventJson)
#include "tst_eventjson.moc"
