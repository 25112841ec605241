#pragma once

#include <QDBusConnection>
#include <QObject>

class QDBusVariant;

namespace foyer
{

/// The desktop's wish for a light or a dark look, asked of the settings portal (`org.freedesktop.appearance`
/// `color-scheme`) and followed while it changes. Qt 6.4 has no such question of its own. Without a bus or a portal the
/// wish stays NoPreference. Nothing here blocks.
class ColourScheme : public QObject
{
    Q_OBJECT

public:
    enum class Wish { NoPreference, Dark, Light };

    explicit ColourScheme(const QDBusConnection &bus = QDBusConnection::sessionBus(), QObject *parent = nullptr);

    Wish wish() const { return m_wish; }

Q_SIGNALS:
    void wishChanged(foyer::ColourScheme::Wish wish);

private Q_SLOTS:
    void onSettingChanged(const QString &group, const QString &key, const QDBusVariant &value);

private:
    void setWish(const QVariant &value);

    QDBusConnection m_bus;
    Wish m_wish = Wish::NoPreference;
};

} // namespace foyer
