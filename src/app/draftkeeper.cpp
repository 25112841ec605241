#include "app/draftkeeper.h"

#include "core/logging.h"
#include "models/appstate.h"
#include "store/usersettings.h"

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{
constexpr qint64 writeAfterMs = 1000;
}

DraftKeeper::DraftKeeper(AppState &state, UserSettings &settings, Clock &clock, QObject *parent)
    : QObject(parent), m_state(state), m_settings(settings), m_soon(clock, [this] { flush(); })
{
    connect(&state, &AppState::roomListed, this, &DraftKeeper::restore);
    connect(&state, &AppState::draftChanged, this, &DraftKeeper::note);
}

void DraftKeeper::setAccount(const Jid &account)
{
    flush();
    m_account = account;
    for (int row = 0; row < m_state.rooms().rowCount(); ++row) {
        restore(m_state.rooms().entry(row).address);
    }
}

void DraftKeeper::restore(const RoomAddress &room)
{
    RoomPageState *page = m_state.page(room);
    if (m_account.isEmpty() || page == nullptr || !page->composer().draft().isEmpty()) {
        return;
    }
    const QString kept = m_settings.value(keyOf(room));
    if (!kept.isEmpty()) {
        m_restoring = true;
        page->composer().setDraft(kept);
        m_restoring = false;
    }
}

void DraftKeeper::note(const RoomAddress &room)
{
    if (m_restoring || m_account.isEmpty()) {
        return;
    }
    m_changed.insert(room.toString());
    if (!m_soon.isActive()) {
        m_soon.start(writeAfterMs);
    }
}

void DraftKeeper::hold(const RoomAddress &room)
{
    // What goes out may be younger than the last write.
    ++m_held[room.toString()];
}

void DraftKeeper::release(const RoomAddress &room)
{
    const auto held = m_held.find(room.toString());
    if (held != m_held.end() && --held.value() == 0) {
        m_held.erase(held);
    }
    note(room);
}

void DraftKeeper::forget(const RoomAddress &room)
{
    m_changed.remove(room.toString());
    if (const auto removed = m_settings.setValue(keyOf(room), {}); !removed) {
        qCWarning(lcApp) << "a draft could not be removed:" << removed.error();
    }
}

void DraftKeeper::flush()
{
    m_soon.stop();
    const auto changed = std::exchange(m_changed, {});
    for (const QString &address : changed) {
        const auto room = RoomAddress::parse(address);
        RoomPageState *page = room ? m_state.page(room.value()) : nullptr;
        if (page == nullptr) {
            continue;
        }
        const QString draft = page->composer().keptDraft();
        if (draft.trimmed().isEmpty() && m_held.contains(address)) {
            m_changed.insert(address);
            continue;
        }
        if (const auto kept = m_settings.setValue(keyOf(room.value()), draft); !kept) {
            qCWarning(lcApp) << "a draft could not be kept:" << kept.error();
        }
    }
}

QString DraftKeeper::keyOf(const RoomAddress &room) const
{
    return u"draft/%1/%2"_s.arg(m_account.toString(), room.toString());
}

} // namespace foyer
