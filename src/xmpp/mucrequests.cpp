#include "xmpp/mucrequests.h"

#include "core/nickname.h"
#include "stanza/namespaces.h"
#include "stanza/presence.h"
#include "stanza/stanzaerror.h"
#include "xmpp/messagelimits.h"
#include "xmpp/mucerrors.h"
#include "xmpp/mucroom.h"
#include "xmpp/xmppstream.h"

#include <QUuid>

#include <utility>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

using stanza::StanzaError;
using stanza::XmlNode;

constexpr qint64 answerLimitMs = 15000;

QFuture<Result<Done>> ready(Result<Done> result)
{
    return QtFuture::makeReadyFuture(std::move(result));
}

Error nicknameRefusal(const StanzaError &error, const QString &wanted)
{
    if (error.is(u"conflict"))
        return Error::make(ErrorKind::NicknameInUse, wanted, error.condition);
    if (error.is(u"resource-constraint"))
        return Error::make(ErrorKind::TooFast, {}, error.condition);
    for (const auto condition : {u"not-acceptable", u"not-allowed", u"forbidden", u"jid-malformed"}) {
        if (error.is(condition))
            return Error::make(ErrorKind::NicknameNotAllowed, {}, error.condition);
    }
    return otherRefusal(error);
}

Error subjectRefusal(const StanzaError &error)
{
    if (error.is(u"not-acceptable"))
        return Error::make(ErrorKind::NotInRoom, {}, error.condition);
    if (error.is(u"forbidden") || error.is(u"not-allowed"))
        return {ErrorKind::ServerRefused, MucRequests::tr("This room does not let you set its subject."),
                error.condition};
    return otherRefusal(error);
}

QString newId()
{
    return QUuid::createUuid().toString(QUuid::Id128);
}

} // namespace

MucRequests::MucRequests(MucRoom &room, XmppStream &stream, Clock &clock, QObject *parent)
    : QObject(parent), m_room(room), m_stream(stream), m_clock(clock)
{
    connect(&room, &MucRoom::nicknameChanged, this, [this](const QString &nickname) {
        // The room may prepare a name in its own way, but the next change after ours answers ours.
        if (m_nickname.promise && m_room.nickname() == nickname)
            finish(m_nickname, Done{});
    });
    connect(&room, &MucRoom::subjectChanged, this, [this](const QString &subject) {
        if (m_subject.promise && subject == m_subject.wanted)
            finish(m_subject, Done{});
    });
}

MucRequests::~MucRequests()
{
    abandon();
}

QFuture<Result<Done>> MucRequests::changeNickname(const QString &nickname, const QString &extra)
{
    const auto wanted = Nickname::parse(nickname);
    if (!wanted)
        return ready(Error::make(ErrorKind::NicknameNotAllowed));
    if (m_room.state() != MucRoom::State::Inside)
        return ready(Error::make(ErrorKind::NotInRoom));
    if (wanted->text() == m_room.nickname())
        return ready(Done{});
    const QString id = newId();
    const auto future = begin(m_nickname, id, wanted->text());
    m_stream.send(stanza::mucNicknamePresence(m_room.room().withResource(wanted->text()), id, extra));
    m_stream.expectActivity();
    return future;
}

QFuture<Result<Done>> MucRequests::setSubject(const QString &subject)
{
    if (const auto tooLarge = checkMessage(m_room.room(), subject))
        return ready(*tooLarge);
    if (m_room.state() != MucRoom::State::Inside)
        return ready(Error::make(ErrorKind::NotInRoom));
    if (subject == m_room.subject())
        return ready(Done{});
    const QString id = newId();
    const auto future = begin(m_subject, id, subject);
    XmlNode message(u"message"_s, stanza::ns::client);
    m_stream.send(message.setAttribute(u"to"_s, m_room.room().toString())
                      .setAttribute(u"type"_s, u"groupchat"_s)
                      .setAttribute(u"id"_s, id)
                      .addTextChild(u"subject"_s, subject, stanza::ns::client));
    m_stream.expectActivity();
    return future;
}

QFuture<Result<Done>> MucRequests::begin(Asked &asked, const QString &id, const QString &wanted)
{
    if (asked.promise)
        finish(asked, Error::make(ErrorKind::TimedOut, {}, u"asked for something else"_s));
    asked.id = id;
    asked.wanted = wanted;
    asked.promise = std::make_shared<QPromise<Result<Done>>>();
    asked.promise->start();
    asked.limit = std::make_unique<Timer>(m_clock, [&asked] { finish(asked, Error::make(ErrorKind::TimedOut)); });
    asked.limit->start(answerLimitMs);
    return asked.promise->future();
}

void MucRequests::finish(Asked &asked, const Result<Done> &result)
{
    const auto promise = std::exchange(asked.promise, nullptr);
    asked.id.clear();
    if (asked.limit)
        asked.limit->stop();
    if (!promise)
        return;
    promise->addResult(result);
    promise->finish();
}

void MucRequests::look(const XmlNode &stanza)
{
    const QString id = stanza.attribute(u"id");
    if (id.isEmpty() || (id != m_nickname.id && id != m_subject.id))
        return;
    const auto error = stanza::readError(stanza);
    if (!error)
        return;
    if (id == m_nickname.id)
        finish(m_nickname, nicknameRefusal(*error, m_nickname.wanted));
    else
        finish(m_subject, subjectRefusal(*error));
}

void MucRequests::abandon()
{
    finish(m_nickname, Error::make(ErrorKind::NotInRoom));
    finish(m_subject, Error::make(ErrorKind::NotInRoom));
}

} // namespace foyer
