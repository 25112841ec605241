#pragma once

#include <QColor>

namespace foyer::hsluv
{

/// The colour of a hue (degrees), saturation and lightness (0 to 100) in HSLuv, where equal lightness looks equally
/// light whatever the hue (XEP-0392 section 5.3 builds on it).
QColor toColour(double hue, double saturation, double lightness);

} // namespace foyer::hsluv
