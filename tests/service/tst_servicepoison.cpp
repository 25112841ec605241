#include "service/serviceharness.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

constexpr int mostAttempts = 6;

/// Comes back as often as the stream is ended again; how often that was.
int comeBackForGood(ServiceHarness &h)
{
    int attempts = 0;
    while (attempts < mostAttempts && h.service->connectionState().kind != ConnectionState::Kind::Online) {
        h.comeBack();
        ++attempts;
    }
    h.wait(5000, 500);
    return attempts;
}

bool isInside(ServiceHarness &h, const QString &room = u"tea"_s)
{
    return h.service->connectionState().kind == ConnectionState::Kind::Online &&
           h.service->roomSummary(ServiceHarness::address(room)).state == RoomState::Joined;
}

/// Bodies `prefix<from>` to `prefix<to>` as in a timeline.
QString bodies(const QString &prefix, int from, int to)
{
    QStringList names;
    for (int i = from; i <= to; ++i)
        names.append(prefix + QString::number(i));
    return names.join(u" | "_s);
}

/// As ejabberd ends a stream on which the client has not acknowledged enough.
QString tooManyUnacked()
{
    return u"<stream:error xmlns:stream='http://etherx.jabber.org/streams'><policy-violation "
           "xmlns='urn:ietf:params:xml:ns:xmpp-streams'/><text xmlns='urn:ietf:params:xml:ns:xmpp-streams'>Too many "
           "unacked stanzas</text></stream:error>"_s;
}

FakeEntry &entryOf(FakeRoom &room, const QString &body)
{
    return *std::find_if(room.entries.begin(), room.entries.end(),
                         [&body](const FakeEntry &entry) { return entry.body == body; });
}

} // namespace

/// Entries that end the stream whenever they are sent (guarantee, rule 15): no endless reconnecting, no silent hole.
class TestServicePoison : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void poisonIsReadAroundFromBothSides();
    void drawnPoisonIsLoadedWhenItHasBecomeHarmless();
    void poisonFarBackIsReadAround();
    void twoPoisonsLeaveOneGapThatHoldsWhatLiesBetween();
    void poisonousLiveMessageDoesNotLoop();
    void poisonAtAFirstJoinLocksNobodyOut();
    void roomWhereOnlyPoisonWasSaidCanBeJoined();
    void loadingByHandReadsUpToThePoison();
    void roomsBesideAPoisonousOneAreComplete();
    void holeOwedBelowThePoisonIsFilled();
    void unknownIdAtTheOlderSideLeavesAGap();
    void restartedProgramComesToAnEndToo();
    void poisonInTheHistoryOfARoomWithoutArchive();
    void policyOfTheServerBlamesNoPage();
    void policyOfTheServerBlamesNoHistory();
    void scrollingUpStopsAtThePoison();
    void messageSaidMeanwhileIsNotLostBehindTheNewestPoison();
};

void TestServicePoison::poisonIsReadAroundFromBothSides()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 18);
    entryOf(h.room(), u"x15"_s).fatal = true;
    QVERIFY(comeBackForGood(h) < mostAttempts);
    QVERIFY(isInside(h));
    const QString shown =
        bodies(u"m"_s, 1, 3) + u" | "_s + bodies(u"x"_s, 1, 14) + u" | --LoadFailed-- | "_s + bodies(u"x"_s, 16, 18);
    QCOMPARE(h.timeline(), shown);
    QCOMPARE(h.report().gaps, 1);
    QCOMPARE(h.report().recovered, 17);
    QVERIFY(!h.report().provable);
    // Later outages neither fall into it again nor forget it.
    for (int i = 1; i <= 3; ++i) {
        h.cut();
        h.comeBack();
        QVERIFY(isInside(h));
        QCOMPARE(h.timeline(), shown);
        QCOMPARE(h.report().gaps, 0);
    }
    h.cut();
    h.room().fill(u"y"_s, 2);
    QCOMPARE(comeBackForGood(h), 1);
    QCOMPARE(h.timeline(), QString(shown + u" | y1 | y2"_s));
}

