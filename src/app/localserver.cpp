#include "app/localserver.h"

#include "app/passwordfile.h"
#include "core/apart.h"
#include "core/logging.h"
#include "core/whendone.h"

#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QSaveFile>

#include <array>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

QString randomSecret()
{
    std::array<quint32, 4> words{};
    QRandomGenerator::system()->fillRange(words.data(), static_cast<qsizetype>(words.size()));
    return QString::fromLatin1(QByteArray(reinterpret_cast<const char *>(words.data()), sizeof(words)).toHex());
}

Error unusable(const QString &name, const QString &detail)
{
    return {ErrorKind::StoreFailed,
            LocalServer::tr("%1 cannot be used: %2. Check its permissions and the free space, then try again.",
                            "path, reason")
                .arg(apartFromLeft(name), apart(detail)),
            detail};
}

QFuture<Result<LocalAccess>> failed(const Error &error)
{
    return QtFuture::makeReadyFuture(Result<LocalAccess>(error));
}

} // namespace

LocalServer::LocalServer(const QString &folder, const QString &accountName, QObject *parent)
    : QObject(parent), m_folder(folder), m_accountName(accountName), m_settings(usualSettings())
{
}

LocalServer::~LocalServer() = default;

QString LocalServer::settingsFile() const
{
    return m_folder + "/foyer-server.ini"_L1;
}

QString LocalServer::passwordFile() const
{
    return m_folder + "/password"_L1;
}

server::ServerSettings LocalServer::usualSettings() const
{
    server::ServerSettings usual;
    usual.dataFolder = m_folder;
    usual.port = 0;
    usual.apiPort = 0;
    return usual;
}

Result<Done> LocalServer::prepare()
{
    const auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
    if (!QDir().mkpath(m_folder) || !QFile::setPermissions(m_folder, ownerOnly)) {
        return unusable(m_folder, tr("the folder cannot be made"));
    }
    if (!QFile::exists(settingsFile())) {
        // The Server API of this computer is for whoever may read this file.
        server::ServerSettings first = usualSettings();
        first.appKey = u"local"_s;
        first.appSecret = randomSecret();
        return setSettings(first);
    }
    const auto read = server::readSettingsFile(settingsFile(), usualSettings());
    if (!read) {
        return read.error();
    }
    m_settings = read.value();
    // Where the profile is, its rooms are.
    m_settings.dataFolder = m_folder;
    return Done{};
}

Result<Done> LocalServer::setSettings(const server::ServerSettings &settings)
{
    if (const auto written = server::writeSettingsFile(settingsFile(), settings, usualSettings()); !written) {
        return written;
    }
    m_settings = settings;
    if (m_server) {
        m_server->setSettings(settings);
    }
    return Done{};
}

Result<QString> LocalServer::ownPassword() const
{
    if (QFile::exists(passwordFile())) {
        return readPasswordFile(passwordFile(), PasswordSource::File);
    }
    const QString password = randomSecret();
    QSaveFile file(passwordFile());
    const bool written = file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) &&
                         file.write(password.toLatin1() + '\n') > 0 && file.commit();
    if (!written) {
        return unusable(passwordFile(), file.errorString());
    }
    return password;
}

QFuture<Result<LocalAccess>> LocalServer::start()
{
    if (m_running) {
        return QtFuture::makeReadyFuture(Result<LocalAccess>(m_access));
    }
    if (const auto prepared = prepare(); !prepared) {
        return failed(prepared.error());
    }
    const auto password = ownPassword();
    if (!password) {
        return failed(password.error());
    }
    LocalAccess access;
    access.account = Jid::fromParts(m_accountName, m_settings.domain).value_or(Jid());
    access.password = password.value();
    access.passwordFile = passwordFile();
    if (m_server) {
        m_server->setSettings(m_settings);
    } else {
        m_server = std::make_unique<server::EmbeddedServer>(m_settings);
        connect(m_server.get(), &server::EmbeddedServer::disturbed, this, &LocalServer::disturbed);
    }
    const int asked = ++m_asked;
    return whenDoneElsewhere(m_server->start(), this,
                             [this, asked, access](const Result<server::Endpoints> &endpoints) {
                                 if (!endpoints) {
                                     return failed(endpoints.error());
                                 }
                                 LocalAccess complete = access;
                                 complete.endpoints = endpoints.value();
                                 return whenDoneElsewhere(
                                     m_server->setPassword(access.account.local(), access.password), this,
                                     [this, asked, complete](const Result<Done> &made) -> Result<LocalAccess> {
                                         if (!made) {
                                             return made.error();
                                         }
                                         if (asked != m_asked) {
                                             return Error::make(ErrorKind::NotConnected);
                                         }
                                         qCInfo(lcApp) << "room server at" << complete.endpoints.xmpp.toString();
                                         m_access = complete;
                                         setRunning(true);
                                         return complete;
                                     });
                             })
        .unwrap();
}

QFuture<void> LocalServer::stop()
{
    ++m_asked;
    setRunning(false);
    return m_server ? whenDoneElsewhere(m_server->stop(), this, [] {}) : QtFuture::makeReadyFuture();
}

void LocalServer::setRunning(bool running)
{
    if (m_running != running) {
        m_running = running;
        Q_EMIT runningChanged(running);
    }
}

QString ownAccountName()
{
    const QString name = qEnvironmentVariable("USER", qEnvironmentVariable("LOGNAME"));
    const auto account = Jid::fromParts(name, u"localhost");
    return account && !account->local().isEmpty() ? account->local() : u"guest"_s;
}

} // namespace foyer
