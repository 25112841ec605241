#include "app/signinflow.h"

#include "core/logging.h"
#include "core/whendone.h"

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

// What is remembered of the last sign-in; the password is not among it.
const auto accountKey = "signin/account"_L1;
const auto serverKey = "signin/server"_L1;
const auto caFileKey = "signin/cafile"_L1;
const auto placeKey = "signin/place"_L1;
const auto thisComputer = "local"_L1;

QList<QUrl> serverList(const QUrl &server)
{
    return server.isEmpty() ? QList<QUrl>() : QList<QUrl>{server};
}

} // namespace

SignInFlow::SignInFlow(Backend &backend, Theme &theme, QWidget *window, QObject *parent,
                       std::unique_ptr<Keyring> keyring)
    : QObject(parent),
      m_backend(backend),
      m_theme(theme),
      m_window(window),
      m_secrets(keyring ? std::move(keyring) : makeDesktopKeyring())
{
    connect(&m_backend.service(), &ChatroomService::connectionStateChanged, this, &SignInFlow::onConnectionState);
}

bool SignInFlow::isLocalKept() const
{
    return m_backend.settings().value(placeKey) == thisComputer;
}

void SignInFlow::begin(const QString &link)
{
    if (isLocalKept()) {
        useThisComputer(Remember::Yes);
        return;
    }
    const auto account = Jid::parse(m_backend.settings().value(accountKey));
    if (!account) {
        link.isEmpty() ? openStart() : openGuest(link);
        return;
    }
    const QUrl server(m_backend.settings().value(serverKey));
    signInKept(*account, serverList(server), m_backend.settings().value(caFileKey), Remember::Yes);
}

void SignInFlow::take(Way way)
{
    m_way = way;
    ++m_taken;
    m_readingPassword = false;
    m_fromForm = false;
}

void SignInFlow::useThisComputer(Remember remember)
{
    take(remember == Remember::Yes ? Way::Local : Way::LocalOnce);
    m_details = {};
    m_servers.clear();
    m_guestRoom = {};
    m_guestName.clear();
    m_waiting = true;
    if (m_start) {
        m_start->setBusy(true);
    }
    whenDone(m_backend.signInLocal(), this, [this, taken = m_taken](const Result<Done> &begins) {
        if (taken != m_taken) {
            return;
        }
        if (!begins) {
            onLocalFailed(begins.error());
        }
    });
}

void SignInFlow::onLocalFailed(Error error)
{
    qCWarning(lcApp) << "the rooms of this computer cannot be used:" << error;
    m_waiting = false;
    m_backend.service().signOut();
    if (m_way == Way::Local) {
        // Never another way by itself: the person decides.
        openStart();
        m_start->showError(error);
    }
    Q_EMIT localFailed(error);
}

void SignInFlow::signInKept(const Jid &account, const QList<QUrl> &servers, const QString &caFile, Remember remember)
{
    take(remember == Remember::Yes ? Way::Account : Way::AccountOnce);
    m_details = {account, {}, servers.value(0), caFile};
    m_servers = servers;
    m_readingPassword = true;
    whenDone(m_secrets.read(AccountSecret::accountKey(account.toString())), this,
             [this, taken = m_taken](const QString &password) {
                 if (taken != m_taken) {
                     return;
                 }
                 m_readingPassword = false;
                 if (password.isEmpty()) {
                     openAgain();
                     return;
                 }
                 m_details.password = password;
                 m_waiting = true;
                 if (const auto signedIn = m_backend.signIn(m_details.account, password, m_servers, m_details.caFile);
                     !signedIn) {
                     m_waiting = false;
                     askAgain(signedIn.error());
                 }
             });
}

void SignInFlow::openStart()
{
    if (!m_start) {
        m_start = new StartDialog(m_theme, m_window);
        m_start->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_start, &StartDialog::localRequested, this, [this] { useThisComputer(Remember::Yes); });
        connect(m_start, &StartDialog::signInRequested, this, &SignInFlow::openSignIn);
        connect(m_start, &StartDialog::linkRequested, this, [this] { openGuest({}); });
    }
    m_start->open();
}

SignInDialog *SignInFlow::dialog()
{
    if (!m_dialog) {
        m_dialog = new SignInDialog(m_theme, m_window);
        // Not on close: what was typed is there again when the dialog is opened again.
        connect(m_dialog, &QDialog::accepted, m_dialog, &QObject::deleteLater);
        connect(m_dialog, &SignInDialog::signInRequested, this, &SignInFlow::signIn);
        connect(m_dialog, &SignInDialog::guestRequested, this, &SignInFlow::signInGuest);
        connect(m_dialog, &SignInDialog::cancelled, this, [this] {
            // Who only looked at the form does not end what goes on behind it.
            if (m_waiting && m_fromForm) {
                m_waiting = false;
                m_backend.service().signOut();
            }
        });
        connect(m_dialog, &QDialog::rejected, this, &SignInFlow::goBack);
        m_dialog->setSessionOnly(m_secrets.isSessionOnly());
        connect(&m_secrets, &AccountSecret::sessionOnlyChanged, m_dialog, &SignInDialog::setSessionOnly);
    }
    return m_dialog;
}

void SignInFlow::openSignIn()
{
    dialog()->setMode(SignInMode::Account);
    // What was typed stays, or a password would stand below an address that it does not belong to.
    if (dialog()->isAddressEmpty()) {
        fillIn();
    }
    dialog()->open();
}

