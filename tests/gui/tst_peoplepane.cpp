#include "gui/windowstage.h"
#include "support/person.h"

#include "ui/theme.h"
#include "ui/widgets/avatar.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSplitter>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace foyer;

namespace
{

struct PeopleStage : WindowStage {
    explicit PeopleStage(const QList<Occupant> &people)
    {
        source.people = people;
        join(tea, u"Tea"_s);
        list = find<QListView>(u"peopleListView"_s);
        filter = find<QLineEdit>(u"peopleFilterLineEdit"_s);
    }
    QStringList names() const
    {
        QStringList shown;
        for (int row = 0; row < list->model()->rowCount(); ++row) {
            shown.append(list->model()->index(row, 0).data().toString());
        }
        return shown;
    }
    QPoint placeOf(const QString &nickname) const
    {
        return list->visualRect(list->model()->index(static_cast<int>(names().indexOf(nickname)), 0)).center();
    }
    QMenu *menuOf(const QString &nickname) const
    {
        const QPoint at = placeOf(nickname);
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, list->viewport()->mapToGlobal(at));
        QApplication::sendEvent(list->viewport(), &event);
        return window->findChild<QMenu *>(u"personMenu"_s);
    }
    void clickOn(const QString &nickname) const
    {
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, placeOf(nickname));
    }

    QListView *list;
    QLineEdit *filter;
};

QList<Occupant> aFew()
{
    Occupant dave = person(u"dave"_s);
    dave.extra = u"<b>camera</b> two"_s;
    dave.affiliation = Affiliation::Member;
    dave.realJid = *Jid::parse(u"dave@example.org/desk");
    return {person(u"alice"_s, foyer::Role::Moderator, Affiliation::Owner), person(u"bob"_s), dave,
            person(u"erin"_s, foyer::Role::Visitor)};
}

} // namespace

class TestPeoplePane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rowsTurnRoundWithTheLayout();
    void oneselfIsToldWhenMutedToo();
    void theFilterFindsAndSaysWhenThereIsNobody();
    void theFilterOfOneRoomDoesNotStayForTheNext();
    void aClickOpensTheCardWithWhatIsKnown();
    void theCardFollowsWhoItIsAbout();
    void escapeAndAnotherPlaceCloseTheCard();
    void theCardStandsBesideThePaneFromTheRightToo();
    void closingTheCardLeadsBackToTheList_data();
    void closingTheCardLeadsBackToTheList();
    void aCardThatOneLeftTakesNoFocus();
    void panesReachTheEdgesFromTheRightToo();
    void theFilterIsEmptiedByItsButton();
    void mentioningPutsTheNicknameIn();
    void copyingTakesTheNicknameAsItIs();
    void aCrowdIsListedAndFiltered();
    void onlyModeratorsAreOfferedModeration();
    void aMuteMayEndByItself();
    void removingIsConfirmedWithAReason();
    void whoIsRemovedIsOfTheRoomThatTheQuestionWasAbout();
    void aVoiceRequestIsAnsweredInItsRoom();
    void askingToSpeakIsOfferedOnce();
};

void TestPeoplePane::theFilterFindsAndSaysWhenThereIsNobody()
{
    PeopleStage stage(aFew());
    QTest::keyClicks(stage.filter, u"ER"_s);
    QCOMPARE(stage.names(), (QStringList{u"Muted · 1"_s, u"erin"_s}));
    QTest::keyClicks(stage.filter, u"x"_s);
    QVERIFY(stage.names().isEmpty());
    QVERIFY(stage.find<QLabel>(u"nobodyLabel"_s)->isVisible());
    stage.filter->clear();
    QCOMPARE(stage.names().size(), 7);
    QVERIFY(!stage.find<QLabel>(u"nobodyLabel"_s)->isVisible());
}

void TestPeoplePane::theCardStandsBesideThePaneFromTheRightToo()
{
    PeopleStage stage(aFew());
    stage.window->setLayoutDirection(Qt::RightToLeft);
    QApplication::processEvents();
    stage.clickOn(u"bob"_s);
    const auto *card = stage.find<QFrame>(u"personCard"_s);
    const auto *pane = stage.find<QWidget>(u"peoplePane"_s);
    QVERIFY(card->isVisible());
    QCOMPARE(card->x(), pane->mapTo(stage.window.get(), QPoint(pane->width() + metrics::rowPadding, 0)).x());
}

