#include "app/draftkeeper.h"

#include "models/appstate.h"

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr qint64 writeAfterMs = 1000;
constexpr auto draftKey = "draft"_L1;

} // namespace

DraftKeeper::DraftKeeper(AppState &state, UserSettings &settings, Clock &clock, QObject *parent)
    : RoomKeeper(state, settings, clock, writeAfterMs, parent)
{
    connect(&state, &AppState::draftChanged, this, &DraftKeeper::note);
}

void DraftKeeper::restore(const RoomAddress &room, RoomPageState &page)
{
    const QString draft = kept(draftKey, room);
    if (!draft.isEmpty() && page.composer().draft().isEmpty()) {
        page.composer().restoreDraft(draft);
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
    // At once: the program may be about to end, and what has gone out must not come back as a draft.
    flush();
}

void DraftKeeper::forget(const RoomAddress &room)
{
    drop(room);
    keep(draftKey, room, {});
}

bool DraftKeeper::write(const RoomAddress &room, RoomPageState &page)
{
    const QString draft = page.composer().keptDraft();
    if (draft.trimmed().isEmpty() && m_held.contains(room.toString())) {
        return false;
    }
    keep(draftKey, room, draft);
    return true;
}

} // namespace foyer
