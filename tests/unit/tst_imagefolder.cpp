#include "store/imagefolder.h"

#include "support/fakeclock.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace foyer;

class TestImageFolder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsKeptIsReadAgain();
    void namesSayNothingAndLeadNowhere();
    void whatWasNotUsedForLongestGoesFirst();
    void anUnusableFolderKeepsNothing();

private:
    static QUrl url(int number) { return QUrl(u"https://example.org/%1.png"_s.arg(number)); }

    FakeClock clock;
};

void TestImageFolder::whatIsKeptIsReadAgain()
{
    const QTemporaryDir place;
    const QString folder = place.filePath(u"cache/images"_s);
    ImageFolder images(folder, 1000, clock);
    QCOMPARE(images.read(url(1)), QByteArray());
    QVERIFY(!QFile::exists(folder));
    images.keep(url(1), "one");
    QCOMPARE(images.read(url(1)), "one");
    QCOMPARE(images.read(url(2)), QByteArray());
    images.keep(url(1), "another");
    QCOMPARE(ImageFolder(folder, 1000, clock).read(url(1)), "another");
    constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QVERIFY(!(QFile::permissions(folder) & others));
    for (const QFileInfo &file : QDir(folder).entryInfoList(QDir::Files)) {
        QVERIFY(!(file.permissions() & others));
    }
}

void TestImageFolder::namesSayNothingAndLeadNowhere()
{
    const QTemporaryDir place;
    const QString folder = place.filePath(u"images"_s);
    ImageFolder images(folder, 1'000'000, clock);
    for (const QString &name : {u"..%2f..%2fx.png"_s, u"../../x.png"_s, u"%00.png"_s, u"CON.png"_s, u"a.sh?.png"_s,
                                u"%e2%80%ae.png"_s, QString(QString(2000, u'a') + u".png"_s)}) {
        const QUrl address(u"https://example.org/"_s + name);
        images.keep(address, "x");
        QCOMPARE(images.read(address), "x");
    }
    for (const QString &name : QDir(folder).entryList(QDir::Files | QDir::Hidden)) {
        QCOMPARE(name.size(), 64);
    }
    QCOMPARE(QDir(place.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
             QStringList{u"images"_s});
}

void TestImageFolder::whatWasNotUsedForLongestGoesFirst()
{
    const QTemporaryDir place;
    ImageFolder images(place.path(), 1000, clock);
    for (int i = 1; i <= 3; ++i) {
        images.keep(url(i), QByteArray(300, 'x'));
        clock.advance(60'000);
    }
    QVERIFY(!images.read(url(1)).isEmpty());
    clock.advance(60'000);
    images.keep(url(4), QByteArray(300, 'x'));
    QVERIFY(!images.read(url(1)).isEmpty());
    QVERIFY(images.read(url(2)).isEmpty());
    QVERIFY(!images.read(url(3)).isEmpty());
    QVERIFY(!images.read(url(4)).isEmpty());
}

void TestImageFolder::anUnusableFolderKeepsNothing()
{
    const QTemporaryDir place;
    QFile file(place.filePath(u"file"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    ImageFolder images(place.filePath(u"file/images"_s), 1000, clock);
    images.keep(url(1), "x");
    QVERIFY(images.read(url(1)).isEmpty());
}

QTEST_APPLESS_MAIN(TestImageFolder)
#include "tst_imagefolder.moc"
