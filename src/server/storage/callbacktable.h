#pragma once

#include "server/api/callbackqueue.h"

#include <functional>

namespace foyer
{
class Database;
}

namespace foyer::server
{

/// The table `callback`. Holds at most as many items as it was told; the oldest make way, with a line in the log.
class CallbackTable : public CallbackQueue
{
public:
    /// \a beginWrite is called before each change.
    CallbackTable(Database &database, std::function<void()> beginWrite, qint64 limit);

    void append(const RoomStatus &status) override;
    QList<Item> first(int count) override;
    qint64 size() override;
    void removeUpTo(qint64 number) override;

private:
    Database &m_database;
    std::function<void()> m_beginWrite;
    qint64 m_limit;
};

} // namespace foyer::server
