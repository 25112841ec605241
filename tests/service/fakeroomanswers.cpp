// The part of FakeRoom that answers questions: about the room, and for pages of its archive.
#include "service/fakeroom.h"
#include "service/fakeserver.h"
#include "stanza/namespaces.h"
#include "support/xml.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace foyer
{

using stanza::XmlNode;
namespace ns = stanza::ns;

void FakeRoom::handleIq(const XmlNode &iq)
{
    if (!iq.child(u"query", ns::discoInfo).isNull()) {
        if (answersInfo)
            holdsInfo ? m_infos.append(iq) : answerInfo(iq);
    } else if (!iq.child(u"query", ns::mam).isNull()) {
        answerPage(iq);
    } else if (!iq.child(u"ping", ns::ping).isNull()) {
        ++pings;
        if (!answersPing)
            return;
        XmlNode answer =
            inside ? xml(u"<iq xmlns='jabber:client' type='result'/>"_s) : error(u"iq"_s, {}, u"not-acceptable"_s);
        tell(answer.setAttribute(u"id"_s, iq.attribute(u"id")).setAttribute(u"from"_s, iq.attribute(u"to")));
    } else {
        orders.append(iq.toXml());
        tell(xml(u"<iq xmlns='jabber:client' type='result' id='%1' from='%2'/>"_s.arg(iq.attribute(u"id"), m_address)));
    }
}

void FakeRoom::answerInfo(const XmlNode &iq)
{
    if (infoRefusals > 0) {
        --infoRefusals;
        tell(error(u"iq"_s, iq.attribute(u"id"), u"internal-server-error"_s));
        return;
    }
    if (!exists) {
        tell(error(u"iq"_s, iq.attribute(u"id"), u"item-not-found"_s));
        return;
    }
    QStringList features{u"http://jabber.org/protocol/muc"_s, moderated ? u"muc_moderated"_s : u"muc_unmoderated"_s};
    if (archives)
        features += {u"urn:xmpp:mam:2"_s, u"urn:xmpp:sid:0"_s};
    if (archives && occupantIds)
        features += u"urn:xmpp:occupant-id:0"_s;
    if (timedMutes)
        features += u"urn:foyer:mute:0"_s;
    if (stableIds)
        features += u"http://jabber.org/protocol/muc#stable_id"_s;
    QString list;
    for (const QString &feature : std::as_const(features))
        list += QString(u"<feature var='"_s + feature + u"'/>"_s);
    tell(
        xml(u"<iq xmlns='jabber:client' type='result' id='%1' from='%2'><query "
            "xmlns='http://jabber.org/protocol/disco#info'><identity category='conference' type='text' name='%3'/>%4<x "
            "xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'>"
            "<value>http://jabber.org/protocol/muc#roominfo</value></field><field var='muc#roominfo_occupants'>"
            "<value>%5</value></field>%6</x></query></iq>"_s.arg(iq.attribute(u"id"), m_address, title, list)
                .arg(occupants.size() + (inside ? 1 : 0))
                .arg((createdAt.isEmpty() ? QString()
                                          : QString(u"<field var='foyer#created' type='text-single'><value>"_s +
                                                    createdAt + u"</value></field>"_s)) +
                     (slowModeSeconds == 0
                          ? QString()
                          : u"<field var='muc#roominfo_slow_mode_duration'><value>%1</value></field>"_s.arg(
                                slowModeSeconds)))));
}

void FakeRoom::releaseInfo()
{
    const QList<XmlNode> waiting = std::exchange(m_infos, {});
    for (const XmlNode &iq : waiting)
        answerInfo(iq);
}

void FakeRoom::answerPage(const XmlNode &iq)
{
    if (beforePage)
        beforePage();
    const XmlNode query = iq.child(u"query", ns::mam);
    const XmlNode set = query.child(u"set", ns::resultSets);
    const int max = set.child(u"max", ns::resultSets).text().toInt();
    const bool forwards = set.child(u"before", ns::resultSets).isNull();
    const QString known = set.child(forwards ? u"after" : u"before", ns::resultSets).text();
    const auto at = std::find_if(entries.cbegin(), entries.cend(),
                                 [&known](const FakeEntry &entry) { return entry.archiveId == known; });
    const QString farEnd = forwards ? u"oldest"_s : u"newest"_s;
    const QString name = known.isEmpty()        ? farEnd
                         : at == entries.cend() ? u"unknown"_s
                         : forwards             ? QString(u"after "_s + at->body)
                                                : at->body;
    pagesAsked.append(u"%1/%2"_s.arg(name).arg(max));
    if (!answersPages)
        return;
    if (pagesBeforeRefusal == 0) {
        tell(error(u"iq"_s, iq.attribute(u"id"), archiveRefusal));
        return;
    }
    pagesBeforeRefusal -= pagesBeforeRefusal > 0 ? 1 : 0;
    if (!known.isEmpty() && (at == entries.cend() || at->gone)) {
        tell(error(u"iq"_s, iq.attribute(u"id"), u"item-not-found"_s));
        return;
    }
    qsizetype begin = known.isEmpty() ? 0 : std::distance(entries.cbegin(), at) + 1;
    qsizetype end = known.isEmpty() || repeatsNewestPage ? entries.size() : begin - 1;
    Page page{iq.attribute(u"id"), query.attribute(u"queryid"), {}, false};
    for (; forwards && begin < entries.size() && page.entries.size() < max; ++begin) {
        if (!entries.at(begin).gone)
            page.entries.append(entries.at(begin));
    }
    while (!forwards && end > 0 && page.entries.size() < max) {
        if (!entries.at(--end).gone)
            page.entries.prepend(entries.at(end));
    }
    const auto isGone = [](const FakeEntry &entry) { return entry.gone; };
    page.complete = forwards ? std::all_of(entries.cbegin() + begin, entries.cend(), isGone)
                             : std::all_of(entries.cbegin(), entries.cbegin() + end, isGone);
    if (holdsPages)
        m_pages.append(page);
    else
        sendPage(page, -1);
}

void FakeRoom::releasePage(int results)
{
    sendPage(m_pages.takeFirst(), results);
}

void FakeRoom::sendPage(const Page &page, int results)
{
    int sent = 0;
    for (const FakeEntry &entry : page.entries) {
        if (results >= 0 && sent++ >= results)
            return;
        if (entry.fatal) {
            m_server.drop(ChannelEnd::InputRefused);
            return;
        }
        XmlNode result(u"result"_s, ns::mam);
        result.setAttribute(u"queryid"_s, page.queryId).setAttribute(u"id"_s, entry.archiveId);
        XmlNode message(u"message"_s, ns::client);
        message.setAttribute(u"from"_s, m_address);
        XmlNode forwarded(u"forwarded"_s, ns::forward);
        forwarded.addChild(xml(u"<delay xmlns='urn:xmpp:delay' stamp='%1'/>"_s.arg(entry.stamp())));
        forwarded.addChild(entry.message(entry.otherRoom.isEmpty() ? m_address : entry.otherRoom));
        message.addChild(result.addChild(forwarded));
        if (entry.poisoned)
            m_server.deliverRefused(message);
        else
            tell(message);
    }
    tell(xml(u"<iq xmlns='jabber:client' type='result' id='%1' from='%2'><fin xmlns='urn:xmpp:mam:2'%3/></iq>"_s.arg(
        page.iqId, m_address, page.complete ? u" complete='true'"_s : QString())));
}

} // namespace foyer
