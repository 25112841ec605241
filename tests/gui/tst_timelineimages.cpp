// Images in the timeline: nothing is asked for before the person agrees, and nothing moves when an image comes.
#include "gui/windowstage.h"

#include "ui/room/savequestion.h"
#include "ui/timeline/imageshelf.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QDialog>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace foyer;

class TestTimelineImages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void nothingIsAskedOfTheHostBeforeOneAgrees();
    void whatIsKeptHereIsShownWithoutAsking();
    void showImageAsksForIt();
    void theCardIsAsHighBeforeAsAfter();
    void whatOneReadsStaysWhenAnImageComes();
    void aFailureIsASentenceAndCanBeTriedAgain();
    void imagesOfTrustedHostsLoadByThemselves();
    void imagesOfTheUploadServiceLoadByThemselves();
    void alwaysIsOfferedInTheMenu();
    void onlyImagesInSightAreAskedFor();
    void memoryIsBounded();
    void theAddressIsCopied();
    void aDeletedImageIsGone();
    void aScreenReaderHearsAnImage();
    void aScreenReaderHearsHowItIsWithAnImage();
    void theFailureOfTheChosenImageIsSaid();
    void rightToLeftPutsTheCardOnTheRight();
    void theWholeImageIsShownByItself();
    void theWholeImageMayFail();
    void savingAsksWhereAndSuggestsAFitName();
    void aFreeNameIsSuggested();
    void aFailedSaveIsTold();

private:
    TimelineItem message(MessageKey key, const QString &text) const
    {
        return aRow(key, u"bob"_s, text, stage->at(static_cast<int>(key)));
    }
    static QImage picture(const QSize &size)
    {
        QImage image(size, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::red);
        return image;
    }
    void clickAction(int row) const
    {
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->actionRect(row).center());
    }
    QMenu *menuOf(int row) const
    {
        view->setCurrentRow(row);
        view->openMenuOfCurrent();
        return view->findChild<QMenu *>(u"messageMenu"_s);
    }
    int fetches() const
    {
        return static_cast<int>(std::count_if(wanted->begin(), wanted->end(), [](const QList<QVariant> &arguments) {
            return arguments[1].value<ImageShelf::From>() == ImageShelf::From::DiskThenHost;
        }));
    }
    QRgb colourAt(const QPoint &point) const { return view->viewport()->grab().toImage().pixel(point); }

    const QString body = u"https://files.example.org/a/cat.png"_s;
    const QUrl url{body};
    std::unique_ptr<WindowStage> stage;
    TimelineView *view = nullptr;
    ImageShelf *images = nullptr;
    std::unique_ptr<QSignalSpy> wanted;
};

void TestTimelineImages::init()
{
    stage = std::make_unique<WindowStage>();
    stage->join(stage->tea, u"Tea"_s);
    view = stage->timeline();
    images = &stage->window->images();
    wanted = std::make_unique<QSignalSpy>(images, &ImageShelf::wanted);
}

void TestTimelineImages::cleanup()
{
    wanted.reset();
    stage.reset();
}

void TestTimelineImages::nothingIsAskedOfTheHostBeforeOneAgrees()
{
    stage->show({message(1, body), message(2, u"and "_s + body)});
    QVERIFY(!view->viewport()->grab().isNull());
    view->scrollByPixels(-50);
    view->scrollByPixels(50);
    QCOMPARE(fetches(), 0);
    // Once, whether it is kept on this computer.
    QCOMPARE(wanted->size(), 1);
    QCOMPARE(images->imageOf(url).state, ImageShelf::State::Closed);
}

void TestTimelineImages::whatIsKeptHereIsShownWithoutAsking()
{
    stage->show({message(1, body)});
    images->put(url, picture({300, 200}));
    QTest::qWait(0);
    QCOMPARE(fetches(), 0);
    QCOMPARE(colourAt(view->actionRect(0).center()), QColor(Qt::red).rgb());
}

