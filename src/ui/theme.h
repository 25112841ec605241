#pragma once

#include "ui/tokens.h"

#include <QFont>
#include <QObject>

#include <optional>

class QApplication;
class QWidget;

namespace foyer
{

/// The look of the whole program: colours, fonts and distances in one place. Sets the application's style, palette and
/// style sheet. Built once by the application and passed to widgets by reference; it must outlive them.
class Theme : public QObject
{
    Q_OBJECT

public:
    enum class Mode { System, Light, Dark, Contrast };

    /// Follows the desktop: its palette at this moment tells whether it is dark.
    explicit Theme(QApplication &application, QObject *parent = nullptr);

    void setMode(Mode mode);
    Mode mode() const { return m_mode; }
    /// What the desktop says by other means than its palette (xdg portal); used in System. While it says nothing, the
    /// palette tells.
    void setDesktopPrefersDark(std::optional<bool> wish);

    /// Contrast in System: the desktop's own palette.
    void setDesktopWantsContrast(bool wanted);
    /// Nothing moves by itself.
    void setReducedMotion(bool reduced);
    /// How long something that would take \a ms to move may take: 0 where motion is not wanted, 150 at most.
    int motionMs(int ms) const;

    /// Size of all text in percent of the desktop's own, smallestZoom to largestZoom.
    int zoom() const { return m_zoom; }
    void setZoom(int percent);
    /// To the next larger or smaller of the usual steps.
    void zoomIn();
    void zoomOut();
    static constexpr int smallestZoom = 75;
    static constexpr int usualZoom = 100;
    static constexpr int largestZoom = 300;
    /// A height made for text of the usual size, in the present one: zoomed, or large on the whole desktop.
    int scaled(int pixels) const;
    /// The side of an icon that is \a pixels beside text of the usual size, in the present one; at most 1.6 times that.
    int iconSize(int pixels) const;
    /// The same for what stands for a person or a room; at most half as much again, so that words keep their room.
    int avatarSize(int pixels) const;

    const Tokens &tokens() const { return m_tokens; }
    bool isDark() const { return m_tokens.dark; }

    /// The desktop's interface font at its own size, zoomed.
    QFont bodyFont() const;
    /// Names of people and rooms: semibold.
    QFont nameFont() const;
    /// Times, hints and second lines: two points smaller, never below 11 px.
    QFont hintFont() const;
    /// What was refused, in the size of a hint; stronger than one where no colour tells them apart.
    QFont problemFont() const;
    /// Title of a page or a dialog.
    QFont titleFont() const;
    /// Section heads of lists.
    QFont sectionFont() const;

Q_SIGNALS:
    /// Colours or fonts changed; painted widgets update.
    void changed();
    void zoomChanged(int percent);

private:
    void apply();

    QApplication &m_application;
    QFont m_desktopFont;
    QFont m_appliedFont;
    int m_zoom = usualZoom;
    qreal m_textScale = 1; ///< of text to that of the usual size; not below 1
    QPalette m_desktopPalette;
    bool m_desktopDark = false;
    bool m_desktopContrast = false;
    bool m_reducedMotion = false;
    Mode m_mode = Mode::System;
    Tokens m_tokens;
};

/// Distances and radii in logical pixels.
namespace metrics
{
constexpr int step = 4;
constexpr int rowPadding = 8;
constexpr int groupRhythm = 4;
constexpr int groupGap = 12;
constexpr int timelineSide = 18;
constexpr int roomsWidth = 264;
constexpr int peopleWidth = 228;
constexpr int headerHeight = 64;
constexpr int controlRadius = 8;
constexpr int rowRadius = 10;
constexpr int composerRadius = 12;
constexpr int dialogRadius = 14;
constexpr int largeAvatar = 36;
constexpr int smallAvatar = 28;
constexpr int headButton = 34; ///< width of the buttons in a room's head; signs below them keep their line
constexpr int foldPeopleBelow = 900;
constexpr int foldRoomsBelow = 640;
} // namespace metrics

/// How a button or a label looks; understood by the application's style sheet, follows the theme by itself.
enum class Look {
    Plain,
    Primary,   ///< button: the one accent action of a view
    Secondary, ///< button: outlined (also the look of a button without any)
    Link,      ///< button: accent text, no frame
    Icon,      ///< tool button: icon only, ground on hover
    Danger,    ///< button: destructive, in its confirmation only
    Segment,   ///< checkable button of a row of choices
    Card,      ///< checkable large choice, or a frame around one
    Page,      ///< text to scroll through: outlined while it has the cursor
    Title,     ///< label: large and semibold
    Heading,   ///< label: semibold, above a field
    Quiet,     ///< label: second line, hint
    Bad,       ///< label: error under a field
};
/// Gives \a widget its look; may be called again later.
void setLook(QWidget *widget, Look look);
/// Marks a field red (with an error below it) or takes the mark away.
void setInvalid(QWidget *field, bool invalid);

/// The ground a container is painted on.
enum class Ground { Background, Panel };
void setGround(QWidget *widget, Ground ground);

} // namespace foyer
