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
        QTest::addColumn<bool>("mayReveal");
        QTest::addColumn<QString>("chosen");
        QTest::newRow("ejabberd") << u"PLAIN SCRAM-SHA-512 SCRAM-SHA-256 SCRAM-SHA-1"_s << false << true
                                  << u"SCRAM-SHA-256"_s;
        QTest::newRow("prosody") << u"SCRAM-SHA-256 PLAIN SCRAM-SHA-1"_s << false << true << u"SCRAM-SHA-256"_s;
        QTest::newRow("old") << u"PLAIN SCRAM-SHA-1 DIGEST-MD5"_s << false << true << u"SCRAM-SHA-1"_s;
        QTest::newRow("plain") << u"PLAIN"_s << false << true << u"PLAIN"_s;
        QTest::newRow("plain, readable line") << u"PLAIN"_s << false << false << QString();
        QTest::newRow("only unknown") << u"X-OAUTH2 SCRAM-SHA-512 EXTERNAL"_s << false << true << QString();
        QTest::newRow("never anonymous unasked") << u"ANONYMOUS"_s << false << true << QString();
        QTest::newRow("anonymous") << u"PLAIN ANONYMOUS"_s << true << true << u"ANONYMOUS"_s;
        QTest::newRow("anonymous not offered") << u"PLAIN SCRAM-SHA-1"_s << true << true << QString();
        QTest::newRow("nothing") << QString() << false << true << QString();
    }

    void strongestIsChosenWhateverTheOrder()
    {
        QFETCH(QString, offered);
        QFETCH(bool, anonymous);
        QFETCH(bool, mayReveal);
        QFETCH(QString, chosen);
        const auto mechanism = chooseMechanism(offered.split(u' '), {u"alice"_s, u"secret"_s, anonymous, mayReveal});
        QCOMPARE(mechanism ? mechanism->name() : QString(), chosen);
    }

    void plainSaysNameAndPassword()
    {
        const auto plain = chooseMechanism({u"PLAIN"_s}, {u"alice"_s, u"päss"_s, false, true});
        QCOMPARE(plain->initialResponse()->value(), QByteArray("\0alice\0p\xC3\xA4ss", 12));
        QVERIFY(!plain->finish({}).has_value());
        std::optional<Result<QByteArray>> answer;
        plain->respond("?", [&answer](const Result<QByteArray> &given) { answer = given; });
        QVERIFY(answer && !answer->isOk());
    }

    void anonymousSaysNothing()
    {
        const auto anonymous = chooseMechanism({u"ANONYMOUS"_s}, {{}, {}, true, true});
        QVERIFY(!anonymous->initialResponse()->has_value());
        QVERIFY(!anonymous->finish({}).has_value());
    }

    void everyExchangeHasItsOwnNonce()
    {
        QSet<QByteArray> seen;
        for (int i = 0; i < 100; ++i) {
            const auto scram = chooseMechanism({u"SCRAM-SHA-1"_s}, {u"alice"_s, u"x"_s, false, false});
            seen.insert(scram->initialResponse()->value());
        }
        QCOMPARE(seen.size(), 100);
        QVERIFY(seen.begin()->size() > 40);
    }
};

QTEST_GUILESS_MAIN(TestSaslMechanism)
#include "tst_saslmechanism.moc"
