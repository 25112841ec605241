#include "support/person.h"

#include "models/moderation.h"

#include "models/occupantlistmodel.h"
#include "models/peoplefilter.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace foyer;

namespace
{

using Kind = Moderation::Kind;

} // namespace

class TestModeration : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatAModeratorMayDo_data();
    void whatAModeratorMayDo();
    void theStandingIsToldInWords();
    void theFilterKeepsSectionsThatHaveSomebody();
};

void TestModeration::whatAModeratorMayDo_data()
{
    QTest::addColumn<Occupant>("self");
    QTest::addColumn<Occupant>("other");
    QTest::addColumn<QList<Kind>>("allowed");
    const auto owner = person(u"owner"_s, foyer::Role::Moderator, Affiliation::Owner);
    const auto admin = person(u"admin"_s, foyer::Role::Moderator, Affiliation::Admin);
    const auto moderator = person(u"mod"_s, foyer::Role::Moderator);
    const auto participant = person(u"part"_s, foyer::Role::Participant);
    const auto member = person(u"memb"_s, foyer::Role::Participant, Affiliation::Member);
    const auto visitor = person(u"visit"_s, foyer::Role::Visitor);
    QTest::newRow("participant, participant") << participant << member << QList<Kind>{};
    QTest::newRow("moderator, visitor") << moderator << visitor << QList<Kind>{Kind::GiveVoice, Kind::Kick};
    QTest::newRow("moderator, participant") << moderator << participant << QList<Kind>{Kind::TakeVoice, Kind::Kick};
    QTest::newRow("moderator, member") << moderator << member << QList<Kind>{Kind::TakeVoice};
    QTest::newRow("moderator, owner") << moderator << owner << QList<Kind>{};
    QTest::newRow("admin, member") << admin << member << QList<Kind>{Kind::TakeVoice, Kind::Kick, Kind::Ban};
    QTest::newRow("admin, moderator") << admin << moderator << QList<Kind>{Kind::Kick, Kind::Ban};
    QTest::newRow("admin, owner") << admin << owner << QList<Kind>{};
    QTest::newRow("owner, admin") << owner << admin << QList<Kind>{Kind::Kick, Kind::Ban};
    QTest::newRow("owner, self") << owner << owner << QList<Kind>{};
}

void TestModeration::whatAModeratorMayDo()
{
    QFETCH(const Occupant, self);
    QFETCH(const Occupant, other);
    QList<Kind> allowed;
    for (const Kind kind : {Kind::GiveVoice, Kind::TakeVoice, Kind::Kick, Kind::Ban}) {
        if (moderation::isAllowed(kind, self, other)) {
            allowed.append(kind);
        }
    }
    QTEST(allowed, "allowed");
}

void TestModeration::theStandingIsToldInWords()
{
    QCOMPARE(moderation::standing(person(u"a"_s, foyer::Role::Moderator, Affiliation::Owner)),
             u"Moderator · owner of this room"_s);
    QCOMPARE(moderation::standing(person(u"a"_s, foyer::Role::Participant, Affiliation::Member)),
             u"Member of this room"_s);
    QCOMPARE(moderation::standing(person(u"a"_s, foyer::Role::Visitor)), u"Without voice"_s);
}

void TestModeration::theFilterKeepsSectionsThatHaveSomebody()
{
    OccupantListModel people;
    PeopleFilter shown;
    const QAbstractItemModelTester tester(&shown, QAbstractItemModelTester::FailureReportingMode::Fatal);
    shown.setSourceModel(&people);
    people.reset({person(u"bob"_s, foyer::Role::Moderator), person(u"carol"_s, foyer::Role::Participant),
                  person(u"Caroline"_s, foyer::Role::Participant)});
    QCOMPARE(shown.rowCount(), 5);
    shown.setWanted(u"CAR"_s);
    QCOMPARE(shown.rowCount(), 3);
    QCOMPARE(shown.index(1, 0).data().toString(), u"carol"_s);
    // Somebody comes whose section had nobody to show.
    OccupantDelta delta;
    delta.joined = {person(u"oscar"_s, foyer::Role::Moderator)};
    people.applyDelta(delta);
    QCOMPARE(shown.rowCount(), 5);
    QCOMPARE(shown.index(0, 0).data(OccupantListModel::KindRole).toString(), u"section"_s);
    QCOMPARE(shown.index(1, 0).data().toString(), u"oscar"_s);
    shown.setWanted(u"nobody"_s);
    QCOMPARE(shown.rowCount(), 0);
}

QTEST_GUILESS_MAIN(TestModeration)
#include "tst_moderation.moc"
