#pragma once

#include <QAccessibleWidget>
#include <QHash>

namespace foyer
{

class TimelineView;

/// A TimelineView for assistive technology: a list whose children are the rows of its model, each with its words,
/// place and state. The rows' interfaces are made when asked for and go with their rows.
class TimelineAccessible : public QAccessibleWidget
{
public:
    explicit TimelineAccessible(TimelineView *view);
    ~TimelineAccessible() override;

    /// Makes Qt use this class for every TimelineView; may be called more than once.
    static void install();
    /// Forgets what Qt made of \a view while it was not yet one: a scroll area under construction is asked for its
    /// interface by the events of its own parts. Called at the end of the constructor.
    static void replaceEarly(TimelineView *view);

    int childCount() const override;
    QAccessibleInterface *child(int index) const override;
    int indexOfChild(const QAccessibleInterface *child) const override;
    QAccessibleInterface *childAt(int x, int y) const override;
    QAccessibleInterface *focusChild() const override;

private:
    TimelineView *view() const;
    void forgetGone() const;

    mutable QHash<qint64, QAccessible::Id> m_rows; ///< TimelineRow::id() to its interface
};

} // namespace foyer
