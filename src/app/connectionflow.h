#pragma once

#include "models/connectionreport.h"
#include "models/servicelink.h"

#include <QObject>
#include <QPointer>

namespace foyer
{

class ChatroomService;
class ConnectionDialog;
class Theme;

/// Opens *Help, Connection* and saves its report.
class ConnectionFlow : public QObject
{
    Q_OBJECT

public:
    ConnectionFlow(ChatroomService &service, Clock &clock, Theme &theme, QWidget *window, QObject *parent = nullptr);
    ~ConnectionFlow() override;

    void open();
    /// Writes the report to \a fileName, readable by its owner alone. The error's text is for a person.
    Result<Done> saveTo(const QString &fileName) const;

private:
    void save();

    ServiceConnectionSource m_source;
    Clock &m_clock;
    ConnectionReport m_report;
    Theme &m_theme;
    QWidget *m_window;
    QPointer<ConnectionDialog> m_dialog;
};

} // namespace foyer
