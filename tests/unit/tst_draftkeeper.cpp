#include "gui/memoryroomsource.h"
#include "support/fakeclock.h"

#include "app/draftkeeper.h"
#include "models/appstate.h"
#include "store/usersettings.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace foyer;

namespace
{

/// One run of the program on a profile.
struct Run {
    explicit Run(const QTemporaryDir &profile) : settings(profile.filePath(u"user.sqlite"_s))
    {
        if (!settings.open()) {
            qFatal("no settings");
        }
        keeper.setAccount(*Jid::parse(u"alice@example.org"));
        state.onJoined(tea, {});
    }
    ComposerState &composer() { return state.page(tea)->composer(); }

    FakeClock clock;
    UserSettings settings;
    MemoryRoomSource source;
    AppState state{source, clock};
    DraftKeeper keeper{state, settings, clock};
    RoomAddress tea = *RoomAddress::parse(u"tea@rooms.example"_s);
};

} // namespace

class TestDraftKeeper : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void draftsOutliveTheProgram();
    void draftsAreWrittenASecondAfterTheFirstKey();
    void aSentTextIsKeptUntilItIsStored();
    void aRefusedTextIsKept();
    void aCorrectionThatWasBegunIsNotKept();
    void removedRoomsLeaveNoDraft();
    void anotherAccountHasItsOwnDrafts();
};

void TestDraftKeeper::draftsOutliveTheProgram()
{
    const QTemporaryDir profile;
    {
        Run run(profile);
        run.composer().setDraft(u"half a sen"_s);
        run.keeper.flush();
    }
    Run again(profile);
    QCOMPARE(again.composer().draft(), u"half a sen"_s);
}

void TestDraftKeeper::draftsAreWrittenASecondAfterTheFirstKey()
{
    const QTemporaryDir profile;
    {
        Run run(profile);
        run.composer().setDraft(u"h"_s);
        run.clock.advance(600);
        run.composer().setDraft(u"ha"_s);
        run.clock.advance(400);
    }
    Run again(profile);
    QCOMPARE(again.composer().draft(), u"ha"_s);
}

void TestDraftKeeper::aSentTextIsKeptUntilItIsStored()
{
    const QTemporaryDir profile;
    {
        Run run(profile);
        run.composer().setDraft(u"on its way"_s);
        run.keeper.flush();
        run.composer().setDraft({});
        run.keeper.hold(run.tea);
        run.clock.advance(5000);
    }
    {
        Run killed(profile);
        QCOMPARE(killed.composer().draft(), u"on its way"_s);
        killed.composer().setDraft({});
        killed.keeper.hold(killed.tea);
        killed.clock.advance(5000);
        killed.keeper.release(killed.tea);
        killed.clock.advance(1000);
    }
    Run again(profile);
    QVERIFY(again.composer().draft().isEmpty());
}

void TestDraftKeeper::aRefusedTextIsKept()
{
    const QTemporaryDir profile;
    {
        Run run(profile);
        run.composer().setDraft(u"first"_s);
        run.composer().submit(u"first"_s);
        run.keeper.hold(run.tea);
        run.composer().setDraft(u"second"_s);
        run.state.onSendRefused(run.tea, u"first"_s, Error::make(ErrorKind::StoreFailed));
        run.keeper.release(run.tea);
        run.keeper.flush();
    }
    Run again(profile);
    QCOMPARE(again.composer().draft(), u"first\n\nsecond"_s);
}

void TestDraftKeeper::aCorrectionThatWasBegunIsNotKept()
{
    const QTemporaryDir profile;
    {
        Run run(profile);
        run.composer().setDraft(u"new"_s);
        run.composer().beginEdit(7, u"said before"_s);
        run.composer().setDraft(u"said before, corrected"_s);
        run.keeper.flush();
    }
    Run again(profile);
    QCOMPARE(again.composer().draft(), u"new"_s);
}

void TestDraftKeeper::removedRoomsLeaveNoDraft()
{
    const QTemporaryDir profile;
    {
        Run run(profile);
        run.composer().setDraft(u"secret"_s);
        run.keeper.flush();
        run.keeper.forget(run.tea);
    }
    Run again(profile);
    QVERIFY(again.composer().draft().isEmpty());
}

void TestDraftKeeper::anotherAccountHasItsOwnDrafts()
{
    const QTemporaryDir profile;
    {
        Run run(profile);
        run.composer().setDraft(u"alice's"_s);
        run.keeper.flush();
    }
    Run again(profile);
    again.composer().setDraft({});
    again.keeper.setAccount(*Jid::parse(u"bob@example.org"));
    QVERIFY(again.composer().draft().isEmpty());
}

QTEST_GUILESS_MAIN(TestDraftKeeper)
#include "tst_draftkeeper.moc"
