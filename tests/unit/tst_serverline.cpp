#include "server/program/serverline.h"

#include <QTest>

using namespace foyer::server;
using namespace Qt::StringLiterals;
using Mode = ServerLine::Mode;

class TestServerLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void argumentsAreRead()
    {
        const auto parsed = parseServerLine({u"--data"_s, u"/d"_s, u"--port=0"_s, u"--api-port"_s, u"1"_s,
                                             u"--app-key"_s, u"k"_s, u"--app-secret-file"_s, u"f"_s});
        const auto *line = std::get_if<ServerLine>(&parsed);
        QVERIFY(line);
        QCOMPARE(line->mode, Mode::Serve);
        QCOMPARE(line->dataFolder, u"/d"_s);
        QCOMPARE(line->appSecretFile, u"f"_s);
        const QList<QPair<QString, QString>> given{
            {u"port"_s, u"0"_s}, {u"api_port"_s, u"1"_s}, {u"app_key"_s, u"k"_s}};
        QCOMPARE(line->given, given);
    }

    void tasksAreRead_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<Mode>("mode");
        QTest::addColumn<QString>("subject");
        const QStringList data{u"--data"_s, u"/d"_s};
        QTest::newRow("add") << (data + QStringList{u"--add-account"_s, u"al"_s, u"--password-file"_s, u"-"_s})
                             << Mode::AddAccount << u"al"_s;
        QTest::newRow("list") << (data + QStringList{u"--list-accounts"_s}) << Mode::ListAccounts << QString();
        QTest::newRow("delete") << (data + QStringList{u"--delete-account"_s, u"al"_s}) << Mode::DeleteAccount
                                << u"al"_s;
        QTest::newRow("export") << (data + QStringList{u"--export-room"_s, u"Launch"_s}) << Mode::ExportRoom
                                << u"Launch"_s;
        QTest::newRow("help") << QStringList{u"--help"_s, u"--nonsense"_s} << Mode::Help << QString();
        QTest::newRow("version") << QStringList{u"--version"_s} << Mode::Version << QString();
    }
    void tasksAreRead()
    {
        QFETCH(QStringList, arguments);
        const auto parsed = parseServerLine(arguments);
        const auto *line = std::get_if<ServerLine>(&parsed);
        QVERIFY2(line, qPrintable(std::get_if<QString>(&parsed) ? std::get<QString>(parsed) : QString()));
        QTEST(line->mode, "mode");
        QTEST(line->subject, "subject");
    }

    void mistakesAreOneLine_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("unknown") << QStringList{u"--nonsense"_s};
        QTest::newRow("a word") << QStringList{u"start"_s};
        QTest::newRow("no value") << QStringList{u"--port"_s};
        QTest::newRow("value too many") << QStringList{u"--list-accounts=x"_s, u"--data"_s, u"/d"_s};
        QTest::newRow("add without password") << QStringList{u"--data"_s, u"/d"_s, u"--add-account"_s, u"al"_s};
        QTest::newRow("password for nothing") << QStringList{u"--password-file"_s, u"-"_s};
        QTest::newRow("no data folder") << QStringList{u"--list-accounts"_s};
        QTest::newRow("two tasks") << QStringList{u"--data"_s, u"/d"_s, u"--list-accounts"_s, u"--export-room"_s,
                                                  u"x"_s};
    }
    void mistakesAreOneLine()
    {
        QFETCH(QStringList, arguments);
        const auto parsed = parseServerLine(arguments);
        const auto *wrong = std::get_if<QString>(&parsed);
        QVERIFY(wrong);
        QVERIFY(!wrong->isEmpty() && !wrong->contains(u'\n'));
    }
};

QTEST_APPLESS_MAIN(TestServerLine)
#include "tst_serverline.moc"
