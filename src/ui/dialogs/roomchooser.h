#pragma once

#include "core/error.h"
#include "models/roomchoices.h"

#include <QFrame>

class QLabel;
class QLineEdit;
class QListView;
class QStandardItemModel;

namespace foyer
{

class Theme;

/// The list below a field for a room ID: rooms that fit what is typed. It takes no focus and never stands in the way:
/// what is typed counts until a row is chosen, with Down and Enter or by a click. Opens by typing, Down, or a click
/// into the field; Escape and leaving the field close it.
class RoomChooser : public QFrame
{
    Q_OBJECT

public:
    /// \a field and \a theme outlive it; it is laid over \a parent.
    RoomChooser(const Theme &theme, QLineEdit &field, QWidget *parent);

    void setRecent(const QList<RoomSummary> &rooms);
    /// The list of another server is to come: nothing of this one's is shown any more.
    void forgetDirectory();
    /// The server's list is being read; until then what it said before stays.
    void setLoading();
    void setDirectory(const QList<DirectoryRoom> &rooms);
    void setDirectoryError(const Error &error);
    /// The field has moved: an open list goes along.
    void follow();

Q_SIGNALS:
    /// The field holds the ID of \a choice now.
    void chosen(const foyer::RoomChoice &choice);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    enum class Directory { Unknown, Loading, Known, Failed };

    bool takeKey(int key);
    void open();
    void close();
    void refresh();
    QString note() const;
    void place();
    /// \a end or further down: where no control of the form is cut through.
    int endBelow(int end) const;
    void move(int rows);
    /// Marks \a row, -1 for none, and lets the field say so.
    void setMark(int row);
    void choose(int row);

    const Theme &m_theme;
    QLineEdit &m_field;
    QListView *m_list;
    QLabel *m_note;
    QStandardItemModel *m_model;
    RoomChoices m_rooms;
    QList<RoomChoice> m_shown;
    Directory m_directory = Directory::Unknown;
    QString m_errorText;
    bool m_isWanted = false;    ///< the person types, or has opened it
    bool m_isDescribed = false; ///< the field says which row is marked
    bool m_isAskedFor = false;  ///< opened by hand: says also that there is nothing
};

} // namespace foyer
