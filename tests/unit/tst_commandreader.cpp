#include "app/commandreader.h"
#include "app/eventjson.h"
#include "app/eventlog.h"
#include "app/shownrows.h"
#include "gui/memoryroomsource.h"
#include "service/serviceharness.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QtTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

/// The whole service, an event file, and commands that are answered in it.
class Commands
{
public:
    Commands()
        : log(*harness.service, harness.clock),
          reader(*harness.service, log, [this](const RoomAddress &room) { return shown(room); })
    {
        if (!log.open(eventFile()))
            qFatal("no event file");
        QObject::connect(&reader, &CommandReader::quitRequested, &reader, [this] { ++quits; });
    }

    QString eventFile() const { return folder.filePath(u"events"_s); }
    QString file(const QString &name, const QByteArray &content) const
    {
        QFile out(folder.filePath(name));
        if (!out.open(QIODevice::WriteOnly) || out.write(content) != content.size())
            qFatal("no file");
        return out.fileName();
    }
    /// All `commandDone` events so far.
    QList<QJsonObject> answers() const
    {
        QList<QJsonObject> found;
        QFile in(eventFile());
        if (!in.open(QIODevice::ReadOnly))
            qFatal("no event file");
        while (!in.atEnd()) {
            const QJsonObject event = QJsonDocument::fromJson(in.readLine()).object();
            if (event.value(u"event"_s) == u"commandDone"_s)
                found.append(event);
        }
        return found;
    }
    /// Carries \a line out and answers its one answer.
    QJsonObject run(const QByteArray &line)
    {
        const qsizetype before = answers().size();
        reader.run(line);
        harness.settle();
        const auto after = answers();
        if (after.size() != before + 1)
            qFatal("%lld answers to %s", static_cast<long long>(after.size() - before), line.constData());
        return after.last();
    }
    /// `ok`, or the kind and detail of the error.
    QString outcome(const QByteArray &line)
    {
        const QJsonObject answer = run(line);
        const QJsonObject error = answer.value(u"error"_s).toObject();
        if (answer.value(u"ok"_s).toBool() != error.isEmpty())
            qFatal("neither done nor failed");
        return error.isEmpty()
                   ? u"ok"_s
                   : QString(error.value(u"kind"_s).toString() + u": "_s + error.value(u"detail"_s).toString());
    }

    ServiceHarness harness;
    QTemporaryDir folder;
    EventLog log;
    CommandReader reader;
    int quits = 0;
    std::optional<Error> shownError;

private:
    QFuture<Result<QList<TimelineItem>>> shown(const RoomAddress &room)
    {
        if (shownError)
            return QtFuture::makeReadyFuture<Result<QList<TimelineItem>>>(*shownError);
        return harness.service->itemsBefore(room, 0, 1000);
    }
};

/// A line without its quotes: `'` stands for them.
QByteArray json(const QByteArray &text)
{
    return QByteArray(text).replace('\'', '"');
}

} // namespace

/// What each command of `--commands` does, and that each line has exactly one answer (product contract, section 4).
class TestCommandReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void badLinesAreRefused_data();
    void badLinesAreRefused();
    void idComesBackAsItWas_data();
    void idComesBackAsItWas();
    void joinJoinsWithItsOptions();
    void joinWithCreateMakesTheRoom();
    void joinTakesThePasswordFromItsFile();
    void joinTakesThePasswordOfTheLink();
    void historyCountOutOfRangeFailsTheJoin_data();
    void historyCountOutOfRangeFailsTheJoin();
    void leaveLeaves();
    void sendAnswersTheKeyOnceStored();
    void sendThatIsRefusedSaysWhy();
    void actionsAreCarriedOut();
    void actionsWithWrongFieldsAreRefused_data();
    void actionsWithWrongFieldsAreRefused();
    void loadGapAnswersWhenLoaded();
    void loadGapThatFailsSaysWhy();
    void shownRowsAreExportLines();
    void shownRowsThatFailSayWhy();
    void shownRowsThatCannotBeReadSayWhy();
    void retryNowEndsTheWait();
    void quitIsAnsweredFirst();
};

