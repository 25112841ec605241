#include "ui/windowkeys.h"

#include <QShortcut>
#include <QWidget>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

using Group = KeyEntry::Group;
using Keys = QList<QKeySequence>;

constexpr int numberedRooms = 9;
constexpr int mostListed = 4;

QKeySequence key(QKeyCombination combination)
{
    return QKeySequence(combination);
}

/// Names of keys that Qt asks its own translation for, where it has another word than stands on the keys.
[[maybe_unused]] constexpr const char *keyNames[] = {
    QT_TRANSLATE_NOOP("QShortcut", "Up"), QT_TRANSLATE_NOOP("QShortcut", "Down"),
    QT_TRANSLATE_NOOP("QShortcut", "PgUp"), QT_TRANSLATE_NOOP("QShortcut", "PgDown"),
    QT_TRANSLATE_NOOP("QShortcut", "Return")};

QList<KeyEntry> roomKeys()
{
    Keys numbers;
    for (int i = 0; i < numberedRooms; ++i) {
        numbers.append(key(Qt::ALT | Qt::Key(Qt::Key_1 + i)));
    }
    return {
        {KeyAction::SwitchRoom,
         Group::Rooms,
         {key(Qt::CTRL | Qt::Key_K)},
         WindowKeys::tr("Go to a room by a few letters")},
        {KeyAction::JoinRoom, Group::Rooms, {key(Qt::CTRL | Qt::Key_J)}, WindowKeys::tr("Join a room")},
        {KeyAction::PreviousRoom,
         Group::Rooms,
         {key(Qt::ALT | Qt::Key_Up), key(Qt::CTRL | Qt::Key_PageUp), key(Qt::CTRL | Qt::SHIFT | Qt::Key_Tab)},
         WindowKeys::tr("Previous room")},
        {KeyAction::NextRoom,
         Group::Rooms,
         {key(Qt::ALT | Qt::Key_Down), key(Qt::CTRL | Qt::Key_PageDown), key(Qt::CTRL | Qt::Key_Tab)},
         WindowKeys::tr("Next room")},
        {KeyAction::PreviousUnread,
         Group::Rooms,
         {key(Qt::ALT | Qt::SHIFT | Qt::Key_Up)},
         WindowKeys::tr("Previous room with unread messages")},
        {KeyAction::NextUnread,
         Group::Rooms,
         {key(Qt::ALT | Qt::SHIFT | Qt::Key_Down)},
         WindowKeys::tr("Next room with unread messages")},
        {KeyAction::NthRoom, Group::Rooms, numbers, WindowKeys::tr("First to ninth room")},
        {KeyAction::MarkAllRead,
         Group::Rooms,
         {key(Qt::SHIFT | Qt::Key_Escape)},
         WindowKeys::tr("Mark all rooms as read")},
        {KeyAction::LeaveRoom, Group::Rooms, {key(Qt::CTRL | Qt::Key_W)}, WindowKeys::tr("Leave the room")},
    };
}

QList<KeyEntry> messageKeys()
{
    return {
        {KeyAction::Elsewhere, Group::Messages, {key(Qt::Key_Return)}, WindowKeys::tr("Send the message")},
        {KeyAction::Elsewhere, Group::Messages, {key(Qt::SHIFT | Qt::Key_Return)}, WindowKeys::tr("New line")},
        {KeyAction::Elsewhere,
         Group::Messages,
         {key(Qt::Key_Up)},
         WindowKeys::tr("Edit your last message, in an empty field")},
        {KeyAction::Elsewhere, Group::Messages, {key(Qt::Key_Tab)}, WindowKeys::tr("Complete a name or a command")},
        {KeyAction::Elsewhere, Group::Messages, {key(Qt::Key_Slash)}, WindowKeys::tr("Begin a command")},
        {KeyAction::Elsewhere,
         Group::Messages,
         {key(Qt::Key_PageUp), key(Qt::Key_PageDown)},
         WindowKeys::tr("Scroll through the messages")},
    };
}

QList<KeyEntry> windowKeys()
{
    return {
        {KeyAction::NextArea, Group::Window, {key(Qt::Key_F6)}, WindowKeys::tr("Next area of the window")},
        {KeyAction::PreviousArea,
         Group::Window,
         {key(Qt::SHIFT | Qt::Key_F6)},
         WindowKeys::tr("Previous area of the window")},
        {KeyAction::Menu, Group::Window, {key(Qt::Key_F10)}, WindowKeys::tr("Open the menu")},
        {KeyAction::Larger,
         Group::Window,
         {key(Qt::CTRL | Qt::Key_Plus), key(Qt::CTRL | Qt::Key_Equal)},
         WindowKeys::tr("Larger text")},
        {KeyAction::Smaller, Group::Window, {key(Qt::CTRL | Qt::Key_Minus)}, WindowKeys::tr("Smaller text")},
        {KeyAction::UsualSize, Group::Window, {key(Qt::CTRL | Qt::Key_0)}, WindowKeys::tr("Text in its usual size")},
        {KeyAction::ShowKeys,
         Group::Window,
         {key(Qt::CTRL | Qt::Key_Slash), key(Qt::CTRL | Qt::Key_Question), key(Qt::Key_F1)},
         WindowKeys::tr("Show these shortcuts")},
        {KeyAction::Quit, Group::Window, {key(Qt::CTRL | Qt::Key_Q)}, WindowKeys::tr("Quit")},
    };
}

} // namespace

WindowKeys::WindowKeys(QWidget *window) : QObject(window)
{
    const QList<KeyEntry> entries = table();
    for (const KeyEntry &entry : entries) {
        if (entry.action == KeyAction::Elsewhere) {
            continue;
        }
        for (int i = 0; i < entry.keys.size(); ++i) {
            auto *shortcut = new QShortcut(entry.keys[i], window);
            connect(shortcut, &QShortcut::activated, this,
                    [this, action = entry.action, i] { Q_EMIT triggered(action, i); });
        }
    }
}

QList<KeyEntry> WindowKeys::table()
{
    return roomKeys() + messageKeys() + windowKeys();
}

QString WindowKeys::titleOf(KeyEntry::Group group)
{
    switch (group) {
    case Group::Rooms:
        return tr("Rooms");
    case Group::Messages:
        return tr("Messages");
    case Group::Window:
        return tr("Window");
    }
    Q_UNREACHABLE();
}

QString WindowKeys::wordsFor(const KeyEntry &entry)
{
    QStringList words;
    for (const QKeySequence &keys : entry.keys) {
        words.append(keys.toString(QKeySequence::NativeText));
    }
    if (words.size() > mostListed) {
        return tr("%1 to %2", "from the first to the last key").arg(words.first(), words.last());
    }
    return words.join(u", "_s);
}

} // namespace foyer
