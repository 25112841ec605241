#include "desktop/colourscheme.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusVariant>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

using Wish = ColourScheme::Wish;

const QString path = u"/org/freedesktop/portal/desktop"_s;

} // namespace

/// The settings portal, as far as it is asked.
class FakePortal : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")

public:
    uint scheme = 0;

public Q_SLOTS:
    QDBusVariant Read(const QString &group, const QString &key)
    {
        if (group != u"org.freedesktop.appearance" || key != u"color-scheme") {
            return QDBusVariant(QString());
        }
        // Wrapped twice, as the real portal does.
        return QDBusVariant(QVariant::fromValue(QDBusVariant(scheme)));
    }
};

class TestColourScheme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(u"dbus-daemon"_s).isEmpty()) {
            QSKIP("there is no dbus-daemon on this machine to make a bus with");
        }
        m_daemon.start(u"dbus-daemon"_s, {u"--session"_s, u"--nofork"_s, u"--print-address=1"_s});
        QVERIFY(m_daemon.waitForReadyRead(10000));
        m_address = QString::fromUtf8(m_daemon.readLine().trimmed());
    }

    void cleanupTestCase()
    {
        m_daemon.terminate();
        m_daemon.waitForFinished(10000);
    }

    void wishIsRead_data()
    {
        QTest::addColumn<uint>("scheme");
        QTest::addColumn<ColourScheme::Wish>("wish");

        QTest::newRow("no preference") << 0u << Wish::NoPreference;
        QTest::newRow("dark") << 1u << Wish::Dark;
        QTest::newRow("light") << 2u << Wish::Light;
        QTest::newRow("not known yet") << 7u << Wish::NoPreference;
    }

    void wishIsRead()
    {
        QFETCH(uint, scheme);
        QFETCH(ColourScheme::Wish, wish);
        Desktop desktop(m_address);
        desktop.portal.scheme = scheme;
        ColourScheme colours(desktop.bus);
        QSignalSpy changed(&colours, &ColourScheme::wishChanged);
        QCOMPARE(colours.wish(), Wish::NoPreference);
        desktop.settle();
        QCOMPARE(colours.wish(), wish);
        QCOMPARE(changed.size(), wish == Wish::NoPreference ? 0 : 1);
    }

    void changeIsFollowed()
    {
        Desktop desktop(m_address);
        ColourScheme colours(desktop.bus);
        desktop.settle();
        QSignalSpy changed(&colours, &ColourScheme::wishChanged);
        desktop.tell(u"org.freedesktop.appearance"_s, u"color-scheme"_s, 1);
        QTRY_COMPARE(colours.wish(), Wish::Dark);
        desktop.tell(u"org.freedesktop.appearance"_s, u"color-scheme"_s, 1);
        desktop.tell(u"org.freedesktop.appearance"_s, u"contrast"_s, 2);
        desktop.tell(u"org.gnome.desktop.interface"_s, u"color-scheme"_s, 2);
        desktop.settle();
        QCOMPARE(colours.wish(), Wish::Dark);
        QCOMPARE(changed.size(), 1);
        desktop.tell(u"org.freedesktop.appearance"_s, u"color-scheme"_s, 0);
        QTRY_COMPARE(colours.wish(), Wish::NoPreference);
    }

    void contrastAndMotionAreFollowed()
    {
        Desktop desktop(m_address);
        ColourScheme colours(desktop.bus);
        desktop.settle();
        QVERIFY(!colours.wantsContrast());
        QVERIFY(!colours.wantsLessMotion());
        QSignalSpy contrast(&colours, &ColourScheme::contrastChanged);
        QSignalSpy motion(&colours, &ColourScheme::lessMotionChanged);
        desktop.tell(u"org.freedesktop.appearance"_s, u"contrast"_s, 1);
        desktop.tell(u"org.freedesktop.appearance"_s, u"reduced-motion"_s, 1);
        QTRY_VERIFY(colours.wantsContrast() && colours.wantsLessMotion());
        desktop.tell(u"org.freedesktop.appearance"_s, u"contrast"_s, 0);
        QTRY_VERIFY(!colours.wantsContrast());
        QCOMPARE(contrast.size(), 2);
        QCOMPARE(motion.size(), 1);
        QCOMPARE(colours.wish(), Wish::NoPreference);
    }

    void withoutABusThereIsNoPreference()
    {
        const ColourScheme colours(QDBusConnection(u"no such connection"_s));
        QCOMPARE(colours.wish(), Wish::NoPreference);
    }

private:
    /// A portal on the bus while it lives, and a connection of its own for whoever asks: a call to oneself would not
    /// pass the bus.
    struct Desktop {
        explicit Desktop(const QString &address)
            : bus(QDBusConnection::connectToBus(address, u"client"_s)),
              portalBus(QDBusConnection::connectToBus(address, u"portal"_s))
        {
            portalBus.registerObject(path, &portal, QDBusConnection::ExportAllSlots);
            registered = portalBus.registerService(u"org.freedesktop.portal.Desktop"_s);
        }
        ~Desktop()
        {
            QDBusConnection::disconnectFromBus(u"client"_s);
            QDBusConnection::disconnectFromBus(u"portal"_s);
        }
        Q_DISABLE_COPY_MOVE(Desktop)

        void tell(const QString &group, const QString &key, uint value)
        {
            QDBusMessage signal =
                QDBusMessage::createSignal(path, u"org.freedesktop.portal.Settings"_s, u"SettingChanged"_s);
            signal << group << key << QVariant::fromValue(QDBusVariant(value));
            portalBus.send(signal);
        }
        /// Everything asked and said before has been answered and has arrived: bus and portal keep the order.
        void settle()
        {
            QVERIFY(registered);
            QDBusMessage question = QDBusMessage::createMethodCall(u"org.freedesktop.portal.Desktop"_s, path,
                                                                   u"org.freedesktop.portal.Settings"_s, u"Read"_s);
            question << u"another"_s << u"key"_s;
            QDBusPendingCallWatcher round(bus.asyncCall(question));
            bool answered = false;
            connect(&round, &QDBusPendingCallWatcher::finished, &portal, [&answered] { answered = true; });
            QTRY_VERIFY(answered);
        }

        FakePortal portal;
        QDBusConnection bus;
        QDBusConnection portalBus;
        bool registered = false;
    };

    QProcess m_daemon;
    QString m_address;
};

QTEST_GUILESS_MAIN(TestColourScheme)
#include "tst_colourscheme.moc"
