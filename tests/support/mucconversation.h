#pragma once

#include "stanza/xmlnode.h"
#include "support/fakeclock.h"
#include "support/fakestanzachannel.h"
#include "xmpp/archivequery.h"
#include "xmpp/disco.h"
#include "xmpp/iqrouter.h"
#include "xmpp/mucroom.h"
#include "xmpp/xmppstream.h"

#include <QList>
#include <QStringList>

#include <memory>

namespace foyer
{

/// A signed-in stream (alice@localhost/r1) with one room on it, tea@conference.localhost, and nobody at the other end:
/// the test says what the server sends and looks at what went out. Every fact the room emits becomes a line of log().
class MucConversation : public QObject
{
public:
    MucConversation();

    /// The server sends.
    void inject(const stanza::XmlNode &stanza);
    void inject(const QString &literal);
    void inject(const QList<stanza::XmlNode> &stanzas);
    /// The next stanza that went out; the null node when there is none.
    stanza::XmlNode next();
    /// Everything that went out and was not looked at.
    QList<stanza::XmlNode> takeSent();

    /// Answers the next request that went out, which must be for \a to: with \a payload, or with an error.
    void answer(const QString &to, const QString &payload = {});
    void refuse(const QString &to, const QString &condition, const QString &text = {});
    /// Answers disco#info of the room with these features; the occupants form comes along.
    void answerInfo(const QStringList &features, int occupants = 0);

    /// Enters the room as al and forgets what was said on the way.
    void enter(const QStringList &features = {QStringLiteral("urn:xmpp:mam:2"), QStringLiteral("urn:xmpp:sid:0")});
    /// The self-presence of al, with these status codes beside 110.
    static QString selfPresence(const QString &nickname = QStringLiteral("al"), const QString &codes = {});
    static QString presence(const QString &nickname, const QString &role = QStringLiteral("participant"));
    static QString subject(const QString &text = {});
    static QString groupchat(const QString &nickname, const QString &body, const QString &more = {});

    /// The lines since the last call.
    QStringList takeLog();

    FakeClock clock;
    FakeStanzaChannel channel;
    std::unique_ptr<XmppStream> stream;
    std::unique_ptr<IqRouter> iqs;
    std::unique_ptr<Disco> disco;
    std::unique_ptr<ArchiveQuery> archive;
    std::unique_ptr<MucRoom> room;

private:
    void listen();

    QStringList m_log;
};

} // namespace foyer
