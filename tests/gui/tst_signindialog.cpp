#include "ui/dialogs/signindialog.h"

#include "gui/dialogtest.h"
#include "ui/theme.h"

#include <QFileDialog>
#include <QSignalSpy>
#include <QTemporaryFile>

using namespace foyer;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(foyer::ErrorKind)

namespace
{

const QList<const char *> errorLabels{"addressErrorLabel", "passwordErrorLabel", "serverUrlErrorLabel",
                                      "caFileErrorLabel",  "linkErrorLabel",     "nicknameErrorLabel",
                                      "generalErrorLabel"};

} // namespace

class TestSignInDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_theme = std::make_unique<Theme>(*qApp);
        m_dialog = std::make_unique<SignInDialog>(*m_theme);
        m_asked.clear();
        m_guests.clear();
        connect(m_dialog.get(), &SignInDialog::signInRequested, this, [this](const SignInDetails &details) {
            m_asked.append(details);
            m_dialog->setBusy(true);
        });
        connect(m_dialog.get(), &SignInDialog::guestRequested, this, [this](const GuestDetails &details) {
            m_guests.append(details);
            m_dialog->setBusy(true);
        });
        m_dialog->open();
        QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
    }

    void cleanup()
    {
        m_dialog.reset();
        m_theme.reset();
    }

    void enterSignsInWithAddressAndPassword()
    {
        QCOMPARE(focusName(*m_dialog), u"addressLineEdit"_s);
        type(*m_dialog, "addressLineEdit", u" Alice@Example.org "_s);
        type(*m_dialog, "passwordLineEdit", u" pencil "_s);
        QTest::keyClick(part(*m_dialog, "passwordLineEdit"), Qt::Key_Return);
        QCOMPARE(m_asked.size(), 1);
        QCOMPARE(m_asked.at(0).account.toString(), u"alice@example.org"_s);
        QCOMPARE(m_asked.at(0).password, u" pencil "_s);
        QVERIFY(m_asked.at(0).server.isEmpty());
        QVERIFY(m_asked.at(0).caFile.isEmpty());
    }

    void passwordIsNotShown()
    {
        QCOMPARE(part<QLineEdit>(*m_dialog, "passwordLineEdit")->echoMode(), QLineEdit::Password);
    }

    void advancedGivesServerAndCertificates()
    {
        QTemporaryFile file;
        QVERIFY(file.open());
        fillAccount();
        QVERIFY(!part(*m_dialog, "serverUrlLineEdit")->isVisible());
        click(*m_dialog, "advancedToolButton");
        type(*m_dialog, "serverUrlLineEdit", u"wss://example.org:5443/ws"_s);
        type(*m_dialog, "caFileLineEdit", file.fileName());
        click(*m_dialog, "signInButton");
        QCOMPARE(m_asked.size(), 1);
        QCOMPARE(m_asked.at(0).server, QUrl(u"wss://example.org:5443/ws"_s));
        QCOMPARE(m_asked.at(0).caFile, file.fileName());
    }

    void certificatesAreChosenInADialog()
    {
        click(*m_dialog, "advancedToolButton");
        click(*m_dialog, "caFileButton");
        auto *chooser = m_dialog->findChild<QFileDialog *>();
        QVERIFY(chooser && chooser->isVisible());
        Q_EMIT chooser->fileSelected(u"/etc/ssl/own.pem"_s);
        QCOMPARE(textOf(*m_dialog, "caFileLineEdit"), u"/etc/ssl/own.pem"_s);
        chooser->reject();
    }

    void whatCannotBeRightIsNotSent_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("password");
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("caFile");
        QTest::addColumn<QByteArray>("label");

        const QString alice = u"alice@example.org"_s;
        QTest::newRow("no address") << u""_s << u"x"_s << u""_s << u""_s << QByteArray("addressErrorLabel");
        QTest::newRow("no name") << u"example.org"_s << u"x"_s << u""_s << u""_s << QByteArray("addressErrorLabel");
        QTest::newRow("no domain") << u"alice@"_s << u"x"_s << u""_s << u""_s << QByteArray("addressErrorLabel");
        QTest::newRow("resource") << u"alice@example.org/desk"_s << u"x"_s << u""_s << u""_s
                                  << QByteArray("addressErrorLabel");
        QTest::newRow("space") << u"al ice@example.org"_s << u"x"_s << u""_s << u""_s
                               << QByteArray("addressErrorLabel");
        QTest::newRow("no password") << alice << u""_s << u""_s << u""_s << QByteArray("passwordErrorLabel");
        QTest::newRow("web URL") << alice << u"x"_s << u"https://example.org/"_s << u""_s
                                 << QByteArray("serverUrlErrorLabel");
        QTest::newRow("unprotected URL") << alice << u"x"_s << u"ws://example.org/ws"_s << u""_s
                                         << QByteArray("serverUrlErrorLabel");
        QTest::newRow("no host") << alice << u"x"_s << u"wss:///ws"_s << u""_s << QByteArray("serverUrlErrorLabel");
        QTest::newRow("no URL") << alice << u"x"_s << u"example.org"_s << u""_s << QByteArray("serverUrlErrorLabel");
        QTest::newRow("missing file") << alice << u"x"_s << u""_s << u"/nonexistent/ca.pem"_s
                                      << QByteArray("caFileErrorLabel");
    }

    void whatCannotBeRightIsNotSent()
    {
        QFETCH(QString, address);
        QFETCH(QString, password);
        QFETCH(QString, url);
        QFETCH(QString, caFile);
        QFETCH(QByteArray, label);
        click(*m_dialog, "advancedToolButton");
        type(*m_dialog, "addressLineEdit", address);
        type(*m_dialog, "passwordLineEdit", password);
        type(*m_dialog, "serverUrlLineEdit", url);
        type(*m_dialog, "caFileLineEdit", caFile);
        click(*m_dialog, "signInButton");
        QCOMPARE(m_asked.size(), 0);
        for (const char *each : errorLabels) {
            QCOMPARE(shown(*m_dialog, each).isEmpty(), label != each);
        }
        QCOMPARE(textOf(*m_dialog, "addressLineEdit"), address);
    }

    void everyMistakeIsShownAtOnceAndTheFirstHasTheFocus()
    {
        click(*m_dialog, "advancedToolButton");
        type(*m_dialog, "addressLineEdit", u"alice"_s);
        type(*m_dialog, "serverUrlLineEdit", u"ws://example.org"_s);
        click(*m_dialog, "signInButton");
        QVERIFY(!shown(*m_dialog, "addressErrorLabel").isEmpty());
        QVERIFY(!shown(*m_dialog, "passwordErrorLabel").isEmpty());
        QVERIFY(!shown(*m_dialog, "serverUrlErrorLabel").isEmpty());
        QCOMPARE(focusName(*m_dialog), u"addressLineEdit"_s);
        type(*m_dialog, "addressLineEdit", u"alice@example.org"_s);
        QVERIFY(shown(*m_dialog, "addressErrorLabel").isEmpty());
        QVERIFY(!shown(*m_dialog, "passwordErrorLabel").isEmpty());
    }

    void unprotectedServerOnThisComputerIsFine_data()
    {
        QTest::addColumn<QString>("url");
        QTest::newRow("name") << u"ws://localhost:5280/ws"_s;
        QTest::newRow("IPv4") << u"ws://127.0.0.1:5280/ws"_s;
        QTest::newRow("IPv6") << u"ws://[::1]:5280/ws"_s;
    }

    void unprotectedServerOnThisComputerIsFine()
    {
        QFETCH(QString, url);
        fillAccount();
        click(*m_dialog, "advancedToolButton");
        type(*m_dialog, "serverUrlLineEdit", url);
        click(*m_dialog, "signInButton");
        QCOMPARE(m_asked.size(), 1);
    }

    void everyFailureStandsWhereItBelongs_data();
    void everyFailureStandsWhereItBelongs();
    void everyFailureOfAGuestStandsWhereItBelongs_data();
    void everyFailureOfAGuestStandsWhereItBelongs();

    void wrongPasswordIsReplacedByTyping()
    {
        fillAccount();
        click(*m_dialog, "signInButton");
        m_dialog->showError(Error::make(ErrorKind::NotAuthorized));
        QCOMPARE(focusName(*m_dialog), u"passwordLineEdit"_s);
        QCOMPARE(part<QLineEdit>(*m_dialog, "passwordLineEdit")->selectedText().size(), 6);
        type(*m_dialog, "passwordLineEdit", u"eraser"_s);
        QVERIFY(shown(*m_dialog, "passwordErrorLabel").isEmpty());
        QVERIFY(!isMarked(*m_dialog, "passwordLineEdit"));
        QTest::keyClick(part(*m_dialog, "passwordLineEdit"), Qt::Key_Return);
        QCOMPARE(m_asked.at(1).password, u"eraser"_s);
    }

    void certificateStepOpensAdvanced()
    {
        fillAccount();
        click(*m_dialog, "signInButton");
        m_dialog->showError(Error::make(ErrorKind::TlsFailed));
        click(*m_dialog, "nextStepButton");
        QVERIFY(part(*m_dialog, "caFileLineEdit")->isVisible());
        QCOMPARE(focusName(*m_dialog), u"caFileLineEdit"_s);
        QVERIFY(!shown(*m_dialog, "addressErrorLabel").isEmpty());
    }

    void serverStepOpensAdvanced()
    {
        fillAccount();
        click(*m_dialog, "signInButton");
        m_dialog->showError(Error::make(ErrorKind::NotAnXmppServer));
        click(*m_dialog, "nextStepButton");
        QCOMPARE(focusName(*m_dialog), u"serverUrlLineEdit"_s);
    }

    void weakSignInIsAllowedByItsOwnButtonOnly()
    {
        fillAccount();
        click(*m_dialog, "signInButton");
        m_dialog->showError(Error::make(ErrorKind::WeakSignIn));
        // Enter, pressed out of habit, sends nothing that was not sent before.
        QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Return);
        QVERIFY(!m_asked.at(1).weakAllowed);
        m_dialog->showError(Error::make(ErrorKind::WeakSignIn));
        click(*m_dialog, "nextStepButton");
        QCOMPARE(m_asked.size(), 3);
        QVERIFY(m_asked.at(2).weakAllowed);
        // A wrong password now is no reason to ask again; another server is.
        m_dialog->showError(Error::make(ErrorKind::NotAuthorized));
        type(*m_dialog, "passwordLineEdit", u"eraser"_s);
        click(*m_dialog, "signInButton");
        QVERIFY(m_asked.at(3).weakAllowed);
        m_dialog->showError(Error::make(ErrorKind::NotAuthorized));
        type(*m_dialog, "addressLineEdit", u"alice@example.com"_s);
        click(*m_dialog, "signInButton");
        QVERIFY(!m_asked.at(4).weakAllowed);
    }

    void weakSignInWithoutPasswordAsksForIt()
    {
        // As after a restart: the password came from the keyring.
        type(*m_dialog, "addressLineEdit", u"alice@example.org"_s);
        m_dialog->showError(Error::make(ErrorKind::WeakSignIn));
        click(*m_dialog, "nextStepButton");
        QCOMPARE(m_asked.size(), 0);
        QCOMPARE(focusName(*m_dialog), u"passwordLineEdit"_s);
        type(*m_dialog, "passwordLineEdit", u"pencil"_s);
        click(*m_dialog, "signInButton");
        QCOMPARE(m_asked.size(), 1);
        QVERIFY(m_asked.at(0).weakAllowed);
    }

    void busyFormWaitsAndEscapeStops()
    {
        QSignalSpy cancelled(m_dialog.get(), &SignInDialog::cancelled);
        fillAccount();
        click(*m_dialog, "signInButton");
        QVERIFY(!part(*m_dialog, "addressLineEdit")->isEnabled());
        QCOMPARE(buttonText(*m_dialog, "signInButton"), u"Signing in…"_s);
        QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Return);
        QCOMPARE(m_asked.size(), 1);
        QCOMPARE(cancelled.size(), 0);
        click(*m_dialog, "cancelButton");
        QCOMPARE(cancelled.size(), 1);
        QVERIFY(m_dialog->isVisible());
        QVERIFY(!m_dialog->isBusy());
        QCOMPARE(textOf(*m_dialog, "passwordLineEdit"), u"pencil"_s);
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QCOMPARE(cancelled.size(), 2);
        QVERIFY(!m_dialog->isVisible());
    }

    void guestEntersByLinkAndName()
    {
        m_dialog->setMode(SignInMode::Guest);
        QCOMPARE(focusName(*m_dialog), u"linkLineEdit"_s);
        QVERIFY(!part(*m_dialog, "passwordLineEdit")->isVisible());
        type(*m_dialog, "linkLineEdit", u"xmpp:launch@conference.example.org?join;password=sesame"_s);
        type(*m_dialog, "nicknameLineEdit", u"dave"_s);
        click(*m_dialog, "signInButton");
        QCOMPARE(m_guests.size(), 1);
        QCOMPARE(m_guests.at(0).room.toString(), u"launch@conference.example.org"_s);
        QCOMPARE(m_guests.at(0).room.linkPassword(), u"sesame"_s);
        QCOMPARE(m_guests.at(0).nickname, u"dave"_s);
        QCOMPARE(m_asked.size(), 0);
    }

    void guestNeedsALinkAndAName()
    {
        m_dialog->setMode(SignInMode::Guest);
        type(*m_dialog, "linkLineEdit", u"launch"_s);
        click(*m_dialog, "signInButton");
        QCOMPARE(m_guests.size(), 0);
        QVERIFY(!shown(*m_dialog, "linkErrorLabel").isEmpty());
        QVERIFY(!shown(*m_dialog, "nicknameErrorLabel").isEmpty());
        QCOMPARE(focusName(*m_dialog), u"linkLineEdit"_s);
    }

    void guestThatIsNotLetInIsLedToSigningIn()
    {
        m_dialog->setMode(SignInMode::Guest);
        m_dialog->setLink(u"xmpp:launch@conference.example.org?join"_s);
        m_dialog->setNickname(u"dave"_s);
        click(*m_dialog, "signInButton");
        m_dialog->showError(Error::make(ErrorKind::NotAuthorized));
        QCOMPARE(shown(*m_dialog, "linkErrorLabel"), u"This server lets no guests in. Sign in with an account."_s);
        click(*m_dialog, "nextStepButton");
        QCOMPARE(m_dialog->mode(), SignInMode::Account);
        QVERIFY(part(*m_dialog, "addressLineEdit")->isVisible());
        QVERIFY(!part(*m_dialog, "linkLineEdit")->isVisible());
        QCOMPARE(buttonText(*m_dialog, "nextStepButton"), QString());
        m_dialog->setMode(SignInMode::Guest);
        QCOMPARE(textOf(*m_dialog, "linkLineEdit"), u"xmpp:launch@conference.example.org?join"_s);
        QCOMPARE(textOf(*m_dialog, "nicknameLineEdit"), u"dave"_s);
    }

    void missingKeyringIsOneQuietLine()
    {
        QVERIFY(shown(*m_dialog, "sessionOnlyLabel").isEmpty());
        m_dialog->setSessionOnly(true);
        QVERIFY(!shown(*m_dialog, "sessionOnlyLabel").isEmpty());
    }

    void tabGoesThroughTheFormInOrder()
    {
        click(*m_dialog, "advancedToolButton");
        part(*m_dialog, "addressLineEdit")->setFocus();
        QStringList order;
        for (int i = 0; i < 8; ++i) {
            order += focusName(*m_dialog);
            QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Tab);
        }
        QCOMPARE(order, (QStringList{u"addressLineEdit"_s, u"passwordLineEdit"_s, u"advancedToolButton"_s,
                                     u"serverUrlLineEdit"_s, u"caFileLineEdit"_s, u"caFileButton"_s, u"cancelButton"_s,
                                     u"signInButton"_s}));
    }

    void partsHaveNamesAndMnemonics()
    {
        click(*m_dialog, "advancedToolButton");
        checkParts(*m_dialog);
        for (const ErrorKind kind :
             {ErrorKind::TlsFailed, ErrorKind::NotAnXmppServer, ErrorKind::TimedOut, ErrorKind::WeakSignIn}) {
            m_dialog->showError(Error::make(kind));
            checkParts(*m_dialog);
            m_dialog->setBusy(true);
        }
        m_dialog->setBusy(false);
        m_dialog->setMode(SignInMode::Guest);
        checkParts(*m_dialog);
    }

