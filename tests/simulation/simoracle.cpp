#include "simulation/simoracle.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

bool isWaiting(const StoredMessage &row)
{
    return row.own && row.state != DeliveryState::Delivered && row.state != DeliveryState::Received;
}

} // namespace

SimOracle::SimOracle(const SimTruth &truth) : m_truth(truth)
{
    for (qsizetype i = 0; i < truth.entries.size(); ++i) {
        const FakeEntry &entry = truth.entries.at(i);
        m_byId.insert(entry.archiveId, i);
        if (!entry.replaces.isEmpty())
            m_corrections[entry.replaces].append(i);
        else if (!entry.reactsTo.isEmpty())
            m_reactions[entry.reactsTo].append(i);
        else
            m_byBody.insert(entry.body, i);
    }
}

qsizetype SimOracle::entryOf(const StoredMessage &row) const
{
    return row.archiveId.isEmpty() ? m_byBody.value(original(row.body), -1) : m_byId.value(row.archiveId, -1);
}

qsizetype SimOracle::firstOf(const QList<TimelineItem> &items) const
{
    for (const TimelineItem &item : items) {
        const qsizetype entry = item.kind == TimelineItem::Kind::Message ? entryOf(item.message) : -1;
        if (entry >= 0 && !m_truth.entries.at(entry).late)
            return entry;
    }
    return m_truth.entries.size();
}

bool SimOracle::isKept(const QString &body) const
{
    return std::any_of(m_truth.entries.cbegin(), m_truth.entries.cend(),
                       [&body](const FakeEntry &entry) { return entry.body == body && !entry.gone; });
}

QStringList SimOracle::judge(const QList<TimelineItem> &items)
{
    m_problems.clear();
    m_last = m_lastPresent = -1;
    m_gap = nullptr;
    collect(items);
    findLines(items);
    bool afterGap = false;
    for (const TimelineItem &item : items) {
        const bool isGap = item.kind == TimelineItem::Kind::Gap;
        if (isGap && afterGap)
            say(u"two gap lines in a row"_s);
        afterGap = isGap;
        if (isGap)
            m_gap = &item.gap;
        else
            judgeRow(item.message);
    }
    if (m_gap)
        judgeGap(*m_gap, m_last, m_truth.entries.size());
    else
        judgeHole(m_last, m_truth.entries.size());
    judgeOwn(items);
    return m_problems;
}

void SimOracle::findLines(const QList<TimelineItem> &items)
{
    m_lines.clear();
    qsizetype last = -1;
    for (const TimelineItem &item : items) {
        if (item.kind == TimelineItem::Kind::Gap)
            m_lines.append(last);
        else if (!isWaiting(item.message))
            last = std::max(last, entryOf(item.message));
    }
}

void SimOracle::collect(const QList<TimelineItem> &items)
{
    m_shown.clear();
    for (const TimelineItem &item : items) {
        if (item.kind != TimelineItem::Kind::Message || isWaiting(item.message))
            continue;
        const qsizetype entry = entryOf(item.message);
        if (entry < 0)
            say(u"phantom: "_s + item.message.body);
        else if (m_shown.contains(entry))
            say(u"duplicated: "_s + item.message.body);
        else if (!isVisible(m_truth.entries.at(entry)))
            say(u"no message, but shown as one: "_s + item.message.body);
        else if (m_truth.entries.at(entry).poisoned)
            judgeUnreadable(item.message);
        else if (m_truth.entries.at(entry).body != original(item.message.body))
            say(u"under a wrong id: "_s + item.message.body);
        else
            judgeActs(entry, item.message);
        m_shown.insert(entry);
    }
}

void SimOracle::judgeUnreadable(const StoredMessage &row)
{
    if (!row.unreadable || !row.body.isEmpty() || !row.reactions.isEmpty() || row.edited)
        say(u"over the input limits, but read: "_s + row.body);
}

bool SimOracle::isSurelyRead(qsizetype act) const
{
    // Without an archive nobody can tell whether what went out in a cut has arrived.
    return m_truth.archive && act >= m_truth.holesBelow && !m_truth.entries.at(act).gone;
}

void SimOracle::judgeActs(qsizetype entry, const StoredMessage &row)
{
    const auto isSure = [this](qsizetype act) { return isSurelyRead(act); };
    const FakeEntry &truth = m_truth.entries.at(entry);
    const QList<qsizetype> corrections = m_corrections.value(truth.messageId);
    QStringList texts{truth.body};
    for (const qsizetype correction : corrections)
        texts.append(m_truth.entries.at(correction).body);
    const bool isKnown = std::all_of(corrections.cbegin(), corrections.cend(), isSure);
    if (!texts.contains(row.body) || (isKnown && row.body != texts.constLast()))
        say(u"says %1 instead of %2"_s.arg(row.body, texts.constLast()));
    if (isKnown && row.edited == corrections.isEmpty())
        say(u"corrected or not? "_s + row.body);
    const QList<qsizetype> reactions = m_reactions.value(truth.archiveId);
    if (!std::all_of(reactions.cbegin(), reactions.cend(), isSure))
        return;
    QStringList shown;
    for (const Reaction &reaction : row.reactions)
        shown += reaction.own ? reaction.emoji : QString();
    shown.removeAll(QString());
    shown.sort();
    QStringList wanted = reactions.isEmpty() ? QStringList() : m_truth.entries.at(reactions.constLast()).reactions;
    wanted.sort();
    if (shown != wanted)
        say(u"reactions %1 instead of %2 below %3"_s.arg(shown.join(u' '), wanted.join(u' '), row.body));
}