void TestPeoplePane::closingTheCardLeadsBackToTheList_data()
{
    QTest::addColumn<QString>("by");
    QTest::newRow("Escape") << u"Escape"_s;
    QTest::newRow("Close by key") << u"key"_s;
    QTest::newRow("Close by click") << u"click"_s;
}

void TestPeoplePane::closingTheCardLeadsBackToTheList()
{
    QFETCH(const QString, by);
    PeopleStage stage(aFew());
    QListView *list = stage.list;
    stage.find<QWidget>(u"messagePlainTextEdit"_s)->setFocus();
    while (stage.window->focusWidget() != list) {
        QTest::keyClick(stage.window.get(), Qt::Key_F6);
    }
    list->setCurrentIndex(list->model()->index(static_cast<int>(stage.names().indexOf(u"bob"_s)), 0));
    QTest::keyClick(list, Qt::Key_Return);
    const auto *card = stage.find<QFrame>(u"personCard"_s);
    QVERIFY(card->isVisible());
    const QModelIndex person = list->currentIndex();
    auto *close = stage.find<QPushButton>(u"closeCardPushButton"_s);
    if (by == "Escape"_L1) {
        QTest::keyClick(stage.window->focusWidget(), Qt::Key_Escape);
    } else if (by == "key"_L1) {
        close->setFocus();
        QTest::keyClick(close, Qt::Key_Space);
    } else {
        stage.click(close);
    }
    QVERIFY(!card->isVisible());
    QCOMPARE(stage.window->focusWidget(), list);
    QCOMPARE(list->currentIndex(), person);
}

void TestPeoplePane::aCardThatOneLeftTakesNoFocus()
{
    PeopleStage stage(aFew());
    stage.clickOn(u"bob"_s);
    const auto *card = stage.find<QFrame>(u"personCard"_s);
    QVERIFY(card->isVisible());
    auto *composer = stage.find<QWidget>(u"messagePlainTextEdit"_s);
    composer->setFocus(Qt::MouseFocusReason);
    QVERIFY(!card->isVisible());
    QCOMPARE(stage.window->focusWidget(), composer);
}

void TestPeoplePane::panesReachTheEdgesFromTheRightToo()
{
    PeopleStage stage(aFew());
    stage.window->setLayoutDirection(Qt::RightToLeft);
    stage.window->resize(1200, 700);
    QApplication::processEvents();
    const auto *splitter = stage.find<QSplitter>(u"paneSplitter"_s);
    const auto *people = stage.find<QWidget>(u"peoplePane"_s);
    const auto *rooms = stage.find<QWidget>(u"sidebar"_s);
    const auto *centre = stage.find<QWidget>(u"centreStackedWidget"_s);
    QCOMPARE(people->x(), 0);
    QCOMPARE(centre->x(), people->geometry().right() + 2);
    QCOMPARE(rooms->x(), centre->geometry().right() + 2);
    QCOMPARE(rooms->geometry().right(), splitter->width() - 1);
}

void TestPeoplePane::theFilterIsEmptiedByItsButton()
{
    PeopleStage stage(aFew());
    const auto *clear = stage.filter->findChild<QAction *>(u"clearFilterAction"_s);
    QVERIFY(!clear->isVisible());
    QTest::keyClicks(stage.filter, u"er"_s);
    QVERIFY(clear->isVisible());
    QTest::mouseClick(stage.filter->findChild<QToolButton *>(), Qt::LeftButton);
    QVERIFY(stage.filter->text().isEmpty());
    QVERIFY(!clear->isVisible());
}

void TestPeoplePane::theFilterOfOneRoomDoesNotStayForTheNext()
{
    PeopleStage stage(aFew());
    stage.join(stage.cake, u"Cake"_s);
    QTest::keyClicks(stage.filter, u"erin"_s);
    stage.window->showRoom(stage.cake);
    QVERIFY(stage.filter->text().isEmpty());
    QCOMPARE(stage.names().size(), 7);
}

