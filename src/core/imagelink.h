#pragma once

#include <QString>
#include <QUrl>

#include <optional>

namespace foyer
{

/// A message that is nothing but the address of an image.
struct ImageLink {
    QUrl url;
    QString name; ///< last part of the path; as it was sent where decoding it would hide something
    QString host; ///< in ASCII, with the port when it is an unusual one

    bool operator==(const ImageLink &) const = default;
};

/// The image \a body is: exactly one address that mayFetchImage() and whose path ends in .png, .jpg, .jpeg or .gif.
std::optional<ImageLink> imageLinkOf(const QString &body);
/// Whether images may be read from \a url at all: `https` anywhere, `http` from this computer only, neither with a name
/// or password in it.
bool mayFetchImage(const QUrl &url);
/// The host of \a url as ImageLink has it.
QString imageHostOf(const QUrl &url);
/// Whether \a url leads to this computer itself.
bool isOnThisComputer(const QUrl &url);

} // namespace foyer
