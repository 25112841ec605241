#include "support/archivemodel.h"

#include <QHash>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace foyer
{

namespace
{

const QDateTime epochStart(QDate(2026, 2, 1), QTime(0, 0), Qt::UTC);

} // namespace

quint32 storySeed()
{
    bool given = false;
    const quint32 seed = qEnvironmentVariable("FOYER_SEED").toUInt(&given);
    return given ? seed : QRandomGenerator::global()->generate();
}

ArchiveStory::ArchiveStory(TimelineUnderTest &timeline, quint32 seed, const StoryOptions &options)
    : m_timeline(timeline), m_random(seed), m_options(options)
{
}

QString ArchiveStory::play()
{
    // Something is in the archive before the first join.
    for (int i = below(30); i > 0; --i)
        post();
    for (int i = 0; i < m_options.steps && m_failure.isEmpty(); ++i) {
        step();
        check();
    }
    if (m_failure.isEmpty())
        readAll();
    return m_failure;
}

void ArchiveStory::step()
{
    const int dice = below(100);
    if (!m_membership && dice < 30) {
        join();
    } else if (m_run.active && dice < 45) {
        runStep();
    } else if (dice < 80) {
        for (int i = chance(20) ? 1 + below(25) : 1; i > 0; --i)
            chance(10) ? postOwn() : post();
    } else if (dice < 86) {
        archivePending();
    } else if (dice < 91 && m_options.losses) {
        lose();
    } else if (dice < 98 && m_membership) {
        cut();
    } else if (!m_membership) {
        note(u"restart"_s);
        m_timeline.restart();
    }
}

RoomMessage ArchiveStory::messageOf(const Post &post, bool live) const
{
    RoomMessage message;
    message.kind = post.kind;
    message.archiveId = post.id;
    message.messageId = QString(u"m"_s + post.body);
    message.originId = message.messageId;
    message.nickname = post.own ? u"alice"_s : u"bob"_s;
    message.occupantId = post.own ? u"occ-alice"_s : u"occ-bob"_s;
    message.fromSelf = live && post.own;
    message.body = post.body;
    if (!live)
        message.stamp = epochStart;
    return message;
}

void ArchiveStory::post()
{
    Post post;
    post.id = QString::number(m_random.generate64(), 36);
    post.body = QString::number(++m_number);
    if (chance(15))
        post.kind = EntryKind::Reaction;
    m_posted += post.body;
    note(u"post "_s + post.body);
    if (m_options.late && chance(20))
        m_pending += post;
    else
        m_archive += post;
    deliver(post);
}

void ArchiveStory::postOwn()
{
    if (!m_membership)
        return;
    Post post;
    post.id = QString::number(m_random.generate64(), 36);
    post.body = QString::number(++m_number);
    post.own = true;
    if (!m_timeline.enqueueOwn(QString(u"m"_s + post.body), post.body))
        return;
    m_posted += post.body;
    m_ownBodies += post.body;
    note(u"own "_s + post.body);
    m_archive += post;
    // The reflection may be lost with the connection; then the archive has to settle the row.
    if (chance(30))
        cut();
    else
        deliver(post);
}

void ArchiveStory::deliver(const Post &post)
{
    if (m_membership)
        m_timeline.live(m_membership, messageOf(post, true));
}

void ArchiveStory::archivePending()
{
    if (m_pending.isEmpty())
        return;
    const Post post = m_pending.takeAt(below(static_cast<int>(m_pending.size())));
    note(u"archived late "_s + post.body);
    m_archive.insert(std::max<qsizetype>(0, m_archive.size() - below(4)), post);
}

void ArchiveStory::lose()
{
    if (m_archive.isEmpty())
        return;
    if (chance(30)) {
        const int count = below(static_cast<int>(std::min<qsizetype>(m_archive.size(), 10)));
        note(u"expired %1"_s.arg(count));
        m_archive.remove(0, count);
        return;
    }
    const int index = below(static_cast<int>(m_archive.size()));
    note(u"lost "_s + m_archive.at(index).body);
    m_archive.removeAt(index);
}

void ArchiveStory::join()
{
    m_mark = m_timeline.newestKey();
    m_membership = m_timeline.begin();
    m_run = {};
    m_run.active = true;
    m_run.automatic = m_everJoined && !m_leftByHand;
    m_run.wanted = 1 + below(20);
    m_run.borderOnly = !m_run.automatic && chance(25);
    m_holesMayStay = m_holesMayStay || (m_everJoined && !m_run.automatic);
    m_everJoined = true;
    note(u"join %1%2%3"_s.arg(m_membership)
             .arg(m_run.automatic ? u" again"_s : u""_s, m_run.borderOnly ? u" without history"_s : u""_s));
}

void ArchiveStory::cut()
{
    m_leftByHand = m_options.byHand && chance(30);
    note(m_leftByHand ? u"leave"_s : u"cut"_s);
    m_timeline.end(m_membership);
    m_membership = 0;
    m_run.active = false;
}

void ArchiveStory::runStep()
{
    if (m_run.asked)
        commit();
    else
        ask();
}

void ArchiveStory::ask()
{
    qsizetype end = m_archive.size();
    if (!m_run.before.isEmpty()) {
        const auto found = std::find_if(m_archive.begin(), m_archive.end(),
                                        [this](const Post &post) { return post.id == m_run.before; });
        if (found == m_archive.end()) {
            note(u"item-not-found"_s);
            m_timeline.setOlderEnd(m_membership, GapReason::LoadFailed);
            m_holesMayStay = true;
            m_run.active = false;
            return;
        }
        end = found - m_archive.begin();
    }
    const qsizetype size = m_run.borderOnly ? 1 : 1 + below(12);
    const qsizetype begin = std::max<qsizetype>(0, end - size);
    m_run.page = {};
    m_run.page.membership = m_membership;
    for (qsizetype i = begin; i < end; ++i)
        m_run.page.entries += messageOf(m_archive.at(i), false);
    m_run.page.beforeId = m_run.before;
    m_run.page.newest = m_run.before.isEmpty();
    m_run.page.reachedBeginning = begin == 0;
    m_run.page.borderOnly = m_run.borderOnly;
    m_run.page.olderWanted = m_run.automatic;
    m_run.page.storedBefore = m_run.automatic ? m_mark : 0;
    m_run.asked = true;
}

void ArchiveStory::commit()
{
    QStringList bodies;
    for (const RoomMessage &entry : std::as_const(m_run.page.entries))
        bodies += entry.body;
    const PageOutcome outcome = m_timeline.page(m_run.page);
    note(u"page %1%2"_s.arg(bodies.join(u' '), outcome.askAgain ? u" (again)"_s : u""_s));
    m_run.asked = false;
    if (outcome.askAgain) {
        // With nothing late the next newest page must do.
        if (++m_run.againAsked > 40)
            fail(u"asked again for ever"_s);
        return;
    }
    m_run.read += static_cast<int>(m_run.page.entries.size());
    if (m_run.page.borderOnly) {
        m_run.active = false;
        return;
    }
    const bool enough = m_run.read >= m_run.wanted;
    const bool atBeginning = m_run.page.reachedBeginning || (outcome.atBeginning && !m_run.toTheEnd);
    const bool done = m_run.automatic ? outcome.metOlderSegment && !outcome.olderWanted && enough : enough;
    if (atBeginning || done) {
        m_run.active = false;
        check();
        checkRunComplete();
        return;
    }
    m_run.before = m_run.page.entries.first().archiveId;
}

void ArchiveStory::readAll()
{
    while (!m_pending.isEmpty())
        archivePending();
    if (m_membership)
        cut();
    note(u"read all"_s);
    m_membership = m_timeline.begin();
    m_run = {};
    m_run.active = true;
    m_run.toTheEnd = true;
    m_run.wanted = m_number + 1;
    m_run.automatic = false;
    while (m_run.active && m_failure.isEmpty()) {
        ask();
        if (m_run.active)
            commit();
    }
    if (m_failure.isEmpty())
        checkAtEnd();
}

void ArchiveStory::check()
{
    if (!m_failure.isEmpty())
        return;
    const QList<ShownItem> shown = m_timeline.shown();
    checkOnce(shown);
    if (!m_options.late)
        checkContiguous(shown);
}

void ArchiveStory::checkOnce(const QList<ShownItem> &shown)
{
    QSet<QString> seen;
    bool lastWasGap = false;
    for (const ShownItem &item : shown) {
        if (item.isGap && lastWasGap)
            fail(u"two gap lines in a row"_s);
        lastWasGap = item.isGap;
        if (item.isGap)
            continue;
        if (seen.contains(item.body))
            fail(u"shown twice: "_s + item.body);
        if (!m_posted.contains(item.body))
            fail(u"never posted: "_s + item.body);
        seen += item.body;
    }
    for (const QString &own : std::as_const(m_ownBodies)) {
        if (!seen.contains(own))
            fail(u"own message gone: "_s + own);
    }
}

void ArchiveStory::checkContiguous(const QList<ShownItem> &shown)
{
    QHash<QString, int> places;
    for (const Post &post : std::as_const(m_archive)) {
        if (post.kind == EntryKind::Message)
            places.insert(post.body, static_cast<int>(places.size()));
    }
    int last = -1;
    bool afterGap = true;
    bool unsettled = false;
    for (const ShownItem &item : shown) {
        if (item.isGap) {
            afterGap = true;
            continue;
        }
        if (m_ownBodies.contains(item.body) && places.value(item.body, -1) != last + 1)
            unsettled = true;
        // Own messages that wait stand last, wherever the archive has them.
        if (unsettled || !places.contains(item.body))
            continue;
        if (!item.recorded)
            fail(u"in the archive, but marked as lost: "_s + item.body);
        const int place = places.value(item.body);
        if (place <= last)
            fail(u"out of order: "_s + item.body);
        else if (!afterGap && place != last + 1)
            fail(u"hole without a gap line before "_s + item.body);
        last = place;
        afterGap = false;
    }
}

void ArchiveStory::checkRunComplete()
{
    if (m_holesMayStay || m_run.toTheEnd || !m_failure.isEmpty())
        return;
    const QList<ShownItem> shown = m_timeline.shown();
    for (const ShownItem &item : shown) {
        if (item.isGap && item.reason != GapReason::RetentionEnded)
            fail(u"a gap line is left after a complete run"_s);
    }
}

void ArchiveStory::checkAtEnd()
{
    QStringList expected;
    for (const Post &post : std::as_const(m_archive)) {
        if (post.kind == EntryKind::Message)
            expected += post.body;
    }
    QStringList found;
    bool started = false;
    QStringList between;
    const QList<ShownItem> shown = m_timeline.shown();
    for (const ShownItem &item : shown) {
        if (item.isGap) {
            // Below the archive's beginning a hole stays for ever.
            if (started)
                fail(u"a gap line is left when all has been read"_s);
        } else if (expected.contains(item.body)) {
            if (!between.isEmpty() && started)
                fail(u"not in the archive, but not marked: "_s + between.join(u' '));
            if (!item.recorded)
                fail(u"in the archive, but marked as lost: "_s + item.body);
            between.clear();
            started = true;
            found += item.body;
        } else if (item.recorded) {
            between += item.body;
        }
    }
    if (found != expected)
        fail(u"in the end shown %1, archive %2"_s.arg(found.join(u' '), expected.join(u' ')));
    checkOnce(shown);
}

void ArchiveStory::note(const QString &what)
{
    m_notes += what;
    if (m_notes.size() > 80)
        m_notes.removeFirst();
}

void ArchiveStory::fail(const QString &what)
{
    if (!m_failure.isEmpty())
        return;
    QStringList shown;
    const QList<ShownItem> items = m_timeline.shown();
    for (const ShownItem &item : items)
        shown += item.isGap ? u"--%1--"_s.arg(nameOf(item.reason)) : item.body + (item.recorded ? u""_s : u"(lost)"_s);
    QStringList archive;
    for (const Post &post : std::as_const(m_archive))
        archive += post.body + (post.kind == EntryKind::Message ? u""_s : u"~"_s);
    m_failure = u"%1\n  shown: %2\n  archive: %3\n  story: %4"_s.arg(what, shown.join(u' '), archive.join(u' '),
                                                                     m_notes.join(u", "_s));
}

} // namespace foyer
