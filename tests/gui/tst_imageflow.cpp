// From a click on *Show image* to pixels: the window's shelf, the profile's folder, a web server and the helper
// process, which is this program itself.
#include "app/imageflow.h"

#include "app/thumbnailflow.h"
#include "desktop/imagehelper.h"
#include "gui/memoryroomsource.h"
#include "models/appstate.h"
#include "store/usersettings.h"
#include "support/tinyhttp.h"

#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace foyer;

class TestImageFlow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void nothingIsAskedBeforeOneAgrees();
    void anImageOneAgreedToComesAndIsKept();
    void whatIsNoImageIsAFailureAndNotKept();
    void anErrorOfTheHostIsASentence();
    void theWholeImageComesFromTheFolder();
    void trustedHostsAreRemembered();
    void theHostOfOwnUploadsIsTrusted();
    void anotherHostIsAskedOnlyWhenOneAgreesToIt();
    void theFileIsSavedAsItCame();
    void whatCannotBeSavedIsTold();
    void attachedPicturesGetTheirThumbnail();

private:
    static QByteArray png(const QSize &size)
    {
        QImage image(size, QImage::Format_RGB32);
        image.fill(Qt::blue);
        QByteArray bytes;
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::WriteOnly);
        image.save(&buffer, "png");
        return bytes;
    }
    void makeFlow()
    {
        flow.reset();
        shelf = std::make_unique<ImageShelf>();
        flow = std::make_unique<ImageFlow>(
            ImageFlowDeps{*shelf, *settings, clock, [] { return QSslConfiguration::defaultConfiguration(); },
                          place->filePath(u"images"_s), QCoreApplication::applicationFilePath()});
    }
    ImageLink link(const QString &path) const { return *imageLinkOf(server->url(path).toString()); }
    ImageShelf::State stateOf(const QString &path) const { return shelf->imageOf(server->url(path)).state; }

    SystemClock clock;
    std::unique_ptr<QTemporaryDir> place;
    std::unique_ptr<TinyHttp> server;
    std::unique_ptr<UserSettings> settings;
    std::unique_ptr<ImageShelf> shelf;
    std::unique_ptr<ImageFlow> flow;
};

void TestImageFlow::init()
{
    place = std::make_unique<QTemporaryDir>();
    server = std::make_unique<TinyHttp>();
    settings = std::make_unique<UserSettings>(place->filePath(u"user.sqlite"_s));
    QVERIFY(settings->open());
    makeFlow();
}

namespace
{

/// A file of \a content, attached.
AttachmentId attach(AttachmentList &list, const QTemporaryDir &folder, const QString &name, const QByteArray &content)
{
    QFile file(folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) {
        qFatal("no file");
    }
    file.close();
    return list.add({name, file.fileName(), {}}, content.size()).valueOr(0);
}

} // namespace

void TestImageFlow::attachedPicturesGetTheirThumbnail()
{
    MemoryRoomSource source;
    AppState state(source, clock);
    ThumbnailFlow thumbnails(state, QCoreApplication::applicationFilePath());
    const RoomAddress tea = *RoomAddress::parse(u"tea@rooms.example"_s);
    state.onJoined(tea, {});
    AttachmentList &list = state.page(tea)->composer().attachments();
    list.setOffer({UploadOffer::State::Yes, 0});
    // Told by its content: a drawing that calls itself a picture is not even looked at.
    const AttachmentId drawing = attach(list, *place, u"drawing.png"_s, "<svg xmlns='http://www.w3.org/2000/svg'/>");
    const AttachmentId text = attach(list, *place, u"text.txt"_s, png({640, 320}));
    const AttachmentId picture = attach(list, *place, u"picture.png"_s, png({640, 320}));
    QTRY_VERIFY_WITH_TIMEOUT(!list.find(picture)->thumbnail.isEmpty(), 20000);
    QCOMPARE(QImage::fromData(list.find(picture)->thumbnail, "PNG").size(), QSize(160, 80));
    QVERIFY(list.find(drawing)->thumbnail.isEmpty() && list.find(text)->thumbnail.isEmpty());
}

void TestImageFlow::cleanup()
{
    flow.reset();
    shelf.reset();
    settings.reset();
    server.reset();
    place.reset();
}

