// The pure rules of segments: first each by itself, then thousands of random stories on a small book.
#include "core/segmentplan.h"
#include "support/archivemodel.h"

#include <QTest>

#include <algorithm>
#include <map>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

/// A scale so small that slots run out of room all the time.
const SegmentScale smallScale{16, 256, qint64(1) << 40};

/// The pure rules applied to rows in memory, the way the store applies them to its file.
class PlanBook : public TimelineUnderTest
{
public:
    MembershipKey begin() override
    {
        m_memberships[++m_lastMembership] = {};
        return m_lastMembership;
    }
    void end(MembershipKey membership) override { m_memberships[membership].ended = true; }

    InsertOutcome live(MembershipKey membership, const RoomMessage &message) override
    {
        Membership &state = m_memberships[membership];
        const auto held = find(message.archiveId);
        Segment *segment = segmentOf(state.live);
        if (held != m_rows.end()) {
            state.archivedLive = state.archivedLive || (segment && segment->contains(held->first));
            const bool wasHidden = std::exchange(held->second.hidden, false);
            return wasHidden ? InsertOutcome::Inserted : InsertOutcome::Duplicate;
        }
        qint64 position = 0;
        if (segment) {
            position = segment->high = nextPosition(*segment, smallScale);
        } else {
            position = newSegmentPosition(top(), smallScale);
            Segment opened;
            opened.key = ++m_lastSegment;
            opened.low = opened.high = position;
            opened.olderWanted = !m_segments.isEmpty();
            m_segments += opened;
            state.live = opened.key;
        }
        state.archivedLive = true;
        insert(position, membership, message, false);
        return InsertOutcome::Inserted;
    }

    PageOutcome page(const PageCommit &page) override
    {
        PageOutcome outcome;
        const Membership state = m_memberships[page.membership];
        PageFacts facts;
        describe(page, facts);
        const Segment *live = segmentOf(state.live);
        const auto inLive = [&](const PlanEntry &entry) { return entry.key && live && live->contains(entry.position); };
        const bool shares = std::any_of(facts.entries.begin(), facts.entries.end(), inLive);
        if (page.newest ? live && state.archivedLive && !shares : !facts.anchor && !m_segments.isEmpty()) {
            outcome.askAgain = true;
            return outcome;
        }
        PagePlan plan = planPage(facts, rowsFor(page, facts), smallScale);
        for (int attempt = 0; plan.needsRoom; ++attempt) {
            Q_ASSERT(attempt == 0);
            renumber();
            describe(page, facts);
            plan = planPage(facts, rowsFor(page, facts), smallScale);
        }
        apply(page, facts, plan, outcome);
        return outcome;
    }

    void setOlderEnd(MembershipKey membership, GapReason reason) override
    {
        if (Segment *segment = segmentOf(m_memberships[membership].live)) {
            segment->olderReason = reason;
            segment->olderWanted = true;
        }
    }

    QList<ShownItem> shown() override
    {
        sortSegments();
        QList<ShownItem> items;
        qsizetype last = -1;
        bool any = false;
        for (const auto &[position, row] : m_rows) {
            if (row.hidden || row.message.kind != EntryKind::Message)
                continue;
            qsizetype index = 0;
            while (!m_segments.at(index).contains(position))
                ++index;
            if (any && index != last)
                items += ShownItem{true, reasonBefore(m_segments.at(index)), {}, true};
            items += ShownItem{false, GapReason::NotLoaded, row.message.body, row.recorded};
            last = index;
            any = true;
        }
        return items;
    }

    MessageKey newestKey() override { return m_lastKey; }
    bool enqueueOwn(const QString &, const QString &) override { return false; }
    static GapReason reasonBefore(const Segment &segment)
    {
        return segment.atBeginning ? GapReason::RetentionEnded : segment.olderReason.value_or(GapReason::NotLoaded);
    }
    int renumberings() const { return m_renumberings; }

