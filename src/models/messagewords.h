#pragma once

#include "core/roommessage.h"

#include <QString>

/// What stands in the place of a message's text or below it: the same words on the screen and for screen readers.
namespace foyer::messagewords
{

/// Whether \a body tells what its sender does instead of what he says (XEP-0245).
bool isAction(const QString &body);
/// The words of \a body, fit to be shown; of an action behind \a name, who does it.
QString words(const QString &body, const QString &name);
/// Instead of the text of a message that is StoredMessage::retracted: who removed it and why, where that is known and
/// was not its author, or that it could not be read.
QString withoutText(const StoredMessage &message);
/// Why an own message was not sent.
QString notSent(const StoredMessage &message);
/// Below a message that the room does not keep.
QString notRecorded();

} // namespace foyer::messagewords
