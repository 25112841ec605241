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
    bool complete = false; ///< nothing older exists; for pageAfter() nothing newer
    QString first;         ///< archive id of the oldest entry; empty when the page is empty
    QString last;
};

/// Whose word counts in a page, see stanza::RoomTrust. Rooms pass on what senders made up where they do not announce
/// that they say it themselves.
struct ArchiveTrust {
    bool occupantIds = false; ///< the room announces `urn:xmpp:occupant-id:0` (XEP-0421)
    bool addresses = false;   ///< the room announces `muc_nonanonymous`
    Jid account = {};
    QString nickname = {};
};

/// Pages of room archives (XEP-0313 with XEP-0059 result sets). Results count only from the room that was asked and for
/// a query that is open; a page is buffered until its `<fin/>` and dropped at a cut (H8).
class ArchiveQuery : public QObject
{
    Q_OBJECT

public:
    ArchiveQuery(IqRouter &iqs, Clock &clock, QObject *parent = nullptr);
    ~ArchiveQuery() override;

    /// The page of at most \a max entries that ends directly before \a beforeId; empty: the newest page. Fails with
    /// ServerRefused and detail `item-not-found` when the archive does not know the id (ejabberd answers some page
    /// instead of failing), with ServerRefused for an empty page that is not complete, which is how ejabberd says that
    /// its database is away, with Banned and detail `forbidden` when we may not read it, with MembersOnly, with
    /// NotConnected at a cut, and with TimedOut after 30 s without a result or the `<fin/>`.
    QFuture<Result<ArchivePage>> pageBefore(const Jid &room, const QString &beforeId, int max,
                                            const ArchiveTrust &trust = {});

    /// The page of at most \a max entries that begins directly after \a afterId, which is not empty; `complete` then
    /// says that nothing newer exists. Fails as pageBefore(); ejabberd answers an id it does not know from the time
    /// that stands in it.
    QFuture<Result<ArchivePage>> pageAfter(const Jid &room, const QString &afterId, int max,
                                           const ArchiveTrust &trust = {});

    /// The archive's oldest \a max entries; empty when the archive is. Fails as pageBefore().
    QFuture<Result<ArchivePage>> oldest(const Jid &room, int max, const ArchiveTrust &trust = {});

    /// Offers an incoming message; true when it was a result of an open query (or a forged one, dropped).
    bool handle(const stanza::XmlNode &message);
    /// A result that the input gate refused: its place is kept (stanza::readRefusedResult(); rule 15).
    bool handleRefused(const stanza::XmlNode &scanned);
    /// The connection was cut: open pages are dropped and answered NotConnected.
    void connectionLost();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace foyer
