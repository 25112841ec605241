#pragma once

#include <QDBusConnection>
#include <QObject>

namespace foyer
{

/// Whether the desktop has a place for tray icons now: a host that the StatusNotifierWatcher knows of
/// (freedesktop.org StatusNotifierItem). It may come and go while the program runs; GNOME has none by default.
class TrayHost : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Unknown, ///< not answered yet
        Missing,
        Present,
    };

    explicit TrayHost(const QDBusConnection &bus, QObject *parent = nullptr);

    State state() const { return m_state; }

Q_SIGNALS:
    /// state() is another one; never Unknown again.
    void changed();

private Q_SLOTS:
    void ask();

private:
    void setState(State state);

    QDBusConnection m_bus;
    State m_state = State::Unknown;
    int m_asked = 0; ///< only the last question counts
};

} // namespace foyer
