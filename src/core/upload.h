#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QFuture>
#include <QString>
#include <QUrl>

namespace foyer
{

/// Whether the account's server takes files (XEP-0363).
struct UploadOffer {
    enum class State { Unknown, No, Yes }; ///< Unknown: not asked yet
    State state = State::Unknown;
    qint64 maximumBytes = 0; ///< of one file; 0: the server tells no limit

    bool operator==(const UploadOffer &) const = default;
};

/// A file to be sent to a room.
struct UploadFile {
    QString name;       ///< as the person knows it; made safe before it leaves (safeFileName())
    QString path;       ///< where it is read from; empty: content is the file
    QByteArray content; ///< of what is in no file, such as a pasted image
};

/// Names one upload of this run of the program; 0 is none.
using UploadId = quint64;

/// An upload that has begun: its name, and how it ends. The address is the one others load the file from.
struct Upload {
    UploadId id = 0;
    QFuture<Result<QUrl>> result;
};

/// Detail of the error of an upload that was cancelled.
inline const QString uploadCancelled = QStringLiteral("cancelled");

/// \a bytes for a person, in their language: `512 kB`, `9.5 MB`.
QString sizeText(qint64 bytes);

} // namespace foyer
