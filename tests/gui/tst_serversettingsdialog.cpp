#include "ui/dialogs/serversettingsdialog.h"

#include "gui/dialogtest.h"
#include "ui/theme.h"

#include <QClipboard>
#include <QScopeGuard>
#include <QScreen>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStackedWidget>

using namespace foyer;
using namespace Qt::StringLiterals;

class TestServerSettingsDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_theme = std::make_unique<Theme>(*qApp);
        m_dialog = std::make_unique<ServerSettingsDialog>(*m_theme);
        m_save = std::make_unique<QSignalSpy>(m_dialog.get(), &ServerSettingsDialog::saveRequested);
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

    void valuesComeOutAsTheyWentIn()
    {
        const ServerSettingsDialog::Values values{{u"single_user_multiple_rooms"_s, u"true"_s},
                                                  {u"room_creation"_s, u"administrators"_s},
                                                  {u"history_depth"_s, u"17"_s},
                                                  {u"archive_retention_days"_s, u"0"_s},
                                                  {u"administrators"_s, u"alice, bob"_s},
                                                  {u"callback_url"_s, u"https://example.org/x?y=1&z=2"_s},
                                                  {u"anonymous_login"_s, u"false"_s},
                                                  {u"port"_s, u"5290"_s}};
        m_dialog->setValues(values);
        click(*m_dialog, "saveButton");
        QCOMPARE(m_save->size(), 1);
        const auto saved = m_save->constFirst().constFirst().value<ServerSettingsDialog::Values>();
        for (auto value = values.cbegin(); value != values.cend(); ++value) {
            QCOMPARE(saved.value(value.key()), value.value());
        }
        QCOMPARE(saved.size(), m_dialog->keys().size());
        // Open until it is kept.
        QVERIFY(m_dialog->isVisible());
    }

    void largeTextLeavesTheButtonsOnTheScreen()
    {
        m_theme->setZoom(200);
        settle();
        const QRect screen = m_dialog->screen()->availableGeometry();
        QVERIFY(screen.contains(m_dialog->frameGeometry()));
        for (const char *name : {"usualButton", "cancelButton", "saveButton"}) {
            const QWidget *button = part(*m_dialog, name);
            QCOMPARE(button->visibleRegion(), QRegion(button->rect()));
        }
        for (const char *page : {"roomsPageButton", "peoplePageButton", "apiPageButton", "limitsPageButton"}) {
            click(*m_dialog, page);
            for (QWidget *first = m_dialog->focusWidget(), *now = nullptr; now != first;) {
                QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Tab);
                now = m_dialog->focusWidget();
                QVERIFY2(now->visibleRegion() == QRegion(now->rect()), qPrintable(now->objectName()));
            }
        }
    }

    void pagesHaveOneHeight()
    {
        // As on most desktops, where lines of hints are lower than those of other text.
        const QFont before = qApp->font();
        const auto usual = qScopeGuard([&before] { qApp->setFont(before); });
        QFont font = before;
        font.setPointSizeF(11);
        qApp->setFont(font);
        m_dialog.reset();
        m_theme = std::make_unique<Theme>(*qApp);
        m_dialog = std::make_unique<ServerSettingsDialog>(*m_theme);
        m_dialog->open();
        QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
        const int height = m_dialog->height();
        for (const char *page : {"peoplePageButton", "apiPageButton", "limitsPageButton", "roomsPageButton"}) {
            click(*m_dialog, page);
            settle();
            QCOMPARE(m_dialog->height(), height);
        }
    }

    void keysAreThereOnceEach()
    {
        const QStringList keys = m_dialog->keys();
        QCOMPARE(QSet<QString>(keys.cbegin(), keys.cend()).size(), keys.size());
    }

    void changesWithTheKeysAreSaved()
    {
        m_dialog->setValues({{u"room_creation"_s, u"everyone"_s}, {u"history_depth"_s, u"50"_s}});
        click(*m_dialog, "roomCreationCheckBox");
        auto *depth = part<QSpinBox>(*m_dialog, "historyDepthSpinBox");
        depth->setFocus();
        depth->selectAll();
        QTest::keyClicks(depth, u"5"_s);
        QTest::keyClick(depth, Qt::Key_Return);
        QCOMPARE(m_save->size(), 1);
        QCOMPARE(m_dialog->values().value(u"room_creation"_s), u"administrators"_s);
        QCOMPARE(m_dialog->values().value(u"history_depth"_s), u"5"_s);
    }

    void zeroHasItsWord()
    {
        m_dialog->setValues({{u"archive_retention_days"_s, u"0"_s}, {u"auto_destroy_minutes"_s, u"0"_s}});
        QCOMPARE(part<QSpinBox>(*m_dialog, "retentionSpinBox")->text(), u"forever"_s);
        QCOMPARE(part<QSpinBox>(*m_dialog, "autoDestroySpinBox")->text(), u"never"_s);
    }

    void problemOpensThePageOfItsField()
    {
        m_dialog->showProblem(u"callback_url"_s, u"Enter an http or https address, or leave it empty."_s);
        QVERIFY(part<QPushButton>(*m_dialog, "apiPageButton")->isChecked());
        QCOMPARE(shown(*m_dialog, "callbackUrlErrorLabel"), u"Enter an http or https address, or leave it empty."_s);
        QVERIFY(isMarked(*m_dialog, "callbackUrlLineEdit"));
        QCOMPARE(focusName(*m_dialog), u"callbackUrlLineEdit"_s);
        type(*m_dialog, "callbackUrlLineEdit", u"http://127.0.0.1/"_s);
        QCOMPARE(shown(*m_dialog, "callbackUrlErrorLabel"), QString());
    }

    void otherProblemIsSaidBelow()
    {
        m_dialog->showProblem({}, u"The disk is <b>full</b>."_s);
        QCOMPARE(shown(*m_dialog, "generalErrorLabel"), u"The disk is <b>full</b>."_s);
    }

    void textThatFitsIntoNoMessageIsNotSaved()
    {
        m_dialog->setValues({{u"max_body_bytes"_s, u"20000"_s}, {u"max_stanza_bytes"_s, u"10000"_s}});
        click(*m_dialog, "saveButton");
        QCOMPARE(m_save->size(), 0);
        QVERIFY(shown(*m_dialog, "generalErrorLabel").contains(u"20,000"_s));
        m_dialog->setValues({{u"max_stanza_bytes"_s, u"40000"_s}});
        click(*m_dialog, "saveButton");
        QCOMPARE(m_save->size(), 1);
    }

    void usualValuesComeBackWhenAskedFor()
    {
        m_dialog->setUsualValues({{u"history_depth"_s, u"50"_s}});
        m_dialog->setValues({{u"history_depth"_s, u"3"_s}, {u"app_key"_s, u"local"_s}});
        click(*m_dialog, "usualButton");
        QCOMPARE(m_dialog->values().value(u"history_depth"_s), u"50"_s);
        QCOMPARE(m_dialog->values().value(u"app_key"_s), u"local"_s);
        QCOMPARE(m_save->size(), 0);
    }

    void theSecretIsSeenOnlyWhenAskedForAndCopiedWithout()
    {
        m_dialog->setValues({{u"app_secret"_s, u"s3cret"_s}});
        click(*m_dialog, "apiPageButton");
        auto *secret = part<QLineEdit>(*m_dialog, "appSecretLineEdit");
        QCOMPARE(secret->echoMode(), QLineEdit::Password);
        QVERIFY(!secret->displayText().contains(u's'));
        const int width = part(*m_dialog, "showSecretButton")->width();
        click(*m_dialog, "copySecretButton");
        QCOMPARE(QGuiApplication::clipboard()->text(), u"s3cret"_s);
        QCOMPARE(buttonText(*m_dialog, "copySecretButton"), u"Copied"_s);
        QCOMPARE(secret->echoMode(), QLineEdit::Password);
        click(*m_dialog, "showSecretButton");
        QCOMPARE(secret->displayText(), u"s3cret"_s);
        QCOMPARE(buttonText(*m_dialog, "showSecretButton"), u"Hide"_s);
        QCOMPARE(part(*m_dialog, "showSecretButton")->width(), width);
        click(*m_dialog, "showSecretButton");
        QCOMPARE(secret->echoMode(), QLineEdit::Password);
        type(*m_dialog, "appSecretLineEdit", u"other"_s);
        QCOMPARE(buttonText(*m_dialog, "copySecretButton"), u"Copy"_s);
        QCOMPARE(m_dialog->values().value(u"app_secret"_s), u"other"_s);
        secret->clear();
        QVERIFY(!part(*m_dialog, "copySecretButton")->isEnabled());
    }

    void pagesAreChosenWithTheKeysAndTheSizeStays()
    {
        const QSize size = m_dialog->size();
        QCOMPARE(focusName(*m_dialog), u"roomsPageButton"_s);
        QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Right);
        QCOMPARE(part<QStackedWidget>(*m_dialog, "pagesStackedWidget")->currentWidget()->objectName(), u"peoplePage"_s);
        QCOMPARE(m_dialog->size(), size);
    }

    void everyPageHasNamesAndMnemonics()
    {
        for (const char *page : {"roomsPageButton", "peoplePageButton", "apiPageButton", "limitsPageButton"}) {
            click(*m_dialog, page);
            checkParts(*m_dialog);
        }
    }

private:
    static void settle()
    {
        // Each level of a layout asks the one above it in an event of its own.
        constexpr int levels = 8;
        for (int i = 0; i < levels; ++i) {
            QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
        }
    }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<ServerSettingsDialog> m_dialog;
    std::unique_ptr<QSignalSpy> m_save;
};

QTEST_MAIN(TestServerSettingsDialog)
#include "tst_serversettingsdialog.moc"
