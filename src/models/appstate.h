#pragma once

#include "models/emojimodel.h"
#include "models/roompagestate.h"
#include "service/chatroomservice.h"

#include <QObject>

#include <memory>
#include <vector>

namespace foyer
{

/// The root of everything the interface shows: account, connection, the room list and a RoomPageState for each room.
/// Fed by slots with the signatures of ChatroomService's signals; linkAppState() connects them all.
class AppState : public QObject
{
    Q_OBJECT

public:
    enum class Tone { Good, Waiting, Bad };

    AppState(RoomSource &source, Clock &clock, QObject *parent = nullptr);
    ~AppState() override;

    QString accountName() const { return m_accountName; }
    /// One or two words: "Connected", "Reconnecting…".
    QString connectionText() const;
    Tone connectionTone() const;
    /// Whether there is an account to connect at all.
    bool hasAccount() const { return !m_accountName.isEmpty(); }
    /// No account, or one that nobody tries to connect: refused for good, or given up.
    bool isSignedOut() const { return !hasAccount() || m_connection.kind == ConnectionState::Kind::Offline; }

    RoomListModel &rooms() { return m_rooms; }
    /// The emoji to choose from, the recent ones of this person first.
    EmojiModel &emoji() { return m_emoji; }
    /// The page of a room; nullptr when the room is not listed.
    RoomPageState *page(const RoomAddress &room) const;
    RoomPageState *activePage() const { return m_active; }
    Clock &clock() const { return m_clock; }

public Q_SLOTS:
    void setAccount(const foyer::Jid &account);
    /// The room the window shows. Nothing happens when it is not listed.
    void setActiveRoom(const foyer::RoomAddress &room);
    /// Whether the window is in front; messages in a window nobody looks at are unread.
    void setWindowActive(bool active) { updateReading(m_windowActive, active); }
    bool isWindowActive() const { return m_windowActive; }
    /// Whether the active room's timeline is at its newest end.
    void setFollowing(bool following) { updateReading(m_following, following); }
    /// Whether something else stands in the place of the active room, as the list of rooms does in a narrow window.
    void setRoomCovered(bool covered) { updateReading(m_covered, covered); }
    /// See TimelineModel::setPace(); for rooms listed from now on.
    void setPace(int ms) { m_paceMs = ms; }

    /// Nothing is unread any more, in any room.
    void markAllRead();

    /// The service's list: rooms appear, change and go.
    void setRooms(const QList<foyer::RoomSummary> &rooms);
    void onConnectionStateChanged(const foyer::ConnectionState &state);
    void onConnectionLost(const foyer::Error &cause);
    void onRoomStateChanged(const foyer::RoomAddress &room, foyer::RoomState state);
    void onJoined(const foyer::RoomAddress &room, const foyer::JoinResult &result);
    void onJoinFailed(const foyer::RoomAddress &room, const foyer::Error &error);
    void onLeft(const foyer::RoomAddress &room, const foyer::LeaveReason &reason);
    void onMuteStateChanged(const foyer::RoomAddress &room, const foyer::MuteState &mute);
    void onRejoined(const foyer::RoomAddress &room, const foyer::JoinResult &result,
                    const foyer::CatchUpReport &report);
    void onCatchUpProgressed(const foyer::RoomAddress &room, const foyer::CatchUpProgress &progress);
    void onRejoinFailed(const foyer::RoomAddress &room, const foyer::Error &error, bool willRetry);
    void onMessagesStored(const foyer::RoomAddress &room, const QList<foyer::StoredMessage> &rows);
    void onMessageChanged(const foyer::RoomAddress &room, foyer::MessageChange change, const foyer::StoredMessage &row);
    void onOccupantsChanged(const foyer::RoomAddress &room, const foyer::OccupantDelta &delta);
    /// Somebody without voice asks us, a moderator, for it.
    void onVoiceRequested(const foyer::RoomAddress &room, const QString &nickname);
    /// Who writes in \a room now.
    void onTypingChanged(const foyer::RoomAddress &room, const QStringList &nicknames);
    /// How long one waits there between two messages, s.
    void onSlowModeChanged(const foyer::RoomAddress &room, int seconds);
    void onNicknameChanged(const foyer::RoomAddress &room, const QString &nickname);
    void onSubjectChanged(const foyer::RoomAddress &room, const QString &subject, const QString &by,
                          const QDateTime &at);
    void onRoomInfoChanged(const foyer::RoomAddress &room, const foyer::RoomInfo &info);
    void onTimelineChanged(const foyer::RoomAddress &room);
    /// A message was not taken: its text returns to the composer with the reason below it.
    void onSendRefused(const foyer::RoomAddress &room, const QString &body, const foyer::Error &error);
    /// The correction of row \a key, which says \a body, to \a text was not taken: it is begun again with the reason
    /// below it.
    void onEditRefused(const foyer::RoomAddress &room, foyer::MessageKey key, const QString &body, const QString &text,
                       const foyer::Error &error);
    /// A message that was on its way was refused: its row says so, and what a mute has stopped is a draft again.
    void onMessageRefused(const foyer::RoomAddress &room, const foyer::StoredMessage &row, const foyer::Error &error);
    /// The text of row \a key went out once more from its row: it is no draft any more.
    void onSentAgain(const foyer::RoomAddress &room, foyer::MessageKey key);

Q_SIGNALS:
    void accountChanged();
    void connectionChanged();
    /// Another room is shown, or none (activePage() is nullptr).
    void activeRoomChanged();
    /// \a rows came into a room while nobody looked at its newest end.
    void unreadArrived(const foyer::RoomAddress &room, const QList<foyer::StoredMessage> &rows);
    void unreadRemoved(const foyer::RoomAddress &room, foyer::MessageKey key);
    /// A room is listed that was not: its page is there, its draft is still empty.
    void roomListed(const foyer::RoomAddress &room);
    /// What is being written in \a room changed.
    void draftChanged(const foyer::RoomAddress &room);
    /// Where one is in \a room changed: the row at the top, or what is read.
    void placeChanged(const foyer::RoomAddress &room);
    /// The person writes a message in \a room, or has nothing written any more.
    void writingNoted(const foyer::RoomAddress &room, bool writing);
    /// A room one was in was left by one's own wish: *Undo* joins it again.
    void leftByUser(const foyer::RoomAddress &room, const QString &name);

private:
    RoomPageState &ensure(const RoomAddress &room);
    void removePage(const RoomAddress &room);
    /// Why \a page's room was left; the room that replaced it by the name it is listed under.
    void showLeft(RoomPageState &page, const LeaveReason &reason);
    void takeFacts(RoomPageState &page, const JoinResult &result);
    void updateReading();
    void updateReading(bool &part, bool value);
    void lookAtDay();
    bool isOnline() const { return m_connection.kind == ConnectionState::Kind::Online; }

    RoomSource &m_source;
    Clock &m_clock;
    RoomListModel m_rooms;
    EmojiModel m_emoji;
    std::vector<std::unique_ptr<RoomPageState>> m_pages;
    RoomPageState *m_active = nullptr;
    QString m_accountName;
    ConnectionState m_connection;
    Timer m_dayTimer;
    QDate m_today;       ///< by local time
    int m_utcOffset = 0; ///< of local time, s
    bool m_everOnline = false;
    bool m_windowActive = true;
    bool m_covered = false;
    bool m_following = true;
    int m_paceMs = 0;
};

} // namespace foyer
