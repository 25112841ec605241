#include "service/serviceharness.h"

#include <QSignalSpy>
#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

RoomAddress tea()
{
    return ServiceHarness::address();
}

QStringList lastWriters(const QSignalSpy &typing)
{
    return typing.isEmpty() ? QStringList{u"never told"_s} : typing.last().at(1).toStringList();
}

} // namespace

/// What is said of the moment: who writes, how fast one may speak, another nickname, another subject.
class TestServiceTalk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whoWritesIsToldAndLeavesNoRow();
    void writingEndsWithWhatTheyWereDoing_data();
    void writingEndsWithWhatTheyWereDoing();
    void ourOwnReflectionAndStrangersAreNobodyWriting();
    void weTellThatWeWriteOutsideTheOutbox();
    void weTellNothingWhereNobodyShouldHear_data();
    void weTellNothingWhereNobodyShouldHear();
    void aChatStateDoesNotCountAsWord();

    void slowModeIsToldAndModeratorsAreExempt();
    void inSlowModeMessagesWaitTheirTurn();
    void whatASlowRoomSwallowsKeepsNothingBackForEver();
    void messagesWrittenOfflineKeepTheSlowRoomsPace();
    void aReactionTakesNoTurn();
    void tooFastIsSentAgainInOrder();
    void tooFastThatWasOvertakenFails();
    void tooFastOverARestartGoesOutOnce();

    void anotherNicknameIsKeptOverRejoins();
    void aRefusedNicknameSaysWhy_data();
    void aRefusedNicknameSaysWhy();
    void anotherSubjectIsSet();
    void aRefusedSubjectSaysWhy();
    void requestsEndWithTheMembership();
};

void TestServiceTalk::whoWritesIsToldAndLeavesNoRow()
{
    ServiceHarness h;
    h.join();
    QSignalSpy typing(h.service.get(), &ChatroomService::typingChanged);
    h.room().occupantJoins(u"carol"_s);
    h.room().type(u"bob"_s, u"composing"_s);
    h.room().type(u"carol"_s, u"composing"_s);
    h.settle();
    QCOMPARE(lastWriters(typing), (QStringList{u"bob"_s, u"carol"_s}));
    h.room().type(u"bob"_s, u"paused"_s);
    h.settle();
    QCOMPARE(lastWriters(typing), QStringList{u"carol"_s});
    QCOMPARE(h.timeline(), QString());
    QCOMPARE(h.await(h.store->newestKey()).valueOr(-1), MessageKey(0));
    h.wait(30000);
    QCOMPARE(lastWriters(typing), QStringList());
}

void TestServiceTalk::writingEndsWithWhatTheyWereDoing_data()
{
    QTest::addColumn<QString>("end");
    for (const char *end : {"says it", "leaves", "we leave", "connection"})
        QTest::newRow(end) << QString::fromLatin1(end);
}

void TestServiceTalk::writingEndsWithWhatTheyWereDoing()
{
    QFETCH(QString, end);
    ServiceHarness h;
    h.join();
    QSignalSpy typing(h.service.get(), &ChatroomService::typingChanged);
    h.room().type(u"bob"_s, u"composing"_s);
    h.settle();
    QCOMPARE(lastWriters(typing), QStringList{u"bob"_s});
    if (end == "says it"_L1)
        h.room().say(u"bob"_s, u"hello"_s);
    else if (end == "leaves"_L1)
        h.room().occupantLeaves(u"bob"_s);
    else if (end == "we leave"_L1)
        h.service->leaveChatroom(tea());
    else
        h.cut();
    h.settle();
    QCOMPARE(typing.size(), 2);
    QCOMPARE(lastWriters(typing), QStringList());
}

void TestServiceTalk::ourOwnReflectionAndStrangersAreNobodyWriting()
{
    ServiceHarness h;
    h.join();
    QSignalSpy typing(h.service.get(), &ChatroomService::typingChanged);
    h.room().type(h.room().nickname, u"composing"_s);
    h.room().type(u"nobody here"_s, u"composing"_s);
    h.settle();
    QCOMPARE(typing.size(), 0);
}

