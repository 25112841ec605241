#pragma once

#include "core/upload.h"
#include "xmpp/uploadslot.h"

#include <QFuture>
#include <QObject>

#include <functional>
#include <memory>

class QSslConfiguration;

namespace foyer
{

/// Sends files to the place a server gives for them (XEP-0363): finds the service, asks for a slot, puts the file
/// there. Several at a time; lives on the interface's thread and reads files piece by piece.
class HttpUpload : public QObject
{
    Q_OBJECT

public:
    /// The certificates to trust, asked for each file because they may have changed; null: the system's.
    using Tls = std::function<QSslConfiguration()>;

    HttpUpload(IqRouter &iqs, Tls tls, QObject *parent = nullptr);
    /// What is under way ends as cancelled.
    ~HttpUpload() override;

    /// The upload service of \a domain: the first of the items it lists that takes files. ServerRefused when there is
    /// none; TimedOut, NotConnected.
    QFuture<Result<UploadService>> findService(const QString &domain);

    /// Sends \a file and gives the address others load it from. Errors are sentences for a person: MessageTooLarge with
    /// the limit, StoreFailed when the file cannot be read, ServerRefused (detail: the HTTP status, or
    /// uploadCancelled), TlsFailed, ServerUnreachable, TimedOut (30 s without progress), TooFast for a quota,
    /// NotConnected.
    QFuture<Result<QUrl>> send(UploadId id, const UploadService &service, const UploadFile &file);
    /// The account's own domain: unencrypted addresses are taken only where that is this machine.
    void setDomain(const QString &domain);
    /// Ends an upload; nothing happens when there is none of that name.
    void cancel(UploadId id);
    void cancelAll();
    /// What waits for the server's word ends with NotConnected; what is being put goes on.
    void connectionLost();

Q_SIGNALS:
    /// \a sent of \a total bytes have left.
    void progressed(foyer::UploadId id, qint64 sent, qint64 total);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace foyer
