#pragma once

#include <QDBusConnection>
#include <QDBusMessage>
#include <QObject>
#include <QStringList>

namespace foyer
{

/// A desktop's StatusNotifierWatcher whose host comes and goes as the test says. It writes down who registers an icon.
class FakeTrayHost : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.kde.StatusNotifierWatcher")
    Q_PROPERTY(bool IsStatusNotifierHostRegistered READ hasHost)
    Q_PROPERTY(int ProtocolVersion READ version)
    Q_PROPERTY(QStringList RegisteredStatusNotifierItems READ registered)

public:
    explicit FakeTrayHost(bool host = true) : m_host(host) {}

    bool start(QDBusConnection bus)
    {
        m_bus = bus.name();
        return bus.registerObject(path(), this,
                                  QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllProperties) &&
               bus.registerService(name());
    }
    void stop() const
    {
        if (m_bus.isEmpty()) {
            return;
        }
        QDBusConnection bus(m_bus);
        bus.unregisterService(name());
        bus.unregisterObject(path());
    }
    void setHost(bool host)
    {
        m_host = host;
        QDBusConnection(m_bus).send(QDBusMessage::createSignal(
            path(), name(),
            host ? QStringLiteral("StatusNotifierHostRegistered") : QStringLiteral("StatusNotifierHostUnregistered")));
    }
    bool hasHost() const { return m_host; }
    int version() const { return 0; }
    QStringList registered() const { return icons; }

    QStringList icons;

public Q_SLOTS:
    void RegisterStatusNotifierItem(const QString &icon) { icons.append(icon); }
    void RegisterStatusNotifierHost(const QString &) {}

private:
    static QString name() { return QStringLiteral("org.kde.StatusNotifierWatcher"); }
    static QString path() { return QStringLiteral("/StatusNotifierWatcher"); }

    QString m_bus;
    bool m_host;
};

} // namespace foyer
