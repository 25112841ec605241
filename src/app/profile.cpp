#include "app/profile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace foyer
{

Profile::Profile(const QString &folder)
    : m_folder(folder.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + "/foyer"_L1
                                : QDir(folder).absolutePath())
{
}

Result<Done> Profile::prepare() const
{
    const auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
    if (!QDir().mkpath(m_folder) || !QFile::setPermissions(m_folder, ownerOnly)) {
        const QString text = QCoreApplication::translate(
            "Profile", "The profile folder %1 cannot be used. Choose another one with --profile.");
        return Error{ErrorKind::StoreFailed, text.arg(m_folder), m_folder};
    }
    return Done{};
}

QString Profile::messagesFile() const
{
    return m_folder + "/messages.sqlite"_L1;
}

QString Profile::serverFolder() const
{
    return m_folder + "/server"_L1;
}

QString Profile::imagesFolder() const
{
    return m_folder + "/cache/images"_L1;
}

QString Profile::userFile() const
{
    return m_folder + "/user.sqlite"_L1;
}

} // namespace foyer
