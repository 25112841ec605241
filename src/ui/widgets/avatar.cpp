#include "ui/widgets/avatar.h"

#include "ui/widgets/hsluv.h"

#include <QCryptographicHash>
#include <QPainter>
#include <QTextBoundaryFinder>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr double lightness = 45.0; // white text has 5.4:1 on it, and it has 3.3:1 on the dark background
constexpr double saturation = 72.0;
constexpr double radiusShare = 10.0 / 36.0;
constexpr double letterShare = 0.39;

bool standsAlone(char32_t character)
{
    switch (QChar::script(character)) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Hangul:
    case QChar::Script_Bopomofo:
        return true;
    default:
        return character >= 0x1F000 && character < 0x20000;
    }
}

QString firstGraphemes(const QString &word, int count)
{
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, word);
    qsizetype end = 0;
    for (int i = 0; i < count; ++i) {
        const qsizetype next = finder.toNextBoundary();
        if (next < 0) {
            break;
        }
        end = next;
    }
    return word.left(end);
}

bool startsAlone(const QString &word)
{
    const auto characters = word.left(2).toUcs4();
    return !characters.isEmpty() && standsAlone(characters.first());
}

bool isLetter(const QString &word)
{
    const auto characters = word.left(2).toUcs4();
    return !characters.isEmpty() && (QChar::isLetterOrNumber(characters.first()) || startsAlone(word));
}

} // namespace

namespace avatar
{

QString letters(const QString &name)
{
    QStringList words;
    for (const QString &word : name.simplified().split(u' ', Qt::SkipEmptyParts)) {
        QString shown;
        for (const QChar c : word) {
            // Direction marks and other controls would be taken for letters.
            // The joiner stays: it holds emoji of several parts together.
            const bool hidden = c.category() == QChar::Other_Format && c != QChar(0x200D);
            if (!hidden && c.category() != QChar::Other_Control) {
                shown += c;
            }
        }
        if (!shown.isEmpty()) {
            words.append(shown);
        }
    }
    if (words.isEmpty()) {
        return u"?"_s;
    }
    if (startsAlone(words.first())) {
        return firstGraphemes(words.first(), 1);
    }
    if (words.size() == 2 && isLetter(words.last()) && !startsAlone(words.last())) {
        const QString both = firstGraphemes(words.first(), 1) + firstGraphemes(words.last(), 1);
        return both.toUpper();
    }
    return firstGraphemes(words.first(), 2).toUpper();
}

QColor colourOf(const QString &identity)
{
    const QByteArray hash = QCryptographicHash::hash(identity.toUtf8(), QCryptographicHash::Sha1);
    const auto low = static_cast<uchar>(hash[0]);
    const auto high = static_cast<uchar>(hash[1]);
    // XEP-0392 section 5.1: the first 16 bits, least significant byte first, are the angle.
    const double angle = (low + 256 * high) / 65536.0 * 360.0;
    return hsluv::toColour(angle, saturation, lightness);
}

QColor idleColour()
{
    return hsluv::toColour(260.0, 18.0, 48.0);
}

void paint(QPainter &painter, const QRectF &rect, const QString &name, const QColor &ground, const QFont &font)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    const double radius = std::max(6.0, rect.height() * radiusShare);
    painter.drawRoundedRect(rect, radius, radius);
    QFont letterFont = font;
    letterFont.setPixelSize(std::max(1, qRound(rect.height() * letterShare)));
    letterFont.setWeight(QFont::DemiBold);
    letterFont.setCapitalization(QFont::MixedCase);
    painter.setFont(letterFont);
    painter.setPen(Qt::white);
    painter.drawText(rect, Qt::AlignCenter | Qt::TextSingleLine, letters(name));
    painter.restore();
}

} // namespace avatar

AvatarWidget::AvatarWidget(QWidget *parent) : QWidget(parent), m_ground(avatar::idleColour())
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void AvatarWidget::setPerson(const QString &name, const QString &identity)
{
    const QColor ground = identity.isEmpty() ? avatar::idleColour() : avatar::colourOf(identity);
    if (name == m_name && ground == m_ground) {
        return;
    }
    m_name = name;
    m_ground = ground;
    update();
}

void AvatarWidget::setSize(int size)
{
    m_size = size;
    updateGeometry();
}

QSize AvatarWidget::sizeHint() const
{
    return {m_size, m_size};
}

void AvatarWidget::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    avatar::paint(painter, QRectF(0, 0, m_size, m_size), m_name, m_ground, font());
}

} // namespace foyer