private:
    void fillAccount()
    {
        type(*m_dialog, "addressLineEdit", u"alice@example.org"_s);
        type(*m_dialog, "passwordLineEdit", u"pencil"_s);
    }
    void checkShown(const QByteArray &label, const Error &error, const QString &step)
    {
        for (const char *each : errorLabels) {
            QCOMPARE(shown(*m_dialog, each), label == each ? error.text : QString());
        }
        QCOMPARE(buttonText(*m_dialog, "nextStepButton"), step);
        QVERIFY(!m_dialog->isBusy());
    }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<SignInDialog> m_dialog;
    QList<SignInDetails> m_asked;
    QList<GuestDetails> m_guests;
};

void TestSignInDialog::everyFailureStandsWhereItBelongs_data()
{
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<bool>("urlGiven");
    QTest::addColumn<QByteArray>("label");
    QTest::addColumn<QString>("step");

    // *Sign in* is there to try again.
    const QString again;
    const QString certificate = u"Trust a certificate…"_s;
    const QString enterUrl = u"Enter the server’s URL"_s;
    const auto row = [](ErrorKind kind, bool url, const char *label, const QString &step) {
        const QString name = nameOf(kind) + (url ? u" with a URL"_s : QString());
        QTest::newRow(qPrintable(name)) << kind << url << QByteArray(label) << step;
    };
    row(ErrorKind::NotAuthorized, false, "passwordErrorLabel", {});
    row(ErrorKind::NotAuthorized, true, "passwordErrorLabel", {});
    row(ErrorKind::AccountDisabled, false, "addressErrorLabel", {});
    row(ErrorKind::ServerUnreachable, false, "addressErrorLabel", enterUrl);
    row(ErrorKind::ServerUnreachable, true, "serverUrlErrorLabel", again);
    row(ErrorKind::TimedOut, false, "addressErrorLabel", enterUrl);
    row(ErrorKind::TimedOut, true, "serverUrlErrorLabel", again);
    row(ErrorKind::NotAnXmppServer, false, "addressErrorLabel", enterUrl);
    row(ErrorKind::NotAnXmppServer, true, "serverUrlErrorLabel", again);
    row(ErrorKind::TlsFailed, false, "addressErrorLabel", certificate);
    row(ErrorKind::TlsFailed, true, "serverUrlErrorLabel", certificate);
    row(ErrorKind::WeakSignIn, false, "addressErrorLabel", u"Sign in all the same"_s);
    row(ErrorKind::WeakSignIn, true, "addressErrorLabel", u"Sign in all the same"_s);
    row(ErrorKind::InvalidRoomId, false, "addressErrorLabel", {});
    for (const ErrorKind kind : {ErrorKind::TooFast, ErrorKind::StoreFailed, ErrorKind::ServerRefused}) {
        row(kind, false, "generalErrorLabel", again);
    }
    for (const ErrorKind kind : {ErrorKind::NotConnected, ErrorKind::ServiceHasNoRooms, ErrorKind::NicknameInUse}) {
        row(kind, false, "generalErrorLabel", {});
    }
}

