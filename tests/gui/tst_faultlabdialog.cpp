#include "ui/dialogs/faultlabdialog.h"

#include "gui/dialogtest.h"
#include "ui/theme.h"

#include <QSignalSpy>

using namespace foyer;
using namespace Qt::StringLiterals;

class TestFaultLabDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_theme = std::make_unique<Theme>(*qApp);
        m_dialog = std::make_unique<FaultLabDialog>(*m_theme);
        m_dialog->show();
        QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
    }

    void cleanup()
    {
        m_dialog.reset();
        m_theme.reset();
    }

    void cutIsMendedByTheSameButton()
    {
        QSignalSpy asked(m_dialog.get(), &FaultLabDialog::cutRequested);
        click(*m_dialog, "cutPushButton");
        QCOMPARE(asked.takeFirst().first().toBool(), true);
        QCOMPARE(part<QPushButton>(*m_dialog, "cutPushButton")->text(), u"Mend"_s);
        click(*m_dialog, "cutPushButton");
        QCOMPARE(asked.takeFirst().first().toBool(), false);
        QCOMPARE(part<QPushButton>(*m_dialog, "cutPushButton")->text(), u"Cut"_s);
    }

    void linkIsFrozenAndThawed()
    {
        QSignalSpy asked(m_dialog.get(), &FaultLabDialog::freezeRequested);
        click(*m_dialog, "freezePushButton");
        click(*m_dialog, "freezePushButton");
        QCOMPARE(asked.size(), 2);
        QCOMPARE(asked.first().first().toBool(), true);
        QCOMPARE(asked.last().first().toBool(), false);
    }

    void delayIsInMilliseconds()
    {
        QSignalSpy asked(m_dialog.get(), &FaultLabDialog::delayRequested);
        click(*m_dialog, "delayTwoPushButton");
        QCOMPARE(asked.takeFirst().first().toInt(), 2000);
    }

    void serverIsRestartedOnceAtATime()
    {
        QSignalSpy asked(m_dialog.get(), &FaultLabDialog::restartRequested);
        click(*m_dialog, "restartPushButton");
        QCOMPARE(asked.size(), 1);
        m_dialog->setRestarting(true);
        QVERIFY(!part<QPushButton>(*m_dialog, "restartPushButton")->isEnabled());
        m_dialog->setRestarting(false);
        QVERIFY(part<QPushButton>(*m_dialog, "restartPushButton")->isEnabled());
    }

    void closingBreaksAndMendsNothing()
    {
        QSignalSpy cut(m_dialog.get(), &FaultLabDialog::cutRequested);
        click(*m_dialog, "cutPushButton");
        click(*m_dialog, "closePushButton");
        QVERIFY(!m_dialog->isVisible());
        QCOMPARE(cut.size(), 1);
    }

    void muteShowsTheServersWordAndNotTheClick()
    {
        QSignalSpy asked(m_dialog.get(), &FaultLabDialog::muteRequested);
        click(*m_dialog, "mutePushButton");
        QCOMPARE(asked.takeFirst().first().toBool(), true);
        QCOMPARE(part<QPushButton>(*m_dialog, "mutePushButton")->isChecked(), false);
        m_dialog->setMuted(true);
        QCOMPARE(part<QPushButton>(*m_dialog, "mutePushButton")->text(), u"Unmute"_s);
        click(*m_dialog, "mutePushButton");
        QCOMPARE(asked.takeFirst().first().toBool(), false);
    }

    void problemIsShownAndGoesWithTheNextTry()
    {
        m_dialog->showProblem(u"The server’s API did not answer."_s);
        QVERIFY(part<QLabel>(*m_dialog, "problemLabel")->isVisible());
        click(*m_dialog, "mutePushButton");
        QVERIFY(!part<QLabel>(*m_dialog, "problemLabel")->isVisible());
    }

    void everyControlHasAName()
    {
        const auto controls = m_dialog->findChildren<QWidget *>(QRegularExpression(u"PushButton$"_s));
        QVERIFY(controls.size() == 9);
        for (const QWidget *control : controls)
            QVERIFY2(!control->accessibleName().isEmpty(), qPrintable(control->objectName()));
    }

private:
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<FaultLabDialog> m_dialog;
};

QTEST_MAIN(TestFaultLabDialog)
#include "tst_faultlabdialog.moc"
