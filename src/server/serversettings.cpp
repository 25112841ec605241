#include "server/serversettings.h"

#include "server/settingskeys.h"

#include <QCoreApplication>
#include <QFile>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace foyer::server
{

namespace
{

constexpr qint64 longestFile = 1'000'000;
const QString section = u"[server]"_s;

QString tr(const char *text)
{
    return QCoreApplication::translate("ServerSettings", text);
}

Error atLine(const QString &fileName, int line, const QString &what)
{
    return {ErrorKind::StoreFailed, tr("%1, line %2: %3").arg(fileName).arg(line).arg(what), what};
}

/// What is wrong with one `key = value`; empty when nothing is.
QString readLine(ServerSettings &settings, QStringView line)
{
    const qsizetype equals = line.indexOf(u'=');
    if (equals < 0)
        return tr("this is no “key = value”");
    const QString name = line.left(equals).trimmed().toString();
    const SettingsKey *key = settingsKey(name);
    if (!key)
        return tr("there is no key %1").arg(name);
    if (!key->read(settings, line.mid(equals + 1).trimmed().toString()))
        return tr("%1 must be %2").arg(name, key->allowed);
    return {};
}

} // namespace

Result<ServerSettings> readSettingsFile(const QString &fileName, const ServerSettings &base)
{
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly)) {
        return Error{ErrorKind::StoreFailed,
                     tr("The configuration file %1 cannot be read: %2").arg(fileName, file.errorString()),
                     file.errorString()};
    }
    ServerSettings settings = base;
    const QString content = QString::fromUtf8(file.read(longestFile));
    bool ours = false;
    int number = 0;
    for (const QStringView whole : QStringView(content).split(u'\n')) {
        ++number;
        const QStringView line = whole.trimmed();
        if (line.isEmpty() || line.startsWith(u'#') || line.startsWith(u';'))
            continue;
        if (line.startsWith(u'[')) {
            ours = line == section;
            if (!ours)
                return atLine(fileName, number, tr("the only section is %1").arg(section));
            continue;
        }
        const QString wrong = ours ? readLine(settings, line) : tr("a key before the section %1").arg(section);
        if (!wrong.isEmpty())
            return atLine(fileName, number, wrong);
    }
    return settings;
}

Result<Done> writeSettingsFile(const QString &fileName, const ServerSettings &settings, const ServerSettings &base)
{
    QString content =
        u"# The switches of the room server, see foyer-server(1). Keys that are not here keep their usual value.\n"_s;
    content += section + u'\n';
    for (const SettingsKey &key : settingsKeys()) {
        const QString value = key.write(settings);
        if (value != key.write(base))
            content += key.name + u" = "_s + value + u'\n';
    }
    QSaveFile file(fileName);
    const bool written = file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) &&
                         file.write(content.toUtf8()) >= 0 && file.commit();
    if (!written) {
        return Error{ErrorKind::StoreFailed,
                     tr("The configuration file %1 cannot be written: %2").arg(fileName, file.errorString()),
                     file.errorString()};
    }
    return Done{};
}

} // namespace foyer::server