void TestCommandReader::badLinesAreRefused_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("detail");
    const QString noObject = u"not a JSON object"_s;
    QTest::newRow("no JSON") << QByteArray("hello") << u"illegal value"_s;
    QTest::newRow("half a line") << json("{'do':'send','room':'te") << u"unterminated string"_s;
    QTest::newRow("two on a line") << json("{'do':'retryNow'}{'do':'quit'}") << u"garbage at the end of the document"_s;
    QTest::newRow("an array") << json("[{'do':'quit'}]") << noObject;
    QTest::newRow("a null byte") << QByteArray("{\"do\":\"quit\"\0}", 14) << QString();
    QTest::newRow("no UTF-8") << QByteArray("{\"do\":\"\xff\xfe\"}") << QString();
    QTest::newRow("deep") << QByteArray(5000, '[') << QString();
    QTest::newRow("no verb") << json("{}") << u"unknown command “”"_s;
    QTest::newRow("unknown verb") << json("{'do':'dance'}") << u"unknown command “dance”"_s;
    QTest::newRow("unknown verb in a room") << json("{'do':'dance','room':'tea'}") << u"unknown command “dance”"_s;
    QTest::newRow("verb of another case") << json("{'do':'Quit'}") << u"unknown command “Quit”"_s;
    QTest::newRow("verb that is no text") << json("{'do':7}") << u"unknown command “”"_s;
    QTest::newRow("body that is no text") << json("{'do':'send','room':'tea','body':7}") << u"“body” is not a text"_s;
    QTest::newRow("no body") << json("{'do':'send','room':'tea'}") << u"“body” is missing"_s;
    QTest::newRow("empty body") << json("{'do':'send','room':'tea','body':''}") << u"“body” is missing"_s;
    QTest::newRow("count that is no number")
        << json("{'do':'join','room':'tea','historyCount':'ten'}") << u"“historyCount” is not a number"_s;
    QTest::newRow("create that is no yes or no")
        << json("{'do':'join','room':'tea','create':'yes'}") << u"“create” is not true or false"_s;
    QTest::newRow("nickname that is no text")
        << json("{'do':'join','room':'tea','nickname':['al']}") << u"“nickname” is not a text"_s;
    QTest::newRow("key that is no key") << json("{'do':'loadGap','room':'tea','beforeKey':12}")
                                        << u"“beforeKey” is not a text"_s;
    QTest::newRow("key of somebody else")
        << json("{'do':'loadGap','room':'tea','beforeKey':'abc'}") << u"“beforeKey” is not a key"_s;
    QTest::newRow("password from the commands themselves")
        << json("{'do':'join','room':'tea','passwordFile':'-'}") << u"“passwordFile” is not a file"_s;
}

void TestCommandReader::badLinesAreRefused()
{
    QFETCH(QByteArray, line);
    QFETCH(QString, detail);
    Commands c;
    c.harness.online();
    const QJsonObject error = c.run(line).value(u"error"_s).toObject();
    QCOMPARE(error.value(u"kind"_s).toString(), u"ServerRefused"_s);
    QVERIFY(error.value(u"text"_s).toString().startsWith(u"This command cannot be carried out: "_s));
    if (!detail.isEmpty())
        QCOMPARE(error.value(u"detail"_s).toString(), detail);
    QCOMPARE(c.quits, 0);
    QCOMPARE(c.harness.room().joins, 0);
    // The next one is none the worse for it.
    QCOMPARE(c.outcome(json("{'do':'retryNow'}")), u"ok"_s);
}

void TestCommandReader::idComesBackAsItWas_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QJsonValue>("id");
    QTest::newRow("text") << json("{'id':'a-1','do':'retryNow'}") << QJsonValue(u"a-1"_s);
    QTest::newRow("number") << json("{'id':17,'do':'retryNow'}") << QJsonValue(17);
    QTest::newRow("none") << json("{'do':'retryNow'}") << QJsonValue();
    QTest::newRow("of a refused one") << json("{'id':'x','do':'dance'}") << QJsonValue(u"x"_s);
    QTest::newRow("without a room") << json("{'id':'x','do':'join'}") << QJsonValue(u"x"_s);
    QTest::newRow("of one answered later")
        << json("{'id':'x','do':'send','room':'tea','body':'b'}") << QJsonValue(u"x"_s);
    QTest::newRow("unreadable") << QByteArray("{\"id\":1,") << QJsonValue();
}

