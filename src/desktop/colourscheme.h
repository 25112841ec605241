#pragma once

#include <QDBusConnection>
#include <QObject>

class QDBusVariant;

namespace foyer
{

/// The desktop's wishes for the look: light or dark, high contrast, less motion. Asked of the settings portal
/// (`org.freedesktop.appearance` `color-scheme`, `contrast`, `reduced-motion`) and followed while they change. Qt 6.4
/// has no such question of its own. Without a bus or a portal the wishes stay as they begin: none. Nothing here blocks.
class ColourScheme : public QObject
{
    Q_OBJECT

public:
    enum class Wish { NoPreference, Dark, Light };

    explicit ColourScheme(const QDBusConnection &bus = QDBusConnection::sessionBus(), QObject *parent = nullptr);

    Wish wish() const { return m_wish; }
    bool wantsContrast() const { return m_wantsContrast; }
    bool wantsLessMotion() const { return m_wantsLessMotion; }

Q_SIGNALS:
    void wishChanged(foyer::ColourScheme::Wish wish);
    void contrastChanged(bool wanted);
    void lessMotionChanged(bool wanted);

private Q_SLOTS:
    void onSettingChanged(const QString &group, const QString &key, const QDBusVariant &value);

private:
    void ask(const QString &key);
    void take(const QString &key, const QVariant &value);
    void setWish(uint value);

    QDBusConnection m_bus;
    Wish m_wish = Wish::NoPreference;
    bool m_wantsContrast = false;
    bool m_wantsLessMotion = false;
};

} // namespace foyer
