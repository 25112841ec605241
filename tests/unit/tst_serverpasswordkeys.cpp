#include "server/storage/passwordkeys.h"

#include <QTest>

using namespace foyer::server;
using namespace Qt::StringLiterals;

class TestServerPasswordKeys : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keysAreThoseOfThePapers_data()
    {
        // The users and salts of the examples in RFC 5802 section 5 and RFC 7677 section 3; the keys were computed from
        // them with Python's hashlib.
        QTest::addColumn<QCryptographicHash::Algorithm>("hash");
        QTest::addColumn<QByteArray>("salt");
        QTest::addColumn<QByteArray>("storedKey");
        QTest::addColumn<QByteArray>("serverKey");
        QTest::newRow("SHA-1") << QCryptographicHash::Sha1 << QByteArray("QSXCR+Q6sek8bf92")
                               << QByteArray("6dlGYMOdZcOPutkcNY8U2g7vK9Y=")
                               << QByteArray("D+CSWLOshSulAsxiupA+qs2/fTE=");
        QTest::newRow("SHA-256") << QCryptographicHash::Sha256 << QByteArray("W22ZaJ0SNY7soEsUEjb6gQ==")
                                 << QByteArray("WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=")
                                 << QByteArray("wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=");
    }
    void keysAreThoseOfThePapers()
    {
        QFETCH(QCryptographicHash::Algorithm, hash);
        QFETCH(QByteArray, salt);
        QFETCH(QByteArray, storedKey);
        QFETCH(QByteArray, serverKey);
        const ScramKeys keys = deriveScramKeys(hash, "pencil", QByteArray::fromBase64(salt), 4096);
        QCOMPARE(keys.storedKey.toBase64(), storedKey);
        QCOMPARE(keys.serverKey.toBase64(), serverKey);
    }

    void samePasswordTwiceHasDifferentKeys()
    {
        const auto one = derivePasswordKeys(u"secret"_s);
        const auto other = derivePasswordKeys(u"secret"_s);
        QVERIFY(one && other);
        QVERIFY(one->sha256.salt != other->sha256.salt);
        QVERIFY(one->sha256.storedKey != other->sha256.storedKey);
    }

    void spellingsThatSaslprepTakesForOneAreOne()
    {
        QCOMPARE(preparedSecret(u"I\u00ADX"_s), QByteArray("IX"));
        QCOMPARE(preparedSecret(u"\u2168"_s), QByteArray("IX"));
    }

    void impossiblePasswordsAreRefused_data()
    {
        QTest::addColumn<QString>("password");
        QTest::newRow("empty") << QString();
        QTest::newRow("control character") << u"a\u0007b"_s;
        QTest::newRow("NUL") << QString(QChar(u'\0'));
        QTest::newRow("too long") << QString(1024, u'x');
        QTest::newRow("nothing left") << u"\u00AD"_s;
    }
    void impossiblePasswordsAreRefused()
    {
        QFETCH(QString, password);
        QVERIFY(!derivePasswordKeys(password));
    }

    void bytesAreComparedWhole()
    {
        QVERIFY(equalInConstantTime("abc", "abc"));
        QVERIFY(!equalInConstantTime("abc", "abd"));
        QVERIFY(!equalInConstantTime("abc", "ab"));
    }
};

QTEST_APPLESS_MAIN(TestServerPasswordKeys)
#include "tst_serverpasswordkeys.moc"
