#include "ui/dialogs/joindialog.h"

#include "gui/dialogtest.h"
#include "ui/dialogs/outsidetext.h"
#include "ui/dialogs/roomchooser.h"
#include "ui/icons.h"
#include "ui/theme.h"

#include <QAccessible>
#include <QListView>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSpinBox>
#include <QToolButton>

using namespace foyer;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(foyer::ErrorKind)

namespace
{

const QList<const char *> errorLabels{"roomErrorLabel",     "historyErrorLabel", "nicknameErrorLabel",
                                      "passwordErrorLabel", "extraErrorLabel",   "generalErrorLabel"};

struct Request {
    RoomAddress room;
    JoinOptions options;
    bool create = false;
};

} // namespace

class TestJoinDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_theme = std::make_unique<Theme>(*qApp);
        m_dialog = std::make_unique<JoinDialog>(*m_theme);
        m_requests.clear();
        connect(m_dialog.get(), &JoinDialog::joinRequested, this,
                [this](const RoomAddress &room, const JoinOptions &options, bool create) {
                    m_requests.append({room, options, create});
                    m_dialog->setBusy(true);
                });
        m_dialog->setOwnName(u"alice"_s);
        m_dialog->open();
        QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
    }

    void cleanup()
    {
        m_dialog.reset();
        // The font belongs to the application and would stay.
        m_theme->setZoom(100);
        m_theme.reset();
    }

    void foldingArrowStandsWhereOneBeginsToRead_data()
    {
        QTest::addColumn<bool>("open");
        QTest::newRow("folded") << false;
        QTest::newRow("open") << true;
    }

    void foldingArrowStandsWhereOneBeginsToRead()
    {
        QFETCH(bool, open);
        auto *button = part<QToolButton>(*m_dialog, "optionsToolButton");
        button->setChecked(open);
        // Where the arrow is painted, without the words.
        const auto place = [this, button](Qt::LayoutDirection direction) {
            m_dialog->setLayoutDirection(direction);
            const QString words = button->text();
            const QSize size = button->size();
            button->setText(u" "_s);
            button->setFixedSize(size);
            const QImage image = button->grab().toImage();
            button->setText(words);
            QRect box;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) {
                    if (image.pixelColor(x, y).alpha() > 128) {
                        box |= QRect(x, y, 1, 1);
                    }
                }
            }
            return box;
        };
        const auto shows = [this, button](const QString &name) {
            const int size = button->iconSize().width();
            return button->icon().pixmap(button->iconSize(), 1.0).toImage() ==
                   Icons::pixmap(name, m_theme->tokens().quietText, size, 1.0).toImage();
        };
        const int middle = button->width() / 2;
        const QRect left = place(Qt::LeftToRight);
        QVERIFY(!left.isEmpty() && left.right() < middle);
        QVERIFY(shows(open ? u"unfolded"_s : u"foldedright"_s));
        QVERIFY(place(Qt::RightToLeft).left() > middle);
        QVERIFY(shows(open ? u"unfolded"_s : u"foldedleft"_s));
    }

    void enterJoinsWithWhatIsFilledIn()
    {
        QCOMPARE(focusName(*m_dialog), u"roomLineEdit"_s);
        type(*m_dialog, "roomLineEdit", u"launch"_s);
        QTest::keyClick(part(*m_dialog, "roomLineEdit"), Qt::Key_Return);
        QCOMPARE(m_requests.size(), 1);
        QCOMPARE(m_requests.at(0).room.toString(), u"launch"_s);
        QCOMPARE(m_requests.at(0).options, (JoinOptions{10, {}, u"alice"_s, {}}));
        QVERIFY(!m_requests.at(0).create);

        m_dialog->accept();
        QVERIFY(!m_dialog->isVisible());
        QCOMPARE(m_dialog->result(), int(QDialog::Accepted));
    }

    void everyOptionIsAskedFor()
    {
        type(*m_dialog, "roomLineEdit", u"中文聊天室@conference.example.org"_s);
        type(*m_dialog, "nicknameLineEdit", u" Alice in Foyer "_s);
        QVERIFY(!part(*m_dialog, "passwordLineEdit")->isVisible());
        click(*m_dialog, "optionsToolButton");
        click(*m_dialog, "createCheckBox");
        type(*m_dialog, "passwordLineEdit", u" open sesame "_s);
        type(*m_dialog, "extraLineEdit", u"{\"level\": 7}"_s);
        click(*m_dialog, "joinButton");
        QCOMPARE(m_requests.size(), 1);
        QCOMPARE(m_requests.at(0).room.toString(), u"中文聊天室@conference.example.org"_s);
        QCOMPARE(m_requests.at(0).options,
                 (JoinOptions{10, u"{\"level\": 7}"_s, u"Alice in Foyer"_s, u" open sesame "_s}));
        QVERIFY(m_requests.at(0).create);
    }

    void historyChoiceIsACount_data()
    {
        QTest::addColumn<QByteArray>("button");
        QTest::addColumn<int>("count");

        QTest::newRow("none") << QByteArray("noHistoryButton") << -1;
        QTest::newRow("default") << QByteArray("defaultHistoryButton") << 10;
        QTest::newRow("fifty") << QByteArray("fiftyHistoryButton") << 50;
        QTest::newRow("custom") << QByteArray("customHistoryButton") << 37;
    }

    void historyChoiceIsACount()
    {
        QFETCH(QByteArray, button);
        type(*m_dialog, "roomLineEdit", u"launch"_s);
        auto *spinBox = part<QSpinBox>(*m_dialog, "historySpinBox");
        QVERIFY(!spinBox->isVisible());
        click(*m_dialog, button.constData());
        QCOMPARE(spinBox->isVisible(), button.startsWith("custom"));
        if (spinBox->isVisible()) {
            QVERIFY(spinBox->hasFocus());
            QTest::keyClicks(spinBox, u"37"_s);
        }
        click(*m_dialog, "joinButton");
        QCOMPARE(m_requests.size(), 1);
        QTEST(m_requests.at(0).options.historyCount, "count");
    }

    void customCountStaysWithinTheContract()
    {
        click(*m_dialog, "customHistoryButton");
        auto *spinBox = part<QSpinBox>(*m_dialog, "historySpinBox");
        QCOMPARE(spinBox->minimum(), 1);
        QCOMPARE(spinBox->maximum(), maximumHistoryCount);
    }

    void everyFailureStandsWhereItBelongs_data();
    void everyFailureStandsWhereItBelongs();

    void serversWordsArePlainText()
    {
        type(*m_dialog, "roomLineEdit", u"launch"_s);
        m_dialog->showError(Error::make(ErrorKind::ServerRefused, u"<b>closed</b>\n\u202Euntil &nbsp; Monday"_s));
        QCOMPARE(part<QLabel>(*m_dialog, "generalErrorLabel")->textFormat(), Qt::PlainText);
        QCOMPARE(shown(*m_dialog, "generalErrorLabel"),
                 u"The server refused this. It says: \u2068<b>closed</b> until &nbsp; Monday\u2069"_s);
    }

    void whatKeepsWordsApartStaysInPairs()
    {
        QCOMPARE(outsideText(u"a \u2069b \u2068c"_s), u"a b \u2068c\u2069"_s);
        QCOMPARE(outsideText(u"\u2068abcdef\u2069"_s, 4), u"\u2068abc…\u2069"_s);
        QCOMPARE(outsideText(u"\u2067a\u202Eb"_s), u"ab"_s);
    }

    void endlessWordsOfAServerDoNotStretchTheDialog()
    {
        const int width = m_dialog->width();
        m_dialog->showError(Error::make(ErrorKind::ServerRefused, QString(100000, u'w')));
        QCoreApplication::processEvents();
        QCOMPARE(m_dialog->width(), width);
        QVERIFY(m_dialog->height() < 1000);
    }

    void namesFromOutsideDoNotStretchTheButton()
    {
        const int width = m_dialog->width();
        submit(QString(60, u'W'));
        m_dialog->showError(Error::make(ErrorKind::RoomDoesNotExist, QString(60, u'W')));
        QCOMPARE(buttonText(*m_dialog, "nextStepButton"), u"Create “\u2068WWWWWWWWWWWWWWWWWWWW…\u2069”"_s);
        QVERIFY(m_dialog->width() - width < 200);
        submit(u"a&b"_s);
        m_dialog->showError(Error::make(ErrorKind::RoomDoesNotExist, u"x"_s, u"r@b.example"_s));
        QCOMPARE(buttonText(*m_dialog, "nextStepButton"), u"Join “\u2068r\u2069” instead"_s);
    }

    void missingRoomIsCreatedByTheNextStep()
    {
        submit(u"lunch"_s);
        m_dialog->showError(Error::make(ErrorKind::RoomDoesNotExist, u"lunch"_s));
        QCOMPARE(buttonText(*m_dialog, "nextStepButton"), u"Create “\u2068lunch\u2069”"_s);
        click(*m_dialog, "nextStepButton");
        QCOMPARE(m_requests.size(), 2);
        QVERIFY(m_requests.at(1).create);
        QCOMPARE(m_requests.at(1).room.toString(), u"lunch"_s);

        // Trying again repeats what was asked for, creating included.
        m_dialog->showError(Error::make(ErrorKind::TimedOut));
        click(*m_dialog, "nextStepButton");
        QVERIFY(m_requests.at(2).create);
    }

    void roomThatCannotBeMadeIsNotOffered()
    {
        submit(u"中文聊天室"_s);
        m_dialog->showError(Error::make(ErrorKind::RoomDoesNotExist, u"中文聊天室"_s));
        QVERIFY(!shown(*m_dialog, "roomErrorLabel").isEmpty());
        QCOMPARE(buttonText(*m_dialog, "nextStepButton"), QString());
    }

    void movedRoomIsJoinedAtItsNewPlace_data()
    {
        QTest::addColumn<QString>("detail");

        QTest::newRow("address") << u"dinner@conference.example.org"_s;
        QTest::newRow("link") << u"xmpp:dinner@conference.example.org?join"_s;
    }

    void movedRoomIsJoinedAtItsNewPlace()
    {
        QFETCH(QString, detail);
        submit(u"lunch"_s);
        m_dialog->showError(Error::make(ErrorKind::RoomDoesNotExist, u"lunch"_s, detail));
        QCOMPARE(shown(*m_dialog, "roomErrorLabel"),
                 u"This room has moved to \u2068dinner@conference.example.org\u2069."_s);
        QCOMPARE(buttonText(*m_dialog, "nextStepButton"), u"Join “\u2068dinner\u2069” instead"_s);
        click(*m_dialog, "nextStepButton");
        QCOMPARE(m_requests.size(), 2);
        QCOMPARE(m_requests.at(1).room.toString(), u"dinner@conference.example.org"_s);
        QVERIFY(!m_requests.at(1).create);
    }

    void anotherRoomIsNotToldWhatWasMeantForThisOne()
    {
        click(*m_dialog, "optionsToolButton");
        type(*m_dialog, "passwordLineEdit", u"sesame"_s);
        type(*m_dialog, "extraLineEdit", u"camera two"_s);
        type(*m_dialog, "nicknameLineEdit", u"carol"_s);
        submit(u"lunch"_s);
        QCOMPARE(m_requests.at(0).options.password, u"sesame"_s);
        m_dialog->showError(
            Error::make(ErrorKind::RoomDoesNotExist, u"lunch"_s, u"xmpp:dinner@conference.example.org?join"_s));
        click(*m_dialog, "nextStepButton");
        QCOMPARE(m_requests.size(), 2);
        QCOMPARE(m_requests.at(1).options.password, QString());
        QCOMPARE(m_requests.at(1).options.extra, QString());
        QCOMPARE(m_requests.at(1).options.nickname, u"carol"_s);
    }

    void passwordFieldOpensWhenTheRoomWantsOne()
    {
        submit(u"launch"_s);
        QVERIFY(!part(*m_dialog, "passwordLineEdit")->isVisible());
        m_dialog->showError(Error::make(ErrorKind::PasswordRequired));
        QVERIFY(part(*m_dialog, "passwordLineEdit")->isVisible());
        QCOMPARE(focusName(*m_dialog), u"passwordLineEdit"_s);
        type(*m_dialog, "passwordLineEdit", u"sesame"_s);
        QCOMPARE(shown(*m_dialog, "passwordErrorLabel"), QString());
        QTest::keyClick(part(*m_dialog, "passwordLineEdit"), Qt::Key_Return);
        QCOMPARE(m_requests.at(1).options.password, u"sesame"_s);

        // A wrong one stays to be corrected, and is replaced by typing.
        m_dialog->showError(Error::make(ErrorKind::PasswordWrong));
        QCOMPARE(textOf(*m_dialog, "passwordLineEdit"), u"sesame"_s);
        QCOMPARE(part<QLineEdit>(*m_dialog, "passwordLineEdit")->selectedText().size(), 6);
    }

    void otherNameIsSuggestedAndTaken()
    {
        submit(u"launch"_s);
        m_dialog->showError(Error::make(ErrorKind::NicknameInUse, u"alice"_s));
        QCOMPARE(buttonText(*m_dialog, "nextStepButton"), u"Use “\u2068alice 2\u2069”"_s);
        click(*m_dialog, "nextStepButton");
        QCOMPARE(m_requests.at(1).options.nickname, u"alice 2"_s);
        m_dialog->showError(Error::make(ErrorKind::NicknameInUse, u"alice 2"_s));
        // "alice" was refused as well.
        QCOMPARE(buttonText(*m_dialog, "nextStepButton"), u"Use “\u2068alice 3\u2069”"_s);
        // In another room it may be free.
        m_dialog->prefill(*RoomAddress::parse(u"ops"_s), {0, {}, u"bob"_s, {}});
        m_dialog->showError(Error::make(ErrorKind::NicknameInUse, u"bob"_s));
        QCOMPARE(buttonText(*m_dialog, "nextStepButton"), u"Use “\u2068alice\u2069”"_s);
    }

    void twoErrorsStandAtTheirFieldsAtOnce()
    {
        type(*m_dialog, "roomLineEdit", u"launch room"_s);
        click(*m_dialog, "optionsToolButton");
        type(*m_dialog, "extraLineEdit", QString(1025, u'x'));
        QCOMPARE(shown(*m_dialog, "extraCountLabel"), u"1,025 of 1,024 bytes"_s);
        click(*m_dialog, "joinButton");
        QCOMPARE(m_requests.size(), 0);
        QCOMPARE(shown(*m_dialog, "roomErrorLabel"), Error::make(ErrorKind::InvalidRoomId).text);
        QCOMPARE(shown(*m_dialog, "extraErrorLabel"), Error::make(ErrorKind::InvalidExtra).text);
        QVERIFY(isMarked(*m_dialog, "roomLineEdit"));
        QVERIFY(isMarked(*m_dialog, "extraLineEdit"));
        QCOMPARE(focusName(*m_dialog), u"roomLineEdit"_s);

        // Editing one field clears its own error and no other.
        type(*m_dialog, "roomLineEdit", u"launch"_s);
        QCOMPARE(shown(*m_dialog, "roomErrorLabel"), QString());
        QVERIFY(!isMarked(*m_dialog, "roomLineEdit"));
        QVERIFY(!shown(*m_dialog, "extraErrorLabel").isEmpty());
        type(*m_dialog, "extraLineEdit", u"short"_s);
        click(*m_dialog, "joinButton");
        QCOMPARE(m_requests.size(), 1);
    }

    void nextStepPassesToTheErrorThatRemains()
    {
        type(*m_dialog, "roomLineEdit", u"lunch"_s);
        m_dialog->showError(Error::make(ErrorKind::RoomDoesNotExist, u"lunch"_s));
        m_dialog->showError(Error::make(ErrorKind::NicknameInUse, u"alice"_s));
        QCOMPARE(buttonText(*m_dialog, "nextStepButton"), u"Create “\u2068lunch\u2069”"_s);
        type(*m_dialog, "roomLineEdit", u"launch"_s);
        QCOMPARE(buttonText(*m_dialog, "nextStepButton"), u"Use “\u2068alice 2\u2069”"_s);
        type(*m_dialog, "nicknameLineEdit", u"carol"_s);
        QCOMPARE(buttonText(*m_dialog, "nextStepButton"), QString());
    }

    void whatCannotBeRightIsNotSent_data()
    {
        QTest::addColumn<QString>("room");
        QTest::addColumn<QString>("nickname");
        QTest::addColumn<bool>("create");
        QTest::addColumn<QByteArray>("label");

        QTest::newRow("no room") << u""_s << u"alice"_s << false << QByteArray("roomErrorLabel");
        QTest::newRow("occupant's address")
            << u"a@b.example/c"_s << u"alice"_s << false << QByteArray("roomErrorLabel");
        QTest::newRow("new room with an accent")
            << u"caf\u00e9"_s << u"alice"_s << true << QByteArray("roomErrorLabel");
        QTest::newRow("new room of 65 letters")
            << QString(65, u'a') << u"alice"_s << true << QByteArray("roomErrorLabel");
        QTest::newRow("invisible name") << u"launch"_s << u"\u200b"_s << false << QByteArray("nicknameErrorLabel");
    }

    void whatCannotBeRightIsNotSent()
    {
        QFETCH(QString, room);
        QFETCH(QString, nickname);
        QFETCH(bool, create);
        QFETCH(QByteArray, label);
        type(*m_dialog, "roomLineEdit", room);
        type(*m_dialog, "nicknameLineEdit", nickname);
        if (create) {
            click(*m_dialog, "optionsToolButton");
            click(*m_dialog, "createCheckBox");
        }
        click(*m_dialog, "joinButton");
        QCOMPARE(m_requests.size(), 0);
        QVERIFY(!shown(*m_dialog, label.constData()).isEmpty());
        QCOMPARE(textOf(*m_dialog, "roomLineEdit"), room);
    }

    void emptyNameMeansTheAccountsOwn()
    {
        type(*m_dialog, "roomLineEdit", u"launch"_s);
        type(*m_dialog, "nicknameLineEdit", QString());
        QCOMPARE(part<QLineEdit>(*m_dialog, "nicknameLineEdit")->placeholderText(), u"alice"_s);
        click(*m_dialog, "joinButton");
        QCOMPARE(m_requests.at(0).options.nickname, QString());
    }

    void busyFormWaitsAndEscapeStopsTheJoin()
    {
        QSignalSpy cancelled(m_dialog.get(), &JoinDialog::cancelled);
        submit(u"launch"_s);
        QVERIFY(m_dialog->isBusy());
        QVERIFY(!part(*m_dialog, "roomLineEdit")->isEnabled());
        QVERIFY(!part(*m_dialog, "joinButton")->isEnabled());
        QCOMPARE(buttonText(*m_dialog, "joinButton"), u"Joining…"_s);
        QVERIFY(part(*m_dialog, "cancelButton")->isEnabled());

        // A second Enter neither joins again nor stops the first.
        QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Return);
        QCOMPARE(m_requests.size(), 1);
        QCOMPARE(cancelled.size(), 0);

        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QCOMPARE(cancelled.size(), 1);
        QVERIFY(m_dialog->isVisible());
        QVERIFY(!m_dialog->isBusy());
        QCOMPARE(textOf(*m_dialog, "roomLineEdit"), u"launch"_s);
        QCOMPARE(buttonText(*m_dialog, "joinButton"), u"Join"_s);

        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QCOMPARE(cancelled.size(), 2);
        QVERIFY(!m_dialog->isVisible());
        QCOMPARE(m_dialog->result(), int(QDialog::Rejected));
    }

    void closedDialogStillHoldsWhatWasTyped()
    {
        type(*m_dialog, "roomLineEdit", u"launch"_s);
        type(*m_dialog, "nicknameLineEdit", u"carol"_s);
        click(*m_dialog, "cancelButton");
        QVERIFY(!m_dialog->isVisible());
        m_dialog->open();
        QCOMPARE(textOf(*m_dialog, "roomLineEdit"), u"launch"_s);
        QCOMPARE(textOf(*m_dialog, "nicknameLineEdit"), u"carol"_s);
    }

    void linkFillsTheFormButJoinsOnlyWhenConfirmed()
    {
        const auto link = RoomAddress::parse(u"xmpp:launch@conference.example.org?join;password=sesame"_s);
        JoinOptions options;
        options.historyCount = 50;
        m_dialog->prefill(link.value(), options);
        QCOMPARE(textOf(*m_dialog, "roomLineEdit"), u"launch@conference.example.org"_s);
        QCOMPARE(textOf(*m_dialog, "passwordLineEdit"), u"sesame"_s);
        QCOMPARE(textOf(*m_dialog, "nicknameLineEdit"), u"alice"_s);
        QVERIFY(part(*m_dialog, "passwordLineEdit")->isVisible());
        QCOMPARE(m_requests.size(), 0);

        click(*m_dialog, "joinButton");
        QCOMPARE(m_requests.size(), 1);
        QCOMPARE(m_requests.at(0).room, link.value());
        QCOMPARE(m_requests.at(0).options, (JoinOptions{50, {}, u"alice"_s, u"sesame"_s}));
    }

    void passwordOfOneRoomIsNotToldToAnother()
    {
        JoinOptions options;
        options.extra = u"camera two"_s;
        m_dialog->prefill(RoomAddress::parse(u"xmpp:launch@conference.example.org?join;password=sesame"_s).value(),
                          options);
        m_dialog->prefill(RoomAddress::parse(u"launch@conference.example.org"_s).value(), {});
        QCOMPARE(textOf(*m_dialog, "passwordLineEdit"), u"sesame"_s);
        m_dialog->prefill(RoomAddress::parse(u"other@conference.example.net"_s).value(), {});
        QCOMPARE(textOf(*m_dialog, "passwordLineEdit"), QString());
        QCOMPARE(textOf(*m_dialog, "extraLineEdit"), QString());
    }

    void whatWasSaidOfOneRoomIsNotSaidOfAnother()
    {
        submit(u"lunch"_s);
        m_dialog->showError(Error::make(ErrorKind::RoomDoesNotExist, u"lunch"_s));
        QVERIFY(!shown(*m_dialog, "roomErrorLabel").isEmpty());
        m_dialog->reject();
        m_dialog->prefill(RoomAddress::parse(u"launch@conference.example.org"_s).value(), {});
        m_dialog->open();
        QCOMPARE(shown(*m_dialog, "roomErrorLabel"), QString());
        QVERIFY(!part<QPushButton>(*m_dialog, "nextStepButton")->isVisible());
    }

    void pastedLinkWorksLikeAnAddress()
    {
        submit(u"xmpp:launch@conference.example.org?join;password=sesame"_s);
        QCOMPARE(m_requests.at(0).room.toString(), u"launch@conference.example.org"_s);
        QCOMPARE(m_requests.at(0).options.password, u"sesame"_s);
    }

    void theMarkedRoomStaysMarkedWhenTheListComes()
    {
        auto *field = part<QLineEdit>(*m_dialog, "roomLineEdit");
        RoomSummary recent;
        recent.address = RoomAddress::parse(u"launch@rooms.example.org"_s).value();
        m_dialog->rooms().setRecent({recent});
        m_dialog->rooms().setLoading();
        QTest::keyClicks(field, u"la"_s);
        QTest::keyClick(field, Qt::Key_Down);
        QVERIFY(field->accessibleDescription().contains(u"launch"_s));
        listRooms();
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(m_requests.size(), 0);
        QCOMPARE(field->text(), u"launch"_s);
        QCOMPARE(field->accessibleDescription(), QString());
        // What is typed further is no row any more.
        field->clear();
        QTest::keyClicks(field, u"la"_s);
        QTest::keyClick(field, Qt::Key_Down);
        QTest::keyClicks(field, u"u"_s);
        QCOMPARE(field->accessibleDescription(), QString());
    }

    void roomIsChosenFromThoseThatFit()
    {
        listRooms();
        QVERIFY(!part(*m_dialog, "roomChooser")->isVisible());
        auto *field = part<QLineEdit>(*m_dialog, "roomLineEdit");
        QTest::keyClicks(field, u"unc"_s);
        QCOMPARE(offeredRooms(), (QStringList{u"Launch <b>room</b>|launch|recent"_s, u"Lunch|lunch-2026|12 people"_s}));
        QVERIFY(field->hasFocus());

        // Down and Enter take a room, which joins nothing yet.
        QTest::keyClick(field, Qt::Key_Down);
        QTest::keyClick(field, Qt::Key_Down);
        QCOMPARE(field->accessibleDescription(), u"Lunch lunch-2026 12 people"_s);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(field->text(), u"lunch-2026"_s);
        QVERIFY(!part(*m_dialog, "roomChooser")->isVisible());
        QCOMPARE(m_requests.size(), 0);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(m_requests.size(), 1);
        QCOMPARE(m_requests.at(0).room.toString(), u"lunch-2026"_s);
    }

    void roomIsChosenByAClick()
    {
        listRooms();
        auto *field = part<QLineEdit>(*m_dialog, "roomLineEdit");
        QTest::mouseClick(field, Qt::LeftButton);
        QCOMPARE(offeredRooms().size(), 4);
        auto *list = part<QListView>(*m_dialog, "roomChoicesListView");
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(1, 0)).center());
        QCOMPARE(field->text(), u"far@other.example"_s);
        QVERIFY(!part(*m_dialog, "roomChooser")->isVisible());
        QVERIFY(field->hasFocus());
    }

    void whatIsTypedCountsWhileRoomsAreOffered()
    {
        listRooms();
        auto *field = part<QLineEdit>(*m_dialog, "roomLineEdit");
        QTest::keyClicks(field, u"la"_s);
        QVERIFY(part(*m_dialog, "roomChooser")->isVisible());
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(m_requests.size(), 1);
        QCOMPARE(m_requests.at(0).room.toString(), u"la"_s);
    }

    void escapeClosesTheListFirst()
    {
        listRooms();
        auto *field = part<QLineEdit>(*m_dialog, "roomLineEdit");
        QTest::keyClicks(field, u"l"_s);
        QTest::keyClick(field, Qt::Key_Escape);
        QVERIFY(!part(*m_dialog, "roomChooser")->isVisible());
        QVERIFY(m_dialog->isVisible());
        QTest::keyClick(field, Qt::Key_Escape);
        QVERIFY(!m_dialog->isVisible());
    }

    void leavingTheFieldClosesTheList()
    {
        listRooms();
        QTest::keyClicks(part(*m_dialog, "roomLineEdit"), u"l"_s);
        QTest::keyClick(part(*m_dialog, "roomLineEdit"), Qt::Key_Tab);
        QVERIFY(!part(*m_dialog, "roomChooser")->isVisible());
    }

    void listSaysWhyItIsEmpty()
    {
        auto *field = part<QLineEdit>(*m_dialog, "roomLineEdit");
        const auto said = [this, field] {
            part(*m_dialog, "nicknameLineEdit")->setFocus();
            field->setFocus();
            QTest::keyClick(field, Qt::Key_Down);
            return shown(*m_dialog, "roomChooserNoteLabel");
        };
        field->setText(u"x"_s);
        m_dialog->rooms().setLoading();
        QCOMPARE(said(), u"Looking for public rooms…"_s);
        m_dialog->rooms().setDirectoryError(Error::make(ErrorKind::ServerRefused, u"<b>no</b>"_s));
        QVERIFY(said().contains(u"<b>no</b>"_s));
        m_dialog->rooms().setDirectory({});
        QCOMPARE(said(), u"No public rooms on this server. You can enter the ID of one that is not listed."_s);
        listRooms();
        QCOMPARE(said(), u"No listed room fits. You can enter the ID of one that is not listed."_s);
        // Who just types is not told so: the room may well be there.
        QTest::keyClick(field, Qt::Key_Escape);
        QTest::keyClicks(field, u"yz"_s);
        QVERIFY(!part(*m_dialog, "roomChooser")->isVisible());
    }

    void roomsBeginWhereOneBeginsToRead_data()
    {
        QTest::addColumn<Qt::LayoutDirection>("direction");
        QTest::newRow("left") << Qt::LeftToRight;
        QTest::newRow("right") << Qt::RightToLeft;
    }

    void roomsBeginWhereOneBeginsToRead()
    {
        QFETCH(Qt::LayoutDirection, direction);
        m_dialog->setLayoutDirection(direction);
        m_dialog->rooms().setDirectory({listed(u"tea"_s, {})});
        QTest::keyClick(part(*m_dialog, "roomLineEdit"), Qt::Key_Down);
        QTest::keyClick(part(*m_dialog, "roomLineEdit"), Qt::Key_Up);
        const auto *list = part<QListView>(*m_dialog, "roomChoicesListView");
        const QImage row = list->viewport()->grab().toImage();
        QRect written;
        for (int y = 0; y < row.height(); ++y) {
            for (int x = 0; x < row.width(); ++x) {
                if (row.pixelColor(x, y).alpha() > 128 && row.pixelColor(x, y).lightness() < 128) {
                    written |= QRect(x, y, 1, 1);
                }
            }
        }
        QVERIFY(!written.isEmpty());
        QCOMPARE(written.center().x() < row.width() / 2, direction == Qt::LeftToRight);
    }

    void listNeverBlocksTyping()
    {
        m_dialog->rooms().setDirectoryError(Error::make(ErrorKind::TimedOut));
        submit(u"hidden"_s);
        QCOMPARE(m_requests.size(), 1);
        QCOMPARE(m_requests.at(0).room.toString(), u"hidden"_s);
    }

    void listStaysInsideTheDialog()
    {
        QList<DirectoryRoom> rooms;
        for (int i = 0; i < 300; ++i)
            rooms += listed(u"room%1"_s.arg(i), QString(300, u'w'));
        m_dialog->rooms().setDirectory(rooms);
        const QSize size = m_dialog->size();
        QTest::keyClick(part(*m_dialog, "roomLineEdit"), Qt::Key_Down);
        const QWidget *list = part(*m_dialog, "roomChooser");
        QVERIFY(list->isVisible());
        QVERIFY(m_dialog->rect().contains(list->geometry()));
        QCOMPARE(m_dialog->size(), size);
        // Also with text so large that fewer rows find room.
        m_theme->setZoom(200);
        QTRY_VERIFY(m_dialog->rect().contains(list->geometry()));
        QVERIFY(list->rect().contains(part(*m_dialog, "roomChoicesListView")->geometry()));
    }

    void listEndsBetweenTheControlsBelow()
    {
        const auto *list = part(*m_dialog, "roomChooser");
        for (int count = 0; count < 9; ++count) {
            QList<DirectoryRoom> rooms;
            for (int i = 0; i < count; ++i)
                rooms += listed(u"room%1"_s.arg(i), u"Room"_s);
            m_dialog->rooms().setDirectory(rooms);
            part(*m_dialog, "nicknameLineEdit")->setFocus();
            part(*m_dialog, "roomLineEdit")->setFocus();
            QTest::keyClick(part(*m_dialog, "roomLineEdit"), Qt::Key_Down);
            QVERIFY(list->isVisible());
            const int end = list->geometry().bottom() + 1;
            for (const char *name : {"defaultHistoryButton", "nicknameLineEdit", "optionsToolButton", "joinButton"}) {
                const QWidget *control = part(*m_dialog, name);
                const int top = control->mapTo(m_dialog.get(), QPoint()).y();
                QVERIFY2(end <= top || end >= top + control->height(), name);
            }
        }
    }

    void leavingTheOtherRoomIsSaidFirst()
    {
        QCOMPARE(shown(*m_dialog, "replacedRoomLabel"), QString());
        m_dialog->setReplacedRoom(u"Launch <i>room</i>"_s);
        QCOMPARE(shown(*m_dialog, "replacedRoomLabel"), u"Joining takes you out of \u2068Launch <i>room</i>\u2069."_s);
        m_dialog->setReplacedRoom({});
        QCOMPARE(shown(*m_dialog, "replacedRoomLabel"), QString());
    }

    void ownNameDoesNotReplaceATypedOne()
    {
        type(*m_dialog, "nicknameLineEdit", u"carol"_s);
        m_dialog->setOwnName(u"bob"_s);
        QCOMPARE(textOf(*m_dialog, "nicknameLineEdit"), u"carol"_s);
    }

    void tabGoesThroughTheFormInOrder()
    {
        click(*m_dialog, "optionsToolButton");
        part(*m_dialog, "roomLineEdit")->setFocus();
        QStringList order;
        for (int i = 0; i < 9; ++i) {
            order += focusName(*m_dialog);
            QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Tab);
        }
        QCOMPARE(order, (QStringList{u"roomLineEdit"_s, u"defaultHistoryButton"_s, u"nicknameLineEdit"_s,
                                     u"optionsToolButton"_s, u"createCheckBox"_s, u"passwordLineEdit"_s,
                                     u"extraLineEdit"_s, u"cancelButton"_s, u"joinButton"_s}));
    }

    void largeTextStaysOnTheScreen_data()
    {
        QTest::addColumn<int>("percent");
        QTest::newRow("double") << 200;
        QTest::newRow("triple") << 300;
    }

    void largeTextStaysOnTheScreen()
    {
        QFETCH(const int, percent);
        click(*m_dialog, "optionsToolButton");
        enlarge(percent);
        QVERIFY(onScreen());
        QTRY_VERIFY(isSeen("joinButton") && isSeen("cancelButton"));
        // And what does not fit comes into sight with the focus, in both directions.
        part(*m_dialog, "joinButton")->setFocus();
        for (const Qt::Key key : {Qt::Key_Tab, Qt::Key_Backtab}) {
            for (int i = 0; i < 9; ++i) {
                QTest::keyClick(m_dialog->focusWidget(), key);
                const QByteArray name = focusName(*m_dialog).toUtf8();
                const bool isRowOfChoices = name == "defaultHistoryButton";
                QVERIFY2(isSeen(name.constData(), isRowOfChoices), name.constData());
            }
        }
        QVERIFY(isSeen("joinButton"));
    }

    void aProblemOutOfSightIsScrolledTo()
    {
        click(*m_dialog, "optionsToolButton");
        enlarge(200);
        type(*m_dialog, "extraLineEdit", u"x"_s);
        submit(u"launch"_s);
        m_dialog->showError(Error::make(ErrorKind::Banned));
        QTRY_VERIFY(isSeen("roomErrorLabel") && isSeen("roomLineEdit"));
        submit(u"launch"_s);
        m_dialog->showError(Error::make(ErrorKind::TooFast));
        QTRY_VERIFY(isSeen("generalErrorLabel"));
    }

    void pageKeysScrollWhatHasNoFocus()
    {
        click(*m_dialog, "optionsToolButton");
        m_dialog->setReplacedRoom(u"Launch room"_s);
        enlarge(200);
        part(*m_dialog, "roomLineEdit")->setFocus();
        QTRY_VERIFY(isSeen("titleLabel") && !isSeen("replacedRoomLabel"));
        for (int i = 0; i < 4; ++i) {
            QTest::keyClick(part(*m_dialog, "nicknameLineEdit"), Qt::Key_PageDown);
        }
        QTRY_VERIFY(isSeen("replacedRoomLabel"));
    }

    void whatFitsDoesNotScroll()
    {
        for (const bool open : {true, false}) {
            part<QToolButton>(*m_dialog, "optionsToolButton")->setChecked(open);
            settle();
            for (const QScrollBar *bar : m_dialog->findChildren<QScrollBar *>()) {
                QVERIFY(bar->minimum() == bar->maximum() && !bar->isVisible());
            }
        }
    }

    void aDialogThatGrowsComesBackIntoSight()
    {
        const QRect screen = m_dialog->screen()->availableGeometry();
        m_dialog->move(40, screen.bottom() - m_dialog->height());
        click(*m_dialog, "optionsToolButton");
        QTRY_VERIFY(onScreen());
        QCOMPARE(m_dialog->frameGeometry().left(), 40);
    }

    void openListGoesAlongWithItsField()
    {
        listRooms();
        click(*m_dialog, "optionsToolButton");
        enlarge(200);
        auto *room = part<QLineEdit>(*m_dialog, "roomLineEdit");
        room->setFocus();
        QTRY_VERIFY(isSeen("roomLineEdit") && onScreen());
        QTest::keyClick(room, Qt::Key_Down);
        const auto *list = part(*m_dialog, "roomChooser");
        QVERIFY(list->isVisible());
        const auto distance = [this, list, room] { return list->y() - room->mapTo(m_dialog.get(), QPoint()).y(); };
        const int before = distance();
        auto *bar = m_dialog->findChild<QScrollArea *>()->verticalScrollBar();
        bar->setValue(bar->value() + 20);
        QCOMPARE(distance(), before);
    }

    void arrowsMoveAmongTheHistoryChoices()
    {
        auto *chosen = part<QPushButton>(*m_dialog, "defaultHistoryButton");
        chosen->setFocus();
        QTest::keyClick(chosen, Qt::Key_Right);
        QVERIFY(part<QPushButton>(*m_dialog, "fiftyHistoryButton")->isChecked());
    }

    void choicesAreRoundAtTheEndsOneSees()
    {
        QCOMPARE(part(*m_dialog, "noHistoryButton")->property("edge").toString(), u"first"_s);
        QCOMPARE(part(*m_dialog, "customHistoryButton")->property("edge").toString(), u"last"_s);
        qApp->setLayoutDirection(Qt::RightToLeft);
        const JoinDialog turned(*m_theme);
        QCOMPARE(part(turned, "noHistoryButton")->property("edge").toString(), u"last"_s);
        QCOMPARE(part(turned, "customHistoryButton")->property("edge").toString(), u"first"_s);
        QCOMPARE(part(turned, "fiftyHistoryButton")->property("edge").toString(), u"middle"_s);
        qApp->setLayoutDirection(Qt::LeftToRight);
    }

    void choicesHaveRoomForTheChosenOne()
    {
        const QFont before = qApp->font();
        QFont font = before;
        font.setPixelSize(32);
        qApp->setFont(font);
        m_theme->setMode(Theme::Mode::Dark);
        for (const char *name :
             {"noHistoryButton", "defaultHistoryButton", "fiftyHistoryButton", "customHistoryButton"}) {
            auto *choice = part<QPushButton>(*m_dialog, name);
            choice->setChecked(true);
            QFont chosen = font;
            chosen.setWeight(QFont::DemiBold);
            QTRY_VERIFY2(choice->width() >= QFontMetrics(chosen).horizontalAdvance(choice->text()), name);
        }
        qApp->setFont(before);
    }

    void theNextStepDoesNotWidenTheDialog()
    {
        const QFont before = qApp->font();
        QFont font = before;
        font.setPixelSize(19);
        qApp->setFont(font);
        m_theme->setMode(Theme::Mode::Dark);
        QTest::qWait(0);
        const int width = m_dialog->width();
        type(*m_dialog, "roomLineEdit", u"a-room-with-quite-a-long-name-for-lunch"_s);
        m_dialog->showError(Error::make(ErrorKind::RoomDoesNotExist));
        const auto *step = part<QPushButton>(*m_dialog, "nextStepButton");
        const auto *cancel = part<QPushButton>(*m_dialog, "cancelButton");
        QVERIFY(step->isVisible());
        QTRY_VERIFY(step->geometry().bottom() < cancel->y());
        QCOMPARE(m_dialog->width(), width);
        // A short one stands beside the others.
        type(*m_dialog, "roomLineEdit", u"lunch"_s);
        m_dialog->showError(Error::make(ErrorKind::RoomDoesNotExist));
        QTRY_COMPARE(step->y(), cancel->y());
        QCOMPARE(m_dialog->width(), width);
        qApp->setFont(before);
    }

    void inHighContrastAnErrorIsBold()
    {
        m_theme->setMode(Theme::Mode::Contrast);
        m_dialog->showError(Error::make(ErrorKind::RoomDoesNotExist));
        const auto *problem = part<QLabel>(*m_dialog, "roomErrorLabel");
        QVERIFY(problem->font().weight() >= QFont::DemiBold);
        m_theme->setMode(Theme::Mode::Light);
        QVERIFY(problem->font().weight() < QFont::DemiBold);
    }

    void tickIsSeenOnEveryGround()
    {
        click(*m_dialog, "optionsToolButton");
        auto *box = part<QCheckBox>(*m_dialog, "createCheckBox");
        for (const Theme::Mode mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
            m_theme->setMode(mode);
            box->clearFocus();
            const QImage empty = box->grab().toImage();
            QSet<QRgb> colours;
            for (int x = 0; x < box->height(); ++x) {
                colours.insert(empty.pixel(x, box->height() / 2));
            }
            // At least one colour of the box's line stands out from the ground.
            const QColor ground = m_theme->tokens().background;
            QVERIFY(std::any_of(colours.cbegin(), colours.cend(),
                                [&ground](QRgb colour) { return contrastRatio(colour, ground) >= 3; }));
            box->setChecked(true);
            QVERIFY(box->grab().toImage() != empty);
            box->setChecked(false);
        }
    }

    void partsHaveNamesAndMnemonics()
    {
        checkParts(*m_dialog);
        click(*m_dialog, "optionsToolButton");
        checkParts(*m_dialog);
    }

    void screenReadersLearnTheError()
    {
        submit(u"launch"_s);
        m_dialog->showError(Error::make(ErrorKind::RoomFull));
        const auto *field = QAccessible::queryAccessibleInterface(part(*m_dialog, "roomLineEdit"));
        QCOMPARE(field->text(QAccessible::Name), u"Room ID"_s);
        QCOMPARE(field->text(QAccessible::Description), Error::make(ErrorKind::RoomFull).text);
        const auto *choice = QAccessible::queryAccessibleInterface(part(*m_dialog, "noHistoryButton"));
        QCOMPARE(choice->role(), QAccessible::RadioButton);
    }

    void dialogGrowsAndShrinksWithWhatItSays()
    {
        const int height = m_dialog->height();
        submit(u"launch"_s);
        m_dialog->showError(Error::make(ErrorKind::MembersOnly));
        QTRY_VERIFY(m_dialog->height() > height);
        const auto *label = part(*m_dialog, "roomErrorLabel");
        QVERIFY(label->height() >= label->heightForWidth(label->width()));
        type(*m_dialog, "roomLineEdit", u"lunch"_s);
        QTRY_COMPARE(m_dialog->height(), height);
    }

    void signInIsAskedForWithoutLosingTheForm()
    {
        QSignalSpy signIn(m_dialog.get(), &JoinDialog::signInRequested);
        submit(u"launch"_s);
        m_dialog->showError(Error::make(ErrorKind::NotConnected));
        click(*m_dialog, "nextStepButton");
        QCOMPARE(signIn.size(), 1);
        QVERIFY(m_dialog->isVisible());
        QCOMPARE(textOf(*m_dialog, "roomLineEdit"), u"launch"_s);
    }

    void roomOutOfTheServersReachIsEnteredAsAGuest()
    {
        QSignalSpy guest(m_dialog.get(), &JoinDialog::guestRequested);
        submit(u"Launch@conference.example.org"_s);
        m_dialog->showError(Error::make(ErrorKind::ServerUnreachable, {}, u"remote-server-not-found"_s));
        QVERIFY(shown(*m_dialog, "roomErrorLabel").contains(u"conference.example.org"_s));
        QCOMPARE(buttonText(*m_dialog, "nextStepButton"), u"Join as a guest…"_s);
        click(*m_dialog, "nextStepButton");
        QCOMPARE(guest.size(), 1);
        QCOMPARE(guest.at(0).at(0).value<RoomAddress>().spelled(), u"Launch@conference.example.org"_s);
        QCOMPARE(m_requests.size(), 1);
    }

    void closedRoomLeadsToAnotherOne()
    {
        submit(u"launch"_s);
        m_dialog->showError(Error::make(ErrorKind::Banned));
        click(*m_dialog, "nextStepButton");
        QCOMPARE(m_requests.size(), 1);
        QCOMPARE(part<QLineEdit>(*m_dialog, "roomLineEdit")->selectedText(), u"launch"_s);
    }