    /// What has to hold of any book; empty when it does.
    QString broken() const
    {
        if (m_collided)
            return u"two rows at one position"_s;
        QList<Segment> sorted = m_segments;
        std::sort(sorted.begin(), sorted.end(), [](const Segment &a, const Segment &b) { return a.low < b.low; });
        for (qsizetype i = 0; i + 1 < sorted.size(); ++i) {
            if (sorted.at(i).high >= sorted.at(i + 1).low)
                return u"segments overlap"_s;
        }
        for (const auto &[position, row] : m_rows) {
            const qint64 place = position;
            if (std::none_of(sorted.begin(), sorted.end(), [place](const Segment &s) { return s.contains(place); }))
                return u"a row outside every segment"_s;
        }
        return {};
    }

private:
    struct Row {
        MessageKey key = 0;
        MembershipKey membership = 0;
        RoomMessage message;
        bool recorded = true;
        bool hidden = false;
    };
    struct Membership {
        qint64 live = 0;
        bool archivedLive = false;
        bool ended = false;
    };
    using Rows = std::map<qint64, Row>;

    Rows::iterator find(const QString &id)
    {
        return std::find_if(m_rows.begin(), m_rows.end(),
                            [&](const auto &row) { return row.second.message.archiveId == id; });
    }
    Segment *segmentOf(qint64 key)
    {
        const auto found = std::find_if(m_segments.begin(), m_segments.end(),
                                        [key](const Segment &segment) { return segment.key == key; });
        return found == m_segments.end() ? nullptr : &*found;
    }
    std::optional<qint64> top() const
    {
        std::optional<qint64> highest;
        for (const Segment &segment : m_segments)
            highest = std::max(highest.value_or(segment.high), segment.high);
        return highest;
    }
    void sortSegments()
    {
        std::sort(m_segments.begin(), m_segments.end(),
                  [](const Segment &a, const Segment &b) { return a.low < b.low; });
    }
    void insert(qint64 position, MembershipKey membership, const RoomMessage &message, bool hidden)
    {
        m_collided = m_collided || m_rows.contains(position);
        m_rows[position] = Row{++m_lastKey, membership, message, true, hidden};
    }

    void describe(const PageCommit &page, PageFacts &facts)
    {
        sortSegments();
        facts = {};
        for (const RoomMessage &message : page.entries) {
            const auto held = find(message.archiveId);
            facts.entries += held == m_rows.end() ? PlanEntry{} : PlanEntry{held->second.key, held->first};
        }
        const Membership &state = m_memberships[page.membership];
        if (const auto held = page.beforeId.isEmpty() ? m_rows.end() : find(page.beforeId); held != m_rows.end()) {
            facts.anchor = PlanEntry{held->second.key, held->first};
            for (const Segment &segment : std::as_const(m_segments)) {
                if (segment.contains(held->first))
                    facts.chain = segment.key;
            }
        } else if (page.newest && state.live) {
            facts.chain = state.live;
            facts.liveSegment = state.live;
        }
        facts.olderExists = !m_segments.isEmpty();
        facts.endsArchive = page.newest;
        facts.reachedBeginning = page.reachedBeginning;
        facts.olderWanted = page.olderWanted;
        facts.membership = page.membership;
        facts.segments = m_segments;
        facts.top = top();
    }

    QList<PlanRow> rowsFor(const PageCommit &page, const PageFacts &facts) const
    {
        QList<PlanRow> rows;
        const auto span = heldSpan(facts);
        if (!span)
            return rows;
        const auto planRow = [&](qint64 position, const Row &row) {
            return PlanRow{row.key, position, true, row.membership < page.membership || row.key <= page.storedBefore,
                           row.recorded};
        };
        auto below = m_rows.lower_bound(span->low);
        while (below != m_rows.begin()) {
            --below;
            rows.prepend(planRow(below->first, below->second));
            if (below->second.recorded && rows.constFirst().older)
                break;
        }
        for (auto row = m_rows.lower_bound(span->low); row != m_rows.end() && row->first <= span->roof; ++row)
            rows += planRow(row->first, row->second);
        return rows;
    }

