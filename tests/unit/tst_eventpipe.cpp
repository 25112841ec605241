#include "app/eventlog.h"
#include "app/eventpipe.h"
#include "service/serviceharness.h"
#include "support/namedpipe.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

constexpr qsizetype mebibyte = 1024 * 1024;

/// A pipe or a pair of sockets whose other end the test reads.
class Reader
{
public:
    enum class Kind { Pipe, BlockingPipe, Socket };

    explicit Reader(Kind kind = Kind::Pipe)
    {
        int ends[2] = {-1, -1};
        const int made = kind == Kind::Socket ? ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends)
                                              : ::pipe2(ends, O_CLOEXEC);
        if (made != 0 || ::fcntl(ends[0], F_SETFL, O_NONBLOCK) != 0 ||
            (kind == Kind::Pipe && ::fcntl(ends[1], F_SETFL, O_NONBLOCK) != 0))
            qFatal("no pipe");
        m_end = ends[0];
        writingEnd = ends[1];
    }
    ~Reader() { close(); }
    Reader(const Reader &) = delete;
    Reader &operator=(const Reader &) = delete;

    void close()
    {
        if (m_end >= 0)
            ::close(m_end);
        m_end = -1;
    }
    /// What has come and was not read before.
    QByteArray take() const
    {
        QByteArray taken;
        char chunk[4096];
        for (ssize_t count = 0; (count = ::read(m_end, chunk, sizeof(chunk))) > 0;)
            taken.append(chunk, count);
        return taken;
    }
    bool hasMore() const
    {
        pollfd more{m_end, POLLIN, 0};
        return ::poll(&more, 1, 0) > 0;
    }

    int writingEnd = -1;

private:
    int m_end = -1;
};

QByteArray numbered(int number)
{
    return QByteArray::number(number) + ' ' + QByteArray(1000, 'x') + '\n';
}

} // namespace

