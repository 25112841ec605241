#include "server/xmpp/archiveanswers.h"

#include "core/xmpptime.h"
#include "server/xmpp/answers.h"
#include "server/xmpp/dataform.h"
#include "stanza/namespaces.h"
#include "stanza/xmlwriter.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer::server
{

using stanza::XmlNode;
namespace ns = stanza::ns;

namespace
{

constexpr int usualPage = 50;
constexpr int largestPage = 250;
/// A page is made smaller when it would hold more than this, so that long messages cannot fill a client's queue.
constexpr qsizetype pageCharacters = 2 * 1024 * 1024;

/// A time, or nullopt when there is a text that is none.
std::optional<QDateTime> timeIn(const DataForm &form, const QString &name)
{
    const QString text = form.value(name);
    if (text.isEmpty())
        return QDateTime();
    // Not clamped to the present: a query may ask from the year 1970 on.
    const QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
    return time.isValid() ? std::optional(time.toUTC()) : std::nullopt;
}

/// nullopt: the query is not understood.
std::optional<ArchiveRequest> requestOf(const XmlNode &query)
{
    const DataForm form = readDataForm(query.child(u"x", ns::dataForms));
    ArchiveRequest request;
    const auto start = timeIn(form, u"start"_s);
    const auto end = timeIn(form, u"end"_s);
    if (!start || !end)
        return std::nullopt;
    request.start = *start;
    request.end = *end;
    if (const QString with = form.value(u"with"_s); !with.isEmpty()) {
        const auto jid = Jid::parse(with);
        if (!jid)
            return std::nullopt;
        request.with = *jid;
    }
    request.ids = form.values(u"ids"_s);
    request.afterId = form.value(u"after-id"_s);
    request.beforeId = form.value(u"before-id"_s);

    request.max = usualPage;
    const XmlNode set = query.child(u"set", ns::resultSets);
    if (const XmlNode max = set.child(u"max", ns::resultSets); !max.isNull()) {
        bool ok = false;
        const int wanted = max.text().toInt(&ok);
        if (!ok || wanted < 0)
            return std::nullopt;
        request.max = std::min(wanted, largestPage);
    }
    const XmlNode after = set.child(u"after", ns::resultSets);
    const XmlNode before = set.child(u"before", ns::resultSets);
    if (!after.isNull() && !before.isNull())
        return std::nullopt;
    if (!after.isNull())
        request.after = after.text();
    if (!before.isNull())
        request.before = before.text();
    return request;
}

} // namespace

ArchiveAnswers::ArchiveAnswers(Rooms &rooms, RoomStorage &storage, SessionTable &sessions)
    : m_rooms(rooms), m_storage(storage), m_sessions(sessions)
{
}

XmlNode ArchiveAnswers::resultOf(const Query &query, const Jid &room, const ArchiveEntry &entry) const
{
    XmlNode message = entry.message;
    if (query.addresses && !entry.account.isEmpty()) {
        XmlNode item(u"item"_s, ns::mucUser);
        item.setAttribute(u"affiliation"_s, u"none"_s).setAttribute(u"role"_s, u"none"_s);
        item.setAttribute(u"jid"_s, entry.account.toString());
        message.addChild(XmlNode(u"x"_s, ns::mucUser).addChild(item));
    }
    XmlNode delay(u"delay"_s, ns::delay);
    delay.setAttribute(u"stamp"_s, formatTime(entry.sentAt));
    XmlNode forwarded(u"forwarded"_s, ns::forward);
    forwarded.addChild(delay).addChild(message);
    XmlNode result(u"result"_s, ns::mam);
    result.setAttribute(u"id"_s, entry.id);
    if (query.payload.hasAttribute(u"queryid"))
        result.setAttribute(u"queryid"_s, query.payload.attribute(u"queryid"));
    XmlNode outer(u"message"_s, ns::client);
    return outer.setAttribute(u"from"_s, room.toString()).addChild(result.addChild(forwarded));
}

void ArchiveAnswers::page(const Query &query, const QDateTime &)
{
    const auto request = requestOf(query.payload);
    if (!request) {
        m_sessions.deliver(query.session, errorOf(query.iq, u"modify"_s, u"bad-request"_s));
        return;
    }
    const auto found = m_storage.page(query.roomId, *request);
    if (!found) {
        m_sessions.deliver(query.session, errorOf(query.iq, u"cancel"_s, u"item-not-found"_s,
                                                  u"An entry that the query names is not in the archive."_s));
        return;
    }
    const Jid room = Jid::fromParts(query.roomId, m_rooms.settings().mucDomain).value_or(Jid());
    QStringList texts;
    for (const ArchiveEntry &entry : found->entries)
        texts.append(stanza::writeXml(resultOf(query, room, entry)));
    // Backwards the newest stay, forwards the oldest; one always.
    const bool backwards = request->before.has_value();
    qsizetype first = 0;
    qsizetype last = texts.size();
    qsizetype characters = 0;
    for (const QString &text : std::as_const(texts))
        characters += text.size();
    while (characters > pageCharacters && last - first > 1)
        characters -= texts[backwards ? first++ : --last].size();
    // The order alone is another (section 4.3.4).
    const bool flipped = !query.payload.child(u"flip-page", ns::mam).isNull();
    for (qsizetype i = first; i < last; ++i)
        m_sessions.deliver(query.session, texts[flipped ? first + last - 1 - i : i]);

    XmlNode set(u"set"_s, ns::resultSets);
    if (last > first) {
        XmlNode firstId(u"first"_s, ns::resultSets);
        firstId.setAttribute(u"index"_s, QString::number(found->firstIndex + first));
        set.addChild(firstId.addText(found->entries[first].id));
        set.addTextChild(u"last"_s, found->entries[last - 1].id, ns::resultSets);
    }
    set.addTextChild(u"count"_s, QString::number(found->count), ns::resultSets);
    XmlNode fin(u"fin"_s, ns::mam);
    const bool whole = last - first == texts.size();
    fin.setAttribute(u"complete"_s, found->complete && whole ? u"true"_s : u"false"_s);
    m_sessions.deliver(query.session, server::resultOf(query.iq).addChild(fin.addChild(set)));
}

XmlNode ArchiveAnswers::searchForm()
{
    DataForm form;
    form.type = u"form"_s;
    form.formType = ns::mam;
    form.add({u"with"_s, u"jid-single"_s, {}, {}, {}});
    for (const QString &name : {u"start"_s, u"end"_s, u"before-id"_s, u"after-id"_s})
        form.add({name, u"text-single"_s, {}, {}, {}});
    form.add({u"ids"_s, u"list-multi"_s, {}, {}, {}});
    return XmlNode(u"query"_s, ns::mam).addChild(writeDataForm(form));
}

XmlNode ArchiveAnswers::metadata(const QString &roomId)
{
    XmlNode metadata(u"metadata"_s, ns::mam);
    const auto end = [&](const QString &name, const ArchiveRequest &request) {
        const auto page = m_storage.page(roomId, request);
        if (!page || page->entries.isEmpty())
            return;
        const ArchiveEntry &entry = page->entries.constFirst();
        metadata.addChild(XmlNode(name, ns::mam)
                              .setAttribute(u"id"_s, entry.id)
                              .setAttribute(u"timestamp"_s, formatTime(entry.sentAt)));
    };
    ArchiveRequest oldest;
    oldest.max = 1;
    end(u"start"_s, oldest);
    ArchiveRequest newest;
    newest.max = 1;
    newest.before = QString();
    end(u"end"_s, newest);
    return metadata;
}

} // namespace foyer::server
