#pragma once

#include "service/chatroomservice.h"
#include "store/usersettings.h"

#include <QObject>

namespace foyer
{

/// Makes the first room on a new room server of this computer, so that there is something to write into at once. Only
/// the first time: who has removed it does not get it again.
class FirstRoom : public QObject
{
    Q_OBJECT

public:
    FirstRoom(ChatroomService &service, UserSettings &settings, QObject *parent = nullptr);

    /// Call when signing in begins: once connected, the first room is joined if there is no other.
    void offer();

private:
    void joinIfNone();

    ChatroomService &m_service;
    UserSettings &m_settings;
    bool m_offered = false;
};

} // namespace foyer
