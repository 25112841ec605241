#pragma once

#include <QColor>
#include <QFont>
#include <QString>
#include <QWidget>

class QPainter;

namespace foyer
{

/// Rounded square with one or two letters, standing for a person, a room or the account.
namespace avatar
{
/// One or two letters for \a name: the first of both words when there are two, else the first two; whole graphemes;
/// only one where it is a Chinese, Japanese or Korean character or an emoji. "?" for an empty name.
QString letters(const QString &name);
/// Colour by XEP-0392 from a stable \a identity (occupant id, address or nickname), at a lightness on which white
/// letters reach 4.5:1 and which stands out from the light and the dark background.
QColor colourOf(const QString &identity);
/// Ground of somebody who is not there or may not speak.
QColor idleColour();
/// Paints into \a rect.
void paint(QPainter &painter, const QRectF &rect, const QString &name, const QColor &ground, const QFont &font);
} // namespace avatar

/// An avatar as a widget of fixed size.
class AvatarWidget : public QWidget
{
    Q_OBJECT

public:
    explicit AvatarWidget(QWidget *parent = nullptr);

    /// \a identity chooses the colour; empty paints it idle.
    void setPerson(const QString &name, const QString &identity);
    /// Logical pixels; 36 at first.
    void setSize(int size);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_name;
    QColor m_ground;
    int m_size = 36;
};

} // namespace foyer
