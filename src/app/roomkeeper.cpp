#include "app/roomkeeper.h"

#include "core/logging.h"
#include "models/appstate.h"
#include "store/usersettings.h"

using namespace Qt::StringLiterals;

namespace foyer
{

RoomKeeper::RoomKeeper(AppState &state, UserSettings &settings, Clock &clock, qint64 writeAfterMs, QObject *parent)
    : QObject(parent),
      m_state(state),
      m_settings(settings),
      m_soon(clock, [this] { flush(); }),
      m_writeAfterMs(writeAfterMs)
{
    connect(&state, &AppState::roomListed, this, &RoomKeeper::restoreRoom);
}

void RoomKeeper::setAccount(const Jid &account)
{
    if (account == m_account) {
        return;
    }
    flush();
    m_account = account;
    for (int row = 0; row < m_state.rooms().rowCount(); ++row) {
        restoreRoom(m_state.rooms().entry(row).address);
    }
}

void RoomKeeper::restoreRoom(const RoomAddress &room)
{
    RoomPageState *page = m_state.page(room);
    if (m_account.isEmpty() || page == nullptr) {
        return;
    }
    m_restoring = true;
    restore(room, *page);
    m_restoring = false;
}

void RoomKeeper::note(const RoomAddress &room)
{
    if (m_restoring || m_account.isEmpty()) {
        return;
    }
    m_changed.insert(room.toString());
    if (!m_soon.isActive()) {
        m_soon.start(m_writeAfterMs);
    }
}

void RoomKeeper::drop(const RoomAddress &room)
{
    m_changed.remove(room.toString());
}

void RoomKeeper::flush()
{
    m_soon.stop();
    const auto changed = std::exchange(m_changed, {});
    for (const QString &address : changed) {
        const auto room = RoomAddress::parse(address);
        RoomPageState *page = room ? m_state.page(room.value()) : nullptr;
        if (page != nullptr && !write(room.value(), *page)) {
            m_changed.insert(address);
        }
    }
}

QString RoomKeeper::kept(const QString &what, const RoomAddress &room) const
{
    return m_settings.value(keyOf(what, room));
}

void RoomKeeper::keep(const QString &what, const RoomAddress &room, const QString &value)
{
    if (kept(what, room) == value) {
        return;
    }
    if (const auto written = m_settings.setValue(keyOf(what, room), value); !written) {
        qCWarning(lcApp) << "of a room could not be kept:" << what << written.error();
    }
}

QString RoomKeeper::keyOf(const QString &what, const RoomAddress &room) const
{
    return u"%1/%2/%3"_s.arg(what, m_account.toString(), room.toString());
}

} // namespace foyer