void TestServicePoison::drawnPoisonIsLoadedWhenItHasBecomeHarmless()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 18);
    entryOf(h.room(), u"x15"_s).fatal = true;
    QVERIFY(comeBackForGood(h) < mostAttempts);
    entryOf(h.room(), u"x15"_s).fatal = false;
    QVERIFY(h.loadFirstGap());
    QCOMPARE(h.timeline(), QString(bodies(u"m"_s, 1, 3) + u" | "_s + bodies(u"x"_s, 1, 18)));
}

void TestServicePoison::poisonFarBackIsReadAround()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 400);
    entryOf(h.room(), u"x150"_s).fatal = true;
    QString more;
    int attempts = 0;
    for (; attempts < mostAttempts && !isInside(h); ++attempts) {
        h.comeBack();
        // Messages that come meanwhile do not move the place that was found.
        if (!isInside(h)) {
            const QString prefix = u"y%1-"_s.arg(attempts);
            h.room().fill(prefix, 20);
            more += u" | "_s + bodies(prefix, 1, 20);
        }
    }
    h.wait(5000, 500);
    QVERIFY(isInside(h));
    QCOMPARE(h.timeline(), QString(bodies(u"m"_s, 1, 3) + u" | "_s + bodies(u"x"_s, 1, 149) +
                                   u" | --LoadFailed-- | "_s + bodies(u"x"_s, 151, 400) + more));
}

void TestServicePoison::twoPoisonsLeaveOneGapThatHoldsWhatLiesBetween()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 30);
    entryOf(h.room(), u"x10"_s).fatal = true;
    entryOf(h.room(), u"x20"_s).fatal = true;
    QVERIFY(comeBackForGood(h) < mostAttempts);
    QVERIFY(isInside(h));
    QCOMPARE(h.timeline(), QString(bodies(u"m"_s, 1, 3) + u" | "_s + bodies(u"x"_s, 1, 9) + u" | --LoadFailed-- | "_s +
                                   bodies(u"x"_s, 21, 30)));
}

void TestServicePoison::poisonousLiveMessageDoesNotLoop()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.room().sayFatal(u"bob"_s, u"poison"_s);
    h.settle();
    h.awaitAttempt();
    // A session that goes on would bring it again, before anything else.
    h.server.channel().signIn();
    QVERIFY(!h.server.channel().sent().isEmpty());
    QVERIFY(h.server.channel().sent().first().name() != u"resume"_s);
    h.cut();
    QVERIFY(comeBackForGood(h) < mostAttempts);
    QVERIFY(isInside(h));
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | --LoadFailed--"_s);
    h.room().say(u"bob"_s, u"after"_s);
    h.settle();
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | --LoadFailed-- | after"_s);
    h.cut();
    h.room().fill(u"x"_s, 2);
    QVERIFY(comeBackForGood(h) < mostAttempts);
    QVERIFY(isInside(h));
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | --LoadFailed-- | after | x1 | x2"_s);
    h.cut();
    QCOMPARE(comeBackForGood(h), 1);
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | --LoadFailed-- | after | x1 | x2"_s);
}

void TestServicePoison::poisonAtAFirstJoinLocksNobodyOut()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 8);
    entryOf(h.room(), u"m5"_s).fatal = true;
    h.join();
    QVERIFY(comeBackForGood(h) < mostAttempts);
    QVERIFY(isInside(h));
    QCOMPARE(h.timeline(), u"--LoadFailed-- | m6 | m7 | m8"_s);
}

void TestServicePoison::roomWhereOnlyPoisonWasSaidCanBeJoined()
{
    ServiceHarness h;
    h.room().sayFatal(u"bob"_s, u"poison"_s);
    h.join();
    QVERIFY(comeBackForGood(h) < mostAttempts);
    QVERIFY(isInside(h));
    h.room().say(u"bob"_s, u"after"_s);
    h.settle();
    QCOMPARE(h.timeline(), u"--LoadFailed-- | after"_s);
}

