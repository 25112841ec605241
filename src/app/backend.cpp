#include "app/backend.h"

#include "core/whendone.h"
#include "app/passwordfile.h"
#include "app/shownrows.h"
#include "core/apart.h"
#include "core/logging.h"
#include "desktop/accountsecret.h"
#include "desktop/keyring.h"
#include "models/servicelink.h"
#include "xmpp/hostmeta.h"
#include "xmpp/websocketchannel.h"

#include <QFileInfo>
#include <QSslCertificate>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{
constexpr qint64 longestCloseMs = 1500;
/// What is left of the 2 s then is for taking the program apart.
constexpr qint64 longestHurryMs = 1700;

QString strengthKey(const Jid &account)
{
    return "mechanism/"_L1 + account.bare().toString();
}
} // namespace

Backend::Backend(const Profile &profile, QObject *parent)
    : QObject(parent),
      m_profile(profile),
      m_settings(profile.userFile()),
      m_store(profile.messagesFile(), m_clock),
      m_local(profile.serverFolder(), ownAccountName()),
      m_network(m_clock),
      m_closing(m_clock,
                [this] {
                    if (!m_closed) {
                        m_closed = true;
                        m_store.drain();
                        m_events->finish();
                        endOnceRead();
                    }
                }),
      m_hurry(m_clock, [this] { m_events->giveUp(); })
{
    const auto channels = [this]() -> std::unique_ptr<StanzaChannel> {
        return std::make_unique<WebSocketChannel>(tls(), m_clock);
    };
    const auto discover = [this](const QString &domain) {
        // Made anew each time, because the trusted certificates may have changed.
        m_hostMeta = std::make_unique<HostMeta>(tls(), m_clock);
        return m_hostMeta->find(domain);
    };
    m_service = std::make_unique<ChatroomService>(
        ServiceDeps{channels,
                    m_store,
                    m_clock,
                    discover,
                    {},
                    [this] { return tls(); },
                    roomPasswords(),
                    [this](const Jid &account, SignInStrength strength) { keepStrength(account, strength); }});
    m_rooms = std::make_unique<ServiceRoomSource>(*m_service);
    m_events = std::make_unique<EventLog>(*m_service, m_clock);
    m_commands = std::make_unique<CommandReader>(
        *m_service, *m_events, [this](const RoomAddress &room) { return ShownRows::read(*m_rooms, room, this); });
    connect(&m_network, &NetworkWatch::changed, m_service.get(), &ChatroomService::networkChanged);
    connect(m_commands.get(), &CommandReader::quitRequested, this, &Backend::quitRequested);
    connect(m_events.get(), &EventLog::failed, this, &Backend::eventsFailed);
    connect(m_events.get(), &EventLog::failed, this, &Backend::endOnceRead);
    connect(m_events.get(), &EventLog::drained, this, &Backend::endOnceRead);
}

Backend::~Backend() = default;

RoomPasswords Backend::roomPasswords()
{
    const auto secrets = [this]() -> AccountSecret & {
        // Most rooms have no password, and a keyring takes its time.
        if (!m_secrets) {
            m_secrets = std::make_unique<AccountSecret>(makeDesktopKeyring());
        }
        return *m_secrets;
    };
    const auto key = [](const Jid &account, const Jid &room) {
        return AccountSecret::roomKey(account.bare().toString(), room.toString());
    };
    return {[secrets, key](const Jid &account, const Jid &room) { return secrets().read(key(account, room)); },
            [secrets, key](const Jid &account, const Jid &room, const QString &password) {
                secrets().keep(key(account, room), password);
            }};
}

Result<Done> Backend::open(const CommandLine &line)
{
    if (const auto prepared = m_profile.prepare(); !prepared) {
        return prepared;
    }
    if (const auto opened = m_settings.open(); !opened) {
        return opened;
    }
    if (const auto opened = m_store.open(); !opened) {
        return opened;
    }
    if (const auto rescue = m_store.rescue()) {
        m_notice = tr("The file with your messages was damaged. It was put aside as %1, and Foyer fetches the rooms’ "
                      "messages from the server again.")
                       .arg(apartFromLeft(rescue->setAside));
    }
    if (!m_settings.setAside().isEmpty()) {
        m_notice +=
            (m_notice.isEmpty() ? QString() : u"\n\n"_s) +
            tr("The file with your drafts and settings was damaged. It was put aside as %1, and Foyer kept what "
               "could still be read of it. Look whether something is missing.")
                .arg(apartFromLeft(m_settings.setAside()));
    }
    m_network.start();
    if (!line.eventsFile.isEmpty()) {
        if (const auto opened = m_events->open(line.eventsFile); !opened) {
            return opened;
        }
    }
    if (!line.commandsFile.isEmpty()) {
        return m_commands->open(line.commandsFile);
    }
    return Done{};
}

const QSslConfiguration &Backend::tls()
{
    if (!m_ssl) {
        m_ssl = QSslConfiguration::defaultConfiguration();
    }
    return *m_ssl;
}

