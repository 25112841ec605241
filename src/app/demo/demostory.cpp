#include "app/demo/demostory.h"

#include "app/demo/storyline.h"
#include "core/whendone.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr qint64 lookEveryMs = 100;
/// Far longer than any step takes; a story that hangs must end.
constexpr qint64 stepWithinMs = 60000;

} // namespace

DemoStory::DemoStory(DemoStoryDeps deps, DemoPaths paths, QObject *parent)
    : QObject(parent), m_deps(deps), m_paths(std::move(paths)), m_look(deps.clock, [this] { look(); })
{
    m_events.setFileName(m_paths.eventsFile);
    watchService();
}

void DemoStory::watchService()
{
    ChatroomService &service = m_deps.service;
    connect(&service, &ChatroomService::connectionStateChanged, this,
            [this](const ConnectionState &state) { m_connection = state; });
    connect(&service, &ChatroomService::joined, this, [this](const RoomAddress &, const JoinResult &result) {
        m_joined = true;
        m_mute = result.mute;
    });
    connect(&service, &ChatroomService::joinFailed, this,
            [this](const RoomAddress &, const Error &error) { fail(error.text); });
    connect(&service, &ChatroomService::rejoined, this,
            [this](const RoomAddress &, const JoinResult &, const CatchUpReport &report) { m_report = report; });
    connect(&service, &ChatroomService::muteStateChanged, this,
            [this](const RoomAddress &, const MuteState &mute) { m_mute = mute; });
    connect(&service, &ChatroomService::messageChanged, this,
            [this](const RoomAddress &, MessageChange, const StoredMessage &row) {
                if (row.own && row.state == DeliveryState::Delivered)
                    ++m_delivered;
            });
    connect(&m_deps.stage, &DemoStage::failed, this, [this](const Error &error) { fail(error.text); });
}

void DemoStory::start(const QString &userId)
{
    writeSteps(userId);
    next();
}

void DemoStory::writeSteps(const QString &userId)
{
    ChatroomService &service = m_deps.service;
    DemoStage &stage = m_deps.stage;
    const RoomAddress room = stage.room();
    const auto send = [this, &service, room](const QString &body) {
        m_own += body;
        whenDone(service.sendMessage(room, {body}), this, [this](const Result<MessageKey> &sent) {
            if (!sent)
                fail(sent.error().text);
        });
    };
    constexpr int missed = 14;
    // Longer than the banner waits before it shows itself.
    constexpr qint64 offlineMs = 5000;
    constexpr qint64 pictureMs = 700;

    m_steps = {
        {u"join the room that the Server API made"_s, [&service, room] { service.joinExistingChatroom(room, {}); },
         [this] { return m_joined; }, pictureMs},
        {u"talk"_s,
         [this, send, &stage] {
             send(tr("Hello! I found the room."));
             stage.talk(2);
         },
         [this] { return m_delivered >= 1; }, pictureMs},
        {u"lose the network while the others go on"_s,
         [&stage, send] {
             stage.relay().setCut(true);
             stage.talk(missed);
             send(tr("This one waits until I am back."));
         },
         [this] { return m_connection.kind != ConnectionState::Kind::Online; }, offlineMs},
        {u"come back"_s, [&stage] { stage.relay().setCut(false); },
         [this] { return m_report && m_report->gaps == 0 && m_report->recovered >= missed && m_delivered >= 2; },
         pictureMs},
        {u"be muted by the Server API"_s,
         [this, &stage, userId] {
             whenDone(stage.mute(userId, 1), this, [this](const Result<QJsonObject> &done) {
                 if (!done)
                     fail(done.error().text);
             });
         },
         [this] { return !m_mute.canSpeak && m_mute.until.isValid(); }, pictureMs},
        {u"be allowed to speak again"_s,
         [this, &stage, userId] {
             whenDone(stage.mute(userId, 0), this, [this](const Result<QJsonObject> &done) {
                 if (!done)
                     fail(done.error().text);
             });
         },
         [this] { return m_mute.canSpeak; }, pictureMs},
        {u"say goodbye"_s,
         [send, &stage] {
             send(tr("Everything is here, once and in order."));
             stage.talk(1);
         },
         [this] { return m_delivered >= 3; }, pictureMs},
    };
}

