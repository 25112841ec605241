// The gate of images from outside (S24), and the helper process behind it, which is this program itself.
#include "desktop/imagegate.h"

#include "desktop/imagehelper.h"
#include "desktop/imageworker.h"
#include "support/fakeclock.h"

#include <QBuffer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace foyer;
using imagegate::Problem;

Q_DECLARE_METATYPE(imagegate::Problem)

namespace
{

constexpr QSize bound(640, 480);

QByteArray encoded(const QSize &size, const char *format)
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(Qt::darkGreen);
    image.setPixelColor(0, 0, Qt::red);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!image.save(&buffer, format)) {
        qFatal("no encoder for %s", format);
    }
    return bytes;
}

/// Frames of one pixel each, on a screen of \a width by \a height.
QByteArray gif(int width, int height, int frames)
{
    QByteArray bytes("GIF89a");
    bytes.append(static_cast<char>(width & 0xff)).append(static_cast<char>(width >> 8));
    bytes.append(static_cast<char>(height & 0xff)).append(static_cast<char>(height >> 8));
    bytes.append("\x80\x00\x00\xff\x00\x00\x00\xff\x00", 9);
    const QByteArray frame("\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00", 15);
    bytes.append(frame.repeated(frames));
    return bytes.append(';');
}

QByteArray withBigEndian(QByteArray bytes, qsizetype at, quint32 value)
{
    for (int i = 0; i < 4; ++i) {
        bytes[at + i] = static_cast<char>(value >> (8 * (3 - i)));
    }
    return bytes;
}

/// The size in a JPEG's frame header made \a width by \a height.
QByteArray jpegOfSize(int width, int height)
{
    QByteArray bytes = encoded({16, 16}, "jpeg");
    const qsizetype at = bytes.indexOf("\xff\xc0");
    return withBigEndian(bytes, at + 5, static_cast<quint32>(height) << 16 | static_cast<quint32>(width));
}

QByteArray readFrom(const std::variant<DecodedImage, Problem> &decoded)
{
    return std::holds_alternative<DecodedImage>(decoded) ? "an image" : "a problem";
}

} // namespace

class TestImageGate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void threeKindsAreDecoded_data();
    void threeKindsAreDecoded();
    void largeOnesAreScaledDown();
    void theNotedTurnIsDone();
    void hostileFilesAreRefused_data() { addHostileFiles(); }
    void hostileFilesAreRefused();
    void theHelperGivesTheSameImage();
    void theHelperRefusesTheSame_data() { addHostileFiles(); }
    void theHelperRefusesTheSame();
    void theFirstOfAHundredThousandFramesIsShown();
    void aHelperThatCannotStartIsASentence();
    void aHelperThatDoesNotEndIsEnded();
    void manyAreDecodedInTheirTurn();
    void whatAHelperWroteIsChecked();

private:
    static void addHostileFiles();
    static Result<DecodedImage> answered(const QFuture<Result<DecodedImage>> &future)
    {
        constexpr int patienceMs = 40000;
        if (!QTest::qWaitFor([&] { return future.isFinished(); }, patienceMs)) {
            return Error{ErrorKind::TimedOut, u"the test waited in vain"_s, {}};
        }
        return future.result();
    }

    FakeClock clock;
};

void TestImageGate::threeKindsAreDecoded_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("format");
    QTest::newRow("png") << encoded({20, 10}, "png") << QByteArray("png");
    QTest::newRow("jpeg") << encoded({20, 10}, "jpeg") << QByteArray("jpeg");
    QTest::newRow("gif") << gif(20, 10, 1) << QByteArray("gif");
}

void TestImageGate::threeKindsAreDecoded()
{
    QFETCH(QByteArray, bytes);
    QTEST(imagegate::formatOf(bytes), "format");
    const auto decoded = imagegate::decode(bytes, bound);
    const auto *image = std::get_if<DecodedImage>(&decoded);
    QVERIFY(image != nullptr);
    QCOMPARE(image->image.size(), QSize(20, 10));
    QCOMPARE(image->fullSize, QSize(20, 10));
    QCOMPARE(image->image.format(), QImage::Format_ARGB32_Premultiplied);
}

