#include "support/letters.h"

namespace foyer
{

RoomMessage entry(QChar name)
{
    return anEntry(QString(name)).body(QString(name));
}

void live(TempStore &store, MembershipKey membership, const QString &names)
{
    for (const QChar name : names)
        store.live(membership, entry(name));
}

MembershipKey livedThrough(TempStore &store, const QString &names)
{
    const MembershipKey membership = store.begin();
    live(store, membership, names);
    store.end(membership);
    return membership;
}

} // namespace foyer
