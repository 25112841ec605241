#pragma once

#include "app/backend.h"
#include "app/demo/demostage.h"
#include "app/demo/demostory.h"
#include "ui/dialogs/faultlabdialog.h"
#include "ui/mainwindow.h"

#include <QObject>
#include <QPointer>
#include <QTemporaryDir>

#include <memory>
#include <optional>

namespace foyer
{

/// The folder and the profile of a demo: a profile that goes with it unless the command line names one, and where the
/// story plays by itself a folder for what it leaves.
class DemoFolder
{
public:
    DemoFolder();
    /// Without a display `build/demo` below the working folder takes pictures and event log; a demo for a person leaves
    /// nothing behind. StoreFailed when a folder cannot be made.
    Result<Done> prepare(CommandLine &line);
    QString pictures() const { return m_pictures; }

private:
    std::optional<QTemporaryDir> m_profile; ///< once it is needed: who is no demo leaves nothing behind
    QString m_pictures;
};

/// `--demo`: puts the stage between the program and the room server of this computer, opens the *Fault lab*, and where
/// there is no display lets the story play.
class DemoWiring : public QObject
{
    Q_OBJECT

public:
    DemoWiring(Backend &backend, MainWindow &window, Theme &theme, const CommandLine &line, const DemoFolder &folder,
               QObject *parent = nullptr);
    ~DemoWiring() override;

Q_SIGNALS:
    /// The story is over, or nothing of the demo can work (1).
    void ended(int exitCode);

private:
    QUrl setStage(const LocalAccess &access);
    void onReady();
    void openLab();
    void connectLab();
    void restartServer();
    void setMuted(bool muted);
    void fail(const Error &error);

    Backend &m_backend;
    MainWindow &m_window;
    Theme &m_theme;
    DemoPaths m_paths;
    std::unique_ptr<DemoStage> m_stage;
    std::unique_ptr<DemoStory> m_story;
    QPointer<FaultLabDialog> m_lab;
    QString m_userId;
    bool m_muted = false;
};

} // namespace foyer
