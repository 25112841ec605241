#include "models/roomnotices.h"

#include "core/apart.h"
#include "models/appstate.h"
#include "models/displaytext.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int longestLine = 300;
constexpr int roomsInSummary = 4;
const auto summaryKey = "summary"_L1;

QString lineOf(const StoredMessage &row)
{
    QString body = displaytext::summary(row.body);
    if (body.size() > longestLine) {
        body = body.left(longestLine) + u'…';
    }
    return RoomNotices::tr("%1: %2", "nickname and message in a notification")
        .arg(apart(displaytext::oneLine(row.nickname)), displaytext::isolated(body));
}

} // namespace

RoomNotices::RoomNotices(AppState &state, QObject *parent)
    : QObject(parent), m_state(state), m_pause(state.clock(), [this] { raiseDue(); })
{
    connect(&m_state, &AppState::unreadArrived, this, &RoomNotices::onUnread);
    connect(&m_state, &AppState::unreadRemoved, this, &RoomNotices::onUnreadRemoved);
    connect(&m_state.rooms(), &RoomListModel::totalUnreadChanged, this, &RoomNotices::forgetRead);
    connect(&m_state.rooms(), &RoomListModel::rowsRemoved, this, &RoomNotices::forgetGone);
}

void RoomNotices::onConnectionLost()
{
    for (int row = 0; row < m_state.rooms().rowCount(); ++row) {
        const RoomListEntry &entry = m_state.rooms().entry(row);
        if (!entry.isIdle() && entry.state != RoomState::Joining) {
            m_returning.insert(entry.address.toString());
        }
    }
}

void RoomNotices::onRoomStateChanged(const RoomAddress &room, RoomState state)
{
    if (state == RoomState::Rejoining || state == RoomState::CatchingUp) {
        m_returning.insert(room.toString());
    } else if (state == RoomState::Joined || state == RoomState::Left || state == RoomState::Failed) {
        // A first join catches up too, and no rejoined() follows it.
        returned(room);
    }
}

void RoomNotices::onRejoined(const RoomAddress &room)
{
    returned(room);
}

void RoomNotices::onRejoinFailed(const RoomAddress &room)
{
    returned(room);
}

void RoomNotices::returned(const RoomAddress &room)
{
    if (m_returning.remove(room.toString()) && m_returning.isEmpty()) {
        summarise();
    }
}

void RoomNotices::count(Told &told, const RoomPageState &page, const QList<StoredMessage> &rows)
{
    for (const StoredMessage &row : rows) {
        const bool mention = !displaytext::mentions(row.body, page.nickname()).isEmpty();
        if (page.noticeLevel() == NoticeLevel::Mentions && !mention) {
            continue;
        }
        ++told.count;
        told.mentions += mention ? 1 : 0;
        told.title = mention ? tr("%1 mentions you in %2", "title of a notification: nickname, room")
                                   .arg(apart(displaytext::oneLine(row.nickname)), displaytext::isolated(page.name()))
                             : page.name();
        told.lastLine = lineOf(row);
        told.lastKey = row.key;
    }
}

void RoomNotices::onUnread(const RoomAddress &room, const QList<StoredMessage> &rows)
{
    const RoomPageState *page = m_state.page(room);
    if (page == nullptr || page->noticeLevel() == NoticeLevel::None) {
        return;
    }
    const QString key = room.toString();
    if (m_returning.contains(key)) {
        Told &missed = m_missed[key];
        missed.room = room;
        missed.count += static_cast<int>(rows.size());
        for (const StoredMessage &row : rows) {
            missed.mentions += displaytext::mentions(row.body, page->nickname()).isEmpty() ? 0 : 1;
        }
        return;
    }
    Told &told = m_standing[key];
    told.room = room;
    const int before = told.count;
    count(told, *page, rows);
    if (told.count == before) {
        if (before == 0) {
            m_standing.remove(key);
        }
        return;
    }
    m_due.insert(key);
    raiseDue();
}

void RoomNotices::onUnreadRemoved(const RoomAddress &room, MessageKey key)
{
    const auto told = m_standing.constFind(room.toString());
    if (told == m_standing.cend() || told->lastKey != key) {
        return;
    }
    const bool isShown = told->shownMs.has_value();
    m_standing.erase(told);
    m_due.remove(room.toString());
    if (isShown) {
        Q_EMIT withdrawn(room.toString());
    }
}

