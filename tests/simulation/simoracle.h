#pragma once

#include "core/roommessage.h"
#include "service/fakeroom.h"

#include <QHash>
#include <QSet>
#include <QStringList>

namespace foyer
{

/// What one room's timeline has to agree with: the server's own list, and what the story did to it.
struct SimTruth {
    QList<FakeEntry> entries; ///< everything the room ever recorded, in its order, what has gone from it included
    bool archive = true;
    /// Holes before this entry may stay: the room was left and joined by hand after it.
    qsizetype holesBelow = 0;
    /// Ids of what was said while we were away and archived before what we held, where a join by hand then asked for
    /// nothing: such a join sees the newest entry alone, so nobody can tell (guarantee, rule 6).
    QSet<QString> unasked;
    /// Archive ids of messages of ours that were lost before we could read them: sending those again is right (rule
    /// 10).
    QSet<QString> lostUnread;
    QSet<QString> own;      ///< bodies of ours that were accepted
    QSet<QString> maybeOwn; ///< the program was killed before it said whether they were
};

/// Compares a timeline with the truth, by nothing but ids and texts: lost, duplicated, reordered, phantom, false gaps,
/// own doubled, own unsettled, not marked. Knows nothing of how the client works.
class SimOracle
{
public:
    explicit SimOracle(const SimTruth &truth);

    /// Empty when the timeline, read while the client is in the room and nothing is under way, tells the truth.
    QStringList judge(const QList<TimelineItem> &items);
    /// Ids of the entries that a person sees, of the last judge().
    const QSet<qsizetype> &shown() const { return m_shown; }

    /// The place of the first row shown in the server's list.
    qsizetype firstOf(const QList<TimelineItem> &items) const;

    static bool isVisible(const FakeEntry &entry) { return !entry.body.isEmpty() && entry.replaces.isEmpty(); }
    /// What a message of ours said first: a corrected text says it before its first space.
    static QString original(const QString &body) { return body.section(u' ', 0, 0); }

private:
    qsizetype entryOf(const StoredMessage &row) const;
    /// The archive still has it.
    bool isKept(const QString &body) const;
    void collect(const QList<TimelineItem> &items);
    /// Of what is over the client's limits only the place is shown.
    void judgeUnreadable(const StoredMessage &row);
    void findLines(const QList<TimelineItem> &items);
    /// A hole of a join by hand is drawn so closely after the entry, which was archived late, that it is a part of it.
    bool isOfALine(qsizetype entry) const;
    /// What we did about the row: our last word, once, and no other.
    void judgeActs(qsizetype entry, const StoredMessage &row);
    /// Whether the client must have read entry \a act for sure.
    bool isSurelyRead(qsizetype act) const;
    void judgeRow(const StoredMessage &row);
    void judgeHole(qsizetype from, qsizetype to);
    void judgeGap(const TimelineGap &gap, qsizetype from, qsizetype to);
    void judgeOwn(const QList<TimelineItem> &items);
    void say(const QString &problem) { m_problems.append(problem); }

    const SimTruth &m_truth;
    QHash<QString, qsizetype> m_byId;
    QHash<QString, qsizetype> m_byBody;
    QHash<QString, QList<qsizetype>> m_corrections; ///< by the id of the message they correct
    QHash<QString, QList<qsizetype>> m_reactions;   ///< ours, by the id of what they are about
    /// So many entries may have been archived before one that was said earlier.
    static constexpr qsizetype mostOvertaken = 3;

    QSet<qsizetype> m_shown;
    QList<qsizetype> m_lines;     ///< the newest entry above each gap line
    qsizetype m_last = -1;        ///< the last row's entry
    qsizetype m_lastPresent = -1; ///< the last that the server still has
    const TimelineGap *m_gap = nullptr;
    QStringList m_problems;
};

} // namespace foyer
