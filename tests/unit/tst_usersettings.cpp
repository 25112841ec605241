#include "sql/database.h"
#include "store/usersettings.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QtTest>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace foyer;

namespace
{

/// Nothing is barred to root, who is nobody while this lives; anybody else is barred by what they bar themselves.
class NotRoot
{
public:
    NotRoot()
    {
        constexpr uid_t nobody = 65534;
        if (m_isRoot && ::setresuid(nobody, nobody, 0) != 0) {
            qFatal("root cannot become nobody");
        }
    }
    ~NotRoot()
    {
        if (m_isRoot && ::setresuid(0, 0, 0) != 0) {
            qFatal("nobody cannot become root again");
        }
    }
    Q_DISABLE_COPY_MOVE(NotRoot)

private:
    const bool m_isRoot = ::geteuid() == 0;
};

} // namespace

class TestUserSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesOutliveTheProgram();
    void fileIsForItsOwnerOnly();
    void fileThatIsNoneIsSetAside();
    void whatCanBeReadOfADamagedFileStays();
    void fileOfSomebodyElseIsLeftAlone();
    void missingPermissionIsToldAsThat();
};

void TestUserSettings::valuesOutliveTheProgram()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"user.sqlite"_s);
    {
        UserSettings settings(file);
        QVERIFY(settings.open());
        QCOMPARE(settings.value(u"resource/a@b"_s), QString());
        QVERIFY(settings.setValue(u"resource/a@b"_s, u"one"_s));
        QVERIFY(settings.setValue(u"resource/a@b"_s, u"'; DROP TABLE setting; --"_s));
        QVERIFY(settings.setValue(u"gone"_s, u"x"_s));
        QVERIFY(settings.setValue(u"gone"_s, QString()));
    }
    UserSettings again(file);
    QVERIFY(again.open());
    QCOMPARE(again.value(u"resource/a@b"_s), u"'; DROP TABLE setting; --"_s);
    QCOMPARE(again.value(u"gone"_s), QString());
}

void TestUserSettings::fileIsForItsOwnerOnly()
{
    const QTemporaryDir folder;
    UserSettings settings(folder.filePath(u"user.sqlite"_s));
    QVERIFY(settings.open());
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QVERIFY(!(QFile::permissions(folder.filePath(u"user.sqlite"_s)) & others));
}

void TestUserSettings::fileThatIsNoneIsSetAside()
{
    const QTemporaryDir folder;
    const QByteArray rubbish(8192, 'x');
    QFile file(folder.filePath(u"user.sqlite"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(rubbish);
    file.close();
    UserSettings settings(file.fileName());
    QVERIFY(settings.open());
    QVERIFY(settings.setValue(u"draft"_s, u"hello"_s));
    QFile aside(settings.setAside());
    QVERIFY(aside.open(QIODevice::ReadOnly));
    QCOMPARE(aside.readAll(), rubbish);
}

void TestUserSettings::whatCanBeReadOfADamagedFileStays()
{
    const QTemporaryDir folder;
    const QString name = folder.filePath(u"user.sqlite"_s);
    const auto keyOf = [](int i) { return u"draft/%1"_s.arg(i, 4, 10, QChar(u'0')); };
    constexpr int count = 400;
    {
        UserSettings settings(name);
        QVERIFY(settings.open());
        for (int i = 0; i < count; ++i)
            QVERIFY(settings.setValue(keyOf(i), QString(100, u'a')));
    }
    QFile file(name);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.size() > 8 * 4096);
    QVERIFY(file.seek(file.size() - 4096));
    file.write(QByteArray(4096, char(0xee)));
    file.close();
    {
        UserSettings settings(name);
        QVERIFY(settings.open());
        QVERIFY(QFile::exists(settings.setAside()));
        int kept = 0;
        for (int i = 0; i < count; ++i)
            kept += settings.value(keyOf(i)).isEmpty() ? 0 : 1;
        QVERIFY2(kept > count / 2 && kept < count, qPrintable(QString::number(kept)));
        QVERIFY(settings.setValue(keyOf(count - 1), u"again"_s));
    }
    UserSettings sound(name);
    QVERIFY(sound.open());
    QCOMPARE(sound.setAside(), QString());
    QCOMPARE(sound.value(keyOf(count - 1)), u"again"_s);
}

void TestUserSettings::missingPermissionIsToldAsThat()
{
    const QTemporaryDir folder;
    const QString name = folder.filePath(u"user.sqlite"_s);
    QVERIFY(UserSettings(name).open().isOk());
    if (::geteuid() != 0) {
        QVERIFY(QFile::setPermissions(name, {}));
    }
    // Whoever is nobody here still has the group of root.
    const auto enter = QFile::ExeGroup | QFile::ReadGroup | QFile::ExeOther | QFile::ReadOther;
    QVERIFY(QFile::setPermissions(folder.path(), QFile::permissions(folder.path()) | enter));
    const auto opened = [&name] {
        const NotRoot somebody;
        return UserSettings(name).open();
    }();
    QVERIFY(!opened);
    QVERIFY2(opened.error().text.contains(name) && opened.error().text.contains(u"permissions"_s),
             qPrintable(opened.error().text));
}

void TestUserSettings::fileOfSomebodyElseIsLeftAlone()
{
    const QTemporaryDir folder;
    const QString name = folder.filePath(u"user.sqlite"_s);
    {
        Database database;
        QVERIFY(database.open(name, Database::Access::ReadWrite).isOk());
        database.run(u"PRAGMA application_id=7"_s);
        database.run(u"CREATE TABLE theirs (a)"_s);
        QVERIFY(!database.hasError());
    }
    UserSettings settings(name);
    const auto opened = settings.open();
    QVERIFY(!opened);
    QCOMPARE(opened.error().kind, ErrorKind::StoreFailed);
    QVERIFY2(opened.error().text.contains(name), qPrintable(opened.error().text));
    QVERIFY2(opened.error().text.contains(u"another profile"_s), qPrintable(opened.error().text));
    QCOMPARE(QDir(folder.path()).entryList({u"*.damaged*"_s}).size(), 0);
}

QTEST_GUILESS_MAIN(TestUserSettings)
#include "tst_usersettings.moc"
