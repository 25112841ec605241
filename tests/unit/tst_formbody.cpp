#include "server/api/formbody.h"

#include <QTest>

using namespace Qt::StringLiterals;
using foyer::server::FormBody;

class TestFormBody : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesComeAsOftenAsTheyWereSent()
    {
        const auto form = FormBody::parse("userId=a&chatroomId=Launch&userId=b");
        QVERIFY(form);
        QCOMPARE(form->values("userId"_L1), QStringList({u"a"_s, u"b"_s}));
        QCOMPARE(form->fields().at(1), FormBody::Field(u"chatroomId"_s, u"Launch"_s));
    }

    void valuesAreDecoded_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("value");
        QTest::newRow("plus") << QByteArray("a+b") << u"a b"_s;
        QTest::newRow("encoded plus") << QByteArray("1%2B2") << u"1+2"_s;
        QTest::newRow("UTF-8") << QByteArray("%E8%9E%8D%e4%ba%91") << u"融云"_s;
        QTest::newRow("raw UTF-8") << QByteArray("caf\xc3\xa9") << u"café"_s;
        QTest::newRow("emoji") << QByteArray("%F0%9F%98%80") << u"😀"_s;
        QTest::newRow("equals inside") << QByteArray("a=b=c") << u"a=b=c"_s;
        QTest::newRow("encoded ampersand") << QByteArray("a%26b%3Dc") << u"a&b=c"_s;
        QTest::newRow("JSON") << QByteArray("%7B%22content%22%3A%22a%20b%22%7D") << u"{\"content\":\"a b\"}"_s;
    }
    void valuesAreDecoded()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, value);
        const auto form = FormBody::parse(QByteArray("x=" + text));
        QVERIFY(form);
        QCOMPARE(form->values("x"_L1), QStringList(value));
    }

    void namesAreDecodedToo()
    {
        const auto form = FormBody::parse("chatroom%5BLaunch%5D=Launch+day");
        QVERIFY(form);
        QCOMPARE(form->fields(), QList<FormBody::Field>({{u"chatroom[Launch]"_s, u"Launch day"_s}}));
    }

    void fieldsLeftBlankAreLeftOut()
    {
        const auto form = FormBody::parse("&a=&b&&c=1&");
        QVERIFY(form);
        QCOMPARE(form->values("a"_L1), QStringList());
        QCOMPARE(form->values("b"_L1), QStringList());
        QCOMPARE(form->values("c"_L1), QStringList(u"1"_s));
        QVERIFY(FormBody::parse("")->fields().isEmpty());
    }

    void brokenBytesAreNoForm_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("percent at the end") << QByteArray("a=%");
        QTest::newRow("one digit") << QByteArray("a=%4");
        QTest::newRow("no hex") << QByteArray("a=%zz");
        QTest::newRow("no UTF-8") << QByteArray("a=%ff%fe");
        QTest::newRow("half a character") << QByteArray("a=%E8%9E");
        QTest::newRow("a surrogate") << QByteArray("a=%ED%A0%80");
        QTest::newRow("overlong") << QByteArray("a=%C0%AF");
        QTest::newRow("NUL") << QByteArray("a=b%00c");
        QTest::newRow("broken name") << QByteArray("%ff=1");
        QTest::newRow("too many fields") << QByteArray("a=1&").repeated(2001);
    }
    void brokenBytesAreNoForm()
    {
        QFETCH(QByteArray, body);
        QVERIFY(!FormBody::parse(body));
    }
};

QTEST_GUILESS_MAIN(TestFormBody)
#include "tst_formbody.moc"
