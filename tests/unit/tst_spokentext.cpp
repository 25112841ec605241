#include "models/spokentext.h"

#include "gui/memoryroomsource.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace foyer;

class TestSpokenText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aMessageIsWhoWhenAndWhat();
    void whatSomebodyDoesIsSaidAsItIsShown();
    void whatIsUnusualIsTold();
    void anAnswerSaysToWhat_data();
    void anAnswerSaysToWhat();
    void aHoleIsItsSentence();
    void aDeletedMessageSaysNothingOfItsText();
    void aRemovedMessageSaysWhoAndWhy();
    void aMessageThatDidNotGoOutSaysWhy();
    void aMessageTheRoomDoesNotKeepSaysSo();

private:
    static QDateTime at(int minute) { return QDateTime(QDate(2026, 11, 23), QTime(14, minute)).toUTC(); }
    static TimelineRow row(const TimelineItem &item)
    {
        TimelineRow row;
        row.item = item;
        return row;
    }
};

void TestSpokenText::aMessageIsWhoWhenAndWhat()
{
    const auto item = aRow(1, u"car\nol"_s, u"two\nlines"_s, at(5));
    QCOMPARE(spokentext::ofRow(row(item), at(9)), u"car ol, 14:05: two\nlines"_s);
    const auto own = anOwnRow(2, u"mine"_s, at(6), DeliveryState::Delivered);
    QCOMPARE(spokentext::ofRow(row(own), at(9)), u"alice, 14:06: mine"_s);
}

void TestSpokenText::whatSomebodyDoesIsSaidAsItIsShown()
{
    const auto item = aRow(1, u"dave"_s, u"/me waves\nat you"_s, at(8));
    QCOMPARE(spokentext::ofRow(row(item), at(9)), u"dave, 14:08: dave waves\nat you"_s);
    const auto path = aRow(2, u"dave"_s, u"/media/disk"_s, at(8));
    QCOMPARE(spokentext::ofRow(row(path), at(9)), u"dave, 14:08: /media/disk"_s);
}

void TestSpokenText::whatIsUnusualIsTold()
{
    auto own = row(anOwnRow(2, u"mine"_s, at(6), DeliveryState::Failed));
    own.item.message.edited = true;
    QCOMPARE(spokentext::ofRow(own, at(9)), u"alice, 14:06: mine Edited. Not sent."_s);
    auto unread = row(aRow(1, u"bob"_s, u"hi"_s, at(5)));
    unread.newLine = true;
    QCOMPARE(spokentext::ofRow(unread, at(9)), u"New messages. bob, 14:05: hi"_s);
}

void TestSpokenText::anAnswerSaysToWhat_data()
{
    QTest::addColumn<ReplyReference>("reply");
    QTest::addColumn<QString>("told");
    QTest::newRow("somebody") << ReplyReference{u"x"_s, 1, u"car\nol"_s, u"which?"_s} << u"An answer to car ol. "_s;
    QTest::newRow("nobody that is known")
        << ReplyReference{u"x"_s, 0, {}, u"which\none"_s} << u"An answer to: which one. "_s;
    QTest::newRow("deleted") << ReplyReference{u"x"_s, 1, {}, {}} << u"An answer to a deleted message. "_s;
    QTest::newRow("not here") << ReplyReference{u"x"_s, 0, {}, {}} << u"An answer to a message that is not here. "_s;
}

void TestSpokenText::anAnswerSaysToWhat()
{
    QFETCH(ReplyReference, reply);
    QFETCH(QString, told);
    auto answer = row(aRow(2, u"bob"_s, u"that one"_s, at(5)));
    answer.item.message.reply = reply;
    QCOMPARE(spokentext::ofRow(answer, at(9)), told + u"bob, 14:05: that one"_s);
}

void TestSpokenText::aHoleIsItsSentence()
{
    const auto gap = aGap(1, 2, GapReason::RetentionEnded, at(5), at(7));
    QCOMPARE(spokentext::ofRow(row(gap), at(9)),
             u"Some messages from 14:05 to 14:07 are not on the server any more."_s);
}

void TestSpokenText::aDeletedMessageSaysNothingOfItsText()
{
    auto gone = row(aRow(1, u"bob"_s, u"secret"_s, at(5)));
    gone.item.message.retracted = true;
    QCOMPARE(spokentext::ofRow(gone, at(9)), u"bob, 14:05: This message was deleted."_s);
}

void TestSpokenText::aRemovedMessageSaysWhoAndWhy()
{
    auto gone = row(aRow(1, u"carol"_s, u"secret"_s, at(5)));
    gone.item.message.retracted = true;
    gone.item.message.retractedBy = u"b\nob"_s;
    QCOMPARE(spokentext::ofRow(gone, at(9)), u"carol, 14:05: This message was removed by b ob."_s);
    gone.item.message.retractReason = u"off\ntopic"_s;
    QCOMPARE(spokentext::ofRow(gone, at(9)), u"carol, 14:05: This message was removed by b ob: off topic"_s);
    // Whoever deletes an own message is not told of twice.
    gone.item.message.retractedBy = u"carol"_s;
    QCOMPARE(spokentext::ofRow(gone, at(9)), u"carol, 14:05: This message was deleted."_s);
}

void TestSpokenText::aMessageThatDidNotGoOutSaysWhy()
{
    auto own = row(anOwnRow(2, u"mine"_s, at(6), DeliveryState::Failed));
    own.item.message.failure = u"The room says: \u2068too\nlong\u2069."_s;
    QCOMPARE(spokentext::ofRow(own, at(9)), u"alice, 14:06: mine The room says: too long."_s);
}

void TestSpokenText::aMessageTheRoomDoesNotKeepSaysSo()
{
    auto lost = row(aRow(1, u"bob"_s, u"hi"_s, at(5)));
    lost.item.message.recorded = false;
    QCOMPARE(spokentext::ofRow(lost, at(9)), u"bob, 14:05: hi No longer in the room’s history."_s);
}

QTEST_GUILESS_MAIN(TestSpokenText)
#include "tst_spokentext.moc"
