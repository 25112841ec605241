#pragma once

#include "app/commandline.h"
#include "app/commandreader.h"
#include "app/eventlog.h"
#include "app/localserver.h"
#include "app/profile.h"
#include "core/clock.h"
#include "desktop/networkwatch.h"
#include "models/roomsource.h"
#include "service/chatroomservice.h"
#include "store/messagestore.h"
#include "store/usersettings.h"

#include <QObject>
#include <QSslConfiguration>

#include <functional>
#include <memory>
#include <optional>

namespace foyer
{

class AccountSecret;
class HostMeta;

/// Everything below the window: the profile's files, the service, the event log and the commands from outside. Built
/// once by main(), before any window, and passed on by reference.
class Backend : public QObject
{
    Q_OBJECT

public:
    explicit Backend(const Profile &profile, QObject *parent = nullptr);
    ~Backend() override;

    /// Opens the profile's files and what the command line asks for. The error's text is for a person.
    Result<Done> open(const CommandLine &line);
    /// What open() has to tell the person, in one sentence; empty when nothing happened.
    const QString &notice() const { return m_notice; }
    /// Asks for the joins of the command line. An error when the room password file cannot be read.
    Result<Done> joinFrom(const CommandLine &line);
    /// Signs in; \a caFile (may be empty) holds further trusted certificates.
    Result<Done> signIn(const Jid &account, const QString &password, const QList<QUrl> &servers, const QString &caFile,
                        bool anonymous = false);
    /// Lets \a account sign in with whatever its server offers, the password itself too, until it has signed in better:
    /// a person has been told and wants it. Goes before signIn(). An error when that cannot be kept.
    Result<Done> allowWeakSignIn(const Jid &account);
    /// Starts the room server of this computer and signs in there with our own account; emits localServerReady() in
    /// between. The error's text is for a person.
    QFuture<Result<Done>> signInLocal();
    LocalServer &localServer() { return m_local; }
    /// Ends the room server of this computer and starts it anew on the same ports, as after a crash.
    QFuture<Result<Done>> restartLocalServer();
    /// Where our own client connects instead of the server itself, for the demo; asked each time it signs in there.
    void setLocalRoute(std::function<QUrl(const LocalAccess &)> route) { m_localRoute = std::move(route); }
    /// Closes the stream, the room server and the files; done() follows within 2 s, or when a slow reader of the events
    /// has got them all.
    void close();
    /// Whatever reads the events, done() follows within 2 s from now. Goes with close().
    void hurry();

    ChatroomService &service() { return *m_service; }
    RoomSource &rooms() { return *m_rooms; }
    UserSettings &settings() { return m_settings; }
    SystemClock &clock() { return m_clock; }
    const Profile &profile() const { return m_profile; }
    /// What connections to servers are checked against now.
    const QSslConfiguration &tls();

Q_SIGNALS:
    /// A `quit` command came.
    void quitRequested();
    /// The room server of this computer runs: other clients can come.
    void localServerReady(const foyer::LocalAccess &access);
    /// The events cannot be written any more: whoever drives the program is gone.
    void eventsFailed(const foyer::Error &error);
    /// Everything is closed and committed.
    void done();

private:
    RoomPasswords roomPasswords();
    /// Signs out of whatever is signed in first.
    void switchTo(const AccountSettings &account);
    Result<Done> trustCertificates(const QString &caFile);
    QString resourceOf(const Jid &account);
    void keepStrength(const Jid &account, SignInStrength strength);
    void endOnceRead();

    SystemClock m_clock;
    Profile m_profile;
    UserSettings m_settings;
    MessageStore m_store;
    std::optional<QSslConfiguration> m_ssl;   ///< read when a connection first needs it, because it takes long
    std::unique_ptr<AccountSecret> m_secrets; ///< of rooms
    std::unique_ptr<HostMeta> m_hostMeta;
    std::unique_ptr<ChatroomService> m_service;
    std::unique_ptr<RoomSource> m_rooms;
    LocalServer m_local;
    std::function<QUrl(const LocalAccess &)> m_localRoute;
    std::unique_ptr<EventLog> m_events;
    std::unique_ptr<CommandReader> m_commands;
    NetworkWatch m_network;
    Timer m_closing;
    Timer m_hurry;
    bool m_closed = false;
    QString m_notice;
};

} // namespace foyer
