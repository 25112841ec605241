#include "service/serviceharness.h"
#include "support/xml.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

/// Own messages from the keyboard to the room's record (guarantee, rule 10).
class TestServiceOwn : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void messageIsStoredSentAndDelivered();
    void whatCannotGoOutIsNotKeptEither();
    void offlineMessagesGoOutOnceInOrder();
    void arrivedBeforeTheCutIsFoundInTheArchive();
    void arrivedAndOverTheInputLimitsThereIsFound();
    void arrivedUnderAnotherNicknameIsFoundInTheArchive();
    void withoutOccupantIdsAnotherNicknameIsNotKnownToBeOurs();
    void lostInTheCutIsSentAgainOnceWithItsId();
    void whatTheServerLostUnreadIsSentAgain();
    void whatArrivedAndWasLostThereIsNotSentAgain();
    void joinByHandReadsBackToWhereTheMessageCouldStand();
    void joinByHandSendsTheLostAgain();
    void joinByHandBringsAsManyMessagesAsAsked();
    void saidAndLeftAtOnceIsSettled_data();
    void saidAndLeftAtOnceIsSettled();
    void leftBeforeItWentOutItFails();
    void refusedBehindAKickFailsWithASentence();
    void withNothingHeldBeforeItIsNotSentAgain();
    void whatTheArchiveMayHaveThrownAwayIsNotSentAgain();
    void lostTwiceFails();
    void swallowedTwiceFailsWithoutAnotherCut();
    void olderThanFiveMinutesFails();
    void withoutArchiveNothingIsSentAgain();
    void withoutArchiveQueuedMessagesStillGoOut();
    void restartBetweenSettlesByTheArchive();
    void restartBetweenSendsTheLostAgain();
    void lostTwiceWithARestartBetweenFails();
    void queuedOverARestartGoesOutOnce();
    void refusedMessageFailsWithASentence();
    void messageToARoomThatLostUsSurvives();
    void resumedWithoutReflectionIsChecked();
    void resumedWithoutReflectionInADeadRoomIsNotSentForEver();
    void resumedSessionDeliversWhatWasOnTheWay();
    void whatArrivesWhileTheSessionIsResumedIsNotSentAgain_data();
    void whatArrivesWhileTheSessionIsResumedIsNotSentAgain();
    void whatDidNotArriveGoesOutBeforeWhatWasWrittenSince();
    void cutAgainBeforeItWasSentAgainItIsStillSentOnce();
    void cutWhileTheCheckWaitsIsCheckedAfterTheResume();
    void resumedWithoutReflectionInADeadRoomWithoutArchiveFails();
    void ownFromAnotherClientIsDelivered();
    void unsettledMessageSortsAfterTheOthers();
    void failedMessageIsSentAgainAsANewRow();
    void whatIsSentAgainKeepsItsPlaceBeforeWhatIsSaidNext();
    void sendErrors();
    void largestBodyIsSent();
    void stanzaOverTheLimitIsRefused();
    void sameTextTwiceIsTwoMessages();
    void messageWrittenDuringARefreshIsDelivered();
};

void TestServiceOwn::messageIsStoredSentAndDelivered()
{
    ServiceHarness h;
    h.join();
    h.takeLog();
    QCOMPARE(h.send(u"hello"_s), QString());
    QCOMPARE(h.takeLog(), (QStringList{u"tea + hello"_s, u"tea ~ hello Sent"_s, u"tea ~ hello Delivered"_s}));
    QCOMPARE(h.room().received, QStringList{u"hello"_s});
    QCOMPARE(h.room().receivedIds.first().size(), 32);
    QCOMPARE(h.timeline(), u"hello"_s);
}

void TestServiceOwn::whatCannotGoOutIsNotKeptEither()
{
    ServiceHarness h;
    h.join();
    // As it comes from a page that was pasted, and from Windows.
    QCOMPARE(h.send(u"one\ftwo\r\nthree"_s), QString());
    QCOMPARE(h.room().received, QStringList{u"onetwo\nthree"_s});
    QCOMPARE(h.timeline(), u"onetwo\nthree"_s);
    QVERIFY(h.send(u"\f"_s) != QString());
    h.cut();
    h.comeBack();
    QCOMPARE(h.timeline(), u"onetwo\nthree"_s);
    QCOMPARE(h.room().received.size(), 1);
}

