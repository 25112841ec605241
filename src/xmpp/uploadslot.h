#pragma once

#include "core/jid.h"
#include "core/result.h"
#include "stanza/xmlnode.h"
#include "xmpp/iqrouter.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QUrl>

#include <optional>
#include <utility>

namespace foyer
{

/// The service of a server that takes files (XEP-0363).
struct UploadService {
    Jid address;
    qint64 maximumBytes = 0; ///< of one file; 0: none told

    bool operator==(const UploadService &) const = default;
};

/// Where a file may be put once, and where it is found then.
struct UploadSlot {
    QUrl put;
    QUrl get;
    QList<std::pair<QByteArray, QByteArray>> headers; ///< of the put; only those the specification allows
};

/// What is asked for.
struct SlotRequest {
    QString fileName;
    QString contentType;
    qint64 bytes = 0;
};

namespace uploads
{

/// The service \a info describes (disco#info of \a address); nullopt when it takes no files.
std::optional<UploadService> readService(const Jid &address, const stanza::XmlNode &info);

stanza::XmlNode slotRequest(const SlotRequest &request);
/// The slot in \a answer. Its addresses are https, or http where the account's own \a domain and the address are both
/// this machine; of its headers only Authorization, Cookie and Expires are kept, without line breaks (XEP-0363 section
/// 5). MessageTooLarge with the limit in the sentence, TooFast for a used-up quota, ServerRefused, NotConnected,
/// TimedOut.
Result<UploadSlot> readSlot(const IqAnswer &answer, const QString &domain);

/// A file of \a bytes is larger than \a limit (0: not known).
Error tooLarge(qint64 limit);
/// The server takes no files.
Error notOffered();
/// There is no connection to ask over.
Error notConnected();

} // namespace uploads

} // namespace foyer
