#include "core/photometadata.h"

#include <QBuffer>
#include <QColorSpace>
#include <QImage>
#include <QImageReader>
#include <QImageWriter>
#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

QImage picture()
{
    QImage image(61, 37, QImage::Format_RGB32);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            image.setPixel(x, y, qRgb((x * 97 + y * 31) % 256, (x * x * 7 + y * 13) % 256, (x * y * 11) % 251));
    }
    image.setColorSpace(QColorSpace::DisplayP3);
    return image;
}

QByteArray encoded(const QImage &image, bool progressive = false)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, "jpeg");
    writer.setProgressiveScanWrite(progressive);
    if (!writer.write(image))
        qFatal("no JPEG can be written");
    return bytes;
}

QByteArray segment(quint8 marker, const QByteArray &data)
{
    QByteArray bytes("\xFF", 1);
    const auto length = static_cast<quint16>(data.size() + 2);
    bytes.append(static_cast<char>(marker)).append(static_cast<char>(length >> 8)).append(static_cast<char>(length));
    return bytes + data;
}

/// An EXIF block, little-endian as most cameras write it: a maker's name, the orientation, and a place behind them.
QByteArray exif(quint8 orientation)
{
    QByteArray tiff("II\x2a\0\x08\0\0\0\x02\0", 10);
    tiff.append(QByteArray("\x0F\x01\x02\0\x06\0\0\0\x26\0\0\0", 12));
    tiff.append(QByteArray("\x12\x01\x03\0\x01\0\0\0", 8)).append(static_cast<char>(orientation)).append(3, '\0');
    tiff.append(4, '\0').append("Maker\0GPS 54.9N 3.2W", 21);
    return segment(0xE1, QByteArray("Exif\0\0", 6) + tiff);
}

/// \a jpeg with \a more behind its JFIF segment, as a camera puts it.
QByteArray with(const QByteArray &jpeg, const QByteArray &more)
{
    const qsizetype length = static_cast<quint8>(jpeg.at(4)) * 256 + static_cast<quint8>(jpeg.at(5));
    return jpeg.first(4 + length) + more + jpeg.sliced(4 + length);
}

QImage decoded(const QByteArray &jpeg)
{
    return QImage::fromData(jpeg, "jpeg");
}

QImageIOHandler::Transformations transformation(const QByteArray &jpeg)
{
    QBuffer buffer;
    buffer.setData(jpeg);
    buffer.open(QIODevice::ReadOnly);
    return QImageReader(&buffer, "jpeg").transformation();
}

} // namespace

