#include "service/chatroomservice.h"
#include "service/joinqueue.h"
#include "service/roomsession.h"
#include "stanza/namespaces.h"
#include "support/mucconversation.h"
#include "support/tempstore.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

/// A queue and rooms a, b, c ... that want to enter. A room that has its turn asks for the room's facts, and nothing
/// answers until the test does.
class Rooms
{
public:
    explicit Rooms(int count)
    {
        for (int i = 0; i < count; ++i)
            add(QString(QChar(u'a' + i)));
        talk.takeSent();
    }
    ~Rooms() { qDeleteAll(sessions); }
    Rooms(const Rooms &) = delete;
    Rooms &operator=(const Rooms &) = delete;

    /// A room that has been asked to join and now only lacks its turn.
    RoomSession *add(const QString &name, bool wantsIn = true)
    {
        const RoomAddress address(*Jid::fromParts(name, u"rooms.localhost"_s));
        auto *session = new RoomSession(address, {*Jid::parse(u"alice@localhost"_s),
                                                  settings,
                                                  *talk.stream,
                                                  {*talk.stream, *talk.iqs, *talk.disco, talk.clock},
                                                  *talk.archive,
                                                  *store,
                                                  talk.clock,
                                                  random,
                                                  passwords});
        sessions.insert(name, session);
        if (wantsIn) {
            QSignalSpy wanted(session, &RoomSession::entryWanted);
            session->requestJoin({}, false);
            for (int i = 0; i < 1000 && wanted.isEmpty(); ++i) {
                store->drain();
                QCoreApplication::processEvents();
            }
            if (wanted.isEmpty())
                qFatal("the room does not want in");
        }
        return session;
    }
    void request(const QString &names)
    {
        for (const QChar name : names)
            queue.request(sessions.value(QString(name)));
    }
    void done(const QString &names)
    {
        for (const QChar name : names)
            queue.done(sessions.value(QString(name)));
    }
    /// Who has got a turn since the last call, in order.
    QString takeTurns()
    {
        QString names;
        const QList<stanza::XmlNode> sent = talk.takeSent();
        for (const stanza::XmlNode &request : sent) {
            if (!request.child(u"query", stanza::ns::discoInfo).isNull())
                names += request.attribute(u"to").section(u'@', 0, 0);
        }
        return names;
    }

    TempStore store;
    MucConversation talk;
    AccountSettings settings;
    QRandomGenerator random;
    RoomPasswords passwords;
    JoinQueue queue;
    QHash<QString, RoomSession *> sessions;
};

} // namespace

/// At most four rooms enter at a time, the visible one first.
class TestJoinQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fourEnterAtATime();
    void whoIsDoneLetsTheNextOneIn();
    void turnsComeInTheOrderOfTheWishes();
    void visibleRoomComesBeforeThoseThatWait();
    void visibleRoomThatDoesNotWaitChangesNothing();
    void askingTwiceIsAskingOnce();
    void askingAgainAfterADecisionIsANewWish();
    void whoGivesUpWhileWaitingGetsNoTurn();
    void strangerThatIsDoneMakesNoPlace();
    void clearForgetsThoseThatWaitAndThoseThatEnter();
    void roomThatIsGoneKeepsNoPlace();
    void roomThatDecidesAtOncePassesItsTurnOn();
    void oneAtATimeUntilAllAreIn();
};

void TestJoinQueue::fourEnterAtATime()
{
    Rooms rooms(6);
    rooms.request(u"abcdef"_s);
    QCOMPARE(rooms.takeTurns(), u"abcd"_s);
    QCOMPARE(rooms.takeTurns(), QString());
}

void TestJoinQueue::whoIsDoneLetsTheNextOneIn()
{
    Rooms rooms(7);
    rooms.request(u"abcdefg"_s);
    rooms.takeTurns();
    rooms.done(u"c"_s);
    QCOMPARE(rooms.takeTurns(), u"e"_s);
    rooms.done(u"ea"_s);
    QCOMPARE(rooms.takeTurns(), u"fg"_s);
    rooms.done(u"bdfg"_s);
    QCOMPARE(rooms.takeTurns(), QString());
}

void TestJoinQueue::turnsComeInTheOrderOfTheWishes()
{
    Rooms rooms(6);
    rooms.request(u"fdbace"_s);
    QCOMPARE(rooms.takeTurns(), u"fdba"_s);
    rooms.done(u"abdf"_s);
    QCOMPARE(rooms.takeTurns(), u"ce"_s);
}

void TestJoinQueue::visibleRoomComesBeforeThoseThatWait()
{
    Rooms rooms(8);
    rooms.request(u"abcdefgh"_s);
    rooms.takeTurns();
    // The person looks at another room while they wait.
    rooms.queue.setVisible(rooms.sessions.value(u"h"_s));
    rooms.done(u"a"_s);
    QCOMPARE(rooms.takeTurns(), u"h"_s);
    rooms.queue.setVisible(rooms.sessions.value(u"f"_s));
    rooms.queue.setVisible(rooms.sessions.value(u"g"_s));
    rooms.done(u"bc"_s);
    QCOMPARE(rooms.takeTurns(), u"ge"_s);
}

void TestJoinQueue::visibleRoomThatDoesNotWaitChangesNothing()
{
    Rooms rooms(6);
    rooms.queue.setVisible(rooms.sessions.value(u"f"_s));
    rooms.request(u"abcde"_s);
    QCOMPARE(rooms.takeTurns(), u"abcd"_s);
    rooms.done(u"a"_s);
    QCOMPARE(rooms.takeTurns(), u"e"_s);
    rooms.queue.setVisible(nullptr);
    rooms.request(u"f"_s);
    rooms.done(u"b"_s);
    QCOMPARE(rooms.takeTurns(), u"f"_s);
}

