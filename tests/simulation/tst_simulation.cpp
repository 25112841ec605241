// The service in a simulated world: random outages, and after them everything once, in order, and no hole unseen.
#include "simulation/simulation.h"
#include "support/archivemodel.h"

#include <QDir>
#include <QElapsedTimer>
#include <QHashSeed>
#include <QLoggingCategory>
#include <QTest>

using namespace foyer;
using namespace Qt::StringLiterals;

class TestSimulation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void outages_data();
    void outages();
    void sameSeedSameStory();
};

namespace
{

QString played(const SimPlan &plan)
{
    return Simulation(plan).play();
}

int storyCount(int usual)
{
    bool given = false;
    const int count = qEnvironmentVariable("FOYER_STORIES").toInt(&given);
    return given ? count : usual;
}

} // namespace

void TestSimulation::outages_data()
{
    QTest::addColumn<SimOptions>("options");
    QTest::addColumn<int>("stories");
    SimOptions plain;
    QTest::newRow("one room") << plain << 40;
    SimOptions rooms;
    rooms.rooms = 6;
    rooms.byHand = true;
    QTest::newRow("six rooms") << rooms << 20;
    SimOptions noArchive;
    noArchive.noArchive = true;
    QTest::newRow("no archive") << noArchive << 40;
    SimOptions byHand;
    byHand.byHand = true;
    QTest::newRow("by hand") << byHand << 40;
    SimOptions late;
    late.late = true;
    QTest::newRow("late") << late << 40;
    SimOptions losses;
    losses.losses = true;
    QTest::newRow("losses") << losses << 40;
    SimOptions trouble;
    trouble.trouble = true;
    QTest::newRow("trouble") << trouble << 40;
    QTest::newRow("everything") << SimOptions{2, true, true, true, true, true} << 60;
}

void TestSimulation::outages()
{
    QFETCH(SimOptions, options);
    QFETCH(int, stories);
    const quint32 seed = storySeed();
    QElapsedTimer timer;
    timer.start();
    int outages = 0;
    int messages = 0;
    const int count = storyCount(stories);
    for (int i = 0; i < count; ++i) {
        SimPlan plan = planStory(seed + static_cast<quint32>(i), options);
        if (qEnvironmentVariableIsSet("FOYER_STEPS"))
            plan.steps = stepsOf(qEnvironmentVariable("FOYER_STEPS"));
        Simulation simulation(plan);
        const QString failure = simulation.play();
        outages += simulation.outages();
        messages += simulation.messages();
        if (failure.isEmpty())
            continue;
        // On lines of their own, because QtTest cuts a long message short.
        qCritical().noquote() << failure;
        if (qEnvironmentVariable("FOYER_SHRINK") != u"0"_s) {
            const SimPlan small = shrunk(plan, [](const SimPlan &smaller) { return !played(smaller).isEmpty(); });
            qCritical().noquote() << "smallest:" << describe(small);
            qCritical().noquote() << played(small);
        }
        QFAIL(qPrintable(u"FOYER_SEED=%1 FOYER_STORIES=1 tst_simulation outages:\"%2\""_s.arg(plan.seed).arg(
            QLatin1StringView(QTest::currentDataTag()))));
    }
    qInfo().noquote() << u"%1 outages, %2 messages, %3 a minute, seeds %4 to %5"_s.arg(outages)
                             .arg(messages)
                             .arg(outages * 60000LL / std::max<qint64>(1, timer.elapsed()))
                             .arg(seed)
                             .arg(seed + static_cast<quint32>(count) - 1);
}

void TestSimulation::sameSeedSameStory()
{
    const SimPlan plan = planStory(storySeed(), {2, true, true, true, true, true});
    Simulation first(plan);
    const QString failure = first.play();
    Simulation second(plan);
    QCOMPARE(second.play(), failure);
    QCOMPARE(second.outages(), first.outages());
    QCOMPARE(second.digest(), first.digest());
}

int main(int argc, char **argv)
{
    QHashSeed::setDeterministicGlobalSeed();
    // A disk that only waits proves nothing here.
    if (!qEnvironmentVariableIsSet("TMPDIR") && QFileInfo(u"/dev/shm"_s).isWritable())
        qputenv("TMPDIR", "/dev/shm");
    QLoggingCategory::setFilterRules(u"foyer.*=false"_s);
    SimApplication application(argc, argv);
    TestSimulation test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_simulation.moc"
