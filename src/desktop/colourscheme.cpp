#include "desktop/colourscheme.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr auto service = "org.freedesktop.portal.Desktop"_L1;
constexpr auto path = "/org/freedesktop/portal/desktop"_L1;
constexpr auto interface = "org.freedesktop.portal.Settings"_L1;
constexpr auto group = "org.freedesktop.appearance"_L1;
constexpr auto schemeKey = "color-scheme"_L1;
constexpr auto contrastKey = "contrast"_L1;
constexpr auto motionKey = "reduced-motion"_L1;

} // namespace

ColourScheme::ColourScheme(const QDBusConnection &bus, QObject *parent) : QObject(parent), m_bus(bus)
{
    if (!m_bus.isConnected()) {
        return;
    }
    // Connected first, so that no change falls between the question and the answer. QtDBus connects by name only.
    m_bus.connect(service, path, interface, u"SettingChanged"_s, this,
                  SLOT(onSettingChanged(QString, QString, QDBusVariant)));
    for (const QString &key : {QString(schemeKey), QString(contrastKey), QString(motionKey)}) {
        ask(key);
    }
}

void ColourScheme::ask(const QString &key)
{
    QDBusMessage question = QDBusMessage::createMethodCall(service, path, interface, u"Read"_s);
    question << QString(group) << key;
    auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(question), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, key](QDBusPendingCallWatcher *call) {
        call->deleteLater();
        const QDBusPendingReply<QDBusVariant> reply = *call;
        if (reply.isValid()) {
            take(key, reply.value().variant());
        }
    });
}

void ColourScheme::onSettingChanged(const QString &changedGroup, const QString &changedKey, const QDBusVariant &value)
{
    if (changedGroup == group) {
        take(changedKey, value.variant());
    }
}

void ColourScheme::take(const QString &key, const QVariant &value)
{
    // The method Read wraps its answer in one variant more than the signal does.
    QVariant plain = value;
    while (plain.canConvert<QDBusVariant>()) {
        plain = plain.value<QDBusVariant>().variant();
    }
    const uint number = plain.toUInt();
    if (key == schemeKey) {
        setWish(number);
    } else if (key == contrastKey && m_wantsContrast != (number == 1)) {
        m_wantsContrast = number == 1;
        Q_EMIT contrastChanged(m_wantsContrast);
    } else if (key == motionKey && m_wantsLessMotion != (number == 1)) {
        m_wantsLessMotion = number == 1;
        Q_EMIT lessMotionChanged(m_wantsLessMotion);
    }
}

void ColourScheme::setWish(uint value)
{
    Wish wish = Wish::NoPreference;
    switch (value) {
    case 1:
        wish = Wish::Dark;
        break;
    case 2:
        wish = Wish::Light;
        break;
    default:
        break;
    }
    if (wish == m_wish) {
        return;
    }
    m_wish = wish;
    Q_EMIT wishChanged(wish);
}

} // namespace foyer
