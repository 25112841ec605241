#include "models/spokentext.h"

#include "models/displaytext.h"
#include "models/gaptext.h"
#include "models/timetext.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace foyer::spokentext
{

namespace
{

QString text(const char *source, const char *comment = nullptr)
{
    return QCoreApplication::translate("SpokenText", source, comment);
}

} // namespace

QString ofState(DeliveryState state)
{
    switch (state) {
    case DeliveryState::Received:
        return {};
    case DeliveryState::Queued:
        return text("Waiting to be sent");
    case DeliveryState::Sent:
        return text("Sent, not yet confirmed by the room");
    case DeliveryState::Checking:
        return text("Checking whether the room received it");
    case DeliveryState::Delivered:
        return text("In the room's record");
    case DeliveryState::Failed:
        return text("Not sent");
    }
    Q_UNREACHABLE();
}

QString ofRow(const TimelineRow &row, const QDateTime &now)
{
    if (row.isGap()) {
        return gaptext::sentence(row.item.gap, now);
    }
    const StoredMessage &message = row.item.message;
    const QString name = message.nickname.isEmpty() ? text("the room") : displaytext::oneLine(message.nickname);
    QString body = message.retracted ? text("This message was deleted.") : displaytext::body(message.body);
    body.replace(QChar(QChar::LineSeparator), u'\n');
    QStringList parts{
        text("%1, %2: %3", "nickname, time, message").arg(name, timetext::dayAndTime(message.sentAt, now), body)};
    if (row.newLine) {
        parts.prepend(text("New messages."));
    }
    if (message.edited && !message.retracted) {
        parts += text("Edited.");
    }
    // A message that the room has is the rule, and nothing to be told each time.
    if (message.own && message.state != DeliveryState::Delivered) {
        parts += ofState(message.state) + u'.';
    }
    return parts.join(u' ');
}

} // namespace foyer::spokentext
