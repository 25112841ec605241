#pragma once

#include "core/servicetypes.h"

#include <QObject>

namespace foyer
{

/// Why one is not in a room, for a person: a title, an explanation and what can be done.
class LeftState : public QObject
{
    Q_OBJECT

public:
    /// What the first button does.
    enum class Action {
        None,
        Rejoin,     ///< join again as before
        AskAgain,   ///< open the join dialog: the answer needs another name or a password
        Alternative ///< join the room that was named instead
    };
    Q_ENUM(Action)

    explicit LeftState(QObject *parent = nullptr);

    /// Whether the page takes the place of the composer.
    bool isShown() const { return m_shown; }
    QString title() const { return m_title; }
    QString explanation() const { return m_explanation; }
    /// The short form for the room list.
    QString status() const { return m_status; }
    Action action() const { return m_action; }
    QString actionText() const { return m_actionText; }
    /// Address to join for Action::Alternative.
    QString alternative() const { return m_alternative; }

    /// \a otherRoom is the name of the room that replaced this one, for ReplacedByOtherRoom.
    void showLeft(const LeaveReason &reason, const QString &otherRoom = {});
    void showFailed(const Error &error);
    void hide();

Q_SIGNALS:
    void changed();

private:
    void setTexts(const QString &title, const QString &explanation, const QString &status);
    void setAction(Action action, const QString &text);

    bool m_shown = false;
    QString m_title;
    QString m_explanation;
    QString m_status;
    Action m_action = Action::None;
    QString m_actionText;
    QString m_alternative;
};

} // namespace foyer
