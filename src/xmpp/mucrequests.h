#pragma once

#include "core/clock.h"
#include "core/jid.h"
#include "core/result.h"
#include "stanza/xmlnode.h"

#include <QFuture>
#include <QObject>
#include <QPromise>

#include <memory>

namespace foyer
{

class MucRoom;
class XmppStream;

/// What an occupant asks of the room it is in and what the room answers to everybody: another nickname (XEP-0045
/// section 7.6), another subject (section 8.1). One of each at a time; 15 s for an answer, else TimedOut.
class MucRequests : public QObject
{
    Q_OBJECT

public:
    MucRequests(MucRoom &room, XmppStream &stream, Clock &clock, QObject *parent = nullptr);
    ~MucRequests() override;

    /// Asks for \a nickname; \a extra goes with it as with every presence. NotInRoom, NicknameNotAllowed,
    /// NicknameInUse, ServerRefused.
    QFuture<Result<Done>> changeNickname(const QString &nickname, const QString &extra);
    /// Sets what the room is about. NotInRoom, MessageTooLarge, ServerRefused.
    QFuture<Result<Done>> setSubject(const QString &subject);
    /// Looks at what came from the room for refusals; it stays everybody else's too.
    void look(const stanza::XmlNode &stanza);
    /// No answer will come: the membership or the connection is over.
    void abandon();

private:
    struct Asked {
        QString id;
        QString wanted;
        std::shared_ptr<QPromise<Result<Done>>> promise;
        std::unique_ptr<Timer> limit;
    };

    QFuture<Result<Done>> begin(Asked &asked, const QString &id, const QString &wanted);
    static void finish(Asked &asked, const Result<Done> &result);

    MucRoom &m_room;
    XmppStream &m_stream;
    Clock &m_clock;
    Asked m_nickname;
    Asked m_subject;
};

} // namespace foyer
