#include "app/signinflow.h"
#include "gui/dialogtest.h"
#include "support/fakekeyring.h"
#include "support/tlsfiles.h"
#include "ui/dialogs/signindialog.h"
#include "ui/theme.h"

#include <QApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSslCertificate>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTemporaryFile>
#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

const Jid alice = *Jid::parse(u"alice@example.org"_s);

/// The flow on a profile of its own, with a keyring that is locked until it answers.
struct Stage {
    Stage() : theme(*qApp), backend(Profile(folder.path()))
    {
        auto locked = std::make_unique<FakeKeyring>();
        keyring = locked.get();
        keyring->kept.insert(alice.toString(), u"secret"_s);
        if (!backend.open({}))
            qFatal("the profile cannot be opened");
        flow = std::make_unique<SignInFlow>(backend, theme, &window, nullptr, std::move(locked));
        // Nobody answers there.
        flow->signInKept(alice, {QUrl(u"ws://localhost:1/"_s)}, {}, SignInFlow::Remember::Yes);
    }
    ~Stage()
    {
        QSignalSpy done(&backend, &Backend::done);
        backend.close();
        if (!QTest::qWaitFor([&done] { return !done.isEmpty(); }))
            qFatal("the program does not end");
    }
    ConnectionState::Kind state() { return backend.service().connectionState().kind; }
    QDialog *dialog() const
    {
        const auto dialogs = window.findChildren<QDialog *>();
        const auto open =
            std::find_if(dialogs.cbegin(), dialogs.cend(), [](const QDialog *one) { return one->isVisible(); });
        return open == dialogs.cend() ? nullptr : *open;
    }

    QTemporaryDir folder;
    Theme theme;
    Backend backend;
    QWidget window;
    FakeKeyring *keyring = nullptr;
    std::unique_ptr<SignInFlow> flow;
};

} // namespace

/// Where one's rooms are is asked once, and a password comes from the keyring.
class TestSignInFlow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keptPasswordSignsIn();
    void unusableCertificatesEndTheSignIn();
    void unusableCertificatesTakeNoTrustAway();
    void accountOfOneStartIsNotKept_data();
    void accountOfOneStartIsNotKept();
    void missingPasswordIsAskedFor();
    void keyringThatAnswersLateChangesNothing_data();
    void keyringThatAnswersLateChangesNothing();
    void lookingAtTheFormEndsNoAttempts();
    void anAccountThatIsRefusedLaterIsAskedFor();
    void aGuestWhoIsRefusedLaterIsAskedAgain();
    void aWeakSignInWaitsForThePersonsWord();
    void cancellingAChangeOfAccountSignsNobodyIn();
    void anAccountChosenWhileThisComputerStartsStays();
    void whatWasTypedIsThereAgain();
    void aFormThatIsFilledInAnewHoldsNoOtherPassword();
    void everyServerIsTriedWithTheFormToo();
};

void TestSignInFlow::keptPasswordSignsIn()
{
    Stage stage;
    QVERIFY(stage.flow->isUnderWay());
    QCOMPARE(stage.state(), ConnectionState::Kind::Offline);
    stage.keyring->answer();
    QTRY_VERIFY(stage.state() != ConnectionState::Kind::Offline);
    QCOMPARE(stage.backend.service().account().bare(), alice);
    QVERIFY(stage.dialog() == nullptr);
}

void TestSignInFlow::unusableCertificatesEndTheSignIn()
{
    Stage stage;
    stage.flow->signInKept(alice, {QUrl(u"ws://localhost:1/"_s)}, u"/nowhere.pem"_s, SignInFlow::Remember::Yes);
    stage.keyring->answer();
    QTRY_VERIFY(stage.dialog() != nullptr);
    QVERIFY(!stage.flow->isUnderWay());
}

