#pragma once

#include "core/jid.h"
#include "core/result.h"
#include "core/roominfo.h"

#include <QFuture>
#include <QObject>

namespace foyer
{

class IqRouter;

/// Service discovery (XEP-0030) as far as rooms need it.
class Disco : public QObject
{
    Q_OBJECT

public:
    explicit Disco(IqRouter &iqs, QObject *parent = nullptr);

    /// The domain of the account's room service: the first item of the server with identity conference/text and the
    /// MUC feature. ServiceHasNoRooms when there is none.
    QFuture<Result<QString>> roomService(const QString &domain);
    /// A room's facts. RoomDoesNotExist for item-not-found (and `<gone/>`, with the alternative in detail).
    QFuture<Result<RoomInfo>> roomInfo(const Jid &room);

private:
    IqRouter &m_iqs;
};

} // namespace foyer
