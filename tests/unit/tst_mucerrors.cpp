#include "support/transcript.h"
#include "support/xml.h"
#include "xmpp/mucerrors.h"

#include <QTest>

using namespace foyer;
using namespace foyer::stanza;
using namespace Qt::StringLiterals;

namespace
{

const Jid tea = *Jid::parse(u"tea@conference.localhost");

StanzaError condition(const QString &name, const QString &text = {})
{
    return {name, text, {}, {}, {}};
}

} // namespace

Q_DECLARE_METATYPE(foyer::ErrorKind)

class TestMucErrors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recordedRefusalOfAJoin_data()
    {
        QTest::addColumn<QString>("server");
        QTest::addColumn<QString>("topic");
        QTest::addColumn<JoinContext>("context");
        QTest::addColumn<ErrorKind>("kind");
        const JoinContext join{tea, u"bo"_s, false, false, false};
        const JoinContext withPassword{tea, u"bo"_s, true, false, false};
        const JoinContext creating{tea, u"bo"_s, false, true, true};
        for (const QString &server : {u"ejabberd"_s, u"prosody"_s}) {
            const auto row = [&server](const char *topic, const JoinContext &context, ErrorKind kind) {
                QTest::addRow("%s: %s", qPrintable(server), topic)
                    << server << QString::fromLatin1(topic) << context << kind;
            };
            row("banned", join, ErrorKind::Banned);
            row("nickname taken", join, ErrorKind::NicknameInUse);
            row("members only", join, ErrorKind::MembersOnly);
            row("creation denied", creating, ErrorKind::CreationNotAllowed);
        }
        QTest::addRow("ejabberd: full") << u"ejabberd"_s << u"full"_s << join << ErrorKind::RoomFull;
        QTest::addRow("ejabberd: no nickname")
            << u"ejabberd"_s << u"no nickname"_s << join << ErrorKind::NicknameNotAllowed;
        QTest::addRow("prosody: locked") << u"prosody"_s << u"locked"_s << join << ErrorKind::RoomDoesNotExist;
        QTest::addRow("prosody: gone") << u"prosody"_s << u"gone"_s << join << ErrorKind::RoomDoesNotExist;
        QTest::addRow("prosody: nothing was to be created")
            << u"prosody"_s << u"creation denied"_s << join << ErrorKind::RoomDoesNotExist;
    }

    void recordedRefusalOfAJoin()
    {
        QFETCH(QString, server);
        QFETCH(QString, topic);
        QFETCH(JoinContext, context);
        QFETCH(ErrorKind, kind);
        const Transcript transcript(QStringLiteral(FOYER_TEST_DATA), server);
        const Error error = joinRefusal(*readError(transcript.stanza(topic)), context);
        QCOMPARE(nameOf(error.kind), nameOf(kind));
        QVERIFY(!error.text.isEmpty());
        QVERIFY(!error.detail.isEmpty());
    }

    void passwordIsMissingOrWrong_data()
    {
        QTest::addColumn<QString>("server");
        QTest::newRow("ejabberd") << u"ejabberd"_s;
        QTest::newRow("prosody") << u"prosody"_s;
    }

    void passwordIsMissingOrWrong()
    {
        QFETCH(QString, server);
        const Transcript transcript(QStringLiteral(FOYER_TEST_DATA), server);
        const auto refusals = transcript.stanzas(u"password refused"_s);
        QCOMPARE(refusals.size(), 2);
        const Error missing = joinRefusal(*readError(refusals[0]), {tea, u"bo"_s, false, false, false});
        const Error wrong = joinRefusal(*readError(refusals[1]), {tea, u"bo"_s, true, false, false});
        QCOMPARE(nameOf(missing.kind), nameOf(ErrorKind::PasswordRequired));
        QCOMPARE(nameOf(wrong.kind), nameOf(ErrorKind::PasswordWrong));
    }

    void refusalThatNoServerRecorded_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<ErrorKind>("kind");
        QTest::newRow("service-unavailable") << u"service-unavailable"_s << ErrorKind::RoomFull;
        QTest::newRow("not-acceptable") << u"not-acceptable"_s << ErrorKind::NicknameNotAllowed;
        QTest::newRow("remote-server-not-found") << u"remote-server-not-found"_s << ErrorKind::ServerUnreachable;
        QTest::newRow("remote-server-timeout") << u"remote-server-timeout"_s << ErrorKind::TimedOut;
        QTest::newRow("internal-server-error") << u"internal-server-error"_s << ErrorKind::ServerRefused;
        QTest::newRow("undefined-condition") << u"undefined-condition"_s << ErrorKind::ServerRefused;
    }

    void refusalThatNoServerRecorded()
    {
        QFETCH(QString, name);
        QFETCH(ErrorKind, kind);
        const Error error = joinRefusal(condition(name), {tea, u"bo"_s, false, false, false});
        QCOMPARE(nameOf(error.kind), nameOf(kind));
    }

    void slowModeIsTooFastAndOtherPolicyIsNot()
    {
        stanza::StanzaError refusal;
        refusal.condition = u"policy-violation"_s;
        refusal.type = u"wait"_s;
        QCOMPARE(nameOf(messageRefusal(refusal).kind), nameOf(ErrorKind::TooFast));
        refusal.type = u"modify"_s;
        QCOMPARE(nameOf(messageRefusal(refusal).kind), nameOf(ErrorKind::MessageTooLarge));
    }

    void serversOwnWordsAreShown()
    {
        const Error error =
            joinRefusal(condition(u"internal-server-error"_s, u"Out of tea"_s), {tea, {}, false, false, false});
        QVERIFY(error.text.contains(u"Out of tea"_s));
        QCOMPARE(error.detail, u"internal-server-error"_s);
    }

    void alternativeOfAGoneRoomIsTheDetail()
    {
        const Transcript transcript(QStringLiteral(FOYER_TEST_DATA), u"prosody"_s);
        const Error error = joinRefusal(*readError(transcript.stanza(u"gone"_s)), {tea, {}, false, false, false});
        QCOMPARE(error.detail, u"other@conference.localhost"_s);
    }

    void recordedRefusalOfAMessage_data()
    {
        QTest::addColumn<QString>("topic");
        QTest::addColumn<ErrorKind>("kind");
        QTest::newRow("muted") << u"muted sends"_s << ErrorKind::Muted;
        QTest::newRow("outside") << u"outsider sends"_s << ErrorKind::NotInRoom;
        QTest::newRow("missing room") << u"message to missing room"_s << ErrorKind::NotInRoom;
    }

    void recordedRefusalOfAMessage()
    {
        QFETCH(QString, topic);
        QFETCH(ErrorKind, kind);
        for (const QString &server : {u"ejabberd"_s, u"prosody"_s}) {
            const Transcript transcript(QStringLiteral(FOYER_TEST_DATA), server);
            QCOMPARE(nameOf(messageRefusal(*readError(transcript.stanza(topic))).kind), nameOf(kind));
        }
    }

    void otherRefusalsOfAMessage()
    {
        QCOMPARE(nameOf(messageRefusal(condition(u"resource-constraint"_s)).kind), nameOf(ErrorKind::TooFast));
        QCOMPARE(nameOf(messageRefusal(condition(u"policy-violation"_s)).kind), nameOf(ErrorKind::MessageTooLarge));
        QCOMPARE(nameOf(messageRefusal(condition(u"internal-server-error"_s)).kind), nameOf(ErrorKind::ServerRefused));
    }
};

QTEST_GUILESS_MAIN(TestMucErrors)
#include "tst_mucerrors.moc"
