#include "gui/seedstage.h"

#include "models/roomlistmodel.h"
#include "support/xmppguest.h"
#include "ui/dialogs/joindialog.h"
#include "ui/widgets/elidedlabel.h"

#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>

using namespace foyer;
using namespace Qt::StringLiterals;

/// The seed's story as a person sees it: packaging/example-app-server.py makes a room and hands out its link, the link
/// opens the filled join dialog, and what the application does to the room by the Server API shows in the window. One
/// story: each function goes on where the one before has ended.
class TestSeedStory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void cleanupTestCase();

    void applicationPrintsTheRoomAndItsLink();
    void linkOpensTheFilledJoinDialog();
    void joinShowsTheFactsOfTheRoom();
    void mutedPersonIsToldWhoWhyAndUntilWhen();
    void mutedRoomIsToldAndTheExemptWrite();
    void muteInAllRoomsIsTold();
    void blockedPersonIsToldAndNotLetIn();
    void linkIsHandedToTheRunningProgram();
    void closedRoomSaysSo();
    void callbacksCameInOrder();
    void voiceTakenByAModeratorHasNoEnd();

private:
    using Form = ApiClient::Form;
    using Condition = std::function<bool()>;

    /// A part of the window by its name.
    template <typename T = QLabel>
    T *part(const char *name) const
    {
        T *found = m_foyer->window().findChild<T *>(QLatin1String(name));
        if (!found) {
            qFatal("the window has no %s", name);
        }
        return found;
    }
    JoinDialog *dialog() const;
    template <typename T>
    T *field(const char *name) const
    {
        return dialog()->findChild<T *>(QLatin1String(name));
    }
    bool isOpen() const { return part<QPlainTextEdit>("messagePlainTextEdit")->isVisible(); }
    /// What stands in the composer's place; empty while one may write.
    QString lock() const;
    QString words(const char *name) const { return part<ElidedLabel>(name)->words(); }
    /// The words below the room's name in the list of rooms.
    QString listed() const;
    /// Calls the Server API and waits for what it brings in the window. How long that took is told in the end.
    bool act(const QString &what, const QString &path, const Form &form, const Condition &shown);
    bool locks(const QString &what, const QString &path, const Form &form, const QString &pattern);
    bool opens(const QString &what, const QString &path, const Form &form);
    Form about(std::initializer_list<std::pair<QString, QString>> more = {}) const;

    int m_port = 0;
    bool m_failed = false;
    QString m_link;
    QStringList m_took;
    QTemporaryDir m_profile;
    std::unique_ptr<SeedServer> m_server;
    std::unique_ptr<ChildProgram> m_example;
    std::unique_ptr<DemoBot> m_bob;
    std::unique_ptr<SeedFoyer> m_foyer;
};

namespace
{
const std::pair offTopic(u"extra"_s, uR"({"reason":"off topic","by":"bob"})"_s);
const std::pair room(u"chatroomId"_s, u"Launch"_s);
const std::pair alice(u"userId"_s, u"Alice"_s);
const QString halfSaid = u"what I was about to say"_s;

std::pair<QString, QString> minutes(int count)
{
    return {u"minute"_s, QString::number(count)};
}

} // namespace

void TestSeedStory::initTestCase()
{
    m_port = freePort();
    m_server = std::make_unique<SeedServer>(m_port);
    QVERIFY(!m_server->endpoints.api.isEmpty());
    QFile secret(m_server->folder.filePath(u"secret"_s));
    QVERIFY(secret.open(QIODevice::WriteOnly) && secret.write("secret\n") > 0);
}

void TestSeedStory::init()
{
    if (m_failed) {
        QSKIP("the story ended before");
    }
}

void TestSeedStory::cleanup()
{
    m_failed = m_failed || QTest::currentTestFailed();
}

void TestSeedStory::cleanupTestCase()
{
    qInfo().noquote() << "from the API's call to the window, ms:" << m_took.join(u", "_s);
    m_bob.reset();
    m_foyer.reset();
    m_example.reset();
    m_server.reset();
}

JoinDialog *TestSeedStory::dialog() const
{
    const auto all = m_foyer->window().findChildren<JoinDialog *>();
    for (JoinDialog *each : all) {
        if (each->isVisible()) {
            return each;
        }
    }
    return nullptr;
}

QString TestSeedStory::lock() const
{
    const auto *reason = part("lockReasonLabel");
    return reason->isVisible() ? reason->text() : QString();
}

