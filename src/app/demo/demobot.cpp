#include "app/demo/demobot.h"

#include "core/whendone.h"
#include "xmpp/websocketchannel.h"

#include <QSslConfiguration>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

constexpr int everything = 100000;

} // namespace

DemoBot::DemoBot(Clock &clock, const QString &nickname, QObject *parent)
    : QObject(parent),
      m_nickname(nickname),
      m_store(m_folder.filePath(u"messages.sqlite"_s), clock),
      m_service(ServiceDeps{[&clock]() -> std::unique_ptr<StanzaChannel> {
                                return std::make_unique<WebSocketChannel>(QSslConfiguration::defaultConfiguration(),
                                                                          clock);
                            },
                            m_store,
                            clock,
                            {}})
{
    connect(&m_service, &ChatroomService::joined, this, [this] {
        m_inside = true;
        Q_EMIT entered();
    });
    connect(&m_service, &ChatroomService::messageChanged, this,
            [this](const RoomAddress &, MessageChange, const StoredMessage &row) {
                if (row.own && row.state == DeliveryState::Delivered) {
                    Q_EMIT heardItself();
                }
            });
    connect(&m_service, &ChatroomService::joinFailed, this,
            [this](const RoomAddress &, const Error &error) { Q_EMIT failed(error); });
}

DemoBot::~DemoBot() = default;

Result<Done> DemoBot::open()
{
    return m_store.open();
}

void DemoBot::signIn(const Jid &account, const QString &password, const QUrl &server)
{
    AccountSettings settings;
    settings.account = account;
    settings.password = password;
    settings.servers = {server};
    settings.resource = QUuid::createUuid().toString(QUuid::Id128);
    m_service.signIn(settings);
}

void DemoBot::join(const RoomAddress &room)
{
    m_room = room;
    JoinOptions options;
    options.nickname = m_nickname;
    m_service.joinExistingChatroom(room, options);
}

void DemoBot::say(const QString &text)
{
    whenDone(m_service.sendMessage(m_room, {text}), this, [this](const Result<MessageKey> &sent) {
        if (!sent) {
            Q_EMIT failed(sent.error());
        }
    });
}

QFuture<Result<QList<TimelineItem>>> DemoBot::heard()
{
    return m_service.itemsBefore(m_room, 0, everything);
}

} // namespace foyer
