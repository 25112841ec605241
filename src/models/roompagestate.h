#pragma once

#include "core/clock.h"
#include "models/bannerstate.h"
#include "models/composerstate.h"
#include "models/leftstate.h"
#include "models/noticelevel.h"
#include "models/occupantlistmodel.h"
#include "models/roomlistmodel.h"
#include "models/timelinemodel.h"

#include <QObject>

namespace foyer
{

/// Everything the page of one room shows: its models and its own few facts. Made by AppState.
class RoomPageState : public QObject
{
    Q_OBJECT

public:
    RoomPageState(RoomSource &source, Clock &clock, const RoomAddress &room, QObject *parent = nullptr);

    RoomAddress address() const { return m_address; }
    QString name() const { return m_name; }
    QString subject() const { return m_subject; }
    QString nickname() const { return m_nickname; }
    RoomState state() const { return m_state; }
    /// Whether we are in it, or would be with a connection.
    bool isHeld() const { return !isIdle() && m_state != RoomState::Joining; }
    bool isIdle() const { return m_state == RoomState::Left || m_state == RoomState::Failed; }
    /// The line below the name: "Live at 14:15 · 1,204 here", "Catching up…", "Not joined".
    QString statusLine() const;
    int unread() const { return m_unread; }
    bool isFavourite() const { return m_favourite; }
    /// Favourites stand first in the list.
    void setFavourite(bool favourite);
    /// Which of its messages are told outside the window.
    NoticeLevel noticeLevel() const { return m_noticeLevel; }
    /// What the room lets one do with messages now.
    RoomAbilities abilities() const;
    /// The line of this room in the room list.
    RoomListEntry listEntry() const;

    TimelineModel &timeline() { return m_timeline; }
    OccupantListModel &occupants() { return m_occupants; }
    ComposerState &composer() { return m_composer; }
    BannerState &banner() { return m_banner; }
    LeftState &left() { return m_left; }

    void setAddress(const RoomAddress &address);
    void setName(const QString &name);
    void setSubject(const QString &subject);
    void setNickname(const QString &nickname);
    void setState(RoomState state);
    void setMemberCount(int count);
    void setNoticeLevel(NoticeLevel level);
    /// Everybody in the room now, ourselves under nickname().
    void setOccupants(const QList<Occupant> &occupants);
    /// Features the room announces (XEP-0030).
    void setFeatures(const QStringList &features);
    void setOnline(bool online);
    /// Self-presence came, now or then: the room is live since \a at, and what comes from now on is new.
    void setLive(const QDateTime &at);
    /// Whether somebody looks at the newest messages of this room; what comes meanwhile is not unread.
    void setReading(bool reading);
    /// The newest row when somebody last looked; 0 when nobody ever did.
    MessageKey lastSeen() const { return m_lastSeen; }
    /// lastSeen() of an earlier run: what is stored after it is unread, and what is fetched from now on is, too.
    void restoreRead(MessageKey lastSeen);
    /// Nothing in it is unread any more, though nobody looked.
    void readAll();
    /// A rejoin is done: what it brought stands below a *New* line.
    void endOutage(int recovered);
    /// The person goes to another room: what is read is not new when coming back.
    void dropNewLine();
    void addStored(const QList<StoredMessage> &rows);
    void applyChanged(MessageChange change, const StoredMessage &row);
    /// It is another day, or the same in another time zone: what was written of times is to be written anew.
    void onDayChanged();
    /// Who writes at this moment, without us; first come first.
    QStringList writers() const { return m_writers; }
    void setWriters(const QStringList &nicknames);
    /// Who asks us, a moderator, to be allowed to speak; first come first.
    QStringList voiceRequests() const { return m_voiceRequests; }
    void addVoiceRequest(const QString &nickname);
    void dropVoiceRequest(const QString &nickname);

Q_SIGNALS:
    /// Name, subject, status line or anything listEntry() tells.
    void changed();
    void lastSeenChanged();
    /// Our message \a row was not sent, as it turns out now.
    void notSent(const foyer::StoredMessage &row);
    /// writers() changed.
    void writersChanged();
    /// \a rows came that nobody looks at; told after they are counted.
    void unreadArrived(const QList<foyer::StoredMessage> &rows);
    /// An unread message was deleted before anybody read it.
    void unreadRemoved(foyer::MessageKey key);

private:
    void takeNewest();
    void markRead();
    void readUpTo(const StoredMessage &row);
    void rememberSeen();
    void setLastSeen(MessageKey key);
    void countUnread(const QList<TimelineItem> &items);
    bool isLater(const StoredMessage &row) const;
    bool mentionsMe(const QString &body) const;
    /// What is read of the room when it is lost.
    void markBeforeOutage();
    void setPreview(const StoredMessage &row);
    QString previewOf(const StoredMessage &row) const;

    RoomSource &m_source;
    Clock &m_clock;
    RoomAddress m_address;
    QString m_name;
    QString m_subject;
    QString m_nickname;
    RoomState m_state = RoomState::Joining;
    int m_memberCount = -1;
    QStringList m_features;
    bool m_online = false;
    QDateTime m_liveAt;
    QString m_preview;
    MessageKey m_previewKey = 0; ///< of the message that it shows
    QDateTime m_lastAt;
    QDateTime m_readUpTo;  ///< time of the newest row that was read, by whichever clock
    QDateTime m_readStamp; ///< the same by the room's clock
    int m_unread = 0;
    int m_mentions = 0;
    QHash<MessageKey, bool> m_unreadRows; ///< those of them that are known by key, and whether they mention us
    bool m_favourite = false;
    QStringList m_voiceRequests;
    QStringList m_writers;
    bool m_reading = false;
    bool m_wasLive = false;
    NoticeLevel m_noticeLevel = NoticeLevel::Mentions;
    MessageKey m_lastSeen = 0;     ///< newest row when somebody last looked
    MessageKey m_restoredSeen = 0; ///< what an earlier run had read, as long as that counts
    MessageKey m_beforeOutage = 0; ///< newest row when the connection went, if somebody looked

    TimelineModel m_timeline;
    OccupantListModel m_occupants;
    ComposerState m_composer;
    BannerState m_banner;
    LeftState m_left;
};

} // namespace foyer
