#include "core/jid.h"

#include <QByteArray>

#include <stringprep.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int maximumPartBytes = 1023;

/// Letters that every profile lets pass as they are, which is all that most addresses have.
bool isPlain(QStringView text)
{
    return std::all_of(text.cbegin(), text.cend(), [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'-' || c == u'.' || c == u'_';
    });
}

std::optional<QString> prepared(QStringView text, const Stringprep_profile *profile)
{
    if (text.isEmpty()) {
        return QString();
    }
    if (text.size() <= maximumPartBytes && isPlain(text)) {
        return text.toString();
    }
    if (!text.isValidUtf16()) {
        return std::nullopt;
    }
    QByteArray bytes = text.toUtf8();
    if (bytes.size() > maximumPartBytes || bytes.contains('\0')) {
        return std::nullopt;
    }
    bytes.resize(4 * maximumPartBytes, '\0');
    if (stringprep(bytes.data(), static_cast<size_t>(bytes.size()), static_cast<Stringprep_profile_flags>(0),
                   profile) != STRINGPREP_OK) {
        return std::nullopt;
    }
    const qsizetype length = qstrnlen(bytes.constData(), static_cast<size_t>(bytes.size()));
    if (length == 0 || length > maximumPartBytes) {
        return std::nullopt;
    }
    return QString::fromUtf8(bytes.constData(), length);
}

bool isDomain(QStringView domain)
{
    if (domain.isEmpty()) {
        return false;
    }
    // Nameprep lets ASCII pass as it is, control characters included; other scripts it has checked.
    return std::all_of(domain.cbegin(), domain.cend(), [](QChar c) {
        return c.unicode() >= 0x80 ? !c.isSpace() : c.isLetterOrNumber() || u"-._:[]"_s.contains(c);
    });
}

/// RFC 7622 section 3.2: the dot of the root is no part of the domain.
QStringView withoutRootDot(QStringView domain)
{
    return domain.endsWith(u'.') ? domain.chopped(1) : domain;
}

} // namespace

std::optional<Jid> Jid::parse(QStringView text)
{
    const qsizetype slash = text.indexOf(u'/');
    const QStringView bare = slash < 0 ? text : text.left(slash);
    const QStringView resource = slash < 0 ? QStringView() : text.mid(slash + 1);
    if (slash >= 0 && resource.isEmpty()) {
        return std::nullopt;
    }
    const qsizetype at = bare.indexOf(u'@');
    if (at == 0) {
        return std::nullopt;
    }
    return at < 0 ? fromParts({}, bare, resource) : fromParts(bare.left(at), bare.mid(at + 1), resource);
}

std::optional<Jid> Jid::fromParts(QStringView local, QStringView domain, QStringView resource)
{
    const auto preparedDomain = prepared(withoutRootDot(domain), stringprep_nameprep);
    const auto preparedLocal = prepared(local, stringprep_xmpp_nodeprep);
    const auto preparedResource = prepared(resource, stringprep_xmpp_resourceprep);
    if (!preparedDomain || !preparedLocal || !preparedResource || !isDomain(*preparedDomain)) {
        return std::nullopt;
    }
    Jid jid;
    jid.m_local = *preparedLocal;
    jid.m_domain = *preparedDomain;
    jid.m_resource = *preparedResource;
    return jid;
}

Jid Jid::bare() const
{
    Jid jid = *this;
    jid.m_resource.clear();
    return jid;
}

Jid Jid::withResource(QStringView resource) const
{
    const auto preparedResource = prepared(resource, stringprep_xmpp_resourceprep);
    if (!preparedResource) {
        return {};
    }
    Jid jid = *this;
    jid.m_resource = *preparedResource;
    return jid;
}

QString Jid::toString() const
{
    QString text;
    text.reserve(m_local.size() + m_domain.size() + m_resource.size() + 2);
    if (!m_local.isEmpty()) {
        text += m_local;
        text += u'@';
    }
    text += m_domain;
    if (!m_resource.isEmpty()) {
        text += u'/';
        text += m_resource;
    }
    return text;
}

size_t qHash(const Jid &jid, size_t seed) noexcept
{
    return qHashMulti(seed, jid.local(), jid.domain(), jid.resource());
}

QDebug operator<<(QDebug debug, const Jid &jid)
{
    const QDebugStateSaver saver(debug);
    debug.noquote().nospace() << jid.toString();
    return debug;
}

} // namespace foyer
