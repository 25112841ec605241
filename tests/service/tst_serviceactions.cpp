#include "service/serviceharness.h"
#include "support/xml.h"

#include <QUuid>
#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

/// What people do with messages: corrections, reactions, retractions, replies, and moderation.
class TestServiceActions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void correctionIsShownAtOnceAndSentOnce();
    void offlineCorrectionGoesOutOnceAfterTheRejoin();
    void correctionThatArrivedBeforeTheCutIsNotSentAgain();
    void correctionLostInTheCutIsSentAgainOnceWithItsId();
    void correctionOutlivesARestart();
    void refusedCorrectionIsTakenBackAndTold();
    void othersCorrectionsChangeTheirRows();
    void correctionOfWhatCannotBeLoadedIsAMessage_data();
    void correctionOfWhatCannotBeLoadedIsAMessage();
    void correctionWhileAwayIsSeenAfterTheRejoin();
    void correctionReadBeforeItsTargetIsSeenWhenThatIsRead();
    void reactionsOfOthersAndOurOwn();
    void offlineReactionGoesOutOnce();
    void retractionTakesTheTextAway();
    void replyQuotesAndNamesItsTarget();
    void aReplyKeepsItsPlaceBeforeWhatIsSaidNext();
    void whatCannotBeDoneSaysWhy();
    void actionsAreNotCountedInReceipts();
    void mutedActsAreRefused();
    void moderationAsksTheRoom();
    void muteForAWhileNeedsARoomThatKnowsIt();
    void voiceRequestIsTold();

private:
    static const StoredMessage &only(const QList<TimelineItem> &items) { return items.constFirst().message; }
    static FakeEntry entry(const QString &nickname, const QString &body, const QString &payload)
    {
        FakeEntry made;
        made.archiveId = QUuid::createUuid().toString(QUuid::Id128);
        made.nickname = nickname;
        made.messageId = u"m-"_s + made.archiveId.left(8);
        made.body = body;
        made.payload = payload;
        return made;
    }
    static FakeEntry correction(const QString &nickname, const QString &target, const QString &body)
    {
        return entry(nickname, body, u"<replace xmlns='urn:xmpp:message-correct:0' id='%1'/>"_s.arg(target));
    }
    static FakeEntry reaction(const QString &nickname, const QString &target, const QString &emoji)
    {
        return entry(nickname, {},
                     u"<reactions xmlns='urn:xmpp:reactions:0' id='%1'><reaction>%2</reaction></reactions>"_s.arg(
                         target, emoji));
    }
    static QString correct(ServiceHarness &h, const QString &body)
    {
        const auto done = h.await(h.service->correctMessage(ServiceHarness::address(), only(h.items()).key, body));
        h.settle();
        return done ? QString() : done.error().text;
    }
    static QString react(ServiceHarness &h, const QStringList &emojis)
    {
        const auto done = h.await(h.service->setReactions(ServiceHarness::address(), only(h.items()).key, emojis));
        h.settle();
        return done ? QString() : done.error().text;
    }
    /// What waits for the room's record, of all kinds.
    static qsizetype unsettled(ServiceHarness &h)
    {
        const RoomRecord record =
            h.await(h.store->openRoom(ServiceHarness::account().account, ServiceHarness::address().jid())).value();
        return h.await(h.store->unsettledOwn(record.key))->size();
    }
    static QString reactions(const StoredMessage &row)
    {
        QStringList parts;
        for (const Reaction &reaction : row.reactions)
            parts += QString(reaction.emoji + u':' + reaction.nicknames.join(u','));
        return parts.join(u' ');
    }
};

