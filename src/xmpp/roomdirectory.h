#pragma once

#include "core/directoryroom.h"
#include "core/result.h"
#include "xmpp/disco.h"

#include <QFuture>
#include <QList>
#include <QObject>

namespace foyer
{

/// The public rooms of a room service (XEP-0045 section 6.3), read in pages (XEP-0059) where the service makes any.
class RoomDirectory : public QObject
{
    Q_OBJECT

public:
    static constexpr int pageSize = 200;
    /// More are left out, whatever the service sends.
    static constexpr int mostRooms = 10000;
    static constexpr int mostPages = 100;

    explicit RoomDirectory(IqRouter &iqs, QObject *parent = nullptr);

    /// Rooms in the service's order, each once. A page after the first that fails ends the list with what there is;
    /// else the error of the service, NotConnected or TimedOut.
    QFuture<Result<QList<DirectoryRoom>>> read(const RoomService &service);

private:
    IqRouter &m_iqs;
};

} // namespace foyer