void TestServiceOwn::offlineMessagesGoOutOnceInOrder()
{
    ServiceHarness h;
    h.join();
    h.cut();
    for (const QString &body : {u"one"_s, u"two"_s, u"three"_s})
        QCOMPARE(h.send(body), QString());
    QCOMPARE(h.ownMessages(), u"one:Queued two:Queued three:Queued"_s);
    h.room().sayUnheard(u"bob"_s, u"meanwhile"_s);
    h.comeBack();
    QCOMPARE(h.room().received, (QStringList{u"one"_s, u"two"_s, u"three"_s}));
    QCOMPARE(h.ownMessages(), u"one:Delivered two:Delivered three:Delivered"_s);
    QCOMPARE(h.timeline(), u"meanwhile | one | two | three"_s);
    QCOMPARE(h.report().recovered, 1);
}

void TestServiceOwn::arrivedBeforeTheCutIsFoundInTheArchive()
{
    ServiceHarness h;
    h.join();
    h.room().reflects = false;
    h.send(u"hello"_s);
    QCOMPARE(h.ownMessages(), u"hello:Sent"_s);
    h.cut();
    h.room().reflects = true;
    h.comeBack();
    QCOMPARE(h.ownMessages(), u"hello:Delivered"_s);
    QCOMPARE(h.room().received.size(), 1);
    QVERIFY(h.count(u"tea ~ hello Checking"_s) >= 1);
}

void TestServiceOwn::arrivedAndOverTheInputLimitsThereIsFound()
{
    ServiceHarness h;
    h.join();
    h.room().reflects = false;
    QCOMPARE(h.send(u"hello"_s), QString());
    h.cut();
    // Whatever the server put there, it is our message.
    h.room().entries.last().poisoned = true;
    h.room().reflects = true;
    h.comeBack();
    QCOMPARE(h.ownMessages(), u"hello:Delivered"_s);
    QCOMPARE(h.room().received.size(), 1);
    QCOMPARE(h.timeline(), u"hello"_s);
}

void TestServiceOwn::arrivedUnderAnotherNicknameIsFoundInTheArchive()
{
    ServiceHarness h;
    h.join();
    h.room().reflects = false;
    // The room renames us before it has the message, and when we come back we have our own name again.
    h.room().nickname = u"alicia"_s;
    QCOMPARE(h.send(u"hello"_s), QString());
    h.cut();
    h.room().reflects = true;
    h.comeBack();
    QCOMPARE(h.room().received, QStringList{u"hello"_s});
    QCOMPARE(h.ownMessages(), u"hello:Delivered"_s);
    QCOMPARE(h.timeline(), u"hello"_s);
}

void TestServiceOwn::withoutOccupantIdsAnotherNicknameIsNotKnownToBeOurs()
{
    ServiceHarness h;
    h.room().occupantIds = false;
    h.join();
    h.room().reflects = false;
    h.room().nickname = u"alicia"_s;
    QCOMPARE(h.send(u"hello"_s), QString());
    h.cut();
    h.room().reflects = true;
    h.comeBack();
    // The archive has it under a name that we never heard to be ours; but before it arrived nobody knew its id.
    QCOMPARE(h.room().received, QStringList{u"hello"_s});
    QCOMPARE(h.ownMessages(), u"hello:Failed"_s);
    QVERIFY(h.items().constLast().message.failure.startsWith(u"It is not known whether"_s));
}

void TestServiceOwn::lostInTheCutIsSentAgainOnceWithItsId()
{
    ServiceHarness h;
    h.join();
    h.room().losesMessages = true;
    h.send(u"hello"_s);
    h.cut();
    h.room().losesMessages = false;
    h.comeBack();
    QCOMPARE(h.room().receivedIds.size(), 2);
    QCOMPARE(h.room().receivedIds.at(0), h.room().receivedIds.at(1));
    QCOMPARE(h.ownMessages(), u"hello:Delivered"_s);
    QCOMPARE(h.timeline(), u"hello"_s);
}

void TestServiceOwn::whatTheServerLostUnreadIsSentAgain()
{
    ServiceHarness h;
    h.join();
    h.room().say(u"bob"_s, u"before"_s);
    h.settle();
    h.room().reflects = false;
    QCOMPARE(h.send(u"hello"_s), QString());
    h.cut();
    // It was recorded, and nobody has it any more: the same as if it had never arrived.
    h.room().entries.last().gone = true;
    h.room().reflects = true;
    h.comeBack();
    QCOMPARE(h.room().received, (QStringList{u"hello"_s, u"hello"_s}));
    QCOMPARE(h.ownMessages(), u"hello:Delivered"_s);
    QCOMPARE(h.timeline(), u"before | hello"_s);
}

