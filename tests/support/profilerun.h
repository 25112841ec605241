#pragma once

#include "gui/memoryroomsource.h"
#include "support/fakeclock.h"

#include "models/appstate.h"
#include "store/usersettings.h"

#include <QTemporaryDir>

namespace foyer
{

/// One run of the program on a profile of alice's, for what is kept from one to the next.
struct ProfileRun {
    explicit ProfileRun(const QTemporaryDir &profile) : settings(profile.filePath(QStringLiteral("user.sqlite")))
    {
        if (!settings.open()) {
            qFatal("no settings");
        }
    }

    FakeClock clock;
    UserSettings settings;
    MemoryRoomSource source;
    AppState state{source, clock};
    Jid account = *Jid::parse(QStringLiteral("alice@example.org"));
    RoomAddress tea = *RoomAddress::parse(QStringLiteral("tea@rooms.example"));
    RoomAddress cake = *RoomAddress::parse(QStringLiteral("cake@rooms.example"));
};

} // namespace foyer
