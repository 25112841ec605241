#include "stanza/inputgate.h"

#include "stanza/namespaces.h"

#include <QHash>

#include <algorithm>
#include <optional>
#include <utility>

namespace foyer::stanza
{

using namespace Qt::StringLiterals;

namespace
{

bool isSpace(QChar c)
{
    return c == u' ' || c == u'\t' || c == u'\n' || c == u'\r';
}

bool endsName(QChar c)
{
    return isSpace(c) || c == u'=' || c == u'/' || c == u'>' || c == u'<' || c == u'\'' || c == u'"' || c == u'&';
}

/// Length in UTF-8, or -1 at a surrogate without its partner (the parser would let that pass).
qsizetype utf8Length(QStringView text)
{
    qsizetype bytes = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c.isSurrogate()) {
            if (!c.isHighSurrogate() || i + 1 == text.size() || !text[i + 1].isLowSurrogate())
                return -1;
            ++i;
            bytes += 4;
            continue;
        }
        bytes += c < QChar(0x80) ? 1 : c < QChar(0x800) ? 2 : 3;
    }
    return bytes;
}

QString entity(QStringView name)
{
    if (name == u"lt")
        return u"<"_s;
    if (name == u"gt")
        return u">"_s;
    if (name == u"amp")
        return u"&"_s;
    if (name == u"quot")
        return u"\""_s;
    if (name == u"apos")
        return u"'"_s;
    if (!name.startsWith(u'#'))
        return {};
    const bool hex = name.startsWith(u"#x");
    bool ok = false;
    const uint code = name.mid(hex ? 2 : 1).toUInt(&ok, hex ? 16 : 10);
    if (!ok || code == 0 || code > QChar::LastValidCodePoint || QChar::isSurrogate(code))
        return {};
    const auto character = static_cast<char32_t>(code);
    return QString::fromUcs4(&character, 1);
}

QString unescaped(QStringView value)
{
    QString out;
    qsizetype at = 0;
    while (at < value.size()) {
        const qsizetype ampersand = value.indexOf(u'&', at);
        if (ampersand < 0)
            break;
        // A reference is short; without this bound a text full of ampersands would be searched again and again.
        const qsizetype semicolon = value.mid(ampersand, 12).indexOf(u';');
        out += value.mid(at, ampersand - at);
        if (semicolon < 0) {
            at = ampersand + 1;
            continue;
        }
        out += entity(value.mid(ampersand + 1, semicolon - 1));
        at = ampersand + semicolon + 1;
    }
    out += value.mid(at);
    return out;
}

/// One pass over a frame. The grammar inside tags is followed strictly, so that the parser cannot see another
/// structure than the one counted here.
class Scanner
{
public:
    /// \a keeps: whether the verdict is to hold what GateVerdict::scanned names.
    Scanner(QStringView text, const InputLimits &limits, bool keeps) : m_text(text), m_limits(limits), m_keeps(keeps) {}
    GateVerdict run();

private:
    using Kept = QHash<QString, QString>;
    /// An element that is kept and not closed yet.
    struct Open {
        XmlNode node;
        QString path; ///< local names from below the outermost element, each after a slash
        Kept namespaces;
    };

    bool markup();
    bool startTag();
    bool endTag();
    bool attributes(bool keep, Kept &kept);
    QStringView name();
    void skipSpace();
    bool at(QStringView token) const { return m_text.mid(m_at).startsWith(token); }
    bool fail(const QString &why);
    void refuse(const QString &why);
    /// The path of an element that is to be kept, were it the next child of what is open now.
    std::optional<QString> pathKept(QStringView qualifiedName) const;
    void open(QStringView qualifiedName, const QString &path, const Kept &kept);
    void close();
    static XmlNode nodeOf(QStringView localName, const QString &xmlNamespace, const Kept &kept);

    QStringView m_text;
    InputLimits m_limits;
    bool m_keeps;
    qsizetype m_at = 0;
    int m_depth = 0;
    int m_elements = 0;
    QString m_refusal;
    QString m_failure;
    bool m_isRestricted = false; ///< why it failed
    QList<Open> m_open;          ///< outermost first; all of them are ancestors of what is read now
    XmlNode m_scanned;
};

