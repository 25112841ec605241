#pragma once

#include <QObject>

namespace foyer
{

class AppMenu;
class AppState;
class ChatroomService;
class UserSettings;

/// Tells the service that the person writes, unless *Let others see that I type* is off; keeps that choice.
class TypingFlow : public QObject
{
    Q_OBJECT

public:
    /// All of it outlives this.
    TypingFlow(ChatroomService &service, AppState &state, UserSettings &settings, AppMenu &menu,
               QObject *parent = nullptr);

private:
    void choose(bool shared);

    ChatroomService &m_service;
    UserSettings &m_settings;
};

} // namespace foyer