Result<Done> Backend::trustCertificates(const QString &caFile)
{
    QSslConfiguration ssl = QSslConfiguration::defaultConfiguration();
    if (caFile.isEmpty()) {
        m_ssl = ssl;
        return Done{};
    }
    // A pipe would be waited for, and this is asked while a window is open.
    const QFileInfo file(caFile);
    const auto certificates =
        file.isFile() || file.isDir() ? QSslCertificate::fromPath(caFile) : QList<QSslCertificate>();
    if (certificates.isEmpty()) {
        return Error{ErrorKind::TlsFailed, tr("The file %1 holds no certificate. It must be in PEM form.").arg(caFile),
                     caFile};
    }
    // Only now: what cannot be used takes nothing from the connection that stands.
    ssl.addCaCertificates(certificates);
    m_ssl = ssl;
    return Done{};
}

QString Backend::resourceOf(const Jid &account)
{
    const QString key = "resource/"_L1 + account.toString();
    QString resource = m_settings.value(key);
    if (resource.isEmpty()) {
        // Random and kept: a new login with it ends the ghost of the one before (guarantee, rule 17).
        resource = "foyer-"_L1 + QUuid::createUuid().toString(QUuid::Id128).left(12);
        if (const auto stored = m_settings.setValue(key, resource); !stored) {
            qCWarning(lcApp) << "the connection's name could not be kept:" << stored.error();
        }
    }
    return resource;
}

Result<Done> Backend::signIn(const Jid &account, const QString &password, const QList<QUrl> &servers,
                             const QString &caFile, bool anonymous)
{
    if (const auto trusted = trustCertificates(caFile); !trusted) {
        return trusted;
    }
    // The rooms are somewhere else now.
    m_local.stop();
    switchTo({account, password, servers, resourceOf(account), anonymous,
              signInStrengthOf(m_settings.value(strengthKey(account)))});
    return Done{};
}

Result<Done> Backend::allowWeakSignIn(const Jid &account)
{
    return m_settings.setValue(strengthKey(account), mechanismOf(SignInStrength::Plain));
}

void Backend::keepStrength(const Jid &account, SignInStrength strength)
{
    const QString mechanism = mechanismOf(strength);
    if (m_settings.value(strengthKey(account)) == mechanism) {
        return;
    }
    if (const auto stored = m_settings.setValue(strengthKey(account), mechanism); !stored) {
        qCWarning(lcApp) << "how the account signs in could not be kept:" << stored.error();
    }
}

void Backend::switchTo(const AccountSettings &account)
{
    if (m_service->connectionState().kind == ConnectionState::Kind::Offline) {
        m_service->signIn(account);
    } else {
        whenDone(m_service->signOut(), this, [this, account] { m_service->signIn(account); });
    }
}

Result<Done> Backend::joinFrom(const CommandLine &line)
{
    JoinOptions options;
    options.historyCount = line.historyCount;
    options.nickname = line.nickname;
    options.extra = line.extra;
    if (!line.roomPasswordFile.isEmpty()) {
        const auto password = readPasswordFile(line.roomPasswordFile, PasswordSource::Anything);
        if (!password) {
            return password.error();
        }
        options.password = password.value();
    }
    for (const QString &room : line.rooms) {
        const auto address = RoomAddress::parse(room);
        if (!address) {
            Q_EMIT m_service->joinFailed(RoomAddress::asTyped(room), address.error());
            continue;
        }
        JoinOptions own = options;
        if (own.password.isEmpty()) {
            own.password = address->linkPassword();
        }
        if (line.create) {
            m_service->joinChatroom(address.value(), own);
        } else {
            m_service->joinExistingChatroom(address.value(), own);
        }
    }
    return Done{};
}

QFuture<Result<Done>> Backend::signInLocal()
{
    // For as long as the events are there: a server that goes with this object while it starts finishes this, too.
    return whenDone(m_local.start(), m_events.get(), [this](const Result<LocalAccess> &access) -> Result<Done> {
        if (!access) {
            return access.error();
        }
        m_events->localServerReady(access.value());
        Q_EMIT localServerReady(access.value());
        const QUrl server = m_localRoute ? m_localRoute(access.value()) : access->endpoints.xmpp;
        switchTo({access->account, access->password, {server}, resourceOf(access->account)});
        return Done{};
    });
}

QFuture<Result<Done>> Backend::restartLocalServer()
{
    return whenDone(m_local.stop(), m_events.get(),
                    [this] {
                        return whenDone(m_local.start(), m_events.get(),
                                        [](const Result<LocalAccess> &access) -> Result<Done> {
                                            return access ? Result<Done>(Done{}) : Result<Done>(access.error());
                                        });
                    })
        .unwrap();
}

void Backend::close()
{
    m_closing.start(longestCloseMs);
    whenDone(m_service->signOut(), this, [this] {
        // The server last: its clients have said good-bye.
        whenDone(m_local.stop(), this, [this] { m_closing.start(0); });
    });
}

void Backend::hurry()
{
    if (!m_hurry.isActive()) {
        m_hurry.start(longestHurryMs);
    }
}

void Backend::endOnceRead()
{
    if (m_closed && !m_events->isBehind()) {
        Q_EMIT done();
    }
}

} // namespace foyer