void TestServiceActions::correctionIsShownAtOnceAndSentOnce()
{
    ServiceHarness h;
    h.join();
    h.send(u"helo"_s);
    h.takeLog();
    h.room().reflects = false;
    QCOMPARE(correct(h, u"hello"_s), QString());
    QCOMPARE(h.timeline(), u"hello"_s);
    QVERIFY(only(h.items()).edited);
    QCOMPARE(h.room().received, (QStringList{u"helo"_s, u"hello"_s}));
    QVERIFY(h.room().entries.constLast().payload.contains(only(h.items()).messageId));
    const auto versions = h.await(h.service->corrections(ServiceHarness::address(), only(h.items()).key));
    QCOMPARE(versions->size(), 1);
    QCOMPARE(versions->constFirst().body, u"helo"_s);
    // Neither a new row nor a change of the old one's state.
    QCOMPARE(h.count(u"tea +"_s), 0);
}

void TestServiceActions::offlineCorrectionGoesOutOnceAfterTheRejoin()
{
    ServiceHarness h;
    h.join();
    h.send(u"helo"_s);
    h.cut();
    QCOMPARE(correct(h, u"hello"_s), QString());
    QCOMPARE(h.timeline(), u"hello"_s);
    QCOMPARE(h.room().received.size(), 1);
    h.comeBack();
    QCOMPARE(h.room().received, (QStringList{u"helo"_s, u"hello"_s}));
    h.cut();
    h.comeBack();
    QCOMPARE(h.room().received.size(), 2);
    QCOMPARE(h.timeline(), u"hello"_s);
}

void TestServiceActions::correctionThatArrivedBeforeTheCutIsNotSentAgain()
{
    ServiceHarness h;
    h.join();
    h.send(u"helo"_s);
    h.room().reflects = false;
    correct(h, u"hello"_s);
    h.cut();
    h.room().reflects = true;
    h.comeBack();
    QCOMPARE(h.room().received, (QStringList{u"helo"_s, u"hello"_s}));
    QCOMPARE(unsettled(h), 0);
}

void TestServiceActions::correctionLostInTheCutIsSentAgainOnceWithItsId()
{
    ServiceHarness h;
    h.join();
    h.send(u"helo"_s);
    h.room().losesMessages = true;
    correct(h, u"hello"_s);
    h.cut();
    h.room().losesMessages = false;
    h.comeBack();
    QCOMPARE(h.room().received, (QStringList{u"helo"_s, u"hello"_s, u"hello"_s}));
    QCOMPARE(h.room().receivedIds.at(1), h.room().receivedIds.at(2));
    QCOMPARE(h.timeline(), u"hello"_s);
    QCOMPARE(unsettled(h), 0);
}

void TestServiceActions::correctionOutlivesARestart()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.join();
    h.send(u"helo"_s);
    h.cut();
    correct(h, u"hello"_s);
    h.restart();
    h.online();
    QVERIFY(h.waitFor(u"tea rejoined"_s));
    h.settle();
    QCOMPARE(h.room().received, (QStringList{u"helo"_s, u"hello"_s}));
    QCOMPARE(h.timeline(), u"hello"_s);
    QCOMPARE(unsettled(h), 0);
}

void TestServiceActions::refusedCorrectionIsTakenBackAndTold()
{
    ServiceHarness h;
    h.join();
    h.send(u"helo"_s);
    QSignalSpy refused(h.service.get(), &ChatroomService::actionRefused);
    h.room().messageRefusal = u"forbidden"_s;
    correct(h, u"hello"_s);
    QCOMPARE(h.timeline(), u"helo"_s);
    QVERIFY(!only(h.items()).edited);
    QCOMPARE(refused.size(), 1);
    QCOMPARE(refused.first().at(1).value<MessageChange>(), MessageChange::Corrected);
    QVERIFY(!refused.first().at(3).value<Error>().text.isEmpty());
    // Else nobody could give it back to the composer.
    QCOMPARE(refused.first().at(4).toString(), u"hello"_s);
}

