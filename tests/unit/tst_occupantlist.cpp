#include "xmpp/occupantlist.h"

#include <QTest>

using namespace foyer;
using namespace foyer::stanza;
using namespace Qt::StringLiterals;

namespace
{

MucPresence present(const QString &nickname, Role role = Role::Participant)
{
    MucPresence presence;
    presence.type = MucPresence::Type::Available;
    presence.occupant.nickname = nickname;
    presence.occupant.role = role;
    return presence;
}

MucPresence gone(const QString &nickname)
{
    MucPresence presence = present(nickname, Role::None);
    presence.type = MucPresence::Type::Unavailable;
    return presence;
}

QStringList names(const QList<Occupant> &occupants)
{
    QStringList list;
    for (const Occupant &occupant : occupants)
        list.append(occupant.nickname);
    list.sort();
    return list;
}

} // namespace

class TestOccupantList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void joinIsToldAtOnce()
    {
        OccupantList list;
        const OccupantDelta delta = list.apply(present(u"bob"_s));
        QCOMPARE(names(delta.joined), QStringList{u"bob"_s});
        QCOMPARE(delta.count, 1);
    }

    void repeatedPresenceTellsNothing()
    {
        OccupantList list;
        list.apply(present(u"bob"_s));
        QVERIFY(isEmpty(list.apply(present(u"bob"_s))));
    }

    void stayLastsFromJoiningToLeaving()
    {
        OccupantList list;
        QCOMPARE(list.stayOf(u"bob"_s), 0);
        list.collect(present(u"bob"_s));
        const qint64 early = list.stayOf(u"bob"_s);
        QVERIFY(early < 0);
        list.apply(present(u"carol"_s));
        const qint64 first = list.stayOf(u"carol"_s);
        QVERIFY(first > 0);
        list.apply(present(u"bob"_s, Role::Visitor));
        list.apply(present(u"carol"_s, Role::Visitor));
        QCOMPARE(list.stayOf(u"bob"_s), early);
        QCOMPARE(list.stayOf(u"carol"_s), first);
        list.apply(gone(u"carol"_s));
        QCOMPARE(list.stayOf(u"carol"_s), 0);
        list.apply(present(u"carol"_s));
        QVERIFY(list.stayOf(u"carol"_s) > first);
        list.clear();
        list.collect(present(u"bob"_s));
        QVERIFY(list.stayOf(u"bob"_s) < early);
    }

    void stayGoesOnUnderANewNickname()
    {
        OccupantList list;
        list.apply(present(u"bob"_s));
        const qint64 stay = list.stayOf(u"bob"_s);
        MucPresence renamed = gone(u"bob"_s);
        renamed.newNickname = u"robert"_s;
        list.rename(renamed);
        QCOMPARE(list.stayOf(u"robert"_s), stay);
        list.apply(present(u"bob"_s));
        QVERIFY(list.stayOf(u"bob"_s) != stay);
    }

    void changeAndLeaveAreTold()
    {
        OccupantList list;
        list.apply(present(u"bob"_s));
        QCOMPARE(names(list.apply(present(u"bob"_s, Role::Visitor)).changed), QStringList{u"bob"_s});
        const OccupantDelta delta = list.apply(gone(u"bob"_s));
        QCOMPARE(names(delta.left), QStringList{u"bob"_s});
        QCOMPARE(delta.left.constFirst().role, Role::Visitor);
        QCOMPARE(delta.count, 0);
    }

    void leaveOfAnUnknownTellsNothing()
    {
        OccupantList list;
        QVERIFY(isEmpty(list.apply(gone(u"bob"_s))));
    }

    void collectedPresencesAreToldAsOneDifference()
    {
        OccupantList list;
        list.collect(present(u"bob"_s));
        list.collect(present(u"carol"_s));
        list.collect(gone(u"bob"_s));
        const OccupantDelta delta = list.settle();
        QCOMPARE(names(delta.joined), QStringList{u"carol"_s});
        QCOMPARE(delta.count, 1);
        QVERIFY(isEmpty(list.settle()));
    }

    void rejoinTellsOnlyWhatChangedMeanwhile()
    {
        OccupantList list;
        list.apply(present(u"bob"_s));
        list.apply(present(u"carol"_s));
        list.apply(present(u"dave"_s));
        list.clear();
        QCOMPARE(list.occupants().size(), 0);
        list.collect(present(u"bob"_s));
        list.collect(present(u"carol"_s, Role::Visitor));
        list.collect(present(u"erin"_s));
        const OccupantDelta delta = list.settle();
        QCOMPARE(names(delta.joined), QStringList{u"erin"_s});
        QCOMPARE(names(delta.left), QStringList{u"dave"_s});
        QCOMPARE(names(delta.changed), QStringList{u"carol"_s});
        QCOMPARE(delta.count, 3);
    }

    void nicknamesDifferByCase()
    {
        OccupantList list;
        list.apply(present(u"bob"_s));
        QCOMPARE(list.apply(present(u"BOB"_s)).count, 2);
    }

    void presenceWithoutNicknameIsNobody()
    {
        OccupantList list;
        QVERIFY(isEmpty(list.apply(present(QString()))));
        QCOMPARE(list.occupants().size(), 0);
    }

    void renamedOccupantIsAsBefore()
    {
        OccupantList list;
        list.apply(present(u"bob"_s, Role::Moderator));
        MucPresence rename = gone(u"bob"_s);
        rename.newNickname = u"rob"_s;
        const OccupantDelta delta = list.rename(rename);
        QCOMPARE(names(delta.left), QStringList{u"bob"_s});
        QCOMPARE(names(delta.joined), QStringList{u"rob"_s});
        QCOMPARE(delta.joined.constFirst().role, Role::Moderator);
        QCOMPARE(delta.count, 1);
    }
};

QTEST_GUILESS_MAIN(TestOccupantList)
#include "tst_occupantlist.moc"
