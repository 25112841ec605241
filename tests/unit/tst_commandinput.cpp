#include "app/commandreader.h"
#include "app/eventlog.h"
#include "service/serviceharness.h"

#include <QJsonDocument>
#include <QTemporaryDir>
#include <QtTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

/// A reader on a named pipe that the test writes into.
class Piped
{
public:
    Piped() : log(*harness.service, harness.clock), reader(*harness.service, log, {})
    {
        if (::mkfifo(QFile::encodeName(pipe()).constData(), 0600) != 0 || !log.open(folder.filePath(u"events"_s)) ||
            !reader.open(pipe()))
            qFatal("no pipe");
        openWriter();
        QObject::connect(&reader, &CommandReader::quitRequested, &reader, [this] { ++quits; });
    }
    ~Piped() { closeWriter(); }
    Piped(const Piped &) = delete;
    Piped &operator=(const Piped &) = delete;

    QString pipe() const { return folder.filePath(u"pipe"_s); }
    void openWriter() { writer = ::open(QFile::encodeName(pipe()).constData(), O_WRONLY | O_CLOEXEC); }
    void closeWriter()
    {
        if (writer >= 0)
            ::close(writer);
        writer = -1;
    }
    /// Writes, and lets the reader read all of it.
    void write(const QByteArray &text)
    {
        for (qsizetype done = 0; done < text.size();) {
            const ssize_t count = ::write(writer, text.constData() + done,
                                          static_cast<size_t>(std::min<qsizetype>(4096, text.size() - done)));
            if (count <= 0)
                qFatal("the pipe does not take it");
            done += count;
            QCoreApplication::processEvents();
        }
        for (int i = 0; i < 20; ++i)
            QCoreApplication::processEvents();
    }
    /// `ok` or the error's detail of each answer so far, with its id.
    QStringList answers() const
    {
        QStringList found;
        QFile in(folder.filePath(u"events"_s));
        if (!in.open(QIODevice::ReadOnly))
            qFatal("no event file");
        while (!in.atEnd()) {
            const QJsonObject event = QJsonDocument::fromJson(in.readLine()).object();
            if (event.value(u"event"_s) != u"commandDone"_s)
                continue;
            const QJsonValue error = event.value(u"error"_s);
            found.append(QString(event.value(u"id"_s).toVariant().toString() + u' ' +
                                 (error.isNull() ? u"ok"_s : error.toObject().value(u"detail"_s).toString())));
        }
        return found;
    }

    ServiceHarness harness;
    QTemporaryDir folder;
    EventLog log;
    CommandReader reader;
    int writer = -1;
    int quits = 0;
};

constexpr char one[] = "{\"id\":1,\"do\":\"retryNow\"}";
constexpr char two[] = "{\"id\":2,\"do\":\"retryNow\"}";
constexpr qsizetype mebibyte = 1024 * 1024;

} // namespace

/// How commands come in: lines in pieces, too long, unfinished; pipes and files.
class TestCommandInput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linesInOnePieceAreCarriedOutInOrder();
    void lineInPiecesWaitsForItsEnd();
    void emptyLinesAreNothing();
    void badLineSpoilsNoOther();
    void lineOfAMebibyteIsTooLong_data();
    void lineOfAMebibyteIsTooLong();
    void lineJustShortEnoughIsRead();
    void restOfALineThatIsTooLongIsNoCommand();
    void pipeOutlivesItsWriters();
    void fileIsReadToItsEnd();
    void lastLineOfAFileNeedsNoEnd();
    void fileThatIsNotThereIsAnError();
    void folderIsAnError();
};

void TestCommandInput::linesInOnePieceAreCarriedOutInOrder()
{
    Piped p;
    p.write(QByteArray(one) + '\n' + two + "\r\n" + one + '\n');
    QCOMPARE(p.answers(), (QStringList{u"1 ok"_s, u"2 ok"_s, u"1 ok"_s}));
}

void TestCommandInput::lineInPiecesWaitsForItsEnd()
{
    Piped p;
    const QByteArray line = QByteArray(one) + '\n';
    for (qsizetype i = 0; i < line.size(); ++i) {
        QCOMPARE(p.answers(), QStringList());
        p.write(line.mid(i, 1));
    }
    QCOMPARE(p.answers(), QStringList{u"1 ok"_s});
    p.write(QByteArray(two) + '\n' + QByteArray(one).left(9));
    QCOMPARE(p.answers().size(), 2);
    p.write(QByteArray(one).mid(9) + '\n');
    QCOMPARE(p.answers(), (QStringList{u"1 ok"_s, u"2 ok"_s, u"1 ok"_s}));
}

