#include "ui/dialogs/formarea.h"

#include <QEvent>
#include <QScrollBar>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

/// Lets the scroll bar stand outside the column, in its margin.
class AreaItem : public QWidgetItem
{
public:
    explicit AreaItem(FormArea *area) : QWidgetItem(area), m_area(*area) {}

    void setGeometry(const QRect &rect) override
    {
        const int beyond = m_area.verticalScrollBarPolicy() == Qt::ScrollBarAlwaysOff ? 0 : m_area.barWidth();
        const bool atLeft = m_area.isRightToLeft();
        QWidgetItem::setGeometry(rect.adjusted(atLeft ? -beyond : 0, 0, atLeft ? 0 : beyond, 0));
    }

private:
    FormArea &m_area;
};

} // namespace

FormArea::FormArea(QVBoxLayout &column, QWidget *parent) : QScrollArea(parent), m_rows(nullptr)
{
    setObjectName(u"formScrollArea"_s);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setWidgetResizable(true);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *form = new QWidget(this);
    form->setObjectName(u"formRowsWidget"_s);
    m_rows = new QVBoxLayout(form);
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(column.spacing());
    int staying = 1;
    while (staying < column.count() && column.itemAt(column.count() - staying - 1)->spacerItem() != nullptr) {
        ++staying;
    }
    while (column.count() > staying) {
        QLayoutItem *item = column.takeAt(0);
        if (QWidget *widget = item->widget()) {
            const Qt::Alignment alignment = item->alignment();
            // Before the next one, since a widget keeps to the first.
            delete item;
            m_rows->addWidget(widget, 0, alignment);
        } else if (QLayout *layout = item->layout()) {
            m_rows->addLayout(layout);
        } else {
            m_rows->addItem(item);
        }
    }
    setWidget(form);
    // The dialog's ground is seen through it.
    form->setAutoFillBackground(false);
    viewport()->setAutoFillBackground(false);
    column.insertItem(0, new AreaItem(this));
    for (QScrollBar *bar : {verticalScrollBar(), horizontalScrollBar()}) {
        connect(bar, &QScrollBar::valueChanged, this, &FormArea::scrolled);
    }
}

void FormArea::activate()
{
    m_rows->activate();
}

int FormArea::leastWidth() const
{
    return m_rows->totalMinimumSize().width();
}

int FormArea::heightAt(int width) const
{
    return m_rows->hasHeightForWidth() ? m_rows->totalHeightForWidth(width) : m_rows->totalMinimumSize().height();
}

int FormArea::barWidth() const
{
    return verticalScrollBar()->sizeHint().width();
}

void FormArea::setSeen(const QSize &size, bool scrollsDown, bool scrollsAside)
{
    if (size == m_seen && scrollsDown == m_scrollsDown && scrollsAside == m_scrollsAside) {
        return;
    }
    m_seen = size;
    m_scrollsDown = scrollsDown;
    m_scrollsAside = scrollsAside;
    setVerticalScrollBarPolicy(scrollsDown ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(scrollsAside ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    updateGeometry();
}

void FormArea::arrange()
{
    m_rows->activate();
    QEvent request(QEvent::LayoutRequest);
    event(&request);
}

void FormArea::reveal(QWidget &widget)
{
    // A heading is one line, a little above its field.
    const int heading = widget.fontMetrics().height() * 3 / 2;
    ensureWidgetVisible(&widget, heading, heading);
}

bool FormArea::scrollPage(int direction)
{
    QScrollBar *bar = verticalScrollBar();
    const int before = bar->value();
    bar->setValue(before + direction * bar->pageStep());
    return bar->value() != before;
}

bool FormArea::eventFilter(QObject *watched, QEvent *event)
{
    const bool done = QScrollArea::eventFilter(watched, event);
    if (watched == widget() && event->type() == QEvent::LayoutRequest) {
        Q_EMIT rowsChanged();
    }
    return done;
}

} // namespace foyer