void TestServiceOwn::whatArrivedAndWasLostThereIsNotSentAgain()
{
    ServiceHarness h;
    h.join();
    h.room().say(u"bob"_s, u"before"_s);
    h.settle();
    QCOMPARE(h.send(u"hello"_s), QString());
    QCOMPARE(h.ownMessages(), u"hello:Delivered"_s);
    h.cut();
    h.room().entries.last().gone = true;
    h.comeBack();
    QCOMPARE(h.room().received, QStringList{u"hello"_s});
    QCOMPARE(h.ownMessages(), u"hello:Delivered"_s);
    QCOMPARE(h.timeline(), u"before | hello"_s);
}

void TestServiceOwn::joinByHandReadsBackToWhereTheMessageCouldStand()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.room().reflects = false;
    h.send(u"hello"_s);
    h.cut();
    h.service->leaveChatroom(ServiceHarness::address());
    h.room().fill(u"x"_s, 150);
    h.comeBack();
    JoinOptions options;
    options.historyCount = 2;
    h.room().reflects = true;
    h.service->joinExistingChatroom(ServiceHarness::address(), options);
    h.wait(3000);
    QCOMPARE(h.room().received.size(), 1);
    QCOMPARE(h.ownMessages(), u"hello:Delivered"_s);
    QVERIFY2(h.timeline().startsWith(u"m1 | m2 | m3 | hello | x1 | x2 | "_s), qPrintable(h.timeline()));
}

void TestServiceOwn::joinByHandSendsTheLostAgain()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.room().losesMessages = true;
    h.send(u"hello"_s);
    h.cut();
    h.service->leaveChatroom(ServiceHarness::address());
    h.room().fill(u"x"_s, 5);
    h.room().losesMessages = false;
    h.comeBack();
    JoinOptions options;
    options.historyCount = 2;
    h.service->joinExistingChatroom(ServiceHarness::address(), options);
    h.wait(3000);
    QCOMPARE(h.room().received.size(), 2);
    QCOMPARE(h.ownMessages(), u"hello:Delivered"_s);
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | x1 | x2 | x3 | x4 | x5 | hello"_s);
}

void TestServiceOwn::joinByHandBringsAsManyMessagesAsAsked()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 20);
    JoinOptions options;
    options.historyCount = 1;
    h.join(u"tea"_s, options);
    h.room().losesMessages = true;
    h.send(u"hello"_s);
    h.cut();
    h.service->leaveChatroom(ServiceHarness::address());
    for (int i = 0; i < 8; ++i)
        h.room().react();
    h.room().losesMessages = false;
    h.comeBack();
    options.historyCount = 5;
    h.service->joinExistingChatroom(ServiceHarness::address(), options);
    h.wait(3000);
    // Eight reactions are no messages.
    QCOMPARE(h.timeline(), u"m16 | m17 | m18 | m19 | m20 | hello"_s);
}

void TestServiceOwn::saidAndLeftAtOnceIsSettled_data()
{
    QTest::addColumn<bool>("restarted");
    QTest::newRow("while the program runs") << false;
    QTest::newRow("after a restart") << true;
}

void TestServiceOwn::saidAndLeftAtOnceIsSettled()
{
    QFETCH(bool, restarted);
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.room().fill(u"m"_s, 3);
    h.join();
    // Its reflection meets somebody who is not there any more.
    h.room().reflects = false;
    h.send(u"bye"_s);
    h.service->leaveChatroom(ServiceHarness::address());
    h.settle();
    QCOMPARE(h.ownMessages(), u"bye:Checking"_s);
    if (restarted) {
        h.clock.setNow(h.clock.now().addSecs(300));
        h.restart();
        h.online();
    } else {
        h.wait(300000, 10000);
    }
    h.settle();
    QCOMPARE(h.ownMessages(), u"bye:Failed"_s);
    // Who comes weeks later reads as much as they ask for, and sees that it had arrived once they read so far.
    h.room().fill(u"x"_s, 150);
    h.room().pagesAsked.clear();
    JoinOptions options;
    options.historyCount = 2;
    h.service->joinExistingChatroom(ServiceHarness::address(), options);
    h.wait(3000);
    QCOMPARE(h.room().pagesAsked.size(), 1);
    QCOMPARE(h.room().received, QStringList{u"bye"_s});
    QVERIFY(h.loadFirstGap().isOk());
    QCOMPARE(h.ownMessages(), u"bye:Delivered"_s);
    QVERIFY2(h.timeline().startsWith(u"m1 | m2 | m3 | bye | x1 | x2 | "_s), qPrintable(h.timeline()));
}

