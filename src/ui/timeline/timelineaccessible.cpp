#include "ui/timeline/timelineaccessible.h"

#include "models/spokentext.h"
#include "ui/timeline/timelineview.h"

namespace foyer
{

namespace
{

/// Interfaces kept before those of rows that are gone are looked for.
constexpr qsizetype rowsKept = 2 * TimelineModel::windowLimit;

class RowAccessible : public QAccessibleInterface, public QAccessibleActionInterface
{
public:
    RowAccessible(TimelineView *view, qint64 id) : m_view(view), m_id(id) {}

    qint64 id() const { return m_id; }

    bool isValid() const override { return row() >= 0; }
    QObject *object() const override { return nullptr; }
    QWindow *window() const override { return m_view ? m_view->window()->windowHandle() : nullptr; }
    QAccessibleInterface *parent() const override { return QAccessible::queryAccessibleInterface(m_view.data()); }
    QAccessibleInterface *child(int) const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    void setText(QAccessible::Text, const QString &) override {}

    QString text(QAccessible::Text kind) const override
    {
        const int at = row();
        return kind == QAccessible::Name && at >= 0 ? m_view->spokenRow(at) : QString();
    }

    QRect rect() const override
    {
        const int at = row();
        const QRect inside = at < 0 ? QRect() : m_view->visualRect(at);
        return inside.isEmpty() ? QRect() : QRect(m_view->viewport()->mapToGlobal(inside.topLeft()), inside.size());
    }

    QAccessible::State state() const override
    {
        QAccessible::State state;
        const int at = row();
        if (at < 0) {
            state.invalid = true;
            return state;
        }
        state.readOnly = true;
        state.multiLine = true;
        state.focusable = true;
        state.selectable = true;
        state.extSelectable = true;
        state.focused = m_view->hasFocus() && m_view->currentRow() == at;
        state.selected = m_view->selection().contains(m_id);
        state.offscreen = m_view->visualRect(at).isEmpty();
        return state;
    }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface *>(this) : nullptr;
    }

    QStringList actionNames() const override { return {setFocusAction(), pressAction(), showMenuAction()}; }
    QStringList keyBindingsForAction(const QString &) const override { return {}; }
    void doAction(const QString &name) override
    {
        const int at = row();
        if (at < 0) {
            return;
        }
        m_view->setCurrentRow(at);
        if (name == pressAction()) {
            m_view->activateCurrent();
        } else if (name == showMenuAction()) {
            m_view->openMenuOfCurrent();
        } else if (name == setFocusAction()) {
            m_view->setFocus();
        }
    }

private:
    int row() const { return m_view && m_view->model() != nullptr ? m_view->model()->indexOf(m_id) : -1; }

    const QPointer<TimelineView> m_view;
    const qint64 m_id;
};

QAccessibleInterface *makeInterface(const QString &, QObject *object)
{
    auto *view = qobject_cast<TimelineView *>(object);
    return view == nullptr ? nullptr : new TimelineAccessible(view);
}

} // namespace

TimelineAccessible::TimelineAccessible(TimelineView *view) : QAccessibleWidget(view, QAccessible::List) {}

TimelineAccessible::~TimelineAccessible()
{
    for (const QAccessible::Id id : std::as_const(m_rows)) {
        QAccessible::deleteAccessibleInterface(id);
    }
}

void TimelineAccessible::install()
{
    // The same function twice is one factory.
    QAccessible::installFactory(makeInterface);
}

void TimelineAccessible::replaceEarly(TimelineView *view)
{
    QAccessibleInterface *known = QAccessible::queryAccessibleInterface(view);
    if (known != nullptr && dynamic_cast<TimelineAccessible *>(known) == nullptr) {
        QAccessible::deleteAccessibleInterface(QAccessible::uniqueId(known));
    }
}

TimelineView *TimelineAccessible::view() const
{
    return qobject_cast<TimelineView *>(object());
}

int TimelineAccessible::childCount() const
{
    return view() != nullptr && view()->model() != nullptr ? view()->model()->rowCount() : 0;
}

QAccessibleInterface *TimelineAccessible::child(int index) const
{
    if (index < 0 || index >= childCount()) {
        return nullptr;
    }
    const qint64 id = view()->model()->row(index).id();
    if (const auto known = m_rows.constFind(id); known != m_rows.cend()) {
        return QAccessible::accessibleInterface(*known);
    }
    forgetGone();
    auto *row = new RowAccessible(view(), id);
    m_rows.insert(id, QAccessible::registerAccessibleInterface(row));
    return row;
}

void TimelineAccessible::forgetGone() const
{
    if (m_rows.size() < rowsKept) {
        return;
    }
    m_rows.removeIf([this](const QHash<qint64, QAccessible::Id>::iterator &row) {
        if (view()->model()->indexOf(row.key()) >= 0) {
            return false;
        }
        QAccessible::deleteAccessibleInterface(row.value());
        return true;
    });
}

int TimelineAccessible::indexOfChild(const QAccessibleInterface *child) const
{
    const auto *row = dynamic_cast<const RowAccessible *>(child);
    if (row == nullptr || childCount() == 0) {
        return -1;
    }
    return view()->model()->indexOf(row->id());
}

QAccessibleInterface *TimelineAccessible::childAt(int x, int y) const
{
    for (int row = std::max(0, view()->firstVisibleRow()); row < childCount(); ++row) {
        const QRect inside = view()->visualRect(row);
        if (inside.isEmpty()) {
            break;
        }
        if (inside.contains(view()->viewport()->mapFromGlobal(QPoint(x, y)))) {
            return child(row);
        }
    }
    return nullptr;
}

QAccessibleInterface *TimelineAccessible::focusChild() const
{
    return view()->hasFocus() ? child(view()->currentRow()) : nullptr;
}

} // namespace foyer
