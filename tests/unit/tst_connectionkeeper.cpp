#include "service/keptconnection.h"

#include <QPromise>
#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 hour = 3600000;

/// A discovery whose answers the test gives.
struct AskedDiscovery {
    ConnectionKeeper::Discovery function()
    {
        return [this](const QString &domain) {
            domains.append(domain);
            promises.append(std::make_shared<QPromise<Result<QList<QUrl>>>>());
            promises.last()->start();
            return promises.last()->future();
        };
    }
    void answer(const Result<QList<QUrl>> &urls)
    {
        const auto promise = promises.takeFirst();
        promise->addResult(urls);
        promise->finish();
        QCoreApplication::processEvents();
    }

    QStringList domains;
    QList<std::shared_ptr<QPromise<Result<QList<QUrl>>>>> promises;
};

AccountSettings withoutServers()
{
    AccountSettings settings = KeptConnection::alice();
    settings.servers.clear();
    return settings;
}

} // namespace

/// One account is kept connected; how long it waits between its attempts is in tst_connectionbackoff.
class TestConnectionKeeper : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void statesOfASignIn();
    void connectionOfNoLengthIsALossAndNoFailedAttempt();
    void addressesAreTriedInTurn();
    void wrongPasswordIsFinal_data();
    void wrongPasswordIsFinal();
    void conflictIsTriedOnceUnderANewName();
    void eachConnectionThatStoodMayBeTakenOverOnce();
    void networkChangeEndsAWait();
    void networkChangeAsksAConnectionThatStands();
    void manySignsOfOneChangeAreOneTry();
    void networkChangeDoesNotEndAFinalAnswer();
    void resumeWaitsForTheWriter();
    void endpointIsDiscovered();
    void discoveryThatFailsIsAskedAgain();
    void serverThatHasMovedIsFoundAgain_data();
    void serverThatHasMovedIsFoundAgain();
    void discoveryThatFindsNothingIsNoServer();
    void withoutDiscoveryThereIsNoServer();
    void answerAfterStopIsIgnored();
    void stopClosesInOrder();
    void stopWhileWaitingForgetsTheCause();
    void whoStopsForACauseStillKnowsIt();
    void stopTwiceAnswersBoth();
    void startWhileWaitingTriesOnce();
    void startWhileClosingWaitsForTheEnd();
    void startWhileOnlineSignsInAnew();
};

void TestConnectionKeeper::statesOfASignIn()
{
    KeptConnection k;
    QCOMPARE(k.kind(), ConnectionState::Kind::Offline);
    k.keeper.start(KeptConnection::alice());
    k.fake.completeLogin();
    QCOMPARE(k.log, (QStringList{u"Connecting"_s, u"Authenticating"_s, u"Online"_s, u"online"_s}));
    QCOMPARE(k.fake.openedUrl(), FakeStanzaChannel::url());
    QCOMPARE(k.fake.boundJid(), u"alice@example.org/desk"_s);
    QCOMPARE(k.keeper.state(), (ConnectionState{ConnectionState::Kind::Online, 0, 0, {}}));
}

void TestConnectionKeeper::connectionOfNoLengthIsALossAndNoFailedAttempt()
{
    KeptConnection k;
    AccountSettings settings = KeptConnection::alice();
    settings.servers = {QUrl(u"wss://one.example.org/ws"_s), QUrl(u"wss://two.example.org/ws"_s)};
    k.keeper.start(settings);
    k.fake.completeLogin();
    k.log.clear();
    k.fake.dropConnection();
    QCOMPARE(k.log, (QStringList{u"lost ServerUnreachable"_s, u"Waiting"_s}));
    QCOMPARE(k.keeper.state().attempt, 1);
    k.waitOut();
    QCOMPARE(k.fake.openedUrl(), settings.servers.at(0));
}

