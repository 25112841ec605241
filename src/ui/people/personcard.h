#pragma once

#include "core/occupant.h"

#include <QFrame>
#include <QPointer>

#include <optional>

class QLabel;
class QPushButton;

namespace foyer
{

class AvatarWidget;
class ElidedLabel;
class Theme;

/// What is known of one person: nickname, role, affiliation, address where the room shows it, and the text they brought
/// along. Escape and *Close* lead back to where one was; another place in the window closes it too.
class PersonCard : public QFrame
{
    Q_OBJECT

public:
    PersonCard(const Theme &theme, QWidget *parent);

    /// Stands with its upper right corner at \a corner of the window, or as near as it fits.
    void open(const Occupant &person, bool isSelf, const QPoint &corner);

    /// \a person as known now, somebody with the nickname that it is about; none: nobody has it any more.
    void follow(const std::optional<Occupant> &person);
    /// Of whom it tells.
    const QString &nickname() const { return m_person.nickname; }

Q_SIGNALS:
    void mentionRequested(const QString &nickname);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void tell(const Occupant &person);
    void applyTheme();
    /// Closes; the focus goes to where it was before.
    void goBack();

    const Theme &m_theme;
    Occupant m_person;
    QPointer<QWidget> m_before; ///< had the focus when it opened
    AvatarWidget *m_avatar;
    ElidedLabel *m_name;
    QLabel *m_standing;
    QLabel *m_address;
    QLabel *m_extra;
    QPushButton *m_mention;
    QPushButton *m_close;
};

} // namespace foyer
