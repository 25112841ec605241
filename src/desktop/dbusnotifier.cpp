#include "desktop/dbusnotifier.h"

#include "core/logging.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QVariantMap>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr auto service = "org.freedesktop.Notifications"_L1;
constexpr auto path = "/org/freedesktop/Notifications"_L1;
constexpr auto interface = "org.freedesktop.Notifications"_L1;
constexpr auto defaultAction = "default"_L1;
constexpr int serverDecidesWhenItEnds = -1;

QDBusMessage callTo(const QString &method)
{
    return QDBusMessage::createMethodCall(service, path, interface, method);
}

} // namespace

DBusNotifier::DBusNotifier(const QDBusConnection &bus, QObject *parent) : Notifier(parent), m_bus(bus)
{
    if (!m_bus.isConnected()) {
        return;
    }
    // QtDBus connects by name only.
    m_bus.connect(service, path, interface, u"ActionInvoked"_s, this, SLOT(onActionInvoked(uint, QString)));
    m_bus.connect(service, path, interface, u"ActivationToken"_s, this, SLOT(onActivationToken(uint, QString)));
    m_bus.connect(service, path, interface, u"NotificationClosed"_s, this, SLOT(onNotificationClosed(uint, uint)));
}

void DBusNotifier::askCapabilities()
{
    m_asked = true;
    auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(callTo(u"GetCapabilities"_s)), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher *call) {
        call->deleteLater();
        const QDBusPendingReply<QStringList> reply = *call;
        m_readsMarkup = !reply.isValid() || reply.value().contains(u"body-markup"_s);
        m_knowsCapabilities = true;
        for (const QString &key : m_shown.keys()) {
            if (m_shown[key].next) {
                send(key, *std::exchange(m_shown[key].next, {}));
            }
        }
    });
}

void DBusNotifier::show(const QString &key, const QString &title, const QString &body)
{
    if (!m_bus.isConnected()) {
        return;
    }
    if (!m_asked) {
        askCapabilities();
    }
    Shown &shown = m_shown[key];
    shown.withdrawn = false;
    if (shown.waiting || !m_knowsCapabilities) {
        // Without the id of the one before, this one could not take its place.
        shown.next = Words{title, body};
    } else {
        send(key, {title, body});
    }
}

void DBusNotifier::send(const QString &key, const Words &words)
{
    Shown &shown = m_shown[key];
    shown.waiting = true;
    QVariantMap hints;
    hints.insert(u"desktop-entry"_s, u"foyer"_s);
    hints.insert(u"category"_s, u"im.received"_s);
    QDBusMessage call = callTo(u"Notify"_s);
    call << u"Foyer"_s << shown.id << u"foyer"_s << words.title
         << (m_readsMarkup ? words.body.toHtmlEscaped() : words.body)
         << QStringList{defaultAction, tr("Show", "a notification's button")} << hints << serverDecidesWhenItEnds;
    auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
            [this, key](QDBusPendingCallWatcher *answered) { onAnswer(key, answered); });
}

void DBusNotifier::onAnswer(const QString &key, QDBusPendingCallWatcher *call)
{
    call->deleteLater();
    const QDBusPendingReply<uint> reply = *call;
    Shown &shown = m_shown[key];
    shown.waiting = false;
    if (!reply.isValid()) {
        qCInfo(lcApp) << "no notification was shown:" << reply.error().name();
        m_shown.remove(key);
        // The next one asks again: a server may have been started by then, and another one.
        m_asked = false;
        m_knowsCapabilities = false;
        return;
    }
    shown.id = reply.value();
    if (shown.withdrawn) {
        close(shown.id);
        m_shown.remove(key);
    } else if (shown.next) {
        send(key, *std::exchange(shown.next, {}));
    }
}

void DBusNotifier::withdraw(const QString &key)
{
    const auto shown = m_shown.find(key);
    if (shown == m_shown.end()) {
        return;
    }
    shown->next.reset();
    if (shown->waiting) {
        shown->withdrawn = true;
        return;
    }
    if (shown->id != 0) {
        close(shown->id);
    }
    m_shown.erase(shown);
}

void DBusNotifier::close(uint id)
{
    QDBusMessage call = callTo(u"CloseNotification"_s);
    call << id;
    m_bus.send(call);
}

QString DBusNotifier::keyOf(uint id) const
{
    for (auto shown = m_shown.cbegin(); shown != m_shown.cend(); ++shown) {
        if (shown->id == id) {
            return shown.key();
        }
    }
    return {};
}

void DBusNotifier::onActivationToken(uint id, const QString &token)
{
    const QString key = keyOf(id);
    if (!key.isEmpty()) {
        m_shown[key].token = token;
    }
}

void DBusNotifier::onActionInvoked(uint id, const QString &action)
{
    const QString key = id == 0 || action != defaultAction ? QString() : keyOf(id);
    if (!key.isEmpty()) {
        Q_EMIT activated(key, m_shown[key].token);
    }
}

void DBusNotifier::onNotificationClosed(uint id, uint)
{
    const QString key = id == 0 ? QString() : keyOf(id);
    if (key.isEmpty()) {
        return;
    }
    Shown &shown = m_shown[key];
    if (shown.waiting || shown.next) {
        shown.id = 0;
    } else {
        m_shown.remove(key);
    }
}

} // namespace foyer
