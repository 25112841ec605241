#pragma once

#include <QColor>
#include <QList>
#include <QPalette>
#include <QString>

namespace foyer
{

/// The colours of one look, by purpose. Widgets ask Theme for these and never name a colour themselves.
struct Tokens {
    /// A coloured text on its own ground, for banners and badges.
    struct Pair {
        QColor text;
        QColor ground;
    };

    QColor background;
    QColor panel;
    QColor line;
    QColor text;
    QColor quietText;
    QColor onAccent;
    QColor accent;
    QColor accentSoft;
    QColor hover;
    Pair waiting;
    Pair good;
    Pair bad;
    /// Of what cannot be used now. No fainter than any other text needs to be.
    QColor disabledText;
    bool dark = false;
    /// Lines have the colour of text and there is one ground: what colours tell elsewhere is told by shapes.
    bool highContrast = false;

    static Tokens light();
    static Tokens darkLook();
    /// Made of the desktop's own palette; a text that does not reach 7:1 on its ground becomes black or white, the
    /// colour of its selection only below 4.5:1.
    static Tokens contrast(const QPalette &desktop);

    /// The colour a style sheet calls `@name`, for example `accentSoft` or `badGround`; invalid when there is none.
    QColor named(const QString &name) const;
    /// Every name named() knows, longest first, so that `@accent` never eats a part of `@accentSoft`.
    static QList<QString> names();
};

/// Contrast ratio of two opaque colours, 1 to 21 (WCAG 2, section 1.4.3).
double contrastRatio(const QColor &one, const QColor &other);

} // namespace foyer
