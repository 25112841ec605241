#include "models/gaptext.h"

#include "models/timetext.h"

#include <QCoreApplication>

namespace foyer::gaptext
{

namespace
{

QString text(const char *source)
{
    return QCoreApplication::translate("GapText", source);
}

/// The place of a hole decides the sentence, because the times stand at other places in other languages.
struct Sentences {
    const char *between;
    const char *before;
    const char *after;
    const char *anywhere;
};

Sentences sentencesOf(GapReason reason)
{
    switch (reason) {
    case GapReason::RetentionEnded:
        return {QT_TRANSLATE_NOOP("GapText", "Some messages from %1 to %2 are not on the server any more."),
                QT_TRANSLATE_NOOP("GapText", "Messages before %2 are not on the server any more."),
                QT_TRANSLATE_NOOP("GapText", "Messages after %1 are not on the server any more."),
                QT_TRANSLATE_NOOP("GapText", "Some messages are not on the server any more.")};
    case GapReason::NoArchive:
        return {QT_TRANSLATE_NOOP("GapText", "This room keeps no history: some messages from %1 to %2 may be missing."),
                QT_TRANSLATE_NOOP("GapText", "This room keeps no history: messages before %2 may be missing."),
                QT_TRANSLATE_NOOP("GapText", "This room keeps no history: messages after %1 may be missing."),
                QT_TRANSLATE_NOOP("GapText", "This room keeps no history: some messages may be missing.")};
    case GapReason::NotPermitted:
        return {QT_TRANSLATE_NOOP("GapText", "You may not read this room’s history from %1 to %2."),
                QT_TRANSLATE_NOOP("GapText", "You may not read this room’s history before %2."),
                QT_TRANSLATE_NOOP("GapText", "You may not read this room’s history after %1."),
                QT_TRANSLATE_NOOP("GapText", "You may not read this room’s history.")};
    case GapReason::LoadFailed:
        return {QT_TRANSLATE_NOOP("GapText", "Messages from %1 to %2 could not be loaded."),
                QT_TRANSLATE_NOOP("GapText", "Messages before %2 could not be loaded."),
                QT_TRANSLATE_NOOP("GapText", "Messages after %1 could not be loaded."),
                QT_TRANSLATE_NOOP("GapText", "Some messages could not be loaded.")};
    case GapReason::NotLoaded:
        return {QT_TRANSLATE_NOOP("GapText", "Messages from %1 to %2 are not loaded yet."),
                QT_TRANSLATE_NOOP("GapText", "Messages before %2 are not loaded yet."),
                QT_TRANSLATE_NOOP("GapText", "Messages after %1 are not loaded yet."),
                QT_TRANSLATE_NOOP("GapText", "Some messages are not loaded yet.")};
    }
    Q_UNREACHABLE();
}

} // namespace

QString sentence(const TimelineGap &gap, const QDateTime &now)
{
    const Sentences all = sentencesOf(gap.reason);
    const QString from = timetext::dayAndTime(gap.from, now);
    const QString to = timetext::dayAndTime(gap.to, now);
    if (!from.isEmpty() && !to.isEmpty()) {
        return text(all.between).arg(from, to);
    }
    if (!to.isEmpty()) {
        return text(all.before).replace(QStringLiteral("%2"), to);
    }
    return from.isEmpty() ? text(all.anywhere) : text(all.after).arg(from);
}

QString explanation(GapReason reason)
{
    switch (reason) {
    case GapReason::RetentionEnded:
        return QCoreApplication::translate(
            "GapText",
            "The server keeps messages only for a time. They had expired before Foyer was back to read them.");
    case GapReason::NoArchive:
        return QCoreApplication::translate(
            "GapText", "The server hands over only the last few messages to whoever joins. Whether others were said "
                       "while you were away, nobody can tell.");
    case GapReason::NotPermitted:
        return QCoreApplication::translate("GapText",
                                           "The room refused to show its history to you. Its owner can change that.");
    case GapReason::LoadFailed:
        return QCoreApplication::translate(
            "GapText", "The server answered with an error. You can try again while you are connected.");
    case GapReason::NotLoaded:
        return QCoreApplication::translate(
            "GapText",
            "There was more than Foyer reads by itself, or the connection was lost before all was read. These "
            "messages can be loaded while you are connected.");
    }
    Q_UNREACHABLE();
}

bool canLoad(GapReason reason)
{
    return reason == GapReason::LoadFailed || reason == GapReason::NotLoaded;
}

} // namespace foyer::gaptext