QString TestSeedStory::listed() const
{
    const QAbstractItemModel *rooms = part<QListView>("roomsListView")->model();
    return rooms->index(0, 0).data(RoomListModel::NameRole).toString() + u": "_s +
           rooms->index(0, 0).data(RoomListModel::SecondLineRole).toString();
}

TestSeedStory::Form TestSeedStory::about(std::initializer_list<std::pair<QString, QString>> more) const
{
    return Form{room, alice} + Form(more);
}

bool TestSeedStory::act(const QString &what, const QString &path, const Form &form, const Condition &shown)
{
    if (shown()) {
        qWarning().noquote() << what << "is there before it was asked for";
        return false;
    }
    QElapsedTimer since;
    since.start();
    const bool accepted = !m_server->ask(path, form).isEmpty();
    const bool seen = accepted && QTest::qWaitFor(shown, longestMs);
    m_took.append(u"%1 %2"_s.arg(what).arg(since.elapsed()));
    return seen;
}

bool TestSeedStory::locks(const QString &what, const QString &path, const Form &form, const QString &pattern)
{
    const QRegularExpression wanted(QRegularExpression::anchoredPattern(pattern));
    const bool seen = act(what, path, form, [this, &wanted] { return wanted.match(lock()).hasMatch() && !isOpen(); });
    if (!seen) {
        qWarning().noquote() << "the composer says:" << lock();
    }
    return seen;
}

bool TestSeedStory::opens(const QString &what, const QString &path, const Form &form)
{
    // And what one had begun to write is there again.
    return act(what, path, form, [this] {
        return isOpen() && lock().isEmpty() && part<QPlainTextEdit>("messagePlainTextEdit")->toPlainText() == halfSaid;
    });
}

void TestSeedStory::applicationPrintsTheRoomAndItsLink()
{
    const auto &server = *m_server;
    m_example = std::make_unique<ChildProgram>(
        QStringLiteral(FOYER_PYTHON),
        QStringList{QStringLiteral(FOYER_EXAMPLE), u"--api"_s, server.endpoints.api.toString(), u"--key"_s, u"key"_s,
                    u"--secret-file"_s, server.folder.filePath(u"secret"_s), u"--room"_s, u"Launch"_s, u"--muc"_s,
                    server.endpoints.muc, u"--port"_s, QString::number(m_port)});
    QCOMPARE(m_example->line(), u"room Launch"_s);
    const QString line = m_example->line();
    QCOMPARE(line, u"link xmpp:Launch@conference.localhost?join"_s);
    m_link = line.mid(5);
    QVERIFY(m_example->line().startsWith(u"callbacks "_s));
}