void TestServiceActions::othersCorrectionsChangeTheirRows()
{
    ServiceHarness h;
    h.join();
    h.room().say(u"bob"_s, u"helo"_s, u"b1"_s);
    h.settle();
    h.takeLog();
    h.room().sayEntry(correction(u"bob"_s, u"b1"_s, u"hello"_s));
    h.room().sayEntry(correction(u"carol"_s, u"b1"_s, u"forged"_s));
    h.settle();
    QCOMPARE(h.takeLog(), QStringList{u"tea ~ hello Received"_s});
    QCOMPARE(h.timeline(), u"hello"_s);
}

void TestServiceActions::correctionOfWhatCannotBeLoadedIsAMessage_data()
{
    QTest::addColumn<bool>("archives");
    QTest::newRow("read to the archive's beginning") << true;
    QTest::newRow("no archive") << false;
}

void TestServiceActions::correctionOfWhatCannotBeLoadedIsAMessage()
{
    QFETCH(bool, archives);
    ServiceHarness h;
    h.room().archives = archives;
    h.join();
    h.takeLog();
    h.room().sayEntry(correction(u"bob"_s, u"gone"_s, u"hello"_s));
    h.settle();
    QCOMPARE(h.timeline(), u"hello"_s);
    QCOMPARE(h.takeLog(), QStringList{u"tea + hello"_s});
}

void TestServiceActions::correctionWhileAwayIsSeenAfterTheRejoin()
{
    ServiceHarness h;
    h.join();
    h.room().say(u"bob"_s, u"helo"_s, u"b1"_s);
    const QString target = h.room().entries.constLast().archiveId;
    h.settle();
    h.cut();
    h.room().archive(correction(u"bob"_s, u"b1"_s, u"hello"_s));
    h.room().archive(reaction(u"carol"_s, target, u"👍"_s));
    h.comeBack();
    QCOMPARE(h.timeline(), u"hello"_s);
    QCOMPARE(reactions(only(h.items())), u"👍:carol"_s);
    QCOMPARE(h.report().recovered, 0);
    QCOMPARE(h.report().gaps, 0);
}

void TestServiceActions::correctionReadBeforeItsTargetIsSeenWhenThatIsRead()
{
    ServiceHarness h;
    h.room().say(u"bob"_s, u"helo"_s, u"b1"_s);
    h.room().fill(u"x"_s, 20);
    h.room().archive(correction(u"bob"_s, u"b1"_s, u"hello"_s));
    JoinOptions options;
    options.historyCount = 5;
    h.join(u"tea"_s, options);
    QCOMPARE(h.timeline(), u"x16 | x17 | x18 | x19 | x20"_s);
    QVERIFY(h.patiently(h.service->loadOlder(ServiceHarness::address())).isOk());
    QVERIFY(h.timeline().startsWith(u"hello | x1"_s));
}

void TestServiceActions::reactionsOfOthersAndOurOwn()
{
    ServiceHarness h;
    h.join();
    const QString target = h.room().say(u"bob"_s, u"hi"_s);
    h.settle();
    h.takeLog();
    h.room().sayEntry(reaction(u"carol"_s, target, u"👍"_s));
    h.settle();
    QCOMPARE(h.takeLog(), QStringList{u"tea ~ hi Received"_s});
    QCOMPARE(react(h, {u"👍"_s, u"🎉"_s}), QString());
    QCOMPARE(reactions(only(h.items())), u"👍:carol,alice 🎉:alice"_s);
    QVERIFY(only(h.items()).reactions.at(1).own);
    QVERIFY(h.room().entries.constLast().payload.contains(target));
    QVERIFY(h.room().entries.constLast().payload.contains(u"urn:xmpp:hints"_s));
    QCOMPARE(react(h, {}), QString());
    QCOMPARE(reactions(only(h.items())), u"👍:carol"_s);
    QCOMPARE(unsettled(h), 0);
}

