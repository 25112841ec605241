#include "support/roombench.h"

#include "stanza/namespaces.h"

#include <QMetaEnum>

using namespace Qt::StringLiterals;

namespace foyer
{

using namespace server;
namespace ns = stanza::ns;

namespace
{

template <class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

QString because(const QString &actor, const QString &reason)
{
    QString text;
    if (!actor.isEmpty())
        text += QString(u" by "_s + actor);
    if (!reason.isEmpty())
        text += QString(u": "_s + reason);
    return text;
}

QString standingOf(const RoomOccupant &occupant)
{
    QString text = QString(nameOf(occupant.role) + u'/' + nameOf(occupant.affiliation));
    const QString mute = textOf(occupant.mute);
    return mute.isEmpty() ? text : QString(text + u" ["_s + mute + u']');
}

QString textOf(const OccupantEntered &what)
{
    return QString(u"entered "_s + what.occupant.nickname + (what.first ? u""_s : u" again"_s) +
                   (what.created ? u" created"_s : u""_s));
}

QString textOf(const OccupantLeft &what)
{
    QString text = QString(u"left "_s + what.occupant.nickname + u' ' + nameOf(what.departure));
    if (!what.last)
        text += u" one client"_s;
    text += because(what.actor, what.reason);
    return what.alternative.isEmpty() ? text : QString(text + u" -> "_s + what.alternative);
}

QString textOf(const OccupantChanged &what)
{
    return QString(u"changed "_s + what.occupant.nickname + u' ' + standingOf(what.occupant) +
                   because(what.actor, what.reason));
}

QString textOf(const MessagePosted &what)
{
    return QString(u"message "_s + what.entry.nickname + u": "_s +
                   what.entry.message.child(u"body", ns::client).text() + (what.archived ? u""_s : u" (passing)"_s) +
                   (what.includeSender ? u""_s : u" (not to sender)"_s));
}

} // namespace

RoomBench::RoomBench(const std::function<void(RoomSettings &)> &change)
{
    m_settings.domain = u"localhost"_s;
    m_settings.mucDomain = u"conference.localhost"_s;
    if (change)
        change(m_settings);
    start();
}

RoomBench::~RoomBench() = default;

void RoomBench::start()
{
    m_store = std::make_unique<ServerStore>();
    const Result<Done> opened = m_store->open(m_folder.filePath(u"server.sqlite"_s));
    if (!opened)
        qFatal("%s", qPrintable(opened.error().detail));
    m_rooms = std::make_unique<Rooms>(*m_store, clock, m_settings);
    m_rooms->addObserver(this);
    m_rooms->load();
}

void RoomBench::restart()
{
    commit();
    m_rooms.reset();
    m_store.reset();
    start();
}

void RoomBench::commit()
{
    const Result<Done> committed = m_store->commit();
    if (!committed)
        qFatal("%s", qPrintable(committed.error().detail));
}

void RoomBench::rollback()
{
    m_store->rollback();
    m_rooms->load();
}

Jid RoomBench::session(const QString &who)
{
    const qsizetype slash = who.indexOf(u'/');
    const QString name = slash < 0 ? who : who.left(slash);
    return Jid::fromParts(name, u"localhost", slash < 0 ? u"r1"_s : who.mid(slash + 1)).value();
}

Granted<EnterResult> RoomBench::enter(const QString &room, const QString &who, const QString &nickname,
                                      const QString &password)
{
    const QString name = nickname.isEmpty() ? who.section(u'/', 0, 0) : nickname;
    return m_rooms->enter({room, session(who), name, password, {}});
}

void RoomBench::open(const QString &room, const QString &owner, const RoomConfig &config)
{
    const bool made = enter(room, owner) && m_rooms->configure(room, session(owner), config);
    if (!made)
        qFatal("cannot open %s", qPrintable(room));
}

Granted<Rooms::Posted> RoomBench::say(const QString &room, const QString &who, const QString &body,
                                      const QString &originId)
{
    stanza::XmlNode message(u"message"_s, ns::client);
    message.setAttribute(u"id"_s, originId).addTextChild(u"body"_s, body, ns::client);
    if (!originId.isEmpty())
        message.addChild(stanza::XmlNode(u"origin-id"_s, ns::stanzaId).setAttribute(u"id"_s, originId));
    return send(room, who, message);
}

Granted<Rooms::Posted> RoomBench::send(const QString &room, const QString &who, const stanza::XmlNode &message)
{
    return m_rooms->say({room, session(who), message});
}

RoomOccupant RoomBench::occupant(const QString &room, const QString &who)
{
    RoomOccupant outside;
    outside.role = Role::None;
    return m_rooms->occupantOf(room, session(who)).value_or(outside);
}

QStringList RoomBench::inside(const QString &room)
{
    QStringList names;
    const QList<RoomOccupant> occupants = m_rooms->occupants(room);
    for (const RoomOccupant &occupant : occupants)
        names += occupant.nickname;
    return names;
}

Granted<Allowed> RoomBench::setRole(const QString &room, const QString &who, const QString &nickname, Role role,
                                    const QString &reason)
{
    Rooms::AdminItem item;
    item.nickname = nickname;
    item.role = role;
    item.reason = reason;
    return m_rooms->administer(room, session(who), {item});
}

Granted<Allowed> RoomBench::setAffiliation(const QString &room, const QString &who, const QString &name,
                                           Affiliation affiliation, const QString &reason)
{
    Rooms::AdminItem item;
    item.account = account(name);
    item.affiliation = affiliation;
    item.reason = reason;
    return m_rooms->administer(room, session(who), {item});
}

Restriction RoomBench::restriction(const QString &name, int minutes, const QString &reason, const QString &by)
{
    return {account(name), minutes > 0 ? clock.now().addSecs(minutes * 60) : QDateTime(), reason, by};
}

QStringList RoomBench::events()
{
    QStringList lines;
    const QList<RoomEvent> happened = rawEvents();
    for (const RoomEvent &event : happened)
        lines += textOf(event);
    return lines;
}

QString textOf(const RoomEvent &event)
{
    const QString what = std::visit(
        Overloaded{
            [](const OccupantEntered &it) { return textOf(it); },
            [](const OccupantLeft &it) { return textOf(it); },
            [](const OccupantChanged &it) { return textOf(it); },
            [](const NicknameChanged &it) { return QString(u"renamed "_s + it.before + u' ' + it.occupant.nickname); },
            [](const MessagePosted &it) { return textOf(it); },
            [](const SubjectSet &it) {
                return QString(u"subject "_s + it.entry.nickname + u": "_s +
                               it.entry.message.child(u"subject", ns::client).text());
            },
            [](const GoneUnseen &it) {
                QStringList names;
                for (const Jid &account : it.accounts)
                    names += account.local();
                return QString(u"gone unseen "_s + names.join(u' '));
            },
            [](const ConfigChanged &) { return u"configured"_s; },
            [](const RoomCreated &it) { return QString(u"made by "_s + it.by.local()); },
            [](const RoomEnded &it) {
                static const QStringList causes{u"Destroyed"_s, u"AutoDestroyed"_s, u"Empty"_s};
                return QString(u"ended "_s + causes.at(static_cast<int>(it.cause)));
            },
        },
        event.what);
    return QString(event.roomId + u": "_s + what);
}

QString nameOf(Departure departure)
{
    static const QStringList names{u"Left"_s,     u"Offline"_s,        u"Kicked"_s,
                                   u"Banned"_s,   u"MembershipLost"_s, u"MembersOnlyNow"_s,
                                   u"Replaced"_s, u"RoomDestroyed"_s,  u"ServiceShutdown"_s};
    return names.at(static_cast<int>(departure));
}

QString textOf(const MuteState &mute)
{
    QStringList words;
    if (mute.roomMuted.value_or(false))
        words += u"room"_s;
    if (mute.userMutedEverywhere.value_or(false))
        words += u"everywhere"_s;
    if (mute.userMutedHere.value_or(false))
        words += u"here"_s;
    if (mute.exempt.value_or(false))
        words += u"exempt"_s;
    if (!mute.canSpeak)
        words += u"silent"_s;
    if (mute.until.isValid())
        words += QString(u"until "_s + mute.until.toString(u"hh:mm"_s));
    return QString(words.join(u' ') + because(mute.by, mute.reason));
}

} // namespace foyer
