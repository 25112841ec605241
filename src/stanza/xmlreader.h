#pragma once

#include "stanza/inputgate.h"
#include "stanza/xmlnode.h"

#include <QString>
#include <QXmlStreamReader>

#include <memory>

namespace foyer::stanza
{

/// Reads one element a call from text that comes from outside; the input gate stands in front of the parser. One
/// reader serves a whole connection, because a reused parser is twice as fast as a new one for each stanza. Attributes
/// in foreign namespaces are left out: nothing Foyer speaks has any, and `x:id` must never pass for `id`.
class XmlReader
{
public:
    struct Outcome {
        GateVerdict::Kind verdict = GateVerdict::Kind::EndStream;
        XmlNode node;              ///< the element (Pass), or what the scanner could tell of it (RefuseStanza)
        QString reason;            ///< for the log when the verdict is not Pass; never holds input
        bool isRestricted = false; ///< see GateVerdict
    };

    /// What becomes of elements below the outermost one whose names have a namespace prefix. Servers that look at names
    /// as they are written let what an occupant writes like that pass where they would take it out as their own word
    /// (ejabberd); none of them, and nothing that is in use, needs a prefix there.
    enum class Prefixed { Resolved, LeftOut };

    explicit XmlReader(const InputLimits &limits = {}, Prefixed prefixed = Prefixed::Resolved);

    Outcome read(const QString &text);
    /// The element in \a text, the null node when the gate or the parser refuses it. For single texts.
    static XmlNode parse(const QString &text);

private:
    Outcome malformed();

    InputLimits m_limits;
    Prefixed m_prefixed;
    std::unique_ptr<QXmlStreamReader> m_reader;
};

} // namespace foyer::stanza
