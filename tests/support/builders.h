#pragma once

#include "core/roommessage.h"

namespace foyer
{

/// Builds a RoomMessage in one line: `aMessage().from(u"bob"_s).archiveId(u"x1"_s).body(u"hi"_s)`.
class MessageBuilder
{
public:
    /// The resource of `from`; an occupant id made of it comes along (XEP-0421) unless withoutOccupantId().
    MessageBuilder &from(const QString &nickname);
    MessageBuilder &occupantId(const QString &id);
    MessageBuilder &withoutOccupantId();
    /// RoomMessage::stay.
    MessageBuilder &stay(qint64 stay);
    MessageBuilder &archiveId(const QString &id);
    MessageBuilder &messageId(const QString &id);
    MessageBuilder &originId(const QString &id);
    MessageBuilder &body(const QString &body);
    MessageBuilder &kind(EntryKind kind);
    /// What the entry is about, see Annotation.
    MessageBuilder &about(const QString &targetId, const QString &value = {}, const QString &nickname = {});
    MessageBuilder &self();
    MessageBuilder &realJid(const Jid &jid);
    /// As archives and join history carry it.
    MessageBuilder &stamp(const QDateTime &stamp);

    const RoomMessage &build() const { return m_message; }
    operator RoomMessage() const { return m_message; }

private:
    RoomMessage m_message;
};

/// A message of bob with body "hi" and no ids.
MessageBuilder aMessage();
/// The archive entry \a archiveId of \a nickname: message id and body are derived from the archive id.
MessageBuilder anEntry(const QString &archiveId, const QString &nickname = QStringLiteral("bob"));

} // namespace foyer