/// Lines for readers that are there late, slow, or not at all; nothing waits for them.
class TestEventPipe : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { std::signal(SIGPIPE, SIG_IGN); }

    void lineIsThereAtOnce()
    {
        Reader reader;
        EventPipe pipe(m_clock);
        pipe.open(reader.writingEnd);
        pipe.write("one\n");
        QCOMPARE(reader.take(), QByteArray("one\n"));
        QVERIFY(!pipe.isBehind());
    }

    void slowReaderGetsEveryLineInOrder_data()
    {
        QTest::addColumn<Reader::Kind>("kind");
        QTest::newRow("pipe") << Reader::Kind::Pipe;
        QTest::newRow("pipe that blocks") << Reader::Kind::BlockingPipe;
        QTest::newRow("socket") << Reader::Kind::Socket;
    }

    void slowReaderGetsEveryLineInOrder()
    {
        QFETCH(Reader::Kind, kind);
        Reader reader(kind);
        EventPipe pipe(m_clock);
        QSignalSpy drained(&pipe, &EventPipe::drained);
        QSignalSpy failed(&pipe, &EventPipe::failed);
        pipe.open(reader.writingEnd);
        QByteArray written;
        for (int i = 0; i < 2000; ++i) {
            written += numbered(i);
            pipe.write(numbered(i));
        }
        QVERIFY(pipe.isBehind());
        QByteArray taken;
        while (taken.size() < written.size()) {
            // Each pause is nearly too long.
            m_clock.advance(59'000);
            taken += reader.take();
            QTRY_VERIFY(reader.hasMore() || !pipe.isBehind());
        }
        QCOMPARE(taken, written);
        QTRY_COMPARE(drained.size(), 1);
        QCOMPARE(failed.size(), 0);
        // One that has nothing to read is not late.
        m_clock.advance(1'000'000);
        QCOMPARE(failed.size(), 0);
    }

    void readerThatTakesNothingFailsAfterAMinute()
    {
        Reader reader;
        EventPipe pipe(m_clock);
        QSignalSpy failed(&pipe, &EventPipe::failed);
        pipe.open(reader.writingEnd);
        pipe.write(QByteArray(mebibyte, 'x'));
        m_clock.advance(59'999);
        QCOMPARE(failed.size(), 0);
        pipe.write("more\n");
        m_clock.advance(1);
        QCOMPARE(failed.size(), 1);
        QVERIFY(!pipe.isBehind());
        pipe.write("nothing\n");
        QVERIFY(!pipe.isBehind());
    }

    void readerThatIsTooFarBehindFails()
    {
        Reader reader;
        EventPipe pipe(m_clock);
        QSignalSpy failed(&pipe, &EventPipe::failed);
        pipe.open(reader.writingEnd);
        // A line may be of any length, and what fits behind it is kept.
        pipe.write(QByteArray(70 * mebibyte, 'x'));
        for (int i = 0; i < 65; ++i)
            pipe.write(QByteArray(mebibyte, 'x'));
        QCOMPARE(failed.size(), 0);
        pipe.write("one\n");
        QCOMPARE(failed.size(), 1);
    }

    void readerThatGoesFails()
    {
        Reader reader;
        EventPipe pipe(m_clock);
        QSignalSpy failed(&pipe, &EventPipe::failed);
        pipe.open(reader.writingEnd);
        pipe.write(QByteArray(mebibyte, 'x'));
        reader.close();
        QTRY_COMPARE(failed.size(), 1);
    }

    void namedPipeIsWrittenOnceSomebodyReads()
    {
        const QString name = newPipe();
        EventPipe pipe(m_clock);
        pipe.openOnceRead(QFile::encodeName(name));
        pipe.write("one\n");
        m_clock.advance(30'000);
        QVERIFY(pipe.isBehind());
        const int reader = ::open(QFile::encodeName(name).constData(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
        m_clock.advance(100);
        QVERIFY(!pipe.isBehind());
        char text[5] = {};
        QCOMPARE(::read(reader, text, 4), 4);
        QCOMPARE(QByteArray(text), QByteArray("one\n"));
        ::close(reader);
    }

    void namedPipeThatNobodyReadsFailsAfterAMinute()
    {
        EventPipe pipe(m_clock);
        QSignalSpy failed(&pipe, &EventPipe::failed);
        pipe.openOnceRead(QFile::encodeName(newPipe()));
        m_clock.advance(100'000);
        // There was nothing to read.
        QCOMPARE(failed.size(), 0);
        pipe.write("one\n");
        m_clock.advance(60'000);
        QCOMPARE(failed.size(), 1);
    }

    void eventLogOnAPipeIsOpenedWithoutAReader()
    {
        ServiceHarness harness;
        const QString name = newPipe();
        EventLog log(*harness.service, harness.clock);
        QSignalSpy failed(&log, &EventLog::failed);
        QVERIFY(log.open(name));
        log.commandDone(1, std::nullopt);
        QVERIFY(log.isBehind());
        log.finish();
        harness.clock.advance(3000);
        QCOMPARE(failed.size(), 1);
        QCOMPARE(failed.at(0).at(0).value<Error>().text, u"The events cannot be written any more: nobody reads them"_s);
    }

    void eventFileIsCompleteAndTheOwnersOnly()
    {
        ServiceHarness harness;
        const QString name = m_folder.filePath(u"events"_s);
        EventLog log(*harness.service, harness.clock);
        QVERIFY(log.open(name));
        for (int i = 0; i < 1000; ++i)
            log.commandDone(i, std::nullopt);
        QVERIFY(!log.isBehind());
        QFile file(name);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().count('\n'), 1000);
        QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    }

    void fullDeviceFails()
    {
        ServiceHarness harness;
        EventLog log(*harness.service, harness.clock);
        QSignalSpy failed(&log, &EventLog::failed);
        QVERIFY(log.open(u"/dev/full"_s));
        log.commandDone(1, std::nullopt);
        QCOMPARE(failed.size(), 1);
    }

private:
    QString newPipe() { return namedPipe(m_folder.filePath(u"pipe%1"_s.arg(++m_pipes))); }

    FakeClock m_clock;
    QTemporaryDir m_folder;
    int m_pipes = 0;
};

QTEST_GUILESS_MAIN(TestEventPipe)
#include "tst_eventpipe.moc"
