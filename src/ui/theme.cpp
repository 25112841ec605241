#include "ui/theme.h"

#include "ui/widgets/labellines.h"
#include "ui/widgets/labelsides.h"
#include "ui/widgets/sizedstyle.h"

#include <QApplication>
#include <QFile>
#include <QFontInfo>
#include <QStyle>
#include <QVariant>
#include <QWidget>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int longestMotionMs = 150;
constexpr double smallestHintPixels = 11.0;
/// Pixels: up to here a desktop's font is a usual one (11 points at scale 1 are 14.7).
constexpr qreal largestUsualText = 15;
constexpr qreal mostIconScale = 1.6;
constexpr qreal mostAvatarScale = 1.5;
constexpr int zoomSteps[] = {75, 90, 100, 110, 125, 150, 175, 200, 250, 300};

bool isDarkPalette(const QPalette &palette)
{
    return palette.color(QPalette::WindowText).lightness() > palette.color(QPalette::Window).lightness();
}

QPalette paletteOf(const Tokens &tokens)
{
    QPalette palette;
    const auto set = [&palette](std::initializer_list<QPalette::ColorRole> roles, const QColor &colour) {
        for (const QPalette::ColorRole role : roles) {
            palette.setColor(role, colour);
        }
    };
    set({QPalette::Window, QPalette::Base, QPalette::Button}, tokens.background);
    set({QPalette::AlternateBase, QPalette::ToolTipBase}, tokens.panel);
    set({QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText, QPalette::BrightText},
        tokens.text);
    // In high contrast all text that counts has one colour, and what only asks for some must not look like it.
    set({QPalette::PlaceholderText}, tokens.highContrast ? tokens.disabledText : tokens.quietText);
    set({QPalette::Highlight, QPalette::Link, QPalette::LinkVisited}, tokens.accent);
    set({QPalette::HighlightedText}, tokens.onAccent);
    set({QPalette::Light, QPalette::Midlight}, tokens.hover);
    set({QPalette::Mid, QPalette::Dark, QPalette::Shadow}, tokens.line);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, tokens.disabledText);
    }
    return palette;
}

QString styleSheetOf(const Tokens &tokens)
{
    QStringList files{u":/style/foyer.qss"_s};
    if (tokens.highContrast) {
        files.append(u":/style/contrast.qss"_s);
    }
    QString sheet;
    for (const QString &name : std::as_const(files)) {
        QFile file(name);
        if (!file.open(QIODevice::ReadOnly)) {
            return {};
        }
        sheet += QString::fromUtf8(file.readAll());
    }
    for (const QString &name : Tokens::names()) {
        sheet.replace(QString(u'@' + name), tokens.named(name).name());
    }
    return sheet;
}

QFont withPointsAdded(QFont font, double points)
{
    const double pixelsPerPoint = 96.0 / 72.0;
    if (font.pixelSize() > 0) {
        font.setPixelSize(
            std::max(static_cast<int>(smallestHintPixels), font.pixelSize() + qRound(points * pixelsPerPoint)));
    } else {
        font.setPointSizeF(std::max(smallestHintPixels / pixelsPerPoint, font.pointSizeF() + points));
    }
    return font;
}

QString wordOf(Look look)
{
    switch (look) {
    case Look::Plain:
        return {};
    case Look::Primary:
        return u"primary"_s;
    case Look::Secondary:
        return u"secondary"_s;
    case Look::Link:
        return u"link"_s;
    case Look::Icon:
        return u"icon"_s;
    case Look::Danger:
        return u"danger"_s;
    case Look::Segment:
        return u"segment"_s;
    case Look::Card:
        return u"card"_s;
    case Look::Page:
        return u"page"_s;
    case Look::Title:
        return u"title"_s;
    case Look::Heading:
        return u"heading"_s;
    case Look::Quiet:
        return u"quiet"_s;
    case Look::Bad:
        return u"bad"_s;
    }
    Q_UNREACHABLE();
}

void setStyleProperty(QWidget *widget, const char *name, const QVariant &value)
{
    if (widget->property(name) == value) {
        return;
    }
    widget->setProperty(name, value);
    if (!widget->testAttribute(Qt::WA_WState_Polished)) {
        return;
    }
    // Style sheets read properties only when a widget is polished.
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    widget->update();
}

} // namespace

Theme::Theme(QApplication &application, QObject *parent)
    : QObject(parent),
      m_application(application),
      m_desktopFont(application.font()),
      m_appliedFont(m_desktopFont),
      m_desktopPalette(application.palette())
{
    m_desktopDark = isDarkPalette(m_desktopPalette);
    m_application.installEventFilter(new LabelSides(this));
    m_application.installEventFilter(new LabelLines(this));
    m_application.setStyle(new SizedStyle);
    apply();
}

void Theme::setMode(Mode mode)
{
    m_mode = mode;
    apply();
}

void Theme::setDesktopPrefersDark(std::optional<bool> wish)
{
    const bool dark = wish.value_or(isDarkPalette(m_desktopPalette));
    if (std::exchange(m_desktopDark, dark) != dark && m_mode == Mode::System) {
        apply();
    }
}

