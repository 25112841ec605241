#pragma once

#include "core/roommessage.h"
#include "core/segment.h"
#include "store/messagestore.h"

#include <QList>
#include <QSet>
#include <QString>

namespace foyer
{

class Database;

/// The table `annotation`: what entries say about one another, joined with their targets when those are read, so that
/// it does not matter which of both was stored first. Errors stick to the database.
///
/// Who may say what: a correction and an author's retraction count only from the target's own author, that is from the
/// same occupant id (XEP-0421), else from ourselves, else from the same real address, else from the same nickname in
/// the same membership, unless it was heard that somebody left and came in between. A moderated retraction (XEP-0425)
/// counts only from the room itself. Of an occupant's reactions to a message the last one counts. What failed to be
/// sent counts nothing.
///
/// A correction of which nothing tells whether it is the author's (no occupant ids, another membership) changes nothing
/// either, but nobody may lose its text: it becomes a message of its own, for good. So does one whose target can never
/// be loaded.
///
/// What names a correction by its archive id means the corrected message (XEP-0444, section 3.1).
class AnnotationTable
{
public:
    explicit AnnotationTable(Database &database) : m_database(database) {}

    /// Notes what the entry says; nothing for a Message that is no reply.
    void insert(MessageKey entry, RoomKey room, const RoomMessage &message);
    /// What the entry itself says; empty when nothing.
    Annotation of(MessageKey entry);
    /// Whether anything held, in whatever epoch, names \a message by one of its ids.
    bool isNamed(RoomKey room, const RoomMessage &message);
    /// Fills in what others say about \a row (body, edited, retracted, reactions), and whom it answers.
    void describe(StoredMessage &row);
    /// Those of \a keys that describe() may have something to fill in for, found with one question for all.
    QSet<MessageKey> withSomething(const QList<MessageKey> &keys);
    /// The rows that \a entry changes, as they are now; none when it changes nothing that is held.
    QList<StoredMessage> targets(MessageKey entry);
    /// What the own message answers that an own correction is about; the excerpt is what it quotes.
    std::optional<ReplyReference> replyCorrectedBy(MessageKey correction);
    /// The texts that a message had before its present one, oldest first; none of a retracted one.
    QList<MessageVersion> versions(MessageKey key);

    /// Makes \a correction a message when something it may mean is held and nothing tells whose it is, or when what it
    /// means is not held and cannot be loaded. Whether it did.
    bool standForItself(MessageKey correction);
    /// The same for those that name \a message, which is held from now on; the ones that are messages now.
    QList<MessageKey> standForThemselves(MessageKey message);
    /// The same for those in \a segment of \a epoch, where nothing before it can be loaded.
    QList<MessageKey> standForThemselves(RoomKey room, int epoch, const Segment &segment);

    /// Entries stored by versions that did not understand them.
    QList<RawEntry> unread(RoomKey room, int limit);
    void insertRead(RoomKey room, const QList<RawEntry> &entries);

private:
    /// The rows that \a entry changes, without what is said about them.
    QList<StoredMessage> rowsChangedBy(MessageKey entry);
    /// The first retraction of the message that counts: why, and by whom when not by its author.
    std::optional<Annotation> retractionOf(MessageKey key);
    void addReactions(StoredMessage &row);
    /// Makes messages of those corrections.
    void makeMessages(const QList<MessageKey> &corrections);
    /// The message that a reply answers, without what is said about it.
    std::optional<StoredMessage> answeredBy(const ReplyReference &reply, RoomKey room, qint64 epoch);
    void describeOnly(StoredMessage &row);
    void describeReply(StoredMessage &row);

    Database &m_database;
};

} // namespace foyer