void TestCommandReader::idComesBackAsItWas()
{
    QFETCH(QByteArray, line);
    QFETCH(QJsonValue, id);
    Commands c;
    const QJsonObject answer = c.run(line);
    QVERIFY(answer.contains(u"id"_s));
    QCOMPARE(answer.value(u"id"_s), id);
    for (const QString &key : {u"ok"_s, u"error"_s, u"value"_s, u"t"_s, u"account"_s, u"room"_s})
        QVERIFY2(answer.contains(key), qPrintable(key));
}

void TestCommandReader::joinJoinsWithItsOptions()
{
    Commands c;
    c.harness.online();
    c.harness.room().fill(u"m"_s, 60);
    QCOMPARE(c.outcome(json("{'do':'join','room':'tea@rooms.example.org','historyCount':3,'nickname':'al',"
                            "'extra':'from a script'}")),
             u"ok"_s);
    QCOMPARE(c.harness.count(u"tea joined"_s), 1);
    QCOMPARE(c.harness.room().nickname, u"al"_s);
    QCOMPARE(c.harness.room().lastExtra, u"from a script"_s);
    QCOMPARE(c.harness.timeline(), u"m58 | m59 | m60"_s);
    // Without options: ten, and the account's own name. A bare ID does as well.
    c.harness.room(u"bar"_s).fill(u"b"_s, 60);
    QCOMPARE(c.outcome(json("{'do':'join','room':'bar','historyCount':null,'nickname':null,'create':null}")), u"ok"_s);
    QCOMPARE(c.harness.room(u"bar"_s).nickname, u"alice"_s);
    QCOMPARE(c.harness.items(u"bar"_s).size(), 10);
}

void TestCommandReader::joinWithCreateMakesTheRoom()
{
    Commands c;
    c.harness.online();
    c.harness.room(u"new"_s).exists = false;
    QCOMPARE(c.outcome(json("{'do':'join','room':'new'}")), u"ok"_s);
    QCOMPARE(c.harness.count(u"new joinFailed RoomDoesNotExist"_s), 1);
    QCOMPARE(c.outcome(json("{'do':'join','room':'new','create':true}")), u"ok"_s);
    QCOMPARE(c.harness.count(u"new joined"_s), 1);
}

void TestCommandReader::joinTakesThePasswordFromItsFile()
{
    Commands c;
    c.harness.online();
    const QByteArray command = "{'do':'join','room':'tea','passwordFile':'%1'}";
    QCOMPARE(c.outcome(json(QByteArray(command).replace("%1", c.file(u"secret"_s, "open sesame\n").toUtf8()))),
             u"ok"_s);
    QCOMPARE(c.harness.room().lastPassword, u"open sesame"_s);
    const QString missing = c.outcome(json("{'do':'join','room':'bar','passwordFile':'/nowhere/secret'}"));
    QVERIFY2(missing.startsWith(u"StoreFailed"_s), qPrintable(missing));
    QCOMPARE(c.harness.room(u"bar"_s).joins, 0);
}

void TestCommandReader::joinTakesThePasswordOfTheLink()
{
    Commands c;
    c.harness.online();
    QCOMPARE(c.outcome(json("{'do':'join','room':'xmpp:tea@rooms.example.org?join;password=sesame'}")), u"ok"_s);
    QCOMPARE(c.harness.room().lastPassword, u"sesame"_s);
}

void TestCommandReader::historyCountOutOfRangeFailsTheJoin_data()
{
    QTest::addColumn<QByteArray>("count");
    for (const char *count : {"51", "-2", "1000000000000", "-1000000000000", "1.5"})
        QTest::newRow(count) << QByteArray(count);
}

void TestCommandReader::historyCountOutOfRangeFailsTheJoin()
{
    QFETCH(QByteArray, count);
    Commands c;
    c.harness.online();
    QCOMPARE(c.outcome(json("{'do':'join','room':'tea','historyCount':" + count + "}")), u"ok"_s);
    QCOMPARE(c.harness.count(u"tea joinFailed InvalidHistoryCount"_s), 1);
    QCOMPARE(c.harness.room().joins, 0);
}

