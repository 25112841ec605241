#include "models/copytext.h"

#include "gui/memoryroomsource.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace foyer;

class TestCopyText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneMessageIsItsTextAlone();
    void severalHaveDayTimeAndName();
    void theRoomsOwnMessageIsTheRooms();
    void aHoleIsCopiedAsAHole();
    void aDeletedMessageIsLeftOut();
};

namespace
{

QDateTime at(int minute)
{
    // Local, because that is what is shown and copied.
    return QDateTime(QDate(2026, 11, 23), QTime(14, minute)).toUTC();
}

} // namespace

void TestCopyText::oneMessageIsItsTextAlone()
{
    QCOMPARE(copytext::ofItems({aRow(1, u"bob"_s, u"two\nlines"_s, at(5))}, at(9)), u"two\nlines"_s);
    QCOMPARE(copytext::ofItems({}, at(9)), QString());
}

void TestCopyText::severalHaveDayTimeAndName()
{
    const QList<TimelineItem> items{aRow(1, u"bob"_s, u"hi"_s, at(5)), aRow(2, u"car\nol"_s, u"a\nb"_s, at(6))};
    QCOMPARE(copytext::ofItems(items, at(9)), u"[2026-11-23 14:05] bob: hi\n[2026-11-23 14:06] car ol: a\nb"_s);
}

void TestCopyText::theRoomsOwnMessageIsTheRooms()
{
    const QList<TimelineItem> items{aRow(1, {}, u"hi"_s, at(5)), aRow(2, u"bob"_s, u"ho"_s, at(6))};
    QCOMPARE(copytext::ofItems(items, at(9)), u"[2026-11-23 14:05] the room: hi\n[2026-11-23 14:06] bob: ho"_s);
}

void TestCopyText::aHoleIsCopiedAsAHole()
{
    const QList<TimelineItem> items{aRow(1, u"bob"_s, u"hi"_s, at(5)),
                                    aGap(1, 2, GapReason::RetentionEnded, at(5), at(7)),
                                    aRow(2, u"bob"_s, u"ho"_s, at(7))};
    const QStringList lines = copytext::ofItems(items, at(9)).split(u'\n');
    QCOMPARE(lines.size(), 3);
    QCOMPARE(lines[1], u"[Some messages from 14:05 to 14:07 are not on the server any more.]"_s);
}

void TestCopyText::aDeletedMessageIsLeftOut()
{
    auto gone = aRow(2, u"bob"_s, u"secret"_s, at(6));
    gone.message.retracted = true;
    QCOMPARE(copytext::ofItems({gone}, at(9)), QString());
    QCOMPARE(copytext::ofItems({aRow(1, u"bob"_s, u"hi"_s, at(5)), gone}, at(9)), u"[2026-11-23 14:05] bob: hi"_s);
}

QTEST_GUILESS_MAIN(TestCopyText)
#include "tst_copytext.moc"
