#include "ui/dialogs/connectiondialog.h"

#include "gui/dialogtest.h"
#include "gui/memoryconnection.h"
#include "support/fakeclock.h"
#include "ui/theme.h"

#include <QAccessible>
#include <QListView>
#include <QScopeGuard>
#include <QScreen>
#include <QSignalSpy>

using namespace foyer;
using namespace Qt::StringLiterals;

class TestConnectionDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_clock = std::make_unique<FakeClock>();
        m_source = std::make_unique<MemoryConnection>();
        m_report = std::make_unique<ConnectionReport>(*m_source, *m_clock);
        m_theme = std::make_unique<Theme>(*qApp);
        m_dialog = std::make_unique<ConnectionDialog>(*m_theme, *m_report);
    }

    void cleanup()
    {
        m_dialog.reset();
        m_theme.reset();
        m_report.reset();
        m_source.reset();
        m_clock.reset();
    }

    void whereItWasSavedIsSeenWithLargeTextToo()
    {
        const auto usual = qScopeGuard([this] { m_theme->setZoom(100); });
        show();
        m_theme->setZoom(200);
        m_dialog->showSaved(u"Saved as /tmp/x.json."_s);
        const auto *saved = part(*m_dialog, "savedLabel");
        QTRY_COMPARE(saved->visibleRegion().boundingRect().height(), saved->height());
        QVERIFY(m_dialog->screen()->availableGeometry().contains(m_dialog->frameGeometry()));
    }

    void emptyListsSpeak()
    {
        show();
        QVERIFY(shown(*m_dialog, "noOutagesLabel").startsWith(u"No outage so far"_s));
        click(*m_dialog, "roomsPageButton");
        QVERIFY(shown(*m_dialog, "noRoomsLabel").startsWith(u"No rooms yet."_s));
        QVERIFY(shown(*m_dialog, "noOutagesLabel").isEmpty());
    }

    void outageAppearsWhileTheDialogIsOpen()
    {
        show();
        m_source->told = {outage(1)};
        m_source->state = {ConnectionState::Kind::Waiting, 1, 1000, Error::make(ErrorKind::ServerUnreachable)};
        m_report->refresh();
        QVERIFY(part<QListView>(*m_dialog, "outagesListView")->isVisible());
        QVERIFY(shown(*m_dialog, "noOutagesLabel").isEmpty());
        QCOMPARE(shown(*m_dialog, "stateLabel"), u"Not connected. The server could not be reached."_s);
    }

    void reportIsLookedAfterOnlyWhileShown()
    {
        m_source->addRoom(u"launch"_s, u"Launch room"_s);
        QCOMPARE(m_source->asked, 0);
        show();
        QVERIFY(m_source->asked > 0);
        m_dialog->hide();
        const int asked = m_source->asked;
        m_clock->advance(60000);
        QCOMPARE(m_source->asked, asked);
    }

    void rowsAreAsHighAsTheirLines()
    {
        m_source->told = {outage(1), outage(12)};
        show();
        auto *list = part<QListView>(*m_dialog, "outagesListView");
        const int high = list->visualRect(list->model()->index(0, 0)).height();
        const int low = list->visualRect(list->model()->index(1, 0)).height();
        const int line = QFontMetrics(m_theme->hintFont()).height();
        QVERIFY2(high - low >= 11 * line, qPrintable(QString::number(high - low)));
        QCOMPARE(list->visualRect(list->model()->index(0, 0)).width(), list->viewport()->width());
    }

    void keyboardReachesEverything()
    {
        m_source->told = {outage(1), outage(1)};
        m_source->addRoom(u"launch"_s, u"Launch room"_s);
        show();
        auto *list = part<QListView>(*m_dialog, "outagesListView");
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Down);
        QCOMPARE(list->currentIndex().row(), 1);
        QTest::keyClick(list, Qt::Key_Tab);
        QCOMPARE(focusName(*m_dialog), u"savePushButton"_s);
        QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Tab);
        QCOMPARE(focusName(*m_dialog), u"closePushButton"_s);
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QVERIFY(!m_dialog->isVisible());
    }

    void screenReaderReadsAWholeEntry()
    {
        m_source->told = {outage(1)};
        show();
        auto *list = part<QListView>(*m_dialog, "outagesListView");
        QAccessibleInterface *face = QAccessible::queryAccessibleInterface(list);
        QVERIFY(face);
        QCOMPARE(face->text(QAccessible::Name), u"Outages, newest first"_s);
        QVERIFY(face->childCount() >= 1);
        const QString entry = face->child(0)->text(QAccessible::Name);
        QVERIFY2(entry.contains(u"Connection lost"_s) && entry.contains(u"37 new"_s), qPrintable(entry));
    }

    void savingIsAWishAndItsEndIsShown()
    {
        show();
        const QSignalSpy wanted(m_dialog.get(), &ConnectionDialog::saveRequested);
        click(*m_dialog, "savePushButton");
        QCOMPARE(wanted.size(), 1);
        m_dialog->showProblem(u"The report could not be saved: disk full. Choose another place."_s);
        QVERIFY(shown(*m_dialog, "problemLabel").contains(u"disk full"_s));
        click(*m_dialog, "savePushButton");
        QVERIFY(shown(*m_dialog, "problemLabel").isEmpty());
        m_dialog->showSaved(u"Saved as /tmp/x.json."_s);
        QCOMPARE(shown(*m_dialog, "savedLabel"), u"Saved as /tmp/x.json."_s);
    }

    void partsAreNamed()
    {
        m_source->told = {outage(1)};
        show();
        checkParts(*m_dialog);
    }

private:
    void show()
    {
        m_dialog->show();
        QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
        QCoreApplication::processEvents();
    }

    Outage outage(int rooms) const
    {
        Outage outage;
        outage.lostAt = m_clock->now().addSecs(-3600);
        outage.cause = Error::make(ErrorKind::ServerUnreachable);
        outage.lengthMs = 25 * 60 * 1000;
        for (int i = 0; i < rooms; ++i) {
            outage.rooms.append(MemoryConnection::back(u"room%1"_s.arg(i), {1500000, 37, 10, 0, true, false}));
        }
        return outage;
    }

    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<MemoryConnection> m_source;
    std::unique_ptr<ConnectionReport> m_report;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<ConnectionDialog> m_dialog;
};

QTEST_MAIN(TestConnectionDialog)
#include "tst_connectiondialog.moc"