void TestServiceOwn::leftBeforeItWentOutItFails()
{
    ServiceHarness h;
    h.join();
    h.service->sendMessage(ServiceHarness::address(), {u"bye"_s});
    h.service->leaveChatroom(ServiceHarness::address());
    h.settle();
    QCOMPARE(h.ownMessages(), u"bye:Queued"_s);
    h.wait(301000, 10000);
    QCOMPARE(h.ownMessages(), u"bye:Failed"_s);
    QVERIFY(h.room().received.isEmpty());
}

void TestServiceOwn::refusedBehindAKickFailsWithASentence()
{
    ServiceHarness h;
    h.join();
    h.room().losesMessages = true;
    h.send(u"hello"_s);
    h.room().throwOut(u"<status code='307'/>"_s, u"<item role='none' affiliation='none'/>"_s);
    h.settle();
    h.server.deliver(
        xml(u"<message xmlns='jabber:client' type='error' from='%1' id='%2'><error type='modify'><not-acceptable "
            "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>"_s.arg(h.room().address(),
                                                                                    h.room().receivedIds.constLast())));
    h.settle();
    QCOMPARE(h.ownMessages(), u"hello:Failed"_s);
    QCOMPARE(h.items().constLast().message.failure, Error::make(ErrorKind::NotInRoom).text);
}

void TestServiceOwn::withNothingHeldBeforeItIsNotSentAgain()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.refusePages(0, u"internal-server-error"_s);
    h.join();
    h.wait(60000);
    h.room().reflects = false;
    h.send(u"hello"_s);
    h.cut();
    h.room().fill(u"x"_s, 30);
    h.room().reflects = true;
    h.refusePages(-1, {});
    h.comeBack();
    // It is in the archive, but nothing says how far back one would have to look.
    QCOMPARE(h.room().received.size(), 1);
    QCOMPARE(h.ownMessages(), u"hello:Failed"_s);
}

void TestServiceOwn::whatTheArchiveMayHaveThrownAwayIsNotSentAgain()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.room().reflects = false;
    h.send(u"hello"_s);
    h.cut();
    h.room().fill(u"x"_s, 5);
    h.room().expire(2);
    h.room().reflects = true;
    h.comeBack();
    QCOMPARE(h.room().received.size(), 1);
    QCOMPARE(h.ownMessages(), u"hello:Failed"_s);
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | --RetentionEnded-- | x4 | x5 | hello"_s);
}

void TestServiceOwn::lostTwiceFails()
{
    ServiceHarness h;
    h.join();
    h.room().losesMessages = true;
    h.send(u"hello"_s);
    h.cut();
    h.comeBack();
    h.cut();
    h.comeBack();
    QCOMPARE(h.room().receivedIds.size(), 2);
    QCOMPARE(h.ownMessages(), u"hello:Failed"_s);
    QVERIFY(!h.items().first().message.failure.isEmpty());
}

void TestServiceOwn::swallowedTwiceFailsWithoutAnotherCut()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 2);
    h.join();
    h.room().losesMessages = true;
    h.send(u"hello"_s);
    h.cut();
    h.comeBack();
    QCOMPARE(h.ownMessages(), u"hello:Sent"_s);
    h.wait(60000);
    QCOMPARE(h.ownMessages(), u"hello:Failed"_s);
    QCOMPARE(h.room().receivedIds.size(), 2);
}

void TestServiceOwn::olderThanFiveMinutesFails()
{
    ServiceHarness h;
    h.join();
    h.room().losesMessages = true;
    h.send(u"hello"_s);
    h.cut();
    h.clock.setNow(h.clock.now().addSecs(301));
    h.comeBack();
    QCOMPARE(h.room().receivedIds.size(), 1);
    QCOMPARE(h.ownMessages(), u"hello:Failed"_s);
}

