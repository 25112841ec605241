#pragma once

#include "core/jid.h"
#include "core/result.h"
#include "core/roommessage.h"
#include "store/messagestore.h"

#include <QList>
#include <QString>
#include <QStringList>

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

    /// Also in a folder that cannot be written to, when everything is in the file itself. StoreFailed when there is no
    /// such file or its schema is not this program's; with a sentence of its own when such a folder has to be copied.
    Result<Done> open();
    Result<QList<Room>> rooms();
    /// Calls \a take with every item of the room in timeline order, as the file was when the call began.
    /// StoreFailed, after some of them, when a file that was read without its locks has changed meanwhile.
    Result<Done> readTimeline(RoomKey room, const std::function<void(const TimelineItem &)> &take);

private:
    Result<Done> openFrozen();

    QString m_fileName;
    QStringList m_frozenAs; ///< how the files looked when they were opened without locks; else empty
    std::unique_ptr<Database> m_database;
};

} // namespace foyer
