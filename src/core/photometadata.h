#pragma once

#include <QByteArray>

#include <optional>

namespace foyer
{

/// \a jpeg without what it tells about who took it, where, when and with what: EXIF with its small pictures, XMP, IPTC,
/// comments, further pictures and whatever follows the image (ITU-T T.81, annex B; Exif 2.32). The image itself, its
/// colour profile and which way up it is stay, bit for bit. Nothing when no image can be found in \a jpeg.
std::optional<QByteArray> withoutPhotoMetadata(const QByteArray &jpeg);

} // namespace foyer
