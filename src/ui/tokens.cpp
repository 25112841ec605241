#include "ui/tokens.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

double luminance(const QColor &colour)
{
    const auto linear = [](double part) {
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

constexpr double enoughContrast = 4.5;
constexpr double enhancedContrast = 7.0;

QColor readableOn(const QColor &ground, const QColor &wanted, double least)
{
    if (contrastRatio(wanted, ground) >= least) {
        return wanted;
    }
    return contrastRatio(Qt::black, ground) >= contrastRatio(Qt::white, ground) ? QColor(Qt::black) : QColor(Qt::white);
}

/// Between a text and its ground: fainter than the text, as faint as it may be.
QColor faintOn(const QColor &ground, const QColor &text)
{
    QColor faint = text;
    for (int part = 9; part > 0; --part) {
        const auto mixed = [part](int one, int other) { return (one * part + other * (10 - part)) / 10; };
        const QColor next(mixed(text.red(), ground.red()), mixed(text.green(), ground.green()),
                          mixed(text.blue(), ground.blue()));
        if (contrastRatio(next, ground) < enoughContrast) {
            break;
        }
        faint = next;
    }
    return faint;
}

QColor rgb(QRgb value)
{
    return QColor::fromRgb(value);
}

} // namespace

Tokens Tokens::light()
{
    return Tokens{rgb(0xFFFFFF),
                  rgb(0xF5F6F8),
                  rgb(0xE3E6EB),
                  rgb(0x1B2130),
                  rgb(0x5F697C),
                  rgb(0xFFFFFF),
                  rgb(0x4353D8),
                  rgb(0xECEEFC),
                  rgb(0xEEF0F4),
                  {rgb(0x8A5300), rgb(0xFFF4DF)},
                  {rgb(0x0B6B3C), rgb(0xE6F6EC)},
                  {rgb(0xB42318), rgb(0xFDECEB)},
                  rgb(0x5F697C),
                  false,
                  false};
}

Tokens Tokens::darkLook()
{
    return Tokens{rgb(0x16181D),
                  rgb(0x1C1F26),
                  rgb(0x2B303A),
                  rgb(0xE7E9EE),
                  rgb(0x98A1B2),
                  rgb(0x16181D),
                  rgb(0x98A2FF),
                  rgb(0x272C4D),
                  rgb(0x232730),
                  {rgb(0xFFCF87), rgb(0x3A2C12)},
                  {rgb(0x8CE0B0), rgb(0x143424)},
                  {rgb(0xFF9D94), rgb(0x401A17)},
                  rgb(0x98A1B2),
                  true,
                  false};
}

Tokens Tokens::contrast(const QPalette &desktop)
{
    Tokens tokens;
    tokens.background = desktop.color(QPalette::Base);
    tokens.panel = tokens.background;
    tokens.text = readableOn(tokens.background, desktop.color(QPalette::Text), enhancedContrast);
    tokens.line = tokens.text;
    tokens.quietText = tokens.text;
    tokens.accent = readableOn(tokens.background, desktop.color(QPalette::Highlight), enoughContrast);
    tokens.onAccent = readableOn(tokens.accent, desktop.color(QPalette::HighlightedText), enoughContrast);
    tokens.accentSoft = tokens.background;
    tokens.hover = tokens.background;
    tokens.waiting = tokens.good = tokens.bad = Pair{tokens.text, tokens.background};
    tokens.disabledText = faintOn(tokens.background, tokens.text);
    tokens.highContrast = true;
    tokens.dark = luminance(tokens.background) < luminance(tokens.text);
    return tokens;
}

QColor Tokens::named(const QString &name) const
{
    const std::pair<QLatin1StringView, QColor> all[] = {{"background"_L1, background},
                                                        {"panel"_L1, panel},
                                                        {"line"_L1, line},
                                                        {"text"_L1, text},
                                                        {"quietText"_L1, quietText},
                                                        {"onAccent"_L1, onAccent},
                                                        {"accent"_L1, accent},
                                                        {"accentSoft"_L1, accentSoft},
                                                        {"hover"_L1, hover},
                                                        {"waitingText"_L1, waiting.text},
                                                        {"waitingGround"_L1, waiting.ground},
                                                        {"goodText"_L1, good.text},
                                                        {"goodGround"_L1, good.ground},
                                                        {"badText"_L1, bad.text},
                                                        {"badGround"_L1, bad.ground},
                                                        {"disabledText"_L1, disabledText}};
    for (const auto &[known, colour] : all) {
        if (known == name) {
            return colour;
        }
    }
    return {};
}

QList<QString> Tokens::names()
{
    QList<QString> names{u"background"_s, u"panel"_s,       u"line"_s,          u"text"_s,
                         u"quietText"_s,  u"onAccent"_s,    u"accent"_s,        u"accentSoft"_s,
                         u"hover"_s,      u"waitingText"_s, u"waitingGround"_s, u"goodText"_s,
                         u"goodGround"_s, u"badText"_s,     u"badGround"_s,     u"disabledText"_s};
    std::sort(names.begin(), names.end(),
              [](const QString &one, const QString &other) { return one.size() > other.size(); });
    return names;
}

double contrastRatio(const QColor &one, const QColor &other)
{
    const double a = luminance(one) + 0.05;
    const double b = luminance(other) + 0.05;
    return std::max(a, b) / std::min(a, b);
}

} // namespace foyer
