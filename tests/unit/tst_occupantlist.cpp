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
