#include "xmpp/saslmechanism.h"

#include <QSet>
#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

class TestSaslMechanism : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void strongestIsChosenWhateverTheOrder_data()
    {
        QTest::addColumn<QString>("offered");
        QTest::addColumn<bool>("anonymous");
        QTest::addColumn<QString>("atLeast");
        QTest::addColumn<bool>("staysHere");
        QTest::addColumn<QString>("chosen");
        const QString all = u"PLAIN SCRAM-SHA-512 SCRAM-SHA-256 SCRAM-SHA-1"_s;
        const QString unknown;
        const QString plain = u"PLAIN"_s;
        const QString sha1 = u"SCRAM-SHA-1"_s;
        const QString sha256 = u"SCRAM-SHA-256"_s;
        const auto row = [](const char *name, const QString &offered, const QString &atLeast, bool staysHere,
                            const QString &chosen) {
            QTest::newRow(name) << offered << false << atLeast << staysHere << chosen;
        };
        row("ejabberd", all, unknown, false, sha256);
        row("prosody", u"SCRAM-SHA-256 PLAIN SCRAM-SHA-1"_s, unknown, false, sha256);
        row("old", u"PLAIN SCRAM-SHA-1 DIGEST-MD5"_s, unknown, false, sha1);
        row("plain within this machine", plain, unknown, true, plain);
        row("plain over a network", plain, unknown, false, {});
        row("plain over a network that is wanted", plain, plain, false, plain);
        row("strongest, though plain is wanted", all, plain, false, sha256);
        row("plain after SCRAM-SHA-1", plain, sha1, true, {});
        row("plain after SCRAM-SHA-256", plain, sha256, true, {});
        row("same as before", sha1, sha1, false, sha1);
        row("better than before", all, sha1, false, sha256);
        row("weaker hash than before", u"SCRAM-SHA-1 PLAIN"_s, sha256, true, {});
        row("only unknown", u"X-OAUTH2 SCRAM-SHA-512 EXTERNAL"_s, plain, true, {});
        row("never anonymous unasked", u"ANONYMOUS"_s, plain, true, {});
        row("nothing", {}, plain, true, {});
        QTest::newRow("anonymous") << u"PLAIN ANONYMOUS"_s << true << unknown << false << u"ANONYMOUS"_s;
        QTest::newRow("anonymous not offered") << u"PLAIN SCRAM-SHA-1"_s << true << unknown << true << QString();
    }

    void strongestIsChosenWhateverTheOrder()
    {
        QFETCH(QString, offered);
        QFETCH(bool, anonymous);
        QFETCH(QString, atLeast);
        QFETCH(bool, staysHere);
        QFETCH(QString, chosen);
        const auto mechanism = chooseMechanism(
            offered.split(u' '), {u"alice"_s, u"secret"_s, anonymous, signInStrengthOf(atLeast), staysHere});
        QCOMPARE(mechanism ? mechanism->name() : QString(), chosen);
    }

    void plainSaysNameAndPassword()
    {
        const auto plain = chooseMechanism({u"PLAIN"_s}, {u"alice"_s, u"päss"_s, false, SignInStrength::Plain});
        QCOMPARE(plain->initialResponse()->value(), QByteArray("\0alice\0p\xC3\xA4ss", 12));
        QVERIFY(!plain->finish({}).has_value());
        std::optional<Result<QByteArray>> answer;
        plain->respond("?", [&answer](const Result<QByteArray> &given) { answer = given; });
        QVERIFY(answer && !answer->isOk());
    }

    void anonymousSaysNothing()
    {
        const auto anonymous = chooseMechanism({u"ANONYMOUS"_s}, {{}, {}, true});
        QVERIFY(!anonymous->initialResponse()->has_value());
        QVERIFY(!anonymous->finish({}).has_value());
    }

    void everyExchangeHasItsOwnNonce()
    {
        QSet<QByteArray> seen;
        for (int i = 0; i < 100; ++i) {
            const auto scram = chooseMechanism({u"SCRAM-SHA-1"_s}, {u"alice"_s, u"x"_s});
            seen.insert(scram->initialResponse()->value());
        }
        QCOMPARE(seen.size(), 100);
        QVERIFY(seen.begin()->size() > 40);
    }
};

QTEST_GUILESS_MAIN(TestSaslMechanism)
#include "tst_saslmechanism.moc"
