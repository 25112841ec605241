#pragma once

#include <QKeySequence>
#include <QList>
#include <QObject>

namespace foyer
{

/// What the keys of the main window do.
enum class KeyAction {
    SwitchRoom,
    JoinRoom,
    PreviousRoom,
    NextRoom,
    PreviousUnread,
    NextUnread,
    NthRoom,
    LeaveRoom,
    MarkAllRead,
    NextArea,
    PreviousArea,
    Menu,
    Larger,
    Smaller,
    UsualSize,
    ShowKeys,
    Quit,
    Elsewhere, ///< handled by the widget with the cursor; listed only
};

/// One line of the list of shortcuts.
struct KeyEntry {
    enum class Group { Rooms, Messages, Window };
    KeyAction action = KeyAction::Elsewhere;
    Group group = Group::Window;
    QList<QKeySequence> keys;
    QString text;
};

/// The keys of the main window: one table, from which the shortcuts are made and the overlay is drawn.
class WindowKeys : public QObject
{
    Q_OBJECT

public:
    explicit WindowKeys(QWidget *window);

    static QList<KeyEntry> table();
    static QString titleOf(KeyEntry::Group group);
    /// The keys as a person reads them: "Alt+Up, Ctrl+PgUp".
    static QString wordsFor(const KeyEntry &entry);

Q_SIGNALS:
    /// \a which: the place of the pressed key among the keys of its entry, from 0.
    void triggered(foyer::KeyAction action, int which);
};

} // namespace foyer