void TestServiceOwn::withoutArchiveNothingIsSentAgain()
{
    ServiceHarness h;
    h.room().archives = false;
    h.join();
    h.room().losesMessages = true;
    h.send(u"hello"_s);
    h.cut();
    h.room().losesMessages = false;
    h.comeBack();
    QCOMPARE(h.room().receivedIds.size(), 1);
    QCOMPARE(h.ownMessages(), u"hello:Failed"_s);
}

void TestServiceOwn::withoutArchiveQueuedMessagesStillGoOut()
{
    ServiceHarness h;
    h.room().archives = false;
    h.join();
    h.cut();
    h.send(u"hello"_s);
    h.comeBack();
    QCOMPARE(h.room().received, QStringList{u"hello"_s});
    QCOMPARE(h.ownMessages(), u"hello:Delivered"_s);
}

void TestServiceOwn::restartBetweenSettlesByTheArchive()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.join();
    h.room().reflects = false;
    h.send(u"hello"_s);
    h.room().reflects = true;
    h.restart();
    h.online();
    QCOMPARE(h.ownMessages(), u"hello:Delivered"_s);
    QCOMPARE(h.room().received.size(), 1);
}

void TestServiceOwn::restartBetweenSendsTheLostAgain()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.join();
    h.room().losesMessages = true;
    h.send(u"hello"_s);
    h.room().losesMessages = false;
    h.restart();
    h.online();
    QCOMPARE(h.room().receivedIds.size(), 2);
    QCOMPARE(h.room().receivedIds.at(0), h.room().receivedIds.at(1));
    QCOMPARE(h.ownMessages(), u"hello:Delivered"_s);
}

void TestServiceOwn::lostTwiceWithARestartBetweenFails()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.join();
    h.room().losesMessages = true;
    h.send(u"hello"_s);
    h.cut();
    h.comeBack();
    QCOMPARE(h.room().receivedIds.size(), 2);
    h.restart();
    h.online();
    QCOMPARE(h.room().receivedIds.size(), 2);
    QCOMPARE(h.ownMessages(), u"hello:Failed"_s);
}

void TestServiceOwn::queuedOverARestartGoesOutOnce()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.join();
    h.cut();
    h.send(u"one"_s);
    h.send(u"two"_s);
    h.restart();
    h.online();
    QCOMPARE(h.room().received, (QStringList{u"one"_s, u"two"_s}));
    QCOMPARE(h.ownMessages(), u"one:Delivered two:Delivered"_s);
}

void TestServiceOwn::refusedMessageFailsWithASentence()
{
    ServiceHarness h;
    h.join();
    h.room().messageRefusal = u"forbidden"_s;
    h.send(u"hello"_s);
    QCOMPARE(h.ownMessages(), u"hello:Failed"_s);
    QVERIFY(!h.items().first().message.failure.isEmpty());
    h.room().messageRefusal.clear();
    h.cut();
    h.comeBack();
    QCOMPARE(h.room().received.size(), 1);
}

void TestServiceOwn::messageToARoomThatLostUsSurvives()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 2);
    h.join();
    h.room().forgetUs();
    h.send(u"hello"_s);
    h.wait(3000);
    QCOMPARE(h.count(u"tea rejoined"_s), 1);
    QCOMPARE(h.ownMessages(), u"hello:Delivered"_s);
    QCOMPARE(h.room().receivedIds.size(), 2);
    QCOMPARE(h.room().receivedIds.at(0), h.room().receivedIds.at(1));
}

void TestServiceOwn::resumedWithoutReflectionIsChecked()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.room().reflects = false;
    h.send(u"hello"_s);
    h.cut();
    h.resume();
    QCOMPARE(h.count(u"tea rejoined"_s), 1);
    h.wait(29000);
    h.wait(10000);
    QCOMPARE(h.ownMessages(), u"hello:Delivered"_s);
    QCOMPARE(h.room().received.size(), 1);
}

void TestServiceOwn::resumedWithoutReflectionInADeadRoomIsNotSentForEver()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.room().losesMessages = true;
    h.send(u"hello"_s);
    h.cut();
    h.resume();
    h.room().losesMessages = false;
    h.wait(60000);
    QCOMPARE(h.ownMessages(), u"hello:Delivered"_s);
    QCOMPARE(h.room().receivedIds.size(), 2);
}

