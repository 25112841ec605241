#pragma once

#include "desktop/notifier.h"

#include <QDBusConnection>
#include <QHash>

#include <optional>

class QDBusPendingCallWatcher;

namespace foyer
{

/// Notifications of a free desktop (Desktop Notifications Specification 1.2: org.freedesktop.Notifications). Asks
/// first whether the server reads markup in bodies, and escapes them when it does or does not tell; titles are never
/// markup. Nothing waits, and where there is no server nothing is shown.
class DBusNotifier : public Notifier
{
    Q_OBJECT

public:
    explicit DBusNotifier(const QDBusConnection &bus, QObject *parent = nullptr);

    void show(const QString &key, const QString &title, const QString &body) override;
    void withdraw(const QString &key) override;

private Q_SLOTS:
    void onActionInvoked(uint id, const QString &action);
    void onActivationToken(uint id, const QString &token);
    void onNotificationClosed(uint id, uint reason);

private:
    struct Words {
        QString title;
        QString body;
    };
    /// One key: the id of what stands, and what is to follow once the server has answered.
    struct Shown {
        uint id = 0; ///< 0: none stands
        bool waiting = false;
        bool withdrawn = false;
        std::optional<Words> next;
        QString token;
    };

    void askCapabilities();
    void send(const QString &key, const Words &words);
    void onAnswer(const QString &key, QDBusPendingCallWatcher *call);
    void close(uint id);
    QString keyOf(uint id) const;

    QDBusConnection m_bus;
    bool m_readsMarkup = true;
    bool m_asked = false;
    bool m_knowsCapabilities = false;
    QHash<QString, Shown> m_shown;
};

} // namespace foyer
