#pragma once

#include <QDebug>
#include <QHashFunctions>
#include <QString>
#include <QStringView>

#include <optional>

namespace foyer
{

/// An XMPP address (RFC 7622, prepared with the stringprep profiles of RFC 6122, as the servers we speak to do).
/// Local part and domain compare case-insensitively, the resource exactly. A default-constructed Jid is empty.
class Jid
{
public:
    Jid() = default;

    /// Parses `local@domain/resource`; nullopt when a part is empty, longer than 1023 bytes or not allowed.
    static std::optional<Jid> parse(QStringView text);
    /// Puts parts together; \a local and \a resource may be empty. nullopt as for parse().
    static std::optional<Jid> fromParts(QStringView local, QStringView domain, QStringView resource = {});

    QString local() const { return m_local; }
    QString domain() const { return m_domain; }
    QString resource() const { return m_resource; }
    bool isEmpty() const { return m_domain.isEmpty(); }
    bool isBare() const { return m_resource.isEmpty(); }

    Jid bare() const;
    /// This address with another resource; an empty Jid when the resource is not allowed.
    Jid withResource(QStringView resource) const;
    QString toString() const;

    bool operator==(const Jid &) const = default;

private:
    QString m_local;
    QString m_domain;
    QString m_resource;
};

size_t qHash(const Jid &jid, size_t seed = 0) noexcept;
QDebug operator<<(QDebug debug, const Jid &jid);

} // namespace foyer