void TestServiceTalk::weTellThatWeWriteOutsideTheOutbox()
{
    ServiceHarness h;
    h.join();
    QSignalSpy typing(h.service.get(), &ChatroomService::typingChanged);
    h.service->noteWriting(tea(), true);
    h.settle();
    QCOMPARE(h.room().chatStates, QStringList{u"composing"_s});
    h.wait(11000);
    QCOMPARE(h.room().chatStates.last(), u"paused"_s);
    h.service->noteWriting(tea(), true);
    h.settle();
    h.send(u"hello"_s);
    h.service->noteWriting(tea(), true);
    h.service->noteWriting(tea(), false);
    h.settle();
    QCOMPARE(h.room().chatStates.mid(2), (QStringList{u"composing"_s, u"composing"_s, u"active"_s}));
    QCOMPARE(h.room().received, QStringList{u"hello"_s});
    QCOMPARE(h.timeline(), u"hello"_s);
    QCOMPARE(typing.size(), 0);
}

void TestServiceTalk::weTellNothingWhereNobodyShouldHear_data()
{
    QTest::addColumn<QString>("where");
    for (const char *where : {"not joined", "left", "offline", "muted", "crowd", "switched off"})
        QTest::newRow(where) << QString::fromLatin1(where);
}

void TestServiceTalk::weTellNothingWhereNobodyShouldHear()
{
    QFETCH(QString, where);
    ServiceHarness h;
    h.online();
    if (where == "switched off"_L1)
        h.service->setTypingShared(false);
    if (where != "not joined"_L1)
        h.join();
    if (where == "left"_L1) {
        h.service->leaveChatroom(tea());
    } else if (where == "offline"_L1) {
        h.cut();
    } else if (where == "muted"_L1) {
        h.room().setOurRole(u"visitor"_s, u"bob"_s);
    } else if (where == "crowd"_L1) {
        for (int i = 0; i < 29; ++i)
            h.room().occupantJoins(u"guest %1"_s.arg(i));
    }
    h.settle();
    h.service->noteWriting(tea(), true);
    h.wait(11000);
    h.service->noteWriting(tea(), false);
    h.settle();
    QCOMPARE(h.room().chatStates, QStringList());
}

void TestServiceTalk::aChatStateDoesNotCountAsWord()
{
    ServiceHarness h;
    h.join();
    // Told while muted meanwhile: no answer to it changes anything.
    h.service->noteWriting(tea(), true);
    h.settle();
    h.room().setOurRole(u"visitor"_s, u"bob"_s);
    h.settle();
    h.wait(20000);
    QCOMPARE(h.room().chatStates, QStringList{u"composing"_s});
    QVERIFY(h.room().inside);
}

void TestServiceTalk::slowModeIsToldAndModeratorsAreExempt()
{
    ServiceHarness h;
    h.room().slowModeSeconds = 20;
    h.online();
    QSignalSpy slow(h.service.get(), &ChatroomService::slowModeChanged);
    h.join();
    QCOMPARE(slow.size(), 1);
    QCOMPARE(slow.last().at(1).toInt(), 20);
    h.room().setOurRole(u"moderator"_s);
    h.settle();
    QCOMPARE(slow.last().at(1).toInt(), 0);
    h.room().setOurRole(u"participant"_s);
    h.settle();
    QCOMPARE(slow.last().at(1).toInt(), 20);
    h.room().slowModeSeconds = 0;
    h.room().configurationChanges();
    h.settle();
    QCOMPARE(slow.last().at(1).toInt(), 0);
}

void TestServiceTalk::inSlowModeMessagesWaitTheirTurn()
{
    ServiceHarness h;
    h.room().slowModeSeconds = 20;
    h.join();
    for (const QString &body : {u"1"_s, u"2"_s, u"3"_s})
        h.send(body);
    QCOMPARE(h.room().received, QStringList{u"1"_s});
    QCOMPARE(h.ownMessages(), u"1:Delivered 2:Queued 3:Queued"_s);
    h.wait(19000);
    QCOMPARE(h.room().received.size(), 1);
    h.wait(2000);
    QCOMPARE(h.room().received, (QStringList{u"1"_s, u"2"_s}));
    h.wait(21000);
    QCOMPARE(h.ownMessages(), u"1:Delivered 2:Delivered 3:Delivered"_s);
    QCOMPARE(h.room().received, (QStringList{u"1"_s, u"2"_s, u"3"_s}));
}