void TestConnectionKeeper::addressesAreTriedInTurn()
{
    KeptConnection k;
    AccountSettings settings = KeptConnection::alice();
    settings.servers = {QUrl(u"wss://one.example.org/ws"_s), QUrl(u"wss://two.example.org/ws"_s),
                        QUrl(u"wss://three.example.org/ws"_s)};
    k.keeper.start(settings);
    for (const QUrl &url : std::as_const(settings.servers)) {
        k.clock.advance(0);
        QCOMPARE(k.fake.openedUrl(), url);
        QVERIFY(!k.log.contains(u"failed ServerUnreachable"_s));
        k.fake.dropConnection(ChannelEnd::Refused);
    }
    // An attempt has failed when every address has.
    QCOMPARE(k.log, (QStringList{u"Connecting"_s, u"Waiting"_s, u"failed ServerUnreachable"_s}));
    QCOMPARE(k.keeper.state().attempt, 1);
    k.waitOut();
    QCOMPARE(k.fake.openedUrl(), settings.servers.at(0));
    k.fake.dropConnection(ChannelEnd::Refused);
    k.clock.advance(0);
    k.online();
    // The address that worked is the first to come back to.
    k.fake.dropConnection();
    k.waitOut();
    QCOMPARE(k.fake.openedUrl(), settings.servers.at(1));
}

void TestConnectionKeeper::wrongPasswordIsFinal_data()
{
    QTest::addColumn<QString>("condition");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("wrong password") << u"not-authorized"_s << ErrorKind::NotAuthorized;
    QTest::newRow("account disabled") << u"account-disabled"_s << ErrorKind::AccountDisabled;
}

void TestConnectionKeeper::wrongPasswordIsFinal()
{
    QFETCH(QString, condition);
    QFETCH(ErrorKind, kind);
    KeptConnection k;
    AccountSettings settings = KeptConnection::alice();
    settings.servers.append(QUrl(u"wss://two.example.org/ws"_s));
    k.keeper.start(settings);
    k.log.clear();
    k.refuse(condition);
    QCOMPARE(k.log, (QStringList{u"Authenticating"_s, u"Offline"_s, u"failed "_s + nameOf(kind) + u" final"_s}));
    QCOMPARE(k.keeper.state().cause->kind, kind);
    k.clock.advance(24 * hour);
    k.keeper.retryNow();
    QCOMPARE(k.fake.attempts(), 1);
    k.keeper.start(KeptConnection::alice());
    QVERIFY(!k.keeper.state().cause);
    k.fake.completeLogin();
    QCOMPARE(k.kind(), ConnectionState::Kind::Online);
}

void TestConnectionKeeper::conflictIsTriedOnceUnderANewName()
{
    KeptConnection k;
    k.online();
    const QString first = k.fake.boundJid();
    k.streamError(u"conflict"_s);
    QCOMPARE(k.kind(), ConnectionState::Kind::Waiting);
    k.waitOut();
    k.online(1000);
    const QString second = k.fake.boundJid();
    QVERIFY(second != first);
    QVERIFY(second.startsWith(u"alice@example.org/"_s));
    k.streamError(u"conflict"_s);
    QCOMPARE(k.kind(), ConnectionState::Kind::Offline);
    QVERIFY(k.keeper.state().cause);
    QVERIFY(k.log.last().endsWith(u"final"_s));
    // A person who signs in again has a new try.
    k.keeper.start(KeptConnection::alice());
    k.online();
    k.streamError(u"conflict"_s);
    QCOMPARE(k.kind(), ConnectionState::Kind::Waiting);
}

void TestConnectionKeeper::eachConnectionThatStoodMayBeTakenOverOnce()
{
    KeptConnection k;
    k.online();
    QStringList names;
    for (int week = 0; week < 3; ++week) {
        names.append(k.fake.boundJid());
        k.streamError(u"conflict"_s);
        QCOMPARE(k.kind(), ConnectionState::Kind::Waiting);
        k.waitOut();
        k.online(7 * 24 * hour);
    }
    QCOMPARE(QSet<QString>(names.cbegin(), names.cend()).size(), 3);
}

