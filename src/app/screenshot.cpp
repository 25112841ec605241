#include "app/screenshot.h"

#include "core/logging.h"

#include <QApplication>
#include <QDialog>
#include <QPainter>
#include <QPixmap>

#include <algorithm>

namespace foyer
{

namespace
{

constexpr qint64 quietMs = 500;
constexpr qint64 longestMs = 30000;

/// The window with the dialogs that stand in front of it, as on a screen.
QPixmap pictureOf(QWidget *window)
{
    QPixmap picture = window->grab();
    QPainter painter(&picture);
    const QColor shade(0, 0, 0, 70);
    const auto dialogs = window->findChildren<QDialog *>();
    for (QDialog *dialog : dialogs) {
        if (dialog->isVisible()) {
            const QPoint place((window->width() - dialog->width()) / 2, (window->height() - dialog->height()) / 2);
            // A screen shows a frame around a dialog; here the shade sets it apart.
            painter.fillRect(window->rect(), shade);
            painter.drawPixmap(place, dialog->grab());
        }
    }
    return picture;
}

} // namespace

Screenshot::Screenshot(ChatroomService &service, Clock &clock, QWidget *window, QObject *parent)
    : QObject(parent),
      m_service(service),
      m_window(window),
      m_quiet(clock, [this] { take(true); }),
      m_deadline(clock, [this] { take(false); })
{
    connect(&service, &ChatroomService::joined, this, [this](const RoomAddress &room) { noteDecided(room); });
    connect(&service, &ChatroomService::rejoined, this, [this](const RoomAddress &room) { noteDecided(room); });
    connect(&service, &ChatroomService::joinFailed, this, [this](const RoomAddress &room) { noteDecided(room); });
    connect(&service, &ChatroomService::left, this, [this](const RoomAddress &room) { noteDecided(room); });
    connect(&service, &ChatroomService::rejoinFailed, this,
            [this](const RoomAddress &room, const Error &, bool willRetry) {
                if (!willRetry) {
                    noteDecided(room);
                }
            });
    connect(&service, &ChatroomService::connectionStateChanged, this, &Screenshot::noteActivity);
    connect(&service, &ChatroomService::roomStateChanged, this, &Screenshot::noteActivity);
    connect(&service, &ChatroomService::messagesStored, this, &Screenshot::noteActivity);
    connect(&service, &ChatroomService::messageChanged, this, &Screenshot::noteActivity);
    connect(&service, &ChatroomService::occupantsChanged, this, &Screenshot::noteActivity);
    connect(&service, &ChatroomService::timelineChanged, this, &Screenshot::noteActivity);
}

void Screenshot::start(const QString &fileName, const QStringList &rooms)
{
    m_fileName = fileName;
    for (const QString &room : rooms) {
        m_undecided.append(RoomAddress::parse(room).valueOr(RoomAddress::asTyped(room)));
    }
    m_deadline.start(longestMs);
    noteActivity();
}

void Screenshot::noteActivity()
{
    if (!m_fileName.isEmpty() && m_undecided.isEmpty()) {
        m_quiet.start(quietMs);
    }
}

void Screenshot::noteDecided(const RoomAddress &room)
{
    m_undecided.removeIf([&room](const RoomAddress &waiting) {
        const bool sameId = room.roomId().compare(waiting.roomId(), Qt::CaseInsensitive) == 0;
        return waiting == room || (!waiting.isResolved() && sameId);
    });
    noteActivity();
}

void Screenshot::take(bool decided)
{
    m_quiet.stop();
    m_deadline.stop();
    const bool written = pictureOf(m_window).save(m_fileName, "PNG");
    if (!written) {
        qCCritical(lcApp) << "the picture could not be written to" << m_fileName;
    }
    m_fileName.clear();
    Q_EMIT taken(written && decided ? 0 : 1);
}

} // namespace foyer