void TestPeoplePane::aClickOpensTheCardWithWhatIsKnown()
{
    PeopleStage stage(aFew());
    stage.clickOn(u"dave"_s);
    auto *card = stage.find<QWidget>(u"personCard"_s);
    QVERIFY(card->isVisible());
    QVERIFY(stage.window->rect().contains(card->geometry()));
    QCOMPARE(stage.find<QLabel>(u"personNameLabel"_s)->accessibleName(), u"dave"_s);
    QCOMPARE(stage.find<QLabel>(u"personStandingLabel"_s)->text(), u"Member of this room"_s);
    QCOMPARE(stage.find<QLabel>(u"personAddressLabel"_s)->text().remove(QChar(0x200B)), u"dave@example.org"_s);
    auto *extra = stage.find<QLabel>(u"personExtraLabel"_s);
    QCOMPARE(extra->textFormat(), Qt::PlainText);
    QVERIFY(extra->text().contains(u"<b>camera</b>"_s));
    stage.clickOn(u"bob"_s);
    QVERIFY(card->isVisible());
    QVERIFY(!extra->isVisible());
    stage.clickOn(u"alice"_s);
    QVERIFY(!stage.find<QPushButton>(u"mentionPersonPushButton"_s)->isVisible());
}

void TestPeoplePane::theCardFollowsWhoItIsAbout()
{
    PeopleStage stage(aFew());
    stage.clickOn(u"dave"_s);
    auto *card = stage.find<QWidget>(u"personCard"_s);
    const auto standing = [&stage] { return stage.find<QLabel>(u"personStandingLabel"_s)->text(); };
    Occupant dave = aFew().at(2);
    dave.role = foyer::Role::Moderator;
    stage.state.onOccupantsChanged(stage.tea, {{}, {}, {dave}, 4});
    QTRY_VERIFY(standing().contains(u"Moderator"_s));
    QVERIFY(card->isVisible());
    // What happens to others is nothing to it.
    stage.state.onOccupantsChanged(stage.tea, {{}, {aFew().at(3)}, {}, 3});
    QCoreApplication::processEvents();
    QVERIFY(card->isVisible());
    stage.state.onOccupantsChanged(stage.tea, {{}, {dave}, {}, 2});
    QTRY_VERIFY(!card->isVisible());
    // And not without the people beside it.
    stage.clickOn(u"bob"_s);
    QVERIFY(card->isVisible());
    stage.state.onLeft(stage.tea, {LeaveReason::Kind::Kicked, u"bob"_s, {}, {}});
    QVERIFY(!card->isVisible());
}

