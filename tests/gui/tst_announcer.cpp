#include "gui/windowstage.h"
#include "ui/announcer.h"

#include <QAccessible>

using namespace Qt::StringLiterals;
using namespace foyer;

class TestAnnouncer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aMuteIsAnAlertWithItsWords();
};

void TestAnnouncer::aMuteIsAnAlertWithItsWords()
{
    WindowStage stage;
    stage.join(stage.tea, u"Tea"_s);
    MuteState mute;
    mute.canSpeak = false;
    mute.userMutedHere = true;
    stage.state.onMuteStateChanged(stage.tea, mute);
    // Events go nowhere on this platform; tests/atspi hears them.
    QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(stage.find<Announcer>(u"announcer"_s));
    QVERIFY(spoken->text(QAccessible::Name).contains(u"muted"_s));
    QCOMPARE(spoken->role(), QAccessible::AlertMessage);
    QVERIFY(!spoken->state().invisible);
    // The cursor stays where it is.
    QVERIFY(!stage.find<Announcer>(u"announcer"_s)->hasFocus());
}

QTEST_MAIN(TestAnnouncer)
#include "tst_announcer.moc"
