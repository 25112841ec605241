#include "ui/icons.h"

#include <QApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QStyle>
#include <QStyleOption>
#include <QSvgRenderer>
#include <QTransform>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

/// Renders when it is drawn, and at that size only.
class TintedIcon : public QIconEngine
{
public:
    TintedIcon(const QString &name, const QColor &colour, int largest)
        : m_name(name), m_colour(colour), m_largest(largest)
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const qreal ratio = painter->device()->devicePixelRatioF();
        painter->drawPixmap(rect, scaledPixmap((QSizeF(rect.size()) * ratio).toSize(), mode, state, ratio));
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        const QPixmap normal = Icons::pixmap(m_name, m_colour, actualSize(size, mode, state).width(), 1.0);
        if (mode == QIcon::Normal) {
            return normal;
        }
        if (mode == QIcon::Disabled) {
            // The style's own way makes it as grey in a dark look as what can be used there.
            QColor faint = m_colour;
            faint.setAlphaF(faint.alphaF() / 2);
            return Icons::pixmap(m_name, faint, actualSize(size, mode, state).width(), 1.0);
        }
        QStyleOption option;
        option.palette = QGuiApplication::palette();
        return QApplication::style()->generatedIconPixmap(mode, normal, &option);
    }
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal) override
    {
        return pixmap(size, mode, state);
    }
    QSize actualSize(const QSize &size, QIcon::Mode, QIcon::State) override
    {
        const int side = std::min({size.width(), size.height(), m_largest});
        return {side, side};
    }
    bool isNull() override { return false; }
    QIconEngine *clone() const override { return new TintedIcon(m_name, m_colour, m_largest); }

private:
    QString m_name;
    QColor m_colour;
    int m_largest;
};

} // namespace

QPixmap Icons::pixmap(const QString &name, const QColor &colour, int size, qreal devicePixelRatio)
{
    const int pixels = qRound(size * devicePixelRatio);
    if (pixels <= 0) {
        return {};
    }
    const QString key = u"icon/%1/%2/%3/%4"_s.arg(name, colour.name(QColor::HexArgb)).arg(size).arg(devicePixelRatio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap)) {
        return pixmap;
    }
    QSvgRenderer renderer(u":/icons/%1.svg"_s.arg(name));
    if (!renderer.isValid()) {
        return {};
    }
    pixmap = QPixmap(pixels, pixels);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.render(&painter, QRectF(0, 0, pixels, pixels));
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(pixmap.rect(), colour);
    painter.end();
    pixmap.setDevicePixelRatio(devicePixelRatio);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

QIcon Icons::icon(const QString &name, const QColor &colour, int size)
{
    constexpr int largestScale = 3;
    return QIcon(new TintedIcon(name, colour, size * largestScale));
}

QIcon Icons::pointing(const QString &name, const QColor &colour, int size, Qt::LayoutDirection direction)
{
    if (direction == Qt::LeftToRight) {
        return icon(name, colour, size);
    }
    QIcon icon;
    for (const qreal ratio : {1.0, 2.0, 3.0}) {
        icon.addPixmap(pixmap(name, colour, size, ratio).transformed(QTransform::fromScale(-1, 1)));
    }
    return icon;
}

} // namespace foyer
