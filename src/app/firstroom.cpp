#include "app/firstroom.h"

#include "core/logging.h"

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{
const auto madeKey = "local/firstroom"_L1;
const QString roomId = u"lobby"_s;
} // namespace

FirstRoom::FirstRoom(ChatroomService &service, UserSettings &settings, QObject *parent)
    : QObject(parent), m_service(service), m_settings(settings)
{
    connect(&m_service, &ChatroomService::connectionStateChanged, this, [this](const ConnectionState &state) {
        if (state.kind == ConnectionState::Kind::Online) {
            joinIfNone();
        }
    });
    connect(&m_service, &ChatroomService::joined, this, [this](const RoomAddress &room) {
        if (room.roomId() == roomId && m_settings.value(madeKey).isEmpty()) {
            if (const auto kept = m_settings.setValue(madeKey, u"made"_s); !kept) {
                qCWarning(lcApp) << "the first room could not be remembered:" << kept.error();
            }
        }
    });
}

void FirstRoom::offer()
{
    m_offered = m_settings.value(madeKey).isEmpty();
}

void FirstRoom::joinIfNone()
{
    if (std::exchange(m_offered, false) && m_service.rooms().isEmpty()) {
        m_service.joinChatroom(RoomAddress::parse(roomId).value(), {});
    }
}

} // namespace foyer