void TestConnectionKeeper::networkChangeEndsAWait()
{
    KeptConnection k;
    k.online();
    k.fake.dropConnection();
    for (int i = 0; i < 3; ++i) {
        k.waitOut();
        k.fake.dropConnection();
    }
    QCOMPARE(k.kind(), ConnectionState::Kind::Waiting);
    const int attempt = k.keeper.state().attempt;
    const int before = k.fake.attempts();
    k.keeper.circumstancesChanged();
    QCOMPARE(k.kind(), ConnectionState::Kind::Connecting);
    QCOMPARE(k.fake.attempts(), before + 1);
    // The backoff goes on where it was.
    k.fake.dropConnection();
    QCOMPARE(k.keeper.state().attempt, attempt + 1);
}

void TestConnectionKeeper::networkChangeAsksAConnectionThatStands()
{
    KeptConnection k;
    k.online();
    k.fake.setSilent(true);
    k.keeper.circumstancesChanged();
    k.clock.advance(2999);
    QCOMPARE(k.kind(), ConnectionState::Kind::Online);
    k.clock.advance(1);
    QVERIFY(k.log.contains(u"lost TimedOut"_s));
}

void TestConnectionKeeper::manySignsOfOneChangeAreOneTry()
{
    KeptConnection k;
    k.online();
    k.fake.dropConnection();
    const int before = k.fake.attempts();
    k.keeper.circumstancesChanged();
    k.fake.dropConnection();
    k.keeper.circumstancesChanged();
    k.keeper.circumstancesChanged();
    QCOMPARE(k.fake.attempts(), before + 1);
    QCOMPARE(k.kind(), ConnectionState::Kind::Waiting);
    k.clock.sleep(5000);
    k.keeper.circumstancesChanged();
    QCOMPARE(k.fake.attempts(), before + 2);
}

void TestConnectionKeeper::networkChangeDoesNotEndAFinalAnswer()
{
    KeptConnection k;
    k.keeper.start(KeptConnection::alice());
    k.refuse(u"not-authorized"_s);
    QCOMPARE(k.kind(), ConnectionState::Kind::Offline);
    const int before = k.fake.attempts();
    k.keeper.circumstancesChanged();
    QCOMPARE(k.fake.attempts(), before);
    QCOMPARE(k.kind(), ConnectionState::Kind::Offline);
}

void TestConnectionKeeper::resumeWaitsForTheWriter()
{
    KeptConnection k;
    StanzaSerial held = 0;
    connect(&k.stream, &XmppStream::stanzaReceived, this, [&](const stanza::XmlNode &, StanzaSerial serial) {
        held = serial;
        k.stream.hold(serial);
    });
    k.online();
    k.fake.inject(u"<message xmlns='jabber:client'/>"_s);
    k.fake.dropConnection();
    const int attempts = k.fake.attempts();
    k.clock.advance(30000);
    QCOMPARE(k.fake.attempts(), attempts);
    QCOMPARE(k.kind(), ConnectionState::Kind::Connecting);
    k.stream.settle(held);
    k.clock.advance(100);
    QCOMPARE(k.fake.attempts(), attempts + 1);
    k.fake.completeResume();
    QCOMPARE(k.fake.resumeH(), 1U);
    QCOMPARE(k.log.last(), u"resumed"_s);
}

void TestConnectionKeeper::endpointIsDiscovered()
{
    AskedDiscovery discovery;
    KeptConnection k(discovery.function());
    k.keeper.start(withoutServers());
    QCOMPARE(discovery.domains, QStringList{u"example.org"_s});
    QCOMPARE(k.fake.attempts(), 0);
    QCOMPARE(k.kind(), ConnectionState::Kind::Connecting);
    discovery.answer(QList<QUrl>{FakeStanzaChannel::url()});
    QCOMPARE(k.fake.attempts(), 1);
    k.fake.completeLogin();
    QCOMPARE(k.log, (QStringList{u"Connecting"_s, u"Authenticating"_s, u"Online"_s, u"online"_s}));
}

