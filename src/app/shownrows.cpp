#include "app/shownrows.h"

#include <algorithm>

namespace foyer
{

QFuture<Result<QList<TimelineItem>>> ShownRows::StoredOnly::itemsBefore(const RoomAddress &room, MessageKey before,
                                                                        int limit)
{
    return m_source.itemsBefore(room, before, limit);
}

QFuture<Result<QList<TimelineItem>>> ShownRows::StoredOnly::itemsAfter(const RoomAddress &room, MessageKey after,
                                                                       int limit)
{
    return m_source.itemsAfter(room, after, limit);
}

QFuture<Result<int>> ShownRows::StoredOnly::loadOlder(const RoomAddress &)
{
    return QtFuture::makeReadyFuture(Result<int>(0));
}

QList<Occupant> ShownRows::StoredOnly::occupants(const RoomAddress &room) const
{
    return m_source.occupants(room);
}

QFuture<Result<QList<TimelineItem>>> ShownRows::read(RoomSource &source, const RoomAddress &room, QObject *parent)
{
    auto *reader = new ShownRows(source, room, parent);
    return reader->m_promise.future();
}

ShownRows::ShownRows(RoomSource &source, const RoomAddress &room, QObject *parent)
    : QObject(parent), m_source(source), m_model(m_source, room)
{
    m_promise.start();
    connect(
        &m_model, &TimelineModel::refreshed, this,
        [this] {
            collect();
            m_model.setFollowing(false);
            m_model.fetchOlder();
        },
        Qt::SingleShotConnection);
    connect(&m_model, &TimelineModel::readFailed, this, [this](const Error &error) {
        if (!m_finished) {
            finish(error);
        }
    });
    connect(&m_model, &TimelineModel::olderChanged, this, &ShownRows::onOlderChanged);
    m_model.showNewest();
}

void ShownRows::onOlderChanged()
{
    if (m_finished) {
        return;
    }
    switch (m_model.older()) {
    case TimelineModel::Older::Loading:
        return;
    case TimelineModel::Older::Idle:
        collect();
        m_model.fetchOlder();
        return;
    case TimelineModel::Older::Beginning:
        collect();
        finish(m_items);
        return;
    case TimelineModel::Older::Failed:
        finish(Error::make(ErrorKind::StoreFailed));
        return;
    }
}

void ShownRows::collect()
{
    const QList<TimelineItem> window = m_model.items();
    if (m_items.isEmpty()) {
        m_items = window;
        return;
    }
    // The window overlaps with what is collected; only what lies above the first collected item is new.
    const auto known = std::find(window.cbegin(), window.cend(), m_items.constFirst());
    m_items = QList<TimelineItem>(window.cbegin(), known) + m_items;
}

void ShownRows::finish(const Result<QList<TimelineItem>> &items)
{
    m_finished = true;
    m_promise.addResult(items);
    m_promise.finish();
    deleteLater();
}

} // namespace foyer
