#pragma once

#include <QString>

#include <optional>

namespace foyer
{

/// A name in a room, prepared as the resource of an occupant JID (XEP-0045 section 17.2); compares exactly, as both
/// ejabberd and Prosody do.
class Nickname
{
public:
    Nickname() = default;
    /// nullopt when the name is empty, only space, or not a valid resource.
    static std::optional<Nickname> parse(const QString &text);

    const QString &text() const { return m_text; }
    bool isEmpty() const { return m_text.isEmpty(); }
    bool operator==(const Nickname &) const = default;

private:
    QString m_text;
};

} // namespace foyer
