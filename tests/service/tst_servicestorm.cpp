#include "service/serviceharness.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

constexpr int seconds = 2;
constexpr int slices = 20;
constexpr int messages = 200;

QStringList crowd(const QString &prefix, int size)
{
    QStringList names;
    for (int i = 0; i < size; ++i)
        names.append(prefix + QString::number(i));
    return names;
}

/// What the occupant list was told.
struct Told {
    int signalCount = 0;
    qint64 entries = 0;
};

/// A room with \a size occupants: one join, then everybody leaves and others come, within `seconds`.
class Storm
{
public:
    explicit Storm(int size) : m_old(crowd(u"old"_s, size)), m_new(crowd(u"new"_s, size))
    {
        QObject::connect(h.service.get(), &ChatroomService::occupantsChanged, h.service.get(),
                         [this](const RoomAddress &, const OccupantDelta &delta) {
                             ++m_told.signalCount;
                             m_told.entries += delta.joined.size() + delta.left.size() + delta.changed.size();
                             m_count = delta.count;
                         });
        h.room().occupants = m_old;
    }

    Told join()
    {
        h.join();
        return std::exchange(m_told, {});
    }

    Told rage()
    {
        const qsizetype size = m_old.size();
        const qsizetype perMessage = std::max<qsizetype>(1, 2 * size / messages);
        const qsizetype perSlice = 2 * size / slices;
        for (qsizetype i = 0; i < 2 * size; ++i) {
            // One goes, one comes.
            if (i % 2 == 0)
                h.room().occupantLeaves(m_old.at(i / 2));
            else
                h.room().occupantJoins(m_new.at(i / 2));
            if (i % perMessage == 0)
                h.room().say(u"bob"_s, u"s%1"_s.arg(i / perMessage));
            if (i % perSlice == perSlice - 1)
                h.wait(1000 * seconds / slices, 1000 * seconds / slices);
        }
        h.wait(1000);
        return std::exchange(m_told, {});
    }

    int count() const { return m_count; }
    QStringList others()
    {
        QStringList names;
        const QList<Occupant> all = h.service->occupants(ServiceHarness::address());
        for (const Occupant &occupant : all) {
            if (occupant.nickname != h.room().nickname)
                names.append(occupant.nickname);
        }
        names.sort();
        return names;
    }

    ServiceHarness h;

private:
    QStringList m_old;
    QStringList m_new;
    Told m_told;
    int m_count = 0;
};

QStringList sorted(QStringList names)
{
    names.sort();
    return names;
}

} // namespace

/// Crowds that come and go (fault F43): people are told of in few signals, and messages in between as ever.
class TestServiceStorm : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tenThousandOccupantsAreInAtTheJoin();
    void twentyThousandPresencesLeaveMessagesOnceAndInOrder();
    void twiceTheCrowdIsTwiceTheWork();
};

void TestServiceStorm::tenThousandOccupantsAreInAtTheJoin()
{
    Storm storm(10000);
    const Told told = storm.join();
    QCOMPARE(storm.h.count(u"tea joined"_s), 1);
    QCOMPARE(storm.others(), sorted(crowd(u"old"_s, 10000)));
    QVERIFY2(told.signalCount <= 2, qPrintable(QString::number(told.signalCount)));
}

void TestServiceStorm::twentyThousandPresencesLeaveMessagesOnceAndInOrder()
{
    Storm storm(10000);
    storm.join();
    const Told told = storm.rage();
    QStringList expected;
    for (int i = 0; i < messages; ++i)
        expected.append(u"s%1"_s.arg(i));
    QCOMPARE(storm.h.timeline(), expected.join(u" | "_s));
    QCOMPARE(storm.others(), sorted(crowd(u"new"_s, 10000)));
    QCOMPARE(storm.count(), 10001);
    QVERIFY2(told.signalCount <= seconds * 5 + 1, qPrintable(QString::number(told.signalCount)));
    QCOMPARE(told.entries, qint64(20000));
    QCOMPARE(storm.h.count(u"lost"_s), 0);
}

void TestServiceStorm::twiceTheCrowdIsTwiceTheWork()
{
    Storm small(5000);
    Storm large(10000);
    const Told smallJoin = small.join();
    const Told largeJoin = large.join();
    QCOMPARE(largeJoin.signalCount, smallJoin.signalCount);
    QVERIFY(largeJoin.entries <= 2 * smallJoin.entries);
    const Told smallStorm = small.rage();
    const Told largeStorm = large.rage();
    QCOMPARE(largeStorm.signalCount, smallStorm.signalCount);
    QCOMPARE(largeStorm.entries, 2 * smallStorm.entries);
}

QTEST_GUILESS_MAIN(TestServiceStorm)
#include "tst_servicestorm.moc"
