#pragma once

#include "service/serviceharness.h"
#include "simulation/simoracle.h"
#include "simulation/simstory.h"
#include "support/refusedbody.h"

#include <QCoreApplication>
#include <QRandomGenerator>

namespace foyer
{

/// Counts the events of its thread, so that a simulation knows when nothing is left to do.
class SimApplication : public QCoreApplication
{
public:
    using QCoreApplication::QCoreApplication;
    bool notify(QObject *receiver, QEvent *event) override;
    static quint64 delivered();
};

/// Plays one story: the whole service on a real store against the scripted server, on a clock that is moved. At the
/// checkpoints everything is made well again and each room's timeline is compared with what its server recorded.
class Simulation
{
public:
    explicit Simulation(const SimPlan &plan);

    /// Empty when everything held, else what broke and where.
    QString play();
    /// Losses of a connection, of a membership or of the program so far.
    int outages() const { return m_outages; }
    int messages() const { return m_number; }
    /// A digest of everything shown at the checkpoints: the same plan gives the same.
    size_t digest() const { return m_digest; }

private:
    /// Broadcast, and not yet in the archive.
    struct Pending {
        FakeEntry entry;
        int membership = 0; ///< in which we heard it; 0: in none
        int age = 0;        ///< what has been said since
    };
    struct Room {
        FakeRoom *server = nullptr;
        QString id;
        bool removed = false;   ///< left by hand or sent out for good
        bool disturbed = false; ///< the archive misbehaved since the last judgement: a further outage may be needed
        bool forgotten = false; ///< by a restart of the room since we last came back
        bool inOutage = false;
        bool joining = false;    ///< by hand
        bool knownStale = false; ///< the program ended: what it stored last was not told
        int historyCount = 0;
        int told = 0; ///< rows of others told as stored
        int toldAtLoss = 0;
        qsizetype othersBefore = 0; ///< rows of others shown before a plain outage
        QSet<MessageKey> known;     ///< rows told as stored, or there when the program started
        QList<Pending> pending;
        QSet<QString> heard;  ///< ids of rows of others told as stored
        QSet<QString> heldAt; ///< the same at the last join by hand, and bodies of ours
        SimTruth truth;
        std::optional<CatchUpReport> report;
    };
    struct Sending {
        int room = 0;
        QString body;
        QFuture<Result<MessageKey>> answer;
    };

    // acts
    void act(const SimStep &step);
    void actOnLink(SimAct act);
    /// We speak, and the server reads it only after it has resumed the session.
    void cutWithLateBytes();
    void actOnRoom(SimAct act, Room &room);
    void actOnServer(SimAct act, Room &room);
    void sayMany(Room &room);
    void say(Room &room, bool plain);
    void saySpecial(Room &room);
    void sayOwn(Room &room);
    void changeRow(SimAct act, Room &room);
    void storeFull(Room &room);
    void leaveAndJoin(Room &room);
    void removeAndStay(Room &room);
    /// A message of ours that the client does not know to have arrived.
    bool isUnreadOwn(const Room &room, const FakeEntry &entry);
    void loseEntry(Room &room);
    void expire(Room &room);
    void archiveLate(Room &room, qsizetype index, bool inOrder);
    void archiveUnheard(Room &room);
    void plainOutage();
    void expectPlainReceipt(Room &room, const SimTruth &before, const QSet<qsizetype> &shown, bool resumed);

    // the client's life
    void listen();
    void start();
    void begin(bool killed);
    void join(Room &room);
    void lose(Room &room);
    void comeBack(bool sessionLives, int failures);
    bool awaitAttempt();
    void settle(int rounds = -1);
    void wait(qint64 ms);

    // judging
    void heal();
    void reachRest();
    bool isWell(const Room &room) const;
    void checkpoint();
    void judge(Room &room);
    /// The timeline and the server's list side by side, for a person.
    QString picture(const Room &room);
    void finish();
    void fillGaps(Room &room);
    /// Whether the line before \a beforeKey says that the archive keeps no more.
    bool isEnded(const Room &room, MessageKey beforeKey);
    void compareExport();
    QList<TimelineItem> items(const Room &room, int limit = 100000);
    void takeSendings(bool killed);
    /// A join for nothing has been made: adds to SimTruth::unasked.
    void noteUnasked(Room &room);
    SimTruth truthOf(const Room &room) const;
    void fail(const QString &what);

    int below(int bound) { return static_cast<int>(m_random.bounded(bound)); }
    bool chance(int percent) { return below(100) < percent; }
    /// A service whose archive is late has more than one server: that is what it is told by.
    AccountSettings account() const
    {
        return m_plan.options.late ? ServiceHarness::clusterAccount() : ServiceHarness::account();
    }
    bool isOnline() const { return m_harness.service->connectionState().kind == ConnectionState::Kind::Online; }
    RoomState stateOf(const Room &room) const
    {
        return m_harness.service->roomSummary(ServiceHarness::address(room.id)).state;
    }
    Room *find(const RoomAddress &address);

    SimPlan m_plan;
    QRandomGenerator m_random; ///< of the act under way
    ServiceHarness m_harness;
    QList<Room> m_rooms;
    QList<Sending> m_sendings;
    std::unique_ptr<RefusedBody> m_full;
    bool m_signedIn = false;
    int m_number = 0;
    int m_outages = 0;
    size_t m_digest = 0;
    QString m_failure;
    QStringList m_done;
};

} // namespace foyer
