#include "desktop/imagehelper.h"

#include <QCoreApplication>
#include <QDataStream>
#include <QFile>

#include <algorithm>
#include <cstdio>
#include <cstring>

#ifdef Q_OS_UNIX
#include <sys/resource.h>
#endif

namespace foyer::imagehelper
{

namespace
{

constexpr int firstProblem = 10;      ///< exit code of the first Problem
constexpr quint32 magic = 0x466f496d; // "FoIm"
constexpr qsizetype headBytes = 5 * sizeof(quint32);
constexpr qsizetype bytesPerPixel = 4;
constexpr int largestBound = 8192;

#ifdef Q_OS_UNIX
void limit(int resource, rlim_t most)
{
    const rlimit both{most, most};
    setrlimit(resource, &both);
}
#endif

/// Before a byte from outside is read.
void giveUpRights()
{
#ifdef Q_OS_UNIX
    constexpr rlim_t cpuSeconds = 10;
    limit(RLIMIT_CPU, cpuSeconds);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
#ifndef __SANITIZE_ADDRESS__
    // The sanitizer keeps terabytes of addresses for itself.
    constexpr rlim_t addressBytes = 1024UL * 1024 * 1024;
    limit(RLIMIT_AS, addressBytes);
#endif
#endif
}

/// One byte too many at most, by which the gate knows. A pipe gives what it has, which is not all.
QByteArray readAll(QFile &input)
{
    constexpr qint64 chunkBytes = 64 * 1024;
    QByteArray bytes;
    while (bytes.size() <= imagegate::mostBytes) {
        const QByteArray chunk = input.read(std::min(chunkBytes, imagegate::mostBytes + 1 - bytes.size()));
        if (chunk.isEmpty()) {
            break;
        }
        bytes += chunk;
    }
    return bytes;
}

} // namespace

bool isMeant(int argc, char **argv)
{
    constexpr int arguments = 4;
    return argc == arguments && std::strcmp(argv[1], option) == 0;
}

int run(int argc, char **argv)
{
    giveUpRights();
    const QCoreApplication application(argc, argv);
    const QSize bound(QByteArray(argv[2]).toInt(), QByteArray(argv[3]).toInt());
    QFile input;
    QFile output;
    const bool isOpen = input.open(stdin, QIODevice::ReadOnly) && output.open(stdout, QIODevice::WriteOnly);
    if (!isOpen || bound.isEmpty() || bound.width() > largestBound || bound.height() > largestBound) {
        return 1;
    }
    const auto decoded = imagegate::decode(readAll(input), bound);
    if (const auto *problem = std::get_if<imagegate::Problem>(&decoded)) {
        return firstProblem + static_cast<int>(*problem);
    }
    const QByteArray bytes = packed(std::get<DecodedImage>(decoded));
    return output.write(bytes) == bytes.size() && output.flush() ? 0 : 1;
}

imagegate::Problem problemOf(int exitCode)
{
    const int number = exitCode - firstProblem;
    const bool isKnown = number >= 0 && number <= static_cast<int>(imagegate::Problem::Damaged);
    return isKnown ? static_cast<imagegate::Problem>(number) : imagegate::Problem::Damaged;
}

QByteArray packed(const DecodedImage &decoded)
{
    const QImage &image = decoded.image;
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    for (const int number : {image.width(), image.height(), decoded.fullSize.width(), decoded.fullSize.height()}) {
        if (bytes.isEmpty()) {
            stream << magic;
        }
        stream << static_cast<quint32>(number);
    }
    bytes.reserve(headBytes + image.sizeInBytes());
    for (int y = 0; y < image.height(); ++y) {
        bytes.append(reinterpret_cast<const char *>(image.constScanLine(y)), image.width() * bytesPerPixel);
    }
    return bytes;
}

std::optional<DecodedImage> unpacked(const QByteArray &written, const QSize &bound)
{
    QDataStream stream(written);
    quint32 head = 0;
    quint32 width = 0;
    quint32 height = 0;
    quint32 fullWidth = 0;
    quint32 fullHeight = 0;
    stream >> head >> width >> height >> fullWidth >> fullHeight;
    const auto fits = [](quint32 number, int most) { return number >= 1 && number <= static_cast<quint32>(most); };
    if (stream.status() != QDataStream::Ok || head != magic || !fits(width, bound.width()) ||
        !fits(height, bound.height()) || !fits(fullWidth, imagegate::mostPixels) ||
        !fits(fullHeight, imagegate::mostPixels)) {
        return std::nullopt;
    }
    const QSize size(static_cast<int>(width), static_cast<int>(height));
    const qsizetype lineBytes = size.width() * bytesPerPixel;
    if (written.size() != headBytes + lineBytes * size.height()) {
        return std::nullopt;
    }
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    if (image.isNull()) {
        return std::nullopt;
    }
    for (int y = 0; y < size.height(); ++y) {
        std::memcpy(image.scanLine(y), written.constData() + headBytes + y * lineBytes, lineBytes);
    }
    return DecodedImage{image, QSize(static_cast<int>(fullWidth), static_cast<int>(fullHeight))};
}

} // namespace foyer::imagehelper
