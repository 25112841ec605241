#include "desktop/dbusnotifier.h"

#include "support/fakenotifications.h"

#include <QSignalSpy>
#include <QTest>

using namespace foyer;
using namespace Qt::StringLiterals;

class TestDBusNotifier : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void itIsShownWithItsWords();
    void markupIsEscapedWhereTheServerReadsIt();
    void hostileBodiesStayLiteral_data();
    void hostileBodiesStayLiteral();
    void theSameKeyTakesThePlaceOfTheEarlierOne();
    void otherKeysStandBesideEachOther();
    void changesWhileTheServerThinksEndInTheLast();
    void withdrawnOnesAreClosed();
    void withdrawnBeforeTheAnswerIsClosedToo();
    void aClickTellsItsKeyAndToken();
    void othersNotificationsAreNoneOfOurs();
    void aClosedOneIsNotReplaced();
    void withoutAServerNothingHappens();
    void withoutABusNothingHappens();

private:
    /// Everything said before has arrived on both sides.
    void settle()
    {
        QDBusMessage ping =
            QDBusMessage::createMethodCall(u"org.freedesktop.Notifications"_s, u"/org/freedesktop/Notifications"_s,
                                           u"org.freedesktop.DBus.Peer"_s, u"Ping"_s);
        for (int i = 0; i < 3; ++i) {
            QDBusConnection(u"client"_s).call(ping, QDBus::BlockWithGui, 5000);
            QCoreApplication::processEvents();
        }
    }
    /// Shows one, and waits until the server is known and has answered.
    void showFirst(DBusNotifier &notifier, const QString &key)
    {
        notifier.show(key, u"Title"_s, u"one"_s);
        QTRY_COMPARE(m_server->calls.size(), 1);
        settle();
    }
    PrivateBus m_bus;
    std::unique_ptr<FakeNotifications> m_server;
};

void TestDBusNotifier::initTestCase()
{
    if (QStandardPaths::findExecutable(u"dbus-daemon"_s).isEmpty()) {
        QSKIP("there is no dbus-daemon on this machine to make a bus with");
    }
    QVERIFY(m_bus.start());
}

void TestDBusNotifier::init()
{
    m_server = std::make_unique<FakeNotifications>();
    QVERIFY(m_server->start(m_bus.connectAs(u"server"_s)));
    m_bus.connectAs(u"client"_s);
}

void TestDBusNotifier::cleanup()
{
    m_server.reset();
    QDBusConnection::disconnectFromBus(u"server"_s);
    QDBusConnection::disconnectFromBus(u"client"_s);
}

void TestDBusNotifier::itIsShownWithItsWords()
{
    DBusNotifier notifier(QDBusConnection(u"client"_s));
    notifier.show(u"tea"_s, u"Tea"_s, u"bob: hello"_s);
    QTRY_COMPARE(m_server->calls.size(), 1);
    const auto &call = m_server->calls.first();
    QCOMPARE(call.title, u"Tea"_s);
    QCOMPARE(call.body, u"bob: hello"_s);
    QCOMPARE(call.replaces, 0u);
    QCOMPARE(call.actions.value(0), u"default"_s);
    QCOMPARE(call.hints.value(u"desktop-entry"_s).toString(), u"foyer"_s);
}

void TestDBusNotifier::markupIsEscapedWhereTheServerReadsIt()
{
    m_server->capabilities.append(u"body-markup"_s);
    DBusNotifier notifier(QDBusConnection(u"client"_s));
    notifier.show(u"tea"_s, u"a < b"_s, u"<b>bold</b> & <img src=\"http://127.0.0.1:9/x\"/>"_s);
    QTRY_COMPARE(m_server->calls.size(), 1);
    QCOMPARE(m_server->calls.first().title, u"a < b"_s);
    QCOMPARE(m_server->calls.first().body,
             u"&lt;b&gt;bold&lt;/b&gt; &amp; &lt;img src=&quot;http://127.0.0.1:9/x&quot;/&gt;"_s);
}

void TestDBusNotifier::hostileBodiesStayLiteral_data()
{
    QTest::addColumn<QString>("body");
    QTest::newRow("link") << u"<a href='http://127.0.0.1:9/'>click</a>"_s;
    QTest::newRow("entity") << u"&lt;not a tag&gt; &amp;amp;"_s;
    QTest::newRow("image") << u"<img src='file:///etc/passwd' alt='x'/>"_s;
    QTest::newRow("unfinished") << u"<b"_s;
    QTest::newRow("script") << u"<script>alert(1)</script>"_s;
}

void TestDBusNotifier::hostileBodiesStayLiteral()
{
    QFETCH(const QString, body);
    DBusNotifier notifier(QDBusConnection(u"client"_s));
    notifier.show(u"tea"_s, u"Tea"_s, body);
    QTRY_COMPARE(m_server->calls.size(), 1);
    // This server shows bodies as they are.
    QCOMPARE(m_server->calls.first().body, body);
}

void TestDBusNotifier::theSameKeyTakesThePlaceOfTheEarlierOne()
{
    DBusNotifier notifier(QDBusConnection(u"client"_s));
    showFirst(notifier, u"tea"_s);
    notifier.show(u"tea"_s, u"Tea"_s, u"two"_s);
    QTRY_COMPARE(m_server->calls.size(), 2);
    QCOMPARE(m_server->calls[1].replaces, 1u);
}

