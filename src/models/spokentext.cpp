#include "models/spokentext.h"

#include "core/imagelink.h"
#include "models/displaytext.h"
#include "models/gaptext.h"
#include "models/timetext.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace foyer::spokentext
{

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
    QString body = message.retracted ? QCoreApplication::translate("SpokenText", "This message was deleted.")
                                     : displaytext::body(message.body);
    body.replace(QChar(QChar::LineSeparator), u'\n');
    if (const auto image = imageLinkOf(message.body); image && !message.retracted) {
        body = QCoreApplication::translate("SpokenText", "image, %1, from %2", "file name, host")
                   .arg(displaytext::oneLine(image->name), image->host);
    }
    QStringList parts{QCoreApplication::translate("SpokenText", "%1, %2: %3", "nickname, time, message")
                          .arg(name, timetext::dayAndTime(message.sentAt, now), body)};
    if (message.reply && !message.retracted && !message.reply->nickname.isEmpty()) {
        parts.prepend(QCoreApplication::translate("SpokenText", "An answer to %1.", "nickname")
                          .arg(displaytext::oneLine(message.reply->nickname)));
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
    if (message.own && message.state != DeliveryState::Delivered) {
        parts += ofState(message.state) + u'.';
    }
    return parts.join(u' ');
}

} // namespace foyer::spokentext
