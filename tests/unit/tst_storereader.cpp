// Reading a store in a folder that cannot be written to, as on a read-only disk or in somebody else's home.
#include "store/storereader.h"
#include "support/builders.h"
#include "support/tempstore.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <optional>

#include <unistd.h>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

/// While it is there, what belongs to root can be read only. Others need no help for that.
class NobodysRights
{
public:
    NobodysRights()
    {
        if (::geteuid() == 0 && ::setresuid(nobody, nobody, 0) != 0)
            qFatal("the user cannot be changed");
    }
    ~NobodysRights()
    {
        uid_t real = 0;
        uid_t effective = 0;
        uid_t saved = 0;
        if (::getresuid(&real, &effective, &saved) == 0 && saved == 0 && ::setresuid(0, 0, 0) != 0)
            qFatal("the user cannot be changed back");
    }
    NobodysRights(const NobodysRights &) = delete;
    NobodysRights &operator=(const NobodysRights &) = delete;

private:
    static constexpr uid_t nobody = 65534;
};

/// A store with one message, copied into a folder that can only be read.
class ReadOnlyCopy
{
public:
    explicit ReadOnlyCopy(bool isClosed)
    {
        TempStore store;
        store.live(store.begin(), anEntry(u"a"_s).body(u"a"_s));
        room = store.room();
        if (isClosed)
            store.restart();
        copy(store.fileName(), {});
        if (!isClosed)
            copy(store.fileName(), u"-wal"_s);
        setWritable(false);
    }
    ~ReadOnlyCopy() { setWritable(true); }
    ReadOnlyCopy(const ReadOnlyCopy &) = delete;
    ReadOnlyCopy &operator=(const ReadOnlyCopy &) = delete;

    QString path() const { return m_folder.path(); }
    QString fileName() const { return m_folder.filePath(u"messages.sqlite"_s); }
    void setWritable(bool writable) const
    {
        const auto read = everybody | QFile::ExeOwner | QFile::ExeGroup | QFile::ExeOther;
        if (!QFile::setPermissions(m_folder.path(), writable ? read | QFile::WriteOwner : read))
            qFatal("no permissions");
    }

    RoomKey room = 0;

private:
    static constexpr auto everybody = QFile::ReadOwner | QFile::ReadGroup | QFile::ReadOther;

    void copy(const QString &from, const QString &suffix) const
    {
        const QString target = fileName() + suffix;
        if (!QFile::copy(from + suffix, target) || !QFile::setPermissions(target, everybody | QFile::WriteOwner))
            qFatal("no copy");
    }

    QTemporaryDir m_folder;
};

} // namespace

class TestStoreReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void closedStoreIsReadAndLeftAsItIs()
    {
        const ReadOnlyCopy copy(true);
        const NobodysRights rights;
        StoreReader reader(copy.fileName());
        QVERIFY(reader.open().isOk());
        int messages = 0;
        QVERIFY(reader.readTimeline(copy.room, [&](const TimelineItem &) { ++messages; }).isOk());
        QCOMPARE(messages, 1);
        QCOMPARE(QDir(copy.path()).entryList(QDir::Files), QStringList{u"messages.sqlite"_s});
    }

    void whatStandsBesideTheFileIsNotLeftOut()
    {
        const ReadOnlyCopy copy(false);
        const NobodysRights rights;
        StoreReader reader(copy.fileName());
        const auto opened = reader.open();
        QVERIFY(!opened);
        QVERIFY2(opened.error().text.contains("Copy the folder"_L1), qPrintable(opened.error().text));
        QVERIFY(opened.error().text.contains(copy.path()));
    }

    void changeWhileReadingIsNoticed()
    {
        const ReadOnlyCopy copy(true);
        auto rights = std::make_optional<NobodysRights>();
        StoreReader reader(copy.fileName());
        QVERIFY(reader.open().isOk());
        const auto read = reader.readTimeline(copy.room, [&](const TimelineItem &) {
            // Its owner may write.
            rights.reset();
            copy.setWritable(true);
            QFile log(copy.fileName() + u"-wal"_s);
            if (!log.open(QIODevice::WriteOnly) || log.write("new") != 3)
                qFatal("no log");
        });
        QVERIFY(!read);
        QVERIFY2(read.error().text.contains("changed while"_L1), qPrintable(read.error().text));
    }
};

QTEST_GUILESS_MAIN(TestStoreReader)
#include "tst_storereader.moc"
