#pragma once

#include "core/clock.h"
#include "core/result.h"

#include <QByteArray>
#include <QFuture>
#include <QObject>
#include <QStringList>
#include <QUrl>

#include <functional>
#include <memory>

class QSslConfiguration;

namespace foyer
{

/// Reads images from web servers: without cookies, without telling where the address was found, at most 16 MB each and
/// three at once. What comes is bytes; nobody has looked at them yet.
class ImageDownload : public QObject
{
    Q_OBJECT

public:
    static constexpr qint64 mostBytes = 16 * 1024 * 1024;
    static constexpr int mostAtOnce = 3;
    static constexpr int mostWaiting = 64;

    /// \a tls is asked at each request.
    ImageDownload(std::function<QSslConfiguration()> tls, Clock &clock, QObject *parent = nullptr);
    ~ImageDownload() override;

    /// The bytes, or an error with a sentence for a person. TooFast when so many wait that this one was given up; it
    /// may be asked for again. Decided within two minutes once it has begun. Follows three redirects at most, only to
    /// the host of \a url and to \a agreedHosts (as in ImageLink), never to a less safe address, and none from
    /// elsewhere to this computer.
    QFuture<Result<QByteArray>> fetch(const QUrl &url, const QStringList &agreedHosts = {});
    /// The host that an image was moved to and that nobody has agreed to, when that is why it did not come; else empty.
    static QString hostToAgreeTo(const Error &error);

private:
    class Job;
    void startNext();

    std::function<QSslConfiguration()> m_tls;
    Clock &m_clock;
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace foyer
