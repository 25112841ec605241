#include "models/appstate.h"

#include "models/displaytext.h"

#include <algorithm>

namespace foyer
{

AppState::AppState(RoomSource &source, Clock &clock, QObject *parent)
    : QObject(parent), m_source(source), m_clock(clock), m_dayTimer(clock, [this] { lookAtDay(); })
{
    lookAtDay();
}

AppState::~AppState() = default;

QString AppState::connectionText() const
{
    switch (m_connection.kind) {
    case ConnectionState::Kind::Online:
        return tr("Connected");
    case ConnectionState::Kind::Connecting:
        return m_everOnline ? tr("Reconnecting…") : tr("Connecting…");
    case ConnectionState::Kind::Authenticating:
        return m_everOnline ? tr("Reconnecting…") : tr("Signing in…");
    case ConnectionState::Kind::Waiting:
        return m_everOnline ? tr("Reconnecting…") : tr("No connection yet");
    case ConnectionState::Kind::Offline:
        break;
    }
    return hasAccount() ? tr("Offline") : tr("Not signed in");
}

AppState::Tone AppState::connectionTone() const
{
    switch (m_connection.kind) {
    case ConnectionState::Kind::Online:
        return Tone::Good;
    case ConnectionState::Kind::Offline:
        return m_connection.cause ? Tone::Bad : Tone::Waiting;
    default:
        return Tone::Waiting;
    }
}

RoomPageState *AppState::page(const RoomAddress &room) const
{
    const auto found =
        std::find_if(m_pages.cbegin(), m_pages.cend(), [&room](const auto &page) { return page->address() == room; });
    return found == m_pages.cend() ? nullptr : found->get();
}

RoomPageState &AppState::ensure(const RoomAddress &room)
{
    if (RoomPageState *known = page(room)) {
        return *known;
    }
    m_pages.push_back(std::make_unique<RoomPageState>(m_source, m_clock, room));
    RoomPageState &made = *m_pages.back();
    made.timeline().setPace(m_paceMs);
    made.banner().connectionStateChanged(m_connection);
    made.setOnline(isOnline());
    connect(&made, &RoomPageState::changed, this, [this, &made] { m_rooms.put(made.listEntry()); });
    connect(&made, &RoomPageState::unreadRemoved, this,
            [this, &made](MessageKey key) { Q_EMIT unreadRemoved(made.address(), key); });
    connect(&made, &RoomPageState::unreadArrived, this,
            [this, &made](const QList<StoredMessage> &rows) { Q_EMIT unreadArrived(made.address(), rows); });
    connect(&made.composer(), &ComposerState::draftChanged, this,
            [this, &made] { Q_EMIT draftChanged(made.address()); });
    const auto tellPlace = [this, &made] { Q_EMIT placeChanged(made.address()); };
    connect(&made, &RoomPageState::lastSeenChanged, this, tellPlace);
    connect(&made.timeline(), &TimelineModel::placeChanged, this, tellPlace);
    connect(&made.composer(), &ComposerState::writingNoted, this,
            [this, &made](bool writing) { Q_EMIT writingNoted(made.address(), writing); });
    m_rooms.put(made.listEntry());
    made.timeline().reload();
    Q_EMIT roomListed(room);
    return made;
}

void AppState::removePage(const RoomAddress &room)
{
    const auto found =
        std::find_if(m_pages.begin(), m_pages.end(), [&room](const auto &page) { return page->address() == room; });
    // Taken out first: whoever hears of the change must not meet a page that is about to go.
    std::unique_ptr<RoomPageState> gone;
    if (found != m_pages.end()) {
        gone = std::move(*found);
        m_pages.erase(found);
    }
    m_rooms.remove(room);
    if (!gone) {
        return;
    }
    if (m_active == gone.get()) {
        m_active = nullptr;
        if (m_rooms.rowCount() > 0) {
            setActiveRoom(m_rooms.entry(0).address);
        } else {
            Q_EMIT activeRoomChanged();
        }
    }
}

void AppState::setAccount(const Jid &account)
{
    m_accountName = account.local().isEmpty() ? account.domain() : account.local();
    Q_EMIT accountChanged();
    Q_EMIT connectionChanged();
}

void AppState::setActiveRoom(const RoomAddress &room)
{
    RoomPageState *wanted = page(room);
    if (wanted == nullptr || wanted == m_active) {
        return;
    }
    if (m_active != nullptr) {
        m_active->setReading(false);
        m_active->dropNewLine();
    }
    m_active = wanted;
    Q_EMIT activeRoomChanged();
    updateReading();
}

void AppState::markAllRead()
{
    for (const auto &shown : m_pages) {
        shown->readAll();
    }
}

void AppState::updateReading(bool &part, bool value)
{
    part = value;
    updateReading();
}

void AppState::updateReading()
{
    if (m_active != nullptr) {
        m_active->setReading(m_windowActive && m_following && !m_covered);
    }
}

void AppState::setRooms(const QList<RoomSummary> &rooms)
{
    for (const RoomSummary &summary : rooms) {
        // A room typed by its ID alone gets its full address once the service is known.
        if (page(summary.address) == nullptr && summary.address.isResolved()) {
            const auto typed = RoomAddress::parse(summary.address.roomId());
            RoomPageState *unresolved = typed ? page(*typed) : nullptr;
            if (unresolved != nullptr) {
                m_rooms.remove(unresolved->address());
                unresolved->setAddress(summary.address);
            }
        }
        RoomPageState &shown = ensure(summary.address);
        shown.setName(summary.name);
        shown.setNickname(summary.nickname);
        shown.setSubject(summary.subject);
        shown.setMemberCount(summary.memberCount);
        shown.composer().setMute(summary.mute);
        shown.setState(summary.state);
        if (summary.state == RoomState::Left && summary.leaveReason) {
            showLeft(shown, *summary.leaveReason);
        } else if (summary.state == RoomState::Failed && summary.error) {
            shown.left().showFailed(*summary.error);
        } else if (summary.state == RoomState::Joined) {
            shown.setLive(summary.joinedAt);
            shown.setOccupants(m_source.occupants(summary.address));
        }
    }
    QList<RoomAddress> gone;
    for (const auto &shown : m_pages) {
        const bool stays = std::any_of(rooms.cbegin(), rooms.cend(), [&shown](const RoomSummary &summary) {
            return summary.address == shown->address();
        });
        if (!stays) {
            gone.append(shown->address());
        }
    }
    for (const RoomAddress &room : std::as_const(gone)) {
        removePage(room);
    }
    if (m_active == nullptr && m_rooms.rowCount() > 0) {
        setActiveRoom(m_rooms.entry(0).address);
    }
}

void AppState::onConnectionStateChanged(const ConnectionState &state)
{
    m_connection = state;
    m_everOnline = m_everOnline || isOnline();
    for (const auto &shown : m_pages) {
        shown->banner().connectionStateChanged(state);
        shown->setOnline(isOnline());
    }
    Q_EMIT connectionChanged();
}

void AppState::onConnectionLost(const Error &cause)
{
    for (const auto &shown : m_pages) {
        shown->banner().connectionLost(cause);
    }
}

void AppState::onRoomStateChanged(const RoomAddress &room, RoomState state)
{
    if (RoomPageState *shown = page(room)) {
        shown->setState(state);
    }
}

void AppState::takeFacts(RoomPageState &shown, const JoinResult &result)
{
    shown.setName(result.name);
    shown.setNickname(result.nickname);
    shown.setSubject(result.subject);
    shown.setMemberCount(result.memberCount);
    shown.composer().setMute(result.mute);
    shown.setFeatures(result.features);
    shown.setState(RoomState::Joined);
    shown.setOccupants(m_source.occupants(shown.address()));
    shown.setLive(result.joinedAt);
    shown.timeline().reload();
}

void AppState::onJoined(const RoomAddress &room, const JoinResult &result)
{
    takeFacts(ensure(room), result);
    if (m_active == nullptr) {
        setActiveRoom(room);
    }
}

void AppState::onJoinFailed(const RoomAddress &room, const Error &error)
{
    // A room that never was listed is the join dialog's to explain, and so is one that stays held.
    RoomPageState *shown = page(room);
    if (shown && !shown->isHeld()) {
        shown->setState(RoomState::Failed);
        shown->left().showFailed(error);
    }
}

void AppState::showLeft(RoomPageState &shown, const LeaveReason &reason)
{
    const auto other = RoomAddress::parse(reason.alternative);
    const RoomPageState *listed = other ? page(other.value()) : nullptr;
    shown.left().showLeft(reason, listed != nullptr ? listed->name() : other.valueOr({}).roomId());
}

void AppState::onLeft(const RoomAddress &room, const LeaveReason &reason)
{
    if (RoomPageState *shown = page(room)) {
        const bool wasIn = shown->isHeld();
        shown->setState(RoomState::Left);
        shown->occupants().reset({});
        shown->banner().clear();
        showLeft(*shown, reason);
        if (wasIn && reason.kind == LeaveReason::Kind::ByUser) {
            Q_EMIT leftByUser(room, shown->name());
        }
    }
}

void AppState::onMuteStateChanged(const RoomAddress &room, const MuteState &mute)
{
    if (RoomPageState *shown = page(room)) {
        shown->composer().setMute(mute);
    }
}

void AppState::onRejoined(const RoomAddress &room, const JoinResult &result, const CatchUpReport &report)
{
    RoomPageState &shown = ensure(room);
    takeFacts(shown, result);
    shown.endOutage(report.recovered);
    shown.banner().rejoined(report);
    if (m_active == nullptr) {
        setActiveRoom(room);
    }
}

void AppState::onCatchUpProgressed(const RoomAddress &room, const CatchUpProgress &progress)
{
    if (RoomPageState *shown = page(room)) {
        shown->banner().catchUpProgressed(progress);
    }
}

void AppState::onRejoinFailed(const RoomAddress &room, const Error &error, bool willRetry)
{
    RoomPageState *shown = page(room);
    if (shown != nullptr && willRetry) {
        shown->banner().rejoinRefused(error);
    } else if (shown != nullptr) {
        shown->setState(RoomState::Failed);
        shown->occupants().reset({});
        shown->banner().clear();
        shown->left().showFailed(error);
    }
}

void AppState::onMessagesStored(const RoomAddress &room, const QList<StoredMessage> &rows)
{
    if (RoomPageState *shown = page(room)) {
        shown->addStored(rows);
    }
}

void AppState::onMessageChanged(const RoomAddress &room, MessageChange change, const StoredMessage &row)
{
    if (RoomPageState *shown = page(room)) {
        shown->applyChanged(change, row);
    }
}

void AppState::onOccupantsChanged(const RoomAddress &room, const OccupantDelta &delta)
{
    if (RoomPageState *shown = page(room)) {
        shown->occupants().applyDelta(delta);
        for (const Occupant &gone : delta.left) {
            shown->dropVoiceRequest(gone.nickname);
        }
        for (const Occupant &changed : delta.changed) {
            if (changed.hasVoice()) {
                shown->dropVoiceRequest(changed.nickname);
            }
        }
        shown->setMemberCount(delta.count);
    }
}

void AppState::onVoiceRequested(const RoomAddress &room, const QString &nickname)
{
    if (RoomPageState *shown = page(room)) {
        shown->addVoiceRequest(nickname);
    }
}

void AppState::onSubjectChanged(const RoomAddress &room, const QString &subject, const QString &, const QDateTime &)
{
    if (RoomPageState *shown = page(room)) {
        shown->setSubject(subject);
    }
}

void AppState::onRoomInfoChanged(const RoomAddress &room, const RoomInfo &info)
{
    RoomPageState *shown = page(room);
    if (shown == nullptr) {
        return;
    }
    shown->setName(info.name);
    if (info.memberCount >= 0) {
        shown->setMemberCount(info.memberCount);
    }
}

void AppState::onTimelineChanged(const RoomAddress &room)
{
    if (RoomPageState *shown = page(room)) {
        shown->timeline().reload();
    }
}

void AppState::onSendRefused(const RoomAddress &room, const QString &body, const Error &error)
{
    if (RoomPageState *shown = page(room)) {
        shown->composer().refuse(body, error.text);
    }
}

void AppState::onMessageRefused(const RoomAddress &room, const StoredMessage &row, const Error &error)
{
    RoomPageState *shown = page(room);
    if (shown != nullptr && error.kind == ErrorKind::Muted) {
        shown->composer().giveBack(row.key, row.body, error.text);
    }
}

void AppState::onSentAgain(const RoomAddress &room, MessageKey key)
{
    if (RoomPageState *shown = page(room)) {
        shown->composer().takeBack(key);
    }
}

} // namespace foyer