/// What a photo tells beside the picture stays at home.
class TestPhotoMetadata : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void placeAndMakerAreGoneAndThePictureIsTheSame_data()
    {
        QTest::addColumn<bool>("progressive");
        QTest::newRow("baseline") << false;
        QTest::newRow("progressive") << true;
    }

    void placeAndMakerAreGoneAndThePictureIsTheSame()
    {
        QFETCH(bool, progressive);
        const QByteArray plain = encoded(picture(), progressive);
        const QByteArray photo = with(plain, exif(1) + segment(0xE1, "http://ns.adobe.com/xap/1.0/\0<x>Isla</x>") +
                                                 segment(0xED, "Photoshop 3.0 Isla") + segment(0xFE, "by Isla") +
                                                 segment(0xE2, QByteArray("MPF\0Isla", 8))) +
                                 "a second picture, by Isla";
        QVERIFY(photo.contains("GPS 54.9N") && photo.contains("Isla"));
        const auto clean = withoutPhotoMetadata(photo);
        QVERIFY(clean);
        QVERIFY(!clean->contains("GPS"));
        QVERIFY(!clean->contains("Maker"));
        QVERIFY(!clean->contains("Isla"));
        QCOMPARE(*clean, plain);
        QCOMPARE(decoded(*clean), decoded(photo));
        QCOMPARE(decoded(*clean).colorSpace().primaries(), QColorSpace::Primaries::DciP3D65);
    }

    void whichWayUpStays()
    {
        const QByteArray plain = encoded(picture());
        for (quint8 orientation = 1; orientation <= 8; ++orientation) {
            const QByteArray photo = with(plain, exif(orientation));
            const auto clean = withoutPhotoMetadata(photo);
            QVERIFY(clean);
            QVERIFY(!clean->contains("GPS"));
            QCOMPARE(transformation(*clean), transformation(photo));
            QCOMPARE(decoded(*clean), decoded(photo));
            // There is nothing more to take away.
            QCOMPARE(withoutPhotoMetadata(*clean), clean);
        }
        QVERIFY(transformation(with(plain, exif(6))) != QImageIOHandler::TransformationNone);
    }

    void brokenExifIsTakenAwayToo()
    {
        const QByteArray plain = encoded(picture());
        const QByteArray whole = exif(6).sliced(10);
        for (qsizetype length = 0; length < whole.size(); ++length) {
            const auto clean =
                withoutPhotoMetadata(with(plain, segment(0xE1, QByteArray("Exif\0\0", 6) + whole.first(length))));
            QVERIFY(clean);
            QCOMPARE(decoded(*clean), decoded(plain));
            QVERIFY(!clean->contains("Maker"));
        }
        // A directory that lies far outside, with more entries than there are bytes.
        const QByteArray outside("II\x2a\0\xFF\xFF\xFF\xFF", 8);
        QCOMPARE(withoutPhotoMetadata(with(plain, segment(0xE1, QByteArray("Exif\0\0", 6) + outside))), plain);
    }

    void smallPictureInTheFirstSegmentIsGone()
    {
        const QByteArray plain = encoded(picture());
        // As encoded, but with a picture of 2 by 1 in it.
        const QByteArray jfif = plain.sliced(6, 12) + QByteArray("\x02\x01secret", 8);
        const QByteArray photo = plain.first(2) + segment(0xE0, jfif) + plain.sliced(20);
        QVERIFY(!decoded(photo).isNull());
        QCOMPARE(withoutPhotoMetadata(photo), plain);
        QCOMPARE(withoutPhotoMetadata(plain.first(2) + segment(0xE0, "JFXX\0secret") + plain.sliced(2)), plain);
    }

    void damagedPhotoThatViewersShowTellsNothingEither()
    {
        const QByteArray plain = encoded(picture());
        const QByteArray photo = with(plain, exif(1));
        // Without its end, and cut off in the middle.
        QCOMPARE(withoutPhotoMetadata(photo.chopped(2)), plain.chopped(2));
        QCOMPARE(withoutPhotoMetadata(photo.chopped(200)), plain.chopped(200));
        QVERIFY(!decoded(photo.chopped(2)).isNull());
        // A segment behind the last scan, cut off in its middle.
        const QByteArray scans = encoded(picture(), true);
        const qsizetype last = scans.lastIndexOf("\xFF\xDA");
        QCOMPARE(withoutPhotoMetadata(with(scans, exif(1)).first(last + exif(1).size() + 5)), scans.first(last));
        // A byte in the compressed data that is no marker.
        QByteArray damaged = plain;
        const qsizetype stuffed = damaged.indexOf(QByteArray("\xFF\0", 2), damaged.indexOf("\xFF\xDA"));
        QVERIFY(stuffed > 0);
        damaged[stuffed + 1] = 0x3C;
        QCOMPARE(withoutPhotoMetadata(with(damaged, exif(1))), damaged);
        QCOMPARE(withoutPhotoMetadata(with(plain, QByteArray("\xFF\0\xFF\xD0", 4) + exif(1))), plain);
        // Bytes between two segments.
        QCOMPARE(withoutPhotoMetadata(with(plain, QByteArray("\0GPS\0", 5) + exif(1))), plain);
        QVERIFY(!decoded(with(plain, QByteArray("\0GPS\0", 5))).isNull());
    }

    void whatHoldsNoImageIsLeftAlone()
    {
        const QByteArray plain = encoded(picture());
        const qsizetype scan = plain.indexOf("\xFF\xDA");
        for (qsizetype length = 0; length < scan + 4; ++length)
            QVERIFY2(!withoutPhotoMetadata(plain.first(length)), qPrintable(QString::number(length)));
        QCOMPARE(withoutPhotoMetadata(plain), plain);
        QVERIFY(!withoutPhotoMetadata("\x89PNG\r\n\x1a\n"));
        QVERIFY(!withoutPhotoMetadata(QByteArray("\xFF\xD8\xFF\xE1\0\x01garbage\xFF\xD9", 15)));
    }

    void manyHostileSegmentsCostLittle()
    {
        // Each says that it has 65,535 entries.
        const QByteArray hostile = segment(0xE1, QByteArray("Exif\0\0\xFF\xFF\0\0\0\0\0\0", 14));
        const QByteArray plain = encoded(picture());
        QCOMPARE(withoutPhotoMetadata(with(plain, hostile.repeated(300000))), plain);
    }

    void everyByteMayBeWrong()
    {
        const QByteArray photo = with(encoded(picture()), exif(6));
        for (qsizetype at = 0; at < photo.size(); ++at) {
            for (const int wrong : {0x00, 0x7F, 0xD8, 0xFF}) {
                QByteArray damaged = photo;
                damaged[at] = static_cast<char>(wrong);
                const auto clean = withoutPhotoMetadata(damaged);
                QVERIFY(!clean || clean->size() <= damaged.size());
            }
        }
    }
};

QTEST_MAIN(TestPhotoMetadata)
#include "tst_photometadata.moc"
