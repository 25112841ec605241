#include "ui/trayicon.h"

#include "ui/theme.h"

#include <QPainter>
#include <QSvgRenderer>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

/// The badge covers the lower right part of the icon, with a ring around it that sets it off.
void paintBadge(QPainter &painter, int size, TrayLook::Badge badge, const Tokens &tokens)
{
    const bool isMention = badge == TrayLook::Badge::Mention;
    const qreal across = size * (isMention ? 0.62 : 0.46);
    const qreal ring = std::max(1.0, size / 16.0);
    const QRectF place(size - across, size - across, across, across);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.background);
    painter.drawEllipse(place);
    const QRectF inner = place.adjusted(ring, ring, -ring, -ring);
    painter.setBrush(isMention ? tokens.bad.text : tokens.accent);
    painter.drawEllipse(inner);
    if (isMention) {
        // Told by its form, too, to those who do not see the colour.
        QFont font;
        font.setBold(true);
        font.setPixelSize(std::max(6, qRound(inner.height() * 0.8)));
        painter.setFont(font);
        painter.setPen(tokens.background);
        painter.drawText(inner, Qt::AlignCenter, u"@"_s);
    }
}

QPixmap painted(int size, const TrayLook &look, const Tokens &tokens)
{
    QImage image(size, size, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    QSvgRenderer renderer(u":/application/foyer.svg"_s);
    renderer.render(&painter, QRectF(0, 0, size, size));
    if (look.isOffline) {
        painter.setCompositionMode(QPainter::CompositionMode_SourceAtop);
        QColor grey = tokens.quietText;
        grey.setAlphaF(0.75F);
        painter.fillRect(image.rect(), grey);
        painter.setCompositionMode(QPainter::CompositionMode_SourceOver);
    }
    if (look.badge != TrayLook::Badge::None) {
        paintBadge(painter, size, look.badge, tokens);
    }
    painter.end();
    return QPixmap::fromImage(image);
}

} // namespace

QIcon trayPicture(const TrayLook &look, const Tokens &tokens)
{
    QIcon icon;
    for (const int size : {16, 22, 24, 32, 48, 64}) {
        icon.addPixmap(painted(size, look, tokens));
    }
    return icon;
}

TrayIcon::TrayIcon(const Theme &theme, QObject *parent)
    : QObject(parent), m_theme(theme), m_toggle(m_menu.addAction(tr("&Show Foyer")))
{
    m_menu.setObjectName(u"trayMenu"_s);
    m_toggle->setObjectName(u"trayToggleAction"_s);
    connect(m_toggle, &QAction::triggered, this, &TrayIcon::toggleRequested);
    QAction *quit = m_menu.addAction(tr("&Quit"));
    quit->setObjectName(u"trayQuitAction"_s);
    connect(quit, &QAction::triggered, this, &TrayIcon::quitRequested);
    connect(&m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::MiddleClick) {
            Q_EMIT toggleRequested();
        }
    });
    connect(&theme, &Theme::changed, this, &TrayIcon::draw);
    m_icon.setContextMenu(&m_menu);
    setFacts(0, 0, false);
    draw();
    m_icon.show();
}

TrayIcon::~TrayIcon()
{
    m_icon.setContextMenu(nullptr);
}

void TrayIcon::setFacts(int unread, int mentions, bool isOffline)
{
    const auto badge = mentions > 0 ? TrayLook::Badge::Mention
                       : unread > 0 ? TrayLook::Badge::Unread
                                    : TrayLook::Badge::None;
    // Numbers only: some desktops read tool tips as rich text, so that nothing from outside may stand in it.
    QStringList lines{u"Foyer"_s};
    if (unread > 0) {
        lines += tr("%n unread", "messages", unread);
    }
    if (mentions > 0) {
        lines += tr("%n mention(s)", nullptr, mentions);
    }
    if (isOffline) {
        lines += tr("offline");
    }
    m_icon.setToolTip(lines.join(u" · "_s));
    if (const TrayLook look{badge, isOffline}; look != m_look) {
        m_look = look;
        draw();
    }
}

void TrayIcon::setWindowShown(bool shown)
{
    m_toggle->setText(shown ? tr("&Hide Foyer") : tr("&Show Foyer"));
}

void TrayIcon::draw()
{
    m_icon.setIcon(trayPicture(m_look, m_theme.tokens()));
}

} // namespace foyer