void TestTimelineImages::showImageAsksForIt()
{
    stage->show({message(1, body)});
    clickAction(0);
    QCOMPARE(fetches(), 1);
    QCOMPARE(wanted->last()[0].toUrl(), url);
    QTest::qWait(0);
    QVERIFY(view->actionRect(0).isEmpty());
    images->put(url, picture({640, 480}));
    QTest::qWait(0);
    QCOMPARE(view->actionRect(0).size(), ImageShelf::largestSize());
    QCOMPARE(colourAt(view->actionRect(0).center()), QColor(Qt::red).rgb());
    QCOMPARE(fetches(), 1);
    // By keys as well.
    stage->show({message(1, body), message(2, u"https://files.example.org/dog.png"_s)});
    view->setFocus();
    view->setCurrentRow(1);
    QTest::keyClick(view, Qt::Key_Return);
    QCOMPARE(fetches(), 2);
}

void TestTimelineImages::theCardIsAsHighBeforeAsAfter()
{
    stage->show({message(1, body), message(2, u"below"_s)});
    const QRect before = view->visualRect(0);
    QVERIFY(before.height() >= ImageShelf::largestSize().height());
    images->agree(url);
    QTest::qWait(0);
    QCOMPARE(view->visualRect(0), before);
    for (const QSize size : {QSize(640, 480), QSize(4, 4), QSize(640, 2), QSize(2, 480)}) {
        images->put(url, picture(size));
        QTest::qWait(0);
        QCOMPARE(view->visualRect(0), before);
    }
    images->fail(url, u"A sentence. "_s.repeated(50));
    QTest::qWait(0);
    QCOMPARE(view->visualRect(0), before);
}

void TestTimelineImages::whatOneReadsStaysWhenAnImageComes()
{
    QList<TimelineItem> items;
    for (int i = 1; i <= 40; ++i) {
        items.append(message(i, i % 2 == 0 ? u"https://files.example.org/%1.png"_s.arg(i) : u"number %1"_s.arg(i)));
    }
    stage->show(items);
    view->scrollByPixels(-1000);
    QTest::qWait(0);
    const int first = view->firstVisibleRow();
    QList<QRect> before;
    for (int row = first; row < first + 4; ++row) {
        before.append(view->visualRect(row));
    }
    for (int i = 2; i <= 40; i += 2) {
        images->put(QUrl(u"https://files.example.org/%1.png"_s.arg(i)), picture({100, 90}));
    }
    QTest::qWait(0);
    for (int row = first; row < first + 4; ++row) {
        QCOMPARE(view->visualRect(row), before[row - first]);
    }
    QVERIFY(!view->isFollowing());
}

void TestTimelineImages::aFailureIsASentenceAndCanBeTriedAgain()
{
    stage->show({message(1, body)});
    clickAction(0);
    images->fail(url, u"<b>The image is no longer there.</b>"_s);
    QTest::qWait(0);
    // In sight, but not asked for again by itself.
    QCOMPARE(fetches(), 1);
    QCOMPARE(images->imageOf(url).problem, u"<b>The image is no longer there.</b>"_s);
    clickAction(0);
    QCOMPARE(fetches(), 2);
    QCOMPARE(images->imageOf(url).state, ImageShelf::State::Loading);
    // Whoever scrolled past a crowd of them finds the button again.
    images->leave(url);
    QCOMPARE(images->imageOf(url).state, ImageShelf::State::Closed);
    QTest::qWait(0);
    QCOMPARE(fetches(), 3);
    // What is gone for good is not offered again.
    images->fail(url, u"The image is no longer there."_s, true);
    QTest::qWait(0);
    QVERIFY(stage->timeline()->actionRect(0).isEmpty());
}

void TestTimelineImages::imagesOfTrustedHostsLoadByThemselves()
{
    images->setTrustedHosts({u"files.example.org"_s});
    stage->show({message(1, body), message(2, u"https://other.example.org/files.example.org.png"_s),
                 message(3, u"https://files.example.org:8443/cat.png"_s)});
    QCOMPARE(fetches(), 1);
    QCOMPARE(wanted->first()[0].toUrl(), url);
}

