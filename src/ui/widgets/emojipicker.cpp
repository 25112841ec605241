#include "ui/widgets/emojipicker.h"

#include "models/emojimodel.h"
#include "ui/theme.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int cell = 36;
constexpr int mostColumns = 9;
constexpr int mostRows = 6;
constexpr int fewest = 2; ///< columns, and rows
constexpr int side = 12;
constexpr int emojiPixels = 22;

class EmojiDelegate : public QStyledItemDelegate
{
public:
    EmojiDelegate(const Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme) {}

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {m_theme.avatarSize(cell), m_theme.avatarSize(cell)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Tokens &tokens = m_theme.tokens();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        if (selected || option.state.testFlag(QStyle::State_MouseOver)) {
            painter->setPen(selected ? QPen(tokens.accent) : QPen(Qt::NoPen));
            painter->setBrush(selected ? tokens.accentSoft : tokens.hover);
            painter->drawRoundedRect(QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -1.5), metrics::controlRadius,
                                     metrics::controlRadius);
        }
        // Other fonts own some of these characters too, without colour.
        QFont font = m_theme.bodyFont();
        font.setFamilies({u"Noto Color Emoji"_s});
        font.setPixelSize(m_theme.avatarSize(emojiPixels));
        painter->setFont(font);
        painter->setPen(tokens.text);
        painter->drawText(option.rect, Qt::AlignCenter, index.data().toString());
        painter->restore();
    }

private:
    const Theme &m_theme;
};

} // namespace

EmojiPicker::EmojiPicker(const Theme &theme, EmojiModel &model, QWidget *parent)
    : QFrame(parent),
      m_theme(theme),
      m_model(model),
      m_search(new QLineEdit(this)),
      m_list(new QListView(this)),
      m_name(new QLabel(this))
{
    setObjectName(u"emojiPicker"_s);
    setAttribute(Qt::WA_StyledBackground);
    setAccessibleName(tr("Emoji"));
    m_search->setObjectName(u"emojiSearchLineEdit"_s);
    m_search->setAccessibleName(tr("Search emoji"));
    m_search->setPlaceholderText(tr("Search emoji"));
    m_search->installEventFilter(this);
    m_list->setObjectName(u"emojiListView"_s);
    m_list->setAccessibleName(tr("Emoji"));
    m_list->setViewMode(QListView::IconMode);
    m_list->setMovement(QListView::Static);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setUniformItemSizes(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setMouseTracking(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setItemDelegate(new EmojiDelegate(theme, m_list));
    m_list->setModel(&model);
    m_name->setObjectName(u"emojiNameLabel"_s);
    m_name->setTextFormat(Qt::PlainText);
    setLook(m_name, Look::Quiet);
    // The list says how wide the whole is.
    for (QWidget *part : {static_cast<QWidget *>(m_search), static_cast<QWidget *>(m_name)}) {
        part->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    }

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(side, side, side, metrics::rowPadding);
    layout->setSpacing(metrics::rowPadding);
    layout->addWidget(m_search);
    layout->addWidget(m_list);
    layout->addWidget(m_name);

    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_model.setFilter(text);
        m_list->setCurrentIndex(m_model.index(0));
        showName();
    });
    connect(m_list, &QListView::clicked, this, &EmojiPicker::choose);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &EmojiPicker::showName);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) {
        if (isVisible() && now != nullptr && now != this && !isAncestorOf(now)) {
            hide();
        }
    });
    connect(&theme, &Theme::changed, this, &EmojiPicker::applyTheme);
    // Its place and its size are those of the text before.
    connect(&theme, &Theme::zoomChanged, this, &QWidget::hide);
    applyTheme();
    hide();
}

void EmojiPicker::fitList()
{
    const int grid = m_theme.avatarSize(cell);
    const int aside = 2 * metrics::step + m_list->verticalScrollBar()->sizeHint().width();
    m_list->setGridSize({grid, grid});
    // Of a fixed size first, so that what is left of the whole is the rest.
    m_list->setFixedSize(fewest * grid + aside, fewest * grid);
    layout()->invalidate();
    const int above = layout()->totalSizeHint().height() - m_list->height();
    const QSize room = parentWidget()->size() - QSize(2 * side + aside, above);
    m_columns = std::clamp(room.width() / grid, fewest, mostColumns);
    m_list->setFixedSize(m_columns * grid + aside, std::clamp(room.height() / grid, fewest, mostRows) * grid);
    layout()->invalidate();
    adjustSize();
}

void EmojiPicker::open(const QPoint &corner)
{
    m_search->clear();
    m_model.setFilter({});
    m_list->setCurrentIndex(m_model.index(0));
    m_list->scrollToTop();
    // The style sheet resets fonts when it polishes, which is when a widget is first shown.
    for (QWidget *part : {static_cast<QWidget *>(this), static_cast<QWidget *>(m_search),
                          static_cast<QWidget *>(m_list), static_cast<QWidget *>(m_name)}) {
        part->ensurePolished();
    }
    applyTheme();
    fitList();
    const int left = std::clamp(isRightToLeft() ? corner.x() : corner.x() - width(), 0,
                                std::max(0, parentWidget()->width() - width()));
    move(left, std::max(0, corner.y() - height()));
    show();
    raise();
    m_search->setFocus(Qt::PopupFocusReason);
    showName();
}

bool EmojiPicker::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_search && event->type() == QEvent::KeyPress && takesKey(static_cast<QKeyEvent *>(event)->key())) {
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

bool EmojiPicker::takesKey(int key)
{
    switch (key) {
    case Qt::Key_Escape:
        hide();
        Q_EMIT cancelled();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        choose(m_list->currentIndex());
        return true;
    case Qt::Key_Up:
        moveBy(-m_columns);
        return true;
    case Qt::Key_Down:
        moveBy(m_columns);
        return true;
    case Qt::Key_Left:
    case Qt::Key_Right:
        // While something is written these move in it.
        if (!m_search->text().isEmpty() && m_search->cursorPosition() < m_search->text().size()) {
            return false;
        }
        moveBy((key == Qt::Key_Right) == !isRightToLeft() ? 1 : -1);
        return true;
    default:
        return false;
    }
}

void EmojiPicker::moveBy(int steps)
{
    const int count = m_model.rowCount();
    if (count > 0) {
        const int row = std::clamp(m_list->currentIndex().row() + steps, 0, count - 1);
        m_list->setCurrentIndex(m_model.index(row));
        m_list->scrollTo(m_model.index(row));
    }
}

void EmojiPicker::choose(const QModelIndex &index)
{
    if (!index.isValid()) {
        return;
    }
    const QString emoji = index.data().toString();
    hide();
    m_model.use(emoji);
    Q_EMIT picked(emoji);
}

void EmojiPicker::showName()
{
    const QModelIndex current = m_list->currentIndex();
    m_name->setText(current.isValid() ? current.data(EmojiModel::NameRole).toString() : tr("No emoji has this name."));
}

void EmojiPicker::applyTheme()
{
    m_name->setFont(m_theme.hintFont());
    m_list->viewport()->update();
}

} // namespace foyer
