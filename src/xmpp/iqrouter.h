#pragma once

#include "core/clock.h"
#include "core/jid.h"
#include "core/result.h"
#include "stanza/xmlnode.h"

#include <QFuture>
#include <QObject>

#include <memory>

namespace foyer
{

class XmppStream;

/// What an iq was answered with: the whole `<iq/>`; an error answer is a value too, because callers tell conditions
/// apart (stanza/stanzaerror.h). Errors of the Result are TimedOut and NotConnected only.
using IqAnswer = Result<stanza::XmlNode>;

/// Sends requests and matches answers by id and sender (RFC 6120 section 8.2.3). Answers service-unavailable to
/// requests nobody handles, and pings (XEP-0199) with a result.
class IqRouter : public QObject
{
    Q_OBJECT

public:
    IqRouter(XmppStream &stream, Clock &clock, QObject *parent = nullptr);
    ~IqRouter() override;

    /// Sends `<iq type=... to=... id=random>` with \a payload. \a to may be empty (own account). The future may finish
    /// at once; it finishes with TimedOut after \a timeoutMs, later while what stands before the answer is still
    /// arriving (AnswerDeadline), and with NotConnected when the stream closes without being resumed. Over a resume the
    /// request lives on.
    QFuture<IqAnswer> get(const Jid &to, const stanza::XmlNode &payload, qint64 timeoutMs = 30000);
    QFuture<IqAnswer> set(const Jid &to, const stanza::XmlNode &payload, qint64 timeoutMs = 30000);

    /// Offers an incoming iq; true when it was an awaited answer or has been answered here. Called by whoever
    /// distributes XmppStream::stanzaReceived.
    bool handle(const stanza::XmlNode &iq);
    /// A new session was bound: everything still waiting is answered NotConnected.
    void sessionEnded();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace foyer
