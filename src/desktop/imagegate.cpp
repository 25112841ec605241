#include "desktop/imagegate.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QImageReader>

using namespace Qt::StringLiterals;

namespace foyer::imagegate
{

namespace
{

bool isTooLarge(const QSize &size)
{
    return static_cast<qint64>(size.width()) * size.height() > mostPixels;
}

/// What the file's own head says, before any decoder reads more of it: the decoder of GIF looks through all frames to
/// find a size. Empty for JPEG, whose decoder reads the head only.
QSize sizeInHead(const QByteArray &format, const QByteArray &bytes)
{
    constexpr qsizetype gifSize = 6;
    constexpr qsizetype pngSize = 16;
    const auto byte = [&bytes](qsizetype at) { return static_cast<quint32>(static_cast<uchar>(bytes[at])); };
    if (format == "gif" && bytes.size() >= gifSize + 4) {
        return {static_cast<int>(byte(gifSize) | byte(gifSize + 1) << 8),
                static_cast<int>(byte(gifSize + 2) | byte(gifSize + 3) << 8)};
    }
    if (format == "png" && bytes.size() >= pngSize + 8) {
        const auto number = [&byte](qsizetype at) {
            return static_cast<int>(byte(at) << 24 | byte(at + 1) << 16 | byte(at + 2) << 8 | byte(at + 3));
        };
        return {number(pngSize), number(pngSize + 4)};
    }
    return {};
}

} // namespace

QByteArray formatOf(const QByteArray &bytes)
{
    if (bytes.startsWith("\x89PNG\r\n\x1a\n")) {
        return "png";
    }
    if (bytes.startsWith("\xff\xd8\xff")) {
        return "jpeg";
    }
    if (bytes.startsWith("GIF87a") || bytes.startsWith("GIF89a")) {
        return "gif";
    }
    return {};
}

std::variant<DecodedImage, Problem> decode(const QByteArray &bytes, const QSize &bound)
{
    if (bytes.size() > mostBytes) {
        return Problem::TooLarge;
    }
    const QByteArray format = formatOf(bytes);
    if (format.isEmpty()) {
        return Problem::NotAnImage;
    }
    const QSize inHead = sizeInHead(format, bytes);
    if (format != "jpeg" && inHead.isEmpty()) {
        return Problem::Damaged;
    }
    if (isTooLarge(inHead)) {
        return Problem::TooLarge;
    }
    QBuffer buffer;
    buffer.setData(bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader::setAllocationLimit(mostMegabytes);
    QImageReader reader(&buffer, format);
    reader.setAutoDetectImageFormat(false);
    reader.setDecideFormatFromContent(false);
    reader.setAutoTransform(true);
    const QSize size = reader.size();
    if (size.isEmpty()) {
        return Problem::Damaged;
    }
    if (isTooLarge(size)) {
        return Problem::TooLarge;
    }
    const bool isTurned = reader.transformation().testFlag(QImageIOHandler::TransformationRotate90);
    const QSize full = isTurned ? size.transposed() : size;
    if (full.width() > bound.width() || full.height() > bound.height()) {
        const QSize shown = full.scaled(bound, Qt::KeepAspectRatio).expandedTo({1, 1});
        reader.setScaledSize(isTurned ? shown.transposed() : shown);
    }
    QImage image = reader.read();
    if (image.isNull()) {
        return Problem::Damaged;
    }
    if (image.width() > bound.width() || image.height() > bound.height()) {
        // A frame may be larger than the file said.
        image = image.scaled(bound, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    }
    image.setDevicePixelRatio(1);
    return DecodedImage{image.convertToFormat(QImage::Format_ARGB32_Premultiplied), full};
}

Error errorOf(Problem problem)
{
    const auto text = [](const char *source) { return QCoreApplication::translate("ImageGate", source); };
    switch (problem) {
    case Problem::NotAnImage:
        return {ErrorKind::ServerRefused,
                text(QT_TRANSLATE_NOOP("ImageGate", "This is not an image of the kinds PNG, JPEG and GIF.")),
                {}};
    case Problem::TooLarge:
        return {ErrorKind::ServerRefused,
                text(QT_TRANSLATE_NOOP("ImageGate", "The image is too large to be shown here.")),
                {}};
    case Problem::Damaged:
        return {ErrorKind::ServerRefused, text(QT_TRANSLATE_NOOP("ImageGate", "The image is damaged.")), {}};
    }
    Q_UNREACHABLE();
}

} // namespace foyer::imagegate
