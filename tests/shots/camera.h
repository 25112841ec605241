#pragma once

#include "ui/theme.h"

#include <QCoreApplication>
#include <QDir>
#include <QList>

#include <functional>
#include <utility>

namespace foyer
{

/// Saves pictures of windows in one look, and notes what a machine can see is wrong with them.
class Camera
{
public:
    /// Pictures go to \a folder as NAME.png; every window is shown in the look \a theme has.
    Camera(Theme &theme, const QDir &folder) : m_theme(theme), m_folder(folder) {}

    Theme &theme() const { return m_theme; }
    /// Waits until \a window is shown and has come to rest, and saves it as \a name.
    void take(const QString &name, QWidget &window);
    /// Pictures saved so far.
    int taken() const { return m_taken; }
    /// One line for each fault found: the picture, the widget, what is wrong.
    const QStringList &faults() const { return m_faults; }

private:
    Theme &m_theme;
    QDir m_folder;
    int m_taken = 0;
    QStringList m_faults;
};

/// A sentence of the program in the look's language, as it would come from below.
inline QString translated(const char *context, const char *source)
{
    return QCoreApplication::translate(context, source);
}

using Scene = std::pair<QString, std::function<void(Camera &)>>;

/// Scenes of a room's messages.
QList<Scene> timelineScenes();
/// Scenes of what stands around them in the main window.
QList<Scene> windowScenes();
/// Scenes of the dialogs that stand by themselves.
QList<Scene> dialogScenes();

/// What is cut off or lies off the grid of 4 pixels in \a window: texts with less room than they take, widgets that
/// reach out of their parents, margins and spacing of layouts.
QStringList layoutFaults(const QWidget &window);

} // namespace foyer
