#pragma once

#include "core/roomaddress.h"

#include <QJsonObject>
#include <QString>

namespace foyer
{

class ChatroomService;
class EventLog;

/// A command about a message or a person: `correct` (key, body), `retract` (key), `react` (key, emojis), `moderate`
/// (key, reason), `corrections` (key), `kick` and `ban` (nickname, reason), `setVoice` (nickname, voice),
/// `muteFor` (nickname, minutes), `requestVoice`; and `upload` (file), which sends a file to the room.
struct ActionCommand {
    RoomAddress room;
    QString verb;
    QJsonObject fields;
};

bool isAction(const QString &verb);
/// Carries it out; \a log gets one `commandDone`, with the older texts, oldest first, as the value of `corrections`,
/// and `url`, where the file is found, in that of `upload`.
void runAction(ChatroomService &service, EventLog &log, const ActionCommand &command);

} // namespace foyer
