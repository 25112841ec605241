#pragma once

#include "app/backend.h"
#include "app/commandline.h"

#include <QApplication>
#include <QObject>

namespace foyer
{

/// Builds the window on top of the backend and connects every wish of the interface to the service.
class WindowWiring : public QObject
{
    Q_OBJECT

public:
    WindowWiring(QApplication &application, Backend &backend, const CommandLine &line, QObject *parent = nullptr);
    ~WindowWiring() override;

    /// Signs in as the command line says, or shows the sign-in window. The error's text is for a person.
    Result<Done> start(const QString &password);

    void raise();
    /// Opens the join dialog filled in from \a link; nothing is joined before the person confirms.
    void openLink(const QString &link);
    /// Closes in order and ends the program.
    void quit();

private:
    QApplication &m_application;
    Backend &m_backend;
    CommandLine m_line;
};

} // namespace foyer
