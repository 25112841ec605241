// What people do in a room: speak, answer, correct, take back, react, and moderate. The part of RoomSession below its
// commands of that kind.
#include "core/apart.h"
#include "core/logging.h"
#include "core/reactionemojis.h"
#include "core/whendone.h"
#include "core/whenstored.h"
#include "core/wiretext.h"
#include "service/roomsession.h"
#include "xmpp/messagelimits.h"
#include "xmpp/storedentries.h"

#include <QLocale>

#include <utility>

namespace foyer
{

namespace
{

constexpr int oldEntriesAtOnce = 500;

template <typename T>
QFuture<Result<T>> refusedWith(const Error &error)
{
    return QtFuture::makeReadyFuture<Result<T>>(error);
}

Error refusal(const QString &sentence)
{
    return {ErrorKind::ServerRefused, sentence, {}};
}

MessageChange changeOf(EntryKind kind)
{
    switch (kind) {
    case EntryKind::Correction:
        return MessageChange::Corrected;
    case EntryKind::Retraction:
        return MessageChange::Retracted;
    default:
        return MessageChange::Reactions;
    }
}

} // namespace

void RoomSession::connectOutbox()
{
    connect(&m_outbox, &Outbox::enqueued, this, [this](const StoredMessage &row) {
        if (row.kind == EntryKind::Message) {
            Q_EMIT messagesStored({row});
        } else {
            onOwnAction(row, std::nullopt);
        }
    });
    connect(&m_outbox, &Outbox::changed, this, [this](const StoredMessage &row) {
        if (row.kind == EntryKind::Message) {
            Q_EMIT messageChanged(MessageChange::State, row);
        } else if (row.state == DeliveryState::Failed) {
            onOwnAction(row, refusal(row.failure));
        }
    });
    connect(&m_outbox, &Outbox::refused, this, [this](const StoredMessage &row, const Error &error) {
        // What became of an action has been told by changed().
        if (row.kind == EntryKind::Message) {
            Q_EMIT messageRefused(row, error);
        }
    });
    connect(&m_outbox, &Outbox::checkNeeded, this, &RoomSession::onOwnUnsettled);
}

void RoomSession::onOwnAction(const StoredMessage &action, const std::optional<Error> &refused)
{
    const MessageChange change = changeOf(action.kind);
    const QString text = action.kind == EntryKind::Correction ? action.body : QString();
    whenStored(m_deps.store.targetsOf(action.key), this,
               [this, change, refused, text](const Result<QList<StoredMessage>> &rows) {
                   if (!rows) {
                       qCWarning(lcService) << "what an action changed could not be read:" << rows.error();
                       return;
                   }
                   for (const StoredMessage &row : rows.value()) {
                       Q_EMIT messageChanged(change, row);
                       if (refused) {
                           Q_EMIT actionRefused(change, row, *refused, text);
                       }
                   }
               });
}

std::optional<Error> RoomSession::speakingRefusal(const QString &body) const
{
    if (const auto tooLarge = checkMessage(m_address.jid(), body)) {
        return tooLarge;
    }
    if (!m_record.held || m_record.key == 0) {
        return Error::make(ErrorKind::NotInRoom);
    }
    if (!m_mute.canSpeak) {
        return Error::make(ErrorKind::Muted);
    }
    return std::nullopt;
}

QString RoomSession::nameFor(const StoredMessage &row) const
{
    return row.archiveId.isEmpty() && !hasArchive() ? row.messageId : row.archiveId;
}

QFuture<Result<MessageKey>> RoomSession::send(const OutgoingMessage &message)
{
    RoomMessage entry;
    entry.body = asWritten(message.body);
    if (entry.body.isEmpty() && !message.body.isEmpty()) {
        return refusedWith<MessageKey>(refusal(tr("Nothing in this message can be sent.")));
    }
    if (const auto refused = speakingRefusal(entry.body)) {
        return refusedWith<MessageKey>(*refused);
    }
    entry.isFile = message.isFile;
    entry.nickname = ownNickname();
    return m_outbox.enqueue(entry, {message.replyTo, !hasArchive()});
}

QFuture<Result<MessageKey>> RoomSession::sendAgain(MessageKey key)
{
    // Its text has been found short enough before.
    if (const auto refused = speakingRefusal({})) {
        return refusedWith<MessageKey>(*refused);
    }
    RoomMessage entry;
    entry.nickname = ownNickname();
    return m_outbox.enqueue(entry, {0, !hasArchive(), key});
}

QFuture<Result<Done>> RoomSession::act(RoomMessage entry)
{
    if (const auto refused = speakingRefusal(entry.body)) {
        return refusedWith<Done>(*refused);
    }
    entry.nickname = ownNickname();
    return m_outbox.enqueue(entry).then([](const Result<MessageKey> &key) -> Result<Done> {
        return key ? Result<Done>(Done{}) : Result<Done>(key.error());
    });
}

QFuture<Result<Done>> RoomSession::withRow(MessageKey key,
                                           const std::function<QFuture<Result<Done>>(const StoredMessage &)> &then)
{
    if (m_record.key == 0) {
        return refusedWith<Done>(Error::make(ErrorKind::NotInRoom));
    }
    return whenStored(m_deps.store.messageOf(m_record.key, key), this,
                      [then](const Result<StoredMessage> &row) {
                          if (!row) {
                              return refusedWith<Done>(row.error());
                          }
                          if (row->retracted) {
                              return refusedWith<Done>(refusal(tr("This message has been deleted.")));
                          }
                          return then(row.value());
                      })
        .unwrap();
}

QFuture<Result<Done>> RoomSession::correct(MessageKey key, const QString &body)
{
    return withRow(key, [this, body = asWritten(body)](const StoredMessage &row) {
        if (!row.own) {
            return refusedWith<Done>(refusal(tr("Only your own messages can be corrected.")));
        }
        if (row.state != DeliveryState::Delivered) {
            return refusedWith<Done>(refusal(tr("This message has not arrived yet. Correct it when it has.")));
        }
        if (body.trimmed().isEmpty()) {
            return refusedWith<Done>(refusal(tr("A message needs a text. Delete it instead.")));
        }
        if (body == row.body) {
            return QtFuture::makeReadyFuture<Result<Done>>(Done{});
        }
        RoomMessage entry;
        entry.kind = EntryKind::Correction;
        entry.body = body;
        entry.about.targetId = row.messageId;
        return act(entry);
    });
}

QFuture<Result<Done>> RoomSession::retract(MessageKey key)
{
    return withRow(key, [this](const StoredMessage &row) {
        if (!row.own) {
            return refusedWith<Done>(refusal(tr("Only moderators can delete what others wrote.")));
        }
        const QString name = nameFor(row);
        if (row.state != DeliveryState::Delivered || name.isEmpty()) {
            return refusedWith<Done>(refusal(tr("This message has not arrived yet. Delete it when it has.")));
        }
        RoomMessage entry;
        entry.kind = EntryKind::Retraction;
        entry.about.targetId = name;
        return act(entry);
    });
}

QFuture<Result<Done>> RoomSession::setReactions(MessageKey key, const QStringList &emojis)
{
    return withRow(key, [this, emojis](const StoredMessage &row) {
        const QString name = nameFor(row);
        if (name.isEmpty()) {
            return refusedWith<Done>(refusal(tr("This message has not arrived yet. React to it when it has.")));
        }
        const QStringList known = reactionEmojis(emojis);
        if (known.size() != emojis.size()) {
            return refusedWith<Done>(
                refusal(tr("Only emojis can be reactions, up to %1 of them, each once.").arg(maximumReactionEmojis)));
        }
        RoomMessage entry;
        entry.kind = EntryKind::Reaction;
        entry.about = {name, known.join(QLatin1Char('\n')), {}};
        return act(entry);
    });
}

QFuture<Result<Done>> RoomSession::moderate(MessageKey key, const QString &reason)
{
    return withRow(key, [this, reason](const StoredMessage &row) {
        if (row.archiveId.isEmpty()) {
            return refusedWith<Done>(
                refusal(tr("The room’s history does not have this message, so it cannot be deleted there.")));
        }
        return admin().moderate(row.archiveId, reason);
    });
}

QFuture<Result<QList<MessageVersion>>> RoomSession::corrections(MessageKey key)
{
    return m_deps.store.versionsOf(key);
}

QFuture<Result<Done>> RoomSession::kick(const QString &nickname, const QString &reason)
{
    return admin().kick(nickname, reason);
}

QFuture<Result<Done>> RoomSession::ban(const QString &nickname, const QString &reason)
{
    const Jid address = m_muc.occupants().value(nickname).realJid;
    if (address.isEmpty()) {
        return refusedWith<Done>(refusal(
            tr("The room does not show the address of %1, and only addresses can be banned.").arg(apart(nickname))));
    }
    return admin().ban(address, reason);
}

QFuture<Result<Done>> RoomSession::setVoice(const QString &nickname, bool voice)
{
    return admin().setRole(nickname, voice ? Role::Participant : Role::Visitor);
}

QFuture<Result<Done>> RoomSession::muteFor(const QString &nickname, int minutes)
{
    if (!m_info.hasTimedMutes()) {
        return refusedWith<Done>(
            refusal(tr("This room’s server knows no mutes that end by themselves. Mute without an end instead.")));
    }
    if (minutes < 1 || minutes > mostMuteMinutes) {
        return refusedWith<Done>(refusal(tr("Mute for 1 to %1 minutes.").arg(QLocale().toString(mostMuteMinutes))));
    }
    return admin().muteFor(nickname, minutes);
}

QFuture<Result<Done>> RoomSession::requestVoice()
{
    if (m_muc.state() != MucRoom::State::Inside) {
        return refusedWith<Done>(Error::make(ErrorKind::NotInRoom));
    }
    admin().requestVoice();
    return QtFuture::makeReadyFuture<Result<Done>>(Done{});
}

void RoomSession::readOldEntries()
{
    const RoomKey room = m_record.key;
    whenStored(m_deps.store.unreadEntries(room, oldEntriesAtOnce), this,
               [this, room](const Result<QList<RawEntry>> &entries) {
                   if (!entries || entries->isEmpty()) {
                       return;
                   }
                   QList<RawEntry> read = entries.value();
                   for (RawEntry &entry : read) {
                       entry.about = readStoredEntry(entry.raw, entry.kind);
                   }
                   whenStored(m_deps.store.noteRead(room, read), this, [this](const Result<Done> &noted) {
                       if (noted) {
                           Q_EMIT timelineChanged();
                           readOldEntries();
                       }
                   });
               });
}

} // namespace foyer
