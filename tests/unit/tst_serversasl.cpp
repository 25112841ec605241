#include "server/xmpp/saslserver.h"
#include "server/xmpp/streamlogin.h"
#include "support/xml.h"

#include <QTest>

using namespace foyer;
using namespace foyer::server;
using namespace Qt::StringLiterals;

namespace
{

/// The user of the examples in RFC 5802 section 5 and RFC 7677 section 3.
SaslAccounts paperAccounts()
{
    SaslAccounts accounts;
    accounts.secret = "secret";
    accounts.keysOf = [](const QString &name) -> std::optional<PasswordKeys> {
        if (name != "user"_L1)
            return std::nullopt;
        return PasswordKeys{
            deriveScramKeys(QCryptographicHash::Sha256, "pencil", QByteArray::fromBase64("W22ZaJ0SNY7soEsUEjb6gQ=="),
                            4096),
            deriveScramKeys(QCryptographicHash::Sha1, "pencil", QByteArray::fromBase64("QSXCR+Q6sek8bf92"), 4096)};
    };
    return accounts;
}

QString auth(const QString &mechanism, const QByteArray &data)
{
    return u"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='%1'>%2</auth>"_s.arg(
        mechanism, QString::fromLatin1(data.toBase64()));
}

} // namespace

class TestServerSasl : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void scramGoesAsInThePapers_data()
    {
        QTest::addColumn<QString>("mechanism");
        QTest::addColumn<QByteArray>("nonce");
        QTest::addColumn<QByteArray>("clientFirst");
        QTest::addColumn<QByteArray>("serverFirst");
        QTest::addColumn<QByteArray>("clientFinal");
        QTest::addColumn<QByteArray>("serverFinal");
        QTest::newRow("RFC 5802") << u"SCRAM-SHA-1"_s << QByteArray("3rfcNHYJY1ZVvWVs7j")
                                  << QByteArray("n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL")
                                  << QByteArray("r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,"
                                                "i=4096")
                                  << QByteArray("c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,"
                                                "p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=")
                                  << QByteArray("v=rmF9pqV8S7suAoZWja4dJRkFsKQ=");
        QTest::newRow("RFC 7677") << u"SCRAM-SHA-256"_s << QByteArray("%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0")
                                  << QByteArray("n,,n=user,r=rOprNGfwEbeRWgbNEkqO")
                                  << QByteArray("r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                                                "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")
                                  << QByteArray("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                                                "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=")
                                  << QByteArray("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    }
    void scramGoesAsInThePapers()
    {
        QFETCH(QString, mechanism);
        QFETCH(QByteArray, nonce);
        QFETCH(QByteArray, clientFirst);
        QFETCH(QByteArray, clientFinal);
        const auto attempt = startSasl(mechanism, paperAccounts(), nonce);
        const SaslStep challenge = attempt->respond(clientFirst);
        QCOMPARE(challenge.kind, SaslStep::Kind::Challenge);
        QTEST(challenge.data, "serverFirst");
        const SaslStep success = attempt->respond(clientFinal);
        QCOMPARE(success.kind, SaslStep::Kind::Success);
        QCOMPARE(success.account, u"user"_s);
        QTEST(success.data, "serverFinal");
    }

    void scramFirstMessageIsJudged_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<QString>("condition"); // empty: goes on
        QTest::newRow("client can bind to channels") << QByteArray("y,,n=user,r=abc") << QString();
        QTest::newRow("acts as itself") << QByteArray("n,a=user,n=user,r=abc") << QString();
        QTest::newRow("other case of the name") << QByteArray("n,,n=USER,r=abc") << QString();
        QTest::newRow("escaped name") << QByteArray("n,,n=us=2Cer=3D,r=abc") << QString();
        QTest::newRow("wants channel binding") << QByteArray("p=tls-unique,,n=user,r=abc") << u"malformed-request"_s;
        QTest::newRow("acts as another") << QByteArray("n,a=admin,n=user,r=abc") << u"invalid-authzid"_s;
        QTest::newRow("unknown extension") << QByteArray("n,,m=x,n=user,r=abc") << u"malformed-request"_s;
        QTest::newRow("bad escape") << QByteArray("n,,n=us=00er,r=abc") << u"malformed-request"_s;
        QTest::newRow("no nonce") << QByteArray("n,,n=user,r=") << u"malformed-request"_s;
        QTest::newRow("nothing") << QByteArray("") << u"malformed-request"_s;
    }
    void scramFirstMessageIsJudged()
    {
        QFETCH(QByteArray, message);
        QFETCH(QString, condition);
        const SaslStep step = startSasl(u"SCRAM-SHA-256"_s, paperAccounts())->respond(message);
        QCOMPARE(step.condition, condition);
        QCOMPARE(step.kind, condition.isEmpty() ? SaslStep::Kind::Challenge : SaslStep::Kind::Failure);
    }

    void scramFinalMessageIsJudged_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<QString>("condition");
        QTest::newRow("wrong proof") << QByteArray("c=biws,r=ab,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Tt=") << u"not-authorized"_s;
        QTest::newRow("short proof") << QByteArray("c=biws,r=ab,p=AAAA") << u"not-authorized"_s;
        QTest::newRow("foreign nonce") << QByteArray("c=biws,r=xy,p=AAAA") << u"not-authorized"_s;
        QTest::newRow("other channel flag") << QByteArray("c=eSws,r=ab,p=AAAA") << u"not-authorized"_s;
        QTest::newRow("no proof") << QByteArray("c=biws,r=ab") << u"malformed-request"_s;
        QTest::newRow("garbage") << QByteArray(",,,p=") << u"malformed-request"_s;
    }
    void scramFinalMessageIsJudged()
    {
        QFETCH(QByteArray, message);
        QFETCH(QString, condition);
        const auto attempt = startSasl(u"SCRAM-SHA-1"_s, paperAccounts(), "b");
        QCOMPARE(attempt->respond(QByteArray("n,,n=user,r=a")).kind, SaslStep::Kind::Challenge);
        const SaslStep step = attempt->respond(message);
        QCOMPARE(step.kind, SaslStep::Kind::Failure);
        QCOMPARE(step.condition, condition);
        // One attempt, one answer.
        QCOMPARE(attempt->respond(message).kind, SaslStep::Kind::Failure);
    }

    void unknownAccountLooksLikeAKnownOne()
    {
        const auto salt = [](const QByteArray &name) {
            const auto attempt = startSasl(u"SCRAM-SHA-256"_s, paperAccounts(), "b");
            return attempt->respond("n,,n=" + name + ",r=a").data;
        };
        QVERIFY(salt("nobody").startsWith("r=ab,s="));
        QCOMPARE(salt("nobody"), salt("nobody"));
        QVERIFY(salt("nobody") != salt("someone"));
    }

    void plainIsJudged_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<QString>("condition");
        QTest::newRow("right") << QByteArray("\0user\0pencil", 12) << QString();
        QTest::newRow("as itself") << QByteArray("user@localhost\0user\0pencil", 26) << QString();
        QTest::newRow("wrong password") << QByteArray("\0user\0pen", 9) << u"not-authorized"_s;
        QTest::newRow("no password") << QByteArray("\0user\0", 6) << u"not-authorized"_s;
        QTest::newRow("unknown") << QByteArray("\0nobody\0pencil", 14) << u"not-authorized"_s;
        QTest::newRow("as another") << QByteArray("admin\0user\0pencil", 17) << u"invalid-authzid"_s;
        QTest::newRow("two parts") << QByteArray("user\0pencil", 11) << u"malformed-request"_s;
    }
    void plainIsJudged()
    {
        QFETCH(QByteArray, message);
        QFETCH(QString, condition);
        const SaslStep step = startSasl(u"PLAIN"_s, paperAccounts())->respond(message);
        QCOMPARE(step.condition, condition);
        QCOMPARE(step.account, condition.isEmpty() ? u"user"_s : QString());
    }

    void guestsComeInOnlyWhenThatIsSwitchedOn()
    {
        SaslAccounts accounts = paperAccounts();
        QVERIFY(!startSasl(u"ANONYMOUS"_s, accounts));
        accounts.anonymous = true;
        QCOMPARE(saslMechanisms(accounts),
                 QStringList({u"SCRAM-SHA-256"_s, u"SCRAM-SHA-1"_s, u"PLAIN"_s, u"ANONYMOUS"_s}));
        const SaslStep one = startSasl(u"ANONYMOUS"_s, accounts)->respond(std::nullopt);
        const SaslStep other = startSasl(u"ANONYMOUS"_s, accounts)->respond(QByteArray("sirhc"));
        QCOMPARE(one.kind, SaslStep::Kind::Success);
        QVERIFY(one.account != other.account);
    }

    void loginSpeaksAsThePaperHasIt()
    {
        StreamLogin login(&paperAccounts);
        QCOMPARE(xmlDifference(login.mechanisms(), xml(u"<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
                                                       "<mechanism>SCRAM-SHA-256</mechanism>"
                                                       "<mechanism>SCRAM-SHA-1</mechanism>"
                                                       "<mechanism>PLAIN</mechanism></mechanisms>"_s)),
                 QString());
        const auto wrong = login.handle(xml(auth(u"PLAIN"_s, QByteArray("\0user\0x", 7))));
        QCOMPARE(xmlDifference(wrong.reply, xml(u"<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/>"
                                                "<text xml:lang='en'>The name or the password is wrong.</text>"
                                                "</failure>"_s)),
                 QString());
        const auto right = login.handle(xml(auth(u"PLAIN"_s, QByteArray("\0user\0pencil", 12))));
        QCOMPARE(xmlDifference(right.reply, xml(u"<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>"_s)), QString());
        QCOMPARE(right.account, u"user"_s);
    }

    void loginAnswersMistakes_data()
    {
        QTest::addColumn<QString>("element");
        QTest::addColumn<QString>("condition");
        const QString ns = u" xmlns='urn:ietf:params:xml:ns:xmpp-sasl'"_s;
        QTest::newRow("unknown mechanism") << u"<auth%1 mechanism='DIGEST-MD5'/>"_s.arg(ns) << u"invalid-mechanism"_s;
        QTest::newRow("no base64") << u"<auth%1 mechanism='PLAIN'>*</auth>"_s.arg(ns) << u"incorrect-encoding"_s;
        QTest::newRow("response to nothing") << u"<response%1>YQ==</response>"_s.arg(ns) << u"malformed-request"_s;
        QTest::newRow("empty words") << u"<auth%1 mechanism='PLAIN'>=</auth>"_s.arg(ns) << u"malformed-request"_s;
        QTest::newRow("abort") << u"<abort%1/>"_s.arg(ns) << u"aborted"_s;
    }
    void loginAnswersMistakes()
    {
        QFETCH(QString, element);
        QFETCH(QString, condition);
        StreamLogin login(&paperAccounts);
        const auto answer = login.handle(xml(element));
        QVERIFY(!answer.reply.child(condition, u"urn:ietf:params:xml:ns:xmpp-sasl").isNull());
        QVERIFY(!answer.giveUp);
    }

    void initialResponseMayComeLater()
    {
        StreamLogin login(&paperAccounts);
        const auto asked = login.handle(xml(u"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'/>"_s));
        QCOMPARE(xmlDifference(asked.reply, xml(u"<challenge xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>"_s)),
                 QString());
        const auto done = login.handle(xml(u"<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>%1</response>"_s.arg(
            QString::fromLatin1(QByteArray("\0user\0pencil", 12).toBase64()))));
        QCOMPARE(done.account, u"user"_s);
    }

    void fifthFailureIsTheLast()
    {
        StreamLogin login(&paperAccounts);
        for (int i = 1; i <= 5; ++i)
            QCOMPARE(login.handle(xml(auth(u"PLAIN"_s, "x"))).giveUp, i == 5);
    }
};

QTEST_APPLESS_MAIN(TestServerSasl)
#include "tst_serversasl.moc"