void TestDBusNotifier::otherKeysStandBesideEachOther()
{
    DBusNotifier notifier(QDBusConnection(u"client"_s));
    notifier.show(u"tea"_s, u"Tea"_s, u"one"_s);
    notifier.show(u"cake"_s, u"Cake"_s, u"one"_s);
    QTRY_COMPARE(m_server->calls.size(), 2);
    QCOMPARE(m_server->calls[0].replaces, 0u);
    QCOMPARE(m_server->calls[1].replaces, 0u);
}

void TestDBusNotifier::changesWhileTheServerThinksEndInTheLast()
{
    DBusNotifier notifier(QDBusConnection(u"client"_s));
    showFirst(notifier, u"cake"_s);
    for (const QString &body : {u"one"_s, u"two"_s, u"three"_s}) {
        notifier.show(u"tea"_s, u"Tea"_s, body);
    }
    QTRY_COMPARE(m_server->calls.size(), 3);
    settle();
    QCOMPARE(m_server->calls.size(), 3);
    QCOMPARE(m_server->calls[1].body, u"one"_s);
    QCOMPARE(m_server->calls[2].body, u"three"_s);
    QCOMPARE(m_server->calls[2].replaces, 2u);
}

void TestDBusNotifier::withdrawnOnesAreClosed()
{
    DBusNotifier notifier(QDBusConnection(u"client"_s));
    showFirst(notifier, u"tea"_s);
    notifier.withdraw(u"tea"_s);
    notifier.withdraw(u"never shown"_s);
    QTRY_COMPARE(m_server->closed, QList<uint>{1u});
    notifier.show(u"tea"_s, u"Tea"_s, u"two"_s);
    QTRY_COMPARE(m_server->calls.size(), 2);
    QCOMPARE(m_server->calls[1].replaces, 0u);
}

void TestDBusNotifier::withdrawnBeforeTheAnswerIsClosedToo()
{
    DBusNotifier notifier(QDBusConnection(u"client"_s));
    showFirst(notifier, u"cake"_s);
    notifier.show(u"tea"_s, u"Tea"_s, u"one"_s);
    notifier.withdraw(u"tea"_s);
    QTRY_COMPARE(m_server->closed, QList<uint>{2u});
}

void TestDBusNotifier::aClickTellsItsKeyAndToken()
{
    DBusNotifier notifier(QDBusConnection(u"client"_s));
    QSignalSpy activated(&notifier, &Notifier::activated);
    showFirst(notifier, u"tea"_s);
    m_server->tell(u"ActivationToken"_s, {1u, u"a token"_s});
    m_server->tell(u"ActionInvoked"_s, {1u, u"default"_s});
    QTRY_COMPARE(activated.size(), 1);
    QCOMPARE(activated[0][0].toString(), u"tea"_s);
    QCOMPARE(activated[0][1].toString(), u"a token"_s);
}

void TestDBusNotifier::othersNotificationsAreNoneOfOurs()
{
    DBusNotifier notifier(QDBusConnection(u"client"_s));
    QSignalSpy activated(&notifier, &Notifier::activated);
    showFirst(notifier, u"tea"_s);
    m_server->tell(u"ActionInvoked"_s, {77u, u"default"_s});
    m_server->tell(u"ActionInvoked"_s, {0u, u"default"_s});
    m_server->tell(u"NotificationClosed"_s, {77u, 2u});
    m_server->tell(u"ActionInvoked"_s, {1u, u"default"_s});
    QTRY_COMPARE(activated.size(), 1);
}

void TestDBusNotifier::aClosedOneIsNotReplaced()
{
    DBusNotifier notifier(QDBusConnection(u"client"_s));
    showFirst(notifier, u"tea"_s);
    m_server->tell(u"NotificationClosed"_s, {1u, 2u});
    settle();
    notifier.show(u"tea"_s, u"Tea"_s, u"two"_s);
    QTRY_COMPARE(m_server->calls.size(), 2);
    QCOMPARE(m_server->calls[1].replaces, 0u);
}

void TestDBusNotifier::withoutAServerNothingHappens()
{
    QVERIFY(QDBusConnection(u"server"_s).unregisterService(u"org.freedesktop.Notifications"_s));
    DBusNotifier notifier(QDBusConnection(u"client"_s));
    notifier.show(u"tea"_s, u"Tea"_s, u"one"_s);
    settle();
    notifier.withdraw(u"tea"_s);
    QVERIFY(m_server->calls.isEmpty());
    // One that is started later is found.
    QVERIFY(QDBusConnection(u"server"_s).registerService(u"org.freedesktop.Notifications"_s));
    notifier.show(u"tea"_s, u"Tea"_s, u"two"_s);
    QTRY_COMPARE(m_server->calls.size(), 1);
    QCOMPARE(m_server->calls.first().body, u"two"_s);
}

void TestDBusNotifier::withoutABusNothingHappens()
{
    DBusNotifier notifier(QDBusConnection(u"no such connection"_s));
    notifier.show(u"tea"_s, u"Tea"_s, u"one"_s);
    notifier.withdraw(u"tea"_s);
}

QTEST_GUILESS_MAIN(TestDBusNotifier)
#include "tst_dbusnotifier.moc"