void TestConnectionKeeper::discoveryThatFailsIsAskedAgain()
{
    AskedDiscovery discovery;
    KeptConnection k(discovery.function());
    k.keeper.start(withoutServers());
    discovery.answer(Error::make(ErrorKind::ServerUnreachable));
    QCOMPARE(k.log, (QStringList{u"Connecting"_s, u"Waiting"_s, u"failed ServerUnreachable"_s}));
    k.clock.advance(k.delay());
    QCOMPARE(discovery.domains.size(), 2);
    discovery.answer(QList<QUrl>{FakeStanzaChannel::url()});
    k.online();
    // What was found is kept: a loss asks for nothing but the server.
    k.fake.dropConnection();
    k.waitOut();
    QCOMPARE(discovery.domains.size(), 2);
}

void TestConnectionKeeper::serverThatHasMovedIsFoundAgain_data()
{
    QTest::addColumn<bool>("isFound");
    QTest::newRow("moved") << true;
    QTest::newRow("nothing known of it") << false;
}

void TestConnectionKeeper::serverThatHasMovedIsFoundAgain()
{
    QFETCH(bool, isFound);
    AskedDiscovery discovery;
    KeptConnection k(discovery.function());
    k.keeper.start(withoutServers());
    discovery.answer(QList<QUrl>{QUrl(u"wss://old.example.org/ws"_s), QUrl(u"wss://other.example.org/ws"_s)});
    for (int turn = 0; turn < 3; ++turn) {
        QCOMPARE(discovery.domains.size(), 1);
        k.fake.dropConnection();
        k.clock.advance(0);
        k.fake.dropConnection();
        QCOMPARE(k.kind(), ConnectionState::Kind::Waiting);
        k.clock.advance(k.delay());
    }
    QCOMPARE(discovery.domains.size(), 2);
    const int attempts = k.fake.attempts();
    if (isFound)
        discovery.answer(QList<QUrl>{FakeStanzaChannel::url()});
    else
        discovery.answer(Error::make(ErrorKind::ServerUnreachable));
    QCOMPARE(k.fake.attempts(), attempts + 1);
    k.fake.completeLogin();
    QCOMPARE(k.kind(), ConnectionState::Kind::Online);
    // And is trusted from now on.
    k.fake.dropConnection();
    k.waitOut();
    QCOMPARE(discovery.domains.size(), 2);
}

void TestConnectionKeeper::discoveryThatFindsNothingIsNoServer()
{
    AskedDiscovery discovery;
    KeptConnection k(discovery.function());
    k.keeper.start(withoutServers());
    discovery.answer(QList<QUrl>());
    QCOMPARE(k.log.last(), u"failed NotAnXmppServer"_s);
    QCOMPARE(k.kind(), ConnectionState::Kind::Waiting);
}

void TestConnectionKeeper::withoutDiscoveryThereIsNoServer()
{
    KeptConnection k;
    k.keeper.start(withoutServers());
    QCOMPARE(k.log, (QStringList{u"Connecting"_s, u"Waiting"_s, u"failed ServerUnreachable"_s}));
}

void TestConnectionKeeper::answerAfterStopIsIgnored()
{
    AskedDiscovery discovery;
    KeptConnection k(discovery.function());
    k.keeper.start(withoutServers());
    QVERIFY(k.keeper.stop().isFinished());
    discovery.answer(QList<QUrl>{FakeStanzaChannel::url()});
    QCOMPARE(k.fake.attempts(), 0);
    QCOMPARE(k.log, (QStringList{u"Connecting"_s, u"Offline"_s}));
}

void TestConnectionKeeper::stopClosesInOrder()
{
    KeptConnection k;
    k.online();
    k.fake.takeAllSent();
    k.fake.setAnswersClose(false);
    const auto stopped = k.keeper.stop();
    QCOMPARE(k.fake.sent().size(), 1);
    QCOMPARE(k.fake.sent().first().name(), u"close"_s);
    QVERIFY(!stopped.isFinished());
    // The server does not answer: two seconds are enough.
    k.clock.advance(2000);
    QVERIFY(stopped.isFinished());
    QCOMPARE(k.log, QStringList{u"Offline"_s});
    k.clock.advance(hour);
    QCOMPARE(k.fake.attempts(), 1);
}