void TestImageFlow::nothingIsAskedBeforeOneAgrees()
{
    server->set("/a.png", png({20, 10}));
    shelf->look(link(u"/a.png"_s));
    shelf->look(link(u"/a.png"_s));
    QTest::qWait(0);
    QCOMPARE(server->asked.size(), 0);
    QCOMPARE(stateOf(u"/a.png"_s), ImageShelf::State::Closed);
}

void TestImageFlow::anImageOneAgreedToComesAndIsKept()
{
    server->set("/a.png", png({2000, 1000}));
    shelf->agree(server->url(u"/a.png"_s));
    QTRY_COMPARE(stateOf(u"/a.png"_s), ImageShelf::State::Shown);
    QCOMPARE(shelf->imageOf(server->url(u"/a.png"_s)).pixmap.size(), QSize(320, 160));
    QCOMPARE(server->asked.size(), 1);
    // In the next start it is there without a request.
    makeFlow();
    shelf->look(link(u"/a.png"_s));
    QTRY_COMPARE(stateOf(u"/a.png"_s), ImageShelf::State::Shown);
    QCOMPARE(server->asked.size(), 1);
}

void TestImageFlow::whatIsNoImageIsAFailureAndNotKept()
{
    server->set("/a.png", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>");
    shelf->agree(server->url(u"/a.png"_s));
    QTRY_COMPARE(stateOf(u"/a.png"_s), ImageShelf::State::Failed);
    QCOMPARE(shelf->imageOf(server->url(u"/a.png"_s)).problem,
             u"This is not an image of the kinds PNG, JPEG and GIF."_s);
    server->set("/a.png", png({20, 10}));
    shelf->agree(server->url(u"/a.png"_s));
    QTRY_COMPARE(stateOf(u"/a.png"_s), ImageShelf::State::Shown);
    QCOMPARE(server->asked.size(), 2);
}

void TestImageFlow::anErrorOfTheHostIsASentence()
{
    server->set("/a.png", "gone", "404 Not Found");
    shelf->agree(server->url(u"/a.png"_s));
    QTRY_COMPARE(stateOf(u"/a.png"_s), ImageShelf::State::Failed);
    QCOMPARE(shelf->imageOf(server->url(u"/a.png"_s)).problem, u"The image is no longer there."_s);
    QVERIFY(shelf->imageOf(server->url(u"/a.png"_s)).isGone);
    server->set("/b.png", "busy", "503 Service Unavailable");
    shelf->agree(server->url(u"/b.png"_s));
    QTRY_COMPARE(stateOf(u"/b.png"_s), ImageShelf::State::Failed);
    QVERIFY(!shelf->imageOf(server->url(u"/b.png"_s)).isGone);
}

void TestImageFlow::theWholeImageComesFromTheFolder()
{
    server->set("/a.png", png({2000, 1000}));
    const QUrl url = server->url(u"/a.png"_s);
    shelf->agree(url);
    QTRY_COMPARE(stateOf(u"/a.png"_s), ImageShelf::State::Shown);
    QSignalSpy came(shelf.get(), &ImageShelf::fullCame);
    shelf->askForFull(url);
    QTRY_COMPARE(came.size(), 1);
    QCOMPARE(came[0][1].value<QImage>().size(), QSize(2000, 1000));
    QCOMPARE(server->asked.size(), 1);
}

void TestImageFlow::trustedHostsAreRemembered()
{
    server->set("/a.png", png({20, 10}));
    const ImageLink image = link(u"/a.png"_s);
    shelf->setTrusted(image.host, true);
    shelf->setTrusted(u"other.example"_s, true);
    shelf->setTrusted(u"other.example"_s, false);
    makeFlow();
    QCOMPARE(shelf->trustedHosts(), QStringList{image.host});
    shelf->look(image);
    QTRY_COMPARE(stateOf(u"/a.png"_s), ImageShelf::State::Shown);
}

void TestImageFlow::theHostOfOwnUploadsIsTrusted()
{
    server->set("/mine.png", png({20, 10}));
    server->set("/theirs.png", png({20, 10}));
    flow->setAccount(u"alice@example.org"_s);
    shelf->look(link(u"/theirs.png"_s));
    QCOMPARE(stateOf(u"/theirs.png"_s), ImageShelf::State::Closed);
    flow->onUploaded(server->url(u"/mine.png"_s));
    QTRY_COMPARE(stateOf(u"/mine.png"_s), ImageShelf::State::Shown);
    shelf->look(link(u"/theirs.png"_s));
    QTRY_COMPARE(stateOf(u"/theirs.png"_s), ImageShelf::State::Shown);
    QVERIFY(!shelf->isChosen(link(u"/mine.png"_s).host));
    // Also in the next start, but not for another account.
    makeFlow();
    flow->setAccount(u"bob@example.org"_s);
    QVERIFY(!shelf->isTrusted(link(u"/mine.png"_s).host));
    flow->setAccount(u"alice@example.org"_s);
    QVERIFY(shelf->isTrusted(link(u"/mine.png"_s).host));
    flow->setAccount({});
    QVERIFY(!shelf->isTrusted(link(u"/mine.png"_s).host));
}

void TestImageFlow::anotherHostIsAskedOnlyWhenOneAgreesToIt()
{
    TinyHttp stranger;
    stranger.set("/b.png", png({20, 10}));
    server->redirect("/a.png", stranger.url(u"/b.png"_s).toEncoded());
    const QUrl url = server->url(u"/a.png"_s);
    // That images of a host load by themselves says nothing of where it sends one.
    shelf->setTrusted(link(u"/a.png"_s).host, true);
    shelf->look(link(u"/a.png"_s));
    QTRY_COMPARE(stateOf(u"/a.png"_s), ImageShelf::State::Failed);
    QCOMPARE(stranger.asked.size(), 0);
    QCOMPARE(shelf->imageOf(url).movedTo, imageHostOf(stranger.url({})));
    shelf->look(link(u"/a.png"_s));
    QCOMPARE(stateOf(u"/a.png"_s), ImageShelf::State::Failed);
    shelf->agree(url);
    QTRY_COMPARE(stateOf(u"/a.png"_s), ImageShelf::State::Shown);
    QCOMPARE(stranger.asked.size(), 1);
    QVERIFY(!shelf->isTrusted(imageHostOf(stranger.url({}))));
}

void TestImageFlow::theFileIsSavedAsItCame()
{
    const QByteArray bytes = png({2000, 1000});
    server->set("/a.png", bytes);
    const QUrl url = server->url(u"/a.png"_s);
    shelf->agree(url);
    QTRY_COMPARE(stateOf(u"/a.png"_s), ImageShelf::State::Shown);
    QSignalSpy failed(shelf.get(), &ImageShelf::saveFailed);
    const QString fileName = place->filePath(u"saved.png"_s);
    shelf->save(url, fileName);
    QFile file(fileName);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), bytes);
    QVERIFY(!(file.permissions() & (QFile::ExeOwner | QFile::ExeGroup | QFile::ExeOther)));
    QCOMPARE(failed.size(), 0);
    QCOMPARE(server->asked.size(), 1);
}