private:
    static DirectoryRoom listed(const QString &id, const QString &name, int people = -1)
    {
        return {RoomAddress::parse(id + u"@rooms.example.org"_s).value(), name, people};
    }
    /// Two recent rooms, one of them elsewhere, and three that the server lists.
    void listRooms()
    {
        RoomSummary recent;
        recent.address = RoomAddress::parse(u"launch@rooms.example.org"_s).value();
        recent.name = u"Launch <b>room</b>"_s;
        RoomSummary far;
        far.address = RoomAddress::parse(u"far@other.example"_s).value();
        m_dialog->rooms().setRecent({recent, far});
        m_dialog->rooms().setDirectory({listed(u"qa-bugs"_s, u"QA"_s), listed(u"lunch-2026"_s, u"Lunch"_s, 12),
                                        listed(u"launch"_s, u"Launch"_s, 3)});
    }
    /// `name|id|detail` of each row that is shown.
    QStringList offeredRooms()
    {
        QStringList rows;
        const auto *list = part<QListView>(*m_dialog, "roomChoicesListView");
        for (int row = 0; list->isVisible() && row < list->model()->rowCount(); ++row) {
            const QModelIndex index = list->model()->index(row, 0);
            rows += QStringList{index.data().toString(), index.data(Qt::UserRole + 1).toString(),
                                index.data(Qt::UserRole + 2).toString()}
                        .join(u'|');
        }
        return rows;
    }

    /// Makes all text larger and lets the dialog find its size.
    void enlarge(int percent)
    {
        m_theme->setZoom(percent);
        settle();
    }
    static void settle()
    {
        // Each level of a layout asks the one above it in an event of its own.
        constexpr int levels = 8;
        for (int i = 0; i < levels; ++i) {
            QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
        }
    }
    bool onScreen() const { return m_dialog->screen()->availableGeometry().contains(m_dialog->frameGeometry()); }
    /// Whether all of a part can be seen; \a partly: some of it.
    bool isSeen(const char *name, bool partly = false)
    {
        const QWidget *widget = part(*m_dialog, name);
        const QRect seen = widget->visibleRegion().boundingRect();
        return partly ? !seen.isEmpty() : seen == widget->rect();
    }

    void submit(const QString &room)
    {
        type(*m_dialog, "roomLineEdit", room);
        click(*m_dialog, "joinButton");
    }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<JoinDialog> m_dialog;
    QList<Request> m_requests;
};

