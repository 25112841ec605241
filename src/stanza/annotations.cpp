#include "stanza/annotations.h"

#include "core/reactionemojis.h"
#include "core/wiretext.h"
#include "stanza/address.h"
#include "stanza/message.h"
#include "stanza/namespaces.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace foyer::stanza
{

namespace
{

/// A quotation above a reply is a few lines; more of it is cut.
constexpr qsizetype longestQuotation = 300;
constexpr qsizetype longestReason = 1000;

const QString hints = u"urn:xmpp:hints"_s; // XEP-0334

QString bodyOf(const XmlNode &message)
{
    return message.child(u"body", message.xmlNamespace()).text();
}

QString resourceOf(const XmlNode &element, QStringView attribute)
{
    return splitAddress(element.attribute(attribute)).resource;
}

bool isReply(const XmlNode &message)
{
    return !message.child(u"reply", ns::reply).attribute(u"id").isEmpty();
}

/// The ranges of the body, in code points, that stand there as fallback for \a extension (XEP-0428), clipped to
/// \a length; one without a start is all of it.
QList<std::pair<qsizetype, qsizetype>> fallbackRanges(const XmlNode &message, const QString &extension,
                                                      qsizetype length)
{
    QList<std::pair<qsizetype, qsizetype>> ranges;
    const QList<XmlNode> fallbacks = message.childrenNamed(u"fallback", ns::fallback);
    for (const XmlNode &fallback : fallbacks) {
        if (fallback.attribute(u"for") != extension)
            continue;
        const QList<XmlNode> bodies = fallback.childrenNamed(u"body", ns::fallback);
        for (const XmlNode &body : bodies) {
            const bool isWhole = !body.hasAttribute(u"start");
            bool startOk = true;
            bool endOk = true;
            const qsizetype start = isWhole ? 0 : body.attribute(u"start").toLongLong(&startOk);
            const qsizetype end = isWhole ? length : body.attribute(u"end").toLongLong(&endOk);
            if (startOk && endOk && start >= 0 && start < end && start < length)
                ranges += {start, std::min(end, length)};
        }
    }
    return ranges;
}

/// The body taken apart: what is said, and what is quoted for others.
struct Parted {
    QString said;
    QString quoted;
};

Parted partedReply(const XmlNode &message)
{
    const QList<uint> points = bodyOf(message).toUcs4();
    auto ranges = fallbackRanges(message, ns::reply, points.size());
    // A message may hold thousands of them, in any order and one over the other.
    std::sort(ranges.begin(), ranges.end());
    auto range = ranges.cbegin();
    qsizetype quotedUntil = 0;
    QList<uint> said;
    QList<uint> quoted;
    for (qsizetype i = 0; i < points.size(); ++i) {
        for (; range != ranges.cend() && range->first <= i; ++range)
            quotedUntil = std::max(quotedUntil, range->second);
        (i < quotedUntil ? quoted : said) += points.at(i);
    }
    const auto text = [](const QList<uint> &list) {
        return QString::fromUcs4(reinterpret_cast<const char32_t *>(list.constData()), list.size());
    };
    return {text(said), text(quoted)};
}

/// `> ` before each line is how the quotation is marked for programs that show it.
QString withoutMarks(const QString &quoted)
{
    QStringList lines;
    const QStringList all = quoted.trimmed().split(u'\n');
    for (const QString &line : all) {
        const bool isMarked = line.startsWith(u'>');
        lines += (isMarked ? line.mid(1) : line).trimmed();
    }
    return beginningOf(lines.join(u' '), longestQuotation);
}

Annotation replyOf(const XmlNode &message)
{
    const XmlNode reply = message.child(u"reply", ns::reply);
    return {reply.attribute(u"id"), withoutMarks(partedReply(message).quoted), resourceOf(reply, u"to")};
}

Annotation reactionOf(const XmlNode &message)
{
    const XmlNode reactions = message.child(u"reactions", ns::reactions);
    QStringList texts;
    const QList<XmlNode> children = reactions.childrenNamed(u"reaction", ns::reactions);
    for (const XmlNode &child : children)
        texts += child.text();
    return {reactions.attribute(u"id"), reactionEmojis(texts).join(u'\n'), {}};
}

QString reasonIn(const XmlNode &element)
{
    const XmlNode reason = element.child(u"reason", element.xmlNamespace());
    return beginningOf(reason.text().trimmed(), longestReason);
}

Annotation retractionOf(const XmlNode &message)
{
    const XmlNode retract = message.child(u"retract", ns::retract);
    const bool byRoom = splitAddress(message.attribute(u"from")).resource.isEmpty();
    if (!retract.isNull()) {
        const XmlNode moderated = retract.child(u"moderated", ns::moderate);
        // The room speaks of itself only where it says that a moderator asked it to.
        if (byRoom && moderated.isNull())
            return {};
        const QString by = byRoom ? resourceOf(moderated, u"by") : QString();
        return {retract.attribute(u"id"), reasonIn(retract), by};
    }
    const XmlNode wrapped = message.child(u"apply-to", ns::fasten);
    const XmlNode moderated = wrapped.child(u"moderated", ns::moderateV0);
    if (byRoom == moderated.isNull())
        return {};
    if (!byRoom)
        return {wrapped.attribute(u"id"), {}, {}};
    if (moderated.child(u"retract", ns::retractV0).isNull())
        return {};
    return {wrapped.attribute(u"id"), reasonIn(moderated), resourceOf(moderated, u"by")};
}

XmlNode fallbackFor(const QString &extension)
{
    return XmlNode(u"fallback"_s, ns::fallback).setAttribute(u"for"_s, extension);
}

void addBody(XmlNode &message, const QString &body, const Jid &room, const Annotation &answered)
{
    if (answered.targetId.isEmpty()) {
        message.addTextChild(u"body"_s, body, ns::client);
        return;
    }
    QString quotation = u"> "_s + answered.nickname + u":\n"_s;
    const QStringList lines = beginningOf(answered.value, longestQuotation).split(u'\n');
    for (const QString &line : lines)
        quotation += u"> "_s + line + u'\n';
    XmlNode reply(u"reply"_s, ns::reply);
    reply.setAttribute(u"to"_s, QString(room.toString() + u'/' + answered.nickname))
        .setAttribute(u"id"_s, answered.targetId);
    XmlNode range(u"body"_s, ns::fallback);
    range.setAttribute(u"start"_s, u"0"_s).setAttribute(u"end"_s, QString::number(quotation.toUcs4().size()));
    message.addTextChild(u"body"_s, QString(quotation + body), ns::client)
        .addChild(reply)
        .addChild(fallbackFor(ns::reply).addChild(range));
}

void addReactions(XmlNode &message, const RoomMessage &entry)
{
    XmlNode reactions(u"reactions"_s, ns::reactions);
    reactions.setAttribute(u"id"_s, entry.about.targetId);
    const QStringList emojis = entry.about.value.split(u'\n', Qt::SkipEmptyParts);
    for (const QString &emoji : emojis)
        reactions.addTextChild(u"reaction"_s, emoji, ns::reactions);
    message.addChild(reactions).addChild(XmlNode(u"store"_s, hints));
}

void addRetraction(XmlNode &message, const RoomMessage &entry)
{
    // The words of XEP-0424, which other programs know.
    message
        .addTextChild(u"body"_s, u"/me retracted a previous message, but it's unsupported by your client."_s,
                      ns::client)
        .addChild(XmlNode(u"retract"_s, ns::retract).setAttribute(u"id"_s, entry.about.targetId));
    // The room's id is what XEP-0424 wants and what programs that take the first element see. Converse.js 14 knows only
    // the author's, and takes the last one.
    if (!entry.about.authorsId.isEmpty() && entry.about.authorsId != entry.about.targetId)
        message.addChild(XmlNode(u"retract"_s, ns::retract).setAttribute(u"id"_s, entry.about.authorsId));
    message.addChild(fallbackFor(ns::retract)).addChild(XmlNode(u"store"_s, hints));
}

} // namespace

Annotation annotationOf(const XmlNode &message, EntryKind kind)
{
    switch (kind) {
    case EntryKind::Message:
        return isReply(message) ? replyOf(message) : Annotation{};
    case EntryKind::Reaction:
        return reactionOf(message);
    case EntryKind::Correction:
        return {message.child(u"replace", ns::correction).attribute(u"id"), {}, {}};
    case EntryKind::Retraction:
        return retractionOf(message);
    default:
        return {};
    }
}

QString bodyWithoutFallback(const XmlNode &message, EntryKind kind)
{
    if (kind == EntryKind::Reaction || kind == EntryKind::Retraction)
        return {};
    if (!isReply(message))
        return bodyOf(message);
    const Parted parted = partedReply(message);
    // Converse.js 14 marks the range that was quoted in what it corrects, without quoting anything.
    const bool quotes = kind != EntryKind::Correction || parted.quoted.startsWith(u'>');
    return quotes ? parted.said : bodyOf(message);
}

bool isTombstone(const XmlNode &message)
{
    return bodyOf(message).isEmpty() && !message.child(u"retracted", ns::retract).isNull();
}

Annotation tombstoneOf(const XmlNode &message)
{
    const XmlNode retracted = message.child(u"retracted", ns::retract);
    return {{}, reasonIn(retracted), resourceOf(retracted.child(u"moderated", ns::moderate), u"by")};
}

XmlNode groupchatEntry(const Jid &room, const RoomMessage &entry)
{
    XmlNode message(u"message"_s, ns::client);
    message.setAttribute(u"type"_s, u"groupchat"_s)
        .setAttribute(u"to"_s, room.toString())
        .setAttribute(u"id"_s, entry.originId);
    switch (entry.kind) {
    case EntryKind::Reaction:
        addReactions(message, entry);
        break;
    case EntryKind::Retraction:
        addRetraction(message, entry);
        break;
    case EntryKind::Correction:
        // Takes the place of the whole message, with what that answers (XEP-0308, section 3).
        addBody(message, entry.body, room, entry.reply);
        message.addChild(XmlNode(u"replace"_s, ns::correction).setAttribute(u"id"_s, entry.about.targetId));
        break;
    default:
        addBody(message, entry.body, room, entry.about);
        if (entry.isFile)
            message.addChild(XmlNode(u"x"_s, ns::outOfBand).addTextChild(u"url"_s, entry.body, ns::outOfBand));
    }
    return message.addChild(XmlNode(u"origin-id"_s, ns::stanzaId).setAttribute(u"id"_s, entry.originId));
}

} // namespace foyer::stanza
