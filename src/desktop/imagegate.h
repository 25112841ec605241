#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QImage>

namespace foyer
{

/// An image as it may be shown.
struct DecodedImage {
    QImage image;   ///< scaled down to what was asked for
    QSize fullSize; ///< of the file
};

/// What an image from outside must pass before anybody sees it. Only PNG, JPEG and GIF are decoded, told by their first
/// bytes and never by a name; sizes are read before anything is decoded; of a GIF only the first frame is read.
namespace imagegate
{

constexpr qsizetype mostBytes = 16 * 1024 * 1024;
constexpr qint64 mostPixels = 40'000'000;
constexpr int mostMegabytes = 128; ///< of decoded pixels at any moment

enum class Problem { NotAnImage, TooLarge, Damaged };

/// `png`, `jpeg` or `gif`; empty when \a bytes begin like nothing that is shown.
QByteArray formatOf(const QByteArray &bytes);
/// Decodes \a bytes, scaled down to fit \a bound (pixels), turned as a camera noted it. Any thread. The pixels are
/// QImage::Format_ARGB32_Premultiplied.
std::variant<DecodedImage, Problem> decode(const QByteArray &bytes, const QSize &bound);
/// A sentence for a person.
Error errorOf(Problem problem);

} // namespace imagegate

} // namespace foyer
