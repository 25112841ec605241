#pragma once

#include <QObject>
#include <QString>

namespace foyer
{

class AppState;
class MainWindow;
class UserSettings;

/// Keeps over restarts where the window stood, how wide its panes were, and which room it showed.
class WindowKeeper : public QObject
{
    Q_OBJECT

public:
    WindowKeeper(AppState &state, UserSettings &settings, MainWindow &window, QObject *parent = nullptr);

    /// Before the window is shown and restored: makes it no larger than its screen has room for, with a title bar.
    void fitScreen();
    /// Before the window is shown.
    void restore();
    /// Shows the room as soon as it is listed, once; to be called when the rooms have changed.
    void restoreRoom();
    void keep();

private:
    AppState &m_state;
    UserSettings &m_settings;
    MainWindow &m_window;
    QString m_lastRoom; ///< what restoreRoom() waits for
};

} // namespace foyer
