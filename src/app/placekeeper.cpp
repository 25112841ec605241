#include "app/placekeeper.h"

#include "models/appstate.h"

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
    : RoomKeeper(state, settings, clock, writeAfterMs, parent)
{
    connect(&state, &AppState::placeChanged, this, &PlaceKeeper::note);
}

void PlaceKeeper::restore(const RoomAddress &room, RoomPageState &page)
{
    if (const MessageKey read = kept(readKey, room).toLongLong(); read > 0) {
        page.restoreRead(read);
    }
    if (const ReadingPlace place = placeFrom(kept(placeKey, room)); place.key > 0) {
        page.timeline().restorePlace(place);
    }
}

bool PlaceKeeper::write(const RoomAddress &room, RoomPageState &page)
{
    keep(placeKey, room, written(page.timeline().place()));
    if (page.lastSeen() > 0) {
        keep(readKey, room, QString::number(page.lastSeen()));
    }
    return true;
}

void PlaceKeeper::forget(const RoomAddress &room)
{
    drop(room);
    keep(placeKey, room, {});
    keep(readKey, room, {});
}

} // namespace foyer