void TestServiceActions::offlineReactionGoesOutOnce()
{
    ServiceHarness h;
    h.join();
    h.room().say(u"bob"_s, u"hi"_s);
    h.settle();
    h.cut();
    QCOMPARE(react(h, {u"👍"_s}), QString());
    QCOMPARE(reactions(only(h.items())), u"👍:alice"_s);
    h.comeBack();
    QCOMPARE(h.room().received.size(), 1);
    QCOMPARE(reactions(only(h.items())), u"👍:alice"_s);
    QCOMPARE(unsettled(h), 0);
}

void TestServiceActions::retractionTakesTheTextAway()
{
    ServiceHarness h;
    h.join();
    h.send(u"oops"_s);
    const auto done = h.await(h.service->retractMessage(ServiceHarness::address(), only(h.items()).key));
    QVERIFY(done.isOk());
    h.settle();
    QVERIFY(only(h.items()).retracted);
    QCOMPARE(h.timeline(), QString());
    QVERIFY(h.room().entries.constLast().payload.contains(only(h.items()).archiveId));
    QCOMPARE(unsettled(h), 0);
    QVERIFY(!correct(h, u"again"_s).isEmpty());
}

void TestServiceActions::replyQuotesAndNamesItsTarget()
{
    ServiceHarness h;
    h.join();
    const QString target = h.room().say(u"bob"_s, u"question"_s);
    h.settle();
    const auto key = h.await(h.service->sendMessage(ServiceHarness::address(), {u"answer"_s, only(h.items()).key}));
    QVERIFY(key.isOk());
    h.settle();
    QCOMPARE(h.timeline(), u"question | answer"_s);
    const StoredMessage row = h.items().at(1).message;
    QCOMPARE(row.state, DeliveryState::Delivered);
    QCOMPARE(row.reply.value(), (ReplyReference{target, only(h.items()).key, u"bob"_s, u"question"_s}));
    QCOMPARE(h.room().received.constLast(), u"> bob:\n> question\nanswer"_s);
}

void TestServiceActions::aReplyKeepsItsPlaceBeforeWhatIsSaidNext()
{
    ServiceHarness h;
    h.join();
    h.room().say(u"bob"_s, u"question"_s);
    h.settle();
    const MessageKey target = only(h.items()).key;
    // Nobody waits in between: as fast as one can press Enter.
    const auto answer = h.service->sendMessage(ServiceHarness::address(), {u"answer"_s, target});
    const auto next = h.service->sendMessage(ServiceHarness::address(), {u"next"_s});
    QVERIFY(h.await(answer).isOk());
    QVERIFY(h.await(next).isOk());
    h.settle();
    QCOMPARE(h.timeline(), u"question | answer | next"_s);
    QCOMPARE(h.room().received, (QStringList{u"> bob:\n> question\nanswer"_s, u"next"_s}));
}

void TestServiceActions::whatCannotBeDoneSaysWhy()
{
    ServiceHarness h;
    h.join();
    h.room().say(u"bob"_s, u"hi"_s);
    h.settle();
    QVERIFY(!correct(h, u"not mine"_s).isEmpty());
    QVERIFY(!h.await(h.service->retractMessage(ServiceHarness::address(), only(h.items()).key)).isOk());
    QVERIFY(!react(h, {u"word"_s}).isEmpty());
    QVERIFY(!h.await(h.service->retractMessage(ServiceHarness::address(), 4711)).isOk());
    QVERIFY(!h.await(h.service->kick(ServiceHarness::address(u"nowhere"_s), u"bob"_s, {})).isOk());
    QCOMPARE(h.timeline(), u"hi"_s);
    QVERIFY(h.room().received.isEmpty());
}

