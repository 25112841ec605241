#include "xmpp/roomdirectory.h"

#include "core/logging.h"
#include "stanza/namespaces.h"
#include "stanza/stanzaerror.h"
#include "xmpp/iqrouter.h"
#include "xmpp/mucerrors.h"

#include <QPointer>
#include <QPromise>
#include <QSet>

#include <memory>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

using stanza::XmlNode;
namespace ns = stanza::ns;

constexpr qsizetype longestName = 200;

XmlNode pageQuery(const QString &after)
{
    XmlNode set(u"set"_s, ns::resultSets);
    set.addTextChild(u"max"_s, QString::number(RoomDirectory::pageSize), ns::resultSets);
    if (!after.isEmpty())
        set.addTextChild(u"after"_s, after, ns::resultSets);
    return XmlNode(u"query"_s, ns::discoItems).addChild(set);
}

/// ejabberd writes the number of people behind each name: `Launch room (12)`.
void takeCount(DirectoryRoom &room)
{
    const qsizetype open = room.name.lastIndexOf(" ("_L1);
    if (open < 0 || !room.name.endsWith(u')'))
        return;
    // A room that is not public has a word before the number, in the server's language.
    const QString inside = room.name.mid(open + 2).chopped(1);
    bool isNumber = false;
    const int people = inside.mid(inside.lastIndexOf(u' ') + 1).toInt(&isNumber);
    if (isNumber && people >= 0) {
        room.people = people;
        room.name.truncate(open);
    }
}

/// One reading, from the first page to the last.
class Reading : public std::enable_shared_from_this<Reading>
{
public:
    Reading(IqRouter &iqs, const RoomService &service) : m_iqs(&iqs), m_service(service) { m_promise.start(); }

    QFuture<Result<QList<DirectoryRoom>>> future() const { return m_promise.future(); }

    void ask(const QString &after = {})
    {
        const Jid service = Jid::parse(m_service.domain).value_or(Jid());
        if (!m_iqs || service.isEmpty())
            return finish(Error::make(ErrorKind::NotConnected));
        ++m_pages;
        // No context object: Qt 6.4 asserts when one is gone before its future ends.
        m_iqs->get(service, pageQuery(after)).then([self = shared_from_this()](const IqAnswer &answer) {
            self->take(answer);
        });
    }

private:
    void take(const IqAnswer &answer)
    {
        if (!answer)
            return end(answer.error());
        if (const auto error = stanza::readError(*answer))
            return end(otherRefusal(*error));
        const XmlNode query = answer->child(u"query", ns::discoItems);
        const qsizetype before = m_rooms.size();
        const QList<XmlNode> items = query.childrenNamed(u"item", ns::discoItems);
        for (const XmlNode &item : items)
            add(item);
        const XmlNode set = query.child(u"set", ns::resultSets);
        const QString last = set.child(u"last", ns::resultSets).text();
        bool isCounted = false;
        const int count = set.child(u"count", ns::resultSets).text().toInt(&isCounted);
        const bool isComplete = isCounted && m_rooms.size() >= count;
        // A page that brings nothing new is the last, whatever it says.
        if (last.isEmpty() || isComplete || m_rooms.size() == before || isFull() || m_pages >= RoomDirectory::mostPages)
            return finish(m_rooms);
        ask(last);
    }

    void add(const XmlNode &item)
    {
        const auto address = RoomAddress::parse(item.attribute(u"jid"));
        if (isFull() || item.hasAttribute(u"node") || !address || !address->isResolved())
            return;
        // Whoever lists rooms of others could give a known ID another meaning.
        if (address->jid().domain() != m_service.domain || m_known.contains(address->jid()))
            return;
        m_known.insert(address->jid());
        DirectoryRoom room{address.value(), item.attribute(u"name").left(longestName).simplified(), -1};
        if (m_service.countsInNames)
            takeCount(room);
        m_rooms.append(room);
    }

    bool isFull() const { return m_rooms.size() >= RoomDirectory::mostRooms; }

    void end(const Error &error)
    {
        if (m_rooms.isEmpty())
            return finish(error);
        qCInfo(lcXmpp) << "the list of rooms ends early:" << error;
        finish(m_rooms);
    }

    void finish(const Result<QList<DirectoryRoom>> &result)
    {
        m_promise.addResult(result);
        m_promise.finish();
    }

    QPointer<IqRouter> m_iqs;
    RoomService m_service;
    QPromise<Result<QList<DirectoryRoom>>> m_promise;
    QList<DirectoryRoom> m_rooms;
    QSet<Jid> m_known;
    int m_pages = 0;
};

} // namespace

RoomDirectory::RoomDirectory(IqRouter &iqs, QObject *parent) : QObject(parent), m_iqs(iqs) {}

QFuture<Result<QList<DirectoryRoom>>> RoomDirectory::read(const RoomService &service)
{
    const auto reading = std::make_shared<Reading>(m_iqs, service);
    QFuture<Result<QList<DirectoryRoom>>> future = reading->future();
    reading->ask();
    return future;
}

} // namespace foyer
