// The scroll bar of a TimelineView, which counts rows, and the pill that leads to the newest message.
#include "ui/timeline/timelineview.h"

#include "ui/icons.h"
#include "ui/theme.h"

#include <QLocale>
#include <QPushButton>
#include <QScrollBar>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int barUnits = 100; ///< scroll bar steps of one row
constexpr int barWidth = 10;
constexpr int pillMargin = 12;

} // namespace

void TimelineView::updateScrollBar()
{
    const int rows = m_model == nullptr ? 0 : m_model->rowCount();
    const bool fits =
        rows == 0 || (m_placed.first().row == 0 && m_placed.first().top >= 0 && m_placed.last().row == rows - 1 &&
                      m_placed.last().bottom() <= viewport()->height());
    m_bar->setVisible(!fits);
    if (fits) {
        return;
    }
    m_settingBar = true;
    const int shown = static_cast<int>(m_placed.size());
    const int maximum = std::max(1, rows - shown) * barUnits;
    m_bar->setRange(0, maximum);
    m_bar->setPageStep(shown * barUnits);
    m_bar->setSingleStep(barUnits / 2);
    const Placed &first = m_placed.first();
    const int part = qRound(barUnits * static_cast<double>(-first.top) / std::max(1, first.bottom() - first.top));
    const bool atEnd = m_placed.last().row == rows - 1 && m_placed.last().bottom() <= viewport()->height();
    m_bar->setValue(atEnd ? maximum : std::min(maximum - 1, first.row * barUnits + part));
    m_settingBar = false;
}

void TimelineView::onScrollBarMoved(int value)
{
    if (m_settingBar || m_model == nullptr || m_model->rowCount() == 0) {
        return;
    }
    if (value == m_bar->maximum()) {
        setFollowing(m_model->isAtNewest());
        if (m_following) {
            layOut();
            return;
        }
    }
    setFollowing(false);
    const int row = std::clamp(value / barUnits, 0, m_model->rowCount() - 1);
    const int height = qCeil(layoutOf(row)->height);
    m_anchorId = m_model->row(row).id();
    m_anchorRow = row;
    m_anchorTop = -height * (value % barUnits) / barUnits;
    layOut();
    askForMore(TimelineModel::From::StoreThenServer);
}

void TimelineView::updatePill()
{
    const bool shown = m_model != nullptr && !m_following && m_model->rowCount() > 0;
    m_pill->setVisible(shown);
    if (!shown) {
        return;
    }
    const int count = m_model->newerCount();
    m_pill->setIcon(Icons::icon(u"down"_s, m_theme.tokens().accent, 16));
    m_pill->setText(count > 0 ? tr("%1 new", "messages below what is shown").arg(QLocale().toString(count))
                              : tr("Newest", "button that goes to the newest message"));

    placeOverlays();
}

void TimelineView::placeOverlays()
{
    m_bar->setGeometry(isRightToLeft() ? 0 : width() - barWidth, 2, barWidth, height() - 4);
    const QSize size = m_pill->sizeHint();
    m_pill->setGeometry((width() - size.width()) / 2, height() - size.height() - pillMargin, size.width(),
                        size.height());
    m_bar->raise();
    m_pill->raise();
}

} // namespace foyer
