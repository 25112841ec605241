#include "ui/widgets/hsluv.h"

#include <QtMath>

#include <algorithm>
#include <cmath>
#include <limits>

namespace foyer::hsluv
{

namespace
{

// CIE constants and the sRGB matrix for the D65 white point.
constexpr double kappa = 903.2962962962963;
constexpr double epsilon = 0.008856451679035631;
constexpr double whiteU = 0.19783000664283681;
constexpr double whiteV = 0.468319994938791;
constexpr double fromXyz[3][3] = {{3.240969941904521, -1.537383177570093, -0.498610760293},
                                  {-0.96924363628087, 1.87596750150772, 0.041555057407175},
                                  {0.055630079696993, -0.20397695888897, 1.056971514242878}};

/// The largest chroma sRGB can show at this lightness and hue: the nearest of the six lines that bound the gamut.
double largestChroma(double lightness, double hueRadians)
{
    const double cube = std::pow(lightness + 16.0, 3) / 1560896.0;
    const double sub = cube > epsilon ? cube : lightness / kappa;
    double nearest = std::numeric_limits<double>::max();
    for (const auto &row : fromXyz) {
        for (const double bound : {0.0, 1.0}) {
            const double top1 = (284517.0 * row[0] - 94839.0 * row[2]) * sub;
            const double top2 = (838422.0 * row[2] + 769860.0 * row[1] + 731718.0 * row[0]) * lightness * sub -
                                769860.0 * bound * lightness;
            const double bottom = (632260.0 * row[2] - 126452.0 * row[1]) * sub + 126452.0 * bound;
            const double length = (top2 / bottom) / (std::sin(hueRadians) - (top1 / bottom) * std::cos(hueRadians));
            if (length >= 0) {
                nearest = std::min(nearest, length);
            }
        }
    }
    return nearest;
}

float gammaEncoded(double linear)
{
    const double part = linear <= 0.0031308 ? 12.92 * linear : 1.055 * std::pow(linear, 1 / 2.4) - 0.055;
    return static_cast<float>(std::clamp(part, 0.0, 1.0));
}

} // namespace

QColor toColour(double hue, double saturation, double lightness)
{
    const double radians = qDegreesToRadians(hue);
    const double chroma = largestChroma(lightness, radians) * saturation / 100.0;
    const double u = chroma * std::cos(radians) / (13.0 * lightness) + whiteU;
    const double v = chroma * std::sin(radians) / (13.0 * lightness) + whiteV;
    const double y = lightness > 8.0 ? std::pow((lightness + 16.0) / 116.0, 3) : lightness / kappa;
    const double x = y * 9.0 * u / (4.0 * v);
    const double z = y * (12.0 - 3.0 * u - 20.0 * v) / (4.0 * v);
    float parts[3] = {};
    for (int i = 0; i < 3; ++i) {
        parts[i] = gammaEncoded(fromXyz[i][0] * x + fromXyz[i][1] * y + fromXyz[i][2] * z);
    }
    return QColor::fromRgbF(parts[0], parts[1], parts[2]);
}

} // namespace foyer::hsluv
