#include "models/typingtext.h"

#include "models/displaytext.h"

#include <QCoreApplication>

namespace foyer
{

namespace
{

constexpr qsizetype longestName = 32;

QString shown(const QString &nickname)
{
    const QString name = displaytext::oneLine(nickname);
    // A long name must not push out what it is about; not cut between the halves of a letter.
    qsizetype end = longestName;
    if (name.size() > end && name.at(end).isLowSurrogate()) {
        --end;
    }
    return displaytext::isolated(name.size() > end ? name.left(end) + QChar(0x2026) : name);
}

} // namespace

QString typingText(const QStringList &nicknames)
{
    switch (nicknames.size()) {
    case 0:
        return {};
    case 1:
        return QCoreApplication::translate("foyer::TypingText", "%1 is typing…").arg(shown(nicknames.at(0)));
    case 2:
        // Both at once, so that a name with a place holder in it stays a name.
        return QCoreApplication::translate("foyer::TypingText", "%1 and %2 are typing…")
            .arg(shown(nicknames.at(0)), shown(nicknames.at(1)));
    default:
        return QCoreApplication::translate("foyer::TypingText", "Several people are typing…");
    }
}

} // namespace foyer
