#include "server/xmpp/roominfo.h"

#include "core/xmpptime.h"
#include "server/xmpp/dataform.h"
#include "stanza/namespaces.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer::server
{

using stanza::XmlNode;
namespace ns = stanza::ns;

namespace
{

constexpr int largestPage = 250;

/// Part of a list of rooms.
struct Page {
    qsizetype first = 0;
    qsizetype size = 0;
};

bool idComesBefore(const QString &one, const QString &other)
{
    return one.compare(other, Qt::CaseInsensitive) < 0;
}

bool comesBefore(const RoomRecord &one, const RoomRecord &other)
{
    return idComesBefore(one.id, other.id);
}

/// Where a page of \a records lies (XEP-0059); an ID that is gone keeps its place. nullopt: not understood.
std::optional<Page> pageOf(const QList<RoomRecord> &records, const XmlNode &set)
{
    if (set.isNull())
        return Page{0, records.size()};
    bool ok = true;
    const XmlNode max = set.child(u"max", ns::resultSets);
    const int wanted = max.isNull() ? largestPage : max.text().toInt(&ok);
    const XmlNode after = set.child(u"after", ns::resultSets);
    const XmlNode before = set.child(u"before", ns::resultSets);
    if (!ok || wanted < 0 || (!after.isNull() && !before.isNull()))
        return std::nullopt;
    const qsizetype size = std::min(wanted, largestPage);
    if (!before.isNull()) {
        const auto end = before.text().isEmpty() ? records.cend()
                                                 : std::lower_bound(records.cbegin(), records.cend(), before.text(),
                                                                    [](const RoomRecord &record, const QString &id) {
                                                                        return idComesBefore(record.id, id);
                                                                    });
        const qsizetype past = end - records.cbegin();
        const qsizetype first = std::max<qsizetype>(0, past - size);
        return Page{first, past - first};
    }
    const auto begin = after.isNull() ? records.cbegin()
                                      : std::upper_bound(records.cbegin(), records.cend(), after.text(),
                                                         [](const QString &id, const RoomRecord &record) {
                                                             return idComesBefore(id, record.id);
                                                         });
    const qsizetype first = begin - records.cbegin();
    return Page{first, std::min(size, records.size() - first)};
}

} // namespace

XmlNode discoInfo(const QString &category, const QString &type, const QString &name, const QStringList &features)
{
    XmlNode identity(u"identity"_s, ns::discoInfo);
    identity.setAttribute(u"category"_s, category).setAttribute(u"type"_s, type);
    if (!name.isEmpty())
        identity.setAttribute(u"name"_s, name);
    XmlNode query(u"query"_s, ns::discoInfo);
    query.addChild(identity);
    for (const QString &feature : features)
        query.addChild(XmlNode(u"feature"_s, ns::discoInfo).setAttribute(u"var"_s, feature));
    return query;
}

XmlNode stanzaOfRoomInfo(const RoomFacts &facts)
{
    const RoomRecord &record = facts.record;
    const RoomConfig &config = record.config;
    QStringList features{ns::discoInfo,
                         ns::discoItems,
                         ns::muc,
                         u"http://jabber.org/protocol/muc#stable_id"_s,
                         u"http://jabber.org/protocol/muc#self-ping-optimization"_s,
                         u"http://jabber.org/protocol/muc#request"_s,
                         ns::occupantId,
                         ns::mute};
    features += config.listed ? u"muc_public"_s : u"muc_hidden"_s;
    features += config.persistent ? u"muc_persistent"_s : u"muc_temporary"_s;
    features += config.membersOnly ? u"muc_membersonly"_s : u"muc_open"_s;
    features += config.moderated ? u"muc_moderated"_s : u"muc_unmoderated"_s;
    features += config.password.isEmpty() ? u"muc_unsecured"_s : u"muc_passwordprotected"_s;
    features += config.addressesShown ? u"muc_nonanonymous"_s : u"muc_semianonymous"_s;
    if (facts.archive)
        features += {ns::mam, u"urn:xmpp:mam:2#extended"_s, ns::stanzaId, ns::moderate, ns::retract + u"#tombstone"_s};

    DataForm form;
    form.type = u"result"_s;
    form.formType = u"http://jabber.org/protocol/muc#roominfo"_s;
    form.add({u"muc#roominfo_occupants"_s,
              u"text-single"_s,
              u"Number of occupants"_s,
              {QString::number(facts.occupants)},
              {}});
    form.add({u"muc#roominfo_description"_s, u"text-single"_s, u"Description"_s, {config.description}, {}});
    form.add({u"muc#roomconfig_roomname"_s, u"text-single"_s, u"Title"_s, {config.title}, {}});
    form.add({u"muc#roominfo_subject"_s, u"text-single"_s, u"Subject"_s, {record.subject}, {}});
    form.add({u"muc#roominfo_subjectmod"_s,
              u"boolean"_s,
              u"Everybody may change the subject"_s,
              {config.subjectByAnyone ? u"1"_s : u"0"_s},
              {}});
    form.add({u"foyer#created"_s, u"text-single"_s, u"Made at"_s, {formatTime(record.createdAt)}, {}});

    const QString name = config.title.isEmpty() ? record.id : config.title;
    return discoInfo(u"conference"_s, u"text"_s, name, features).addChild(writeDataForm(form));
}

XmlNode serviceInfo(const RoomSettings &settings)
{
    QStringList features{ns::discoInfo, ns::discoItems, ns::muc, ns::resultSets};
    if (!settings.singleUserMultipleRooms)
        features += ns::oneRoom;
    return discoInfo(u"conference"_s, u"text"_s, u"Foyer rooms"_s, features);
}

std::optional<XmlNode> serviceItems(const Rooms &rooms, const XmlNode &set)
{
    QList<RoomRecord> records = rooms.records();
    records.removeIf([&rooms](const RoomRecord &record) { return !record.config.listed || rooms.isLocked(record.id); });
    std::sort(records.begin(), records.end(), comesBefore);
    const auto page = pageOf(records, set);
    if (!page)
        return std::nullopt;
    XmlNode query(u"query"_s, ns::discoItems);
    for (qsizetype i = page->first; i < page->first + page->size; ++i) {
        const RoomRecord &record = records.at(i);
        XmlNode item(u"item"_s, ns::discoItems);
        const QString name = record.config.title.isEmpty() ? record.id : record.config.title;
        query.addChild(item.setAttribute(u"jid"_s, QString(record.id + u'@' + rooms.settings().mucDomain))
                           .setAttribute(u"name"_s, name));
    }
    if (!set.isNull()) {
        XmlNode told(u"set"_s, ns::resultSets);
        if (page->size > 0) {
            XmlNode first(u"first"_s, ns::resultSets);
            told.addChild(
                    first.setAttribute(u"index"_s, QString::number(page->first)).addText(records.at(page->first).id))
                .addTextChild(u"last"_s, records.at(page->first + page->size - 1).id, ns::resultSets);
        }
        query.addChild(told.addTextChild(u"count"_s, QString::number(records.size()), ns::resultSets));
    }
    return query;
}

} // namespace foyer::server