void TestSignInFlow::unusableCertificatesTakeNoTrustAway()
{
    Stage stage;
    const QList<QSslCertificate> usual = QSslConfiguration::defaultConfiguration().caCertificates();
    QList<QSslCertificate> own = clientTls().caCertificates();
    own.removeIf([&usual](const QSslCertificate &one) { return usual.contains(one); });
    QCOMPARE(own.size(), 1);
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write(own.first().toPem());
    file.close();
    stage.flow->signInKept(alice, {QUrl(u"ws://localhost:1/"_s)}, file.fileName(), SignInFlow::Remember::Yes);
    stage.keyring->answer();
    QTRY_VERIFY(stage.backend.tls().caCertificates().contains(own.first()));
    stage.flow->openSignIn();
    auto *form = stage.window.findChild<SignInDialog *>();
    Q_EMIT form->signInRequested({alice, u"secret"_s, QUrl(u"ws://localhost:1/"_s), u"/nowhere.pem"_s});
    QVERIFY(!form->isBusy());
    // The connection that stands goes on with it.
    QVERIFY(stage.backend.tls().caCertificates().contains(own.first()));
}

void TestSignInFlow::accountOfOneStartIsNotKept_data()
{
    QTest::addColumn<bool>("isKnown");
    QTest::newRow("password from the keyring") << true;
    QTest::newRow("password asked for") << false;
}

void TestSignInFlow::accountOfOneStartIsNotKept()
{
    QFETCH(bool, isKnown);
    Stage stage;
    const Jid bob = *Jid::parse(u"bob@example.org"_s);
    QVERIFY(stage.backend.settings().setValue(u"signin/account"_s, alice.toString()).isOk());
    if (isKnown)
        stage.keyring->kept.insert(bob.toString(), u"secret"_s);
    stage.flow->signInKept(bob, {QUrl(u"ws://localhost:1/"_s)}, {}, SignInFlow::Remember::No);
    stage.keyring->answer();
    if (!isKnown) {
        QTRY_VERIFY(qobject_cast<SignInDialog *>(stage.dialog()) != nullptr);
        Q_EMIT qobject_cast<SignInDialog *>(stage.dialog())->signInRequested({bob, u"secret"_s, {}, {}});
    }
    QTRY_VERIFY(stage.flow->isUnderWay());
    Q_EMIT stage.backend.service().connectionStateChanged({ConnectionState::Kind::Online, 0, 0, {}});
    QVERIFY(!stage.flow->isUnderWay());
    QCOMPARE(stage.backend.settings().value(u"signin/account"_s), alice.toString());
    QVERIFY(isKnown || !stage.keyring->kept.contains(bob.toString()));
}

void TestSignInFlow::missingPasswordIsAskedFor()
{
    Stage stage;
    stage.keyring->kept.clear();
    stage.keyring->answer();
    QTRY_VERIFY(stage.dialog() != nullptr);
    QVERIFY(qobject_cast<SignInDialog *>(stage.dialog()) != nullptr);
    QVERIFY(!stage.flow->isUnderWay());
}

void TestSignInFlow::keyringThatAnswersLateChangesNothing_data()
{
    QTest::addColumn<bool>("knows");
    QTest::newRow("with the password") << true;
    QTest::newRow("without") << false;
}

void TestSignInFlow::keyringThatAnswersLateChangesNothing()
{
    QFETCH(bool, knows);
    Stage stage;
    // The person does not wait for it.
    stage.flow->useThisComputer(SignInFlow::Remember::No);
    QTRY_COMPARE(stage.state(), ConnectionState::Kind::Online);
    const Jid here = stage.backend.service().account().bare();
    QVERIFY(here != alice);
    if (!knows)
        stage.keyring->kept.clear();
    stage.keyring->answer();
    QTest::qWait(0);
    QCOMPARE(stage.backend.service().account().bare(), here);
    QCOMPARE(stage.state(), ConnectionState::Kind::Online);
    QVERIFY(stage.dialog() == nullptr);
}

void TestSignInFlow::lookingAtTheFormEndsNoAttempts()
{
    Stage stage;
    stage.keyring->answer();
    QTRY_COMPARE(stage.state(), ConnectionState::Kind::Waiting);
    stage.flow->openSignIn();
    QSignalSpy changes(&stage.backend.service(), &ChatroomService::connectionStateChanged);
    const auto waits = [&changes] {
        return std::count_if(changes.cbegin(), changes.cend(), [](const QVariantList &change) {
            return change.first().value<ConnectionState>().kind == ConnectionState::Kind::Waiting;
        });
    };
    stage.backend.service().retryNow();
    QTRY_VERIFY_WITH_TIMEOUT(waits() > 0, 20000);
    QVERIFY(stage.dialog() != nullptr);
    stage.dialog()->reject();
    stage.backend.service().retryNow();
    QTRY_VERIFY_WITH_TIMEOUT(waits() > 1, 20000);
    QVERIFY(stage.state() != ConnectionState::Kind::Offline);
}

