#include "store/storereader.h"

#include "sql/database.h"
#include "store/storefile.h"
#include "store/timelinereader.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{
constexpr int itemsAtOnce = 500;

/// The files in which SQLite keeps what is not yet, or no longer, in the file itself.
QStringList sideFiles(const QString &fileName)
{
    return {fileName + u"-wal"_s, fileName + u"-journal"_s};
}

/// Differs when anything was written.
QStringList looksOf(const QString &fileName)
{
    QStringList looks;
    for (const QString &name : QStringList{fileName} + sideFiles(fileName)) {
        const QFileInfo file(name);
        looks.append(QString::number(file.size()) + u' ' + file.lastModified().toString(Qt::ISODateWithMs));
    }
    return looks;
}

} // namespace

StoreReader::StoreReader(const QString &fileName) : m_fileName(fileName), m_database(std::make_unique<Database>()) {}

StoreReader::~StoreReader() = default;

Result<Done> StoreReader::open()
{
    const auto opened = openStoreFile(*m_database, m_fileName, Database::Access::ReadOnly);
    const QFileInfo file(m_fileName);
    // There SQLite can make no side files, without which it reads nothing.
    return !opened && file.isReadable() && !QFileInfo(file.path()).isWritable() ? openFrozen() : opened;
}

Result<Done> StoreReader::openFrozen()
{
    const QStringList sides = sideFiles(m_fileName);
    if (std::any_of(sides.cbegin(), sides.cend(), [](const QString &name) { return QFileInfo(name).size() > 0; })) {
        const QString text = QCoreApplication::translate(
            "StoreReader",
            "The newest messages in %1 can be read only where Foyer may write. Copy the folder to such a "
            "place, and name the copy with --profile.");
        return Error{ErrorKind::StoreFailed, text.arg(QFileInfo(m_fileName).path()), m_fileName};
    }
    m_frozenAs = looksOf(m_fileName);
    return openStoreFile(*m_database, m_fileName, Database::Access::Frozen);
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
    if (!m_frozenAs.isEmpty() && m_frozenAs != looksOf(m_fileName)) {
        return Error{
            ErrorKind::StoreFailed,
            QCoreApplication::translate("StoreReader", "The messages were changed while they were read. Try again."),
            m_fileName};
    }
    return Done{};
}

} // namespace foyer
