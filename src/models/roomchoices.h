#pragma once

#include "core/directoryroom.h"
#include "core/servicetypes.h"

#include <QList>

namespace foyer
{

/// A room one may choose where a room ID is asked for.
struct RoomChoice {
    RoomAddress address;
    QString name; ///< one line, fit to be shown; empty when it has none but its ID
    QString id;   ///< what to type for it: the bare ID where that is enough
    bool isRecent = false;
    int people = -1; ///< -1: not known

    bool operator==(const RoomChoice &) const = default;
};

/// The rooms to choose from in the join dialog: those one is or was in, then those the server lists for everybody.
class RoomChoices
{
public:
    void setRecent(const QList<RoomSummary> &rooms);
    void setDirectory(const QList<DirectoryRoom> &rooms);
    bool isEmpty() const { return m_recent.isEmpty() && m_listed.isEmpty(); }
    bool hasListed() const { return !m_listed.isEmpty(); }

    /// The rooms that fit what was \a typed of a name, an ID or an address, recent ones first, then the best fit first;
    /// \a limit at most. Nothing typed: all of them.
    QList<RoomChoice> matching(const QString &typed, qsizetype limit) const;

private:
    /// A choice and what is compared of it.
    struct Row {
        RoomChoice choice;
        QString name;
        QString id;
        QString address;
    };
    using Rows = QList<Row>;

    void arrange();
    static Row rowOf(const RoomChoice &choice);
    static QList<RoomChoice> fitting(const Rows &rows, const QString &typed, qsizetype limit);

    QList<RoomSummary> m_summaries;
    QList<DirectoryRoom> m_directory;
    Rows m_recent;
    Rows m_listed; ///< without those in m_recent, by name
};

} // namespace foyer
