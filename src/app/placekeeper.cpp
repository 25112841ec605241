#include "app/placekeeper.h"

#include "core/logging.h"
#include "models/appstate.h"
#include "store/usersettings.h"

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr qint64 writeAfterMs = 3000;
constexpr auto placeKey = "place"_L1;
constexpr auto readKey = "read"_L1;

/// `KEY TOP`, empty at the newest end.
QString written(const ReadingPlace &place)
{
    return place.key == 0 ? QString() : u"%1 %2"_s.arg(place.key).arg(place.top);
}

ReadingPlace placeFrom(const QString &text)
{
    const QStringList parts = text.split(u' ');
    return parts.size() == 2 ? ReadingPlace{parts.at(0).toLongLong(), parts.at(1).toInt()} : ReadingPlace();
}

} // namespace

PlaceKeeper::PlaceKeeper(AppState &state, UserSettings &settings, Clock &clock, QObject *parent)
    : QObject(parent), m_state(state), m_settings(settings), m_soon(clock, [this] { flush(); })
{
    connect(&state, &AppState::roomListed, this, &PlaceKeeper::restore);
    connect(&state, &AppState::placeChanged, this, &PlaceKeeper::note);
}

void PlaceKeeper::setAccount(const Jid &account)
{
    if (account == m_account) {
        return;
    }
    flush();
    m_account = account;
    for (int row = 0; row < m_state.rooms().rowCount(); ++row) {
        restore(m_state.rooms().entry(row).address);
    }
}

void PlaceKeeper::restore(const RoomAddress &room)
{
    RoomPageState *page = m_state.page(room);
    if (m_account.isEmpty() || page == nullptr) {
        return;
    }
    m_restoring = true;
    if (const MessageKey read = m_settings.value(keyOf(readKey, room)).toLongLong(); read > 0) {
        page->restoreRead(read);
    }
    if (const ReadingPlace place = placeFrom(m_settings.value(keyOf(placeKey, room))); place.key > 0) {
        page->timeline().restorePlace(place);
    }
    m_restoring = false;
}

void PlaceKeeper::note(const RoomAddress &room)
{
    if (m_restoring || m_account.isEmpty()) {
        return;
    }
    m_changed.insert(room.toString());
    if (!m_soon.isActive()) {
        m_soon.start(writeAfterMs);
    }
}

void PlaceKeeper::forget(const RoomAddress &room)
{
    m_changed.remove(room.toString());
    keep(keyOf(placeKey, room), {});
    keep(keyOf(readKey, room), {});
}

void PlaceKeeper::flush()
{
    m_soon.stop();
    const auto changed = std::exchange(m_changed, {});
    for (const QString &address : changed) {
        const auto room = RoomAddress::parse(address);
        RoomPageState *page = room ? m_state.page(room.value()) : nullptr;
        if (page == nullptr) {
            continue;
        }
        keep(keyOf(placeKey, room.value()), written(page->timeline().place()));
        if (page->lastSeen() > 0) {
            keep(keyOf(readKey, room.value()), QString::number(page->lastSeen()));
        }
    }
}

void PlaceKeeper::keep(const QString &key, const QString &value)
{
    if (m_settings.value(key) == value) {
        return;
    }
    if (const auto kept = m_settings.setValue(key, value); !kept) {
        qCWarning(lcApp) << "a place in a room could not be kept:" << kept.error();
    }
}

QString PlaceKeeper::keyOf(const QString &what, const RoomAddress &room) const
{
    return u"%1/%2/%3"_s.arg(what, m_account.toString(), room.toString());
}

} // namespace foyer
