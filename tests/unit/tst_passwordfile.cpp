#include "app/passwordfile.h"
#include "support/namedpipe.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace foyer;
using namespace Qt::StringLiterals;

/// Passwords from files, and from pipes whose writers are there, late, or never come.
class TestPasswordFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneNewlineAtTheEndIsDropped_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("password");
        QTest::newRow("line") << QByteArray("secret\n") << u"secret"_s;
        QTest::newRow("no end") << QByteArray("secret") << u"secret"_s;
        QTest::newRow("two ends") << QByteArray("secret\n\n") << u"secret\n"_s;
        QTest::newRow("empty") << QByteArray() << QString();
        QTest::newRow("other script") << QByteArray("пароль\n") << u"пароль"_s;
    }

    void oneNewlineAtTheEndIsDropped()
    {
        QFETCH(QByteArray, text);
        QFile file(m_folder.filePath(u"password"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.close();
        for (const auto source : {PasswordSource::Anything, PasswordSource::File}) {
            const auto read = readPasswordFile(file.fileName(), source);
            QVERIFY(read);
            QTEST(read.value(), "password");
        }
    }

    void pipeIsNoFile()
    {
        const auto read = readPasswordFile(newPipe(), PasswordSource::File);
        QVERIFY(!read);
        QVERIFY2(read.error().text.contains("a folder, a pipe or a device"_L1), qPrintable(read.error().text));
    }

    void pipeThatNobodyWritesIntoIsGivenUp()
    {
        const auto read = readPasswordFile(newPipe(), PasswordSource::Anything, 10);
        QVERIFY(!read);
        QVERIFY2(read.error().text.endsWith("nobody writes into it"_L1), qPrintable(read.error().text));
    }

    void pipeIsReadToItsEnd()
    {
        const QByteArray name = QFile::encodeName(newPipe());
        // Opens once the reader has.
        std::jthread writer([&name] {
            const int pipe = ::open(name.constData(), O_WRONLY | O_CLOEXEC);
            (void)!::write(pipe, "sec", 3);
            (void)!::write(pipe, "ret\n", 4);
            ::close(pipe);
        });
        const auto read = readPasswordFile(QString::fromUtf8(name), PasswordSource::Anything);
        QVERIFY(read);
        QCOMPARE(read.value(), u"secret"_s);
    }

    void writerThatIsThereIsWaitedFor()
    {
        int ends[2] = {-1, -1};
        QCOMPARE(::pipe2(ends, O_CLOEXEC), 0);
        // As a shell names what it substitutes for a command.
        const QString name = u"/proc/self/fd/%1"_s.arg(ends[0]);
        QCOMPARE(::write(ends[1], "sec", 3), 3);
        std::jthread writer([end = ends[1], begin = ends[0]] {
            // The reader has taken the first part when the pipe is empty.
            pollfd more{begin, POLLIN, 0};
            while (::poll(&more, 1, 0) > 0)
                std::this_thread::yield();
            (void)!::write(end, "ret\n", 4);
            ::close(end);
        });
        const auto read = readPasswordFile(name, PasswordSource::Anything, 0);
        QVERIFY(read);
        QCOMPARE(read.value(), u"secret"_s);
        ::close(ends[0]);
    }

    void folderIsAnError()
    {
        QVERIFY(!readPasswordFile(m_folder.path(), PasswordSource::Anything));
        QVERIFY(!readPasswordFile(m_folder.path(), PasswordSource::File));
    }

    void missingFileIsNamed()
    {
        const auto read = readPasswordFile(u"/nowhere/password"_s, PasswordSource::File);
        QVERIFY(!read);
        QCOMPARE(read.error().text, u"The password file /nowhere/password cannot be read: No such file or directory"_s);
    }

private:
    QString newPipe() { return namedPipe(m_folder.filePath(u"pipe%1"_s.arg(++m_pipes))); }

    QTemporaryDir m_folder;
    int m_pipes = 0;
};

QTEST_GUILESS_MAIN(TestPasswordFile)
#include "tst_passwordfile.moc"