void TestSignInDialog::everyFailureStandsWhereItBelongs()
{
    QFETCH(ErrorKind, kind);
    QFETCH(bool, urlGiven);
    QFETCH(QByteArray, label);
    QFETCH(QString, step);
    fillAccount();
    if (urlGiven) {
        click(*m_dialog, "advancedToolButton");
        type(*m_dialog, "serverUrlLineEdit", u"wss://example.org/ws"_s);
        click(*m_dialog, "advancedToolButton");
    }
    click(*m_dialog, "signInButton");
    QCOMPARE(m_asked.size(), 1);
    const Error error = Error::make(kind);
    m_dialog->showError(error);
    checkShown(label, error, step);

    const auto *sentence = part<QLabel>(*m_dialog, label.constData());
    QVERIFY(sentence->isVisible());
    click(*m_dialog, "signInButton");
    QCOMPARE(m_asked.size(), 2);
    QCOMPARE(m_asked.at(1), m_asked.at(0));
}

void TestSignInDialog::everyFailureOfAGuestStandsWhereItBelongs_data()
{
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QByteArray>("label");
    QTest::addColumn<QString>("step");

    const auto row = [](ErrorKind kind, const char *label, const QString &step) {
        QTest::newRow(qPrintable(nameOf(kind))) << kind << QByteArray(label) << step;
    };
    row(ErrorKind::ServerUnreachable, "linkErrorLabel", u"Enter the server’s URL"_s);
    row(ErrorKind::TimedOut, "linkErrorLabel", u"Enter the server’s URL"_s);
    row(ErrorKind::NotAnXmppServer, "linkErrorLabel", u"Enter the server’s URL"_s);
    row(ErrorKind::TlsFailed, "linkErrorLabel", u"Trust a certificate…"_s);
    row(ErrorKind::NicknameInUse, "nicknameErrorLabel", {});
    row(ErrorKind::NicknameNotAllowed, "nicknameErrorLabel", {});
    row(ErrorKind::InvalidRoomId, "linkErrorLabel", {});
    row(ErrorKind::ServerRefused, "generalErrorLabel", {});
}

void TestSignInDialog::everyFailureOfAGuestStandsWhereItBelongs()
{
    QFETCH(ErrorKind, kind);
    QFETCH(QByteArray, label);
    QFETCH(QString, step);
    m_dialog->setMode(SignInMode::Guest);
    type(*m_dialog, "linkLineEdit", u"xmpp:launch@conference.example.org?join"_s);
    type(*m_dialog, "nicknameLineEdit", u"dave"_s);
    click(*m_dialog, "signInButton");
    const Error error = Error::make(kind);
    m_dialog->showError(error);
    checkShown(label, error, step);
    click(*m_dialog, "signInButton");
    QCOMPARE(m_guests.size(), 2);
    QCOMPARE(m_guests.at(1), m_guests.at(0));
}

QTEST_MAIN(TestSignInDialog)
#include "tst_signindialog.moc"
