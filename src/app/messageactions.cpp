#include "app/messageactions.h"

#include "core/logging.h"
#include "core/whendone.h"
#include "models/appstate.h"
#include "models/timetext.h"
#include "service/chatroomservice.h"
#include "ui/mainwindow.h"
#include "ui/room/longtextdialog.h"

using namespace Qt::StringLiterals;

namespace foyer
{

MessageActions::MessageActions(ChatroomService &service, AppState &state, MainWindow &window, QObject *parent)
    : QObject(parent), m_service(service), m_state(state), m_window(window)
{
    connect(&window, &MainWindow::reactionsRequested, this,
            [this](const RoomAddress &room, MessageKey key, const QStringList &emojis) {
                watch(room, m_service.setReactions(room, key, emojis));
            });
    connect(&window, &MainWindow::retractRequested, this,
            [this](const RoomAddress &room, MessageKey key) { watch(room, m_service.retractMessage(room, key)); });
    connect(&window, &MainWindow::moderateRequested, this,
            [this](const RoomAddress &room, MessageKey key, const QString &reason) {
                watch(room, m_service.moderateMessage(room, key, reason));
            });
    connect(&service, &ChatroomService::actionRefused, this,
            [this](const RoomAddress &room, MessageChange change, const StoredMessage &row, const Error &error,
                   const QString &text) {
                if (change == MessageChange::Corrected) {
                    m_state.onEditRefused(room, row.key, row.body, text, error);
                } else {
                    m_state.onSendRefused(room, text, error);
                }
            });
    connect(&window, &MainWindow::loadGapRequested, this, &MessageActions::loadGap);
    connect(&window, &MainWindow::historyRequested, this, &MessageActions::showHistory);
}

void MessageActions::watch(const RoomAddress &room, const QFuture<Result<Done>> &answer)
{
    whenDone(answer, this, [this, room](const Result<Done> &done) {
        RoomPageState *page = m_state.page(room);
        if (!done) {
            m_state.onSendRefused(room, {}, done.error());
        } else if (page != nullptr) {
            page->composer().withdrawObjection();
        }
    });
}

void MessageActions::loadGap(const RoomAddress &room, MessageKey before)
{
    whenDone(m_service.loadGap(room, before), this, [this, room](const Result<Done> &done) {
        if (!done) {
            qCInfo(lcApp) << "gap not loaded:" << done.error();
        }
        // Whatever else went wrong the gap line itself says; one that was not tried stays as it was.
        if (!done && done.error().kind == ErrorKind::TooFast) {
            m_state.onSendRefused(room, {}, done.error());
        }
    });
}

void MessageActions::showHistory(const RoomAddress &room, MessageKey key)
{
    whenDone(m_service.corrections(room, key), this, [this, room](const Result<QList<MessageVersion>> &versions) {
        if (!versions) {
            m_state.onSendRefused(room, {}, versions.error());
            return;
        }
        QStringList texts;
        for (const MessageVersion &version : *versions) {
            texts += u"%1\n%2"_s.arg(timetext::dayAndTime(version.sentAt, m_state.clock().now()), version.body);
        }
        auto *dialog = new LongTextDialog(texts.join(u"\n\n"_s), &m_window);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setWindowTitle(tr("Earlier versions"));
        dialog->open();
    });
}

} // namespace foyer
