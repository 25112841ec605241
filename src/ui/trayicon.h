#pragma once

#include <QIcon>
#include <QMenu>
#include <QObject>
#include <QSystemTrayIcon>

namespace foyer
{

class Theme;
struct Tokens;

/// What the icon tells at a glance.
struct TrayLook {
    enum class Badge { None, Unread, Mention };
    Badge badge = Badge::None;
    bool isOffline = false; ///< an account, but no connection: without colour

    bool operator==(const TrayLook &) const = default;
};

/// The program's icon with its badge, in the sizes trays ask for.
QIcon trayPicture(const TrayLook &look, const Tokens &tokens);

/// Foyer in the desktop's tray. Make it only while the desktop has a place for it (desktop/trayhost.h): Qt asks once,
/// when the first one is made.
class TrayIcon : public QObject
{
    Q_OBJECT

public:
    explicit TrayIcon(const Theme &theme, QObject *parent = nullptr);
    ~TrayIcon() override;

    /// \a unread: messages nobody has read, \a mentions: those among them that have one's name.
    void setFacts(int unread, int mentions, bool isOffline);
    /// What the first entry of the menu does.
    void setWindowShown(bool shown);
    TrayLook look() const { return m_look; }
    QString toolTip() const { return m_icon.toolTip(); }
    QMenu &menu() { return m_menu; }

Q_SIGNALS:
    /// The icon was clicked, or the first entry of its menu: the window comes, or goes when it was in front.
    void toggleRequested();
    void quitRequested();

private:
    void draw();

    const Theme &m_theme;
    QMenu m_menu;
    QAction *m_toggle;
    QSystemTrayIcon m_icon;
    TrayLook m_look;
};

} // namespace foyer