void RoomNotices::raiseDue()
{
    const qint64 now = m_state.clock().monotonicMs();
    qint64 nextMs = -1;
    const QSet<QString> due = m_due;
    for (const QString &key : due) {
        Told &told = m_standing[key];
        const qint64 waitMs = told.shownMs ? *told.shownMs + pauseMs - now : 0;
        if (waitMs <= 0) {
            m_due.remove(key);
            raise(told);
        } else {
            nextMs = nextMs < 0 ? waitMs : std::min(nextMs, waitMs);
        }
    }
    if (nextMs > 0) {
        m_pause.start(nextMs);
    }
}

void RoomNotices::raise(Told &told)
{
    told.shownMs = m_state.clock().monotonicMs();
    Notice notice;
    notice.key = told.room.toString();
    notice.room = told.room;
    notice.title = told.title;
    notice.mention = told.mentions > 0;
    notice.body = told.lastLine;
    if (told.count > 1) {
        notice.body = tr("%Ln new messages", nullptr, told.count) + u'\n' + told.lastLine;
    }
    Q_EMIT raised(notice);
}

void RoomNotices::forgetRead()
{
    const auto isRead = [this](const RoomAddress &room) {
        const RoomPageState *page = m_state.page(room);
        return page == nullptr || page->unread() == 0;
    };
    const QHash<QString, Told> standing = m_standing;
    for (auto told = standing.cbegin(); told != standing.cend(); ++told) {
        if (isRead(told->room)) {
            m_standing.remove(told.key());
            m_due.remove(told.key());
            if (told->shownMs) {
                Q_EMIT withdrawn(told.key());
            }
        }
    }
    m_missed.removeIf([&isRead](const auto &missed) { return isRead(missed.value().room); });
    const bool hadSummary = !m_inSummary.isEmpty();
    m_inSummary.removeIf([this, &isRead](const QString &key) {
        const auto room = RoomAddress::parse(key);
        return !room || isRead(room.value());
    });
    if (hadSummary && m_inSummary.isEmpty()) {
        Q_EMIT withdrawn(summaryKey);
    }
}

void RoomNotices::forgetGone()
{
    forgetRead();
    const bool awaited = !m_returning.isEmpty();
    m_returning.removeIf([this](const QString &key) {
        const auto room = RoomAddress::parse(key);
        return !room || m_state.page(room.value()) == nullptr;
    });
    // It is told without those that will never be back.
    if (awaited && m_returning.isEmpty()) {
        summarise();
    }
}

void RoomNotices::summarise()
{
    QList<Told> rooms = m_missed.values();
    m_missed.clear();
    if (rooms.isEmpty()) {
        return;
    }
    std::sort(rooms.begin(), rooms.end(), [](const Told &one, const Told &other) {
        return std::pair(one.mentions, one.count) > std::pair(other.mentions, other.count);
    });
    for (const Told &told : std::as_const(rooms)) {
        m_inSummary.insert(told.room.toString());
    }
    Q_EMIT raised(summaryOf(rooms));
}

Notice RoomNotices::summaryOf(const QList<Told> &rooms) const
{
    Notice notice;
    notice.key = summaryKey;
    notice.room = rooms.first().room;
    notice.mention = rooms.first().mentions > 0;
    int messages = 0;
    QStringList lines;
    for (const Told &told : rooms) {
        messages += told.count;
        if (lines.size() < roomsInSummary) {
            const QString name = displaytext::isolated(m_state.page(told.room)->name());
            lines.append(told.mentions > 0
                             ? tr("%1: %Ln new, with a mention of you", "room, then messages", told.count).arg(name)
                             : tr("%1: %Ln new", "room, then messages", told.count).arg(name));
        }
    }
    if (rooms.size() > roomsInSummary) {
        lines.append(tr("and %Ln more rooms", nullptr, static_cast<int>(rooms.size()) - roomsInSummary));
    }
    notice.title = tr("%Ln new messages while you were away", nullptr, messages);
    notice.body = lines.join(u'\n');
    return notice;
}

} // namespace foyer