void TestServiceTalk::whatASlowRoomSwallowsKeepsNothingBackForEver()
{
    ServiceHarness h;
    h.room().slowModeSeconds = 20;
    h.join();
    h.room().losesMessages = true;
    h.send(u"1"_s);
    h.room().losesMessages = false;
    h.send(u"2"_s);
    h.wait(50000);
    QCOMPARE(h.room().received.count(u"2"_s), 0);
    h.wait(30000);
    QCOMPARE(h.room().received.count(u"2"_s), 1);
    QVERIFY2(h.ownMessages().contains(u"2:Delivered"_s), qPrintable(h.ownMessages()));
}

void TestServiceTalk::messagesWrittenOfflineKeepTheSlowRoomsPace()
{
    ServiceHarness h;
    h.room().slowModeSeconds = 20;
    h.join();
    h.cut();
    h.send(u"1"_s);
    h.send(u"2"_s);
    h.comeBack();
    QCOMPARE(h.room().received, QStringList{u"1"_s});
    h.wait(21000);
    QCOMPARE(h.room().received, (QStringList{u"1"_s, u"2"_s}));
    QCOMPARE(h.timeline(), u"1 | 2"_s);
}

void TestServiceTalk::aReactionTakesNoTurn()
{
    ServiceHarness h;
    h.room().slowModeSeconds = 20;
    h.join();
    h.send(u"1"_s);
    h.send(u"2"_s);
    const MessageKey first = h.items().first().message.key;
    QVERIFY(h.await(h.service->setReactions(tea(), first, {u"\U0001F44D"_s})).isOk());
    h.settle();
    // It has arrived while the message before it waits, and makes it wait no longer.
    QCOMPARE(h.room().received, (QStringList{u"1"_s, QString()}));
    h.wait(21000);
    QCOMPARE(h.room().received, (QStringList{u"1"_s, QString(), u"2"_s}));
}

void TestServiceTalk::tooFastIsSentAgainInOrder()
{
    ServiceHarness h;
    h.join();
    h.room().messageRefusal = u"resource-constraint"_s;
    h.room().refusalType = u"wait"_s;
    h.room().refusals = 3;
    QSignalSpy refused(h.service.get(), &ChatroomService::messageRefused);
    // As fast as one can press Enter: all are out before the first answer is back.
    const auto first = h.service->sendMessage(tea(), {u"1"_s});
    const auto second = h.service->sendMessage(tea(), {u"2"_s});
    const auto third = h.service->sendMessage(tea(), {u"3"_s});
    QVERIFY(h.await(first).isOk() && h.await(second).isOk() && h.await(third).isOk());
    h.settle();
    QCOMPARE(h.ownMessages(), u"1:Queued 2:Queued 3:Queued"_s);
    h.wait(60000);
    QCOMPARE(h.ownMessages(), u"1:Delivered 2:Delivered 3:Delivered"_s);
    QCOMPARE(h.timeline(), u"1 | 2 | 3"_s);
    QCOMPARE(h.room().received.mid(3), (QStringList{u"1"_s, u"2"_s, u"3"_s}));
    QCOMPARE(refused.size(), 0);
}

void TestServiceTalk::tooFastThatWasOvertakenFails()
{
    ServiceHarness h;
    h.join();
    h.room().messageRefusal = u"policy-violation"_s;
    h.room().refusalType = u"wait"_s;
    h.room().refusals = 1;
    QSignalSpy refused(h.service.get(), &ChatroomService::messageRefused);
    const auto first = h.service->sendMessage(tea(), {u"1"_s});
    const auto second = h.service->sendMessage(tea(), {u"2"_s});
    QVERIFY(h.await(first).isOk() && h.await(second).isOk());
    h.wait(60000);
    // What was said after it is there: to slip it in now would change what it answers.
    QCOMPARE(h.room().received, (QStringList{u"1"_s, u"2"_s}));
    QVERIFY2(h.ownMessages().contains(u"1:Failed"_s), qPrintable(h.ownMessages()));
    QVERIFY2(h.ownMessages().contains(u"2:Delivered"_s), qPrintable(h.ownMessages()));
    QCOMPARE(refused.size(), 1);
    QCOMPARE(refused.first().at(2).value<Error>().kind, ErrorKind::TooFast);
}

void TestServiceTalk::tooFastOverARestartGoesOutOnce()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.join();
    h.room().messageRefusal = u"resource-constraint"_s;
    h.room().refusals = 1;
    h.send(u"1"_s);
    QCOMPARE(h.ownMessages(), u"1:Queued"_s);
    h.restart();
    h.online();
    h.wait(10000);
    QCOMPARE(h.ownMessages(), u"1:Delivered"_s);
    QCOMPARE(h.room().received, (QStringList{u"1"_s, u"1"_s}));
}