void TestServiceActions::actionsAreNotCountedInReceipts()
{
    ServiceHarness h;
    h.join();
    const QString target = h.room().say(u"bob"_s, u"hi"_s, u"b1"_s);
    h.settle();
    h.cut();
    react(h, {u"👍"_s});
    h.room().archive(correction(u"bob"_s, u"b1"_s, u"hello"_s));
    h.room().archive(reaction(u"carol"_s, target, u"👍"_s));
    h.room().sayUnheard(u"bob"_s, u"new"_s);
    h.comeBack();
    QCOMPARE(h.report().recovered, 1);
    QCOMPARE(h.report().alreadyHere, 1);
}

void TestServiceActions::mutedActsAreRefused()
{
    ServiceHarness h;
    h.join();
    h.send(u"hi"_s);
    h.room().moderated = true;
    h.room().setOurRole(u"visitor"_s, u"erin"_s);
    h.settle();
    h.room().configurationChanges();
    h.settle();
    const auto done = h.await(h.service->setReactions(ServiceHarness::address(), only(h.items()).key, {u"👍"_s}));
    QVERIFY(!done.isOk());
    QCOMPARE(done.error().kind, ErrorKind::Muted);
}

void TestServiceActions::moderationAsksTheRoom()
{
    ServiceHarness h;
    h.join();
    h.room().say(u"bob"_s, u"spam"_s);
    h.settle();
    QVERIFY(h.patiently(h.service->kick(ServiceHarness::address(), u"bob"_s, u"enough"_s)).isOk());
    QVERIFY(h.patiently(h.service->setVoice(ServiceHarness::address(), u"bob"_s, false)).isOk());
    QVERIFY(h.patiently(h.service->moderateMessage(ServiceHarness::address(), only(h.items()).key, u"spam"_s)).isOk());
    // The room shows nobody's address.
    const auto banned = h.patiently(h.service->ban(ServiceHarness::address(), u"bob"_s, {}));
    QVERIFY(!banned.isOk());
    QVERIFY(h.await(h.service->requestVoice(ServiceHarness::address())).isOk());
}

void TestServiceActions::muteForAWhileNeedsARoomThatKnowsIt()
{
    ServiceHarness h;
    h.join();
    const auto refused = h.patiently(h.service->muteFor(ServiceHarness::address(), u"bob"_s, 10));
    QVERIFY(!refused.isOk());
    QCOMPARE(refused.error().kind, ErrorKind::ServerRefused);
    h.room().timedMutes = true;
    h.room().configurationChanges();
    h.settle();
    QVERIFY(!h.patiently(h.service->muteFor(ServiceHarness::address(), u"bob"_s, 0)).isOk());
    QVERIFY(!h.patiently(h.service->muteFor(ServiceHarness::address(), u"bob"_s, 43201)).isOk());
    QCOMPARE(h.room().orders, QStringList());
    QVERIFY(h.patiently(h.service->muteFor(ServiceHarness::address(), u"bob"_s, 10)).isOk());
    QCOMPARE(h.room().orders.size(), 1);
    QVERIFY2(h.room().orders.constFirst().contains(u"minutes=\"10\""_s) ||
                 h.room().orders.constFirst().contains(u"minutes='10'"_s),
             qPrintable(h.room().orders.constFirst()));
}

void TestServiceActions::voiceRequestIsTold()
{
    ServiceHarness h;
    h.join();
    QSignalSpy asked(h.service.get(), &ChatroomService::voiceRequested);
    const QString form = u"<message xmlns='jabber:client' from='%1%2'><x xmlns='jabber:x:data' type='form'><field "
                         "var='FORM_TYPE'><value>http://jabber.org/protocol/muc#request</value></field><field "
                         "var='muc#roomnick'><value>bob</value></field></x></message>"_s;
    h.server.deliver(xml(form.arg(h.room().address(), u"/mallory"_s)));
    h.settle();
    QCOMPARE(asked.size(), 0);
    h.server.deliver(xml(form.arg(h.room().address(), QString())));
    h.settle();
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.first().at(1).toString(), u"bob"_s);
}

QTEST_GUILESS_MAIN(TestServiceActions)
#include "tst_serviceactions.moc"