void TestJoinQueue::askingTwiceIsAskingOnce()
{
    Rooms rooms(6);
    rooms.request(u"aabbccddaabb"_s);
    QCOMPARE(rooms.takeTurns(), u"abcd"_s);
    rooms.request(u"eefe"_s);
    rooms.done(u"ab"_s);
    QCOMPARE(rooms.takeTurns(), u"ef"_s);
    rooms.done(u"cdef"_s);
    QCOMPARE(rooms.takeTurns(), QString());
}

void TestJoinQueue::askingAgainAfterADecisionIsANewWish()
{
    Rooms rooms(5);
    rooms.request(u"abcde"_s);
    QCOMPARE(rooms.takeTurns(), u"abcd"_s);
    // The server has lost the join of b: it is refused, and wants in again behind e.
    rooms.sessions.value(u"b"_s)->connectionLost();
    rooms.done(u"b"_s);
    QCOMPARE(rooms.takeTurns(), u"e"_s);
    rooms.request(u"b"_s);
    QCOMPARE(rooms.takeTurns(), QString());
    rooms.done(u"a"_s);
    QCOMPARE(rooms.takeTurns(), u"b"_s);
}

void TestJoinQueue::whoGivesUpWhileWaitingGetsNoTurn()
{
    Rooms rooms(6);
    rooms.request(u"abcdef"_s);
    rooms.takeTurns();
    rooms.done(u"e"_s);
    QCOMPARE(rooms.takeTurns(), QString());
    rooms.done(u"a"_s);
    QCOMPARE(rooms.takeTurns(), u"f"_s);
}

void TestJoinQueue::strangerThatIsDoneMakesNoPlace()
{
    Rooms rooms(6);
    rooms.request(u"abcde"_s);
    rooms.takeTurns();
    rooms.done(u"f"_s);
    rooms.queue.done(nullptr);
    QCOMPARE(rooms.takeTurns(), QString());
    rooms.done(u"aa"_s);
    rooms.request(u"f"_s);
    QCOMPARE(rooms.takeTurns(), u"e"_s);
}

void TestJoinQueue::clearForgetsThoseThatWaitAndThoseThatEnter()
{
    Rooms rooms(9);
    rooms.request(u"abcdefg"_s);
    rooms.takeTurns();
    rooms.queue.clear();
    rooms.request(u"h"_s);
    QCOMPARE(rooms.takeTurns(), u"h"_s);
    rooms.request(u"iefg"_s);
    QCOMPARE(rooms.takeTurns(), u"ief"_s);
    // Told late, by rooms whose entry the lost connection has ended: no place comes free by it.
    rooms.done(u"abcd"_s);
    QCOMPARE(rooms.takeTurns(), QString());
}

void TestJoinQueue::roomThatIsGoneKeepsNoPlace()
{
    Rooms rooms(8);
    rooms.request(u"abcdef"_s);
    rooms.takeTurns();
    delete rooms.sessions.take(u"a"_s);
    delete rooms.sessions.take(u"e"_s);
    rooms.queue.setVisible(rooms.sessions.value(u"f"_s));
    delete rooms.sessions.take(u"f"_s);
    rooms.request(u"g"_s);
    QCOMPARE(rooms.takeTurns(), u"g"_s);
    rooms.request(u"h"_s);
    QCOMPARE(rooms.takeTurns(), QString());
    rooms.done(u"b"_s);
    QCOMPARE(rooms.takeTurns(), u"h"_s);
}

void TestJoinQueue::roomThatDecidesAtOncePassesItsTurnOn()
{
    Rooms rooms(5);
    QStringList unwilling;
    for (int i = 0; i < 100; ++i) {
        RoomSession *session = rooms.add(u"x%1"_s.arg(i), false);
        connect(session, &RoomSession::entryDecided, this, [&rooms, &unwilling, session] {
            unwilling.append(session->address().roomId());
            rooms.queue.done(session);
        });
    }
    rooms.request(u"abcd"_s);
    for (int i = 0; i < 100; ++i)
        rooms.queue.request(rooms.sessions.value(u"x%1"_s.arg(i)));
    rooms.request(u"e"_s);
    QCOMPARE(rooms.takeTurns(), u"abcd"_s);
    rooms.done(u"a"_s);
    QCOMPARE(unwilling.size(), 100);
    QCOMPARE(unwilling.first(), u"x0"_s);
    QCOMPARE(unwilling.last(), u"x99"_s);
    QCOMPARE(rooms.takeTurns(), u"e"_s);
}

void TestJoinQueue::oneAtATimeUntilAllAreIn()
{
    Rooms rooms(8);
    rooms.queue.oneAtATime();
    rooms.request(u"abc"_s);
    QCOMPARE(rooms.takeTurns(), u"a"_s);
    rooms.done(u"a"_s);
    QCOMPARE(rooms.takeTurns(), u"b"_s);
    rooms.done(u"b"_s);
    rooms.request(u"d"_s);
    QCOMPARE(rooms.takeTurns(), u"c"_s);
    rooms.done(u"cd"_s);
    rooms.takeTurns();
    rooms.request(u"efgh"_s);
    QCOMPARE(rooms.takeTurns(), u"efgh"_s);
}

QTEST_GUILESS_MAIN(TestJoinQueue)
#include "tst_joinqueue.moc"