void TestSeedStory::linkOpensTheFilledJoinDialog()
{
    CommandLine line;
    line.profile = m_profile.path();
    line.account = Jid::parse(u"alice@localhost").value();
    line.passwordFile = u"given"_s;
    line.servers = {m_server->endpoints.xmpp};
    line.link = m_link;
    m_foyer = std::make_unique<SeedFoyer>(line);
    QVERIFY(m_foyer->start(m_server->tokenOf(u"Alice"_s)));
    QTRY_VERIFY_WITH_TIMEOUT(dialog(), longestMs);
    // The place, and the ID as it was given.
    QCOMPARE(field<QLineEdit>("roomLineEdit")->text(), u"Launch@conference.localhost"_s);
    QCOMPARE(field<QLineEdit>("nicknameLineEdit")->text(), u"alice"_s);
    QVERIFY(field<QPushButton>("defaultHistoryButton")->isChecked());
    QVERIFY(!field<QAbstractButton>("createCheckBox")->isChecked());
    QTRY_COMPARE_WITH_TIMEOUT(m_foyer->backend.service().connectionState().kind, ConnectionState::Kind::Online,
                              longestMs);
    QVERIFY2(m_foyer->backend.service().rooms().isEmpty(), "nothing is joined before one says so");
    QTest::mouseClick(field<QPushButton>("joinButton"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!dialog() && isOpen(), longestMs);
}

void TestSeedStory::joinShowsTheFactsOfTheRoom()
{
    QCOMPARE(words("roomNameLabel"), u"Launch"_s);
    const QRegularExpression alone(u"^Live at \\d\\d:\\d\\d · 1 here$"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(alone.match(words("roomStatusLabel")).hasMatch(), qPrintable(words("roomStatusLabel")),
                              longestMs);
    QVERIFY2(listed().startsWith(u"Launch: "_s), qPrintable(listed()));
    QTRY_VERIFY_WITH_TIMEOUT(part<QLabel>("emptyTimelineLabel")->isVisible(), longestMs);

    m_bob = std::make_unique<DemoBot>(m_foyer->backend.clock(), u"Bob"_s);
    QVERIFY(m_bob->open());
    m_bob->signIn(*Jid::parse(u"bob@localhost"), m_server->tokenOf(u"Bob"_s), m_server->endpoints.xmpp);
    m_bob->join(RoomAddress::parse(m_link).value());
    QTRY_VERIFY2_WITH_TIMEOUT(words("roomStatusLabel").endsWith(u" · 2 here"_s), qPrintable(words("roomStatusLabel")),
                              longestMs);
    m_bob->say(u"welcome"_s);
    QTRY_COMPARE_WITH_TIMEOUT(listed(), u"Launch: \u2068Bob\u2069: \u2068welcome\u2069"_s, longestMs);
    // The timeline reads the store after the list has heard of it.
    QTRY_VERIFY_WITH_TIMEOUT(!part<QLabel>("emptyTimelineLabel")->isVisible(), longestMs);
    QTest::keyClicks(part<QPlainTextEdit>("messagePlainTextEdit"), halfSaid);
}

void TestSeedStory::mutedPersonIsToldWhoWhyAndUntilWhen()
{
    QVERIFY(locks(
        u"mute here"_s, u"/chatroom/user/gag/add.json"_s, about({minutes(10), offTopic}),
        u"You are muted in this room by \u2068bob\u2069 until \\d\\d:\\d\\d, (10|9) min left\\. Reason: “\u2068off topic\u2069”\\."_s));
    // Set anew, the end is another one.
    QVERIFY(locks(
        u"mute here for longer"_s, u"/chatroom/user/gag/add.json"_s, about({minutes(30), offTopic}),
        u"You are muted in this room by \u2068bob\u2069 until \\d\\d:\\d\\d, (30|29) min left\\. Reason: “\u2068off topic\u2069”\\."_s));
    QVERIFY(opens(u"unmute here"_s, u"/chatroom/user/gag/rollback.json"_s, about()));
}

void TestSeedStory::mutedRoomIsToldAndTheExemptWrite()
{
    const QString everybody =
        u"\u2068bob\u2069 has muted everybody in this room\\. Reason: “\u2068off topic\u2069”\\."_s;
    QVERIFY(locks(u"room mute"_s, u"/chatroom/ban/add.json"_s, {room, offTopic}, everybody));
    QVERIFY(opens(u"exempt"_s, u"/chatroom/user/ban/whitelist/add.json"_s, about()));
    QTest::keyClick(part<QPlainTextEdit>("messagePlainTextEdit"), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(listed(), u"Launch: you: \u2068%1\u2069"_s.arg(halfSaid), longestMs);
    QTest::keyClicks(part<QPlainTextEdit>("messagePlainTextEdit"), halfSaid);
    QVERIFY(locks(u"exempt no more"_s, u"/chatroom/user/ban/whitelist/rollback.json"_s, about(), everybody));
    QVERIFY(opens(u"room unmute"_s, u"/chatroom/ban/rollback.json"_s, {room}));
}

void TestSeedStory::muteInAllRoomsIsTold()
{
    QVERIFY(locks(
        u"mute everywhere"_s, u"/chatroom/user/ban/add.json"_s, {alice, minutes(120), offTopic},
        u"You are muted in all rooms by \u2068bob\u2069 until .*\\d\\d:\\d\\d\\. Reason: “\u2068off topic\u2069”\\."_s));
    QVERIFY(opens(u"unmute everywhere"_s, u"/chatroom/user/ban/remove.json"_s, {alice}));
}

void TestSeedStory::blockedPersonIsToldAndNotLetIn()
{
    const auto *title = part("leftTitleLabel");
    const auto *why = part("leftExplanationLabel");
    const auto *again = part<QPushButton>("rejoinPushButton");
    QVERIFY(act(u"block"_s, u"/chatroom/user/block/add.json"_s, about({minutes(10), offTopic}), [title] {
        return title->isVisible() && title->text() == u"\u2068bob\u2069 banned you from this room"_s;
    }));
    QVERIFY2(why->text().startsWith(u"Reason: “\u2068off topic\u2069”. Foyer will not rejoin by itself."_s),
             qPrintable(why->text()));
    QCOMPARE(listed(), u"Launch: You are banned"_s);
    QVERIFY(!isOpen() && lock().isEmpty());
    QCOMPARE(again->text(), u"Try again"_s);
    QTest::mouseClick(part<QPushButton>("rejoinPushButton"), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(title->text(), u"You are banned from this room"_s, longestMs);
    QVERIFY(title->isVisible());
    QVERIFY(!m_server->ask(u"/chatroom/user/block/rollback.json"_s, about()).isEmpty());
}

void TestSeedStory::linkIsHandedToTheRunningProgram()
{
    ChildProgram second(QStringLiteral(FOYER_PROGRAM), {u"--profile"_s, m_profile.path(), m_link});
    QCOMPARE(second.exitCode(), 0);
    QTRY_VERIFY_WITH_TIMEOUT(dialog(), longestMs);
    QCOMPARE(field<QLineEdit>("roomLineEdit")->text(), u"Launch@conference.localhost"_s);
    QTest::mouseClick(field<QPushButton>("joinButton"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!dialog() && isOpen(), longestMs);
    QCOMPARE(words("roomNameLabel"), u"Launch"_s);
    QCOMPARE(part<QPlainTextEdit>("messagePlainTextEdit")->toPlainText(), halfSaid);
}

void TestSeedStory::closedRoomSaysSo()
{
    const auto *title = part("leftTitleLabel");
    QVERIFY(act(u"destroy"_s, u"/chatroom/destroy.json"_s, {room},
                [title] { return title->isVisible() && title->text() == u"This room was closed"_s; }));
    QVERIFY(!isOpen());
    QCOMPARE(words("roomNameLabel"), u"Launch"_s);
    QCOMPARE(words("roomStatusLabel"), u"Not joined"_s);
    QCOMPARE(listed(), u"Launch: This room was closed"_s);
    QVERIFY(!part<QPushButton>("rejoinPushButton")->isVisible());
}

void TestSeedStory::callbacksCameInOrder()
{
    QStringList told;
    const QRegularExpression time(u"^\\d\\d:\\d\\d:\\d\\d "_s);
    for (int i = 0; i < 6; ++i) {
        told.append(m_example->line().remove(time));
    }
    const QStringList wanted{u"Launch created"_s,      u"Launch joined Alice"_s,
                             u"Launch joined Bob"_s,   u"Launch left Alice (blocked)"_s,
                             u"Launch joined Alice"_s, u"Launch destroyed"_s};
    QCOMPARE(told, wanted);
}

void TestSeedStory::voiceTakenByAModeratorHasNoEnd()
{
    Guest owner(m_server->endpoints.xmpp);
    const QByteArray login = QByteArray(1, '\0') + "mod" + QByteArray(1, '\0') + m_server->tokenOf(u"Mod"_s).toUtf8();
    QVERIFY(owner.signIn(u"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>%1</auth>"_s.arg(
        QString::fromLatin1(login.toBase64()))));
    QVERIFY(owner.ask(u"<presence xmlns='jabber:client' to='owned@conference.localhost/Mod'><x "
                      "xmlns='http://jabber.org/protocol/muc'/></presence>"_s,
                      u"<subject"_s));
    const QString form = u"<iq xmlns='jabber:client' type='set' to='owned@conference.localhost' id='%1'><query "
                         "xmlns='http://jabber.org/protocol/muc#%2'>%3</query></iq>"_s;
    QVERIFY(owner.ask(form.arg(u"form"_s, u"owner"_s, u"<x xmlns='jabber:x:data' type='submit'/>"_s), u"form"_s));

    QTest::mouseClick(part<QPushButton>("joinRoomPushButton"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(dialog(), longestMs);
    QTest::keyClicks(field<QLineEdit>("roomLineEdit"), u"Owned"_s);
    QTest::mouseClick(field<QPushButton>("joinButton"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!dialog() && isOpen(), longestMs);
    const QString item = u"<item nick='alice' role='%1'><reason>off topic</reason></item>"_s;
    QVERIFY(owner.ask(form.arg(u"mute"_s, u"admin"_s, item.arg(u"visitor"_s)), u"mute"_s));
    QTRY_COMPARE_WITH_TIMEOUT(
        lock(), u"You are muted in this room by \u2068Mod\u2069. Reason: “\u2068off topic\u2069”."_s, longestMs);
    QVERIFY(!isOpen());
    QVERIFY(owner.ask(form.arg(u"voice"_s, u"admin"_s, item.arg(u"participant"_s)), u"voice"_s));
    QTRY_VERIFY_WITH_TIMEOUT(isOpen() && lock().isEmpty(), longestMs);
}

QTEST_MAIN(TestSeedStory)
#include "tst_seedstory.moc"
