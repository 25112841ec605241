#pragma once

#include "server/xmpp/mucface.h"
#include "server/xmpp/roomrequests.h"
#include "server/xmpp/serverstream.h"

namespace foyer::server
{

/// Decides whom a client's stanza concerns: the server, the client's own account, the room service, or nobody.
class StanzaRouter
{
public:
    struct Deps {
        MucFace &rooms;
        RoomRequests &requests;
        SessionTable &sessions;
    };

    StanzaRouter(const Deps &deps, const QString &domain, const QString &mucDomain);

    void handle(Session &session, const stanza::XmlNode &stanza);

private:
    void handleIq(const Jid &session, const stanza::XmlNode &iq, const Jid &to);
    void toServer(const Jid &session, const stanza::XmlNode &iq);
    void toAccount(const Jid &session, const stanza::XmlNode &iq);
    void fail(const Jid &session, const stanza::XmlNode &stanza, const QString &type, const QString &condition);

    Deps m_deps;
    QString m_domain;
    QString m_mucDomain;
};

} // namespace foyer::server