void TestCommandReader::leaveLeaves()
{
    Commands c;
    c.harness.join();
    QCOMPARE(c.outcome(json("{'do':'leave','room':'tea'}")), u"ok"_s);
    QCOMPARE(c.harness.count(u"tea left ByUser"_s), 1);
    // Accepted, though there is nothing to leave; the outcome comes by events.
    QCOMPARE(c.outcome(json("{'do':'leave','room':'bar'}")), u"ok"_s);
    QCOMPARE(c.outcome(json("{'do':'leave','room':''}")).section(u':', 0, 0), u"InvalidRoomId"_s);
}

void TestCommandReader::sendAnswersTheKeyOnceStored()
{
    Commands c;
    c.harness.join();
    const QJsonObject answer = c.run(json("{'do':'send','room':'tea','body':'hé\\nyou'}"));
    QVERIFY(answer.value(u"ok"_s).toBool());
    const auto items = c.harness.items();
    QCOMPARE(items.last().message.body, u"hé\nyou"_s);
    QCOMPARE(answer.value(u"value"_s).toObject(), (QJsonObject{{u"key"_s, QString::number(items.last().message.key)}}));
    QCOMPARE(c.harness.room().received, QStringList{u"hé\nyou"_s});
}

void TestCommandReader::sendThatIsRefusedSaysWhy()
{
    Commands c;
    c.harness.join();
    QCOMPARE(c.outcome(json("{'do':'send','room':'bar','body':'b'}")), u"NotInRoom: "_s);
    QCOMPARE(c.outcome(json("{'do':'send','room':'tea','body':'" + QByteArray(131073, 'x') + "'}")),
             u"MessageTooLarge: "_s);
    QCOMPARE(c.outcome(json("{'do':'send','body':'b'}")).section(u':', 0, 0), u"InvalidRoomId"_s);
    QCOMPARE(c.harness.room().received, QStringList());
}

void TestCommandReader::actionsAreCarriedOut()
{
    Commands commands;
    commands.harness.join();
    const QByteArray room = "'room':'tea@rooms.example.org'";
    const QJsonObject sent = commands.run(json("{'do':'send'," + room + ",'body':'helo'}"));
    const QByteArray key = "'key':'" + sent.value(u"value"_s).toObject().value(u"key"_s).toString().toUtf8() + "'";
    QCOMPARE(commands.outcome(json("{'do':'correct'," + room + "," + key + ",'body':'hello'}")), u"ok"_s);
    QCOMPARE(commands.outcome(json("{'do':'react'," + room + "," + key + ",'emojis':['👍']}")), u"ok"_s);
    const QJsonArray older =
        commands.run(json("{'do':'corrections'," + room + "," + key + "}")).value(u"value"_s).toArray();
    QCOMPARE(older.size(), 1);
    QCOMPARE(older.first().toObject().value(u"body"_s).toString(), u"helo"_s);
    const StoredMessage row = commands.harness.items().constFirst().message;
    QCOMPARE(row.body, u"hello"_s);
    QCOMPARE(row.reactions.size(), 1);
    QCOMPARE(commands.outcome(json("{'do':'send'," + room + ",'body':'yes','replyTo':" + key.mid(6) + "}")), u"ok"_s);
    QCOMPARE(commands.harness.items().at(1).message.reply->key, row.key);
    QCOMPARE(commands.outcome(json("{'do':'retract'," + room + "," + key + "}")), u"ok"_s);
    QVERIFY(commands.harness.items().constFirst().message.retracted);
    QCOMPARE(commands.outcome(json("{'do':'requestVoice'," + room + "}")), u"ok"_s);
}

void TestCommandReader::actionsWithWrongFieldsAreRefused_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::newRow("a key that is no text") << json("'do':'correct','key':7,'body':'x'");
    QTest::newRow("a key that is none") << json("'do':'retract','key':'x'");
    QTest::newRow("emojis that are no list") << json("'do':'react','key':'1','emojis':'x'");
    QTest::newRow("minutes that are a text") << json("'do':'muteFor','nickname':'bob','minutes':'10'");
    QTest::newRow("voice that is a text") << json("'do':'setVoice','nickname':'bob','voice':'yes'");
}

void TestCommandReader::actionsWithWrongFieldsAreRefused()
{
    QFETCH(QByteArray, fields);
    Commands commands;
    commands.harness.join();
    QVERIFY(commands.outcome("{" + fields + ",\"room\":\"tea@rooms.example.org\"}") != u"ok"_s);
}

