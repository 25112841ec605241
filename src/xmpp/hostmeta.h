#pragma once

#include "core/clock.h"
#include "core/result.h"

#include <QFuture>
#include <QList>
#include <QObject>
#include <QUrl>

#include <functional>
#include <memory>

class QSslConfiguration;

namespace foyer
{

/// Finds a domain's WebSocket endpoints (XEP-0156): host-meta and host-meta.json over HTTPS, both at once.
class HostMeta : public QObject
{
    Q_OBJECT

public:
    /// Where a domain's `/.well-known/` stands; `https://DOMAIN/` unless a test says otherwise.
    using Base = std::function<QUrl(const QString &domain)>;

    HostMeta(const QSslConfiguration &tls, Clock &clock, QObject *parent = nullptr);
    ~HostMeta() override;
    void setBase(Base base);

    /// The endpoints in the order they are listed, each once, only `wss://` (`ws://` where domain and endpoint are both
    /// this machine). Decided within 10 s: ServerUnreachable, TlsFailed, TimedOut, or NotAnXmppServer when the domain
    /// answers but lists none.
    QFuture<Result<QList<QUrl>>> find(const QString &domain);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace foyer
