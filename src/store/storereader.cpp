#include "store/storereader.h"

#include "sql/database.h"
#include "store/storefile.h"
#include "store/timelinereader.h"

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{
constexpr int itemsAtOnce = 500;
}

StoreReader::StoreReader(const QString &fileName) : m_fileName(fileName), m_database(std::make_unique<Database>()) {}

StoreReader::~StoreReader() = default;

Result<Done> StoreReader::open()
{
    return openStoreFile(*m_database, m_fileName, Database::Access::ReadOnly);
}

Result<QList<StoreReader::Room>> StoreReader::rooms()
{
    QList<Room> rooms;
    {
        Query query = m_database->query(u"SELECT key, account, jid, spelled_id FROM room ORDER BY jid, account"_s);
        while (query.next()) {
            rooms.append({query.number(0), Jid::parse(query.text(1)).value_or(Jid()),
                          Jid::parse(query.text(2)).value_or(Jid()), query.text(3)});
        }
    }
    if (m_database->hasError()) {
        return Error::make(ErrorKind::StoreFailed, {}, m_database->takeError());
    }
    return rooms;
}

Result<Done> StoreReader::readTimeline(RoomKey room, const std::function<void(const TimelineItem &)> &take)
{
    // One transaction, so that a page read later belongs to the same moment as the first.
    m_database->run(u"BEGIN"_s);
    TimelineReader reader(*m_database);
    MessageKey after = 0;
    bool reachedEnd = false;
    while (!reachedEnd && !m_database->hasError()) {
        const TimelinePage page = reader.after(room, after, itemsAtOnce);
        reachedEnd = page.reachedEnd || page.items.isEmpty();
        for (const TimelineItem &item : page.items) {
            take(item);
            after = item.kind == TimelineItem::Kind::Message ? item.message.key : after;
        }
    }
    const QString problem = m_database->takeError();
    m_database->run(u"COMMIT"_s);
    if (!problem.isEmpty() || m_database->hasError()) {
        return Error::make(ErrorKind::StoreFailed, {}, problem + m_database->takeError());
    }
    return Done{};
}

} // namespace foyer