void TestCommandReader::loadGapAnswersWhenLoaded()
{
    Commands c;
    c.harness.room().fill(u"m"_s, 3);
    c.harness.join();
    c.harness.service->leaveChatroom(ServiceHarness::address());
    c.harness.room().fill(u"x"_s, 40);
    c.harness.join();
    c.harness.room().holdsPages = true;
    const MessageKey key = c.harness.items().at(3).gap.beforeKey;
    QVERIFY(key != 0);
    const qsizetype answers = c.answers().size();
    c.reader.run(json("{'do':'loadGap','room':'tea','beforeKey':'" + QByteArray::number(key) + "'}"));
    c.harness.settle();
    QCOMPARE(c.answers().size(), answers);
    c.harness.room().releasePage();
    c.harness.settle();
    QCOMPARE(c.answers().size(), answers + 1);
    QVERIFY(c.answers().last().value(u"ok"_s).toBool());
    QVERIFY(!c.harness.timeline().contains(u"--"_s));
}

void TestCommandReader::loadGapThatFailsSaysWhy()
{
    Commands c;
    c.harness.room().fill(u"m"_s, 3);
    c.harness.join();
    QCOMPARE(c.outcome(json("{'do':'loadGap','room':'tea','beforeKey':'123456'}")), u"ServerRefused: no such gap"_s);
    // Null is the key of the gap at the newest end, which is not there either.
    QCOMPARE(c.outcome(json("{'do':'loadGap','room':'tea','beforeKey':null}")), u"ServerRefused: no such gap"_s);
    QCOMPARE(c.outcome(json("{'do':'loadGap','room':'bar','beforeKey':'1'}")), u"NotInRoom: "_s);
}

void TestCommandReader::shownRowsAreExportLines()
{
    Commands c;
    c.harness.room().fill(u"m"_s, 3);
    c.harness.join();
    c.harness.service->leaveChatroom(ServiceHarness::address());
    c.harness.room().fill(u"x"_s, 40);
    c.harness.join();
    const QJsonArray lines = c.run(json("{'do':'shownRows','room':'tea'}")).value(u"value"_s).toArray();
    const auto items = c.harness.items();
    QCOMPARE(lines.size(), items.size());
    for (qsizetype i = 0; i < items.size(); ++i)
        QCOMPARE(lines.at(i).toObject(), eventjson::of(items.at(i)));
    QCOMPARE(lines.at(3).toObject().value(u"kind"_s).toString(), u"gap"_s);
}

void TestCommandReader::shownRowsThatFailSayWhy()
{
    Commands c;
    c.shownError = Error::make(ErrorKind::StoreFailed, {}, u"broken"_s);
    QCOMPARE(c.outcome(json("{'do':'shownRows','room':'tea'}")), u"StoreFailed: broken"_s);
}

void TestCommandReader::shownRowsThatCannotBeReadSayWhy()
{
    MemoryRoomSource source;
    source.readError = Error::make(ErrorKind::StoreFailed);
    const auto rows = ShownRows::read(source, *RoomAddress::parse(u"tea@rooms.example"_s), this);
    QTRY_VERIFY(rows.isFinished());
    QCOMPARE(rows.result().error().kind, ErrorKind::StoreFailed);
}

void TestCommandReader::retryNowEndsTheWait()
{
    Commands c;
    c.harness.online();
    c.harness.cut();
    const int attempts = c.harness.server.channel().attempts();
    QCOMPARE(c.outcome(json("{'do':'retryNow'}")), u"ok"_s);
    QCOMPARE(c.harness.server.channel().attempts(), attempts + 1);
}

void TestCommandReader::quitIsAnsweredFirst()
{
    Commands c;
    qsizetype answered = 0;
    connect(&c.reader, &CommandReader::quitRequested, this, [&] { answered = c.answers().size(); });
    QCOMPARE(c.outcome(json("{'do':'quit'}")), u"ok"_s);
    QCOMPARE(c.quits, 1);
    QCOMPARE(answered, 1);
}

QTEST_GUILESS_MAIN(TestCommandReader)
#include "tst_commandreader.moc"