void TestServicePoison::loadingByHandReadsUpToThePoison()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.service->leaveChatroom(ServiceHarness::address());
    h.settle();
    h.room().fill(u"x"_s, 40);
    entryOf(h.room(), u"x20"_s).fatal = true;
    h.join();
    // Each try costs the connection at most once, but none is made without the person.
    for (int i = 0; i < 6; ++i) {
        QVERIFY(!h.loadFirstGap());
        QVERIFY(comeBackForGood(h) <= 1);
        QVERIFY(isInside(h));
    }
    QCOMPARE(h.timeline(), QString(bodies(u"m"_s, 1, 3) + u" | "_s + bodies(u"x"_s, 1, 19) + u" | --LoadFailed-- | "_s +
                                   bodies(u"x"_s, 21, 40)));
}

void TestServicePoison::roomsBesideAPoisonousOneAreComplete()
{
    ServiceHarness h;
    const QStringList others{u"ant"_s, u"den"_s, u"zoo"_s};
    h.room().fill(u"m"_s, 3);
    h.join();
    for (const QString &other : others) {
        h.room(other).fill(u"d"_s, 3);
        h.join(other);
    }
    h.cut();
    h.room().fill(u"x"_s, 5);
    entryOf(h.room(), u"x3"_s).fatal = true;
    for (const QString &other : others)
        h.room(other).fill(u"e"_s, 150);
    // All pages are on their way when the harmful one comes.
    h.room(u"ant"_s).holdsPages = true;
    h.comeBack();
    h.room(u"ant"_s).holdsPages = false;
    QVERIFY(comeBackForGood(h) < mostAttempts);
    QVERIFY(isInside(h));
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | x1 | x2 | --LoadFailed-- | x4 | x5"_s);
    for (const QString &other : others) {
        QVERIFY(isInside(h, other));
        QCOMPARE(h.timeline(other), QString(bodies(u"d"_s, 1, 3) + u" | "_s + bodies(u"e"_s, 1, 150)));
    }
}

void TestServicePoison::holeOwedBelowThePoisonIsFilled()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 60);
    h.room().holdsPages = true;
    h.comeBack();
    h.room().releasePage();
    h.settle();
    h.cut();
    h.room().holdsPages = false;
    h.room().fill(u"y"_s, 12);
    entryOf(h.room(), u"y9"_s).fatal = true;
    QVERIFY(comeBackForGood(h) < mostAttempts);
    QVERIFY(isInside(h));
    QCOMPARE(h.timeline(), QString(bodies(u"m"_s, 1, 3) + u" | "_s + bodies(u"x"_s, 1, 60) + u" | "_s +
                                   bodies(u"y"_s, 1, 8) + u" | --LoadFailed-- | y10 | y11 | y12"_s));
    QVERIFY(!h.report().provable);
}

void TestServicePoison::unknownIdAtTheOlderSideLeavesAGap()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 6);
    entryOf(h.room(), u"x4"_s).fatal = true;
    h.room().entries.removeIf([](const FakeEntry &entry) { return entry.body == "m3"_L1; });
    int attempts = 0;
    for (; attempts < mostAttempts && !isInside(h); ++attempts) {
        h.comeBack();
        h.wait(20000);
    }
    QVERIFY(isInside(h));
    QCOMPARE(h.timeline(), u"m1 | m2 | m3 | --LoadFailed-- | x5 | x6"_s);
}

void TestServicePoison::restartedProgramComesToAnEndToo()
{
    ServiceHarness h(ServiceHarness::StoreKind::File);
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 6);
    entryOf(h.room(), u"x4"_s).fatal = true;
    const QString shown = u"m1 | m2 | m3 | x1 | x2 | x3 | --LoadFailed-- | x5 | x6"_s;
    QVERIFY(comeBackForGood(h) < mostAttempts);
    QCOMPARE(h.timeline(), shown);
    h.restart();
    h.online();
    QVERIFY(comeBackForGood(h) < mostAttempts);
    QVERIFY(isInside(h));
    QCOMPARE(h.timeline(), shown);
}

