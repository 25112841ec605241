#include "models/slashcommand.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace foyer;

class TestSlashCommand : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textWithoutASlashIsAMessage();
    void twoSlashesSendOne();
    void meStaysInTheMessage();
    void commandsAreReadInAnyCase();
    void unknownCommandsAreSaidWithTheirName();
    void whatIsMissingOrTooMuchIsSaid();
    void everyCommandIsExplained();
    void thePersonMayHaveSpacesInTheName();
    void thePersonMayBeWrittenWithAnAtSign();
};

void TestSlashCommand::textWithoutASlashIsAMessage()
{
    QCOMPARE(slashcommands::read(u"hello /leave"_s, {}).message, u"hello /leave"_s);
    QCOMPARE(slashcommands::read(u" /leave"_s, {}).message, u" /leave"_s);
}

void TestSlashCommand::twoSlashesSendOne()
{
    QCOMPARE(slashcommands::read(u"//etc/passwd"_s, {}).message, u"/etc/passwd"_s);
}

void TestSlashCommand::meStaysInTheMessage()
{
    for (const QString &written : {u"/me waves"_s, u"/ME waves"_s, u"/me\nwaves"_s})
        QCOMPARE(slashcommands::read(written, {}).message, u"/me waves"_s);
}

void TestSlashCommand::commandsAreReadInAnyCase()
{
    const auto left = slashcommands::read(u"/LEAVE "_s, {});
    QVERIFY(left.command);
    QCOMPARE(left.command->kind, SlashCommand::Kind::Leave);
    const auto joined = slashcommands::read(u"/join  tea@rooms.example "_s, {});
    QVERIFY(joined.command);
    QCOMPARE(joined.command->argument, u"tea@rooms.example"_s);
    const auto named = slashcommands::read(u"/nick bob the builder"_s, {});
    QVERIFY(named.command);
    QCOMPARE(named.command->kind, SlashCommand::Kind::Nick);
    QCOMPARE(named.command->argument, u"bob the builder"_s);
    const auto about = slashcommands::read(u"/subject tea & cake"_s, {});
    QVERIFY(about.command);
    QCOMPARE(about.command->kind, SlashCommand::Kind::Subject);
    QCOMPARE(about.command->argument, u"tea & cake"_s);
}

void TestSlashCommand::unknownCommandsAreSaidWithTheirName()
{
    const auto read = slashcommands::read(u"/etc/passwd is a file"_s, {});
    QVERIFY(!read.message && !read.command);
    QVERIFY(read.error.contains(u"\u2066/etc/passwd\u2069"_s));
    QVERIFY(read.error.contains(u"\u2066/help\u2069"_s));
}

void TestSlashCommand::whatIsMissingOrTooMuchIsSaid()
{
    QVERIFY(slashcommands::read(u"/me"_s, {}).error.contains(u"\u2066/me\u2069 action"_s));
    QVERIFY(slashcommands::read(u"/leave now please"_s, {}).error.contains(u"\u2066/leave\u2069"_s));
    QVERIFY(!slashcommands::read(u"/nick"_s, {}).error.isEmpty());
    // Who has just left is not the one whose name is the first word.
    const QStringList people{u"Bob"_s, u"Carol Jones"_s};
    QVERIFY(slashcommands::read(u"/voice Bob Smith"_s, people).error.contains(u"Bob Smith"_s));
    QVERIFY(slashcommands::read(u"/voice Carol Jones"_s, people).command);
    QVERIFY(!slashcommands::read(u"/subject "_s, {}).error.isEmpty());
}

void TestSlashCommand::everyCommandIsExplained()
{
    const auto all = slashcommands::all();
    for (const SlashCommandSpec &spec : all) {
        QVERIFY(spec.name.startsWith(u'/'));
        QVERIFY(!spec.help.isEmpty());
    }
}

void TestSlashCommand::thePersonMayHaveSpacesInTheName()
{
    const QStringList people = {u"bob"_s, u"bob the builder"_s};
    const auto builder = slashcommands::read(u"/kick bob the builder too loud"_s, people).command;
    QVERIFY(builder);
    QCOMPARE(builder->person, u"bob the builder"_s);
    QCOMPARE(builder->argument, u"too loud"_s);
    const auto bob = slashcommands::read(u"/ban bob the end"_s, people).command;
    QVERIFY(bob);
    QCOMPARE(bob->kind, SlashCommand::Kind::Ban);
    QCOMPARE(bob->person, u"bob"_s);
    QCOMPARE(bob->argument, u"the end"_s);
    QVERIFY(!slashcommands::read(u"/kick"_s, people).error.isEmpty());
}

void TestSlashCommand::thePersonMayBeWrittenWithAnAtSign()
{
    const QStringList people = {u"bob"_s, u"bob the builder"_s, u"@home"_s};
    const auto builder = slashcommands::read(u"/kick @bob the builder too loud"_s, people).command;
    QVERIFY(builder);
    QCOMPARE(builder->person, u"bob the builder"_s);
    QCOMPARE(builder->argument, u"too loud"_s);
    QCOMPARE(slashcommands::read(u"/kick @home now"_s, people).command->person, u"@home"_s);
    // Nobody of that name: said as it was written.
    QCOMPARE(slashcommands::read(u"/kick @dave now"_s, people).command->person, u"@dave"_s);
}

QTEST_GUILESS_MAIN(TestSlashCommand)
#include "tst_slashcommand.moc"
