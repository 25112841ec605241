#include "app/demo/demowiring.h"

#include "core/logging.h"
#include "core/whendone.h"
#include "ui/appmenu.h"

#include <QAction>
#include <QDir>
#include <QGuiApplication>
#include <QPushButton>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{
/// Without a display the story plays by itself.
bool isPlayed()
{
    return QGuiApplication::platformName() == "offscreen"_L1;
}
} // namespace

DemoFolder::DemoFolder() = default;

Result<Done> DemoFolder::prepare(CommandLine &line)
{
    const auto cannotMake = [](const QString &path) {
        return Error{ErrorKind::StoreFailed, u"the folder %1 cannot be made"_s.arg(path), {}};
    };
    if (line.profile.isEmpty()) {
        m_profile.emplace();
        line.profile = m_profile->path();
        if (!m_profile->isValid()) {
            return cannotMake(QDir::tempPath());
        }
    }
    if (!isPlayed()) {
        return Done{};
    }
    QDir folder(u"build/demo"_s);
    m_pictures = folder.path();
    if (!folder.mkpath(u"."_s)) {
        return cannotMake(folder.absolutePath());
    }
    // What an earlier demo left would be taken for this one's.
    const auto earlier = folder.entryList({u"*.png"_s, u"events.jsonl"_s}, QDir::Files);
    for (const QString &name : earlier) {
        folder.remove(name);
    }
    if (line.eventsFile.isEmpty()) {
        line.eventsFile = folder.filePath(u"events.jsonl"_s);
    }
    return Done{};
}

DemoWiring::DemoWiring(Backend &backend, MainWindow &window, Theme &theme, const CommandLine &line,
                       const DemoFolder &folder, QObject *parent)
    : QObject(parent),
      m_backend(backend),
      m_window(window),
      m_theme(theme),
      m_paths{folder.pictures(), line.eventsFile, line.profile}
{
    m_backend.setLocalRoute([this](const LocalAccess &access) { return setStage(access); });
    QAction *lab = m_window.menu().help()->addAction(tr("&Fault lab…"));
    lab->setObjectName(u"faultLabAction"_s);
    connect(lab, &QAction::triggered, this, &DemoWiring::openLab);
    connect(&m_backend.service(), &ChatroomService::muteStateChanged, this,
            [this](const RoomAddress &, const MuteState &mute) { setMuted(!mute.canSpeak); });
    connect(&m_backend.service(), &ChatroomService::joined, this,
            [this](const RoomAddress &, const JoinResult &result) { setMuted(!result.mute.canSpeak); });
}

DemoWiring::~DemoWiring() = default;

QUrl DemoWiring::setStage(const LocalAccess &access)
{
    const server::ServerSettings &settings = m_backend.localServer().settings();
    const DemoServer server{access.endpoints.xmpp, access.endpoints.api, access.endpoints.domain,
                            access.endpoints.muc,  settings.appKey,      settings.appSecret};
    m_userId = access.account.local();
    m_stage = std::make_unique<DemoStage>(m_backend.clock(), server);
    connect(m_stage.get(), &DemoStage::ready, this, &DemoWiring::onReady);
    connect(m_stage.get(), &DemoStage::failed, this, &DemoWiring::fail);
    m_stage->start();
    return m_stage->relayUrl();
}

void DemoWiring::onReady()
{
    // The first lines are history by the time the person comes in.
    constexpr int linesBefore = 12;
    m_stage->talk(linesBefore);
    if (isPlayed()) {
        m_story = std::make_unique<DemoStory>(DemoStoryDeps{m_backend.service(), m_backend.clock(), *m_stage, m_window},
                                              m_paths);
        connect(m_story.get(), &DemoStory::ended, this, &DemoWiring::ended);
        m_story->start(m_userId);
        return;
    }
    m_backend.service().joinExistingChatroom(m_stage->room(), {});
    m_stage->keepTalking();
}

void DemoWiring::openLab()
{
    if (!m_lab) {
        m_lab = new FaultLabDialog(m_theme, &m_window);
        m_lab->setAttribute(Qt::WA_DeleteOnClose, false);
        connectLab();
        m_lab->setMuted(m_muted);
    }
    m_lab->show();
    m_lab->raise();
    m_lab->activateWindow();
}

void DemoWiring::connectLab()
{
    const auto relay = [this]() -> FaultRelay * { return m_stage ? &m_stage->relay() : nullptr; };
    connect(m_lab, &FaultLabDialog::cutRequested, this, [relay](bool cut) {
        if (relay())
            relay()->setCut(cut);
    });
    connect(m_lab, &FaultLabDialog::freezeRequested, this, [relay](bool frozen) {
        if (relay())
            relay()->setFrozen(frozen);
    });
    connect(m_lab, &FaultLabDialog::delayRequested, this, [relay](int ms) {
        if (relay())
            relay()->setDelay(ms);
    });
    connect(m_lab, &FaultLabDialog::restartRequested, this, &DemoWiring::restartServer);
    connect(m_lab, &FaultLabDialog::muteRequested, this, [this](bool mute) {
        if (!m_stage)
            return;
        constexpr int minutes = 1;
        whenDone(m_stage->mute(m_userId, mute ? minutes : 0), this, [this](const Result<QJsonObject> &done) {
            if (!done && m_lab)
                m_lab->showProblem(done.error().text);
        });
    });
}

void DemoWiring::restartServer()
{
    m_lab->setRestarting(true);
    whenDone(m_backend.restartLocalServer(), this, [this](const Result<Done> &done) {
        if (!m_lab)
            return;
        m_lab->setRestarting(false);
        if (!done)
            m_lab->showProblem(done.error().text);
    });
}

void DemoWiring::setMuted(bool muted)
{
    m_muted = muted;
    if (m_lab)
        m_lab->setMuted(muted);
}

void DemoWiring::fail(const Error &error)
{
    if (m_story)
        return;
    qCWarning(lcApp) << "demo:" << error;
    std::fprintf(stderr, "foyer: the demo could not be set up: %s\n", qUtf8Printable(error.text));
    if (isPlayed())
        Q_EMIT ended(1);
}

} // namespace foyer
