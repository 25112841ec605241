#pragma once

#include "models/completion.h"

#include <QFrame>

class QListView;
class QStandardItemModel;

namespace foyer
{

class Theme;

/// The list above the composer: ways to go on with what is being written. It takes no focus; the composer passes it
/// the keys that move in it.
class CompletionPopup : public QFrame
{
    Q_OBJECT

public:
    explicit CompletionPopup(const Theme &theme, QWidget *parent);

    /// Shows \a completion with its lower left corner at \a corner of the parent; hides when there is nothing.
    void offer(const Completion &completion, const QPoint &corner, int width);
    const Completion &completion() const { return m_completion; }
    /// Moves the choice by \a rows, around the ends.
    void move(int rows);

Q_SIGNALS:
    void chosen(const foyer::CompletionChoice &choice);

public Q_SLOTS:
    /// Takes what is marked.
    void choose();

private:
    const Theme &m_theme;
    QListView *m_list;
    QStandardItemModel *m_model;
    Completion m_completion;
};

} // namespace foyer
