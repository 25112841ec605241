#pragma once

#include "core/result.h"

#include <QString>

namespace foyer
{

/// The folder that holds everything Foyer keeps for a person on this computer.
class Profile
{
public:
    /// \a folder empty: the XDG data folder `foyer`.
    explicit Profile(const QString &folder);

    /// Makes the folder (mode 0700). StoreFailed with a sentence when that is not possible.
    Result<Done> prepare() const;

    QString folder() const { return m_folder; }
    QString messagesFile() const;
    QString userFile() const;
    /// The folder of the images that were shown; nothing in it cannot be fetched again.
    QString imagesFolder() const;
    /// The folder of the room server of this computer.
    QString serverFolder() const;

private:
    QString m_folder;
};

} // namespace foyer
