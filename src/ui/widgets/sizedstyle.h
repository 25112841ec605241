#pragma once

#include <QProxyStyle>

namespace foyer
{

/// Fusion, with check boxes and the icons in fields and menus growing with the text beside them: 14 and 16 px at the
/// usual size of text.
class SizedStyle : public QProxyStyle
{
    Q_OBJECT

public:
    SizedStyle();

    int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
};

} // namespace foyer