void TestJoinDialog::everyFailureStandsWhereItBelongs_data()
{
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QByteArray>("label");
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QString>("step");

    const auto row = [](ErrorKind kind, const char *label, const char *field, const QString &step) {
        QTest::newRow(qPrintable(nameOf(kind))) << kind << QByteArray(label) << QByteArray(field) << step;
    };
    // *Join* is there to try again.
    const QString again;
    const QString signIn = u"Sign in…"_s;
    const QString other = u"Choose another room"_s;
    row(ErrorKind::RoomDoesNotExist, "roomErrorLabel", "roomLineEdit", u"Create “\u2068launch\u2069”"_s);
    row(ErrorKind::RoomFull, "roomErrorLabel", "roomLineEdit", again);
    row(ErrorKind::Banned, "roomErrorLabel", "roomLineEdit", other);
    row(ErrorKind::MembersOnly, "roomErrorLabel", "roomLineEdit", other);
    row(ErrorKind::PasswordRequired, "passwordErrorLabel", "passwordLineEdit", {});
    row(ErrorKind::PasswordWrong, "passwordErrorLabel", "passwordLineEdit", {});
    row(ErrorKind::NicknameInUse, "nicknameErrorLabel", "nicknameLineEdit", u"Use “\u2068alice\u2069”"_s);
    row(ErrorKind::NicknameNotAllowed, "nicknameErrorLabel", "nicknameLineEdit", u"Use “\u2068alice\u2069”"_s);
    row(ErrorKind::Muted, "generalErrorLabel", "", {});
    row(ErrorKind::NotInRoom, "generalErrorLabel", "", again);
    row(ErrorKind::InvalidRoomId, "roomErrorLabel", "roomLineEdit", {});
    row(ErrorKind::InvalidHistoryCount, "historyErrorLabel", "historySpinBox", {});
    row(ErrorKind::InvalidExtra, "extraErrorLabel", "extraLineEdit", {});
    row(ErrorKind::NotConnected, "generalErrorLabel", "", signIn);
    row(ErrorKind::TimedOut, "generalErrorLabel", "", again);
    row(ErrorKind::ServerUnreachable, "generalErrorLabel", "", again);
    row(ErrorKind::TlsFailed, "generalErrorLabel", "", again);
    row(ErrorKind::NotAnXmppServer, "generalErrorLabel", "", again);
    row(ErrorKind::NotAuthorized, "generalErrorLabel", "", signIn);
    row(ErrorKind::WeakSignIn, "generalErrorLabel", "", signIn);
    row(ErrorKind::AccountDisabled, "generalErrorLabel", "", signIn);
    row(ErrorKind::ServiceHasNoRooms, "roomErrorLabel", "roomLineEdit", again);
    row(ErrorKind::CreationNotAllowed, "roomErrorLabel", "roomLineEdit", again);
    row(ErrorKind::MessageTooLarge, "generalErrorLabel", "", {});
    row(ErrorKind::TooFast, "generalErrorLabel", "", again);
    row(ErrorKind::StoreFailed, "generalErrorLabel", "", again);
    row(ErrorKind::ServerRefused, "generalErrorLabel", "", again);
}