void SimOracle::judgeRow(const StoredMessage &row)
{
    const qsizetype entry = isWaiting(row) ? -1 : entryOf(row);
    if (entry < 0)
        return;
    const FakeEntry &truth = m_truth.entries.at(entry);
    if (!truth.gone && !truth.late && !row.recorded)
        say(u"recorded, but marked as lost: "_s + row.body);
    if (row.sentAt.date().year() != 2026)
        say(u"a forged time was believed: "_s + row.body);
    if (truth.late)
        return;
    if (truth.gone && entry < m_last)
        return;
    if (entry <= m_lastPresent) {
        say(u"reordered: "_s + row.body);
        return;
    }
    // Nobody can tell where an entry stood that the server has lost.
    m_last = std::min(m_last, entry - 1);
    if (m_gap)
        judgeGap(*m_gap, m_last, entry);
    else
        judgeHole(m_last, entry);
    m_gap = nullptr;
    m_last = entry;
    m_lastPresent = truth.gone ? m_lastPresent : entry;
}

bool SimOracle::isOfALine(qsizetype entry) const
{
    // A join by hand reads no further back than it was asked to. What was archived late just before the end of what we
    // had when we left is brought by loading the hole drawn there, after which this is judged again without it.
    if (!m_truth.entries.at(entry).late || entry >= m_truth.holesBelow)
        return false;
    return std::any_of(m_lines.cbegin(), m_lines.cend(), [this, entry](qsizetype line) {
        if (line <= entry)
            return false;
        const auto begin = m_truth.entries.cbegin();
        return std::count_if(begin + entry, begin + line + 1, [](const FakeEntry &other) { return !other.late; }) <=
               mostOvertaken;
    });
}

void SimOracle::judgeHole(qsizetype from, qsizetype to)
{
    // What is older than everything shown need not have been asked for, unless we were in the room by then.
    const qsizetype first = from < 0 ? m_truth.holesBelow : from + 1;
    for (qsizetype i = first; i < to; ++i) {
        const FakeEntry &entry = m_truth.entries.at(i);
        const bool mayLack = m_truth.unasked.contains(entry.archiveId) || isOfALine(i);
        if (isVisible(entry) && !entry.gone && !m_shown.contains(i) && !mayLack)
            say(u"lost: "_s + entry.body);
    }
}

void SimOracle::judgeGap(const TimelineGap &gap, qsizetype from, qsizetype to)
{
    // Where the server has thrown away the end of what is held, nobody can tell that nothing followed it.
    const bool endGone = from < 0 || m_truth.entries.at(from).gone;
    const bool byHand = from < m_truth.holesBelow;
    bool allowed = byHand;
    if (gap.reason == GapReason::RetentionEnded)
        allowed = m_truth.archive && (endGone || byHand);
    else if (gap.reason == GapReason::NoArchive)
        allowed = !m_truth.archive;
    if (!allowed)
        say(u"a gap that should not be: "_s + nameOf(gap.reason));
    else if (gap.reason == GapReason::RetentionEnded && !byHand)
        judgeHole(from, to);
    else if (from + 1 == to && !endGone && !byHand && m_truth.archive)
        say(u"false gap: "_s + nameOf(gap.reason));
}

void SimOracle::judgeOwn(const QList<TimelineItem> &items)
{
    QHash<QString, int> rows;
    for (const TimelineItem &item : items) {
        const StoredMessage &row = item.message;
        if (item.kind != TimelineItem::Kind::Message || !row.own)
            continue;
        ++rows[original(row.body)];
        if (row.state == DeliveryState::Delivered || row.state == DeliveryState::Received)
            continue;
        if (!m_truth.own.contains(row.body) && !m_truth.maybeOwn.contains(row.body))
            say(u"never sent: "_s + row.body);
        if (row.state != DeliveryState::Failed)
            say(u"own unsettled: "_s + row.body + u' ' + nameOf(row.state));
        else if (m_truth.archive && isKept(row.body))
            say(u"failed, but in the archive: "_s + row.body);
    }
    for (const QString &body : m_truth.own) {
        if (rows.value(body) != 1)
            say(u"own message shown %1 times: %2"_s.arg(rows.value(body)).arg(body));
    }
    QSet<QString> recorded;
    QSet<QString> acts;
    for (const FakeEntry &entry : m_truth.entries) {
        if (!entry.replaces.isEmpty() || !entry.reactsTo.isEmpty()) {
            if (acts.contains(entry.messageId))
                say(u"own act doubled: "_s + entry.body + entry.reactions.join(u' '));
            acts.insert(entry.messageId);
        }
        if (!m_truth.own.contains(entry.body) && !m_truth.maybeOwn.contains(entry.body))
            continue;
        if (recorded.contains(entry.body))
            say(u"own doubled: "_s + entry.body);
        if (!m_truth.lostUnread.contains(entry.archiveId))
            recorded.insert(entry.body);
    }
}

} // namespace foyer
