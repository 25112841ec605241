#include "stanza/presence.h"

#include "core/servicetypes.h"
#include "core/xmpptime.h"
#include "stanza/address.h"
#include "stanza/namespaces.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer::stanza
{

namespace
{

MucPresence::Type typeOf(const XmlNode &presence)
{
    const QString type = presence.attribute(u"type");
    if (type.isEmpty())
        return MucPresence::Type::Available;
    if (type == "unavailable"_L1)
        return MucPresence::Type::Unavailable;
    return type == "error"_L1 ? MucPresence::Type::Error : MucPresence::Type::Other;
}

void readItem(MucPresence &into, const XmlNode &item)
{
    into.occupant.role = roleFromName(item.attribute(u"role"));
    into.occupant.affiliation = affiliationFromName(item.attribute(u"affiliation"));
    into.newNickname = item.attribute(u"nick");
    into.reason = item.child(u"reason", ns::mucUser).text().trimmed();
    const XmlNode actor = item.child(u"actor", ns::mucUser);
    into.actor = actor.attribute(u"nick").isEmpty() ? actor.attribute(u"jid") : actor.attribute(u"nick");
}

QString extraOf(const XmlNode &presence)
{
    const QString text = presence.child(u"extra", ns::extra).text();
    // More than a join may carry is nothing a Foyer sent.
    return text.toUtf8().size() <= maximumExtraBytes ? text : QString();
}

std::optional<bool> flagOf(const XmlNode &element, QStringView name)
{
    const QString value = element.attribute(name);
    if (value == "1"_L1 || value == "true"_L1)
        return true;
    return value == "0"_L1 || value == "false"_L1 ? std::optional<bool>(false) : std::nullopt;
}

void setFlag(XmlNode &element, const QString &name, const std::optional<bool> &flag)
{
    if (flag)
        element.setAttribute(name, *flag ? u"1"_s : u"0"_s);
}

std::optional<MuteState> muteOf(const XmlNode &presence)
{
    const XmlNode element = presence.child(u"mute", ns::mute);
    if (element.isNull())
        return std::nullopt;
    MuteState mute;
    mute.roomMuted = flagOf(element, u"room");
    mute.userMutedEverywhere = flagOf(element, u"everywhere");
    mute.userMutedHere = flagOf(element, u"here");
    mute.exempt = flagOf(element, u"exempt");
    // An end may be years ahead: what is clamped is only what cannot be shown.
    mute.until = parseXmppTime(element.attribute(u"until"), QDateTime::fromSecsSinceEpoch(253402300799, Qt::UTC));
    mute.by = element.attribute(u"by");
    mute.reason = element.child(u"reason", ns::mute).text().trimmed();
    return mute;
}

} // namespace

MucPresence readMucPresence(const XmlNode &presence)
{
    MucPresence read;
    read.type = typeOf(presence);
    read.id = presence.attribute(u"id");
    read.statusText = presence.child(u"status", presence.xmlNamespace()).text().trimmed();
    read.occupant.nickname = splitAddress(presence.attribute(u"from")).resource;
    read.occupant.occupantId = presence.onlyChild(u"occupant-id", ns::occupantId).attribute(u"id");
    read.occupant.extra = extraOf(presence);

    const XmlNode user = presence.onlyChild(u"x", ns::mucUser);
    read.codes = statusCodesOf(presence);
    const QList<XmlNode> items = user.childrenNamed(u"item", ns::mucUser);
    if (!items.isEmpty())
        readItem(read, items.constFirst());
    for (const XmlNode &item : items) {
        if (const auto address = Jid::parse(item.attribute(u"jid")))
            read.addresses.append(*address);
    }
    if (!read.addresses.isEmpty())
        read.occupant.realJid = read.addresses.constFirst().bare();

    const XmlNode destroy = user.child(u"destroy", ns::mucUser);
    read.destroyed = !destroy.isNull();
    read.destroyReason = destroy.child(u"reason", ns::mucUser).text().trimmed();
    read.alternative = destroy.attribute(u"jid");
    const XmlNode replacement = presence.child(u"replaced", ns::replaced);
    read.replaced = !replacement.isNull();
    if (read.replaced)
        read.alternative = replacement.attribute(u"room");
    read.mute = muteOf(presence);
    return read;
}

QList<int> statusCodesOf(const XmlNode &stanza)
{
    QList<int> codes;
    const QList<XmlNode> statuses = stanza.onlyChild(u"x", ns::mucUser).childrenNamed(u"status", ns::mucUser);
    for (const XmlNode &status : statuses)
        codes.append(status.attribute(u"code").toInt());
    return codes;
}

XmlNode mucJoinPresence(const Jid &occupant, const QString &id, const MucEntry &entry)
{
    XmlNode history(u"history"_s, ns::muc);
    history.setAttribute(u"maxstanzas"_s, QString::number(std::max(0, entry.maxHistory)));
    XmlNode muc(u"x"_s, ns::muc);
    muc.addChild(history);
    if (!entry.password.isEmpty())
        muc.addTextChild(u"password"_s, entry.password, ns::muc);

    XmlNode presence(u"presence"_s, ns::client);
    presence.setAttribute(u"to"_s, occupant.toString()).setAttribute(u"id"_s, id).addChild(muc);
    if (!entry.extra.isEmpty())
        presence.addTextChild(u"extra"_s, entry.extra, ns::extra);
    return presence;
}

XmlNode mucNicknamePresence(const Jid &occupant, const QString &id, const QString &extra)
{
    XmlNode presence(u"presence"_s, ns::client);
    presence.setAttribute(u"to"_s, occupant.toString()).setAttribute(u"id"_s, id);
    if (!extra.isEmpty())
        presence.addTextChild(u"extra"_s, extra, ns::extra);
    return presence;
}

XmlNode mucLeavePresence(const Jid &occupant)
{
    XmlNode presence(u"presence"_s, ns::client);
    return presence.setAttribute(u"to"_s, occupant.toString()).setAttribute(u"type"_s, u"unavailable"_s);
}

XmlNode muteElement(const MuteState &mute)
{
    XmlNode element(u"mute"_s, ns::mute);
    setFlag(element, u"room"_s, mute.roomMuted);
    setFlag(element, u"everywhere"_s, mute.userMutedEverywhere);
    setFlag(element, u"here"_s, mute.userMutedHere);
    setFlag(element, u"exempt"_s, mute.exempt);
    if (mute.until.isValid())
        element.setAttribute(u"until"_s, formatTime(mute.until));
    if (!mute.by.isEmpty())
        element.setAttribute(u"by"_s, mute.by);
    if (!mute.reason.isEmpty())
        element.addTextChild(u"reason"_s, mute.reason, ns::mute);
    return element;
}

XmlNode muteForElement(int minutes)
{
    return XmlNode(u"mute"_s, ns::mute).setAttribute(u"minutes"_s, QString::number(minutes));
}

std::optional<int> muteMinutesOf(const XmlNode &item)
{
    const XmlNode element = item.child(u"mute", ns::mute);
    if (element.isNull())
        return 0;
    bool isNumber = false;
    const int minutes = element.attribute(u"minutes").toInt(&isNumber);
    return isNumber && minutes >= 1 && minutes <= mostMuteMinutes ? std::optional(minutes) : std::nullopt;
}

XmlNode replacedElement(const QString &room)
{
    return XmlNode(u"replaced"_s, ns::replaced).setAttribute(u"room"_s, room);
}

} // namespace foyer::stanza
