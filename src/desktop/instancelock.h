#pragma once

#include <QDir>
#include <QLocalServer>
#include <QObject>

#include <memory>
#include <optional>
#include <vector>

class QDeadlineTimer;
class QLocalSocket;

namespace foyer
{

class Clock;

/// One running instance for each profile folder. The first one holds a kernel lock on `instance.lock`, which ends with
/// its process however that ends, and listens on `instance.socket`; a second one hands over its wish and goes. There
/// are two wishes only: raise the window, and open an `xmpp:` link (which joins nothing before the person confirms).
class InstanceLock : public QObject
{
    Q_OBJECT

public:
    enum class Outcome {
        First,        ///< this process holds the profile and listens
        OtherRunning, ///< another process holds it: hand over, then leave
        Failed,       ///< the folder cannot be written to; errorText() says why
    };
    /// What a start has come to.
    enum class Start {
        First,        ///< this process holds the profile and listens
        HandedOver,   ///< another one does, and has taken the wish
        Refused,      ///< another one does, and the link is none that may be handed over
        OtherRunning, ///< another one does, which was not to be asked
        NoAnswer,     ///< another one holds the profile, but does not answer
        Failed,       ///< the folder cannot be written to; errorText() says why
    };

    /// \a profile is made with mode 0700 when it is missing. \a clock ends the talk of peers that say nothing.
    InstanceLock(const QString &profile, Clock &clock, QObject *parent = nullptr);
    ~InstanceLock() override;

    /// Takes the profile. Does not wait.
    Outcome acquire();
    QString errorText() const { return m_errorText; }

    /// acquire(), or else the handing over of \a link (empty: raise the window), unless \a mayHandOver is false. One
    /// that is only starting holds the profile and does not listen yet; an instance that is just ending holds the
    /// profile and listens no more: until it is gone, both are tried in turn for up to \a timeoutMs. Blocks without an
    /// event loop; call it before one runs.
    Start start(const QString &link, bool mayHandOver, int timeoutMs = 5000);
    /// Takes no wish any more, because nobody will carry it out. The profile stays held.
    void stopListening();

    /// Whether \a link is one a peer may hand over: `xmpp:`, at most 4,000 bytes, printable.
    static bool isAcceptableLink(const QString &link);

Q_SIGNALS:
    void raiseRequested();
    void openLinkRequested(const QString &link);
    /// Another instance was started with something that is no link to be opened.
    void linkRefused();

private:
    class Peer;

    bool listen();
    /// HandedOver or Refused; nullopt while nobody answers.
    std::optional<Start> tryHandOver(const QString &link, const QDeadlineTimer &deadline) const;
    bool isOtherListening(const QDeadlineTimer &deadline) const;
    void acceptPeers();
    QByteArray answerTo(const QByteArray &line);
    void drop(const Peer *peer);
    QString socketPath() const;

    QDir m_profile;
    Clock &m_clock;
    QLocalServer m_server;
    std::vector<std::unique_ptr<Peer>> m_peers;
    int m_lockFile = -1;
    int m_folder = -1;
    QString m_errorText;
};

} // namespace foyer
