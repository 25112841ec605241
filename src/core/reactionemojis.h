#pragma once

#include <QString>
#include <QStringList>

namespace foyer
{

/// Most emojis one occupant's reaction to one message may have; what goes beyond is left out.
constexpr int maximumReactionEmojis = 20;

/// Whether \a text may stand below a message as a reaction: short, and an emoji as far as one can tell without a table
/// of them. XEP-0444 lets senders write anything, and words do not belong there.
bool isReactionEmoji(const QString &text);

/// The reactions among \a texts, each once, in their order, at most maximumReactionEmojis.
QStringList reactionEmojis(const QStringList &texts);

} // namespace foyer
