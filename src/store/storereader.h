#pragma once

#include "core/jid.h"
#include "core/result.h"
#include "core/roommessage.h"
#include "store/messagestore.h"

#include <QList>
#include <QString>

#include <functional>
#include <memory>

namespace foyer
{

class Database;

/// Reads a message store's file without a MessageStore, also while another process writes to it. One thread.
class StoreReader
{
public:
    /// A room of any account.
    struct Room {
        RoomKey key = 0;
        Jid account;
        Jid jid;
        QString spelledId;
    };

    explicit StoreReader(const QString &fileName);
    ~StoreReader();
    StoreReader(const StoreReader &) = delete;
    StoreReader &operator=(const StoreReader &) = delete;

    /// StoreFailed when there is no such file or its schema is not this program's.
    Result<Done> open();
    Result<QList<Room>> rooms();
    /// Calls \a take with every item of the room in timeline order, as the file was when the call began.
    Result<Done> readTimeline(RoomKey room, const std::function<void(const TimelineItem &)> &take);

private:
    QString m_fileName;
    std::unique_ptr<Database> m_database;
};

} // namespace foyer