void Theme::setDesktopWantsContrast(bool wanted)
{
    if (std::exchange(m_desktopContrast, wanted) != wanted && m_mode == Mode::System) {
        apply();
    }
}

void Theme::setReducedMotion(bool reduced)
{
    m_reducedMotion = reduced;
    for (const Qt::UIEffect effect : {Qt::UI_AnimateMenu, Qt::UI_FadeMenu, Qt::UI_AnimateCombo, Qt::UI_AnimateTooltip,
                                      Qt::UI_FadeTooltip, Qt::UI_AnimateToolBox}) {
        QApplication::setEffectEnabled(effect, !reduced);
    }
}

int Theme::motionMs(int ms) const
{
    return m_reducedMotion ? 0 : std::min(ms, longestMotionMs);
}

void Theme::setZoom(int percent)
{
    const int zoom = std::clamp(percent, smallestZoom, largestZoom);
    if (zoom != m_zoom) {
        m_zoom = zoom;
        apply();
        Q_EMIT zoomChanged(zoom);
    }
}

void Theme::zoomIn()
{
    const auto next =
        std::find_if(std::begin(zoomSteps), std::end(zoomSteps), [this](int step) { return step > m_zoom; });
    setZoom(next == std::end(zoomSteps) ? largestZoom : *next);
}

void Theme::zoomOut()
{
    const auto next =
        std::find_if(std::rbegin(zoomSteps), std::rend(zoomSteps), [this](int step) { return step < m_zoom; });
    setZoom(next == std::rend(zoomSteps) ? smallestZoom : *next);
}

int Theme::scaled(int pixels) const
{
    return qRound(pixels * m_textScale);
}

int Theme::iconSize(int pixels) const
{
    // In steps, on which the lines of the icons fall on whole pixels.
    constexpr qreal step = 4;
    return std::max(pixels, qRound(pixels * std::min(m_textScale, mostIconScale) / step) * static_cast<int>(step));
}

int Theme::avatarSize(int pixels) const
{
    return qRound(pixels * std::min(m_textScale, mostAvatarScale));
}

void Theme::apply()
{
    if (m_application.font() != m_appliedFont) {
        // Somebody else has set it since: the desktop's font is another one now.
        m_desktopFont = m_application.font();
    }
    QFont font = m_desktopFont;
    if (font.pixelSize() > 0) {
        font.setPixelSize(qRound(font.pixelSize() * m_zoom / 100.0));
    } else {
        font.setPointSizeF(font.pointSizeF() * m_zoom / 100.0);
    }
    if (font != m_application.font()) {
        m_application.setFont(font);
    }
    m_appliedFont = m_application.font();
    m_textScale = std::max(1.0, QFontInfo(m_desktopFont).pixelSize() / largestUsualText) * m_zoom / 100.0;
    m_textScale = std::max(1.0, m_textScale);
    if (m_mode == Mode::Contrast || (m_mode == Mode::System && m_desktopContrast)) {
        // A desktop that is told to be dark need not have told its palette.
        const bool agrees = isDarkPalette(m_desktopPalette) == m_desktopDark;
        m_tokens = Tokens::contrast(agrees          ? m_desktopPalette
                                    : m_desktopDark ? paletteOf(Tokens::darkLook())
                                                    : paletteOf(Tokens::light()));
    } else {
        const bool dark = m_mode == Mode::Dark || (m_mode == Mode::System && m_desktopDark);
        m_tokens = dark ? Tokens::darkLook() : Tokens::light();
    }
    m_application.setPalette(paletteOf(m_tokens));
    m_application.setStyleSheet(styleSheetOf(m_tokens));
    Q_EMIT changed();
}

QFont Theme::bodyFont() const
{
    return m_application.font();
}

QFont Theme::nameFont() const
{
    QFont font = bodyFont();
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont Theme::hintFont() const
{
    return withPointsAdded(bodyFont(), -2);
}

QFont Theme::problemFont() const
{
    QFont font = hintFont();
    if (m_tokens.highContrast) {
        font.setWeight(QFont::DemiBold);
    }
    return font;
}

QFont Theme::titleFont() const
{
    return withPointsAdded(nameFont(), 1);
}

QFont Theme::sectionFont() const
{
    QFont font = withPointsAdded(nameFont(), -3);
    font.setCapitalization(QFont::AllUppercase);
    font.setLetterSpacing(QFont::AbsoluteSpacing, 0.5);
    return font;
}

void setLook(QWidget *widget, Look look)
{
    setStyleProperty(widget, "look", wordOf(look));
}

void setInvalid(QWidget *field, bool invalid)
{
    setStyleProperty(field, "invalid", invalid);
}

void setGround(QWidget *widget, Ground ground)
{
    widget->setAttribute(Qt::WA_StyledBackground);
    setStyleProperty(widget, "ground", ground == Ground::Panel ? u"panel"_s : u"background"_s);
}

} // namespace foyer
