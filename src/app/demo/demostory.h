#pragma once

#include "app/demo/demostage.h"
#include "core/clock.h"
#include "service/chatroomservice.h"

#include <QFile>
#include <QObject>
#include <QWidget>

#include <functional>
#include <vector>

namespace foyer
{

/// What the story plays on.
struct DemoStoryDeps {
    ChatroomService &service;
    Clock &clock;
    DemoStage &stage;
    QWidget &window;
};

/// Where the story leaves things.
struct DemoPaths {
    QString folder;     ///< pictures and the event log
    QString eventsFile; ///< as `--events` writes it
    QString profile;    ///< read by `--export` at the end
};

/// The demo without a display: joins the stage's room, talks, loses the network, comes back, is muted and may speak
/// again; prints what happened from the event log, leaves a picture of each step, and at the end compares `--export`
/// with what the witness heard.
class DemoStory : public QObject
{
    Q_OBJECT

public:
    DemoStory(DemoStoryDeps deps, DemoPaths paths, QObject *parent = nullptr);

    /// The account is signing in; \a userId is its name on the server.
    void start(const QString &userId);

Q_SIGNALS:
    /// \a exitCode 0 only if the story held.
    void ended(int exitCode);

private:
    struct Step {
        QString title;
        std::function<void()> begin;
        std::function<bool()> isDone;
        qint64 lastsMs = 0; ///< at least, so that the picture shows what stands for a while
    };

    void writeSteps(const QString &userId);
    void watchService();
    void next();
    void look();
    void finishStep();
    void tellEvents();
    void say(const QString &line);
    void fail(const QString &why);
    void check();
    void compare(const QList<TimelineItem> &heard);

    DemoStoryDeps m_deps;
    DemoPaths m_paths;
    std::vector<Step> m_steps;
    size_t m_step = 0;
    qint64 m_begunMs = 0;
    Timer m_look;
    QFile m_events;
    QByteArray m_eventTail;

    ConnectionState m_connection;
    MuteState m_mute;
    std::optional<CatchUpReport> m_report;
    QStringList m_own;
    int m_delivered = 0;
    bool m_joined = false;
    bool m_over = false;
};

} // namespace foyer
