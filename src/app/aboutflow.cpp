#include "app/aboutflow.h"

#include "core/whendone.h"
#include "models/diagnostics.h"
#include "ui/aboutdialog.h"
#include "ui/appmenu.h"
#include "ui/mainwindow.h"
#include "ui/theme.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace foyer
{

AboutFlow::AboutFlow(ChatroomService &service, Clock &clock, Theme &theme, MainWindow &window, QObject *parent)
    : QObject(parent), m_source(service), m_clock(clock), m_theme(theme), m_window(window)
{
    QAction *keys = window.menu().help()->addAction(tr("&Keyboard shortcuts"));
    keys->setObjectName(u"shortcutsAction"_s);
    connect(keys, &QAction::triggered, &window, &MainWindow::showShortcuts);
    QAction *about = window.menu().help()->addAction(tr("&About Foyer"));
    about->setObjectName(u"aboutAction"_s);
    connect(about, &QAction::triggered, this, &AboutFlow::open);
}

void AboutFlow::open()
{
    auto *dialog = new AboutDialog(m_theme, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &AboutDialog::copyRequested, this, &AboutFlow::copy);
    dialog->open();
}

void AboutFlow::copy()
{
    collect(m_source.rooms(), {});
}

void AboutFlow::collect(const QList<RoomSummary> &rooms, QList<RoomHealth> known)
{
    if (!rooms.isEmpty()) {
        whenDone(m_source.health(rooms.first().address), this,
                 [this, rest = QList<RoomSummary>(rooms), known](const Result<RoomHealth> &health) mutable {
                     RoomHealth told = health.valueOr({});
                     told.room = rest.takeFirst().address;
                     collect(rest, known << told);
                 });
        return;
    }
    DiagnosticFacts facts;
    facts.platform = QGuiApplication::platformName();
    facts.language = QLocale().name();
    facts.zoom = m_theme.zoom();
    facts.scale = m_window.devicePixelRatioF();
    facts.outages = m_source.outages();
    facts.rooms = known;
    facts.now = m_clock.now();
    QGuiApplication::clipboard()->setText(diagnosticsText(facts));
}

} // namespace foyer
