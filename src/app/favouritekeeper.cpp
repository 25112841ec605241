#include "app/favouritekeeper.h"

#include "core/logging.h"
#include "models/appstate.h"
#include "store/usersettings.h"

using namespace Qt::StringLiterals;

namespace foyer
{

FavouriteKeeper::FavouriteKeeper(AppState &state, UserSettings &settings, QObject *parent)
    : QObject(parent), m_state(state), m_settings(settings)
{
    connect(&state, &AppState::roomListed, this, &FavouriteKeeper::restore);
}

void FavouriteKeeper::setAccount(const Jid &account)
{
    if (account == m_account) {
        return;
    }
    m_account = account;
    // Changing a favourite moves its row.
    QList<RoomAddress> listed;
    for (int row = 0; row < m_state.rooms().rowCount(); ++row) {
        listed.append(m_state.rooms().entry(row).address);
    }
    for (const RoomAddress &room : std::as_const(listed)) {
        restore(room);
    }
}

void FavouriteKeeper::setFavourite(const RoomAddress &room, bool favourite)
{
    keep(room, favourite);
    if (RoomPageState *page = m_state.page(room)) {
        page->setFavourite(favourite);
    }
}

void FavouriteKeeper::forget(const RoomAddress &room)
{
    keep(room, false);
}

void FavouriteKeeper::restore(const RoomAddress &room)
{
    RoomPageState *page = m_state.page(room);
    if (page != nullptr && !m_account.isEmpty()) {
        page->setFavourite(!m_settings.value(keyOf(room)).isEmpty());
    }
}

void FavouriteKeeper::keep(const RoomAddress &room, bool favourite)
{
    if (const auto kept = m_settings.setValue(keyOf(room), favourite ? u"yes"_s : QString()); !kept) {
        qCWarning(lcApp) << "a favourite could not be kept:" << kept.error();
    }
}

QString FavouriteKeeper::keyOf(const RoomAddress &room) const
{
    return u"favourite/%1/%2"_s.arg(m_account.toString(), room.toString());
}

} // namespace foyer
