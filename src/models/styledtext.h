#pragma once

#include "models/displaytext.h"

#include <QList>

/// Message styling (XEP-0393): what of a body is strong, emphasised, struck out, preformatted or a quotation. The text
/// itself stays as it is, with its directives (section "Displaying styling directives").
namespace foyer::styledtext
{

enum class Style { Strong, Emphasis, Struck, Code, CodeBlock, Quote };

struct Span {
    displaytext::Range range;
    Style style;

    bool operator==(const Span &) const = default;
};

/// Spans of \a body in the order in which they begin, outer ones first. Lines end at '\n' or QChar::LineSeparator.
/// Takes time in proportion to the text whatever stands in it; quotations nest at most 8 deep, spans 4.
QList<Span> spans(const QString &body);

} // namespace foyer::styledtext
