#include "app/windowkeeper.h"

#include "core/logging.h"
#include "models/appstate.h"
#include "store/usersettings.h"
#include "ui/mainwindow.h"

#include <QScreen>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

const auto geometryKey = "window/geometry"_L1;
const auto panesKey = "window/panes"_L1;
const auto roomKey = "window/room"_L1;
/// Pixels: what a desktop draws above a window, which is not known before it is shown.
constexpr int titleBar = 40;

QString encoded(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.toBase64());
}

QByteArray decoded(const QString &text)
{
    return QByteArray::fromBase64(text.toLatin1());
}

} // namespace

WindowKeeper::WindowKeeper(AppState &state, UserSettings &settings, MainWindow &window, QObject *parent)
    : QObject(parent), m_state(state), m_settings(settings), m_window(window)
{
}

void WindowKeeper::fitScreen()
{
    const QSize room = m_window.screen()->availableSize() - QSize(0, titleBar);
    m_window.resize(m_window.size().boundedTo(room));
}

void WindowKeeper::restore()
{
    m_window.restoreGeometry(decoded(m_settings.value(geometryKey)));
    m_window.restorePanes(decoded(m_settings.value(panesKey)));
    m_lastRoom = m_settings.value(roomKey);
    restoreRoom();
}

void WindowKeeper::restoreRoom()
{
    if (m_state.connectionTone() == AppState::Tone::Good) {
        // Rooms that are listed so late find somebody at work elsewhere.
        m_lastRoom.clear();
    }
    const RoomListModel &rooms = m_state.rooms();
    for (int row = 0; row < rooms.rowCount() && !m_lastRoom.isEmpty(); ++row) {
        if (rooms.entry(row).address.toString() == m_lastRoom) {
            m_lastRoom.clear();
            m_window.showRoom(rooms.entry(row).address);
        }
    }
}

void WindowKeeper::keep()
{
    const RoomPageState *shown = m_state.activePage();
    const bool stored = m_settings.setValue(roomKey, shown ? shown->address().toString() : QString()) &&
                        m_settings.setValue(geometryKey, encoded(m_window.saveGeometry())) &&
                        m_settings.setValue(panesKey, encoded(m_window.paneState()));
    if (!stored) {
        qCWarning(lcApp) << "the window's place could not be kept";
    }
}

} // namespace foyer