void DemoStory::next()
{
    if (m_step == m_steps.size()) {
        check();
        return;
    }
    const Step &step = m_steps.at(m_step);
    say(u"%1. %2"_s.arg(m_step + 1).arg(step.title));
    m_begunMs = m_deps.clock.monotonicMs();
    step.begin();
    m_look.start(lookEveryMs);
}

void DemoStory::look()
{
    if (m_over)
        return;
    tellEvents();
    const Step &step = m_steps.at(m_step);
    const qint64 lasted = m_deps.clock.monotonicMs() - m_begunMs;
    if (lasted >= step.lastsMs && step.isDone()) {
        finishStep();
    } else if (lasted > stepWithinMs) {
        fail(u"this did not come about: %1"_s.arg(step.title));
    } else {
        m_look.start(lookEveryMs);
    }
}

void DemoStory::finishStep()
{
    const QString name =
        u"%1-%2.png"_s.arg(m_step + 1).arg(m_steps.at(m_step).title.section(u' ', 0, 2).replace(u' ', u'-'));
    const QString picture = QDir(m_paths.folder).filePath(name);
    if (!m_deps.window.grab().save(picture, "PNG")) {
        fail(u"the picture %1 could not be written"_s.arg(picture));
        return;
    }
    say(u"   picture: %1"_s.arg(picture));
    ++m_step;
    next();
}

void DemoStory::tellEvents()
{
    if (!m_events.isOpen() && !m_events.open(QIODevice::ReadOnly))
        return;
    m_eventTail += m_events.readAll();
    for (qsizetype end = m_eventTail.indexOf('\n'); end >= 0; end = m_eventTail.indexOf('\n')) {
        const QString line = storyLine(m_eventTail.left(end));
        m_eventTail.remove(0, end + 1);
        if (!line.isEmpty())
            say(u"   "_s + line);
    }
}

void DemoStory::say(const QString &line)
{
    std::fprintf(stdout, "%s\n", qUtf8Printable(line));
    std::fflush(stdout);
}

void DemoStory::fail(const QString &why)
{
    if (m_over)
        return;
    m_over = true;
    tellEvents();
    say(u"The story did not hold: %1"_s.arg(why));
    Q_EMIT ended(1);
}

void DemoStory::check()
{
    say(u"%1. compare --export with what %2 heard"_s.arg(m_steps.size() + 1).arg(m_deps.stage.witness().nickname()));
    whenDone(m_deps.stage.witness().heard(), this, [this](const Result<QList<TimelineItem>> &heard) {
        if (heard)
            compare(*heard);
        else
            fail(heard.error().text);
    });
}

void DemoStory::compare(const QList<TimelineItem> &heard)
{
    auto *process = new QProcess(this);
    connect(process, &QProcess::finished, this, [this, process, heard](int exitCode) {
        if (exitCode != 0) {
            fail(QString::fromUtf8(process->readAllStandardError()));
            return;
        }
        QStringList exported;
        const auto lines = process->readAllStandardOutput().split('\n');
        for (const QByteArray &line : lines) {
            const QJsonObject item = QJsonDocument::fromJson(line).object();
            if (item.value("kind"_L1) == "gap"_L1) {
                fail(u"--export shows a gap"_s);
                return;
            }
            if (!item.isEmpty())
                exported += item.value("nickname"_L1).toString() + u": "_s + item.value("body"_L1).toString();
        }
        QStringList witnessed;
        for (const TimelineItem &item : heard) {
            if (item.kind == TimelineItem::Kind::Message)
                witnessed += item.message.nickname + u": "_s + item.message.body;
        }
        // The export begins with the history of the join; from there on it must be what everybody heard.
        const QStringList expected = witnessed.mid(std::max<qsizetype>(0, witnessed.size() - exported.size()));
        if (exported.size() < defaultHistoryCount || exported != expected) {
            fail(u"--export differs from what was heard:\n%1\nheard:\n%2"_s.arg(exported.join(u'\n'),
                                                                                expected.join(u'\n')));
            return;
        }
        m_over = true;
        say(u"   %1 messages, each once and in order, no gap"_s.arg(exported.size()));
        say(u"The story held."_s);
        Q_EMIT ended(0);
    });
    process->start(QCoreApplication::applicationFilePath(),
                   {u"--profile"_s, m_paths.profile, u"--export"_s, m_deps.stage.room().toString()});
}

} // namespace foyer
