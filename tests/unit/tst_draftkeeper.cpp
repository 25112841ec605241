#include "support/profilerun.h"

#include "app/draftkeeper.h"

#include <QTest>

#include <functional>

using namespace Qt::StringLiterals;
using namespace foyer;

namespace
{

struct Run : ProfileRun {
    explicit Run(const QTemporaryDir &profile) : ProfileRun(profile)
    {
        keeper.setAccount(account);
        state.onJoined(tea, {});
    }
    ComposerState &composer() { return state.page(tea)->composer(); }

    DraftKeeper keeper{state, settings, clock};
};

/// The draft that the next run finds after one that did \a something.
QString draftAfter(const std::function<void(Run &)> &something)
{
    const QTemporaryDir profile;
    {
        Run run(profile);
        something(run);
    }
    return Run(profile).composer().draft();
}

} // namespace

class TestDraftKeeper : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void draftsOutliveTheProgram();
    void aDraftThatIsTooLongIsCutInTheFieldOnly();
    void draftsAreWrittenASecondAfterTheFirstKey();
    void aSentTextIsKeptUntilItIsStored();
    void aRefusedTextIsKept();
    void aCorrectionThatWasBegunIsNotKept();
    void removedRoomsLeaveNoDraft();
    void anotherAccountHasItsOwnDrafts();
};

void TestDraftKeeper::draftsOutliveTheProgram()
{
    const QString kept = draftAfter([](Run &run) {
        run.composer().setDraft(u"half a sen"_s);
        run.keeper.flush();
    });
    QCOMPARE(kept, u"half a sen"_s);
}

void TestDraftKeeper::aDraftThatIsTooLongIsCutInTheFieldOnly()
{
    const QTemporaryDir profile;
    const QString word(400'000, u'x');
    {
        Run run(profile);
        run.composer().setDraft(word);
        run.keeper.flush();
    }
    for (int i = 0; i < 2; ++i) {
        Run run(profile);
        QCOMPARE(run.composer().draft().size(), maximumBodyBytes);
        run.composer().write(run.composer().draft().replace(0, 1, u'y'));
        run.keeper.flush();
        QCOMPARE(run.composer().keptDraft(), u'y' + word.mid(1));
    }
}

void TestDraftKeeper::draftsAreWrittenASecondAfterTheFirstKey()
{
    const QString kept = draftAfter([](Run &run) {
        run.composer().setDraft(u"h"_s);
        run.clock.advance(600);
        run.composer().setDraft(u"ha"_s);
        run.clock.advance(400);
    });
    QCOMPARE(kept, u"ha"_s);
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
    const QString kept = draftAfter([](Run &run) {
        run.composer().setDraft(u"first"_s);
        run.composer().submit(u"first"_s);
        run.keeper.hold(run.tea);
        run.composer().setDraft(u"second"_s);
        run.state.onSendRefused(run.tea, u"first"_s, Error::make(ErrorKind::StoreFailed));
        run.keeper.release(run.tea);
        run.keeper.flush();
    });
    QCOMPARE(kept, u"first\n\nsecond"_s);
}

void TestDraftKeeper::aCorrectionThatWasBegunIsNotKept()
{
    const QString kept = draftAfter([](Run &run) {
        run.composer().setDraft(u"new"_s);
        run.composer().beginEdit(7, u"said before"_s);
        run.composer().setDraft(u"said before, corrected"_s);
        run.keeper.flush();
    });
    QCOMPARE(kept, u"new"_s);
}

void TestDraftKeeper::removedRoomsLeaveNoDraft()
{
    const QString kept = draftAfter([](Run &run) {
        run.composer().setDraft(u"secret"_s);
        run.keeper.flush();
        run.keeper.forget(run.tea);
    });
    QCOMPARE(kept, QString());
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
