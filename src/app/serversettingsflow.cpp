#include "app/serversettingsflow.h"

#include "service/chatroomservice.h"

using namespace Qt::StringLiterals;

namespace foyer
{

ServerSettingsDialog::Values valuesOf(const server::ServerSettings &settings, const QStringList &keys)
{
    ServerSettingsDialog::Values values;
    for (const QString &key : keys) {
        values.insert(key, server::settingText(settings, key));
    }
    return values;
}

namespace
{

/// What to do about a value that is not allowed; the server speaks of keys, a person of fields.
QString sentenceFor(const QString &key, const QString &wrong)
{
    if (key == "administrators"_L1) {
        return ServerSettingsFlow::tr("Enter account names with commas between them, or leave it empty.");
    }
    if (key == "callback_url"_L1) {
        return ServerSettingsFlow::tr("Enter an http or https address, or leave it empty.");
    }
    return wrong;
}

} // namespace

ServerSettingsFlow::ServerSettingsFlow(LocalServer &server, ChatroomService &service, Theme &theme, QWidget *window,
                                       QObject *parent)
    : QObject(parent), m_server(server), m_service(service), m_theme(theme), m_window(window)
{
}

void ServerSettingsFlow::open()
{
    if (!m_dialog) {
        m_dialog = new ServerSettingsDialog(m_theme, m_window);
        m_dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_dialog, &ServerSettingsDialog::saveRequested, this, &ServerSettingsFlow::save);
        m_dialog->setValues(valuesOf(m_server.settings(), m_dialog->keys()));
        auto usual = valuesOf(m_server.usualSettings(), m_dialog->keys());
        // What others may know already.
        usual.remove(u"app_key"_s);
        usual.remove(u"app_secret"_s);
        m_dialog->setUsualValues(usual);
    }
    m_dialog->open();
}

void ServerSettingsFlow::save(const ServerSettingsDialog::Values &values)
{
    server::ServerSettings settings = m_server.settings();
    bool good = true;
    for (auto value = values.cbegin(); value != values.cend(); ++value) {
        const QString wrong = server::applySetting(settings, value.key(), value.value());
        if (!wrong.isEmpty()) {
            good = false;
            m_dialog->showProblem(value.key(), sentenceFor(value.key(), wrong));
        }
    }
    if (!good) {
        return;
    }
    if (const auto kept = m_server.setSettings(settings); !kept) {
        m_dialog->showProblem({}, kept.error().text);
        return;
    }
    m_dialog->accept();
    m_service.refreshServerFacts();
}

} // namespace foyer
