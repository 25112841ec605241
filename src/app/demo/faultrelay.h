#pragma once

#include "core/clock.h"
#include "core/result.h"

#include <QList>
#include <QObject>
#include <QTcpServer>

#include <memory>

class QTcpSocket;

namespace foyer
{

/// A TCP relay on loopback between this program's client and its server, with the faults a network has: the Fault lab's
/// hand. Lives on the interface's thread.
class FaultRelay : public QObject
{
    Q_OBJECT

public:
    explicit FaultRelay(Clock &clock, QObject *parent = nullptr);
    ~FaultRelay() override;

    /// Listens on a free loopback port and passes everything on to \a targetPort. ServerUnreachable when it cannot.
    Result<Done> start(quint16 targetPort);
    quint16 port() const { return m_port; }
    void setTargetPort(quint16 port) { m_targetPort = port; }

    /// Ends every connection (reset) and refuses new ones until it is called with false.
    void setCut(bool cut);
    bool isCut() const { return m_cut; }
    /// Keeps every connection open and passes nothing on: what a dead link looks like.
    void setFrozen(bool frozen);
    bool isFrozen() const { return m_frozen; }
    /// Holds back everything, both ways, by \a ms (0 to 60000).
    void setDelay(int ms);
    int delay() const { return m_delayMs; }

private:
    class Link;

    void listen();
    void onConnection();
    void drop(Link *link);

    Clock &m_clock;
    QTcpServer m_listener;
    QList<Link *> m_links;
    quint16 m_port = 0;
    quint16 m_targetPort = 0;
    bool m_cut = false;
    bool m_frozen = false;
    int m_delayMs = 0;
};

} // namespace foyer