void SignInFlow::fillIn()
{
    if (!m_details.account.isEmpty()) {
        dialog()->setAddress(m_details.account.toString());
        dialog()->setServer(m_details.server);
        dialog()->setCaFile(m_details.caFile);
    }
}

void SignInFlow::openGuest(const QString &link)
{
    dialog()->setMode(SignInMode::Guest);
    if (!link.isEmpty()) {
        dialog()->setLink(link);
    }
    dialog()->open();
}

void SignInFlow::signIn(const SignInDetails &details)
{
    const bool isAnswer = m_way == Way::AccountOnce && details.account == m_details.account;
    take(isAnswer ? Way::AccountOnce : Way::Account);
    m_details = details;
    if (details.server != m_servers.value(0)) {
        m_servers = serverList(details.server);
    }
    m_guestRoom = details.room;
    m_guestName = details.nickname;
    m_waiting = m_fromForm = true;
    dialog()->setBusy(true);
    Result<Done> signedIn = details.weakAllowed ? m_backend.allowWeakSignIn(details.account) : Done{};
    if (signedIn) {
        signedIn = m_backend.signIn(details.account, details.password, m_servers, details.caFile);
    }
    if (!signedIn) {
        m_waiting = false;
        dialog()->showError(signedIn.error());
    }
}

void SignInFlow::signInGuest(const GuestDetails &details)
{
    // The guest's account lives at the domain behind the room service, which by custom is one label shorter.
    QString domain = details.room.jid().domain();
    const qsizetype dot = domain.indexOf(u'.');
    if (dot > 0) {
        domain = domain.mid(dot + 1);
    }
    take(Way::Guest);
    m_details = {{}, {}, details.server, details.caFile};
    m_servers = serverList(details.server);
    m_guestRoom = details.room;
    m_guestName = details.nickname;
    m_waiting = m_fromForm = true;
    dialog()->setBusy(true);
    const Jid account = Jid::fromParts({}, domain).value_or(Jid());
    const auto signedIn = m_backend.signIn(account, {}, m_servers, details.caFile, true);
    if (!signedIn) {
        m_waiting = false;
        dialog()->showError(signedIn.error());
    }
}

void SignInFlow::onConnectionState(const ConnectionState &state)
{
    if (!m_waiting) {
        // It was connected, and the server's answer is final now: its account needs another password.
        if (mayAskAgain() && state.kind == ConnectionState::Kind::Offline && state.cause) {
            askAgain(*state.cause);
        }
        return;
    }
    const bool failed =
        (state.kind == ConnectionState::Kind::Waiting || state.kind == ConnectionState::Kind::Offline) && state.cause;
    if (state.kind == ConnectionState::Kind::Online) {
        m_waiting = false;
        m_fromForm = false;
        m_wasIn = m_way == Way::Account || m_way == Way::Local;
        keep();
        if (m_start) {
            m_start->accept();
        }
        if (m_dialog) {
            m_dialog->accept();
        }
        Q_EMIT signedIn(m_guestRoom, m_guestName);
    } else if (m_way == Way::Local || m_way == Way::LocalOnce) {
        // The server is in this very program: what does not pass by itself is for the person to know.
        if (failed && state.kind == ConnectionState::Kind::Offline) {
            onLocalFailed(*state.cause);
        }
    } else if (failed && m_dialog && m_fromForm) {
        // A person is looking at the form: the failure is theirs to mend, so nothing is tried behind it.
        m_waiting = false;
        const Error cause = *state.cause;
        m_backend.service().signOut();
        m_dialog->showError(cause);
    } else if (failed && state.kind == ConnectionState::Kind::Offline) {
        m_waiting = false;
        askAgain(*state.cause);
    }
}

bool SignInFlow::mayAskAgain() const
{
    const bool isAccount = m_way == Way::Account || m_way == Way::AccountOnce;
    return (isAccount && !m_details.account.isEmpty()) || (m_way == Way::Guest && m_guestRoom.isResolved());
}

void SignInFlow::openAgain()
{
    if (m_way != Way::Guest) {
        openSignIn();
        fillIn();
        return;
    }
    openGuest(m_guestRoom.toString());
    dialog()->setNickname(m_guestName);
    dialog()->setServer(m_details.server);
    dialog()->setCaFile(m_details.caFile);
}

void SignInFlow::goBack()
{
    const bool isKeptOne = m_details.account.toString() == m_backend.settings().value(accountKey) && !isLocalKept();
    const bool isOnline = m_backend.service().connectionState().kind == ConnectionState::Kind::Online;
    if (m_fromForm && !m_waiting && m_wasIn && !isKeptOne && !isOnline) {
        m_wasIn = false;
        begin();
    }
}

void SignInFlow::askAgain(Error cause)
{
    openAgain();
    dialog()->showError(cause);
}

void SignInFlow::keep()
{
    if (m_way == Way::Local) {
        setKept({{placeKey, thisComputer}});
    } else if (m_way == Way::Account && !m_details.account.isEmpty()) {
        setKept({{placeKey, {}},
                 {accountKey, m_details.account.toString()},
                 {serverKey, m_details.server.toString()},
                 {caFileKey, m_details.caFile}});
        m_secrets.keep(AccountSecret::accountKey(m_details.account.toString()), m_details.password);
    }
}

void SignInFlow::setKept(const QList<std::pair<QString, QString>> &values)
{
    for (const auto &[key, value] : values) {
        if (const auto stored = m_backend.settings().setValue(key, value); !stored) {
            qCWarning(lcApp) << "the account could not be remembered:" << stored.error();
        }
    }
}

} // namespace foyer
