#pragma once

#include "models/servicelink.h"

#include <QObject>

namespace foyer
{

class ChatroomService;
class MainWindow;
class Theme;

/// Fills *Help* with the shortcuts and *About*, and copies diagnostics.
class AboutFlow : public QObject
{
    Q_OBJECT

public:
    AboutFlow(ChatroomService &service, Clock &clock, Theme &theme, MainWindow &window, QObject *parent = nullptr);

    void open();

private:
    /// Asks each room how it fares, one after the other, then copies.
    void copy();
    void collect(const QList<RoomSummary> &rooms, QList<RoomHealth> known);

    ServiceConnectionSource m_source;
    Clock &m_clock;
    Theme &m_theme;
    MainWindow &m_window;
};

} // namespace foyer
