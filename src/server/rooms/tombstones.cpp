#include "server/rooms/tombstones.h"

#include "core/xmpptime.h"
#include "stanza/namespaces.h"

using namespace Qt::StringLiterals;

namespace foyer::server
{

namespace ns = stanza::ns;
using stanza::XmlNode;

namespace
{

bool hasText(const ArchiveEntry &entry)
{
    return !entry.message.child(u"body", ns::client).isNull();
}

/// What stays of a message: what says who, where and about which other one.
XmlNode remainsOf(const XmlNode &message)
{
    XmlNode remains(u"message"_s, ns::client);
    for (const QString &name : {u"from"_s, u"type"_s, u"id"_s})
        remains.setAttribute(name, message.attribute(name));
    const QList<XmlNode> children = message.children();
    for (const XmlNode &child : children) {
        const bool isId = child.is(u"origin-id", ns::stanzaId) || child.is(u"occupant-id", ns::occupantId);
        if (isId || child.is(u"replace", ns::correction))
            remains.addChild(child);
    }
    return remains;
}

} // namespace

void Tombstones::buryOwn(const QString &roomId, const ArchiveEntry &retraction)
{
    // A retraction is of one message (XEP-0424); a stanza could hold thousands.
    const QString id = retraction.message.child(u"retract", ns::retract).attribute(u"id");
    if (id.isEmpty())
        return;
    auto target = m_storage.entry(roomId, id);
    // Programs that do not know the room's id name their own.
    if (!target)
        target = m_storage.entryByOriginId(roomId, retraction.account, id, QDateTime::fromMSecsSinceEpoch(0, Qt::UTC));
    if (target && target->account == retraction.account && target->id != retraction.id)
        bury(roomId, *target, retraction);
}

void Tombstones::bury(const QString &roomId, const ArchiveEntry &target, const ArchiveEntry &retraction)
{
    if (!hasText(target))
        return;
    const QList<ArchiveEntry> later = m_storage.corrections(roomId, target);
    for (const ArchiveEntry &correction : later)
        replace(roomId, correction, retraction);
    replace(roomId, target, retraction);
}

void Tombstones::replace(const QString &roomId, ArchiveEntry buried, const ArchiveEntry &retraction)
{
    XmlNode retracted(u"retracted"_s, ns::retract);
    retracted.setAttribute(u"id"_s, retraction.messageId).setAttribute(u"stamp"_s, formatTime(retraction.sentAt));
    const XmlNode retract = retraction.message.child(u"retract", ns::retract);
    const XmlNode moderated = retract.child(u"moderated", ns::moderate);
    const XmlNode reason = retract.child(u"reason", ns::retract);
    if (!moderated.isNull())
        retracted.addChild(moderated);
    if (!moderated.isNull() && !reason.isNull())
        retracted.addChild(reason);
    buried.message = remainsOf(buried.message).addChild(retracted);
    buried.inHistory = false;
    m_storage.replaceEntry(roomId, buried);
}

} // namespace foyer::server
