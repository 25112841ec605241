#include "app/commandline.h"

#include <QtTest>

using namespace Qt::StringLiterals;
using namespace foyer;

namespace
{

CommandLine parsed(const QStringList &arguments)
{
    const auto result = parseCommandLine(arguments);
    if (const auto *wrong = std::get_if<QString>(&result)) {
        qFatal("refused: %s", qUtf8Printable(*wrong));
    }
    return std::get<CommandLine>(result);
}

} // namespace

class TestCommandLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyOptionIsRead();
    void valueMayFollowAnEqualsSign();
    void roomsOfThisComputerNeedNothingElse();
    void helpAndVersionWinOverWhatFollows();
    void linkIsTakenAsItStands();
    void mistakesAreUsage_data();
    void mistakesAreUsage();
    void numberOutOfRangeIsNoUsageError();
    void helpNamesEveryOption();
};

void TestCommandLine::everyOptionIsRead()
{
    const CommandLine line = parsed({u"--profile"_s,
                                     u"/p"_s,
                                     u"--account"_s,
                                     u"alice@example.org"_s,
                                     u"--password-file"_s,
                                     u"-"_s,
                                     u"--server"_s,
                                     u"wss://a.example/ws"_s,
                                     u"--server"_s,
                                     u"ws://127.0.0.1:1/ws"_s,
                                     u"--ca-file"_s,
                                     u"ca.pem"_s,
                                     u"--join"_s,
                                     u"tea"_s,
                                     u"--join"_s,
                                     u"launch@rooms.example.org"_s,
                                     u"--create"_s,
                                     u"--history"_s,
                                     u"-1"_s,
                                     u"--nickname"_s,
                                     u"al"_s,
                                     u"--extra"_s,
                                     u"row 1"_s,
                                     u"--room-password-file"_s,
                                     u"room.txt"_s,
                                     u"--events"_s,
                                     u"-"_s,
                                     u"--commands"_s,
                                     u"fifo"_s,
                                     u"--screenshot"_s,
                                     u"x.png"_s,
                                     u"--size"_s,
                                     u"800x600"_s,
                                     u"--theme"_s,
                                     u"dark"_s,
                                     u"--lang"_s,
                                     u"de"_s,
                                     u"--log-file"_s,
                                     u"log"_s});
    QCOMPARE(line.mode, CommandLine::Mode::Window);
    QCOMPARE(line.profile, u"/p"_s);
    QCOMPARE(line.account.toString(), u"alice@example.org"_s);
    QCOMPARE(line.passwordFile, u"-"_s);
    QCOMPARE(line.servers, (QList<QUrl>{QUrl(u"wss://a.example/ws"_s), QUrl(u"ws://127.0.0.1:1/ws"_s)}));
    QCOMPARE(line.caFile, u"ca.pem"_s);
    QCOMPARE(line.rooms, (QStringList{u"tea"_s, u"launch@rooms.example.org"_s}));
    QVERIFY(line.create);
    QCOMPARE(line.historyCount, -1);
    QCOMPARE(line.nickname, u"al"_s);
    QCOMPARE(line.extra, u"row 1"_s);
    QCOMPARE(line.roomPasswordFile, u"room.txt"_s);
    QCOMPARE(line.eventsFile, u"-"_s);
    QCOMPARE(line.commandsFile, u"fifo"_s);
    QCOMPARE(line.screenshotFile, u"x.png"_s);
    QCOMPARE(line.size, std::optional(QSize(800, 600)));
    QCOMPARE(line.theme, u"dark"_s);
    QCOMPARE(line.language, u"de"_s);
    QCOMPARE(line.logFile, u"log"_s);
    QVERIFY(line.isDriven());
}

void TestCommandLine::valueMayFollowAnEqualsSign()
{
    const CommandLine line = parsed({u"--export=tea"_s, u"--format=text"_s, u"--extra=a=b"_s});
    QCOMPARE(line.mode, CommandLine::Mode::Export);
    QCOMPARE(line.exportRoom, u"tea"_s);
    QCOMPARE(line.format, CommandLine::ExportFormat::Text);
    QCOMPARE(line.extra, u"a=b"_s);
}

void TestCommandLine::roomsOfThisComputerNeedNothingElse()
{
    const CommandLine line = parsed({u"--local"_s, u"--join"_s, u"lobby"_s, u"--create"_s});
    QVERIFY(line.local && line.create);
    QCOMPARE(line.rooms, QStringList{u"lobby"_s});
    QVERIFY(!parsed({}).local);
    // One who starts it twice wants to see the window, not an error.
    QVERIFY(!parsed({u"--local"_s}).isDriven());
}

void TestCommandLine::helpAndVersionWinOverWhatFollows()
{
    QCOMPARE(parsed({u"--help"_s, u"--nonsense"_s}).mode, CommandLine::Mode::Help);
    QCOMPARE(parsed({u"--version"_s, u"--nonsense"_s}).mode, CommandLine::Mode::Version);
}

