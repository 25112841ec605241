// The slots of AppState for what is of the moment: who writes, how fast one may speak, one's nickname, a refused
// correction.
#include "models/appstate.h"

namespace foyer
{

void AppState::onTypingChanged(const RoomAddress &room, const QStringList &nicknames)
{
    if (RoomPageState *shown = page(room)) {
        shown->setWriters(nicknames);
    }
}

void AppState::onSlowModeChanged(const RoomAddress &room, int seconds)
{
    if (RoomPageState *shown = page(room)) {
        shown->composer().setSlowMode(seconds);
    }
}

void AppState::onNicknameChanged(const RoomAddress &room, const QString &nickname)
{
    if (RoomPageState *shown = page(room)) {
        shown->setNickname(nickname);
    }
}

void AppState::onEditRefused(const RoomAddress &room, MessageKey key, const QString &body, const QString &text,
                             const Error &error)
{
    if (RoomPageState *shown = page(room)) {
        shown->composer().refuseEdit(key, body, text, error.text);
    }
}

} // namespace foyer
