#include "ui/room/completionpopup.h"

#include "models/displaytext.h"
#include "ui/theme.h"
#include "ui/widgets/avatar.h"
#include "ui/widgets/chosenrow.h"

#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyle>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int rowHeight = 32;
constexpr int side = 12;
constexpr int gap = 12;
constexpr int border = 2; // both edges of the frame
constexpr int detailRole = Qt::UserRole + 1;
constexpr int takesRole = Qt::UserRole + 2;
constexpr int identityRole = Qt::UserRole + 3;
constexpr int avatarSize = 24;

class ChoiceDelegate : public QStyledItemDelegate
{
public:
    ChoiceDelegate(const Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme) {}

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return {option.rect.width(), m_theme.scaled(rowHeight)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Tokens &tokens = m_theme.tokens();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (option.state.testFlag(QStyle::State_Selected)) {
            paintChosenRow(*painter, tokens, option.rect);
        }
        QRect rect = option.rect.adjusted(side, 0, -side, 0);
        const QFontMetrics names(m_theme.bodyFont());
        const auto goOnBehind = [&rect, &option](int taken) {
            const bool fromLeft = option.direction == Qt::LeftToRight;
            rect.adjust(fromLeft ? taken : 0, 0, fromLeft ? 0 : -taken, 0);
        };
        const QString identity = index.data(identityRole).toString();
        if (!identity.isEmpty()) {
            const int size = m_theme.avatarSize(avatarSize);
            const QRect face(rect.left(), rect.top() + (rect.height() - size) / 2, size, size);
            avatar::paint(*painter, QStyle::visualRect(option.direction, rect, face), index.data().toString(),
                          avatar::colourOf(identity), m_theme.bodyFont());
            goOnBehind(size + metrics::rowPadding);
        }
        const QString label = names.elidedText(index.data().toString(), Qt::ElideRight, rect.width());
        painter->setFont(m_theme.bodyFont());
        painter->setPen(tokens.text);
        painter->drawText(rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, displaytext::isolated(label));
        painter->setFont(m_theme.hintFont());
        painter->setPen(tokens.quietText);
        const QFontMetrics hints(m_theme.hintFont());
        const QString takes = index.data(takesRole).toString();
        goOnBehind(names.horizontalAdvance(label) + (takes.isEmpty() ? gap : metrics::rowPadding));
        if (!takes.isEmpty()) {
            painter->drawText(rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, takes);
            goOnBehind(hints.horizontalAdvance(takes) + gap);
        }
        painter->drawText(
            rect, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine,
            displaytext::isolated(hints.elidedText(index.data(detailRole).toString(), Qt::ElideRight, rect.width())));
        painter->restore();
    }

private:
    const Theme &m_theme;
};

} // namespace

CompletionPopup::CompletionPopup(const Theme &theme, QWidget *parent)
    : QFrame(parent), m_theme(theme), m_list(new QListView(this)), m_model(new QStandardItemModel(this))
{
    setObjectName(u"completionPopup"_s);
    setAttribute(Qt::WA_StyledBackground);
    m_list->setObjectName(u"completionListView"_s);
    m_list->setAccessibleName(tr("Suggestions"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new ChoiceDelegate(theme, m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, metrics::step, 1, metrics::step);
    layout->setSpacing(0);
    layout->addWidget(m_list);
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex &index) {
        m_list->setCurrentIndex(index);
        choose();
    });
    connect(&theme, &Theme::changed, m_list->viewport(), qOverload<>(&QWidget::update));
    hide();
}

void CompletionPopup::offer(const Completion &completion, const QPoint &corner, int width)
{
    const bool isSame = isVisible() && completion == m_completion;
    m_completion = completion;
    if (completion.isEmpty()) {
        hide();
        return;
    }
    if (!isSame) {
        m_model->clear();
        for (const CompletionChoice &choice : completion.choices) {
            auto *item = new QStandardItem(choice.label);
            item->setData(choice.detail, detailRole);
            item->setData(choice.takes, takesRole);
            item->setData(choice.identity, identityRole);
            item->setData(choice.takes.isEmpty() ? choice.label : QString(choice.label + u' ' + choice.takes),
                          Qt::AccessibleTextRole);
            item->setData(choice.detail, Qt::AccessibleDescriptionRole);
            m_model->appendRow(item);
        }
        m_list->setCurrentIndex(m_model->index(0, 0));
    }
    const int height =
        static_cast<int>(completion.choices.size()) * m_theme.scaled(rowHeight) + 2 * metrics::step + border;
    const int top = std::max(0, corner.y() - height);
    setGeometry(corner.x(), top, width, corner.y() - top);
    show();
    raise();
}

void CompletionPopup::move(int rows)
{
    const int count = m_model->rowCount();
    if (count > 0) {
        m_list->setCurrentIndex(m_model->index((m_list->currentIndex().row() + rows + count) % count, 0));
    }
}

void CompletionPopup::choose()
{
    const int row = m_list->currentIndex().row();
    if (row >= 0 && row < m_completion.choices.size()) {
        const CompletionChoice choice = m_completion.choices[row];
        hide();
        Q_EMIT chosen(choice);
    }
}

} // namespace foyer
