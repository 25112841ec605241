#include "ui/widgets/plaintooltip.h"

#include <QGuiApplication>

using namespace Qt::StringLiterals;

namespace foyer
{

QString plainToolTip(const QString &words)
{
    const QString direction = QGuiApplication::isRightToLeft() ? u"rtl"_s : u"ltr"_s;
    return u"<p dir=\"%1\">%2</p>"_s.arg(direction, words.toHtmlEscaped());
}

} // namespace foyer
