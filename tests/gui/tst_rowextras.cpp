// What stands around a message in the timeline: what it answers, reactions, that it was edited or deleted.
#include "gui/windowstage.h"
#include "ui/timeline/rowlayout.h"

#include <QDialog>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolTip>

using namespace Qt::StringLiterals;
using namespace foyer;

class TestRowExtras : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aQuoteLeadsToItsMessage();
    void aQuoteOfWhatIsNotHeldLeadsNowhere();
    void hostileQuotesStayInOneLine();
    void clickingAReactionGivesAndTakesIt();
    void manyReactionsTakeMoreLines();
    void aDeletedMessageShowsNothingOfItself();
    void theHistoryOfAnEditedMessageIsOffered();
    void largeTextIsNotCut();
    void whyAMessageWasNotSentIsReadWhole_data();
    void whyAMessageWasNotSentIsReadWhole();
    void shortNotesHaveTheirWordsBesideThem();
    void theTimeOnHoverIsWholeOrNotThere();
    void deletingIsConfirmed();
    void removingAsksForAReason();
    void answersGoToTheRoomOfTheQuestion();

private:
    TimelineItem message(MessageKey key, const QString &body) const
    {
        auto item = aRow(key, u"bob"_s, body, stage->at(static_cast<int>(key)));
        item.message.archiveId = u"id-%1"_s.arg(key);
        return item;
    }
    void click(int row, const QPoint &offset) const
    {
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(row).topLeft() + offset);
    }
    /// Middle of the last line of a row, \a x pixels right of where bodies begin.
    QPoint lastLine(int row, int x) const { return {textLeft + x, view->visualRect(row).height() - 10}; }

    static constexpr int textLeft = metrics::timelineSide + metrics::largeAvatar + 12;
    std::unique_ptr<WindowStage> stage;
    TimelineView *view = nullptr;
};

void TestRowExtras::init()
{
    stage = std::make_unique<WindowStage>();
    stage->join(stage->tea, u"Tea"_s, {u"urn:xmpp:message-moderate:1"_s});
    view = stage->timelineWithActs();
}

void TestRowExtras::cleanup()
{
    stage.reset();
}

void TestRowExtras::aQuoteLeadsToItsMessage()
{
    QList<TimelineItem> items;
    for (int i = 1; i <= 500; ++i) {
        items.append(message(i, u"number %1"_s.arg(i)));
    }
    auto answer = aRow(501, u"carol"_s, u"an answer"_s, stage->at(501));
    answer.message.reply = ReplyReference{u"id-7"_s, 7, u"bob"_s, u"number 7"_s};
    const auto plain = aRow(501, u"carol"_s, u"an answer"_s, stage->at(501));
    stage->show(items + QList<TimelineItem>{plain});
    // Older rows are read meanwhile and stand above.
    const auto lastRect = [this] { return view->visualRect(view->model()->rowCount() - 1); };
    QTRY_VERIFY(!lastRect().isEmpty());
    const int plainHeight = lastRect().height();
    stage->show(items + QList<TimelineItem>{answer});
    // The avatar is higher than one line, so that the quote does not add all of its height.
    QTRY_VERIFY(lastRect().height() >= plainHeight + 12);
    click(view->model()->rowCount() - 1, QPoint(textLeft + 20, lastRect().height() - 30));
    QTest::qWait(0);
    const int target = view->model()->indexOf(7 * 2);
    QVERIFY(target >= 0);
    QVERIFY(!view->visualRect(target).isEmpty());
}

void TestRowExtras::aQuoteOfWhatIsNotHeldLeadsNowhere()
{
    auto answer = message(1, u"an answer"_s);
    answer.message.reply = ReplyReference{u"unknown"_s, 0, {}, {}};
    stage->show({answer});
    click(0, QPoint(textLeft + 20, view->visualRect(0).height() - 30));
    QVERIFY(view->isFollowing());
    QVERIFY(view->spokenRow(0).contains(u"an answer"_s));
}