void TestPeoplePane::escapeAndAnotherPlaceCloseTheCard()
{
    PeopleStage stage(aFew());
    stage.clickOn(u"dave"_s);
    auto *card = stage.find<QWidget>(u"personCard"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QVERIFY(!card->isVisible());
    stage.clickOn(u"dave"_s);
    QVERIFY(card->isVisible());
    stage.filter->setFocus();
    QVERIFY(!card->isVisible());
}

void TestPeoplePane::mentioningPutsTheNicknameIn()
{
    PeopleStage stage(aFew());
    auto *edit = stage.find<QPlainTextEdit>(u"messagePlainTextEdit"_s);
    QTest::keyClicks(edit, u"hi"_s);
    stage.clickOn(u"dave"_s);
    stage.click(stage.find<QPushButton>(u"mentionPersonPushButton"_s));
    QCOMPARE(edit->toPlainText(), u"hi @dave "_s);
    QVERIFY(edit->hasFocus());
    stage.menuOf(u"bob"_s)->findChild<QAction *>(u"mentionPersonAction"_s)->trigger();
    QCOMPARE(edit->toPlainText(), u"hi @dave @bob "_s);
}

void TestPeoplePane::copyingTakesTheNicknameAsItIs()
{
    PeopleStage stage({person(u"two  spaces"_s)});
    auto *menu = stage.menuOf(u"two  spaces"_s);
    QVERIFY(menu != nullptr);
    menu->findChild<QAction *>(u"copyNicknameAction"_s)->trigger();
    QCOMPARE(QGuiApplication::clipboard()->text(), u"two  spaces"_s);
}

void TestPeoplePane::aCrowdIsListedAndFiltered()
{
    QList<Occupant> crowd;
    for (int i = 0; i < 10'000; ++i) {
        crowd.append(person(u"guest%1"_s.arg(i, 5, 10, QChar(u'0'))));
    }
    PeopleStage stage(crowd);
    QCOMPARE(stage.list->model()->rowCount(), 10'001);
    QTest::keyClicks(stage.filter, u"guest0999"_s);
    QCOMPARE(stage.list->model()->rowCount(), 11);
}

void TestPeoplePane::onlyModeratorsAreOfferedModeration()
{
    auto people = aFew();
    people[0].role = foyer::Role::Participant;
    PeopleStage stage(people);
    QVERIFY(stage.menuOf(u"bob"_s)->findChild<QAction *>(u"kickAction"_s) == nullptr);
}

void TestPeoplePane::aMuteMayEndByItself()
{
    PeopleStage stage(aFew());
    stage.state.page(stage.tea)->setFeatures({u"urn:foyer:mute:0"_s});
    QSignalSpy asked(stage.window.get(), &MainWindow::moderationRequested);
    QMenu *menu = stage.menuOf(u"bob"_s);
    QVERIFY(menu->findChild<QAction *>(u"takeVoiceAction"_s) == nullptr);
    menu->findChild<QAction *>(u"mute60Action"_s)->trigger();
    menu->findChild<QAction *>(u"mute0Action"_s)->trigger();
    QCOMPARE(asked.size(), 2);
    QCOMPARE(asked[0][1].value<Moderation>(), (Moderation{Moderation::Kind::TakeVoice, u"bob"_s, {}, 60}));
    QCOMPARE(asked[1][1].value<Moderation>(), (Moderation{Moderation::Kind::TakeVoice, u"bob"_s, {}, 0}));
}

void TestPeoplePane::whoIsRemovedIsOfTheRoomThatTheQuestionWasAbout()
{
    PeopleStage stage(aFew());
    QSignalSpy asked(stage.window.get(), &MainWindow::moderationRequested);
    stage.menuOf(u"bob"_s)->findChild<QAction *>(u"kickAction"_s)->trigger();
    // A click on a notification leads to another room meanwhile.
    stage.join(stage.cake, u"Cake"_s);
    stage.window->showRoom(stage.cake);
    stage.click(stage.find<QPushButton>(u"confirmModerationPushButton"_s));
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked[0][0].value<RoomAddress>(), stage.tea);
}

void TestPeoplePane::removingIsConfirmedWithAReason()
{
    PeopleStage stage(aFew());
    QSignalSpy asked(stage.window.get(), &MainWindow::moderationRequested);
    QMenu *menu = stage.menuOf(u"bob"_s);
    menu->findChild<QAction *>(u"takeVoiceAction"_s)->trigger();
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked[0][1].value<Moderation>(), (Moderation{Moderation::Kind::TakeVoice, u"bob"_s, {}}));
    menu->findChild<QAction *>(u"kickAction"_s)->trigger();
    QCOMPARE(asked.size(), 1);
    QTest::keyClicks(stage.find<QLineEdit>(u"moderationReasonLineEdit"_s), u" off topic "_s);
    stage.click(stage.find<QPushButton>(u"confirmModerationPushButton"_s));
    QCOMPARE(asked.size(), 2);
    QCOMPARE(asked[1][0].value<RoomAddress>(), stage.tea);
    QCOMPARE(asked[1][1].value<Moderation>(), (Moderation{Moderation::Kind::Kick, u"bob"_s, u"off topic"_s}));
}

