#include "service/occupantdigest.h"
#include "support/fakeclock.h"
#include "support/person.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

class TestOccupantDigest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_clock = std::make_unique<FakeClock>();
        m_digest = std::make_unique<OccupantDigest>(*m_clock);
        m_log.clear();
        connect(m_digest.get(), &OccupantDigest::changed, this, [this](const OccupantDelta &delta) {
            m_log.append(u"+%1 -%2 ~%3 =%4"_s.arg(names(delta.joined), names(delta.left), names(delta.changed))
                             .arg(delta.count));
        });
    }
    void cleanup() { m_digest.reset(); }

    void changesAreReportedTogether();
    void atMostFiveReportsASecond();
    void comingAndGoingIsNothing();
    void goingAndComingBackIsAChange();
    void changeOfANewcomerIsPartOfHisComing();
    void changeOfWhoLeftIsForgotten();
    void flushReportsAtOnce();
    void clearForgets();

private:
    static QString names(const QList<Occupant> &occupants)
    {
        QStringList list;
        for (const Occupant &occupant : occupants)
            list.append(QString(occupant.nickname + (occupant.role == Role::Moderator ? u"*"_s : QString())));
        list.sort();
        return list.join(u',');
    }
    void joins(const QString &name) { m_digest->add({{person(name)}, {}, {}, ++m_count}); }
    void leaves(const QString &name) { m_digest->add({{}, {person(name)}, {}, --m_count}); }
    void becomesModerator(const QString &name) { m_digest->add({{}, {}, {person(name, Role::Moderator)}, m_count}); }
    QStringList takeLog() { return std::exchange(m_log, {}); }

    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<OccupantDigest> m_digest;
    QStringList m_log;
    int m_count = 0;
};

void TestOccupantDigest::changesAreReportedTogether()
{
    m_count = 0;
    joins(u"ann"_s);
    joins(u"bob"_s);
    QCOMPARE(takeLog(), QStringList());
    m_clock->advance(200);
    QCOMPARE(takeLog(), QStringList{u"+ann,bob - ~ =2"_s});
    m_clock->advance(1000);
    QCOMPARE(takeLog(), QStringList());
}

void TestOccupantDigest::atMostFiveReportsASecond()
{
    for (int i = 0; i < 1000; ++i) {
        joins(u"guest%1"_s.arg(i));
        m_clock->advance(1);
    }
    QVERIFY(m_log.size() <= 5);
    QVERIFY(m_log.size() >= 4);
}

void TestOccupantDigest::comingAndGoingIsNothing()
{
    joins(u"ann"_s);
    leaves(u"ann"_s);
    m_clock->advance(200);
    QCOMPARE(takeLog(), QStringList());
}

void TestOccupantDigest::goingAndComingBackIsAChange()
{
    m_count = 3;
    leaves(u"ann"_s);
    joins(u"ann"_s);
    m_clock->advance(200);
    QCOMPARE(takeLog(), QStringList{u"+ - ~ann =3"_s});
}

void TestOccupantDigest::changeOfANewcomerIsPartOfHisComing()
{
    m_count = 0;
    joins(u"ann"_s);
    becomesModerator(u"ann"_s);
    m_clock->advance(200);
    QCOMPARE(takeLog(), QStringList{u"+ann* - ~ =1"_s});
}

void TestOccupantDigest::changeOfWhoLeftIsForgotten()
{
    m_count = 2;
    becomesModerator(u"ann"_s);
    leaves(u"ann"_s);
    m_clock->advance(200);
    QCOMPARE(takeLog(), QStringList{u"+ -ann ~ =1"_s});
}

void TestOccupantDigest::flushReportsAtOnce()
{
    m_count = 0;
    joins(u"ann"_s);
    m_digest->flush();
    QCOMPARE(takeLog(), QStringList{u"+ann - ~ =1"_s});
    m_clock->advance(200);
    QCOMPARE(takeLog(), QStringList());
}

void TestOccupantDigest::clearForgets()
{
    joins(u"ann"_s);
    m_digest->clear();
    m_clock->advance(200);
    QCOMPARE(takeLog(), QStringList());
}

QTEST_GUILESS_MAIN(TestOccupantDigest)
#include "tst_occupantdigest.moc"
