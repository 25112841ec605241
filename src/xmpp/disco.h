#pragma once

#include "core/jid.h"
#include "core/result.h"
#include "core/roominfo.h"

#include <QFuture>
#include <QObject>

namespace foyer
{

class IqRouter;

/// The service that keeps an account's rooms.
struct RoomService {
    QString domain;
    bool oneRoomOnly = false;   ///< an account is in one room at a time there (`urn:foyer:one-room:0`)
    bool countsInNames = false; ///< its list of rooms has the number of people behind each name (ejabberd)

    bool operator==(const RoomService &) const = default;
};

/// Service discovery (XEP-0030) as far as rooms need it.
class Disco : public QObject
{
    Q_OBJECT

public:
    explicit Disco(IqRouter &iqs, QObject *parent = nullptr);

    /// The domain of the account's room service: the first item of the server with identity conference/text and the
    /// MUC feature. ServiceHasNoRooms when there is none.
    QFuture<Result<RoomService>> roomService(const QString &domain);
    /// What a room service that is known by its domain says of itself now. ServiceHasNoRooms when it is none any more.
    QFuture<Result<RoomService>> roomServiceFacts(const QString &service);
    /// A room's facts. RoomDoesNotExist for item-not-found (and `<gone/>`, with the alternative in detail).
    QFuture<Result<RoomInfo>> roomInfo(const Jid &room);

private:
    IqRouter &m_iqs;
};

} // namespace foyer
