#pragma once

#include "stanza/xmlnode.h"

#include <QString>

namespace foyer::stanza
{

/// How much one frame may hold. The parser takes time square in the attributes of a tag and deep nesting overflows
/// stacks, so both are counted before it runs.
struct InputLimits {
    qsizetype bytes = 524288; ///< of UTF-8
    int depth = 32;           ///< the outermost element is level 1
    int attributes = 64;      ///< in one tag, namespace declarations included
    int elements = 10000;
    int nameLength = 256;      ///< characters of an element's or attribute's name
    int namespaceLength = 512; ///< characters of a namespace, which each element below may have to repeat
};

/// What the gate decided about one frame.
struct GateVerdict {
    enum class Kind {
        Pass,
        RefuseStanza, ///< within the byte limit and well-formed as far as can be told, but over another limit
        EndStream,    ///< too large, not well-formed, or holding what XMPP forbids (RFC 6120 section 11.1)
    };
    Kind kind = Kind::Pass;
    QString reason; ///< for the log; never holds input
    /// For RefuseStanza: the outermost element with its `from`, `to`, `type` and `id`, and of its children each
    /// `<stanza-id/>` (XEP-0359), `<delay/>` (XEP-0203), MAM `<result/>` (XEP-0313) and, empty, `<body/>`; below a
    /// result the message that is forwarded (XEP-0297) with its delay and, empty, its body. Of their attributes `id`,
    /// `by`, `queryid`, `stamp`, `from`, `to` and `type`.
    XmlNode scanned;
    /// EndStream because of a comment, a declaration or a processing instruction (RFC 6120 section 11.1).
    bool isRestricted = false;
};

/// Looks at a frame's text before any parser does: one pass, two over one that is refused, time linear in its length,
/// no recursion.
GateVerdict inspectFrame(const QString &text, const InputLimits &limits = {});

} // namespace foyer::stanza
