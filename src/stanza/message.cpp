#include "stanza/message.h"

#include "core/occupant.h"
#include "core/xmpptime.h"
#include "stanza/address.h"
#include "stanza/annotations.h"
#include "stanza/namespaces.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer::stanza
{

namespace
{

bool hasChild(const XmlNode &node, QStringView name, QStringView xmlNamespace)
{
    return !node.child(name, xmlNamespace).isNull();
}

QString bodyOf(const XmlNode &message)
{
    return message.child(u"body", message.xmlNamespace()).text();
}

bool isRetraction(const XmlNode &message)
{
    // Older senders wrap it (XEP-0422); the wrapper is used for other things too.
    const XmlNode wrapped = message.child(u"apply-to", ns::fasten);
    return hasChild(message, u"retract", ns::retract) || hasChild(wrapped, u"retract", ns::retractV0) ||
           hasChild(wrapped, u"moderated", ns::moderateV0);
}

RoomMessage readCommon(const XmlNode &message, const RoomTrust &trust)
{
    RoomMessage read;
    read.kind = entryKindOf(message);
    read.messageId = message.attribute(u"id");
    read.originId = message.child(u"origin-id", ns::stanzaId).attribute(u"id");
    read.nickname = splitAddress(message.attribute(u"from")).resource;
    if (trust.occupantIds)
        read.occupantId = message.onlyChild(u"occupant-id", ns::occupantId).attribute(u"id");
    if (message.attribute(u"type") != "error"_L1)
        read.body = bodyWithoutFallback(message, read.kind);
    read.about = annotationOf(message, read.kind);
    if (read.kind == EntryKind::Subject)
        read.subject = message.child(u"subject", message.xmlNamespace()).text();
    if (read.kind != EntryKind::Message)
        read.raw = message.toXml();
    return read;
}

/// Whether \a user is what a room itself writes about an archived message's author. Servers take an occupant's
/// imitation out only when they understand all of it (ejabberd).
bool isRoomsWord(const XmlNode &user)
{
    const QList<XmlNode> children = user.children();
    if (children.size() != 1 || !children.constFirst().is(u"item", ns::mucUser))
        return false;
    const XmlNode &item = children.constFirst();
    const QList<XmlNode::Attribute> attributes = item.attributes();
    const QString role = item.attribute(u"role");
    const QString affiliation = item.attribute(u"affiliation");
    const QString address = item.attribute(u"jid");
    return item.children().isEmpty() &&
           std::all_of(attributes.cbegin(), attributes.cend(),
                       [](const XmlNode::Attribute &attribute) {
                           return attribute.name == "jid"_L1 || attribute.name == "role"_L1 ||
                                  attribute.name == "affiliation"_L1;
                       }) &&
           (role.isEmpty() || nameOf(roleFromName(role)) == role) &&
           (affiliation.isEmpty() || nameOf(affiliationFromName(affiliation)) == affiliation) &&
           std::all_of(address.cbegin(), address.cend(), [](QChar c) { return c > u' ' && c < QChar(0x7f); });
}

/// Who wrote an archived \a message, where the room's archive tells (XEP-0313 section 5.1.2).
Jid archivedSender(const XmlNode &message, const RoomTrust &trust)
{
    const XmlNode user = message.onlyChild(u"x", ns::mucUser);
    if (user.isNull() || !isRoomsWord(user))
        return {};
    const Jid sender = Jid::parse(user.child(u"item", ns::mucUser).attribute(u"jid")).value_or(Jid()).bare();
    const bool isOurs = sender == trust.account && !trust.nickname.isEmpty() &&
                        splitAddress(message.attribute(u"from")).resource == trust.nickname;
    return trust.addresses || isOurs ? sender : Jid();
}

/// The delays of \a parent that the room, its service or nobody signed, in this order.
QDateTime signedDelay(const XmlNode &parent, const Jid &room, const QDateTime &now)
{
    QDateTime byService;
    QDateTime unsignedStamp;
    const QList<XmlNode> delays = parent.childrenNamed(u"delay", ns::delay);
    for (const XmlNode &delay : delays) {
        const QString from = delay.attribute(u"from");
        QDateTime stamp = parseXmppTime(delay.attribute(u"stamp"), now);
        if (from.isEmpty() && !unsignedStamp.isValid())
            unsignedStamp = stamp;
        const Jid signer = Jid::parse(from).value_or(Jid());
        if (signer == room && stamp.isValid())
            return stamp;
        if (signer.isBare() && signer.local().isEmpty() && signer.domain() == room.domain() && !byService.isValid())
            byService = stamp;
    }
    return byService.isValid() ? byService : unsignedStamp;
}

/// \a message is what the scanner of the input gate told of one.
RoomMessage readScanned(const XmlNode &message)
{
    RoomMessage read;
    read.messageId = message.attribute(u"id");
    read.nickname = splitAddress(message.attribute(u"from")).resource;
    read.raw = message.toXml();
    read.unreadable = !read.nickname.isEmpty() && message.attribute(u"type") == "groupchat"_L1 &&
                      hasChild(message, u"body", message.xmlNamespace());
    read.retracted = read.unreadable;
    read.kind = read.unreadable ? EntryKind::Message : EntryKind::NotShown;
    return read;
}

XmlNode forwardedMessage(const XmlNode &forwarded)
{
    const QList<XmlNode> children = forwarded.children();
    const auto message = std::find_if(children.cbegin(), children.cend(),
                                      [](const XmlNode &child) { return child.name() == "message"_L1; });
    return message == children.cend() ? XmlNode() : *message;
}

} // namespace

EntryKind entryKindOf(const XmlNode &message)
{
    if (message.attribute(u"type") == "error"_L1)
        return EntryKind::Other;
    const bool hasBody = !bodyOf(message).isEmpty();
    if (hasChild(message, u"replace", ns::correction))
        return EntryKind::Correction;
    if (isRetraction(message))
        return EntryKind::Retraction;
    if (hasChild(message, u"reactions", ns::reactions) && (!hasBody || hasChild(message, u"fallback", ns::fallback)))
        return EntryKind::Reaction;
    if (hasBody)
        return EntryKind::Message;
    const QString outer = message.xmlNamespace();
    // XEP-0045 section 8.1: with a body or a thread it is no change, and rooms let anybody say it.
    if (hasChild(message, u"subject", outer) && !hasChild(message, u"body", outer) &&
        !hasChild(message, u"thread", outer))
        return EntryKind::Subject;
    return message.childIn(ns::chatMarkers).isNull() ? EntryKind::Other : EntryKind::Marker;
}

QString archiveIdOf(const XmlNode &message, const RoomTrust &trust)
{
    if (!trust.stanzaIds)
        return {};
    QString found;
    int count = 0;
    const QList<XmlNode> ids = message.childrenNamed(u"stanza-id", ns::stanzaId);
    for (const XmlNode &id : ids) {
        if (Jid::parse(id.attribute(u"by")) == trust.room) {
            found = id.attribute(u"id");
            ++count;
        }
    }
    return count == 1 ? found : QString();
}

QDateTime delayBy(const XmlNode &stanza, const Jid &room, const QDateTime &now)
{
    return signedDelay(stanza, room, now);
}

RoomMessage readLive(const XmlNode &message, const RoomTrust &trust)
{
    RoomMessage read = readCommon(message, trust);
    read.archiveId = archiveIdOf(message, trust);
    return read;
}

RoomMessage readHistory(const XmlNode &message, const RoomTrust &trust)
{
    RoomMessage read = readLive(message, trust);
    read.stamp = signedDelay(message, trust.room, trust.now);
    return read;
}

std::optional<RoomMessage> readArchived(const XmlNode &result, const RoomTrust &trust)
{
    const QString archiveId = result.attribute(u"id");
    if (archiveId.isEmpty())
        return std::nullopt;
    const XmlNode forwarded = result.child(u"forwarded", ns::forward);
    const XmlNode message = forwardedMessage(forwarded);
    RoomMessage read;
    if (message.isNull()) {
        read.kind = EntryKind::NotShown;
        read.raw = result.toXml();
    } else if (splitAddress(message.attribute(u"from")).bare != trust.room) {
        // Nothing of it is believed or kept, but the archive has it here: without its place a page of such looked like
        // the archive's beginning.
        read.kind = EntryKind::NotShown;
    } else {
        read = readCommon(message, trust);
        read.realJid = archivedSender(message, trust);
        // Only an archive leaves a place like this; live it would be somebody's claim.
        if (read.kind == EntryKind::Other && isTombstone(message)) {
            read.kind = EntryKind::Message;
            read.retracted = true;
            read.about = tombstoneOf(message);
            read.raw.clear();
        }
    }
    read.archiveId = archiveId;
    read.stamp = signedDelay(forwarded, trust.room, trust.now);
    return read;
}

RoomMessage readRefused(const XmlNode &scanned, const RoomTrust &trust)
{
    RoomMessage read = readScanned(scanned);
    read.archiveId = archiveIdOf(scanned, trust);
    return read;
}

std::optional<RoomMessage> readRefusedResult(const XmlNode &scannedResult, const RoomTrust &trust)
{
    const QString archiveId = scannedResult.attribute(u"id");
    if (archiveId.isEmpty())
        return std::nullopt;
    const XmlNode forwarded = scannedResult.child(u"forwarded", ns::forward);
    const XmlNode message = forwardedMessage(forwarded);
    RoomMessage read;
    read.kind = EntryKind::NotShown;
    if (splitAddress(message.attribute(u"from")).bare == trust.room)
        read = readScanned(message);
    read.archiveId = archiveId;
    read.stamp = signedDelay(forwarded, trust.room, trust.now);
    return read;
}

XmlNode groupchatMessage(const Jid &room, const QString &originId, const QString &body)
{
    RoomMessage entry;
    entry.originId = originId;
    entry.body = body;
    return groupchatEntry(room, entry);
}

} // namespace foyer::stanza
