#include "core/photometadata.h"

#include <QtEndian>

#include <utility>

namespace foyer
{

namespace
{

enum Marker : quint8 {
    FirstFrame = 0xC0,
    FirstRestart = 0xD0,
    LastRestart = 0xD7,
    StartOfImage = 0xD8,
    EndOfImage = 0xD9,
    StartOfScan = 0xDA,
    App0 = 0xE0,
    App1 = 0xE1,
    App2 = 0xE2,
    App14 = 0xEE,
    App15 = 0xEF,
    Comment = 0xFE,
};

const QByteArray exifName("Exif\0\0", 6);
const QByteArray jfifName("JFIF\0", 5);
constexpr qsizetype jfifBytes = 14; ///< up to the two sizes of its small picture
constexpr quint16 orientationTag = 0x0112;
constexpr qsizetype directoryEntryBytes = 12;

quint8 byteAt(const QByteArray &bytes, qsizetype at)
{
    return static_cast<quint8>(bytes.at(at));
}

/// The numbers of an EXIF block, in the byte order that it names; 0 where it ends too early.
class Tiff
{
public:
    explicit Tiff(const QByteArray &bytes) : m_bytes(bytes), m_bigEndian(bytes.startsWith("MM")) {}

    template <typename T>
    T number(qint64 at) const
    {
        if (at < 0 || at + static_cast<qint64>(sizeof(T)) > m_bytes.size())
            return 0;
        const char *const from = m_bytes.constData() + at;
        return m_bigEndian ? qFromBigEndian<T>(from) : qFromLittleEndian<T>(from);
    }

private:
    QByteArray m_bytes;
    bool m_bigEndian;
};

/// 1 to 8 as EXIF counts them, 1 for upright and for what cannot be read.
quint16 orientationIn(const QByteArray &exif)
{
    const Tiff tiff(exif);
    const qint64 directory = tiff.number<quint32>(4);
    const quint16 entries = tiff.number<quint16>(directory);
    for (qint64 i = 0; i < entries; ++i) {
        const qint64 entry = directory + 2 + i * directoryEntryBytes;
        if (entry + directoryEntryBytes > exif.size())
            break;
        if (tiff.number<quint16>(entry) != orientationTag)
            continue;
        const auto value = tiff.number<quint16>(entry + 8);
        return value >= 1 && value <= 8 ? value : 1;
    }
    return 1;
}

/// A segment that says nothing but which way up the image is.
QByteArray orientationSegment(quint16 orientation)
{
    QByteArray tiff("MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0", 19);
    tiff.append(static_cast<char>(orientation)).append(6, '\0');
    const QByteArray data = exifName + tiff;
    QByteArray segment("\xFF\xE1\0", 3);
    return segment.append(static_cast<char>(data.size() + 2)).append(data);
}

/// A JFIF segment without the small picture that it may have.
QByteArray withoutThumbnail(const QByteArray &jfif)
{
    QByteArray segment("\xFF\xE0\0", 3);
    segment.append(static_cast<char>(jfifBytes + 2)).append(jfif.constData(), jfifBytes - 2);
    return segment.append(2, '\0');
}

bool isKept(quint8 marker, const QByteArray &data)
{
    switch (marker) {
    case App2:
        return data.startsWith("ICC_PROFILE");
    case App14:
        return data.startsWith("Adobe");
    default:
        return marker != Comment && (marker < App0 || marker > App15);
    }
}

/// Where the next marker stands that ends the compressed data from \a at on; -1: nowhere.
qsizetype endOfScan(const QByteArray &jpeg, qsizetype at)
{
    for (at = jpeg.indexOf('\xFF', at); at >= 0 && at + 1 < jpeg.size(); at = jpeg.indexOf('\xFF', at)) {
        const quint8 next = byteAt(jpeg, at + 1);
        if (next < FirstFrame || (next >= FirstRestart && next <= LastRestart))
            at += 2;
        else if (next == 0xFF)
            ++at;
        else
            return at;
    }
    return -1;
}

} // namespace

std::optional<QByteArray> withoutPhotoMetadata(const QByteArray &jpeg)
{
    if (jpeg.size() < 4 || byteAt(jpeg, 0) != 0xFF || byteAt(jpeg, 1) != StartOfImage)
        return std::nullopt;
    QByteArray kept = jpeg.first(2);
    kept.reserve(jpeg.size());
    bool hasExif = false;
    bool hasScan = false;
    for (qsizetype at = 2; at >= 0 && at + 1 < jpeg.size(); at = jpeg.indexOf('\xFF', at)) {
        // What stands between two segments is passed over, as viewers do.
        if (byteAt(jpeg, at) != 0xFF)
            continue;
        const quint8 marker = byteAt(jpeg, at + 1);
        if (marker == EndOfImage)
            return kept.append(jpeg.constData() + at, 2);
        if (marker < FirstFrame || marker == 0xFF || (marker >= FirstRestart && marker <= LastRestart)) {
            ++at;
            continue;
        }
        const qsizetype end = at + 4 > jpeg.size() ? 0 : at + 2 + qFromBigEndian<quint16>(jpeg.constData() + at + 2);
        if (end < at + 4 || end > jpeg.size() || marker == StartOfImage)
            break;
        const QByteArray data = jpeg.sliced(at + 4, end - at - 4);
        if (marker == App0 && data.startsWith(jfifName) && data.size() >= jfifBytes) {
            kept.append(withoutThumbnail(data));
        } else if (isKept(marker, data)) {
            kept.append(jpeg.constData() + at, end - at);
        } else if (marker == App1 && data.startsWith(exifName) && !std::exchange(hasExif, true)) {
            const quint16 orientation = orientationIn(data.sliced(exifName.size()));
            kept.append(orientation != 1 ? orientationSegment(orientation) : QByteArray());
        }
        at = end;
        if (marker == StartOfScan) {
            hasScan = true;
            const qsizetype next = endOfScan(jpeg, end);
            kept.append(jpeg.constData() + end, (next < 0 ? jpeg.size() : next) - end);
            at = next < 0 ? jpeg.size() : next;
        }
    }
    // Without its end, or damaged behind its first part, it is shown by every viewer too.
    return hasScan ? std::optional(kept) : std::nullopt;
}

} // namespace foyer
