#include "desktop/trayhost.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusServiceWatcher>
#include <QDBusVariant>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

const QString service = u"org.kde.StatusNotifierWatcher"_s;
const QString path = u"/StatusNotifierWatcher"_s;
constexpr int longestAnswerMs = 2000;

} // namespace

TrayHost::TrayHost(const QDBusConnection &bus, QObject *parent) : QObject(parent), m_bus(bus)
{
    if (!m_bus.isConnected()) {
        m_state = State::Missing;
        return;
    }
    auto *watcher = new QDBusServiceWatcher(service, bus, QDBusServiceWatcher::WatchForOwnerChange, this);
    connect(watcher, &QDBusServiceWatcher::serviceOwnerChanged, this, &TrayHost::ask);
    // QtDBus connects by name only. The watcher's interface has the name of its service.
    m_bus.connect(service, path, service, u"StatusNotifierHostRegistered"_s, this, SLOT(ask()));
    m_bus.connect(service, path, service, u"StatusNotifierHostUnregistered"_s, this, SLOT(ask()));
    ask();
}

void TrayHost::ask()
{
    const int asked = ++m_asked;
    QDBusMessage question =
        QDBusMessage::createMethodCall(service, path, u"org.freedesktop.DBus.Properties"_s, u"Get"_s);
    question.setArguments({service, u"IsStatusNotifierHostRegistered"_s});
    question.setAutoStartService(false);
    auto *answer = new QDBusPendingCallWatcher(m_bus.asyncCall(question, longestAnswerMs), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, asked](QDBusPendingCallWatcher *call) {
        call->deleteLater();
        if (asked == m_asked) {
            const QDBusPendingReply<QDBusVariant> reply = *call;
            const bool isThere = reply.isValid() && reply.value().variant().toBool();
            setState(isThere ? State::Present : State::Missing);
        }
    });
}

void TrayHost::setState(State state)
{
    if (m_state != state) {
        m_state = state;
        Q_EMIT changed();
    }
}

} // namespace foyer
