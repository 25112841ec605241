#pragma once

#include "core/roommessage.h"

#include <QString>

/// What stands in the place of a message's text or below it: the same words on the screen and for screen readers.
namespace foyer::messagewords
{

/// Instead of the text of a message that is StoredMessage::retracted: who removed it and why, where that is known and
/// was not its author, or that it could not be read.
QString withoutText(const StoredMessage &message);
/// Why an own message was not sent.
QString notSent(const StoredMessage &message);
/// Below a message that the room does not keep.
QString notRecorded();

} // namespace foyer::messagewords