GateVerdict Scanner::run()
{
    const qsizetype bytes = utf8Length(m_text);
    if (bytes < 0)
        return {GateVerdict::Kind::EndStream, u"lone surrogate"_s, {}};
    if (bytes > m_limits.bytes)
        return {GateVerdict::Kind::EndStream, u"frame too large"_s, {}};
    while (m_at < m_text.size()) {
        m_at = m_text.indexOf(u'<', m_at);
        if (m_at < 0)
            break;
        if (!markup())
            return {GateVerdict::Kind::EndStream, m_failure, {}, m_isRestricted};
    }
    if (m_depth != 0 || m_elements == 0)
        return {GateVerdict::Kind::EndStream, u"unfinished element"_s, {}};
    if (!m_refusal.isEmpty())
        return {GateVerdict::Kind::RefuseStanza, m_refusal, m_scanned};
    return {};
}

bool Scanner::markup()
{
    if (at(u"</"))
        return endTag();
    if (at(u"<![CDATA[")) {
        const qsizetype end = m_text.indexOf(u"]]>", m_at);
        if (end < 0 || m_depth == 0)
            return fail(u"stray or unfinished CDATA"_s);
        m_at = end + 3;
        return true;
    }
    m_isRestricted = at(u"<!") || at(u"<?");
    if (m_isRestricted)
        return fail(u"comment, declaration or processing instruction"_s);
    return startTag();
}

bool Scanner::endTag()
{
    const qsizetype end = m_text.indexOf(u'>', m_at);
    if (end < 0 || m_depth == 0)
        return fail(u"stray or unfinished end tag"_s);
    if (m_open.size() == m_depth)
        close();
    --m_depth;
    m_at = end + 1;
    return true;
}

bool Scanner::startTag()
{
    ++m_at;
    const QStringView qualifiedName = name();
    if (qualifiedName.isEmpty())
        return fail(u"tag without a name"_s);
    if (m_depth == 0 && m_elements > 0)
        return fail(u"more than one element"_s);
    if (++m_elements > m_limits.elements)
        refuse(u"too many elements"_s);
    if (m_depth + 1 > m_limits.depth)
        refuse(u"too many levels"_s);

    const auto path = pathKept(qualifiedName);
    Kept kept;
    if (!attributes(path.has_value(), kept))
        return false;
    const bool isEmpty = at(u"/>");
    m_at += isEmpty ? 2 : 1;
    m_depth += 1;
    if (path)
        open(qualifiedName, *path, kept);
    if (isEmpty && m_open.size() == m_depth)
        close();
    m_depth -= isEmpty ? 1 : 0;
    return true;
}

bool Scanner::attributes(bool keep, Kept &kept)
{
    int count = 0;
    for (;;) {
        const qsizetype before = m_at;
        skipSpace();
        if (at(u">") || at(u"/>"))
            return true;
        const QStringView attributeName = name();
        if (attributeName.isEmpty() || m_at == before + attributeName.size())
            return fail(u"broken tag"_s);
        skipSpace();
        if (!at(u"="))
            return fail(u"attribute without a value"_s);
        ++m_at;
        skipSpace();
        if (!at(u"'") && !at(u"\""))
            return fail(u"attribute without quotes"_s);
        const qsizetype start = m_at + 1;
        const qsizetype end = m_text.indexOf(m_text[m_at], start);
        if (end < 0 || m_text.mid(start, end - start).contains(u'<'))
            return fail(u"unfinished attribute"_s);
        m_at = end + 1;
        if (++count > m_limits.attributes)
            refuse(u"too many attributes"_s);
        const bool isDeclaration = attributeName == u"xmlns" || attributeName.startsWith(u"xmlns:");
        if (isDeclaration && end - start > m_limits.namespaceLength)
            refuse(u"namespace too long"_s);
        static const QStringList wanted{u"from"_s, u"to"_s, u"type"_s, u"id"_s, u"by"_s, u"queryid"_s, u"stamp"_s};
        if (keep && (wanted.contains(attributeName) || isDeclaration)) {
            const QString key = attributeName.toString();
            if (!kept.contains(key))
                kept.insert(key, unescaped(m_text.mid(start, end - start)));
        }
    }
}