void TestCommandLine::linkIsTakenAsItStands()
{
    const CommandLine line = parsed({u"xmpp:launch@rooms.example.org?join"_s});
    QCOMPARE(line.link, u"xmpp:launch@rooms.example.org?join"_s);
    QVERIFY(!line.isDriven());
}

void TestCommandLine::mistakesAreUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("names");
    QTest::newRow("unknown") << QStringList{u"--nonsense"_s} << u"--nonsense"_s;
    QTest::newRow("value missing") << QStringList{u"--join"_s} << u"--join"_s;
    QTest::newRow("not a number") << QStringList{u"--history"_s, u"ten"_s} << u"--history"_s;
    QTest::newRow("local with account") << QStringList{u"--local"_s, u"--account"_s, u"a@b.c"_s} << u"--local"_s;
    QTest::newRow("local with server") << QStringList{u"--server"_s, u"wss://a.example"_s, u"--local"_s}
                                       << u"--local"_s;
    QTest::newRow("not an account") << QStringList{u"--account"_s, u"alice"_s} << u"--account"_s;
    QTest::newRow("account with resource") << QStringList{u"--account"_s, u"alice@example.org/x"_s} << u"--account"_s;
    QTest::newRow("not a WebSocket") << QStringList{u"--server"_s, u"https://example.org"_s} << u"--server"_s;
    QTest::newRow("ws off loopback") << QStringList{u"--server"_s, u"ws://example.org/ws"_s} << u"wss://"_s;
    QTest::newRow("two on standard input")
        << QStringList{u"--account"_s, u"a@b.c"_s, u"--password-file"_s, u"-"_s, u"--commands"_s, u"-"_s}
        << u"standard input"_s;
    QTest::newRow("size") << QStringList{u"--screenshot"_s, u"x"_s, u"--size"_s, u"big"_s} << u"--size"_s;
    QTest::newRow("size without picture") << QStringList{u"--size"_s, u"800x600"_s} << u"--screenshot"_s;
    QTest::newRow("format") << QStringList{u"--export"_s, u"tea"_s, u"--format"_s, u"csv"_s} << u"jsonl"_s;
    QTest::newRow("theme") << QStringList{u"--theme"_s, u"pink"_s} << u"dark"_s;
    QTest::newRow("password without account") << QStringList{u"--password-file"_s, u"x"_s} << u"--account"_s;
    QTest::newRow("server without account") << QStringList{u"--server"_s, u"wss://a.example"_s} << u"--account"_s;
    QTest::newRow("certificates without account") << QStringList{u"--ca-file"_s, u"ca.pem"_s} << u"--account"_s;
    QTest::newRow("plain without account") << QStringList{u"--allow-plain"_s} << u"--account"_s;
    QTest::newRow("second link") << QStringList{u"xmpp:a@b?join"_s, u"xmpp:c@d?join"_s} << u"xmpp:c@d?join"_s;
}

void TestCommandLine::mistakesAreUsage()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, names);
    const auto result = parseCommandLine(arguments);
    const auto *wrong = std::get_if<QString>(&result);
    QVERIFY(wrong);
    QVERIFY2(wrong->contains(names), qPrintable(*wrong));
    QVERIFY(!wrong->contains(u'\n'));
}

void TestCommandLine::numberOutOfRangeIsNoUsageError()
{
    QCOMPARE(parsed({u"--history"_s, u"51"_s}).historyCount, 51);
    QCOMPARE(parsed({u"--history"_s, u"-2"_s}).historyCount, -2);
    QVERIFY(parsed({u"--history"_s, u"5000000000"_s}).historyCount > 50);
    QVERIFY(parsed({u"--history"_s, u"-5000000000"_s}).historyCount < -1);
}

void TestCommandLine::helpNamesEveryOption()
{
    const QString help = helpText();
    for (const QString &option : {u"--profile"_s,
                                  u"--account"_s,
                                  u"--password-file"_s,
                                  u"--server"_s,
                                  u"--ca-file"_s,
                                  u"--join"_s,
                                  u"--create"_s,
                                  u"--history"_s,
                                  u"--nickname"_s,
                                  u"--extra"_s,
                                  u"--room-password-file"_s,
                                  u"--events"_s,
                                  u"--commands"_s,
                                  u"--export"_s,
                                  u"--format"_s,
                                  u"--screenshot"_s,
                                  u"--size"_s,
                                  u"--theme"_s,
                                  u"--lang"_s,
                                  u"--log-file"_s,
                                  u"--help"_s,
                                  u"--version"_s}) {
        QVERIFY2(help.contains(option + u' '), qPrintable(option));
    }
}

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_commandline.moc"
