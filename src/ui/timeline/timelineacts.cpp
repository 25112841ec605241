// What one can do with messages in a TimelineView: copy, the hover toolbar, the context menu.
#include "ui/timeline/timelineview.h"

#include "models/copytext.h"
#include "ui/timeline/imageshelf.h"
#include "ui/timeline/messagetoolbar.h"
#include "ui/timeline/reactionpopup.h"
#include "ui/widgets/emojipicker.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QMenu>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace foyer
{

void TimelineView::act(const TimelineRow &row, RowLayout::Act act)
{
    switch (act) {
    case RowLayout::Act::LoadGap:
        Q_EMIT loadGapRequested(row.item.gap.beforeKey);
        return;
    case RowLayout::Act::ExplainGap:
        if (!m_explained.remove(row.id())) {
            m_explained.insert(row.id());
        }
        m_layouts.remove(row.id());
        layOut();
        return;
    case RowLayout::Act::Resend:
        Q_EMIT resendRequested(row.item.message.key);
        return;
    case RowLayout::Act::ShowAll:
        Q_EMIT showAllRequested(row.item.message.body);
        return;
    case RowLayout::Act::ShowHistory:
        Q_EMIT historyRequested(row.item.message.key);
        return;
    case RowLayout::Act::ShowImage:
        if (const auto link = imageLinkOf(row.item.message.body)) {
            m_images->agree(link->url);
        }
        return;
    case RowLayout::Act::OpenImage:
        if (const auto link = imageLinkOf(row.item.message.body)) {
            openImage(*link);
        }
        return;
    }
}

QString TimelineView::copiedText()
{
    if (m_model == nullptr) {
        return {};
    }
    if (m_selection.hasRows()) {
        return copytext::ofItems(m_selection.items(*m_model), m_clock.now());
    }
    if (m_selection.textRow() != 0) {
        // Perhaps out of sight by now; where its row is not held any more, nothing else is what was meant.
        const int selected = m_model->indexOf(m_selection.textRow());
        if (selected < 0) {
            return {};
        }
        const auto text = m_selection.textOf(m_selection.textRow()).value_or(TimelineSelection::Text());
        QString words = layoutOf(selected)->body->text().mid(text.start, text.length);
        // The isolates around the name of a /me, and around code, are ours.
        return words.replace(QChar::LineSeparator, u'\n')
            .remove(QChar(0x2066))
            .remove(QChar(0x2068))
            .remove(QChar(0x2069));
    }
    const int row = m_model->indexOf(m_currentId);
    return row < 0 ? QString() : copytext::ofItems({m_model->row(row).item}, m_clock.now());
}

void TimelineView::copy()
{
    const QString text = copiedText();
    if (!text.isEmpty()) {
        QGuiApplication::clipboard()->setText(text);
    }
}

void TimelineView::dropSelection()
{
    m_selection.clear();
    viewport()->update();
}

void TimelineView::connectToolbar()
{
    const auto onHovered = [this](auto what) {
        return [this, what] {
            const int row = m_model == nullptr ? -1 : m_model->indexOf(m_hoveredId);
            if (row >= 0 && !m_model->row(row).isGap()) {
                what(row);
            }
        };
    };
    connect(m_toolbar, &MessageToolbar::replyRequested, this,
            onHovered([this](int row) { Q_EMIT replyRequested(StoredMessage(m_model->row(row).item.message)); }));
    connect(m_toolbar, &MessageToolbar::reactRequested, this, onHovered([this](int row) {
                openReactions(m_model->row(row).item.message,
                              m_toolbar->reactButton()->mapToGlobal(QPoint(0, m_toolbar->height())));
            }));
    connect(m_toolbar, &MessageToolbar::moreRequested, this, onHovered([this](int row) {
                openMessageMenu(row, {}, m_toolbar->moreButton()->mapToGlobal(QPoint(0, m_toolbar->height())));
            }));
}

void TimelineView::openPicker(const StoredMessage &message, const QPoint &global)
{
    // One that was closed by a click elsewhere is still there.
    delete m_picker;
    m_picker = new EmojiPicker(m_theme, *m_emoji, window());
    connect(m_picker, &EmojiPicker::picked, this, [this, message](const QString &emoji) {
        setFocus(Qt::OtherFocusReason);
        // Chosen here, one that is given already is not meant to be taken back.
        if (!ownReactions(message).contains(emoji)) {
            Q_EMIT reactRequested(message, emoji);
        }
    });
    connect(m_picker, &EmojiPicker::cancelled, this, [this] { setFocus(Qt::OtherFocusReason); });
    m_picker->open(window()->mapFromGlobal(global));
}

void TimelineView::closePickers()
{
    if (m_picker && m_picker->isVisible()) {
        m_picker->hide();
        setFocus(Qt::OtherFocusReason);
    }
    if (auto *popup = findChild<ReactionPopup *>()) {
        popup->close();
    }
}

void TimelineView::openReactions(const StoredMessage &message, const QPoint &global)
{
    auto *popup = new ReactionPopup(m_theme, this);
    popup->setOwn(ownReactions(message));
    popup->setMoreShown(m_emoji != nullptr);
    connect(popup, &ReactionPopup::moreRequested, this, [this, popup, message] {
        const QPoint corner = popup->geometry().bottomRight();
        popup->close();
        openPicker(message, corner);
    });
    popup->setAttribute(Qt::WA_DeleteOnClose);
    connect(popup, &ReactionPopup::chosen, this, [this, popup, message](const QString &emoji) {
        popup->close();
        Q_EMIT reactRequested(message, emoji);
    });
    popup->popup(global);
}

void TimelineView::contextMenuEvent(QContextMenuEvent *event)
{
    const QPoint point = viewport()->mapFromGlobal(event->globalPos());
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const int current = m_model == nullptr ? -1 : m_model->indexOf(m_currentId);
    const Placed *placed = m_model == nullptr ? nullptr : placedAt(point);
    const int at = byKey ? current : (placed == nullptr ? -1 : placed->row);
    if (at < 0) {
        return;
    }
    const QString link = byKey               ? onlyLinkOf(at)
                         : placed == nullptr ? QString()
                                             : placed->layout->linkAt(point - QPoint(0, placed->top));
    openMessageMenu(at, link, byKey ? viewport()->mapToGlobal(visualRect(at).center()) : event->globalPos());
}

void TimelineView::openMenuOfCurrent()
{
    const int row = currentRow();
    if (row >= 0) {
        openMessageMenu(row, onlyLinkOf(row), viewport()->mapToGlobal(visualRect(row).center()));
    }
}

void TimelineView::openMessageMenu(int row, const QString &link, const QPoint &global)
{
    const TimelineRow shown = m_model->row(row);
    const bool inSelection = m_selection.contains(shown.id()) && m_selection.items(*m_model).size() > 1;
    if (shown.isGap() && !inSelection) {
        return;
    }
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(u"messageMenu"_s);
    const auto add = [this, menu](const QString &words, const QString &objectName, auto what) {
        QAction *action = menu->addAction(words);
        action->setObjectName(objectName);
        connect(action, &QAction::triggered, this, what);
    };
    if (inSelection) {
        add(tr("&Copy selected messages"), u"copySelectionAction"_s, [this] { copy(); });
    } else if (m_selection.textOf(shown.id())) {
        add(tr("&Copy selected text"), u"copySelectionAction"_s, [this] { copy(); });
    }
    if (!inSelection && !shown.item.message.retracted) {
        const QString body = shown.item.message.body;
        add(tr("Copy &message"), u"copyMessageAction"_s, [body] { QGuiApplication::clipboard()->setText(body); });
    }
    if (!link.isEmpty()) {
        add(tr("Copy &link"), u"copyLinkAction"_s, [link] { QGuiApplication::clipboard()->setText(link); });
    }
    const auto image = shown.item.message.retracted ? std::nullopt : imageLinkOf(shown.item.message.body);
    if (!inSelection && image) {
        addImageActs(menu, *image);
    }
    if (!inSelection) {
        addWays(menu, row);
        addActs(menu, shown.item.message);
    }
    if (menu->isEmpty()) {
        delete menu;
        return;
    }
    menu->popup(global);
}

void TimelineView::addActs(QMenu *menu, const StoredMessage &message)
{
    const MessageActs acts = m_model->actsOn(message);
    const auto add = [this, menu](bool can, const QString &words, const QString &objectName, auto what) {
        if (can) {
            QAction *action = menu->addAction(words);
            action->setObjectName(objectName);
            connect(action, &QAction::triggered, this, what);
        }
    };
    menu->addSeparator();
    add(acts.resend, tr("&Try again"), u"resendMessageAction"_s,
        [this, message] { Q_EMIT resendRequested(message.key); });
    add(acts.reply, tr("&Reply"), u"replyAction"_s, [this, message] { Q_EMIT replyRequested(message); });
    add(acts.react, tr("Re&act…"), u"reactAction"_s, [this, message] {
        const QRect rect = visualRect(m_model == nullptr ? -1 : m_model->indexOf(message.key * 2));
        openReactions(message, viewport()->mapToGlobal(rect.isEmpty() ? viewport()->rect().center() : rect.center()));
    });
    for (const QString &emoji : acts.react ? ownReactions(message) : QStringList()) {
        add(true, tr("Take back %1", "a reaction").arg(displaytext::oneLine(emoji).replace(u"&"_s, u"&&"_s)),
            u"takeBackReactionAction"_s, [this, message, emoji] { Q_EMIT reactRequested(message, emoji); });
    }
    add(acts.edit, tr("&Edit"), u"editAction"_s, [this, message] { Q_EMIT editRequested(message); });
    menu->addSeparator();
    add(acts.retract, tr("&Delete…", "an own message"), u"retractAction"_s,
        [this, message] { Q_EMIT retractRequested(message); });
    add(acts.moderate, tr("Re&move for everyone…", "somebody else's message"), u"moderateAction"_s,
        [this, message] { Q_EMIT moderateRequested(message); });
}

} // namespace foyer