void TestPeoplePane::aVoiceRequestIsAnsweredInItsRoom()
{
    PeopleStage stage(aFew());
    QSignalSpy asked(stage.window.get(), &MainWindow::moderationRequested);
    auto *bar = stage.find<QWidget>(u"voiceBar"_s);
    stage.state.onVoiceRequested(stage.tea, u"erin"_s);
    stage.state.onVoiceRequested(stage.tea, u"erin"_s);
    stage.state.onVoiceRequested(stage.tea, u"bob"_s);
    QVERIFY(bar->isVisible());
    QVERIFY(stage.find<QLabel>(u"voiceRequestLabel"_s)->accessibleName().contains(u"erin"_s));
    QVERIFY(stage.find<QLabel>(u"voiceRequestLabel"_s)->text().startsWith(u"\u2068erin\u2069 "_s));
    stage.click(stage.find<QPushButton>(u"giveVoicePushButton"_s));
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked[0][1].value<Moderation>(), (Moderation{Moderation::Kind::GiveVoice, u"erin"_s, {}}));
    QVERIFY(stage.find<QLabel>(u"voiceRequestLabel"_s)->accessibleName().contains(u"bob"_s));
    stage.click(stage.find<QPushButton>(u"voiceNotNowPushButton"_s));
    QCOMPARE(asked.size(), 1);
    QVERIFY(!bar->isVisible());
    // Who leaves asks no more.
    stage.state.onVoiceRequested(stage.tea, u"erin"_s);
    OccupantDelta delta;
    delta.left = {person(u"erin"_s, foyer::Role::Visitor)};
    stage.state.onOccupantsChanged(stage.tea, delta);
    QVERIFY(!bar->isVisible());
}

void TestPeoplePane::askingToSpeakIsOfferedOnce()
{
    PeopleStage stage(aFew());
    QSignalSpy asked(stage.window.get(), &MainWindow::askToSpeakRequested);
    auto *button = stage.find<QPushButton>(u"askToSpeakPushButton"_s);
    QVERIFY(!button->isVisible());
    MuteState mute;
    mute.canSpeak = false;
    mute.userMutedHere = true;
    stage.state.onMuteStateChanged(stage.tea, mute);
    QVERIFY(button->isVisible());
    stage.click(button);
    QCOMPARE(asked.size(), 1);
    QVERIFY(!button->isVisible());
    QVERIFY(stage.find<QLabel>(u"composerHintLabel"_s)->text().contains(u"asked"_s));
    // What could not be sent may be tried again.
    stage.state.onSendRefused(stage.tea, {}, Error::make(ErrorKind::NotConnected));
    QVERIFY(button->isVisible());
    stage.state.onMuteStateChanged(stage.tea, {});
    QVERIFY(!button->isVisible());
}

void TestPeoplePane::rowsTurnRoundWithTheLayout()
{
    PeopleStage stage({person(u"bob"_s)});
    const QColor ground = avatar::colourOf(u"bob"_s);
    const auto hasAvatarAt = [&](int fromEdge, bool fromRight) {
        const int bob = static_cast<int>(stage.names().indexOf(u"bob"_s));
        const QRect row = stage.list->visualRect(stage.list->model()->index(bob, 0));
        const int x = fromRight ? row.right() - fromEdge : row.left() + fromEdge;
        const QImage picture = stage.list->viewport()->grab().toImage();
        // Beside the letters.
        return picture.pixel(x, row.center().y()) == ground.rgb();
    };
    constexpr int insideAvatar = 16 + 2;
    QVERIFY(hasAvatarAt(insideAvatar, false));
    QVERIFY(!hasAvatarAt(insideAvatar, true));
    stage.window->setLayoutDirection(Qt::RightToLeft);
    QVERIFY(hasAvatarAt(insideAvatar, true));
    QVERIFY(!hasAvatarAt(insideAvatar, false));
}

void TestPeoplePane::oneselfIsToldWhenMutedToo()
{
    PeopleStage stage({person(u"alice"_s, foyer::Role::Visitor), person(u"bob"_s, foyer::Role::Visitor)});
    const QImage picture = stage.list->viewport()->grab().toImage();
    // Beside the sign, where the name does not reach.
    const auto hasWord = [&](const QString &nickname) {
        const QRect row =
            stage.list->visualRect(stage.list->model()->index(static_cast<int>(stage.names().indexOf(nickname)), 0));
        const int signBegins = row.right() - 16 - 16;
        const QRgb ground = picture.pixel(signBegins - 2, row.top() + 2);
        for (int x = signBegins - 40; x < signBegins - 2; ++x) {
            for (int y = row.top() + 2; y < row.bottom() - 2; ++y) {
                if (picture.pixel(x, y) != ground) {
                    return true;
                }
            }
        }
        return false;
    };
    QVERIFY(stage.list->model()->rowCount() > 0);
    QVERIFY(hasWord(u"alice"_s));
    QVERIFY(!hasWord(u"bob"_s));
}

QTEST_MAIN(TestPeoplePane)
#include "tst_peoplepane.moc"