void TestImageGate::largeOnesAreScaledDown()
{
    for (const char *format : {"png", "jpeg"}) {
        const auto decoded = imagegate::decode(encoded({4000, 1000}, format), bound);
        const auto *image = std::get_if<DecodedImage>(&decoded);
        QVERIFY(image != nullptr);
        QCOMPARE(image->image.size(), QSize(640, 160));
        QCOMPARE(image->fullSize, QSize(4000, 1000));
    }
    const auto line = imagegate::decode(encoded({20'000, 1}, "png"), bound);
    QCOMPARE(std::get<DecodedImage>(line).image.size(), QSize(640, 1));
}

void TestImageGate::theNotedTurnIsDone()
{
    QByteArray bytes = encoded({2000, 1000}, "jpeg");
    // An Exif block with one entry: orientation 6, a quarter turn.
    const QByteArray exif("\xff\xe1\x00\x22"
                          "Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00"
                          "\x00\x00\x00\x00\x00",
                          36);
    bytes.insert(2, exif);
    const auto decoded = imagegate::decode(bytes, bound);
    const auto *image = std::get_if<DecodedImage>(&decoded);
    QVERIFY(image != nullptr);
    QCOMPARE(image->image.size(), QSize(240, 480));
    QCOMPARE(image->fullSize, QSize(1000, 2000));
}

void TestImageGate::addHostileFiles()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<Problem>("problem");
    const auto row = [](const char *name, const QByteArray &bytes, Problem problem) {
        QTest::newRow(name) << bytes << problem;
    };
    const QByteArray png = encoded({200, 200}, "png");
    row("nothing", {}, Problem::NotAnImage);
    row("text", "hello", Problem::NotAnImage);
    row("svg", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", Problem::NotAnImage);
    row("svg after a declaration", "<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>",
        Problem::NotAnImage);
    row("packed svg", QByteArray("\x1f\x8b\x08\x00\x00\x00\x00\x00", 8), Problem::NotAnImage);
    row("bmp", encoded({9, 9}, "bmp"), Problem::NotAnImage);
    row("ppm", encoded({9, 9}, "ppm"), Problem::NotAnImage);
    row("xpm", encoded({9, 9}, "xpm"), Problem::NotAnImage);
    row("ico", QByteArray("\x00\x00\x01\x00\x01\x00\x10\x10", 8), Problem::NotAnImage);
    row("webp", QByteArray("RIFF\x24\x00\x00\x00WEBPVP8 ", 16), Problem::NotAnImage);
    row("svg with a head of png", QByteArray("\x89PNG\r\n\x1a\n") + "<svg xmlns='http://www.w3.org/2000/svg'/>",
        Problem::TooLarge);
    row("png of a billion pixels", withBigEndian(withBigEndian(png, 16, 32768), 20, 32768), Problem::TooLarge);
    row("png of the largest size", withBigEndian(withBigEndian(png, 16, 0x7fffffff), 20, 0x7fffffff),
        Problem::TooLarge);
    row("png of negative size", withBigEndian(png, 16, 0xffffffff), Problem::Damaged);
    row("png of no width", withBigEndian(png, 16, 0), Problem::Damaged);
    row("png of no height", withBigEndian(png, 20, 0), Problem::Damaged);
    row("png that is only a head", png.left(20), Problem::Damaged);
    row("half a png", png.left(png.size() / 2), Problem::Damaged);
    row("png of another size than its data", withBigEndian(png, 20, 4000), Problem::Damaged);
    row("jpeg of four billion pixels", jpegOfSize(60000, 60000), Problem::TooLarge);
    row("jpeg of no size", jpegOfSize(0, 0), Problem::Damaged);
    row("jpeg that is only a head", "\xff\xd8\xff\xe0", Problem::Damaged);
    row("gif of four billion pixels", gif(65535, 65535, 1), Problem::TooLarge);
    row("gif of no size", gif(0, 0, 1), Problem::Damaged);
    row("gif without a frame", gif(9, 9, 0), Problem::Damaged);
    row("gif that is only a head", "GIF89a", Problem::Damaged);
    row("more than 16 MB", png + QByteArray(16 * 1024 * 1024, 'x'), Problem::TooLarge);
}

void TestImageGate::hostileFilesAreRefused()
{
    QFETCH(QByteArray, bytes);
    auto decoded = imagegate::decode(bytes, bound);
    const auto *problem = std::get_if<Problem>(&decoded);
    QVERIFY2(problem != nullptr, readFrom(decoded).constData());
    QTEST(*problem, "problem");
}

void TestImageGate::theHelperGivesTheSameImage()
{
    ImageWorker worker(QCoreApplication::applicationFilePath(), clock);
    const QByteArray bytes = encoded({1000, 500}, "png");
    const auto decoded = answered(worker.decode(bytes, bound));
    QVERIFY2(decoded, decoded ? "" : qPrintable(decoded.error().text));
    QCOMPARE(decoded->image, std::get<DecodedImage>(imagegate::decode(bytes, bound)).image);
    QCOMPARE(decoded->fullSize, QSize(1000, 500));
}

void TestImageGate::theHelperRefusesTheSame()
{
    QFETCH(QByteArray, bytes);
    QFETCH(Problem, problem);
    ImageWorker worker(QCoreApplication::applicationFilePath(), clock);
    const auto decoded = answered(worker.decode(bytes, bound));
    QVERIFY(!decoded);
    QCOMPARE(decoded.error().text, imagegate::errorOf(problem).text);
    QVERIFY(decoded.error().text.endsWith(u'.'));
}

void TestImageGate::theFirstOfAHundredThousandFramesIsShown()
{
    ImageWorker worker(QCoreApplication::applicationFilePath(), clock);
    const auto decoded = answered(worker.decode(gif(1, 1, 100'000), bound));
    QVERIFY2(decoded, decoded ? "" : qPrintable(decoded.error().text));
    QCOMPARE(decoded->image.size(), QSize(1, 1));
}

void TestImageGate::aHelperThatCannotStartIsASentence()
{
    ImageWorker worker(u"/nowhere/at/all"_s, clock);
    const auto decoded = answered(worker.decode(encoded({9, 9}, "png"), bound));
    QVERIFY(!decoded);
    QVERIFY2(decoded.error().text.contains(u"could not start"_s), qPrintable(decoded.error().text));
}

void TestImageGate::aHelperThatDoesNotEndIsEnded()
{
    // `yes` repeats what it is called with, and never stops.
    ImageWorker worker(u"/usr/bin/yes"_s, clock);
    if (!QFile::exists(u"/usr/bin/yes"_s)) {
        QSKIP("there is no /usr/bin/yes");
    }
    const auto future = worker.decode(encoded({9, 9}, "png"), bound);
    // Either it has written more than an image may be, or its time is over.
    clock.advance(20'000);
    QVERIFY(!answered(future));
}

void TestImageGate::manyAreDecodedInTheirTurn()
{
    ImageWorker worker(QCoreApplication::applicationFilePath(), clock);
    QList<QFuture<Result<DecodedImage>>> futures;
    for (int i = 1; i <= 8; ++i) {
        futures.append(worker.decode(encoded({i, 1}, "png"), bound));
    }
    for (int i = 1; i <= 8; ++i) {
        const auto decoded = answered(futures[i - 1]);
        QVERIFY(decoded);
        QCOMPARE(decoded->image.width(), i);
    }
}

void TestImageGate::whatAHelperWroteIsChecked()
{
    const DecodedImage decoded{QImage(4, 3, QImage::Format_ARGB32_Premultiplied), {40, 30}};
    const QByteArray good = imagehelper::packed(decoded);
    const auto read = imagehelper::unpacked(good, bound);
    QVERIFY(read);
    QCOMPARE(read->image.size(), QSize(4, 3));
    QCOMPARE(read->fullSize, QSize(40, 30));
    QVERIFY(!imagehelper::unpacked({}, bound));
    QVERIFY(!imagehelper::unpacked(good.chopped(1), bound));
    QVERIFY(!imagehelper::unpacked(good + 'x', bound));
    QVERIFY(!imagehelper::unpacked(good, {3, 3}));
    QVERIFY(!imagehelper::unpacked(withBigEndian(good, 0, 7), bound));
    QVERIFY(!imagehelper::unpacked(withBigEndian(good, 4, 0), bound));
    QVERIFY(!imagehelper::unpacked(withBigEndian(good, 4, 0x80000004), bound));
    QVERIFY(!imagehelper::unpacked(withBigEndian(good, 8, 0xffffffff), bound));
    QVERIFY(!imagehelper::unpacked(withBigEndian(good, 12, 0), bound));
}

int main(int argc, char **argv)
{
    if (imagehelper::isMeant(argc, argv)) {
        return imagehelper::run(argc, argv);
    }
    QCoreApplication application(argc, argv);
    TestImageGate test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_imagegate.moc"