void TestSignInFlow::anAccountThatIsRefusedLaterIsAskedFor()
{
    Stage stage;
    stage.keyring->answer();
    QTRY_COMPARE(stage.state(), ConnectionState::Kind::Waiting);
    ChatroomService &service = stage.backend.service();
    Q_EMIT service.connectionStateChanged({ConnectionState::Kind::Online, 0, 0, {}});
    QVERIFY(stage.dialog() == nullptr);
    Q_EMIT service.connectionStateChanged(
        {ConnectionState::Kind::Offline, 0, 0, Error::make(ErrorKind::NotAuthorized)});
    QVERIFY(stage.dialog() != nullptr);
    stage.dialog()->reject();
    // Who was signed in without the flow, as by the command line, is nobody's to ask.
    stage.flow = std::make_unique<SignInFlow>(stage.backend, stage.theme, &stage.window, nullptr,
                                              std::make_unique<FakeKeyring>());
    Q_EMIT service.connectionStateChanged(
        {ConnectionState::Kind::Offline, 0, 0, Error::make(ErrorKind::NotAuthorized)});
    QVERIFY(stage.dialog() == nullptr);
}

void TestSignInFlow::aGuestWhoIsRefusedLaterIsAskedAgain()
{
    Stage stage;
    stage.flow->openGuest({});
    auto *form = stage.window.findChild<SignInDialog *>();
    const RoomAddress room = RoomAddress::parse(u"launch@conference.example.org"_s).value();
    Q_EMIT form->guestRequested({room, u"carol"_s, QUrl(u"ws://localhost:1/"_s), {}});
    ChatroomService &service = stage.backend.service();
    Q_EMIT service.connectionStateChanged({ConnectionState::Kind::Online, 0, 0, {}});
    QTRY_VERIFY(stage.dialog() == nullptr);
    Q_EMIT service.connectionStateChanged(
        {ConnectionState::Kind::Offline, 0, 0, Error::make(ErrorKind::NotAuthorized)});
    form = qobject_cast<SignInDialog *>(stage.dialog());
    QVERIFY(form != nullptr);
    QCOMPARE(form->mode(), SignInMode::Guest);
    const auto typed = [form](const QString &name) { return form->findChild<QLineEdit *>(name)->text(); };
    QCOMPARE(typed(u"linkLineEdit"_s), room.toString());
    QCOMPARE(typed(u"nicknameLineEdit"_s), u"carol"_s);
    QCOMPARE(typed(u"serverUrlLineEdit"_s), u"ws://localhost:1/"_s);
}

void TestSignInFlow::aWeakSignInWaitsForThePersonsWord()
{
    Stage stage;
    stage.keyring->answer();
    QTRY_COMPARE(stage.state(), ConnectionState::Kind::Waiting);
    const QString key = u"mechanism/"_s + alice.toString();
    QVERIFY(stage.backend.settings().setValue(key, u"SCRAM-SHA-256"_s).isOk());
    Q_EMIT stage.backend.service().connectionStateChanged(
        {ConnectionState::Kind::Offline, 0, 0, Error::make(ErrorKind::WeakSignIn)});
    auto *form = qobject_cast<SignInDialog *>(stage.dialog());
    QVERIFY(form != nullptr);
    form->findChild<QLineEdit *>(u"passwordLineEdit"_s)->setText(u"secret"_s);
    form->findChild<QPushButton *>(u"signInButton"_s)->click();
    QCOMPARE(stage.backend.settings().value(key), u"SCRAM-SHA-256"_s);
    form->showError(Error::make(ErrorKind::WeakSignIn));
    form->findChild<QPushButton *>(u"nextStepButton"_s)->click();
    QCOMPARE(stage.backend.settings().value(key), u"PLAIN"_s);
    QVERIFY(stage.flow->isUnderWay());
}