void TestTimelineImages::imagesOfTheUploadServiceLoadByThemselves()
{
    stage->show({message(1, body)});
    QCOMPARE(fetches(), 0);
    images->setServiceHosts({u"files.example.org"_s});
    QTest::qWait(0);
    QCOMPARE(fetches(), 1);
    images->setServiceHosts({});
    stage->show({message(1, u"https://files.example.org/b.png"_s)});
    QCOMPARE(fetches(), 1);
}

void TestTimelineImages::alwaysIsOfferedInTheMenu()
{
    QSignalSpy hosts(images, &ImageShelf::trustedHostsChanged);
    stage->show({message(1, body), message(2, u"https://files.example.org/dog.png"_s)});
    QMenu *menu = menuOf(0);
    QVERIFY(menu->findChild<QAction *>(u"showImageAction"_s) != nullptr);
    QVERIFY(menu->findChild<QAction *>(u"copyImageAction"_s) == nullptr);
    auto *always = menu->findChild<QAction *>(u"alwaysShowAction"_s);
    QVERIFY(always->isCheckable() && !always->isChecked());
    QVERIFY(always->text().contains(u"files.example.org"_s));
    always->trigger();
    delete menu;
    QCOMPARE(hosts.size(), 1);
    QCOMPARE(hosts[0][0].toStringList(), QStringList{u"files.example.org"_s});
    QTRY_COMPARE(fetches(), 2);
    menu = menuOf(0);
    always = menu->findChild<QAction *>(u"alwaysShowAction"_s);
    QVERIFY(always->isChecked());
    always->trigger();
    delete menu;
    QCOMPARE(hosts.last()[0].toStringList(), QStringList());
    QVERIFY(!images->isTrusted(u"files.example.org"_s));
}

void TestTimelineImages::onlyImagesInSightAreAskedFor()
{
    images->setTrustedHosts({u"files.example.org"_s});
    QList<TimelineItem> items;
    for (int i = 1; i <= 100; ++i) {
        items.append(message(i, u"https://files.example.org/%1.png"_s.arg(i)));
    }
    stage->show(items);
    QVERIFY2(fetches() >= 1 && fetches() <= 6, qPrintable(QString::number(fetches())));
}

void TestTimelineImages::memoryIsBounded()
{
    for (int i = 0; i < 200; ++i) {
        images->put(QUrl(u"https://files.example.org/%1.png"_s.arg(i)), picture({640, 480}));
    }
    int shown = 0;
    for (int i = 0; i < 200; ++i) {
        const auto image = images->imageOf(QUrl(u"https://files.example.org/%1.png"_s.arg(i)));
        shown += image.state == ImageShelf::State::Shown ? 1 : 0;
    }
    QVERIFY2(shown > 10 && shown <= 40, qPrintable(QString::number(shown)));
    // What was pushed out is asked for again when one agreed to it.
    images->agree(url);
    images->put(url, picture({640, 480}));
    for (int i = 0; i < 200; ++i) {
        images->put(QUrl(u"https://files.example.org/%1.png"_s.arg(i)), picture({640, 480}));
    }
    const int before = fetches();
    stage->show({message(1, body)});
    QCOMPARE(fetches(), before + 1);
}

void TestTimelineImages::theAddressIsCopied()
{
    stage->show({message(1, body)});
    images->put(url, picture({640, 480}));
    QTest::qWait(0);
    view->setFocus();
    view->setCurrentRow(0);
    QTest::keyClick(view, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), body);
    QSignalSpy full(images, &ImageShelf::fullWanted);
    QMenu *menu = menuOf(0);
    menu->findChild<QAction *>(u"copyImageAction"_s)->trigger();
    QCOMPARE(full.size(), 1);
    Q_EMIT images->fullCame(url, picture({1000, 900}));
    QCOMPARE(QGuiApplication::clipboard()->image().size(), QSize(1000, 900));
    delete menu;
    QSignalSpy links(view, &TimelineView::linkActivated);
    menu = menuOf(0);
    menu->findChild<QAction *>(u"openLinkAction"_s)->trigger();
    QCOMPARE(links.size(), 1);
    QCOMPARE(links[0][0].toUrl(), url);
    delete menu;
}

