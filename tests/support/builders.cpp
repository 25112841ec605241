#include "support/builders.h"

using namespace Qt::StringLiterals;

namespace foyer
{

MessageBuilder &MessageBuilder::from(const QString &nickname)
{
    m_message.nickname = nickname;
    m_message.occupantId = QString(u"occ-"_s + nickname);
    return *this;
}

MessageBuilder &MessageBuilder::occupantId(const QString &id)
{
    m_message.occupantId = id;
    return *this;
}

MessageBuilder &MessageBuilder::withoutOccupantId()
{
    m_message.occupantId.clear();
    return *this;
}

MessageBuilder &MessageBuilder::stay(qint64 stay)
{
    m_message.stay = stay;
    return *this;
}

MessageBuilder &MessageBuilder::archiveId(const QString &id)
{
    m_message.archiveId = id;
    return *this;
}

MessageBuilder &MessageBuilder::messageId(const QString &id)
{
    m_message.messageId = id;
    return *this;
}

MessageBuilder &MessageBuilder::originId(const QString &id)
{
    m_message.originId = id;
    return *this;
}

MessageBuilder &MessageBuilder::body(const QString &body)
{
    m_message.body = body;
    return *this;
}

MessageBuilder &MessageBuilder::kind(EntryKind kind)
{
    m_message.kind = kind;
    return *this;
}

MessageBuilder &MessageBuilder::about(const QString &targetId, const QString &value, const QString &nickname)
{
    m_message.about = {targetId, value, nickname};
    return *this;
}

MessageBuilder &MessageBuilder::self()
{
    m_message.fromSelf = true;
    return *this;
}

MessageBuilder &MessageBuilder::realJid(const Jid &jid)
{
    m_message.realJid = jid;
    return *this;
}

MessageBuilder &MessageBuilder::stamp(const QDateTime &stamp)
{
    m_message.stamp = stamp;
    return *this;
}

MessageBuilder aMessage()
{
    MessageBuilder builder;
    builder.from(u"bob"_s).body(u"hi"_s);
    return builder;
}

MessageBuilder anEntry(const QString &archiveId, const QString &nickname)
{
    MessageBuilder builder;
    builder.from(nickname).archiveId(archiveId).messageId(QString(u"m-"_s + archiveId));
    builder.body(QString(u"body of "_s + archiveId));
    return builder;
}

} // namespace foyer
