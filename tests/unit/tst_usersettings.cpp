#include "store/usersettings.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace foyer;

class TestUserSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesOutliveTheProgram();
    void fileIsForItsOwnerOnly();
    void damagedFileIsAnError();
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

void TestUserSettings::damagedFileIsAnError()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"user.sqlite"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(8192, 'x'));
    file.close();
    UserSettings settings(file.fileName());
    const auto opened = settings.open();
    QVERIFY(!opened);
    QCOMPARE(opened.error().kind, ErrorKind::StoreFailed);
}

QTEST_GUILESS_MAIN(TestUserSettings)
#include "tst_usersettings.moc"
