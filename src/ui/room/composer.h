#pragma once

#include "core/roommessage.h"
#include "models/attachmentlist.h"
#include "models/slashcommand.h"

#include <QPointer>
#include <QWidget>

class QFrame;
class QLabel;
class QMimeData;
class QPushButton;
class QToolButton;

namespace foyer
{

class AimBar;
class AttachmentIntake;
class AttachmentStrip;
class ComposerCompleter;
class ComposerEdit;
class ComposerFoot;
class ComposerState;
class EmojiModel;
class EmojiPicker;
class OccupantListModel;
class Theme;

/// Where a message is written; or, when one may not write, why not. The text is never lost: it lives in the state.
class Composer : public QWidget
{
    Q_OBJECT

public:
    explicit Composer(const Theme &theme, QWidget *parent = nullptr);

    void setState(ComposerState *state);
    /// Whose nicknames can be completed.
    void setPeople(OccupantListModel *people);
    /// What the emoji button offers; it is hidden without.
    void setEmoji(EmojiModel *emoji);
    void focusText();
    /// Puts @ and \a nickname in at the cursor.
    void mention(const QString &nickname);
    /// The next message answers row \a key.
    void beginReply(MessageKey key, const QString &nickname, const QString &body);
    /// Puts the text of row \a key in to be corrected; what was being written comes back afterwards.
    void beginEdit(MessageKey key, const QString &body);
    /// The answer to editLastRequested(); not when something was written meanwhile.
    void beginEditLast(MessageKey key, const QString &body);
    /// Whether something that is dragged over the room can be dropped: files, a picture, text.
    bool takes(const QMimeData &given) const;
    /// Attaches files and a picture, puts text in at the cursor.
    void take(const QMimeData &given);
    /// Shows that what is being dragged would come here.
    void setDropping(bool dropping);
    /// Who is typing in the room, in a sentence; nothing when nobody is.
    void setTyping(const QString &sentence);

Q_SIGNALS:
    /// \a replyTo: the row that is answered, 0 for none.
    void sendRequested(const QString &body, foyer::MessageKey replyTo);
    void correctRequested(foyer::MessageKey key, const QString &body);
    /// \a text is what was written, should the command fail.
    void commandRequested(const foyer::SlashCommand &command, const QString &text);
    /// Ask the moderators for voice.
    void askToSpeakRequested();
    /// Up in an empty field: correct the own message that came last.
    void editLastRequested();
    void pageRequested(int pages);
    /// The text field is about to be hidden while the cursor is in it.
    void focusLeft();
    /// One may write (again).
    void opened();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void connectParts();
    void connectAttachments();
    void updateAttachments(bool open);
    /// The attachments that go out with the text.
    QList<AttachmentId> readyFiles() const;
    void sendFiles(const QList<AttachmentId> &files);
    void update();
    void showAim();
    void updateSend();
    /// What the text is, for screen readers.
    void nameText(const QString &room);
    void submit();
    /// False when it is not its turn yet; nothing has happened then.
    bool send(const QString &body);
    bool takesKey(int key);
    bool isBlank() const;
    void openPicker();
    /// Whether it was open.
    bool closePicker();
    void takeDraft();
    /// Puts \a text in at the cursor unless that would be too long for a message.
    void put(const QString &text);

    const Theme &m_theme;
    QPointer<ComposerState> m_state;
    AimBar *m_aim;
    AttachmentStrip *m_strip;
    AttachmentIntake *m_intake;
    QFrame *m_frame;
    QLabel *m_lock;
    QLabel *m_reason;
    QPushButton *m_ask;
    ComposerEdit *m_edit;
    ComposerCompleter *m_completer;
    QToolButton *m_attachButton;
    QToolButton *m_emojiButton;
    EmojiModel *m_emoji = nullptr;
    QPointer<EmojiPicker> m_picker;
    QPushButton *m_send;
    ComposerFoot *m_foot;
};

} // namespace foyer