void TestServiceTalk::anotherNicknameIsKeptOverRejoins()
{
    ServiceHarness h;
    JoinOptions options;
    options.extra = u"tea lover"_s;
    h.join(u"tea"_s, options);
    QSignalSpy changed(h.service.get(), &ChatroomService::nicknameChanged);
    QVERIFY(h.await(h.service->changeNickname(tea(), u"alicia"_s)).isOk());
    QCOMPARE(h.room().nickname, u"alicia"_s);
    QCOMPARE(h.room().joins, 1);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(h.service->roomSummary(tea()).nickname, u"alicia"_s);
    h.send(u"it is me"_s);
    QCOMPARE(h.ownMessages(), u"it is me:Delivered"_s);
    h.cut();
    h.comeBack();
    QCOMPARE(h.room().nickname, u"alicia"_s);
    QVERIFY(h.await(h.service->changeNickname(tea(), u"alicia"_s)).isOk());
    QCOMPARE(changed.size(), 1);
}

void TestServiceTalk::aRefusedNicknameSaysWhy_data()
{
    QTest::addColumn<QString>("condition");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("taken") << u"conflict"_s << ErrorKind::NicknameInUse;
    QTest::newRow("registered") << u"not-acceptable"_s << ErrorKind::NicknameNotAllowed;
    QTest::newRow("locked down") << u"not-allowed"_s << ErrorKind::NicknameNotAllowed;
    QTest::newRow("another") << u"undefined-condition"_s << ErrorKind::ServerRefused;
}

void TestServiceTalk::aRefusedNicknameSaysWhy()
{
    QFETCH(QString, condition);
    QFETCH(ErrorKind, kind);
    ServiceHarness h;
    h.join();
    h.room().nicknameRefusal = condition;
    const auto done = h.await(h.service->changeNickname(tea(), u"bob"_s));
    QVERIFY(!done);
    QCOMPARE(done.error().kind, kind);
    QVERIFY(!done.error().text.isEmpty());
    // Nothing else has changed.
    QVERIFY(h.room().inside);
    QCOMPARE(h.send(u"still here"_s), QString());
    QCOMPARE(h.await(h.service->changeNickname(tea(), u"  "_s)).error().kind, ErrorKind::NicknameNotAllowed);
}

void TestServiceTalk::anotherSubjectIsSet()
{
    ServiceHarness h;
    h.join();
    QSignalSpy changed(h.service.get(), &ChatroomService::subjectChanged);
    QVERIFY(h.await(h.service->setSubject(tea(), u"cake <b>"_s)).isOk());
    QCOMPARE(h.room().subject, u"cake <b>"_s);
    QCOMPARE(changed.last().at(1).toString(), u"cake <b>"_s);
    QCOMPARE(h.timeline(), QString());
    // The same once more changes nothing, and ends too.
    QVERIFY(h.await(h.service->setSubject(tea(), u"cake <b>"_s)).isOk());
    QCOMPARE(changed.size(), 1);
}

void TestServiceTalk::aRefusedSubjectSaysWhy()
{
    ServiceHarness h;
    h.join();
    h.room().subjectRefusal = u"forbidden"_s;
    const auto done = h.await(h.service->setSubject(tea(), u"cake"_s));
    QVERIFY(!done);
    QCOMPARE(done.error().kind, ErrorKind::ServerRefused);
    QVERIFY(done.error().text.contains(u"subject"_s));
    QCOMPARE(h.service->roomSummary(tea()).subject, u"tea time"_s);
    QCOMPARE(h.await(h.service->setSubject(tea(), QString(200000, u'x'))).error().kind, ErrorKind::MessageTooLarge);
}

void TestServiceTalk::requestsEndWithTheMembership()
{
    ServiceHarness h;
    h.online();
    QCOMPARE(h.await(h.service->changeNickname(tea(), u"x"_s)).error().kind, ErrorKind::NotInRoom);
    h.join();
    h.service->leaveChatroom(tea());
    h.settle();
    QCOMPARE(h.await(h.service->setSubject(tea(), u"x"_s)).error().kind, ErrorKind::NotInRoom);
    QCOMPARE(h.await(h.service->changeNickname(tea(), u"x"_s)).error().kind, ErrorKind::NotInRoom);
}

QTEST_GUILESS_MAIN(TestServiceTalk)
#include "tst_servicetalk.moc"
