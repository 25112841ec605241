#pragma once

#include "core/clock.h"
#include "core/jid.h"
#include "core/result.h"
#include "core/roommessage.h"
#include "stanza/xmlnode.h"

#include <QFuture>
#include <QList>
#include <QObject>

#include <memory>

namespace foyer
{

class IqRouter;

/// One page of a room's archive, oldest first.
struct ArchivePage {
    QList<RoomMessage> entries;
    bool complete = false; ///< nothing older (for `before` queries) exists
    QString first;         ///< archive id of the oldest entry; empty when the page is empty
    QString last;
};

/// Pages of room archives (XEP-0313 with XEP-0059 result sets). Results count only from the room that was asked and for
/// a query that is open; a page is buffered until its `<fin/>` and dropped at a cut (H8).
class ArchiveQuery : public QObject
{
    Q_OBJECT

public:
    ArchiveQuery(IqRouter &iqs, Clock &clock, QObject *parent = nullptr);
    ~ArchiveQuery() override;

    /// The page of at most \a max entries that ends directly before \a beforeId; empty: the newest page. An unknown id
    /// is RoomDoesNotExist-free: it answers ServerRefused with detail `item-not-found`. `forbidden` is MembersOnly's
    /// sibling: kind Banned with detail `forbidden`. TimedOut after 30 s without a result or `<fin/>`.
    QFuture<Result<ArchivePage>> pageBefore(const Jid &room, const QString &beforeId, int max);

    /// Offers an incoming message; true when it was a result of an open query (or a forged one, dropped).
    bool handle(const stanza::XmlNode &message);
    /// A result that the input gate refused: its place is kept as an EntryKind::NotShown entry (rule 15).
    bool handleRefused(const stanza::XmlNode &scanned);
    /// The connection was cut: open pages are dropped and answered NotConnected.
    void connectionLost();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace foyer
