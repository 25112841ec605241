#pragma once

#include <QFrame>
#include <QPointer>

class QLabel;
class QLineEdit;
class QListView;

namespace foyer
{

class EmojiModel;
class Theme;

/// A small pane to choose an emoji from: a search field, the emoji, and the name of the marked one. Arrows move while
/// one types, Enter takes, Escape or another place in the window closes.
class EmojiPicker : public QFrame
{
    Q_OBJECT

public:
    /// \a parent is the window it stands in.
    EmojiPicker(const Theme &theme, EmojiModel &model, QWidget *parent);

    /// Opens with the lower right corner at \a corner of the window, or as near as it fits.
    void open(const QPoint &corner);

Q_SIGNALS:
    void picked(const QString &emoji);
    /// It closed without a choice, from the keyboard: whoever opened it takes the focus back.
    void cancelled();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    bool takesKey(int key);
    void moveBy(int steps);
    void choose(const QModelIndex &index);
    void showName();
    void applyTheme();
    /// As many rows and columns as there is room for.
    void fitList();

    const Theme &m_theme;
    EmojiModel &m_model;
    QLineEdit *m_search;
    QListView *m_list;
    QLabel *m_name;
    int m_columns = 1;
};

} // namespace foyer