void TestServiceOwn::resumedSessionDeliversWhatWasOnTheWay()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    // Written, never read by the server: the stream itself sends it again.
    h.server.isSilent = true;
    h.send(u"hello"_s);
    h.cut();
    h.server.isSilent = false;
    h.resume();
    h.wait(60000);
    QCOMPARE(h.ownMessages(), u"hello:Delivered"_s);
    QCOMPARE(h.room().received.size(), 1);
}

void TestServiceOwn::whatArrivesWhileTheSessionIsResumedIsNotSentAgain_data()
{
    QTest::addColumn<bool>("archives");
    QTest::newRow("archive") << true;
    QTest::newRow("no archive") << false;
}

void TestServiceOwn::whatArrivesWhileTheSessionIsResumedIsNotSentAgain()
{
    QFETCH(bool, archives);
    ServiceHarness h;
    h.room().archives = archives;
    h.join();
    h.server.isSilent = true;
    QCOMPARE(h.send(u"hello"_s), QString());
    // ejabberd 23.01: the old connection's bytes are handled while the answer to the resume leaves without them.
    h.server.dropWithLateBytes();
    h.settle();
    h.server.isSilent = false;
    h.resume();
    h.wait(60000);
    QCOMPARE(h.count(u"tea rejoined"_s), 1);
    QCOMPARE(h.room().received, QStringList{u"hello"_s});
    QCOMPARE(h.ownMessages(), u"hello:Delivered"_s);
    QCOMPARE(h.timeline(), u"hello"_s);
}

void TestServiceOwn::whatDidNotArriveGoesOutBeforeWhatWasWrittenSince()
{
    ServiceHarness h;
    h.join();
    h.server.isSilent = true;
    QCOMPARE(h.send(u"one"_s), QString());
    QCOMPARE(h.send(u"two"_s), QString());
    h.cut();
    QCOMPARE(h.send(u"three"_s), QString());
    h.server.isSilent = false;
    h.resume();
    h.wait(60000);
    QCOMPARE(h.room().received, (QStringList{u"one"_s, u"two"_s, u"three"_s}));
    QCOMPARE(h.ownMessages(), u"one:Delivered two:Delivered three:Delivered"_s);
}

void TestServiceOwn::cutAgainBeforeItWasSentAgainItIsStillSentOnce()
{
    ServiceHarness h;
    h.join();
    h.server.isSilent = true;
    QCOMPARE(h.send(u"one"_s), QString());
    h.cut();
    // Resumed, but the room's answer, before which nothing goes out again, does not come before the next cut.
    h.resume();
    h.cut();
    h.server.isSilent = false;
    h.resume();
    h.wait(60000);
    QCOMPARE(h.room().received, QStringList{u"one"_s});
    QCOMPARE(h.ownMessages(), u"one:Delivered"_s);
}

void TestServiceOwn::cutWhileTheCheckWaitsIsCheckedAfterTheResume()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 120);
    h.join();
    h.room().losesMessages = true;
    h.send(u"hello"_s);
    h.cut();
    h.resume();
    // The person's own read is under way when the check falls due.
    h.room().holdsPages = true;
    const auto loading = h.service->loadOlder(ServiceHarness::address());
    h.settle();
    QCOMPARE(h.room().heldPages(), 1);
    h.wait(31000);
    QCOMPARE(h.ownMessages(), u"hello:Checking"_s);
    h.cut();
    h.room().holdsPages = false;
    h.room().losesMessages = false;
    h.resume();
    h.wait(2000);
    QCOMPARE(h.ownMessages(), u"hello:Delivered"_s);
    QCOMPARE(h.room().received.size(), 2);
}

void TestServiceOwn::resumedWithoutReflectionInADeadRoomWithoutArchiveFails()
{
    ServiceHarness h;
    h.room().archives = false;
    h.join();
    h.room().losesMessages = true;
    h.send(u"hello"_s);
    h.cut();
    h.resume();
    h.wait(60000);
    QCOMPARE(h.ownMessages(), u"hello:Failed"_s);
    QCOMPARE(h.room().receivedIds.size(), 1);
}

void TestServiceOwn::ownFromAnotherClientIsDelivered()
{
    ServiceHarness h;
    h.join();
    h.room().say(u"alice"_s, u"from my phone"_s);
    h.settle();
    QCOMPARE(h.ownMessages(), u"from my phone:Delivered"_s);
}

void TestServiceOwn::unsettledMessageSortsAfterTheOthers()
{
    ServiceHarness h;
    h.join();
    h.room().losesMessages = true;
    h.send(u"mine"_s);
    h.room().say(u"bob"_s, u"his"_s);
    h.settle();
    QCOMPARE(h.timeline(), u"his | mine"_s);
}

