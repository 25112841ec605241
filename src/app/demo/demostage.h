#pragma once

#include "app/demo/apiclient.h"
#include "app/demo/demobot.h"
#include "app/demo/faultrelay.h"

#include <QObject>

#include <memory>
#include <vector>

namespace foyer
{

/// The local server as the demo needs it.
struct DemoServer {
    QUrl xmpp;
    QUrl api;
    QString domain;
    QString muc;
    QString appKey;
    QString appSecret;
};

/// What `--demo` plays on: a room made through the Server API, two bots that talk in it, and the relay that the
/// person's own connection goes through, so that it can be cut.
class DemoStage : public QObject
{
    Q_OBJECT

public:
    DemoStage(Clock &clock, const DemoServer &server, QObject *parent = nullptr);
    ~DemoStage() override;

    /// Makes the room and brings the bots in; ready() or failed() follows.
    void start();
    RoomAddress room() const { return m_room; }
    FaultRelay &relay() { return m_relay; }
    /// Where the person's client connects.
    QUrl relayUrl() const;
    DemoBot &witness() { return *m_bots.front(); }

    /// The bots say their next \a count lines, in turn, each when the one before is in the room.
    void talk(int count);
    /// From now on they say a line every few seconds.
    void keepTalking();
    /// Through the Server API: \a userId may not speak for \a minutes, or may again (0).
    QFuture<Result<QJsonObject>> mute(const QString &userId, int minutes);

Q_SIGNALS:
    void ready();
    void failed(const foyer::Error &error);

private:
    void addBots();
    void signInBot(DemoBot &bot);
    void sayNext();
    QString nextLine();

    Clock &m_clock;
    DemoServer m_server;
    RoomAddress m_room;
    FaultRelay m_relay;
    ApiClient m_api;
    std::vector<std::unique_ptr<DemoBot>> m_bots;
    Timer m_nextLine;
    int m_line = 0;
    int m_waiting = 0;       ///< lines to say
    bool m_speaking = false; ///< one is on its way
};

} // namespace foyer
