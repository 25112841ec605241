#include "service/syncedarchive.h"

#include "stanza/namespaces.h"
#include "support/xml.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

using stanza::XmlNode;
namespace ns = stanza::ns;

namespace
{

const QString room = u"tea@conference.localhost"_s;

bool isReaction(const QString &body)
{
    return body.startsWith(u'+');
}

} // namespace

SyncedArchive::SyncedArchive()
    : pipeline(*store, *talk.stream, talk.clock),
      sync(*Jid::parse(room), SyncDeps{*talk.archive, *store, pipeline, talk.clock})
{
    QObject::connect(&sync, &HistorySync::finished, &sync, [this](const SyncReport &what) {
        ++finished;
        report = what;
    });
    QObject::connect(&sync, &HistorySync::reshaped, &sync, [this] { ++reshaped; });
    QObject::connect(&sync, &HistorySync::stored, &sync, [this](const QList<StoredEntry> &all) {
        for (const StoredEntry &entry : all) {
            if (entry.row && entry.outcome == InsertOutcome::Inserted)
                stored.append(entry.row->body);
        }
    });
}

void SyncedArchive::fill(const QString &prefix, int count)
{
    for (int i = 1; i <= count; ++i)
        entries.append(QString(prefix + QString::number(i)));
}

void SyncedArchive::enter()
{
    membership = store.begin();
    pipeline.open(store.room(), membership, ReceivePipeline::Failed::LeftOut);
}

void SyncedArchive::leave()
{
    sync.cancel();
    pipeline.close(ReceivePipeline::Queued::Filed);
    store.end(membership);
    membership = 0;
    settle();
}

void SyncedArchive::live(const QString &body)
{
    RoomMessage message;
    message.archiveId = body;
    message.messageId = u"m-"_s + body;
    message.nickname = u"bob"_s;
    message.body = body;
    message.raw = isReaction(body) ? u"<reactions/>"_s : QString();
    message.kind = isReaction(body) ? EntryKind::Reaction : EntryKind::Message;
    pipeline.add(message, 0);
}

void SyncedArchive::say(const QString &body)
{
    entries.append(body);
    live(body);
}

void SyncedArchive::sayUnarchived(const QString &body)
{
    live(body);
}

SyncPlan SyncedArchive::plan(SyncPlan::Kind kind, int wantedRows) const
{
    SyncPlan plan;
    plan.kind = kind;
    plan.room = store.room();
    plan.membership = membership;
    plan.wantedRows = wantedRows;
    return plan;
}

void SyncedArchive::run(const SyncPlan &plan)
{
    report.reset();
    asked.clear();
    stored.clear();
    sync.start(plan);
    settle();
}

void SyncedArchive::joinOnce(int wantedRows)
{
    enter();
    run(plan(SyncPlan::Kind::FirstJoin, wantedRows));
    leave();
    finished = 0;
    reshaped = 0;
}

void SyncedArchive::answerAll()
{
    while (answerOne()) {
    }
}

void SyncedArchive::settle()
{
    constexpr int quietRounds = 5;
    for (int quiet = 0; quiet < quietRounds; ++quiet) {
        const qsizetype before = stored.size() + finished;
        store->drain();
        QCoreApplication::processEvents();
        if (answerOne() || stored.size() + finished != before)
            quiet = 0;
    }
}

void SyncedArchive::wait(qint64 ms)
{
    constexpr qint64 step = 50;
    for (qint64 left = ms; left > 0; left -= step) {
        talk.clock.advance(std::min(left, step));
        settle();
    }
}

bool SyncedArchive::answerOne()
{
    const XmlNode iq = talk.next();
    const XmlNode query = iq.child(u"query", ns::mam);
    if (query.isNull())
        return !iq.isNull();
    const XmlNode set = query.child(u"set", ns::resultSets);
    const int max = set.child(u"max", ns::resultSets).text().toInt();
    const bool forwards = set.child(u"before", ns::resultSets).isNull();
    const QString before = set.child(u"before", ns::resultSets).text();
    asked.append(u"%1/%2"_s.arg(forwards ? u"oldest"_s : before.isEmpty() ? u"newest"_s : before).arg(max));
    if (!answers)
        return true;
    const bool works = (refusal.isEmpty() && !fails) || pagesBefore-- > 0;
    QString condition = works ? QString() : refusal;
    if (!works && fails) {
        sendPage(iq, {}, false);
        return true;
    }
    const qsizetype at = forgetful ? -1 : entries.indexOf(before);
    if (condition.isEmpty() && !before.isEmpty() && at < 0 && !asEjabberd)
        condition = u"item-not-found"_s;
    if (!condition.isEmpty()) {
        talk.inject(
            u"<iq xmlns='jabber:client' type='error' id='%1' from='%2'><error type='cancel'><%3 "
            "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"_s.arg(iq.attribute(u"id"), room, condition));
        return true;
    }
    if (forwards) {
        sendPage(iq, entries.mid(0, max), entries.size() <= max);
        return true;
    }
    const qsizetype end = at < 0 ? entries.size() : at;
    const qsizetype begin = std::max<qsizetype>(0, end - std::max(max, least));
    sendPage(iq, entries.mid(begin, end - begin), begin == 0 && (!completeOnlyWhenEmpty || end == 0));
    return true;
}

void SyncedArchive::sendPage(const XmlNode &iq, const QStringList &page, bool complete)
{
    const QString queryId = iq.child(u"query", ns::mam).attribute(u"queryid");
    for (const QString &body : page) {
        const QString content =
            isReaction(body) ? u"<reactions xmlns='urn:xmpp:reactions:0' id='x'><reaction>+</reaction></reactions>"_s
                             : u"<body>%1</body>"_s.arg(body);
        talk.inject(u"<message xmlns='jabber:client' from='%1'><result xmlns='urn:xmpp:mam:2' queryid='%2' id='%3'>"
                    "<forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' stamp='2026-02-01T00:00:00Z'/>"
                    "<message xmlns='jabber:client' type='groupchat' from='%1/bob' id='m-%3'>%4</message></forwarded>"
                    "</result></message>"_s.arg(room, queryId, body, content));
    }
    talk.inject(u"<iq xmlns='jabber:client' type='result' id='%1' from='%2'><fin xmlns='urn:xmpp:mam:2'%3/></iq>"_s.arg(
        iq.attribute(u"id"), room, complete ? u" complete='true'"_s : QString()));
}

} // namespace foyer
