#include "xmpp/scram.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

/// A mechanism between its first message and the server's.
struct Exchange {
    Exchange(Scram::Hash hash, const QString &password, const QByteArray &nonce)
        : scram(std::make_unique<Scram>(hash, u"user"_s, password, nonce))
    {
        const auto initial = scram->initialResponse();
        first = initial ? initial->value_or(QByteArray()) : QByteArray();
    }
    /// The answer to \a challenge, waited for.
    Result<QByteArray> answer(const QByteArray &challenge)
    {
        std::optional<Result<QByteArray>> response;
        scram->respond(challenge, [&response](const Result<QByteArray> &given) { response = given; });
        if (!QTest::qWaitFor([&response] { return response.has_value(); }))
            return Error::make(ErrorKind::TimedOut);
        return *response;
    }
    std::unique_ptr<Scram> scram;
    QByteArray first;
};

const QByteArray nonce1 = "fyko+d2lbbFgONRv9qkxdawL";
const QByteArray challenge1 = "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096";
const QByteArray nonce256 = "rOprNGfwEbeRWgbNEkqO";
const QByteArray challenge256 =
    "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";

} // namespace

class TestScram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void vectorOfRfc5802()
    {
        Exchange exchange(Scram::Hash::Sha1, u"pencil"_s, nonce1);
        QCOMPARE(exchange.first, QByteArray("n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL"));
        const auto answer = exchange.answer(challenge1);
        QVERIFY(answer.isOk());
        QCOMPARE(*answer,
                 QByteArray("c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts="));
        QVERIFY(!exchange.scram->finish("v=rmF9pqV8S7suAoZWja4dJRkFsKQ="));
    }

    void vectorOfRfc7677()
    {
        Exchange exchange(Scram::Hash::Sha256, u"pencil"_s, nonce256);
        const auto answer = exchange.answer(challenge256);
        QVERIFY(answer.isOk());
        QCOMPARE(*answer, QByteArray("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                                     "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="));
        QVERIFY(!exchange.scram->finish("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="));
    }

    void proofMayComeInAChallenge()
    {
        Exchange exchange(Scram::Hash::Sha1, u"pencil"_s, nonce1);
        QVERIFY(exchange.answer(challenge1).isOk());
        const auto empty = exchange.answer("v=rmF9pqV8S7suAoZWja4dJRkFsKQ=");
        QVERIFY(empty.isOk() && empty->isEmpty());
        QVERIFY(!exchange.scram->finish({}));
    }

    void serverMustProveItself_data()
    {
        QTest::addColumn<QByteArray>("data");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("wrong signature") << QByteArray("v=smF9pqV8S7suAoZWja4dJRkFsKQ=");
        QTest::newRow("empty signature") << QByteArray("v=");
        QTest::newRow("no base64") << QByteArray("v=!!!!");
        QTest::newRow("error") << QByteArray("e=other-error");
        QTest::newRow("something else") << QByteArray("x=rmF9pqV8S7suAoZWja4dJRkFsKQ=");
    }

    void serverMustProveItself()
    {
        QFETCH(QByteArray, data);
        Exchange exchange(Scram::Hash::Sha1, u"pencil"_s, nonce1);
        QVERIFY(exchange.answer(challenge1).isOk());
        const auto error = exchange.scram->finish(data);
        QVERIFY(error.has_value());
        QCOMPARE(error->kind, ErrorKind::NotAuthorized);
        QVERIFY(!error->detail.isEmpty());
    }

    void successBeforeTheExchangeIsNone()
    {
        Scram scram(Scram::Hash::Sha1, u"user"_s, u"pencil"_s, nonce1);
        QVERIFY(scram.finish({}).has_value());
        QVERIFY(scram.initialResponse().isOk());
        QVERIFY(scram.finish({}).has_value());
        QVERIFY(scram.finish("v=rmF9pqV8S7suAoZWja4dJRkFsKQ=").has_value());
    }

    void badChallengesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("challenge");
        const QByteArray nonce = "r=" + nonce1;
        QTest::newRow("nonce is only ours") << QByteArray(nonce + ",s=QSXCR+Q6sek8bf92,i=4096");
        QTest::newRow("other nonce") << QByteArray("r=another3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096");
        QTest::newRow("too few rounds") << QByteArray(nonce + "x,s=QSXCR+Q6sek8bf92,i=4095");
        QTest::newRow("one round") << QByteArray(nonce + "x,s=QSXCR+Q6sek8bf92,i=1");
        QTest::newRow("negative rounds") << QByteArray(nonce + "x,s=QSXCR+Q6sek8bf92,i=-4096");
        QTest::newRow("too many rounds") << QByteArray(nonce + "x,s=QSXCR+Q6sek8bf92,i=1000001");
        QTest::newRow("2^31 rounds") << QByteArray(nonce + "x,s=QSXCR+Q6sek8bf92,i=2147483648");
        QTest::newRow("rounds no number") << QByteArray(nonce + "x,s=QSXCR+Q6sek8bf92,i=many");
        QTest::newRow("salt missing") << QByteArray(nonce + "x,i=4096");
        QTest::newRow("salt empty") << QByteArray(nonce + "x,s=,i=4096");
        QTest::newRow("salt no base64") << QByteArray(nonce + "x,s=###,i=4096");
        QTest::newRow("mandatory extension") << QByteArray("m=x," + nonce + "x,s=QSXCR+Q6sek8bf92,i=4096");
        QTest::newRow("order") << QByteArray("s=QSXCR+Q6sek8bf92," + nonce + "x,i=4096");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("commas") << QByteArray(",,,,");
    }

    void badChallengesAreRefused()
    {
        QFETCH(QByteArray, challenge);
        Exchange exchange(Scram::Hash::Sha1, u"pencil"_s, nonce1);
        const auto answer = exchange.answer(challenge);
        QVERIFY(!answer.isOk());
        QCOMPARE(answer.error().kind, ErrorKind::NotAuthorized);
    }

    void namesAndPasswordsArePrepared()
    {
        // RFC 4013 section 3: the soft hyphen is mapped to nothing, the Roman four to its letters.
        Scram scram(Scram::Hash::Sha1, u"I\u00ADX,="_s, u"x"_s, "abc");
        QCOMPARE(scram.initialResponse()->value(), QByteArray("n,,n=IX=2C=3D,r=abc"));
        QCOMPARE(saslPrepared(u"\u2168"_s).value(), QByteArray("IX"));
        QVERIFY(!saslPrepared(u"\u0007"_s));
        QVERIFY(!saslPrepared(u"\u0627\u0031"_s));
        Scram forbidden(Scram::Hash::Sha1, u"user"_s, u"bell\u0007"_s, "abc");
        QVERIFY(!forbidden.initialResponse().isOk());
    }

    void derivationNeverHoldsUpTheCaller()
    {
        Exchange exchange(Scram::Hash::Sha256, u"pencil"_s, nonce256);
        bool answered = false;
        exchange.scram->respond("r=" + nonce256 + "x,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=300000",
                                [&answered](const Result<QByteArray> &) { answered = true; });
        QVERIFY(!answered);
        // Destroyed while the key is being derived: nothing may arrive any more.
        exchange.scram.reset();
        QThreadPool::globalInstance()->waitForDone();
        QCoreApplication::processEvents();
        QVERIFY(!answered);
    }
};

QTEST_GUILESS_MAIN(TestScram)
#include "tst_scram.moc"