void TestServicePoison::policyOfTheServerBlamesNoPage()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 60);
    // Once while a whole page is on its way, once while one entry would be, had the first been blamed.
    for (int i = 0; i < 2; ++i) {
        h.room().holdsPages = true;
        h.comeBack();
        h.server.channel().inject(tooManyUnacked());
        h.settle();
        QVERIFY(h.service->connectionState().kind != ConnectionState::Kind::Online);
        h.room().holdsPages = false;
    }
    h.comeBack();
    QVERIFY(h.waitFor(u"tea rejoined"_s));
    QCOMPARE(h.report().gaps, 0);
    QCOMPARE(h.timeline(), QString(bodies(u"m"_s, 1, 3) + u" | "_s + bodies(u"x"_s, 1, 60)));
}

void TestServicePoison::policyOfTheServerBlamesNoHistory()
{
    ServiceHarness h;
    h.room().archives = false;
    h.room().historyLimit = 20;
    h.join();
    h.room().say(u"bob"_s, u"m1"_s);
    h.settle();
    h.cut();
    h.room().say(u"bob"_s, u"m2"_s);
    h.room().answersJoin = false;
    h.comeBack();
    h.server.channel().inject(tooManyUnacked());
    h.settle();
    h.room().answersJoin = true;
    h.comeBack();
    QVERIFY(h.waitFor(u"tea rejoined"_s));
    QCOMPARE(h.room().lastHistory, u"10"_s);
    QCOMPARE(h.timeline(), u"m1 | m2"_s);
}

void TestServicePoison::poisonInTheHistoryOfARoomWithoutArchive()
{
    ServiceHarness h;
    h.room().archives = false;
    h.join();
    h.room().say(u"bob"_s, u"m1"_s);
    h.settle();
    h.cut();
    FakeEntry poison;
    poison.nickname = u"bob"_s;
    poison.body = u"poison"_s;
    poison.fatal = true;
    h.room().history.append(poison);
    QVERIFY(comeBackForGood(h) < mostAttempts);
    QVERIFY(isInside(h));
    h.room().say(u"bob"_s, u"m2"_s);
    h.settle();
    QCOMPARE(h.timeline(), u"m1 | --NoArchive-- | m2"_s);
}

void TestServicePoison::scrollingUpStopsAtThePoison()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 40);
    entryOf(h.room(), u"m20"_s).fatal = true;
    h.join();
    int losses = 0;
    int read = 0;
    for (int i = 0; i < 15; ++i) {
        const auto loaded = h.patiently(h.service->loadOlder(ServiceHarness::address()));
        read += loaded.valueOr(0);
        losses += comeBackForGood(h);
        QVERIFY(isInside(h));
    }
    // The page, then the entry alone; from then on it is known.
    QCOMPARE(losses, 2);
    QCOMPARE(read, 10);
    QCOMPARE(h.timeline(), QString(u"--LoadFailed-- | "_s + bodies(u"m"_s, 21, 40)));
}

void TestServicePoison::messageSaidMeanwhileIsNotLostBehindTheNewestPoison()
{
    ServiceHarness h;
    h.room().fill(u"m"_s, 3);
    h.join();
    h.cut();
    h.room().fill(u"x"_s, 5);
    entryOf(h.room(), u"x5"_s).fatal = true;
    h.comeBack();
    h.comeBack();
    h.room().fill(u"y"_s, 2);
    QVERIFY(comeBackForGood(h) < mostAttempts);
    QVERIFY(isInside(h));
    // Drawn, and loaded at the next occasion.
    QCOMPARE(h.timeline(), QString(bodies(u"m"_s, 1, 3) + u" | x1 | x2 | x3 | x4 | --LoadFailed--"_s));
    h.cut();
    QVERIFY(comeBackForGood(h) < mostAttempts);
    QVERIFY(isInside(h));
    QCOMPARE(h.timeline(), QString(bodies(u"m"_s, 1, 3) + u" | x1 | x2 | x3 | x4 | --LoadFailed-- | y1 | y2"_s));
}

QTEST_GUILESS_MAIN(TestServicePoison)
#include "tst_servicepoison.moc"
