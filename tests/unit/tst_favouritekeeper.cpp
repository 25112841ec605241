#include "support/profilerun.h"

#include "app/favouritekeeper.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace foyer;

namespace
{

struct Run : ProfileRun {
    explicit Run(const QTemporaryDir &profile) : ProfileRun(profile)
    {
        keeper.setAccount(account);
        state.onJoined(tea, {});
        state.onJoined(cake, {});
    }

    FavouriteKeeper keeper{state, settings};
};

} // namespace

class TestFavouriteKeeper : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void favouritesOutliveTheProgramAndComeFirst();
    void anotherAccountHasItsOwn();
    void aRemovedRoomIsNone();
};

void TestFavouriteKeeper::favouritesOutliveTheProgramAndComeFirst()
{
    const QTemporaryDir profile;
    {
        Run run(profile);
        QCOMPARE(run.state.rooms().entry(0).address, run.tea);
        run.keeper.setFavourite(run.cake, true);
        QCOMPARE(run.state.rooms().entry(0).address, run.cake);
    }
    {
        Run again(profile);
        QVERIFY(again.state.page(again.cake)->isFavourite());
        QCOMPARE(again.state.rooms().entry(0).address, again.cake);
        again.keeper.setFavourite(again.cake, false);
    }
    Run last(profile);
    QVERIFY(!last.state.page(last.cake)->isFavourite());
}

void TestFavouriteKeeper::anotherAccountHasItsOwn()
{
    const QTemporaryDir profile;
    Run run(profile);
    run.keeper.setFavourite(run.cake, true);
    run.keeper.setAccount(*Jid::parse(u"bob@example.org"));
    QVERIFY(!run.state.page(run.cake)->isFavourite());
}

void TestFavouriteKeeper::aRemovedRoomIsNone()
{
    const QTemporaryDir profile;
    {
        Run run(profile);
        run.keeper.setFavourite(run.cake, true);
        run.keeper.forget(run.cake);
    }
    Run again(profile);
    QVERIFY(!again.state.page(again.cake)->isFavourite());
}

QTEST_GUILESS_MAIN(TestFavouriteKeeper)
#include "tst_favouritekeeper.moc"
