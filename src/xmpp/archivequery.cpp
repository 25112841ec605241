#include "xmpp/archivequery.h"

#include "core/logging.h"
#include "stanza/message.h"
#include "stanza/namespaces.h"
#include "stanza/stanzaerror.h"
#include "xmpp/iqrouter.h"
#include "xmpp/mucerrors.h"

#include <QPointer>
#include <QPromise>
#include <QSet>
#include <QUuid>

#include <map>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

using stanza::XmlNode;
namespace ns = stanza::ns;

constexpr qint64 silenceMs = 30000;
// The router's own time-out must never win: silence is measured from the last result, not from the question.
constexpr qint64 routerTimeoutMs = 3600000;

XmlNode field(const QString &name, const QString &value)
{
    XmlNode node(u"field"_s, ns::dataForms);
    return node.setAttribute(u"var"_s, name).addTextChild(u"value"_s, value, ns::dataForms);
}

/// Which page of an archive.
struct Place {
    enum class Kind { Oldest, Before, After };
    Kind kind = Kind::Oldest;
    QString id; ///< empty with Before: the newest page
};

XmlNode pageQuery(const QString &queryId, const Place &place, int max)
{
    XmlNode form(u"x"_s, ns::dataForms);
    form.setAttribute(u"type"_s, u"submit"_s)
        .addChild(field(u"FORM_TYPE"_s, ns::mam).setAttribute(u"type"_s, u"hidden"_s));
    XmlNode set(u"set"_s, ns::resultSets);
    set.addTextChild(u"max"_s, QString::number(max), ns::resultSets);
    if (place.kind == Place::Kind::After)
        set.addTextChild(u"after"_s, place.id, ns::resultSets);
    else if (place.kind == Place::Kind::Before && place.id.isEmpty())
        set.addChild(XmlNode(u"before"_s, ns::resultSets));
    else if (place.kind == Place::Kind::Before)
        set.addTextChild(u"before"_s, place.id, ns::resultSets);
    XmlNode query(u"query"_s, ns::mam);
    return query.setAttribute(u"queryid"_s, queryId).addChild(form).addChild(set);
}

Error archiveRefusal(const stanza::StanzaError &error)
{
    if (error.is(u"forbidden"))
        return Error::make(ErrorKind::Banned, {}, error.condition);
    if (error.is(u"registration-required"))
        return Error::make(ErrorKind::MembersOnly, {}, error.condition);
    if (error.is(u"remote-server-timeout"))
        return Error::make(ErrorKind::TimedOut, {}, error.condition);
    return otherRefusal(error);
}

} // namespace

class ArchiveQuery::Private
{
public:
    struct Open {
        stanza::RoomTrust trust;
        int max = 0;
        bool forward = false; ///< the page is asked for from its older end
        QPromise<Result<ArchivePage>> promise;
        QList<RoomMessage> entries;
        QSet<QString> ids;
        bool surplus = false; ///< the server sent more than it was asked for
        std::unique_ptr<Timer> silence;
    };

    Private(ArchiveQuery *owner, IqRouter &router, Clock &time) : q(owner), iqs(router), clock(time) {}

    QFuture<Result<ArchivePage>> ask(const Jid &room, const Place &place, int max, const ArchiveTrust &trust);
    void answered(const QString &queryId, const IqAnswer &answer);
    void finish(const QString &queryId, const Result<ArchivePage> &page);
    Open *openFor(const XmlNode &message, const XmlNode &result);
    void append(Open &query, const RoomMessage &entry);

    ArchiveQuery *q;
    IqRouter &iqs;
    Clock &clock;
    std::map<QString, std::unique_ptr<Open>> open; ///< by queryid
};

void ArchiveQuery::Private::answered(const QString &queryId, const IqAnswer &answer)
{
    const auto it = open.find(queryId);
    if (it == open.end())
        return;
    if (!answer)
        return finish(queryId, answer.error());
    if (const auto error = stanza::readError(*answer))
        return finish(queryId, archiveRefusal(*error));
    const XmlNode fin = answer->child(u"fin", ns::mam);
    if (fin.isNull())
        return finish(queryId, Error::make(ErrorKind::ServerRefused, {}, u"no fin"_s));

    ArchivePage page;
    page.entries = it->second->entries;
    const QString complete = fin.attribute(u"complete");
    page.complete = (complete == "true"_L1 || complete == "1"_L1) && !it->second->surplus;
    if (page.entries.isEmpty() && !page.complete) {
        // XEP-0313, 4.3: a page with nothing on it is the last one, and says so. So ejabberd answers while its database
        // is away.
        return finish(queryId, Error::make(ErrorKind::ServerRefused, {}, u"an empty page that is not complete"_s));
    }
    if (!page.entries.isEmpty()) {
        page.first = page.entries.constFirst().archiveId;
        page.last = page.entries.constLast().archiveId;
    }
    finish(queryId, page);
}

