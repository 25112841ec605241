#pragma once

#include "core/clock.h"

#include <QHostAddress>
#include <QObject>
#include <QUrl>

#include <functional>
#include <memory>

class QNetworkAccessManager;
class QNetworkReply;

namespace foyer::server
{

/// One POST at a time to a place that need not be friendly: its name is resolved once, every address is checked and
/// the connection goes to a checked one; no redirects, no proxy, no cookies; five seconds; what it answers is not read
/// further than 64 kB and not looked at. On the thread it is made on.
class CallbackPost : public QObject
{
    Q_OBJECT

public:
    enum class Outcome {
        Delivered, ///< 200
        Failed,    ///< not reached, or answered otherwise
        TimedOut,
        NotAllowed ///< the URL or an address of its host
    };
    using Done = std::function<void(Outcome)>;
    /// Finds the addresses of a name; none when it cannot.
    using Resolver =
        std::function<void(const QString &name, QObject *context, std::function<void(QList<QHostAddress>)>)>;

    struct Rules {
        bool allowLoopback = true;
        QList<quint16> ownPorts; ///< never called on loopback
    };

    /// \a clock must outlive it. An empty \a resolver asks the system.
    explicit CallbackPost(Clock &clock, Resolver resolver = {}, QObject *parent = nullptr);
    ~CallbackPost() override;

    bool isBusy() const { return m_done != nullptr; }
    /// Whether the status of the running post's answer is in.
    bool hasAnswer() const { return statusOfReply() != 0; }
    /// Ends what is running, without a word to it.
    void start(const QUrl &url, const QByteArray &body, const Rules &rules, Done done);
    void cancel();

private:
    void onResolved(const QList<QHostAddress> &addresses, const Rules &rules);
    void tryNextAddress();
    void onFinished();
    void finish(Outcome outcome);
    void dropReply();
    int statusOfReply() const;

    Resolver m_resolver;
    Timer m_deadline;
    std::unique_ptr<QNetworkAccessManager> m_network;
    QNetworkReply *m_reply = nullptr;
    Done m_done;
    QUrl m_url;
    QByteArray m_body;
    QList<QHostAddress> m_addresses; ///< checked, still to be tried
    qint64 m_received = 0;
    int m_number = 0; ///< of the post, so that a late look-up is known as such
};

} // namespace foyer::server
