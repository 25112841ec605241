#include "models/spokentext.h"

#include "core/imagelink.h"
#include "models/displaytext.h"
#include "models/gaptext.h"
#include "models/messagewords.h"
#include "models/roomlistmodel.h"
#include "models/timetext.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace foyer::spokentext
{

namespace
{

/// Without what keeps words apart on the screen, which some voices read out.
QString spoken(QString text)
{
    return text.remove(QChar(0x2066)).remove(QChar(0x2067)).remove(QChar(0x2068)).remove(QChar(0x2069));
}

/// What the list's second line or the mark on the room's picture tells of being in or out.
QString stateOf(const RoomListEntry &room)
{
    if (!room.status.isEmpty()) {
        const QChar last = room.status.back();
        return last == u'.' || last == u'…'
                   ? room.status
                   : QCoreApplication::translate("SpokenText", "%1.", "a state of a room").arg(room.status);
    }
    switch (room.state) {
    case RoomState::Joined:
        return {};
    case RoomState::Joining:
        return QCoreApplication::translate("SpokenText", "Joining.");
    case RoomState::Rejoining:
        return QCoreApplication::translate("SpokenText", "Waiting to rejoin.");
    case RoomState::CatchingUp:
        return QCoreApplication::translate("SpokenText", "Fetching what was missed.");
    case RoomState::Failed:
        return QCoreApplication::translate("SpokenText", "Could not be joined.");
    case RoomState::Left:
        return QCoreApplication::translate("SpokenText", "Not joined.");
    }
    Q_UNREACHABLE();
}

/// What the line above the message's text says of what it answers.
QString answerOf(const ReplyReference &reply)
{
    const QString name = displaytext::oneLine(reply.nickname);
    if (!name.isEmpty()) {
        return QCoreApplication::translate("SpokenText", "An answer to %1.", "nickname").arg(name);
    }
    const QString words = displaytext::summary(reply.excerpt);
    if (!words.isEmpty()) {
        return QCoreApplication::translate("SpokenText", "An answer to: %1.", "words of a quoted message").arg(words);
    }
    return reply.key != 0 ? QCoreApplication::translate("SpokenText", "An answer to a deleted message.")
                          : QCoreApplication::translate("SpokenText", "An answer to a message that is not here.");
}

} // namespace

QString ofRoom(const RoomListEntry &room, const QString &time)
{
    QStringList parts;
    if (room.unread > 0) {
        parts += QCoreApplication::translate("SpokenText", "%Ln unread message(s).", nullptr, room.unread);
    }
    if (room.mentions > 0) {
        parts += QCoreApplication::translate("SpokenText", "You are mentioned %Ln time(s).", nullptr, room.mentions);
    }
    if (const QString state = stateOf(room); !state.isEmpty()) {
        parts += state;
    }
    if (room.favourite) {
        parts += QCoreApplication::translate("SpokenText", "Favourite.");
    }
    if (room.status.isEmpty() && !room.preview.isEmpty()) {
        parts += time.isEmpty() ? room.preview
                                : QCoreApplication::translate("SpokenText", "Last message, %1: %2",
                                                              "time or day; who wrote and what")
                                      .arg(time, room.preview);
    }
    const QString name = displaytext::oneLine(room.name);
    return spoken(parts.isEmpty() ? name
                                  : QCoreApplication::translate("SpokenText", "%1. %2",
                                                                "name of a room; sentences that say how it is with it")
                                        .arg(name, parts.join(u' ')));
}

QString ofState(DeliveryState state)
{
    switch (state) {
    case DeliveryState::Received:
        return {};
    case DeliveryState::Queued:
        return QCoreApplication::translate("SpokenText", "Waiting to be sent");
    case DeliveryState::Sent:
        return QCoreApplication::translate("SpokenText", "Sent, not yet confirmed by the room");
    case DeliveryState::Checking:
        return QCoreApplication::translate("SpokenText", "Checking whether the room received it");
    case DeliveryState::Delivered:
        return QCoreApplication::translate("SpokenText", "In the room’s history");
    case DeliveryState::Failed:
        return QCoreApplication::translate("SpokenText", "Not sent");
    }
    Q_UNREACHABLE();
}

QString ofRow(const TimelineRow &row, const QDateTime &now)
{
    if (row.isGap()) {
        return gaptext::sentence(row.item.gap, now);
    }
    const StoredMessage &message = row.item.message;
    const QString name = message.nickname.isEmpty() ? QCoreApplication::translate("SpokenText", "the room")
                                                    : displaytext::oneLine(message.nickname);
    QString body =
        message.retracted ? spoken(messagewords::withoutText(message)) : messagewords::words(message.body, name);
    body.replace(QChar(QChar::LineSeparator), u'\n');
    if (const auto image = imageLinkOf(message.body); image && !message.retracted) {
        body = QCoreApplication::translate("SpokenText", "image, %1, from %2", "file name, host")
                   .arg(displaytext::oneLine(image->name), image->host);
    }
    QStringList parts{QCoreApplication::translate("SpokenText", "%1, %2: %3", "nickname, time, message")
                          .arg(name, timetext::dayAndTime(message.sentAt, now), body)};
    if (message.reply && !message.retracted) {
        parts.prepend(spoken(answerOf(*message.reply)));
    }
    if (row.newLine) {
        parts.prepend(QCoreApplication::translate("SpokenText", "New messages."));
    }
    if (message.edited && !message.retracted) {
        parts += QCoreApplication::translate("SpokenText", "Edited.");
    }
    for (const Reaction &reaction : message.reactions) {
        parts += QCoreApplication::translate("SpokenText", "%1 by %2.", "an emoji, and how many people gave it")
                     .arg(displaytext::oneLine(reaction.emoji), QString::number(reaction.nicknames.size()));
    }
    // A message that the room has is the rule, and nothing to be told each time.
    if (message.state == DeliveryState::Failed) {
        parts += spoken(messagewords::notSent(message));
    } else if (!message.recorded) {
        parts += messagewords::notRecorded();
    } else if (message.own && message.state != DeliveryState::Delivered) {
        parts += ofState(message.state) + u'.';
    }
    return parts.join(u' ');
}

} // namespace foyer::spokentext
