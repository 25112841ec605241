#pragma once

#include "core/upload.h"
#include "xmpp/httpupload.h"

#include <QList>
#include <QObject>
#include <QPromise>

#include <memory>
#include <optional>

namespace foyer
{

/// The files on their way to rooms, and whether the account's server takes any.
class Uploads : public QObject
{
    Q_OBJECT

public:
    Uploads(IqRouter &iqs, HttpUpload::Tls tls, QObject *parent = nullptr);

    /// A new session of an account at \a domain: asks what holds there now. What was known holds until the answer.
    void sessionBegan(const QString &domain);
    /// The session goes on after a loss, which may have taken the question with it.
    void sessionResumed();
    /// Whoever waits for the server's word ends with NotConnected; what is being put goes on.
    void connectionLost();
    /// Signed out, or another account: everything is cancelled and nothing known.
    void reset();

    const UploadOffer &offer() const { return m_offer; }
    /// As HttpUpload::send(), to the account's service; waits for the server's answer where there is none yet, and asks
    /// again where none came.
    Upload send(const UploadFile &file);
    void cancel(UploadId id);

Q_SIGNALS:
    void offerChanged(const foyer::UploadOffer &offer);
    void progressed(foyer::UploadId id, qint64 sent, qint64 total);

private:
    /// A file for which it is not known yet whether the server takes any.
    struct Waiting {
        UploadId id = 0;
        UploadFile file;
        std::shared_ptr<QPromise<Result<QUrl>>> promise;
    };

    void ask();
    void onFound(const Result<UploadService> &service);
    void endWaiting(const Error &error);
    void setOffer(const UploadOffer &offer);

    HttpUpload m_http;
    std::optional<UploadService> m_service;
    UploadOffer m_offer;
    QList<Waiting> m_waiting;
    QString m_domain;
    UploadId m_lastId = 0;
    quint64 m_generation = 0;
    bool m_asking = false;
};

} // namespace foyer
