#include "ui/widgets/sizedstyle.h"

#include <QApplication>
#include <QFontInfo>
#include <QWidget>

#include <algorithm>

namespace foyer
{

SizedStyle::SizedStyle() : QProxyStyle(QStringLiteral("Fusion")) {}

int SizedStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    const int usual = QProxyStyle::pixelMetric(metric, option, widget);
    if (metric != PM_IndicatorWidth && metric != PM_IndicatorHeight && metric != PM_SmallIconSize) {
        return usual;
    }
    constexpr int usualText = 15;
    const int text = QFontInfo(widget == nullptr ? QApplication::font() : widget->font()).pixelSize();
    return std::max(usual, usual * text / usualText);
}

} // namespace foyer