    void apply(const PageCommit &page, const PageFacts &facts, const PagePlan &plan, PageOutcome &outcome)
    {
        for (auto &[position, row] : m_rows) {
            if (plan.lost.contains(row.key))
                row.recorded = false;
        }
        // Taken out first, so that rows may change places.
        QList<Row> taken;
        for (const PlanEntry &entry : facts.entries) {
            const bool held = entry.key && m_rows.contains(entry.position) && m_rows[entry.position].key == entry.key;
            taken += held ? m_rows.extract(entry.position).mapped() : Row{};
        }
        for (qsizetype i = 0; i < taken.size(); ++i) {
            if (taken.at(i).key == 0) {
                insert(plan.positions.at(i), page.membership, page.entries.at(i),
                       page.borderOnly && page.entries.at(i).kind == EntryKind::Message);
                continue;
            }
            Row row = taken.at(i);
            row.recorded = true;
            row.hidden = row.hidden && page.borderOnly;
            m_collided = m_collided || m_rows.contains(plan.positions.at(i));
            m_rows[plan.positions.at(i)] = row;
        }
        if (facts.anchor)
            m_rows[facts.anchor->position].hidden = false;
        applySegments(page, plan);
        outcome.metOlderSegment = plan.metOther;
        outcome.olderWanted = plan.segment.olderWanted;
        outcome.atBeginning = plan.segment.atBeginning;
    }

    void applySegments(const PageCommit &page, const PagePlan &plan)
    {
        Segment segment = plan.segment;
        if (plan.isNew())
            segment.key = ++m_lastSegment;
        m_segments.removeIf([&](const Segment &s) { return s.key == segment.key || plan.absorbed.contains(s.key); });
        const auto isEmpty = [this](const Segment &s) {
            const auto row = m_rows.lower_bound(s.low);
            return row == m_rows.end() || row->first > s.high;
        };
        m_segments.removeIf(isEmpty);
        m_segments += segment;
        for (const qint64 below : plan.outOfReach) {
            segmentOf(below)->olderWanted = false;
            segmentOf(below)->olderReason = GapReason::RetentionEnded;
        }
        if (plan.lowerPart) {
            m_segments += *plan.lowerPart;
            m_segments.last().key = ++m_lastSegment;
        }
        for (auto &[key, membership] : m_memberships) {
            if (membership.live && !segmentOf(membership.live))
                membership.live = segment.key;
        }
        if (page.newest)
            m_memberships[page.membership].live = segment.key;
    }

    void renumber()
    {
        ++m_renumberings;
        sortSegments();
        Rows rows;
        qint64 last = -smallScale.gap;
        for (Segment &segment : m_segments) {
            auto row = m_rows.lower_bound(segment.low);
            const qint64 high = segment.high;
            segment.low = segment.high = last + smallScale.gap;
            for (bool first = true; row != m_rows.end() && row->first <= high; ++row, first = false) {
                segment.high += first ? 0 : smallScale.step;
                rows[segment.high] = row->second;
            }
            last = segment.high;
        }
        m_rows = rows;
    }

    Rows m_rows;
    QList<Segment> m_segments;
    std::map<MembershipKey, Membership> m_memberships;
    MembershipKey m_lastMembership = 0;
    qint64 m_lastSegment = 0;
    MessageKey m_lastKey = 0;
    int m_renumberings = 0;
    bool m_collided = false;
};

} // namespace

class TestSegment : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void newSegmentStartsFarAboveEverything();
    void positionsFillASlotFromTheRightSide();
    void narrowSlotIsSharedEvenly();
    void fullSlotHasNoRoom();
    void longestRisingKeepsAsManyAsPossible();
    void pageWithNothingHeldStandsOnTop();
    void pageThatSharesAnIdWithTwoMergesThem();
    void segmentsWithoutASharedIdStayApart();
    void archiveBeginningEndsWhatIsOwedBelow();
    void borderNobodySeesIsNotTheBeginning();
    void randomStories_data();
    void randomStories();
};

void TestSegment::newSegmentStartsFarAboveEverything()
{
    QCOMPARE(newSegmentPosition(std::nullopt), 0);
    QCOMPARE(newSegmentPosition(7), 7 + (qint64(1) << 44));
    Segment segment;
    segment.high = 5;
    QCOMPARE(nextPosition(segment), 5 + (qint64(1) << 20));
}

