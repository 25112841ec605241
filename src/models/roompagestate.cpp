#include "models/roompagestate.h"

#include "core/apart.h"
#include "core/whendone.h"
#include "models/displaytext.h"
#include "models/timetext.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace foyer
{

RoomPageState::RoomPageState(RoomSource &source, Clock &clock, const RoomAddress &room, QObject *parent)
    : QObject(parent),
      m_source(source),
      m_clock(clock),
      m_address(room),
      m_name(room.roomId()),
      m_timeline(source, room),
      m_composer(clock),
      m_banner(clock)
{
    m_composer.setRoomName(m_name);
    m_timeline.setAbilities([this] { return abilities(); });
    connect(&m_timeline, &TimelineModel::newestChanged, this, &RoomPageState::takeNewest);
    connect(&m_left, &LeftState::changed, this, &RoomPageState::changed);
}

QString RoomPageState::statusLine() const
{
    switch (m_state) {
    case RoomState::Joining:
        return tr("Joining…");
    case RoomState::Failed:
    case RoomState::Left:
        return tr("Not joined");
    case RoomState::Rejoining:
        if (m_online) {
            return tr("Rejoining…");
        }
        break;
    case RoomState::CatchingUp:
        return tr("Catching up…");
    case RoomState::Joined:
        break;
    }
    if (!m_liveAt.isValid()) {
        return m_online ? QString() : tr("Not connected");
    }
    const QString at = timetext::dayAndTime(m_liveAt, m_clock.now());
    if (!m_online || m_memberCount < 0) {
        return tr("Live at %1", "when the room was last joined").arg(at);
    }
    return tr("Live at %1 · %2 here", "when the room was last joined, and the number of people")
        .arg(at, QLocale().toString(m_memberCount));
}

void RoomPageState::setFeatures(const QStringList &features)
{
    m_features = features;
    m_occupants.setTimedMutes(features.contains(u"urn:foyer:mute:0"_s));
}

RoomAbilities RoomPageState::abilities() const
{
    const bool offersModeration =
        m_features.contains(u"urn:xmpp:message-moderate:1"_s) || m_features.contains(u"urn:xmpp:message-moderate:0"_s);
    return {m_composer.canSend(), m_online && isInside(m_state), offersModeration && m_occupants.isOwnModerator()};
}

RoomListEntry RoomPageState::listEntry() const
{
    RoomListEntry entry;
    entry.address = m_address;
    entry.name = m_name;
    entry.state = m_state;
    entry.status = m_left.status();
    if (entry.status.isEmpty() && m_state == RoomState::Joining) {
        entry.status = tr("Joining…");
    } else if (entry.status.isEmpty() && m_state == RoomState::Rejoining && m_online) {
        entry.status = tr("Rejoining…");
    }
    entry.preview = m_preview;
    entry.lastAt = m_lastAt;
    // Nobody waits for one in a room one has left.
    entry.unread = m_state == RoomState::Left ? 0 : m_unread;
    entry.mentions = m_state == RoomState::Left ? 0 : m_mentions;
    entry.favourite = m_favourite;
    return entry;
}

void RoomPageState::setAddress(const RoomAddress &address)
{
    m_address = address;
    m_timeline.setRoom(address);
    Q_EMIT changed();
}

void RoomPageState::setName(const QString &name)
{
    m_name = name.isEmpty() ? m_address.roomId() : displaytext::oneLine(name);
    m_composer.setRoomName(m_name);
    Q_EMIT changed();
}

void RoomPageState::setSubject(const QString &subject)
{
    m_subject = displaytext::oneLine(subject);
    Q_EMIT changed();
}

void RoomPageState::setNickname(const QString &nickname)
{
    m_nickname = nickname;
    m_timeline.setOwnNickname(nickname);
    m_occupants.setOwnNickname(nickname);
}

void RoomPageState::setState(RoomState state)
{
    if (m_state == RoomState::Joined && state == RoomState::Rejoining) {
        markBeforeOutage();
    }
    m_state = state;
    if (isIdle()) {
        m_voiceRequests.clear();
    }
    if (!isIdle()) {
        m_left.hide();
    }
    m_composer.setRoomState(state);
    m_banner.roomStateChanged(state);
    Q_EMIT changed();
}

void RoomPageState::addVoiceRequest(const QString &nickname)
{
    if (!m_voiceRequests.contains(nickname)) {
        m_voiceRequests.append(nickname);
        Q_EMIT changed();
    }
}

void RoomPageState::dropVoiceRequest(const QString &nickname)
{
    if (m_voiceRequests.removeAll(nickname) > 0) {
        Q_EMIT changed();
    }
}

void RoomPageState::setFavourite(bool favourite)
{
    if (m_favourite != favourite) {
        m_favourite = favourite;
        Q_EMIT changed();
    }
}

void RoomPageState::setMemberCount(int count)
{
    if (m_memberCount != count) {
        m_memberCount = count;
        Q_EMIT changed();
    }
}

void RoomPageState::setNoticeLevel(NoticeLevel level)
{
    if (m_noticeLevel != level) {
        m_noticeLevel = level;
        Q_EMIT changed();
    }
}

void RoomPageState::setOccupants(const QList<Occupant> &occupants)
{
    m_occupants.reset(occupants);
    for (const Occupant &occupant : occupants) {
        if (occupant.nickname == m_nickname) {
            m_timeline.setOwnIdentity(occupant.occupantId);
        }
    }
}

void RoomPageState::setOnline(bool online)
{
    m_online = online;
    m_composer.setOnline(online);
    Q_EMIT changed();
}

void RoomPageState::setLive(const QDateTime &at)
{
    m_liveAt = at.isValid() ? at : m_clock.now();
    if (!m_wasLive) {
        m_wasLive = true;
        if (m_restoredSeen == 0) {
            markRead();
        }
    }
    Q_EMIT changed();
}

void RoomPageState::applyChanged(MessageChange change, const StoredMessage &row)
{
    if (change == MessageChange::State && row.own && row.state == DeliveryState::Delivered) {
        m_composer.noteSpoken(m_clock.now());
    }
    if (change == MessageChange::State && row.own && row.state == DeliveryState::Failed) {
        Q_EMIT notSent(row);
    }
    if (change == MessageChange::Retracted && m_unreadRows.contains(row.key)) {
        --m_unread;
        m_mentions -= m_unreadRows.take(row.key) ? 1 : 0;
        Q_EMIT changed();
        Q_EMIT unreadRemoved(row.key);
    }
    if (row.key == m_previewKey) {
        setPreview(row);
        Q_EMIT changed();
    }
    m_timeline.applyChanged(row);
}

void RoomPageState::onDayChanged()
{
    m_timeline.onDayChanged();
    Q_EMIT changed();
}

void RoomPageState::setWriters(const QStringList &nicknames)
{
    if (nicknames != m_writers) {
        m_writers = nicknames;
        Q_EMIT writersChanged();
    }
}

void RoomPageState::addStored(const QList<StoredMessage> &rows)
{
    const auto newestBefore = m_timeline.newestSettled();
    if (!m_wasLive && m_beforeOutage == 0 && newestBefore) {
        // The program was not running: what it held when it started is what had been read, unless that is known better.
        m_beforeOutage = m_restoredSeen != 0 ? m_restoredSeen : newestBefore->key;
    }
    QList<StoredMessage> unread;
    for (const StoredMessage &row : rows) {
        if (row.own) {
            m_composer.noteSpoken(row.sentAt);
        }
        const bool isNewest = row.live || !m_lastAt.isValid() || row.sentAt >= m_lastAt;
        if (isNewest && !row.retracted) {
            m_lastAt = row.sentAt;
            setPreview(row);
        }
        // What a page brings from before the reader's place was there all the time.
        const bool counts = m_wasLive || m_restoredSeen != 0;
        const bool isNew = counts && !row.own && !row.retracted && isLater(row);
        if (isNew && !m_reading) {
            if (m_unread == 0) {
                m_timeline.setNewLineAfter(m_lastSeen);
            }
            ++m_unread;
            if (m_wasLive) {
                unread.append(row);
            }
            const bool mention = mentionsMe(row.body);
            m_mentions += mention ? 1 : 0;
            m_unreadRows.insert(row.key, mention);
        }
    }
    m_timeline.applyStored(rows);
    Q_EMIT changed();
    if (!unread.isEmpty()) {
        Q_EMIT unreadArrived(unread);
    }
}

void RoomPageState::takeNewest()
{
    const auto newest = m_timeline.newest();
    if (newest) {
        setPreview(*newest);
        m_lastAt = newest->sentAt;
    }
    if (m_reading || (!m_wasLive && m_restoredSeen == 0)) {
        markRead();
    } else if (const auto settled = m_timeline.newestSettled(); settled && !m_readUpTo.isValid()) {
        m_readUpTo = settled->sentAt;
    }
    Q_EMIT changed();
}

bool RoomPageState::mentionsMe(const QString &body) const
{
    return !displaytext::mentions(body, m_nickname).isEmpty();
}

void RoomPageState::setPreview(const StoredMessage &row)
{
    m_previewKey = row.key;
    m_preview = previewOf(row);
}

QString RoomPageState::previewOf(const StoredMessage &row) const
{
    const bool isByItsAuthor = row.retractedBy.isEmpty() || row.retractedBy == row.nickname;
    const QString body = !row.retracted   ? displaytext::summary(row.body)
                         : row.unreadable ? tr("message that cannot be shown")
                         : isByItsAuthor  ? tr("message deleted")
                                          : tr("message removed");
    return row.own ? tr("you: %1", "own message in the room list").arg(displaytext::isolated(body))
                   : tr("%1: %2", "nickname and message in the room list")
                         .arg(apart(displaytext::oneLine(row.nickname)), displaytext::isolated(body));
}

} // namespace foyer
