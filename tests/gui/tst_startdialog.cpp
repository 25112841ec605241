#include "ui/dialogs/startdialog.h"

#include "gui/dialogtest.h"
#include "ui/dialogs/choicecard.h"
#include "ui/theme.h"

#include <QAccessible>
#include <QSignalSpy>

using namespace foyer;
using namespace Qt::StringLiterals;

class TestStartDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_theme = std::make_unique<Theme>(*qApp);
        m_dialog = std::make_unique<StartDialog>(*m_theme);
        m_local = std::make_unique<QSignalSpy>(m_dialog.get(), &StartDialog::localRequested);
        m_signIn = std::make_unique<QSignalSpy>(m_dialog.get(), &StartDialog::signInRequested);
        m_link = std::make_unique<QSignalSpy>(m_dialog.get(), &StartDialog::linkRequested);
        m_dialog->open();
        QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
    }

    void cleanup()
    {
        m_dialog.reset();
        m_theme.reset();
    }

    void enterUsesThisComputerAtOnce()
    {
        QCOMPARE(focusName(*m_dialog), u"localCard"_s);
        QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Return);
        QCOMPARE(m_local->size(), 1);
        QCOMPARE(m_signIn->size() + m_link->size(), 0);
        // Open until it has worked.
        QVERIFY(m_dialog->isVisible());
        m_dialog->setBusy(true);
        QVERIFY(!part(*m_dialog, "continueButton")->isEnabled());
        QVERIFY(!part(*m_dialog, "linkCard")->isEnabled());
        m_dialog->accept();
        QVERIFY(!m_dialog->isVisible());
    }

    void failureIsSaidAndAnotherChoiceIsLeft()
    {
        click(*m_dialog, "continueButton");
        m_dialog->setBusy(true);
        m_dialog->showError({ErrorKind::StoreFailed, u"The disk is <b>full</b>."_s, {}});
        QCOMPARE(shown(*m_dialog, "errorLabel"), u"The disk is <b>full</b>."_s);
        QCOMPARE(focusName(*m_dialog), u"localCard"_s);
        click(*m_dialog, "continueButton");
        QCOMPARE(m_local->size(), 2);
        m_dialog->setBusy(true);
        QCOMPARE(shown(*m_dialog, "errorLabel"), QString());
        m_dialog->showError(Error::make(ErrorKind::StoreFailed));
        click(*m_dialog, "signInCard");
        click(*m_dialog, "continueButton");
        QCOMPARE(m_signIn->size(), 1);
    }

    void signInIsChosenWithTheKeys()
    {
        QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Down);
        QVERIFY(part<ChoiceCard>(*m_dialog, "signInCard")->isChecked());
        QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Return);
        QCOMPARE(m_signIn->size(), 1);
        QCOMPARE(m_link->size(), 0);
        QVERIFY(!m_dialog->isVisible());
        QCOMPARE(m_dialog->result(), int(QDialog::Accepted));
    }

    void linkIsChosenWithThePointer()
    {
        click(*m_dialog, "linkCard");
        QVERIFY(part<ChoiceCard>(*m_dialog, "linkCard")->isChecked());
        QVERIFY(!part<ChoiceCard>(*m_dialog, "localCard")->isChecked());
        QVERIFY(m_dialog->isVisible());
        click(*m_dialog, "continueButton");
        QCOMPARE(m_link->size(), 1);
        QCOMPARE(m_signIn->size(), 0);
    }

    void linkIsChosenWithTheKeys()
    {
        QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Down);
        QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Down);
        QVERIFY(part<ChoiceCard>(*m_dialog, "linkCard")->isChecked());
        QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Return);
        QCOMPARE(m_link->size(), 1);
    }

    void escapeChoosesNothing()
    {
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QVERIFY(!m_dialog->isVisible());
        QCOMPARE(m_local->size() + m_signIn->size() + m_link->size(), 0);
    }

    void everyCardThatIsShownWorks()
    {
        // No dead choice: what cannot be done yet is not offered.
        const auto cards = m_dialog->findChildren<ChoiceCard *>();
        QCOMPARE(cards.size(), 3);
        for (const ChoiceCard *card : cards) {
            QVERIFY(card->isVisible() && card->isEnabled());
        }
    }

    void cardsFitTheirTextAtAnySize()
    {
        for (const int pixels : {11, 16, 40}) {
            QFont font = qApp->font();
            font.setPixelSize(pixels);
            qApp->setFont(font);
            m_theme->setMode(Theme::Mode::Dark);
            QCoreApplication::processEvents();
            const auto labels = m_dialog->findChildren<QLabel *>();
            for (const QLabel *label : labels) {
                const bool fits = label->isHidden() || label->height() >= label->heightForWidth(label->width());
                QVERIFY2(fits, qPrintable(label->text()));
            }
        }
        qApp->setFont(QFont());
    }

    void screenReadersHearBothLines()
    {
        const auto *card = QAccessible::queryAccessibleInterface(part(*m_dialog, "linkCard"));
        QCOMPARE(card->text(QAccessible::Name), u"I was given a link"_s);
        QCOMPARE(card->text(QAccessible::Description), u"Paste an xmpp: link and choose a display name."_s);
        QCOMPARE(card->role(), QAccessible::RadioButton);
    }

    void partsHaveNamesAndMnemonics() { checkParts(*m_dialog); }

private:
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<StartDialog> m_dialog;
    std::unique_ptr<QSignalSpy> m_local;
    std::unique_ptr<QSignalSpy> m_signIn;
    std::unique_ptr<QSignalSpy> m_link;
};

QTEST_MAIN(TestStartDialog)
#include "tst_startdialog.moc"