QStringView Scanner::name()
{
    const qsizetype start = m_at;
    while (m_at < m_text.size() && !endsName(m_text[m_at]))
        ++m_at;
    const QStringView found = m_text.mid(start, m_at - start);
    // Qt before 6.5.2 reads beyond a name's end for long names with a prefix.
    if (found.size() > m_limits.nameLength || found.count(u':') > 1)
        refuse(u"name too long"_s);
    return found;
}

void Scanner::skipSpace()
{
    while (m_at < m_text.size() && isSpace(m_text[m_at]))
        ++m_at;
}

bool Scanner::fail(const QString &why)
{
    m_failure = why;
    return false;
}

void Scanner::refuse(const QString &why)
{
    if (m_refusal.isEmpty())
        m_refusal = why;
}

std::optional<QString> Scanner::pathKept(QStringView qualifiedName) const
{
    static const QStringList wanted{u""_s,
                                    u"/stanza-id"_s,
                                    u"/delay"_s,
                                    u"/body"_s,
                                    u"/result"_s,
                                    u"/result/forwarded"_s,
                                    u"/result/forwarded/delay"_s,
                                    u"/result/forwarded/message"_s,
                                    u"/result/forwarded/message/body"_s};
    if (!m_keeps || m_open.size() != m_depth)
        return std::nullopt;
    // A prefix below the outermost element: see XmlReader::Prefixed. With the colon no path is a wanted one.
    const QString path = m_depth == 0 ? QString() : QString(m_open.constLast().path + u'/' + qualifiedName);
    return wanted.contains(path) ? std::optional(path) : std::nullopt;
}

void Scanner::open(QStringView qualifiedName, const QString &path, const Kept &kept)
{
    Open element{XmlNode(), path, m_open.isEmpty() ? Kept() : m_open.constLast().namespaces};
    for (auto one = kept.cbegin(); one != kept.cend(); ++one) {
        if (one.key().startsWith(u"xmlns"))
            element.namespaces.insert(one.key(), one.value());
    }
    const qsizetype colon = qualifiedName.indexOf(u':');
    const QString prefix = colon < 0 ? u"xmlns"_s : QString(u"xmlns:"_s + qualifiedName.left(colon));
    element.node = nodeOf(qualifiedName.mid(colon + 1), element.namespaces.value(prefix), kept);
    m_open.append(element);
}

XmlNode Scanner::nodeOf(QStringView localName, const QString &xmlNamespace, const Kept &kept)
{
    static const QStringList told{u"from"_s, u"to"_s, u"type"_s, u"id"_s, u"by"_s, u"queryid"_s, u"stamp"_s};
    XmlNode node(localName.toString(), xmlNamespace);
    for (const QString &attribute : told) {
        if (kept.contains(attribute))
            node.setAttribute(attribute, kept.value(attribute));
    }
    return node;
}

void Scanner::close()
{
    const Open closed = m_open.takeLast();
    const XmlNode &node = closed.node;
    if (m_open.isEmpty()) {
        m_scanned = node;
        return;
    }
    static const QList<std::pair<QString, QString>> extensions{
        {u"stanza-id"_s, ns::stanzaId}, {u"delay"_s, ns::delay}, {u"result"_s, ns::mam}, {u"forwarded"_s, ns::forward}};
    const auto extension = std::find_if(extensions.cbegin(), extensions.cend(),
                                        [&node](const auto &known) { return known.first == node.name(); });
    const bool isMeant = extension != extensions.cend() ? node.xmlNamespace() == extension->second
                         : node.name() == "body"_L1     ? node.xmlNamespace() == m_open.constLast().node.xmlNamespace()
                                                        : true;
    if (isMeant)
        m_open.last().node.addChild(node);
}

} // namespace

GateVerdict inspectFrame(const QString &text, const InputLimits &limits)
{
    const GateVerdict verdict = Scanner(text, limits, false).run();
    // Next to all frames pass, and of those nothing has to be kept.
    return verdict.kind == GateVerdict::Kind::RefuseStanza ? Scanner(text, limits, true).run() : verdict;
}

} // namespace foyer::stanza
