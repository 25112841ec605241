#include "server/serversettings.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace foyer;
using namespace foyer::server;
using namespace Qt::StringLiterals;

class TestServerSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keysOfTheContractAreRead()
    {
        const auto read = readText(u"# a comment\n\n[server]\nsingle_user_multiple_rooms = true\nhistory_depth=20\n"
                                   "archive_retention_days = 0\nauto_destroy_minutes = 120\n"
                                   "member_change_events = no\nmembers_only_sending = off\n"
                                   "offline_exit_seconds = 5\noffline_exit_messages = 6\nanonymous_login = on\n"
                                   "callback_url = http://127.0.0.1:8080/rooms?a=b\ncallback_allow_loopback = 0\n"
                                   "; another comment\nport = 0\napi_port = 5391\nadministrators = alice, bob\n"_s);
        QVERIFY2(read.isOk(), read.isOk() ? "" : qPrintable(read.error().text));
        QVERIFY(read->rooms.singleUserMultipleRooms);
        QCOMPARE(read->rooms.historyDepth, 20);
        QCOMPARE(read->rooms.archiveRetentionDays, 0);
        QCOMPARE(read->rooms.autoDestroyMinutes, 120);
        QVERIFY(!read->rooms.memberChangeEvents);
        QVERIFY(!read->rooms.membersOnlySending);
        QCOMPARE(read->rooms.offlineExitSeconds, 5);
        QCOMPARE(read->rooms.offlineExitMessages, 6);
        QVERIFY(read->anonymousLogin);
        QCOMPARE(read->callbackUrl, QUrl(u"http://127.0.0.1:8080/rooms?a=b"_s));
        QVERIFY(!read->callbackAllowLoopback);
        QCOMPARE(read->port, quint16(0));
        QCOMPARE(read->apiPort, quint16(5391));
        QCOMPARE(read->rooms.administrators, (QStringList{u"alice"_s, u"bob"_s}));
    }

    void mistakeNamesKeyAndLine_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("said");
        QTest::newRow("unknown key") << u"[server]\nport = 1\nhistroy = 3\n"_s << u"line 3: there is no key histroy"_s;
        QTest::newRow("out of range") << u"[server]\nport = 65536\n"_s
                                      << u"line 2: port must be a number from 0 to 65535"_s;
        QTest::newRow("no number") << u"[server]\n\nhistory_depth = ten\n"_s
                                   << u"line 3: history_depth must be a number from 0 to 1000"_s;
        QTest::newRow("no flag") << u"[server]\nanonymous_login = perhaps\n"_s
                                 << u"line 2: anonymous_login must be true or false"_s;
        QTest::newRow("no address") << u"[server]\ncallback_url = ftp://example.org\n"_s
                                    << u"line 2: callback_url must be"_s;
        QTest::newRow("no domain") << u"[server]\ndomain = a@b\n"_s << u"line 2: domain must be a domain name"_s;
        QTest::newRow("no pair") << u"[server]\nport 12\n"_s << u"line 2: a line is key = value"_s;
        QTest::newRow("other section") << u"[client]\n"_s << u"line 1: the only section is [server]"_s;
        QTest::newRow("before the section") << u"port = 1\n"_s << u"line 1: a line is key = value, below [server]"_s;
    }

    void mistakeNamesKeyAndLine()
    {
        QFETCH(QString, text);
        QFETCH(QString, said);
        const auto read = readText(text);
        QVERIFY(!read.isOk());
        QVERIFY2(read.error().text.contains(said), qPrintable(read.error().text));
    }

    void missingFileIsAnError() { QVERIFY(!readSettingsFile(m_folder.filePath(u"none"_s), {}).isOk()); }

    void whatIsWrittenIsReadAgain()
    {
        ServerSettings changed;
        for (const QString &key : settingsKeys())
            QCOMPARE(applySetting(changed, key, otherValue(key)), QString());
        const QString name = m_folder.filePath(u"written.ini"_s);
        QVERIFY(writeSettingsFile(name, changed, {}).isOk());
        const auto read = readSettingsFile(name, {});
        QVERIFY2(read.isOk(), read.isOk() ? "" : qPrintable(read.error().text));
        for (const QString &key : settingsKeys())
            QCOMPARE(settingText(*read, key), settingText(changed, key));
        QCOMPARE(QFileInfo(name).permissions() & 0x0fff, QFile::ReadUser | QFile::WriteUser);
    }

    void onlyDifferencesAreWritten()
    {
        ServerSettings changed;
        changed.rooms.historyDepth = 7;
        const QString name = m_folder.filePath(u"few.ini"_s);
        QVERIFY(writeSettingsFile(name, changed, {}).isOk());
        QFile file(name);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().count('='), 1);
    }

private:
    Result<ServerSettings> readText(const QString &text)
    {
        const QString name = m_folder.filePath(u"foyer-server.ini"_s);
        QFile file(name);
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate))
            qFatal("no temporary file");
        file.write(text.toUtf8());
        file.close();
        return readSettingsFile(name, {});
    }

    /// A value that is allowed and not the usual one.
    static QString otherValue(const QString &key)
    {
        const QString usual = settingText({}, key);
        if (usual == "true"_L1 || usual == "false"_L1)
            return usual == "true"_L1 ? u"false"_s : u"true"_s;
        if (key == "callback_url"_L1)
            return u"https://example.org/c%20b?x=1&y=2"_s;
        if (key == "room_creation"_L1)
            return u"administrators"_s;
        bool isNumber = false;
        const int number = usual.toInt(&isNumber);
        return isNumber ? QString::number(number + 1) : QString(usual + u"x"_s);
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestServerSettings)
#include "tst_serversettings.moc"
