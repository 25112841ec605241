#pragma once

#include "service/connectionkeeper.h"
#include "support/fakeclock.h"
#include "support/fakestanzachannel.h"

#include <QStringList>

namespace foyer
{

/// A ConnectionKeeper, the stream that it keeps, the other end of it, and what was told, one line a signal: the name of
/// a state, `online` or `resumed`, `lost KIND`, `failed KIND`, `failed KIND final`.
class KeptConnection
{
public:
    explicit KeptConnection(ConnectionKeeper::Discovery discover = {});

    /// alice@example.org with one address.
    static AccountSettings alice();

    FakeClock clock;
    FakeStanzaChannel fake;
    XmppStream stream;
    ConnectionKeeper keeper;
    QStringList log;

    /// Lets the attempt under way sign in (the first begins here) and \a ms pass; the log is empty afterwards.
    void online(qint64 ms = 60000);
    /// Lets the wait pass, and sees that the attempt comes at its end and not before.
    void waitOut();
    /// Answers the sign-in with this SASL failure.
    void refuse(const QString &condition);
    void streamError(const QString &condition);

    ConnectionState::Kind kind() const { return keeper.state().kind; }
    qint64 delay() const { return keeper.state().delayMs; }
};

} // namespace foyer
