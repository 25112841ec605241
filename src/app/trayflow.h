#pragma once

#include "desktop/trayhost.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace foyer
{

class AppState;
class MainWindow;
class Theme;
class TrayIcon;
class UserSettings;

/// What TrayFlow connects. All of it outlives the flow.
struct TrayFlowDeps {
    AppState &state;
    UserSettings &settings;
    MainWindow &window;
    Theme &theme;
    TrayHost &host;
};

/// Keeps Foyer in the desktop's tray while that has one. The window hides there when it is closed, but only if the
/// person wants that (*Keep running in the tray*), and never without a tray: when that goes, the window comes back.
class TrayFlow : public QObject
{
    Q_OBJECT

public:
    explicit TrayFlow(const TrayFlowDeps &deps, QObject *parent = nullptr);
    ~TrayFlow() override;

    /// `--start-hidden`: the window stays away as soon as it is known that there is a tray, else it is shown.
    void startHidden();
    /// Whether a window that is closed only goes into the tray.
    bool keepsRunning() const;
    TrayIcon *icon() const { return m_icon.get(); }

Q_SIGNALS:
    void raiseRequested();
    void quitRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void onHost();
    void tell();
    bool isInFront() const;
    void toggle();

    TrayFlowDeps m_deps;
    std::unique_ptr<TrayIcon> m_icon;
    QTimer m_soon; ///< one look at the rooms for all changes of a batch
    bool m_startsHidden = false;
};

} // namespace foyer