void TestSegment::positionsFillASlotFromTheRightSide()
{
    const SegmentScale scale{10, 1000, 1 << 20};
    QCOMPARE(*positionsBetween(std::nullopt, 100, 2, true, scale), (QList<qint64>{80, 90}));
    QCOMPARE(*positionsBetween(0, 100, 2, true, scale), (QList<qint64>{80, 90}));
    QCOMPARE(*positionsBetween(0, 100, 2, false, scale), (QList<qint64>{10, 20}));
    QCOMPARE(*positionsBetween(50, std::nullopt, 2, false, scale), (QList<qint64>{60, 70}));
}

void TestSegment::narrowSlotIsSharedEvenly()
{
    QCOMPARE(*positionsBetween(0, 8, 1, true), (QList<qint64>{4}));
    QCOMPARE(*positionsBetween(0, 4, 3, true), (QList<qint64>{1, 2, 3}));
    const auto wide = positionsBetween(-(qint64(1) << 61), qint64(1) << 61, 50, true, {qint64(1) << 60, 0, 0});
    QVERIFY(wide.has_value());
    QVERIFY(std::adjacent_find(wide->begin(), wide->end(), std::greater_equal<>()) == wide->end());
}

void TestSegment::fullSlotHasNoRoom()
{
    QVERIFY(!positionsBetween(0, 4, 4, true).has_value());
    QVERIFY(!positionsBetween(3, 4, 1, false).has_value());
    QCOMPARE(positionsBetween(3, 4, 0, false)->size(), 0);
}

void TestSegment::longestRisingKeepsAsManyAsPossible()
{
    using Values = QList<std::optional<qint64>>;
    QCOMPARE(longestRising(Values{}), QList<qsizetype>{});
    QCOMPARE(longestRising(Values{std::nullopt}), QList<qsizetype>{});
    QCOMPARE(longestRising(Values{1, std::nullopt, 2, 3}), (QList<qsizetype>{0, 2, 3}));
    QCOMPARE(longestRising(Values{9, 1, 2, 8, 3}), (QList<qsizetype>{1, 2, 3}));
    QCOMPARE(longestRising(Values{2, 1}), QList<qsizetype>{0});
    QCOMPARE(longestRising(Values{20, 17, 21}), (QList<qsizetype>{0, 2}));
    QCOMPARE(longestRising(Values{18, 19, 21, 20}), (QList<qsizetype>{0, 1, 2}));
}

void TestSegment::pageWithNothingHeldStandsOnTop()
{
    PageFacts facts;
    facts.entries = {PlanEntry{}, PlanEntry{}};
    facts.endsArchive = true;
    facts.segments = {Segment{1, 0, 100, false, {}, false, 1}};
    facts.top = 100;
    const PagePlan plan = planPage(facts, {});
    QVERIFY(plan.isNew());
    QVERIFY(plan.absorbed.isEmpty());
    QCOMPARE(plan.positions.first(), 100 + (qint64(1) << 44));
    QVERIFY(plan.positions.first() < plan.positions.last());
}

void TestSegment::pageThatSharesAnIdWithTwoMergesThem()
{
    PageFacts facts;
    facts.entries = {PlanEntry{1, 100}, PlanEntry{}, PlanEntry{2, 5000}};
    facts.endsArchive = true;
    facts.segments = {Segment{1, 0, 100, false, {}, true, 1}, Segment{2, 5000, 6000, false, {}, true, 2}};
    facts.chain = 2;
    facts.olderWanted = true;
    const PagePlan plan = planPage(facts, {PlanRow{1, 100}, PlanRow{2, 5000}}, {10, 1000, 1 << 20});
    QCOMPARE(plan.segment.key, 1);
    QCOMPARE(plan.absorbed, QList<qint64>{2});
    QCOMPARE(plan.segment.low, 0);
    QCOMPARE(plan.segment.high, 6000);
    QCOMPARE(plan.positions, (QList<qint64>{100, 4990, 5000}));
    QVERIFY(plan.metOther);
    QVERIFY(plan.segment.olderWanted);
    QVERIFY(plan.moved.isEmpty());
}

