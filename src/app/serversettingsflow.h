#pragma once

#include "app/localserver.h"
#include "ui/dialogs/serversettingsdialog.h"

#include <QObject>
#include <QPointer>

namespace foyer
{

class ChatroomService;

/// Opens the settings of the room server of this computer, checks what was entered, keeps it and makes it hold.
class ServerSettingsFlow : public QObject
{
    Q_OBJECT

public:
    /// \a service is told that the server's rules may be others now.
    ServerSettingsFlow(LocalServer &server, ChatroomService &service, Theme &theme, QWidget *window,
                       QObject *parent = nullptr);

    void open();

private:
    void save(const ServerSettingsDialog::Values &values);

    LocalServer &m_server;
    ChatroomService &m_service;
    Theme &m_theme;
    QWidget *m_window;
    QPointer<ServerSettingsDialog> m_dialog;
};

/// The settings that have a field on the page, as texts by key.
ServerSettingsDialog::Values valuesOf(const server::ServerSettings &settings, const QStringList &keys);

} // namespace foyer