void TestConnectionKeeper::stopWhileWaitingForgetsTheCause()
{
    KeptConnection k;
    k.online();
    k.fake.dropConnection();
    k.log.clear();
    QVERIFY(k.keeper.stop().isFinished());
    QCOMPARE(k.log, QStringList{u"Offline"_s});
    QCOMPARE(k.keeper.state(), ConnectionState{});
    k.clock.advance(hour);
    QCOMPARE(k.fake.attempts(), 1);
}

void TestConnectionKeeper::whoStopsForACauseStillKnowsIt()
{
    KeptConnection k;
    QList<ErrorKind> read;
    const auto stopFor = [&k, &read](const ConnectionState &state) {
        if (state.cause) {
            k.keeper.stop();
            read += state.cause ? state.cause->kind : ErrorKind::NotConnected;
        }
    };
    QObject::connect(&k.keeper, &ConnectionKeeper::stateChanged, &k.keeper, stopFor);
    QList<ConnectionState> told;
    QObject::connect(&k.keeper, &ConnectionKeeper::stateChanged, &k.keeper,
                     [&told](const ConnectionState &state) { told += state; });
    k.keeper.start(KeptConnection::alice());
    k.fake.dropConnection(ChannelEnd::Refused);
    // Who is told after the one that stops hears of the end last.
    QCOMPARE(told.at(told.size() - 2).kind, ConnectionState::Kind::Waiting);
    QCOMPARE(told.last().kind, ConnectionState::Kind::Offline);
    k.keeper.start(KeptConnection::alice());
    k.refuse(u"not-authorized"_s);
    QVERIFY(told.last().cause && told.last().cause->kind == ErrorKind::NotAuthorized);
    QCOMPARE(read, (QList<ErrorKind>{ErrorKind::ServerUnreachable, ErrorKind::NotAuthorized}));
    QCOMPARE(k.kind(), ConnectionState::Kind::Offline);
}

void TestConnectionKeeper::stopTwiceAnswersBoth()
{
    KeptConnection k;
    k.online();
    k.fake.setAnswersClose(false);
    const auto first = k.keeper.stop();
    const auto second = k.keeper.stop();
    k.clock.advance(2000);
    QVERIFY(first.isFinished() && !first.isCanceled());
    QVERIFY(second.isFinished() && !second.isCanceled());
}

void TestConnectionKeeper::startWhileWaitingTriesOnce()
{
    KeptConnection k;
    k.online();
    k.fake.dropConnection();
    k.keeper.start(KeptConnection::alice());
    QCOMPARE(k.fake.attempts(), 2);
    k.fake.completeLogin();
    k.log.clear();
    k.clock.advance(5000);
    QCOMPARE(k.log, QStringList());
    QCOMPARE(k.fake.attempts(), 2);
}

void TestConnectionKeeper::startWhileClosingWaitsForTheEnd()
{
    KeptConnection k;
    k.online();
    k.fake.setAnswersClose(false);
    const auto stopped = k.keeper.stop();
    AccountSettings bob = KeptConnection::alice();
    bob.account = *Jid::parse(u"bob@example.org"_s);
    k.keeper.start(bob);
    k.clock.advance(2000);
    QVERIFY(stopped.isFinished() && !stopped.isCanceled());
    QCOMPARE(k.fake.attempts(), 2);
    k.fake.completeLogin();
    QCOMPARE(k.fake.boundJid(), u"bob@example.org/desk"_s);
    // The end that was asked for is no loss.
    QCOMPARE(k.log, (QStringList{u"Connecting"_s, u"Authenticating"_s, u"Online"_s, u"online"_s}));
}

void TestConnectionKeeper::startWhileOnlineSignsInAnew()
{
    KeptConnection k;
    k.online();
    AccountSettings bob = KeptConnection::alice();
    bob.account = *Jid::parse(u"bob@example.org"_s);
    k.keeper.start(bob);
    QCOMPARE(k.fake.attempts(), 2);
    k.fake.completeLogin();
    QCOMPARE(k.fake.boundJid(), u"bob@example.org/desk"_s);
    QCOMPARE(k.log, (QStringList{u"Connecting"_s, u"Authenticating"_s, u"Online"_s, u"online"_s}));
}

QTEST_GUILESS_MAIN(TestConnectionKeeper)
#include "tst_connectionkeeper.moc"
