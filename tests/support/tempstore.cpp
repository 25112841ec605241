#include "support/tempstore.h"

#include <QDebug>
#include <QFile>
#include <QMap>

#include <cstdlib>

using namespace Qt::StringLiterals;

namespace foyer
{

TempStore::TempStore()
    : m_fileName(m_folder.filePath(u"messages.sqlite"_s)), m_account(*Jid::parse(u"alice@example.org"_s))
{
    openStore();
    m_room = get(m_store->openRoom(m_account, *Jid::parse(u"tea@rooms.example.org"_s))).key;
}

TempStore::~TempStore() = default;

QString TempStore::fileName() const
{
    return m_fileName;
}

void TempStore::openStore()
{
    m_store = std::make_unique<MessageStore>(m_fileName, m_clock);
    if (const Result<Done> opened = m_store->open(); !opened)
        stop(opened.error());
}

void TempStore::restart()
{
    m_store.reset();
    openStore();
}

void TempStore::killAndReopen()
{
    const QString copy = m_folder.filePath(u"copy%1.sqlite"_s.arg(++m_copies));
    // The log first: a commit that arrives between the two copies must not be half there.
    for (const QString &suffix : {u"-wal"_s, u""_s}) {
        if (QFile::exists(QString(m_fileName + suffix)))
            QFile::copy(QString(m_fileName + suffix), QString(copy + suffix));
    }
    m_store.reset();
    m_fileName = copy;
    openStore();
}

StoredEntry TempStore::live(MembershipKey membership, const RoomMessage &message)
{
    auto future = m_store->appendLive(m_room, membership, {message});
    m_store->drain();
    const QList<StoredEntry> stored = get(std::move(future));
    compareWithRead(stored);
    return stored.first();
}

PageOutcome TempStore::page(const PageCommit &page)
{
    PageOutcome outcome = get(m_store->commitPage(m_room, page));
    compareWithRead(outcome.entries);
    return outcome;
}

void TempStore::compareWithRead(const QList<StoredEntry> &told)
{
    // A later entry of the same page may have changed what an earlier one told.
    QMap<MessageKey, StoredMessage> lastTold;
    for (const StoredEntry &entry : told) {
        if (entry.row)
            lastTold.insert(entry.row->key, *entry.row);
        for (const StoredMessage &row : entry.changed + entry.appeared)
            lastTold.insert(row.key, row);
    }
    for (const StoredMessage &row : std::as_const(lastTold)) {
        const StoredMessage read = get(m_store->messageOf(m_room, row.key));
        if (!(read == row)) {
            qCritical() << "store: what was told of row" << row.key << row.body << "is not what is read" << read.body;
            std::abort();
        }
    }
}

QList<TimelineItem> TempStore::items()
{
    return get(m_store->itemsBefore(m_room, 0, 1'000'000)).items;
}

QString TempStore::timeline()
{
    QStringList parts;
    for (const TimelineItem &item : items()) {
        if (item.kind == TimelineItem::Kind::Gap)
            parts += QString(u"--"_s + nameOf(item.gap.reason) + u"--"_s);
        else
            parts += QString((item.message.unreadable ? u"(unreadable)"_s : item.message.body) +
                             (item.message.recorded ? u""_s : u" (lost)"_s));
    }
    return parts.join(u" | "_s);
}

void TempStore::stop(const Error &error)
{
    qCritical() << "store:" << error;
    std::abort();
}

} // namespace foyer
