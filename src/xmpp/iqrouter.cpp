#include "xmpp/iqrouter.h"

#include "core/logging.h"
#include "stanza/iq.h"
#include "stanza/namespaces.h"
#include "xmpp/answerdeadline.h"
#include "xmpp/xmppstream.h"

#include <QPromise>
#include <QUuid>

#include <unordered_map>

namespace foyer
{

using namespace Qt::StringLiterals;
using stanza::XmlNode;
namespace ns = stanza::ns;

class IqRouter::Private
{
public:
    struct Request {
        Jid to;
        QPromise<IqAnswer> promise;
        std::unique_ptr<AnswerDeadline> timeout;
    };

    Private(XmppStream &target, Clock &time) : stream(target), clock(time) {}

    QFuture<IqAnswer> request(stanza::IqType type, const Jid &to, const XmlNode &payload, qint64 timeoutMs);
    bool isAnswerTo(const Request &request, const XmlNode &iq) const;
    void finish(const QString &id, const IqAnswer &answer);
    void finishAll();
    void answerRequest(const XmlNode &iq);

    XmppStream &stream;
    Clock &clock;
    std::unordered_map<QString, Request> waiting;
};

QFuture<IqAnswer> IqRouter::Private::request(stanza::IqType type, const Jid &to, const XmlNode &payload,
                                             qint64 timeoutMs)
{
    Request request;
    request.to = to;
    request.promise.start();
    QFuture<IqAnswer> future = request.promise.future();
    if (stream.state() != XmppStream::State::Ready) {
        request.promise.addResult(Error::make(ErrorKind::NotConnected));
        request.promise.finish();
        return future;
    }
    const QString id = QUuid::createUuid().toString(QUuid::Id128);
    request.timeout =
        std::make_unique<AnswerDeadline>(stream, clock, [this, id] { finish(id, Error::make(ErrorKind::TimedOut)); });
    request.timeout->start(timeoutMs);
    waiting.emplace(id, std::move(request));
    stream.send(stanza::iqRequest(type, to, id, payload));
    return future;
}

bool IqRouter::Private::isAnswerTo(const Request &request, const XmlNode &iq) const
{
    const QString from = iq.attribute(u"from");
    const Jid own = stream.boundJid();
    const bool toOwnSide = request.to.isEmpty() || request.to == own.bare();
    // A server answers for the account without `from`, or from one of the account's addresses (RFC 6120
    // section 8.1.2.1).
    if (from.isEmpty())
        return toOwnSide || request.to == own || request.to.toString() == own.domain();
    const auto sender = Jid::parse(from);
    if (!sender)
        return false;
    return *sender == request.to ||
           (toOwnSide && (*sender == own.bare() || *sender == own || sender->toString() == own.domain()));
}

void IqRouter::Private::finish(const QString &id, const IqAnswer &answer)
{
    // Taken out first: what continues from here may ask again at once.
    auto found = waiting.extract(id);
    if (found.empty())
        return;
    Request &request = found.mapped();
    request.promise.addResult(answer);
    request.promise.finish();
}

void IqRouter::Private::finishAll()
{
    auto open = std::exchange(waiting, {});
    for (auto &[id, request] : open) {
        request.promise.addResult(Error::make(ErrorKind::NotConnected));
        request.promise.finish();
    }
}

void IqRouter::Private::answerRequest(const XmlNode &iq)
{
    const bool isPing = iq.attribute(u"type") == u"get" && !iq.child(u"ping", ns::ping).isNull();
    stream.send(isPing ? stanza::iqResult(iq) : stanza::iqError(iq, u"cancel"_s, u"service-unavailable"_s));
}

IqRouter::IqRouter(XmppStream &stream, Clock &clock, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(stream, clock))
{
    connect(&stream, &XmppStream::ready, this, [this](bool resumed) {
        if (!resumed)
            sessionEnded();
    });
    connect(&stream, &XmppStream::closed, this, [this] {
        if (!d->stream.canResume())
            sessionEnded();
    });
}

IqRouter::~IqRouter()
{
    d->finishAll();
}

QFuture<IqAnswer> IqRouter::get(const Jid &to, const XmlNode &payload, qint64 timeoutMs)
{
    return d->request(stanza::IqType::Get, to, payload, timeoutMs);
}

QFuture<IqAnswer> IqRouter::set(const Jid &to, const XmlNode &payload, qint64 timeoutMs)
{
    return d->request(stanza::IqType::Set, to, payload, timeoutMs);
}

bool IqRouter::handle(const XmlNode &iq)
{
    if (!iq.is(u"iq", ns::client))
        return false;
    const QString type = iq.attribute(u"type");
    if (type == u"get" || type == u"set") {
        d->answerRequest(iq);
        return true;
    }
    const QString id = iq.attribute(u"id");
    const auto found = d->waiting.find(id);
    if (found == d->waiting.end())
        return false;
    if (!d->isAnswerTo(found->second, iq)) {
        qCWarning(lcXmpp) << "an answer came from somebody who was not asked";
        return false;
    }
    d->finish(id, iq);
    return true;
}

void IqRouter::sessionEnded()
{
    d->finishAll();
}

} // namespace foyer