void TestRowExtras::hostileQuotesStayInOneLine()
{
    auto answer = message(1, u"an answer"_s);
    answer.message.reply = ReplyReference{u"x"_s, 0, u"bo\nb"_s, u"a\nb\n"_s.repeated(50'000)};
    stage->show({answer});
    const int height = view->visualRect(0).height();
    answer.message.reply = ReplyReference{u"x"_s, 0, u"bob"_s, u"short"_s};
    stage->show({answer});
    QCOMPARE(view->visualRect(0).height(), height);
}

void TestRowExtras::clickingAReactionGivesAndTakesIt()
{
    auto item = message(1, u"The second take is up"_s);
    item.message.reactions = {{u"🎉"_s, {u"bob"_s, u"alice"_s}, true}, {u"👍"_s, {u"bob"_s}, false}};
    stage->show({item});
    QSignalSpy reactions(stage->window.get(), &MainWindow::reactionsRequested);
    click(0, lastLine(0, 14));
    QCOMPARE(reactions.size(), 1);
    QCOMPARE(reactions[0][1].value<MessageKey>(), MessageKey(1));
    QCOMPARE(reactions[0][2].toStringList(), QStringList());
    click(0, lastLine(0, 66));
    QCOMPARE(reactions.size(), 2);
    QCOMPARE(reactions[1][2].toStringList(), (QStringList{u"🎉"_s, u"👍"_s}));
    // Whoever may not speak gives none.
    MuteState mute;
    mute.canSpeak = false;
    stage->state.onMuteStateChanged(stage->tea, mute);
    click(0, lastLine(0, 14));
    QCOMPARE(reactions.size(), 2);
}

void TestRowExtras::manyReactionsTakeMoreLines()
{
    auto item = message(1, u"text"_s);
    item.message.reactions = {{u"🎉"_s, {u"bob"_s}, false}};
    stage->show({item});
    const int one = view->visualRect(0).height();
    for (int i = 0; i < 300; ++i) {
        item.message.reactions.append({QString(100'000, u'x'), {u"bob"_s}, false});
    }
    stage->show({item});
    QVERIFY(view->visualRect(0).height() > one + 40);
    QVERIFY(view->visualRect(0).height() < one + 30 * 26);
    QVERIFY(!view->viewport()->grab().isNull());
}

void TestRowExtras::aDeletedMessageShowsNothingOfItself()
{
    auto item = message(1, u"secret\nsecret\nsecret"_s);
    item.message.reactions = {{u"🎉"_s, {u"bob"_s}, false}};
    item.message.reply = ReplyReference{u"x"_s, 0, u"bob"_s, u"short"_s};
    item.message.edited = true;
    item.message.retracted = true;
    item.message.retractedBy = u"carol"_s;
    item.message.retractReason = u"off topic"_s;
    stage->show({item, message(2, u"next"_s)});
    QVERIFY(view->visualRect(0).height() < 90);
    QVERIFY(view->actionRect(0).isEmpty());
    view->setFocus();
    QTest::keyClick(view, Qt::Key_A, Qt::ControlModifier);
    QVERIFY2(!view->copiedText().contains(u"secret"_s), qPrintable(view->copiedText()));
    QVERIFY(!view->spokenRow(0).contains(u"secret"_s));
}

void TestRowExtras::theHistoryOfAnEditedMessageIsOffered()
{
    auto item = message(1, u"text"_s);
    item.message.edited = true;
    stage->show({item});
    QSignalSpy asked(stage->window.get(), &MainWindow::historyRequested);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->actionRect(0).center());
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked[0][1].value<MessageKey>(), MessageKey(1));
}

void TestRowExtras::largeTextIsNotCut()
{
    TimelineRow row;
    row.item = message(1, u"text"_s);
    row.item.message.reactions = {{u"🎉"_s, {u"bob"_s}, false}};
    row.item.message.reply = ReplyReference{u"x"_s, 0, u"bob"_s, u"quoted"_s};
    row.day = QDate(2026, 11, 23);
    row.newLine = true;
    for (const int zoom : {75, 100, 200, 300}) {
        stage->theme.setZoom(zoom);
        const auto layout = layOutRow(row, {stage->theme, u"alice"_s, stage->clock.now(), 800});
        const qreal half = QFontMetricsF(stage->theme.hintFont()).height() / 2;
        QVERIFY(*layout->dayMiddle - half >= 0);
        QVERIFY(*layout->dayMiddle + half <= *layout->newMiddle - half);
        QVERIFY(*layout->newMiddle + half <= layout->bandTop + metrics::groupGap);
        QVERIFY(layout->chips[0].rect.height() >= 2 * half);
        QVERIFY(layout->quoteRect.height() >= 2 * half);
    }
    stage->theme.setZoom(Theme::usualZoom);
}

void TestRowExtras::whyAMessageWasNotSentIsReadWhole_data()
{
    QTest::addColumn<qreal>("width");
    QTest::addColumn<int>("zoom");
    QTest::addColumn<bool>("rightToLeft");
    QTest::newRow("both panes") << 612.0 << 100 << false;
    QTest::newRow("narrow") << 380.0 << 100 << false;
    QTest::newRow("from the right") << 380.0 << 100 << true;
    QTest::newRow("large") << 612.0 << 300 << false;
}

void TestRowExtras::whyAMessageWasNotSentIsReadWhole()
{
    QFETCH(qreal, width);
    QFETCH(int, zoom);
    QFETCH(bool, rightToLeft);
    TimelineRow row;
    row.item = anOwnRow(1, QString(20'000, u'x'), stage->at(1), DeliveryState::Failed);
    row.item.message.failure = u"Es ist nicht bekannt, ob diese Nachricht angekommen ist. Sieh im Raum nach, bevor "
                               "du sie noch einmal sendest."_s;
    stage->theme.setZoom(zoom);
    RowContext context{stage->theme, u"alice"_s, stage->clock.now(), width};
    context.rightToLeft = rightToLeft;
    const auto layout = layOutRow(row, context);
    stage->theme.setZoom(Theme::usualZoom);
    QCOMPARE(layout->note, row.item.message.failure);
    const QRectF room(metrics::timelineSide, 0, width - 2 * metrics::timelineSide, layout->height);
    QVERIFY(room.contains(layout->noteRect));
    QVERIFY(layout->noteText->lineCount() > 1);
    int shown = 0;
    for (int i = 0; i < layout->noteText->lineCount(); ++i) {
        const QTextLine line = layout->noteText->lineAt(i);
        QVERIFY(line.naturalTextWidth() <= layout->noteRect.width());
        QVERIFY(line.rect().bottom() <= layout->noteRect.height() + 1);
        shown += line.textLength();
    }
    QCOMPARE(shown, static_cast<int>(layout->note.size()));
    // What can be done about it stands below, each whole and beside the other.
    QCOMPARE(layout->actions.size(), 2);
    for (const auto &action : layout->actions) {
        QVERIFY(action.rect.top() >= layout->noteRect.bottom());
        QVERIFY(room.contains(action.rect));
    }
    QVERIFY(!layout->actions[0].rect.intersects(layout->actions[1].rect));
}

void TestRowExtras::shortNotesHaveTheirWordsBesideThem()
{
    TimelineRow row;
    row.item = message(1, u"text"_s);
    row.item.message.edited = true;
    const auto layout = layOutRow(row, {stage->theme, u"alice"_s, stage->clock.now(), 800});
    QCOMPARE(layout->note, u"edited"_s);
    QCOMPARE(layout->actions.size(), 1);
    QCOMPARE(layout->actions[0].rect.top(), layout->noteRect.top());
    QVERIFY(layout->actions[0].rect.left() > layout->noteRect.right());
}

void TestRowExtras::theTimeOnHoverIsWholeOrNotThere()
{
    TimelineRow row;
    row.item = message(1, u"text"_s);
    row.startsGroup = false;
    for (const int zoom : {75, 100, 150, 200, 300}) {
        stage->theme.setZoom(zoom);
        const auto layout = layOutRow(row, {stage->theme, u"alice"_s, stage->clock.now(), 800});
        const qreal needed = QFontMetricsF(stage->theme.hintFont()).horizontalAdvance(layout->time);
        QVERIFY2(needed <= layout->timeRect.width(),
                 qPrintable(u"%1 of %2 at %3"_s.arg(layout->timeRect.width()).arg(needed).arg(zoom)));
        QVERIFY(!layout->time.isEmpty() || zoom > 150);
        QVERIFY(layout->timeRect.left() >= 0);
        QVERIFY(layout->timeRect.right() < layout->bodyPosition.x());
        // The tool tip has it where it does not fit.
        QVERIFY(!layout->timeRect.isEmpty());
    }
    stage->theme.setZoom(Theme::usualZoom);
}

void TestRowExtras::deletingIsConfirmed()
{
    auto own = anOwnRow(1, u"mine"_s, stage->at(1), DeliveryState::Delivered);
    own.message.archiveId = u"id-1"_s;
    stage->show({own});
    QSignalSpy asked(stage->window.get(), &MainWindow::retractRequested);
    Q_EMIT view->retractRequested(own.message);
    auto *question = stage->find<QDialog>(u"messageQuestion"_s);
    // As in every dialog: what acts stands last, at the edge.
    const QRect cancel = stage->find<QPushButton>(u"cancelPushButton"_s)->geometry();
    const QRect confirm = stage->find<QPushButton>(u"confirmPushButton"_s)->geometry();
    QCOMPARE(confirm.x() - (cancel.x() + cancel.width()), 12);
    QCOMPARE(question->width() - (confirm.x() + confirm.width()), 24);
    question->reject();
    QCOMPARE(asked.size(), 0);
    QTRY_VERIFY(stage->window->findChild<QDialog *>(u"messageQuestion"_s) == nullptr);
    Q_EMIT view->retractRequested(own.message);
    stage->click(stage->find<QPushButton>(u"confirmPushButton"_s));
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked[0][1].value<MessageKey>(), MessageKey(1));
}

void TestRowExtras::removingAsksForAReason()
{
    const auto item = message(1, u"<b>spam</b>"_s);
    stage->show({item});
    QSignalSpy asked(stage->window.get(), &MainWindow::moderateRequested);
    Q_EMIT view->moderateRequested(item.message);
    QTest::keyClicks(stage->find<QLineEdit>(u"reasonLineEdit"_s), u"  off topic "_s);
    stage->click(stage->find<QPushButton>(u"confirmPushButton"_s));
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked[0][2].toString(), u"off topic"_s);
}

void TestRowExtras::answersGoToTheRoomOfTheQuestion()
{
    const auto item = message(1, u"spam"_s);
    stage->show({item});
    stage->join(stage->cake, u"Cake"_s);
    stage->window->showRoom(stage->tea);
    QSignalSpy removals(stage->window.get(), &MainWindow::moderateRequested);
    Q_EMIT view->moderateRequested(item.message);
    stage->window->showRoom(stage->cake);
    stage->click(stage->find<QPushButton>(u"confirmPushButton"_s));
    QCOMPARE(removals.size(), 1);
    QCOMPARE(removals[0][0].value<RoomAddress>(), stage->tea);
    QTRY_VERIFY(stage->window->findChild<QDialog *>(u"messageQuestion"_s) == nullptr);

    stage->window->showRoom(stage->tea);
    QSignalSpy retractions(stage->window.get(), &MainWindow::retractRequested);
    Q_EMIT view->retractRequested(item.message);
    stage->window->showRoom(stage->cake);
    stage->click(stage->find<QPushButton>(u"confirmPushButton"_s));
    QCOMPARE(retractions.size(), 1);
    QCOMPARE(retractions[0][0].value<RoomAddress>(), stage->tea);
}

QTEST_MAIN(TestRowExtras)
#include "tst_rowextras.moc"