void TestSegment::segmentsWithoutASharedIdStayApart()
{
    PageFacts facts;
    facts.entries = {PlanEntry{}, PlanEntry{2, 5000}};
    facts.endsArchive = true;
    facts.segments = {Segment{1, 0, 100, false, {}, false, 1}, Segment{2, 5000, 6000, false, {}, true, 2}};
    facts.chain = 2;
    facts.olderWanted = true;
    const PagePlan plan = planPage(facts, {PlanRow{1, 100}, PlanRow{2, 5000}}, {10, 1000, 1 << 20});
    QCOMPARE(plan.segment.key, 2);
    QVERIFY(plan.absorbed.isEmpty());
    QCOMPARE(plan.segment.low, 4990);
    QVERIFY(!plan.metOther);
    QVERIFY(plan.segment.olderWanted);
}

void TestSegment::archiveBeginningEndsWhatIsOwedBelow()
{
    PageFacts facts;
    facts.entries = {PlanEntry{}, PlanEntry{3, 9000}};
    facts.segments = {Segment{1, 0, 100, false, {}, false, 1}, Segment{2, 5000, 5000, false, {}, true, 2},
                      Segment{3, 9000, 9500, false, {}, true, 3}};
    facts.chain = 3;
    facts.olderWanted = true;
    facts.reachedBeginning = true;
    facts.provesLoss = true;
    const QList<PlanRow> rows{PlanRow{2, 5000, true, true}, PlanRow{3, 9000}};
    const PagePlan plan = planPage(facts, rows, {10, 1000, 1 << 20});
    QCOMPARE(plan.segment.key, 3);
    QVERIFY(plan.segment.atBeginning);
    QCOMPARE(plan.outOfReach, (QList<qint64>{1, 2}));
}

void TestSegment::borderNobodySeesIsNotTheBeginning()
{
    PageFacts facts;
    facts.entries = {PlanEntry{3, 9000}};
    facts.segments = {Segment{1, 0, 100, false, {}, false, 1}, Segment{3, 9000, 9500, false, {}, true, 3}};
    facts.olderWanted = true;
    facts.reachedBeginning = true;
    facts.beginIsHidden = true;
    const QList<PlanRow> rows{PlanRow{3, 9000}};
    const PagePlan plan = planPage(facts, rows, {10, 1000, 1 << 20});
    QVERIFY(!plan.segment.atBeginning);
    // Nobody missed it: a person may load it, no run owes it.
    QVERIFY(!plan.segment.olderWanted);
    QVERIFY(!plan.segment.olderReason.has_value());
    QCOMPARE(plan.outOfReach, QList<qint64>{1});
    facts.beginIsHidden = false;
    QVERIFY(planPage(facts, rows, {10, 1000, 1 << 20}).segment.atBeginning);
}

void TestSegment::randomStories_data()
{
    QTest::addColumn<bool>("late");
    QTest::addColumn<bool>("losses");
    QTest::addColumn<bool>("byHand");
    QTest::newRow("plain") << false << false << false;
    QTest::newRow("left by hand") << false << false << true;
    QTest::newRow("losses") << false << true << true;
    QTest::newRow("late") << true << false << true;
    QTest::newRow("all") << true << true << true;
}

void TestSegment::randomStories()
{
    QFETCH(bool, late);
    QFETCH(bool, losses);
    QFETCH(bool, byHand);
    const quint32 seed = storySeed();
    const int stories = qEnvironmentVariable("FOYER_STORIES", u"100"_s).toInt();
    int renumberings = 0;
    for (int i = 0; i < stories; ++i) {
        PlanBook book;
        QString failure = ArchiveStory(book, seed + static_cast<quint32>(i), {late, losses, byHand, 60}).play();
        if (failure.isEmpty())
            failure = book.broken();
        // On its own lines, because QtTest cuts a long message short.
        if (!failure.isEmpty())
            qCritical().noquote() << failure;
        QVERIFY2(failure.isEmpty(), qPrintable(u"FOYER_SEED=%1"_s.arg(seed + static_cast<quint32>(i))));
        renumberings += book.renumberings();
    }
    // The scale is small on purpose; a test that never runs out of room would not test that.
    if (late && stories >= 300)
        QVERIFY(renumberings > 0);
}

QTEST_GUILESS_MAIN(TestSegment)
#include "tst_segment.moc"
