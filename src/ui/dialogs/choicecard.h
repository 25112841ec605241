#pragma once

#include <QPushButton>

class QLabel;

namespace foyer
{

class Theme;

/// A large choice: a coloured glyph, a title and a line that explains it. Checkable like a radio button.
class ChoiceCard : public QPushButton
{
    Q_OBJECT
    Q_PROPERTY(QString title READ title WRITE setTitle)
    Q_PROPERTY(QString description READ description WRITE setDescription)
    Q_PROPERTY(QString glyph READ glyph WRITE setGlyph)
    Q_PROPERTY(QString identity READ identity WRITE setIdentity)

public:
    explicit ChoiceCard(QWidget *parent = nullptr);

    QString title() const;
    void setTitle(const QString &title);
    QString description() const;
    void setDescription(const QString &description);
    /// One or two characters on the coloured square.
    QString glyph() const { return m_glyph; }
    void setGlyph(const QString &glyph);
    /// Chooses the colour of the square.
    QString identity() const { return m_identity; }
    void setIdentity(const QString &identity);
    void setFonts(const QFont &title, const QFont &description);
    /// The side of the square, in logical pixels.
    void setGlyphSize(int size);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QLabel *m_title;
    QLabel *m_description;
    QString m_glyph;
    QString m_identity;
    int m_glyphSize = 36;
};

} // namespace foyer
