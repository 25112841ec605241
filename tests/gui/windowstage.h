#pragma once

#include "gui/memoryroomsource.h"
#include "support/fakeclock.h"

#include "models/appstate.h"
#include "ui/mainwindow.h"
#include "ui/theme.h"
#include "ui/timeline/timelineview.h"

#include <QApplication>
#include <QTest>

namespace foyer
{

/// A main window on models filled by hand: alice, online, in the room "tea".
class WindowStage
{
public:
    WindowStage() : theme(*qApp), state(source, clock)
    {
        using namespace Qt::StringLiterals;
        theme.setMode(Theme::Mode::Light);
        state.setAccount(*Jid::parse(u"alice@example.org"));
        state.onConnectionStateChanged({ConnectionState::Kind::Online, 0, 0, {}});
        window = std::make_unique<MainWindow>(MainWindowDeps{theme, state});
        window->resize(1240, 760);
        window->show();
        if (!QTest::qWaitForWindowActive(window.get())) {
            qFatal("the window does not become active");
        }
    }

    void join(const RoomAddress &room, const QString &name, const QStringList &features = {})
    {
        JoinResult result;
        result.features = features;
        result.name = name;
        result.nickname = QStringLiteral("alice");
        result.memberCount = 2;
        result.joinedAt = clock.now();
        state.onJoined(room, result);
    }
    void show(const QList<TimelineItem> &items)
    {
        source.items = items;
        state.onTimelineChanged(tea);
        QTest::qWait(0);
    }
    template <typename T>
    T *find(const QString &name) const
    {
        T *found = window->findChild<T *>(name);
        if (found == nullptr) {
            qFatal("no %s", qPrintable(name));
        }
        return found;
    }
    TimelineView *timeline() const { return find<TimelineView>(QStringLiteral("timelineView")); }
    /// The timeline of "tea", which offers what its page allows.
    TimelineView *timelineWithActs()
    {
        RoomPageState *page = state.page(tea);
        page->timeline().setAbilities([page] { return page->abilities(); });
        return timeline();
    }
    void click(QWidget *widget) const { QTest::mouseClick(widget, Qt::LeftButton); }
    QDateTime at(int minutes) const { return clock.now().addSecs(60 * minutes); }

    FakeClock clock;
    Theme theme;
    MemoryRoomSource source;
    AppState state;
    std::unique_ptr<MainWindow> window;
    RoomAddress tea = *RoomAddress::parse(QStringLiteral("tea@rooms.example"));
    RoomAddress cake = *RoomAddress::parse(QStringLiteral("cake@rooms.example"));
};

} // namespace foyer