void TestCommandInput::emptyLinesAreNothing()
{
    Piped p;
    p.write("\n\n  \n\r\n\t\n");
    QCOMPARE(p.answers(), QStringList());
    p.write(QByteArray(one) + '\n');
    QCOMPARE(p.answers(), QStringList{u"1 ok"_s});
}

void TestCommandInput::badLineSpoilsNoOther()
{
    Piped p;
    p.write(QByteArray(one) + "\nnonsense\n" + two + '\n');
    QCOMPARE(p.answers(), (QStringList{u"1 ok"_s, u" illegal value"_s, u"2 ok"_s}));
}

void TestCommandInput::lineOfAMebibyteIsTooLong_data()
{
    QTest::addColumn<qsizetype>("length");
    QTest::newRow("a byte more") << mebibyte + 1;
    QTest::newRow("three times as long") << 3 * mebibyte;
}

void TestCommandInput::lineOfAMebibyteIsTooLong()
{
    QFETCH(qsizetype, length);
    Piped p;
    QByteArray line = "{\"id\":3,\"do\":\"retryNow\",\"fill\":\"";
    line += QByteArray(length - line.size() - 2, 'x') + "\"}";
    p.write(line + '\n' + one + '\n');
    QCOMPARE(p.answers(), (QStringList{u" the line is too long"_s, u"1 ok"_s}));
}

void TestCommandInput::lineJustShortEnoughIsRead()
{
    Piped p;
    QByteArray line = "{\"id\":3,\"do\":\"retryNow\",\"fill\":\"";
    line += QByteArray(mebibyte - line.size() - 2, 'x') + "\"}";
    p.write(line + '\n');
    QCOMPARE(p.answers(), QStringList{u"3 ok"_s});
}

void TestCommandInput::restOfALineThatIsTooLongIsNoCommand()
{
    Piped p;
    // Wherever the reader gave up, a quit stands right behind.
    QByteArray line = QByteArray(mebibyte, 'x');
    while (line.size() < 2 * mebibyte)
        line += "{\"do\":\"quit\"}";
    p.write(line);
    QCOMPARE(p.answers(), QStringList{u" the line is too long"_s});
    p.write("{\"do\":\"quit\"}\n");
    QCOMPARE(p.answers().size(), 1);
    QCOMPARE(p.quits, 0);
    p.write("{\"do\":\"quit\"}\n");
    QCOMPARE(p.quits, 1);
}

void TestCommandInput::pipeOutlivesItsWriters()
{
    Piped p;
    for (int i = 0; i < 3; ++i) {
        p.write(QByteArray(one) + '\n');
        p.closeWriter();
        p.write({});
        p.openWriter();
    }
    QCOMPARE(p.answers().size(), 3);
}

void TestCommandInput::fileIsReadToItsEnd()
{
    Piped p;
    QFile file(p.folder.filePath(u"commands"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    for (int i = 0; i < 5000; ++i)
        file.write(QByteArray(one) + '\n');
    file.close();
    CommandReader reader(*p.harness.service, p.log, {});
    QVERIFY(reader.open(file.fileName()));
    QTRY_COMPARE(p.answers().size(), 5000);
}

void TestCommandInput::lastLineOfAFileNeedsNoEnd()
{
    Piped p;
    QFile file(p.folder.filePath(u"commands"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(one) + '\n' + two);
    file.close();
    CommandReader reader(*p.harness.service, p.log, {});
    QVERIFY(reader.open(file.fileName()));
    QTRY_COMPARE(p.answers(), (QStringList{u"1 ok"_s, u"2 ok"_s}));
}

void TestCommandInput::fileThatIsNotThereIsAnError()
{
    Piped p;
    CommandReader reader(*p.harness.service, p.log, {});
    const auto opened = reader.open(u"/nowhere/commands"_s);
    QVERIFY(!opened);
    QCOMPARE(opened.error().text, u"The command file /nowhere/commands cannot be read."_s);
}

void TestCommandInput::folderIsAnError()
{
    Piped p;
    CommandReader reader(*p.harness.service, p.log, {});
    QVERIFY(!reader.open(p.folder.path()));
}

QTEST_GUILESS_MAIN(TestCommandInput)
#include "tst_commandinput.moc"