void TestImageFlow::whatCannotBeSavedIsTold()
{
    server->set("/a.png", png({20, 10}));
    const QUrl url = server->url(u"/a.png"_s);
    shelf->agree(url);
    QTRY_COMPARE(stateOf(u"/a.png"_s), ImageShelf::State::Shown);
    QSignalSpy failed(shelf.get(), &ImageShelf::saveFailed);
    shelf->save(url, place->filePath(u"nowhere/saved.png"_s));
    QCOMPARE(failed.size(), 1);
    QVERIFY(failed[0][0].toString().startsWith(u"The image could not be saved: "_s));
    // Not kept here any more, and gone from its host or become something else.
    QVERIFY(QDir(place->filePath(u"images"_s)).removeRecursively());
    server->set("/a.png", "gone", "404 Not Found");
    shelf->save(url, place->filePath(u"saved.png"_s));
    QTRY_COMPARE(failed.size(), 2);
    server->set("/a.png", "<svg/>");
    shelf->save(url, place->filePath(u"saved.png"_s));
    QTRY_COMPARE(failed.size(), 3);
    QVERIFY(!QFile::exists(place->filePath(u"saved.png"_s)));
}

int main(int argc, char **argv)
{
    if (imagehelper::isMeant(argc, argv)) {
        return imagehelper::run(argc, argv);
    }
    QGuiApplication application(argc, argv);
    TestImageFlow test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_imageflow.moc"
