#include "models/messageacts.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace foyer;

class TestMessageActs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void offersWhatCanWork_data();
    void offersWhatCanWork();
    void aDeletedMessageOffersNothing();
    void choosingAReactionAgainTakesItBack();
};

void TestMessageActs::offersWhatCanWork_data()
{
    QTest::addColumn<bool>("own");
    QTest::addColumn<DeliveryState>("state");
    QTest::addColumn<QString>("archiveId");
    QTest::addColumn<RoomAbilities>("room");
    QTest::addColumn<MessageActs>("acts");
    const RoomAbilities person{true, true, false};
    const RoomAbilities moderator{true, true, true};
    const auto received = DeliveryState::Received;
    QTest::newRow("somebody else's") << false << received << u"a1"_s << person
                                     << MessageActs{true, true, true, false, false, false, false};
    QTest::newRow("as a moderator") << false << received << u"a1"_s << moderator
                                    << MessageActs{true, true, true, false, false, true, false};
    QTest::newRow("a room without ids") << false << received << QString() << moderator
                                        << MessageActs{true, false, false, false, false, false, false};
    QTest::newRow("own") << true << DeliveryState::Delivered << u"a1"_s << moderator
                         << MessageActs{true, true, true, true, true, false, false};
    QTest::newRow("under way") << true << DeliveryState::Sent << QString() << person
                               << MessageActs{true, false, false, false, false, false, false};
    QTest::newRow("not sent") << true << DeliveryState::Failed << QString() << person
                              << MessageActs{true, false, false, false, false, false, true};
    QTest::newRow("muted") << true << DeliveryState::Delivered << u"a1"_s << RoomAbilities{false, true, false}
                           << MessageActs{true, false, false, false, true, false, false};
    QTest::newRow("offline") << true << DeliveryState::Delivered << u"a1"_s << RoomAbilities{true, false, true}
                             << MessageActs{true, true, false, false, false, false, false};
}

void TestMessageActs::offersWhatCanWork()
{
    QFETCH(bool, own);
    QFETCH(DeliveryState, state);
    QFETCH(QString, archiveId);
    QFETCH(RoomAbilities, room);
    QFETCH(MessageActs, acts);
    StoredMessage message;
    message.own = own;
    message.state = state;
    message.archiveId = archiveId;
    QVERIFY(actsOn(message, room) == acts);
}

void TestMessageActs::aDeletedMessageOffersNothing()
{
    StoredMessage message;
    message.retracted = true;
    message.archiveId = u"a1"_s;
    QVERIFY(actsOn(message, {true, true, true}) == MessageActs());
}

void TestMessageActs::choosingAReactionAgainTakesItBack()
{
    StoredMessage message;
    message.reactions = {{u"🎉"_s, {u"bob"_s, u"alice"_s}, true}, {u"👍"_s, {u"bob"_s}, false}};
    QCOMPARE(ownReactions(message), QStringList{u"🎉"_s});
    QCOMPARE(toggledReactions(message, u"🎉"_s), QStringList());
    QCOMPARE(toggledReactions(message, u"👍"_s), (QStringList{u"🎉"_s, u"👍"_s}));
}

QTEST_APPLESS_MAIN(TestMessageActs)
#include "tst_messageacts.moc"
