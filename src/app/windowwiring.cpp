#include "app/windowwiring.h"

namespace foyer
{

WindowWiring::WindowWiring(QApplication &application, Backend &backend, const CommandLine &line, QObject *parent)
    : QObject(parent), m_application(application), m_backend(backend), m_line(line)
{
    connect(&m_backend, &Backend::quitRequested, this, &WindowWiring::quit);
    connect(&m_backend, &Backend::done, &m_application, &QApplication::quit);
}

WindowWiring::~WindowWiring() = default;

Result<Done> WindowWiring::start(const QString &password)
{
    if (m_line.account.isEmpty()) {
        return m_backend.joinFrom(m_line);
    }
    if (const auto signedIn = m_backend.signIn(m_line.account, password, m_line.servers, m_line.caFile); !signedIn) {
        return signedIn;
    }
    return m_backend.joinFrom(m_line);
}

void WindowWiring::raise() {}

void WindowWiring::openLink(const QString &) {}

void WindowWiring::quit()
{
    m_backend.close();
}

} // namespace foyer
