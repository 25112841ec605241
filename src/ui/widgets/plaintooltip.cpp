#include "ui/widgets/plaintooltip.h"

#include <QGuiApplication>

using namespace Qt::StringLiterals;

namespace foyer
{

QString plainToolTip(const QString &words)
{
    const bool turned = QGuiApplication::isRightToLeft();
    return u"<p dir=\"%1\" align=\"%2\" style=\"margin: 0\">%3</p>"_s.arg(
        turned ? u"rtl"_s : u"ltr"_s, turned ? u"right"_s : u"left"_s, words.toHtmlEscaped());
}

} // namespace foyer