void TestTimelineImages::aDeletedImageIsGone()
{
    images->setTrustedHosts({u"files.example.org"_s});
    auto item = message(1, body);
    item.message.retracted = true;
    stage->show({item});
    QCOMPARE(wanted->size(), 0);
    QVERIFY(view->visualRect(0).height() < 100);
}

void TestTimelineImages::aScreenReaderHearsAnImage()
{
    stage->show({message(1, u"https://files.example.org/my%20cat.png"_s)});
    const QString spoken = view->spokenRow(0);
    QVERIFY2(spoken.contains(u"image, my cat.png, from files.example.org"_s), qPrintable(spoken));
    QVERIFY(!spoken.contains(u"https"_s));
}

void TestTimelineImages::aScreenReaderHearsHowItIsWithAnImage()
{
    stage->show({message(1, body), message(2, u"no image"_s)});
    const auto spoken = [this] { return view->spokenRow(0).section(u"from files.example.org"_s, 1).trimmed(); };
    QCOMPARE(spoken(), u"Not shown."_s);
    images->agree(url);
    QCOMPARE(spoken(), u"Loading…"_s);
    images->fail(url, u"The image is no longer there."_s);
    QCOMPARE(spoken(), u"The image is no longer there."_s);
    images->put(url, picture({300, 200}));
    QCOMPARE(spoken(), QString());
    QVERIFY(view->spokenRow(1).endsWith(u"no image"_s));
    // Nothing is told of what was deleted.
    auto deleted = message(1, body);
    deleted.message.retracted = true;
    images->fail(url, u"The image is no longer there."_s);
    stage->show({deleted});
    QVERIFY2(!view->spokenRow(0).contains(u"image"_s), qPrintable(view->spokenRow(0)));
}

void TestTimelineImages::theFailureOfTheChosenImageIsSaid()
{
    const QUrl other(u"https://files.example.org/dog.png"_s);
    stage->show({message(1, body), message(2, other.toString())});
    const auto said = [this] { return stage->find<QWidget>(u"announcer"_s)->accessibleName(); };
    view->setFocus();
    view->setCurrentRow(0);
    QTest::keyClick(view, Qt::Key_Return);
    images->agree(other);
    images->fail(other, u"Not that one."_s);
    QCOMPARE(said(), QString());
    images->fail(url, u"The image is no longer there."_s);
    QCOMPARE(said(), u"The image is no longer there."_s);
}

void TestTimelineImages::rightToLeftPutsTheCardOnTheRight()
{
    stage->show({message(1, body)});
    const int leftwards = view->actionRect(0).center().x();
    QGuiApplication::setLayoutDirection(Qt::RightToLeft);
    QTest::qWait(0);
    const int rightwards = view->actionRect(0).center().x();
    QGuiApplication::setLayoutDirection(Qt::LeftToRight);
    QVERIFY(qAbs(rightwards - (view->viewport()->width() - leftwards)) <= 1);
}

void TestTimelineImages::theWholeImageIsShownByItself()
{
    stage->show({message(1, body)});
    images->put(url, picture({640, 480}));
    QTest::qWait(0);
    QSignalSpy full(images, &ImageShelf::fullWanted);
    clickAction(0);
    auto *viewer = view->findChild<QDialog *>(u"imageViewer"_s);
    QVERIFY(viewer != nullptr && viewer->isVisible());
    QCOMPARE(full.size(), 1);
    // A smaller one than it is would be no copy.
    auto *copy = viewer->findChild<QPushButton *>(u"copyPushButton"_s);
    QVERIFY(!copy->isEnabled());
    Q_EMIT images->fullCame(QUrl(u"https://elsewhere.example/x.png"_s), picture({9, 9}));
    QVERIFY(!copy->isEnabled());
    Q_EMIT images->fullCame(url, picture({1500, 900}));
    QTest::mouseClick(copy, Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->image().size(), QSize(1500, 900));
    QTest::keyClick(viewer, Qt::Key_Escape);
    QTRY_VERIFY(view->findChild<QDialog *>(u"imageViewer"_s) == nullptr);
}

