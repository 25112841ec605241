#pragma once

#include "models/roomsource.h"
#include "models/timelinemodel.h"

#include <QFuture>
#include <QObject>
#include <QPromise>

namespace foyer
{

/// Reads everything a room's timeline would show, through a TimelineModel scrolled from the newest row to the oldest
/// stored one, without asking the server (`shownRows`). Deletes itself when done.
class ShownRows : public QObject
{
    Q_OBJECT

public:
    static QFuture<Result<QList<TimelineItem>>> read(RoomSource &source, const RoomAddress &room, QObject *parent);

private:
    /// The same source, but nothing is fetched from the server.
    class StoredOnly : public RoomSource
    {
    public:
        explicit StoredOnly(RoomSource &source) : m_source(source) {}
        QFuture<Result<QList<TimelineItem>>> itemsBefore(const RoomAddress &room, MessageKey before,
                                                         int limit) override;
        QFuture<Result<QList<TimelineItem>>> itemsAfter(const RoomAddress &room, MessageKey after, int limit) override;
        QFuture<Result<int>> loadOlder(const RoomAddress &room) override;
        QList<Occupant> occupants(const RoomAddress &room) const override;

    private:
        RoomSource &m_source;
    };

    ShownRows(RoomSource &source, const RoomAddress &room, QObject *parent);
    void onOlderChanged();
    void collect();
    void finish(const Result<QList<TimelineItem>> &items);

    StoredOnly m_source;
    TimelineModel m_model;
    QPromise<Result<QList<TimelineItem>>> m_promise;
    QList<TimelineItem> m_items;
    bool m_finished = false;
};

} // namespace foyer
