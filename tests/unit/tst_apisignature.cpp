#include "server/api/apisignature.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace foyer::server;

namespace
{

const ApiCredentials credentials{u"key"_s, u"Y1W2MeFwwwRxa0"_s};
// Of chatroom-semantics, section 8: made by another program than ours.
const QByteArray rightSignature = "30be0bbca9c9b2e27578701e9fda2358a814c88f";

HttpHead signedHead()
{
    return {"POST",
            "/x",
            {{"App-Key", "key"}, {"Nonce", "14314"}, {"Timestamp", "1408710653000"}, {"Signature", rightSignature}}};
}

} // namespace

class TestApiSignature : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void publishedVectorIsMet()
    {
        QCOMPARE(apiSignature(credentials.appSecret, "14314", "1408710653000"), rightSignature);
    }

    void signedRequestIsLetInHoweverOldItIs() { QVERIFY(isSigned(signedHead(), credentials)); }

    void headersMayCarryThePrefix_data()
    {
        QTest::addColumn<int>("index");
        for (int i = 0; i < 4; ++i) {
            QTest::addRow("%d", i) << i;
        }
    }
    void headersMayCarryThePrefix()
    {
        QFETCH(int, index);
        HttpHead head = signedHead();
        head.headers[index].first = "RC-" + head.headers.at(index).first;
        QVERIFY(isSigned(head, credentials));
        head.headers[index].first = head.headers.at(index).first.toLower();
        QVERIFY(isSigned(head, credentials));
    }

    void anythingMissingWrongOrTwiceIsRefused_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        const QByteArray names[] = {"App-Key", "Nonce", "Timestamp", "Signature"};
        for (const QByteArray &name : names) {
            QTest::addRow("%s missing", name.constData()) << name << QByteArray();
            QTest::addRow("%s wrong", name.constData()) << name << QByteArray("1");
            QTest::addRow("%s twice", name.constData()) << name << QByteArray("twice");
        }
        QTest::newRow("placeholder of the documentation")
            << QByteArray("Signature") << QByteArray("45beb7cc7307889a8e711219a47b7cf6a5b000e8");
        QTest::newRow("cut short") << QByteArray("Signature") << rightSignature.chopped(1);
    }
    void anythingMissingWrongOrTwiceIsRefused()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, value);
        HttpHead head = signedHead();
        for (auto &header : head.headers) {
            if (header.first == name) {
                header.second = value == "twice" ? header.second : value;
            }
        }
        if (value == "twice") {
            head.headers.emplaceBack("RC-" + name, head.value(name));
        }
        QVERIFY(!isSigned(head, credentials));
    }

    void nonceOfNineteenCharactersIsRefused()
    {
        const auto headWith = [](const QByteArray &nonce) {
            HttpHead head = signedHead();
            head.headers[1].second = nonce;
            head.headers[3].second = apiSignature(credentials.appSecret, nonce, "1408710653000");
            return head;
        };
        QVERIFY(isSigned(headWith(QByteArray(18, '7')), credentials));
        QVERIFY(!isSigned(headWith(QByteArray(19, '7')), credentials));
    }

    void nobodyIsLetInWithoutKeyOrSecret()
    {
        HttpHead head = signedHead();
        QVERIFY(!isSigned(head, {u"key"_s, {}}));
        head.headers[0].second = "";
        head.headers[3].second = apiSignature({}, "14314", "1408710653000");
        QVERIFY(!isSigned(head, {}));
    }

    void comparisonKnowsEqualFromDifferent()
    {
        QVERIFY(isEqualInConstantTime("abc", "abc"));
        QVERIFY(!isEqualInConstantTime("abc", "abd"));
        QVERIFY(!isEqualInConstantTime("abc", "ab"));
        QVERIFY(!isEqualInConstantTime("", "a"));
    }
};

QTEST_GUILESS_MAIN(TestApiSignature)
#include "tst_apisignature.moc"
