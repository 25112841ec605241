#pragma once

#include <QDBusConnection>
#include <QDBusMessage>
#include <QObject>
#include <QProcess>
#include <QStandardPaths>
#include <QVariantMap>

namespace foyer
{

/// A session bus of the test's own, which ends with it.
class PrivateBus
{
public:
    ~PrivateBus()
    {
        m_daemon.terminate();
        m_daemon.waitForFinished(10000);
    }
    /// False where there is no dbus-daemon.
    bool start()
    {
        m_daemon.start(QStringLiteral("dbus-daemon"),
                       {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address=1")});
        if (!m_daemon.waitForReadyRead(10000)) {
            return false;
        }
        m_address = QString::fromUtf8(m_daemon.readLine().trimmed());
        return true;
    }
    QDBusConnection connectAs(const QString &name) const { return QDBusConnection::connectToBus(m_address, name); }
    QString address() const { return m_address; }

private:
    QProcess m_daemon;
    QString m_address;
};

/// A notification server that writes down what it is asked.
class FakeNotifications : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

public:
    struct Call {
        uint replaces = 0;
        QString title;
        QString body;
        QStringList actions;
        QVariantMap hints;
    };

    bool start(QDBusConnection bus)
    {
        m_bus = bus.name();
        return bus.registerObject(path(), this, QDBusConnection::ExportAllSlots) &&
               bus.registerService(QStringLiteral("org.freedesktop.Notifications"));
    }
    void tell(const QString &signal, const QVariantList &values) const
    {
        QDBusMessage message =
            QDBusMessage::createSignal(path(), QStringLiteral("org.freedesktop.Notifications"), signal);
        message.setArguments(values);
        QDBusConnection(m_bus).send(message);
    }

    QStringList capabilities{QStringLiteral("body"), QStringLiteral("actions")};
    QList<Call> calls;
    QList<uint> closed;
    uint lastId = 0;

public Q_SLOTS:
    QStringList GetCapabilities() { return capabilities; }
    uint Notify(const QString &, uint replaces, const QString &, const QString &title, const QString &body,
                const QStringList &actions, const QVariantMap &hints, int)
    {
        calls.append({replaces, title, body, actions, hints});
        lastId = replaces != 0 ? replaces : lastId + 1;
        return lastId;
    }
    void CloseNotification(uint id) { closed.append(id); }

private:
    static QString path() { return QStringLiteral("/org/freedesktop/Notifications"); }

    QString m_bus;
};

} // namespace foyer
