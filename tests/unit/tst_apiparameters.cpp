#include "server/api/apiparameters.h"
#include "server/api/endpointhelpers.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace foyer::server;

namespace
{

QString faultOf(const QByteArray &body, const Parameter &parameter)
{
    const auto read = ApiParameters::read(*FormBody::parse(body), {parameter});
    return read ? QString() : read.refusal().text;
}

} // namespace

class TestApiParameters : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesAreReadByKind()
    {
        const auto form =
            FormBody::parse("chatroomId=Launch&userId=b&userId=a&userId=b&minute=30&needNotify=TRUE&other=1");
        const auto read = ApiParameters::read(
            *form, {parameter::room, parameter::users, parameter::minute, parameter::notify, parameter::extra});
        QVERIFY(read);
        QCOMPARE(read->text("chatroomId"_L1), u"Launch"_s);
        QCOMPARE(read->list("userId"_L1), QStringList({u"b"_s, u"a"_s}));
        QCOMPARE(read->number("minute"_L1, 0), 30);
        QVERIFY(read->flag("needNotify"_L1, false));
        QVERIFY(!read->has("extra"_L1));
        QVERIFY(!read->has("other"_L1));
        QCOMPARE(read->text("extra"_L1), QString());
        QCOMPARE(read->number("absent"_L1, 7), 7);
        QVERIFY(read->flag("absent"_L1, true));
    }

    void faultNamesTheParameter_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<Parameter>("parameter");
        QTest::addColumn<QString>("fault");
        const QString userFault =
            u"Parameter userId is not a user ID: 1 to 64 bytes that may stand before the @ of an address."_s;
        const QString newRoomFault = u"Parameter chatroomId must be 1 to 64 characters of A-Z a-z 0-9 . _ -"_s;
        const QString minuteFault = u"Parameter minute must be a whole number from 1 to 43200."_s;
        const auto encoded = [](const QByteArray &name, const QByteArray &value) {
            return QByteArray(name + "=" + value.toPercentEncoding());
        };
        QTest::newRow("missing") << QByteArray() << parameter::room << u"Parameter chatroomId is missing."_s;
        QTest::newRow("blank") << QByteArray("chatroomId=") << parameter::room << u"Parameter chatroomId is missing."_s;
        QTest::newRow("twice") << QByteArray("chatroomId=a&chatroomId=b") << parameter::room
                               << u"Parameter chatroomId may be given at most 1 times."_s;
        QTest::newRow("room with a space")
            << encoded("chatroomId", "a b") << parameter::room << u"Parameter chatroomId is not a room ID."_s;
        QTest::newRow("new room with a space") << encoded("chatroomId", "a b") << parameter::newRoom << newRoomFault;
        QTest::newRow("new room of 64") << encoded("chatroomId", QByteArray(64, 'a')) << parameter::newRoom
                                        << QString();
        QTest::newRow("new room of 65") << encoded("chatroomId", QByteArray(65, 'a')) << parameter::newRoom
                                        << newRoomFault;
        QTest::newRow("new room with an accent")
            << encoded("chatroomId", "caf\xc3\xa9") << parameter::newRoom << newRoomFault;
        QTest::newRow("user of 64") << encoded("userId", QByteArray(64, 'a')) << parameter::user << QString();
        QTest::newRow("user of 65") << encoded("userId", QByteArray(65, 'a')) << parameter::user << userFault;
        QTest::newRow("user with a slash") << encoded("userId", "a/b") << parameter::user << userFault;
        QTest::newRow("user with an at") << encoded("userId", "a@b") << parameter::user << userFault;
        QTest::newRow("21 users") << QByteArray("userId=a&").repeated(21) << parameter::users
                                  << u"Parameter userId may be given at most 20 times."_s;
        QTest::newRow("minute 0") << QByteArray("minute=0") << parameter::minute << minuteFault;
        QTest::newRow("minute 1") << QByteArray("minute=1") << parameter::minute << QString();
        QTest::newRow("minute 43200") << QByteArray("minute=43200") << parameter::minute << QString();
        QTest::newRow("minute 43201") << QByteArray("minute=43201") << parameter::minute << minuteFault;
        QTest::newRow("minute in words") << QByteArray("minute=ten") << parameter::minute << minuteFault;
        QTest::newRow("half a minute") << QByteArray("minute=1.5") << parameter::minute << minuteFault;
        QTest::newRow("minute too large")
            << QByteArray("minute=99999999999999999999") << parameter::minute << minuteFault;
        QTest::newRow("flag") << QByteArray("needNotify=yes") << parameter::notify
                              << u"Parameter needNotify must be true or false."_s;
        QTest::newRow("extra of 1024") << encoded("extra", QByteArray(1024, 'a')) << parameter::extra << QString();
        QTest::newRow("extra of 1025") << encoded("extra", QByteArray(1025, 'a')) << parameter::extra
                                       << u"Parameter extra must have 0 to 1024 bytes."_s;
    }
    void faultNamesTheParameter()
    {
        QFETCH(QByteArray, body);
        QFETCH(Parameter, parameter);
        QFETCH(QString, fault);
        QCOMPARE(faultOf(body, parameter), fault);
    }

    void newRoomsComeInBrackets()
    {
        const Parameter rooms{.name = "chatroom"_L1, .kind = Parameter::Kind::NewRooms, .many = 2};
        const auto read =
            ApiParameters::read(*FormBody::parse("chatroom%5BLaunch%5D=Launch+day&chatroom[b]=&chatroom=x"), {rooms});
        QVERIFY(read);
        QCOMPARE(read->newRooms(), QList<FormBody::Field>({{u"Launch"_s, u"Launch day"_s}, {u"b"_s, u""_s}}));
        QCOMPARE(faultOf("chatroom=x", rooms), u"Parameter chatroom is missing."_s);
        QCOMPARE(faultOf("chatroom[]=x", rooms),
                 u"Parameter chatroom must be 1 to 64 characters of A-Z a-z 0-9 . _ -"_s);
        QCOMPARE(faultOf("chatroom[a]=x&chatroom[b]=x&chatroom[c]=x", rooms),
                 u"Parameter chatroom may be given at most 2 times."_s);
    }

    void extraIsAReasonOrAnObjectWithOne_data()
    {
        QTest::addColumn<QString>("extra");
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("by");
        QTest::newRow("none") << u""_s << u""_s << u""_s;
        QTest::newRow("text") << u"off topic"_s << u"off topic"_s << u""_s;
        QTest::newRow("both") << u"{\"reason\":\"off topic\",\"by\":\"bob\"}"_s << u"off topic"_s << u"bob"_s;
        QTest::newRow("reason") << u"{\"reason\":\"off topic\"}"_s << u"off topic"_s << u""_s;
        QTest::newRow("author") << u"{\"by\":\"bob\"}"_s << u""_s << u"bob"_s;
        QTest::newRow("no text") << u"{\"reason\":\"off topic\",\"by\":7}"_s << u"off topic"_s << u""_s;
        QTest::newRow("other object") << u"{\"ticket\":7}"_s << u"{\"ticket\":7}"_s << u""_s;
        QTest::newRow("array") << u"[\"reason\"]"_s << u"[\"reason\"]"_s << u""_s;
        QTest::newRow("broken") << u"{\"reason\":"_s << u"{\"reason\":"_s << u""_s;
    }
    void extraIsAReasonOrAnObjectWithOne()
    {
        QFETCH(QString, extra);
        QFETCH(QString, reason);
        QFETCH(QString, by);
        QCOMPARE(readExtra(extra), ReasonAndAuthor({reason, by}));
    }
};

QTEST_GUILESS_MAIN(TestApiParameters)
#include "tst_apiparameters.moc"
