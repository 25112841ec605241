#include "desktop/trayhost.h"

#include "support/fakenotifications.h"
#include "support/faketrayhost.h"

#include <QSignalSpy>
#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

using State = TrayHost::State;

class TestTrayHost : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_bus = std::make_unique<PrivateBus>();
        if (!m_bus->start()) {
            QSKIP("no dbus-daemon");
        }
        ++m_run;
    }

    void withoutABusThereIsNone()
    {
        const TrayHost host(QDBusConnection(u"no such bus"_s));
        QCOMPARE(host.state(), State::Missing);
    }

    void withoutAWatcherThereIsNone()
    {
        const TrayHost host(connection(u"a"_s));
        QCOMPARE(host.state(), State::Unknown);
        QTRY_COMPARE(host.state(), State::Missing);
    }

    void watcherWithoutAHostIsNotEnough()
    {
        FakeTrayHost desktop(false);
        QVERIFY(desktop.start(connection(u"desktop"_s)));
        TrayHost host(connection(u"a"_s));
        QTRY_COMPARE(host.state(), State::Missing);
        QSignalSpy changed(&host, &TrayHost::changed);
        desktop.setHost(true);
        QTRY_COMPARE(host.state(), State::Present);
        QCOMPARE(changed.size(), 1);
        desktop.setHost(false);
        QTRY_COMPARE(host.state(), State::Missing);
    }

    void watcherComesAndGoes()
    {
        TrayHost host(connection(u"a"_s));
        QTRY_COMPARE(host.state(), State::Missing);
        FakeTrayHost desktop;
        QVERIFY(desktop.start(connection(u"desktop"_s)));
        QTRY_COMPARE(host.state(), State::Present);
        desktop.stop();
        QTRY_COMPARE(host.state(), State::Missing);
    }

private:
    QDBusConnection connection(const QString &name) const { return m_bus->connectAs(u"%1-%2"_s.arg(name).arg(m_run)); }

    std::unique_ptr<PrivateBus> m_bus;
    int m_run = 0;
};

QTEST_GUILESS_MAIN(TestTrayHost)
#include "tst_trayhost.moc"
