#include "models/messagewords.h"

#include "models/displaytext.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace foyer::messagewords
{

namespace
{
constexpr auto meCommand = "/me "_L1;
}

bool isAction(const QString &body)
{
    return body.startsWith(meCommand);
}

QString words(const QString &body, const QString &name)
{
    return isAction(body) ? name + u' ' + displaytext::body(body.mid(meCommand.size())) : displaytext::body(body);
}

QString withoutText(const StoredMessage &message)
{
    if (message.unreadable) {
        return QCoreApplication::translate("Timeline",
                                           "This message cannot be shown: it is not built as a message should be.");
    }
    const QString by = displaytext::oneLine(message.retractedBy);
    const QString reason = displaytext::oneLine(message.retractReason);
    if (by.isEmpty() || by == displaytext::oneLine(message.nickname)) {
        return QCoreApplication::translate("Timeline", "This message was deleted.");
    }
    const QString who = displaytext::isolated(by);
    return reason.isEmpty() ? QCoreApplication::translate("Timeline", "This message was removed by %1.").arg(who)
                            : QCoreApplication::translate("Timeline", "This message was removed by %1: %2")
                                  .arg(who, displaytext::isolated(reason));
}

QString notSent(const StoredMessage &message)
{
    return message.failure.isEmpty() ? QCoreApplication::translate("Timeline", "Not sent.")
                                     : displaytext::sentence(message.failure);
}

QString notRecorded()
{
    return QCoreApplication::translate("Timeline", "No longer in the room’s history.");
}

} // namespace foyer::messagewords