void TestServiceOwn::failedMessageIsSentAgainAsANewRow()
{
    ServiceHarness h;
    h.join();
    h.room().messageRefusal = u"forbidden"_s;
    h.send(u"hello"_s);
    h.room().messageRefusal.clear();
    const auto key = h.await(h.service->resend(ServiceHarness::address(), h.items().first().message.key));
    h.settle();
    QVERIFY(key);
    QVERIFY2(h.ownMessages().endsWith(u"hello:Delivered"_s), qPrintable(h.ownMessages()));
    QCOMPARE(h.room().received.size(), 2);
    QVERIFY(h.room().receivedIds.at(0) != h.room().receivedIds.at(1));
}

void TestServiceOwn::whatIsSentAgainKeepsItsPlaceBeforeWhatIsSaidNext()
{
    ServiceHarness h;
    h.join();
    h.room().say(u"bob"_s, u"question"_s);
    h.settle();
    h.room().messageRefusal = u"forbidden"_s;
    const auto refused =
        h.service->sendMessage(ServiceHarness::address(), {u"answer"_s, h.items().first().message.key});
    QVERIFY(h.await(refused).isOk());
    h.settle();
    h.room().messageRefusal.clear();
    h.room().received.clear();
    // Nobody waits in between: as fast as one can press Enter.
    const auto again = h.service->resend(ServiceHarness::address(), h.items().last().message.key);
    const auto next = h.service->sendMessage(ServiceHarness::address(), {u"next"_s});
    QVERIFY(h.await(again).isOk());
    QVERIFY(h.await(next).isOk());
    h.settle();
    QCOMPARE(h.room().received, (QStringList{u"> bob:\n> question\nanswer"_s, u"next"_s}));
    QCOMPARE(h.timeline(), u"question | answer | answer | next"_s);
    QVERIFY(h.items().at(2).message.reply);
}

void TestServiceOwn::sendErrors()
{
    ServiceHarness h;
    h.online();
    QCOMPARE(h.send(u"x"_s), u"NotInRoom"_s);
    h.join();
    QCOMPARE(h.send(QString(131073, u'x')), u"MessageTooLarge"_s);
    h.room().setOurRole(u"visitor"_s, u"al"_s);
    h.settle();
    QCOMPARE(h.send(u"x"_s), u"Muted"_s);
    QCOMPARE(h.timeline(), QString());
    h.room().setOurRole(u"participant"_s, u"al"_s);
    h.settle();
    QCOMPARE(h.send(u"x"_s), QString());
    h.service->leaveChatroom(ServiceHarness::address());
    h.settle();
    QCOMPARE(h.send(u"x"_s), u"NotInRoom"_s);
}

void TestServiceOwn::largestBodyIsSent()
{
    ServiceHarness h;
    h.join();
    QCOMPARE(h.send(QString(131072, u'x')), QString());
    QVERIFY(h.ownMessages().endsWith(u":Delivered"_s));
}

void TestServiceOwn::stanzaOverTheLimitIsRefused()
{
    ServiceHarness h;
    h.join();
    // Each character takes four bytes as XML.
    QCOMPARE(h.send(QString(100000, u'<')), u"MessageTooLarge"_s);
}

void TestServiceOwn::sameTextTwiceIsTwoMessages()
{
    ServiceHarness h;
    h.join();
    h.send(u"ok"_s);
    h.send(u"ok"_s);
    h.room().say(u"bob"_s, u"ok"_s);
    h.room().say(u"bob"_s, u"ok"_s);
    h.settle();
    QCOMPARE(h.timeline(), u"ok | ok | ok | ok"_s);
}

void TestServiceOwn::messageWrittenDuringARefreshIsDelivered()
{
    ServiceHarness h;
    h.join();
    JoinOptions options;
    options.extra = u"new"_s;
    h.service->joinExistingChatroom(ServiceHarness::address(), options);
    // The join is under way when the message is ready to go.
    h.send(u"hello"_s);
    h.wait(5000);
    QCOMPARE(h.ownMessages(), u"hello:Delivered"_s);
    QCOMPARE(h.room().received, QStringList{u"hello"_s});
}

QTEST_GUILESS_MAIN(TestServiceOwn)
#include "tst_serviceown.moc"
