#include "app/quitflow.h"

#include "core/apart.h"
#include "models/appstate.h"
#include "models/displaytext.h"
#include "ui/mainwindow.h"
#include "ui/room/question.h"
#include "ui/theme.h"

#include <QApplication>
#include <QDialog>
#include <QEvent>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr qsizetype mostNames = 5;

/// The files that nobody has got yet and that are not known to have failed.
struct Unsent {
    int sending = 0;
    int ready = 0;
    QStringList names;
};

Unsent unsentIn(AppState &state)
{
    Unsent unsent;
    const RoomListModel &rooms = state.rooms();
    for (int row = 0; row < rooms.rowCount(); ++row) {
        RoomPageState *page = state.page(rooms.entry(row).address);
        const QList<Attachment> attachments =
            page == nullptr ? QList<Attachment>() : page->composer().attachments().attachments();
        for (const Attachment &attachment : attachments) {
            if (attachment.state != Attachment::State::Failed) {
                ++(attachment.state == Attachment::State::Sending ? unsent.sending : unsent.ready);
                unsent.names += apart(displaytext::oneLine(attachment.file.name));
            }
        }
    }
    return unsent;
}

} // namespace

QuitFlow::QuitFlow(const QuitFlowDeps &deps, QObject *parent) : QObject(parent), m_deps(deps)
{
    connect(&deps.window, &MainWindow::quitRequested, this, &QuitFlow::ask);
    deps.window.installEventFilter(this);
    // The session manager ends the program as it ends any other: by closing its windows.
    qApp->installEventFilter(this);
}

bool QuitFlow::mustAsk() const
{
    return !m_deps.isDriven && !m_sessionEnds && !unsentIn(m_deps.state).names.isEmpty();
}

void QuitFlow::ask()
{
    if (!mustAsk()) {
        Q_EMIT confirmed();
        return;
    }
    if (m_question) {
        m_question->raise();
        m_question->activateWindow();
        return;
    }
    // From the tray: a question nobody sees is none.
    m_deps.window.setWindowState(m_deps.window.windowState() & ~Qt::WindowMinimized);
    m_deps.window.show();
    const Unsent unsent = unsentIn(m_deps.state);
    QStringList names = unsent.names.mid(0, mostNames);
    if (const qsizetype more = unsent.names.size() - names.size(); more > 0) {
        names += tr("%Ln more", "files", static_cast<int>(more));
    }
    QWidget *const front = QApplication::activeModalWidget();
    m_question =
        makeQuestion(m_deps.theme, front == nullptr ? &m_deps.window : front,
                     {u"quitQuestion"_s,
                      unsent.sending > 0 ? tr("%Ln files are still being sent. Quit anyway?", nullptr, unsent.sending)
                                         : tr("%Ln attached files were not sent. Quit anyway?", nullptr, unsent.ready),
                      QLocale().createSeparatedList(names), tr("&Quit"), u"confirmQuitPushButton"_s},
                     Look::Danger);
    connect(m_question, &QDialog::accepted, this, &QuitFlow::confirmed);
    openFitted(m_question);
    m_question->activateWindow();
}

bool QuitFlow::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == qApp && event->type() == QEvent::Quit) {
        m_sessionEnds = true;
        // Also in the tray, where closing the window only hides it, or where there is none to close.
        Q_EMIT confirmed();
    }
    if (watched == &m_deps.window && event->type() == QEvent::Close && !m_deps.staysInTray() && mustAsk()) {
        event->ignore();
        ask();
        return true;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace foyer