void TestSignInFlow::cancellingAChangeOfAccountSignsNobodyIn()
{
    Stage stage;
    stage.flow->useThisComputer(SignInFlow::Remember::No);
    QTRY_COMPARE(stage.state(), ConnectionState::Kind::Online);
    stage.flow->openSignIn();
    auto *form = stage.window.findChild<SignInDialog *>();
    Q_EMIT form->signInRequested({alice, u"secret"_s, QUrl(u"ws://localhost:1/"_s), {}});
    // The account of this computer still takes its leave.
    QCOMPARE(stage.state(), ConnectionState::Kind::Online);
    form->reject();
    QTRY_COMPARE(stage.state(), ConnectionState::Kind::Offline);
    QVERIFY(stage.backend.service().account().bare() != alice);
}

void TestSignInFlow::anAccountChosenWhileThisComputerStartsStays()
{
    Stage stage;
    QSignalSpy failed(stage.flow.get(), &SignInFlow::localFailed);
    QSignalSpy running(&stage.backend.localServer(), &LocalServer::runningChanged);
    stage.flow->useThisComputer(SignInFlow::Remember::No);
    stage.flow->openSignIn();
    auto *form = stage.window.findChild<SignInDialog *>();
    Q_EMIT form->signInRequested({alice, u"secret"_s, QUrl(u"ws://localhost:1/"_s), {}});
    const auto isFormFree = [form] { return !form->isBusy(); };
    QTRY_VERIFY(isFormFree());
    QVERIFY(form->isVisible());
    QVERIFY(failed.isEmpty());
    QVERIFY(!stage.backend.localServer().isRunning());
    QCOMPARE(stage.backend.service().account().bare(), alice);
}

void TestSignInFlow::whatWasTypedIsThereAgain()
{
    Stage stage;
    stage.keyring->kept.clear();
    stage.keyring->answer();
    QTRY_VERIFY(stage.dialog() != nullptr);
    QPointer<QDialog> form = stage.dialog();
    QCOMPARE(textOf(*form, "addressLineEdit"), alice.toString());
    type(*form, "addressLineEdit", u"bob@example.org"_s);
    type(*form, "serverUrlLineEdit", u"ws://localhost:2/"_s);
    type(*form, "passwordLineEdit", u"bobs"_s);
    form->reject();
    stage.flow->openSignIn();
    QVERIFY(form && form->isVisible());
    QCOMPARE(textOf(*form, "addressLineEdit"), u"bob@example.org"_s);
    QCOMPARE(textOf(*form, "serverUrlLineEdit"), u"ws://localhost:2/"_s);
    QCOMPARE(textOf(*form, "passwordLineEdit"), u"bobs"_s);
}

void TestSignInFlow::aFormThatIsFilledInAnewHoldsNoOtherPassword()
{
    Stage stage;
    stage.keyring->answer();
    QTRY_COMPARE(stage.state(), ConnectionState::Kind::Waiting);
    stage.flow->openSignIn();
    auto *form = stage.dialog();
    type(*form, "addressLineEdit", u"bob@example.org"_s);
    type(*form, "passwordLineEdit", u"bobs"_s);
    Q_EMIT stage.backend.service().connectionStateChanged(
        {ConnectionState::Kind::Offline, 0, 0, Error::make(ErrorKind::NotAuthorized)});
    QCOMPARE(textOf(*form, "addressLineEdit"), alice.toString());
    QCOMPARE(textOf(*form, "passwordLineEdit"), QString());
}

void TestSignInFlow::everyServerIsTriedWithTheFormToo()
{
    Stage stage;
    QTcpServer second;
    QVERIFY(second.listen(QHostAddress::LocalHost));
    const QUrl first(u"ws://127.0.0.1:1/"_s);
    const QUrl last(u"ws://127.0.0.1:%1/"_s.arg(second.serverPort()));
    stage.keyring->kept.clear();
    stage.flow->signInKept(alice, {first, last}, {}, SignInFlow::Remember::No);
    stage.keyring->answer();
    QTRY_VERIFY(stage.dialog() != nullptr);
    QCOMPARE(textOf(*stage.dialog(), "serverUrlLineEdit"), first.toString());
    type(*stage.dialog(), "passwordLineEdit", u"secret"_s);
    click(*stage.dialog(), "signInButton");
    QTRY_VERIFY(second.hasPendingConnections());
}

QTEST_MAIN(TestSignInFlow)
#include "tst_signinflow.moc"
