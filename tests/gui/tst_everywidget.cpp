#include "gui/memoryconnection.h"
#include "gui/windowstage.h"
#include "ui/aboutdialog.h"
#include "ui/dialogs/connectiondialog.h"
#include "ui/dialogs/faultlabdialog.h"
#include "ui/dialogs/joindialog.h"
#include "ui/dialogs/serversettingsdialog.h"
#include "ui/dialogs/signindialog.h"
#include "ui/dialogs/startdialog.h"
#include "ui/room/longtextdialog.h"
#include "ui/rooms/quickswitcher.h"
#include "ui/shortcutsdialog.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QImage>

#include <functional>

using namespace Qt::StringLiterals;
using namespace foyer;

namespace
{

using Maker = std::function<QWidget *(WindowStage &)>;

bool isQtsOwn(const QWidget &widget)
{
    return widget.objectName().startsWith(u"qt_"_s) || widget.inherits("QLineEditIconButton");
}

/// What a person can put the cursor into or click.
QList<QWidget *> interactiveIn(QWidget &window)
{
    QList<QWidget *> found;
    for (QWidget *widget : window.findChildren<QWidget *>()) {
        const bool interactive =
            widget->focusPolicy() != Qt::NoFocus || qobject_cast<QAbstractButton *>(widget) != nullptr;
        // Parts of a spin box or a combo box speak through it; other windows are looked at by themselves.
        const bool isPart =
            widget->parentWidget() != nullptr &&
            (widget->parentWidget()->inherits("QAbstractSpinBox") || widget->parentWidget()->inherits("QComboBox"));
        if (interactive && !isPart && !isQtsOwn(*widget) && widget->window() == window.window() &&
            !widget->inherits("QScrollBar")) {
            found.append(widget);
        }
    }
    return found;
}

} // namespace

Q_DECLARE_METATYPE(Maker)

class TestEveryWidget : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void everythingHasANameAndARole_data() { windows(); }
    void everythingHasANameAndARole();
    void whoHasTheCursorShowsIt_data() { windows(); }
    void whoHasTheCursorShowsIt();

private:
    void windows();
    FakeClock m_clock;
    MemoryConnection m_connections;
    ConnectionReport m_report{m_connections, m_clock};
    std::unique_ptr<WindowStage> m_stage;
};

void TestEveryWidget::init()
{
    m_stage = std::make_unique<WindowStage>();
    m_stage->source.people = {Occupant{}};
    m_stage->source.people.first().nickname = u"bob"_s;
    m_stage->source.people.first().role = foyer::Role::Participant;
    m_stage->join(m_stage->tea, u"Tea"_s);
    m_stage->show({aRow(1, u"bob"_s, u"hello"_s, m_stage->at(1))});
}

void TestEveryWidget::windows()
{
    QTest::addColumn<Maker>("make");
    const auto row = [](const char *name, const Maker &make) { QTest::newRow(name) << make; };
    row("main window", [](WindowStage &stage) { return static_cast<QWidget *>(stage.window.get()); });
    row("a room one was removed from", [](WindowStage &stage) {
        stage.state.onLeft(stage.tea, {LeaveReason::Kind::Kicked, u"bob"_s, u"off topic"_s, {}});
        return static_cast<QWidget *>(stage.window.get());
    });
    row("offline", [](WindowStage &stage) {
        stage.state.onConnectionLost(Error::make(ErrorKind::ServerUnreachable));
        stage.state.onConnectionStateChanged(
            {ConnectionState::Kind::Waiting, 2, 16'000, Error::make(ErrorKind::ServerUnreachable)});
        stage.clock.advance(12'000);
        return static_cast<QWidget *>(stage.window.get());
    });
    row("join", [](WindowStage &stage) { return new JoinDialog(stage.theme, stage.window.get()); });
    row("sign in", [](WindowStage &stage) { return new SignInDialog(stage.theme, stage.window.get()); });
    row("start", [](WindowStage &stage) { return new StartDialog(stage.theme, stage.window.get()); });
    row("room server", [](WindowStage &stage) { return new ServerSettingsDialog(stage.theme, stage.window.get()); });
    row("fault lab", [](WindowStage &stage) { return new FaultLabDialog(stage.theme, stage.window.get()); });
    row("connection",
        [this](WindowStage &stage) { return new ConnectionDialog(stage.theme, m_report, stage.window.get()); });
    row("about", [](WindowStage &stage) { return new AboutDialog(stage.theme, stage.window.get()); });
    row("shortcuts", [](WindowStage &stage) { return new ShortcutsDialog(stage.theme, stage.window.get()); });
    row("switcher",
        [](WindowStage &stage) { return new QuickSwitcher(stage.theme, stage.state.rooms(), stage.window.get()); });
    row("long text", [](WindowStage &stage) { return new LongTextDialog(u"long"_s, stage.window.get()); });
}

void TestEveryWidget::everythingHasANameAndARole()
{
    QFETCH(const Maker, make);
    QWidget *window = make(*m_stage);
    window->show();
    QVERIFY(!window->windowTitle().isEmpty());
    const QList<QWidget *> widgets = interactiveIn(*window);
    QVERIFY(!widgets.isEmpty());
    for (QWidget *widget : widgets) {
        if (!widget->isVisibleTo(window)) {
            continue;
        }
        const QString what = u"%1 \"%2\" in %3"_s.arg(QString::fromLatin1(widget->metaObject()->className()),
                                                      widget->objectName(), window->objectName());
        QVERIFY2(!widget->objectName().isEmpty(), qPrintable(what));
        QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(widget);
        QVERIFY2(spoken != nullptr, qPrintable(what));
        QVERIFY2(!spoken->text(QAccessible::Name).trimmed().isEmpty(), qPrintable(what));
        QVERIFY2(spoken->role() != QAccessible::NoRole, qPrintable(what));
    }
}

void TestEveryWidget::whoHasTheCursorShowsIt()
{
    QFETCH(const Maker, make);
    QWidget *window = make(*m_stage);
    window->show();
    window->activateWindow();
    QVERIFY(QTest::qWaitFor([window] { return QApplication::activeWindow() == window; }));
    // Long lists are laid out in batches, one a turn of the event loop.
    for (int turn = 0; turn < 10; ++turn) {
        QTest::qWait(0);
    }
    for (QWidget *widget : interactiveIn(*window)) {
        // The timeline marks its current row, which it has once a key has chosen one.
        if (widget->inherits("foyer::TimelineView")) {
            continue;
        }
        if (!widget->isVisible() || !widget->isEnabled() || (widget->focusPolicy() & Qt::TabFocus) == 0) {
            continue;
        }
        const QString what = u"%1 \"%2\" in %3"_s.arg(QString::fromLatin1(widget->metaObject()->className()),
                                                      widget->objectName(), window->objectName());
        widget->setFocus(Qt::TabFocusReason);
        QVERIFY2(widget->hasFocus(), qPrintable(what));
        QTest::qWait(0);
        const QImage with = widget->grab().toImage();
        widget->clearFocus();
        QTest::qWait(0);
        QVERIFY2(widget->grab().toImage() != with, qPrintable(what));
    }
}

QTEST_MAIN(TestEveryWidget)
#include "tst_everywidget.moc"