void TestJoinDialog::everyFailureStandsWhereItBelongs()
{
    QFETCH(ErrorKind, kind);
    QFETCH(QByteArray, label);
    QFETCH(QByteArray, field);
    QFETCH(QString, step);
    // Given a filled form whose join has failed
    type(*m_dialog, "roomLineEdit", u"launch"_s);
    type(*m_dialog, "nicknameLineEdit", u"carol"_s);
    click(*m_dialog, "customHistoryButton");
    part<QSpinBox>(*m_dialog, "historySpinBox")->setValue(33);
    click(*m_dialog, "optionsToolButton");
    type(*m_dialog, "passwordLineEdit", u"sesame"_s);
    type(*m_dialog, "extraLineEdit", u"level 7"_s);
    click(*m_dialog, "joinButton");
    QCOMPARE(m_requests.size(), 1);
    const Error error = Error::make(kind, kind == ErrorKind::ServerRefused ? u"not today"_s : u"launch"_s);
    m_dialog->showError(error);

    // Then its sentence stands under its field, and nowhere else
    for (const char *each : errorLabels) {
        QCOMPARE(shown(*m_dialog, each), label == each ? error.text : QString());
    }
    if (!field.isEmpty()) {
        QVERIFY(isMarked(*m_dialog, field.constData()));
        QCOMPARE(focusName(*m_dialog), QString::fromLatin1(field));
        const auto *sentence = part(*m_dialog, label.constData());
        const auto *edited = part(*m_dialog, field.constData());
        const auto gap = [this, sentence, edited] {
            return sentence->mapTo(m_dialog.get(), QPoint()).y() -
                   edited->mapTo(m_dialog.get(), QPoint(0, edited->height())).y();
        };
        QTRY_VERIFY2(gap() >= 0 && gap() <= 12, qPrintable(QString::number(gap())));
    }
    QCOMPARE(buttonText(*m_dialog, "nextStepButton"), step);

    // And everything typed is still there, ready to be sent again
    QVERIFY(!m_dialog->isBusy());
    click(*m_dialog, "joinButton");
    QCOMPARE(m_requests.size(), 2);
    QCOMPARE(m_requests.at(1).room.toString(), u"launch"_s);
    QCOMPARE(m_requests.at(1).options, (JoinOptions{33, u"level 7"_s, u"carol"_s, u"sesame"_s}));
    QCOMPARE(m_requests.at(1).options, m_requests.at(0).options);
}

QTEST_MAIN(TestJoinDialog)
#include "tst_joindialog.moc"