void ArchiveQuery::Private::finish(const QString &queryId, const Result<ArchivePage> &page)
{
    // Out of the table first: whoever continues here may ask for the next page at once.
    const auto node = open.extract(queryId);
    if (node.empty())
        return;
    node.mapped()->silence->stop();
    node.mapped()->promise.addResult(page);
    node.mapped()->promise.finish();
}

ArchiveQuery::Private::Open *ArchiveQuery::Private::openFor(const XmlNode &message, const XmlNode &result)
{
    const auto it = open.find(result.attribute(u"queryid"));
    const bool isFromRoom =
        it != open.end() && Jid::parse(message.attribute(u"from")).value_or(Jid()) == it->second->trust.room;
    if (isFromRoom)
        return it->second.get();
    qCInfo(lcXmpp) << "dropped an archive result nobody asked for, from" << message.attribute(u"from");
    return nullptr;
}

void ArchiveQuery::Private::append(Open &query, const RoomMessage &entry)
{
    query.silence->start(silenceMs);
    if (query.ids.contains(entry.archiveId)) {
        qCInfo(lcXmpp) << "dropped a doubled archive result of" << query.trust.room;
        return;
    }
    query.ids.insert(entry.archiveId);
    query.entries.append(entry);
    if (query.entries.size() > query.max) {
        // The far end is too much: without the near one the page would not lie where it was asked to lie.
        const RoomMessage dropped = query.forward ? query.entries.takeLast() : query.entries.takeFirst();
        query.ids.remove(dropped.archiveId);
        query.surplus = true;
    }
}

ArchiveQuery::ArchiveQuery(IqRouter &iqs, Clock &clock, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(this, iqs, clock))
{
}

ArchiveQuery::~ArchiveQuery() = default;

QFuture<Result<ArchivePage>> ArchiveQuery::pageBefore(const Jid &room, const QString &beforeId, int max,
                                                      const ArchiveTrust &trust)
{
    return d->ask(room, {Place::Kind::Before, beforeId}, max, trust);
}

QFuture<Result<ArchivePage>> ArchiveQuery::pageAfter(const Jid &room, const QString &afterId, int max,
                                                     const ArchiveTrust &trust)
{
    return d->ask(room, {Place::Kind::After, afterId}, max, trust);
}

QFuture<Result<ArchivePage>> ArchiveQuery::oldest(const Jid &room, int max, const ArchiveTrust &trust)
{
    return d->ask(room, {}, max, trust);
}

QFuture<Result<ArchivePage>> ArchiveQuery::Private::ask(const Jid &room, const Place &place, int max,
                                                        const ArchiveTrust &trust)
{
    const QString queryId = QUuid::createUuid().toString(QUuid::Id128);
    auto query = std::make_unique<Open>();
    query->trust = {room.bare(), false, trust.occupantIds, clock.now(), trust.addresses, trust.account, trust.nickname};
    query->max = max;
    query->forward = place.kind != Place::Kind::Before;
    query->silence = std::make_unique<Timer>(
        clock, [this, queryId] { finish(queryId, Error::make(ErrorKind::TimedOut, {}, u"archive"_s)); });
    query->silence->start(silenceMs);
    query->promise.start();
    QFuture<Result<ArchivePage>> future = query->promise.future();
    open.emplace(queryId, std::move(query));
    // No context object: Qt 6.4 asserts when one is gone before its future ends.
    iqs.set(room.bare(), pageQuery(queryId, place, max), routerTimeoutMs)
        .then([self = QPointer<ArchiveQuery>(q), queryId](const IqAnswer &answer) {
            if (self)
                self->d->answered(queryId, answer);
        });
    return future;
}

bool ArchiveQuery::handle(const XmlNode &message)
{
    const XmlNode result = message.child(u"result", ns::mam);
    // What somebody says to a room is no answer of its archive, whatever it carries.
    if (result.isNull() || message.attribute(u"type") == u"groupchat")
        return false;
    Private::Open *query = d->openFor(message, result);
    if (!query)
        return true;
    if (const auto entry = stanza::readArchived(result, query->trust))
        d->append(*query, *entry);
    else
        qCInfo(lcXmpp) << "dropped an archive result without id of" << query->trust.room;
    return true;
}

bool ArchiveQuery::handleRefused(const XmlNode &scanned)
{
    const XmlNode result = scanned.child(u"result", ns::mam);
    if (result.isNull() || scanned.attribute(u"type") == u"groupchat")
        return false;
    Private::Open *query = d->openFor(scanned, result);
    const auto entry = query ? stanza::readRefusedResult(result, query->trust) : std::nullopt;
    if (entry)
        d->append(*query, *entry);
    return true;
}

void ArchiveQuery::connectionLost()
{
    QStringList cut;
    for (const auto &[queryId, query] : d->open)
        cut.append(queryId);
    for (const QString &queryId : std::as_const(cut))
        d->finish(queryId, Error::make(ErrorKind::NotConnected));
}

} // namespace foyer
