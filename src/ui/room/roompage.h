#pragma once

#include "core/clock.h"
#include "core/roomaddress.h"
#include "core/roommessage.h"
#include "models/noticelevel.h"
#include "models/moderation.h"
#include "models/slashcommand.h"

#include <QPointer>
#include <QWidget>

#include <memory>

class QLabel;
class QMenu;

namespace foyer
{

namespace Ui
{
class RoomPage;
}

class BannerBar;
class Composer;
class EmojiModel;
class LeftPanel;
class NoticeMenu;
class RoomPageState;
class Theme;
class TimelineView;
class VoiceBar;

/// The middle of the window: header, banner, timeline, and the composer or why one is not in the room. One page shows
/// any room: setRoom() changes which; place and draft of each are kept.
class RoomPage : public QWidget
{
    Q_OBJECT

public:
    RoomPage(const Theme &theme, Clock &clock, QWidget *parent = nullptr);
    ~RoomPage() override;

    /// nullptr shows nothing.
    void setRoom(RoomPageState *room);
    /// What the emoji button offers.
    void setEmoji(EmojiModel *emoji);
    TimelineView *timeline() const { return m_timeline; }
    /// Gives the cursor to the composer, or to what stands in its place.
    void focusComposer();
    void mention(const QString &nickname);
    /// The next message answers row \a key of the timeline; nothing happens when it cannot.
    void beginReply(foyer::MessageKey key);
    /// The own row \a key is corrected in the composer.
    void beginEdit(foyer::MessageKey key);
    /// The same for the own message that came last.
    void beginEditLast();
    /// Whether the button that brings the room list back is there.
    void setRoomsButtonShown(bool shown);
    void setPeopleShown(bool shown);

Q_SIGNALS:
    void sendRequested(const QString &body, foyer::MessageKey replyTo);
    void correctRequested(foyer::MessageKey key, const QString &body);
    void commandRequested(const foyer::SlashCommand &command, const QString &text);
    void askToSpeakRequested();
    /// A request for voice was granted.
    void moderationRequested(const foyer::RoomAddress &room, const foyer::Moderation &moderation);
    void leaveRequested();
    void rejoinRequested();
    void joinAgainRequested();
    void alternativeRequested(const QString &address);
    void removeRequested();
    void noticeLevelChosen(foyer::NoticeLevel level);
    void loadGapRequested(foyer::MessageKey beforeKey);
    void resendRequested(foyer::MessageKey key);
    /// What we put below a message from now on.
    void reactionsRequested(foyer::MessageKey key, const QStringList &emojis);
    /// Asked about, and answered with yes. Another room than that of the question may be shown by then.
    void retractRequested(const foyer::RoomAddress &room, foyer::MessageKey key);
    void moderateRequested(const foyer::RoomAddress &room, foyer::MessageKey key, const QString &reason);
    void historyRequested(foyer::MessageKey key);
    void retryNowRequested();
    void linkActivated(const QUrl &link);
    void followingChanged(bool following);
    void roomsPaneRequested();
    void peoplePaneRequested(bool shown);

protected:
    void changeEvent(QEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void makeMenu();
    void connectParts();
    void connectMessageActs();
    void applyTheme();
    void update();
    void updateEmptiness();
    void updateTyping();
    void showAll(const QString &body);

    const Theme &m_theme;
    const std::unique_ptr<Ui::RoomPage> m_ui;
    QPointer<RoomPageState> m_room;
    BannerBar *m_banner;
    VoiceBar *m_voice;
    TimelineView *m_timeline;
    Composer *m_composer;
    LeftPanel *m_left;
    QMenu *m_menu;
    NoticeMenu *m_noticeMenu = nullptr;
    QAction *m_leaveAction = nullptr;
    QAction *m_removeAction = nullptr;
    QLabel *m_emptyLabel;
};

} // namespace foyer