void TestTimelineImages::theWholeImageMayFail()
{
    stage->show({message(1, body)});
    images->put(url, picture({640, 480}));
    QTest::qWait(0);
    clickAction(0);
    auto *viewer = view->findChild<QDialog *>(u"imageViewer"_s);
    Q_EMIT images->fullFailed(url, u"<b>The image is damaged.</b>"_s);
    auto *problem = viewer->findChild<QLabel *>(u"imageProblemLabel"_s);
    QVERIFY(problem->isVisible());
    QCOMPARE(problem->text(), u"<b>The image is damaged.</b>"_s);
    QCOMPARE(problem->textFormat(), Qt::PlainText);
    QVERIFY(!viewer->findChild<QPushButton *>(u"copyPushButton"_s)->isEnabled());
}

void TestTimelineImages::savingAsksWhereAndSuggestsAFitName()
{
    const QString hostile = u"https://files.example.org/a/..%2F..%2F.bashrc%E2%80%AEgnp.png"_s;
    stage->show({message(1, hostile)});
    images->put(QUrl(hostile), picture({640, 480}));
    QTest::qWait(0);
    QSignalSpy saves(images, &ImageShelf::saveWanted);
    clickAction(0);
    auto *viewer = view->findChild<QDialog *>(u"imageViewer"_s);
    QTest::mouseClick(viewer->findChild<QPushButton *>(u"savePushButton"_s), Qt::LeftButton);
    auto *chooser = viewer->findChild<QFileDialog *>(u"saveImageDialog"_s);
    QVERIFY(chooser != nullptr);
    QCOMPARE(chooser->acceptMode(), QFileDialog::AcceptSave);
    QVERIFY(!chooser->testOption(QFileDialog::DontConfirmOverwrite));
    const QString suggested = QFileInfo(chooser->selectedFiles().value(0)).fileName();
    QVERIFY2(suggested.endsWith(u".png"_s) && !suggested.startsWith(u'.') && !suggested.contains(QChar(0x202e)),
             qPrintable(suggested));
    QVERIFY(!suggested.contains(u'/'));
    QCOMPARE(saves.size(), 0);
    Q_EMIT chooser->fileSelected(u"/somewhere/x.png"_s);
    QCOMPARE(saves.size(), 1);
    QCOMPARE(saves[0][0].toUrl(), QUrl(hostile));
    QCOMPARE(saves[0][1].toString(), u"/somewhere/x.png"_s);
}

void TestTimelineImages::aFreeNameIsSuggested()
{
    const QTemporaryDir folder;
    QCOMPARE(freeName(folder.path(), u"a cat.png"_s), u"a cat.png"_s);
    for (const QString &taken : {u"a cat.png"_s, u"a cat (2).png"_s}) {
        QFile file(folder.filePath(taken));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    QCOMPARE(freeName(folder.path(), u"a cat.png"_s), u"a cat (3).png"_s);
    QCOMPARE(freeName(folder.path(), u"%1 %2.png"_s), u"%1 %2.png"_s);
}

void TestTimelineImages::aFailedSaveIsTold()
{
    Q_EMIT images->saveFailed(u"<b>No room.</b>"_s);
    auto *box = view->findChild<QMessageBox *>(u"saveFailedBox"_s);
    QVERIFY(box != nullptr && box->isVisible());
    QCOMPARE(box->text(), u"<b>No room.</b>"_s);
    QCOMPARE(box->textFormat(), Qt::PlainText);
}

QTEST_MAIN(TestTimelineImages)
#include "tst_timelineimages.moc"
