#include "app/typingflow.h"

#include "core/logging.h"
#include "models/appstate.h"
#include "service/chatroomservice.h"
#include "store/usersettings.h"
#include "ui/appmenu.h"

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{
const auto hiddenKey = "typing/hidden"_L1;
}

TypingFlow::TypingFlow(ChatroomService &service, AppState &state, UserSettings &settings, AppMenu &menu,
                       QObject *parent)
    : QObject(parent), m_service(service), m_settings(settings)
{
    const bool shared = settings.value(hiddenKey).isEmpty();
    menu.setTypingShared(shared);
    service.setTypingShared(shared);
    connect(&menu, &AppMenu::typingSharedChosen, this, &TypingFlow::choose);
    connect(&state, &AppState::writingNoted, &service, &ChatroomService::noteWriting);
}

void TypingFlow::choose(bool shared)
{
    m_service.setTypingShared(shared);
    if (const auto kept = m_settings.setValue(hiddenKey, shared ? QString() : u"yes"_s); !kept) {
        qCWarning(lcApp) << "the choice to show typing could not be kept:" << kept.error();
    }
}

} // namespace foyer
