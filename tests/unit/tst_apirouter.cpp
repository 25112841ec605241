#include "server/api/apirouter.h"

#include "support/fakeclock.h"
#include "support/fakeroomhost.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace foyer;
using namespace foyer::server;

namespace
{

QDateTime time(int hour)
{
    return {QDate(2026, 3, 1), QTime(hour, 4, 5), Qt::UTC};
}

/// A router on a host that knows the room Launch; the clock stands at 2026-03-01 12:00.
struct Stage {
    Stage() : router(host, clock, settings(), &context)
    {
        host.memberList = {3, {{u"Alice"_s, time(10)}, {u"bob"_s, time(11)}}};
        host.inside = {u"Alice"_s};
        host.restricted = {{u"Alice"_s, time(13), u"off topic"_s, u"bob"_s}, {u"carol"_s, {}, {}, {}}};
        host.exempt = {u"dave"_s};
        host.messageIds = {u"id-1"_s, u"id-2"_s};
        host.allRooms = {host.oneRoom, host.oneRoom, host.oneRoom};
        host.allRooms[1].id = u"quiet"_s;
        host.allRooms[1].muted = true;
        host.allRooms[2].id = u"Hush"_s;
        host.allRooms[2].muted = true;
    }

    static ApiSettings settings() { return {u"key"_s, u"secret"_s, 0, 90}; }

    HttpResponse ask(const QByteArray &path, const QByteArray &body, const QByteArray &requestId = {})
    {
        HttpResponse got{0, {}, {}};
        router.serve({{"POST", path, {{"X-Request-ID", requestId}}}, body},
                     [&got](const HttpResponse &response) { got = response; });
        return got;
    }

    QObject context;
    FakeClock clock;
    FakeRoomHost host;
    ApiRouter router;
};

QJsonObject object(const QByteArray &text)
{
    return QJsonDocument::fromJson(text).object();
}

} // namespace

class TestApiRouter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void callReachesTheRooms_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("call");
        const auto row = [](const char *path, const char *body, const char *call) {
            QTest::newRow(path) << QByteArray(body) << QString::fromUtf8(call);
        };
        row("/chatroom/create_new.json#plain", "chatroomId=Launch",
            "create Launch title=Launch life=0/0 muted=0 exempt=");
        row("/chatroom/create_new.json#all",
            "chatroomId=Launch&destroyType=1&destroyTime=120&isBan=true&whiteUserIds=a&whiteUserIds=b",
            "create Launch title=Launch life=2/120 muted=1 exempt=a,b");
        row("/chatroom/create_new.json#type", "chatroomId=Launch&destroyType=0",
            "create Launch title=Launch life=1/60 muted=0 exempt=");
        row("/chatroom/create.json", "chatroom[Launch]=Launch+day&chatroom[b]=",
            "create Launch title=Launch day life=0/0 muted=0 exempt=\ncreate b title=b life=0/0 muted=0 exempt=");
        row("/chatroom/destroy.json", "chatroomId=a&chatroomId=b", "destroy a\ndestroy b");
        row("/chatroom/destroy/set.json", "chatroomId=a&destroyType=1&destroyTime=10080", "lifetime a 2/10080");
        row("/chatroom/destroy/set.json#default", "chatroomId=a", "lifetime a 1/60");
        row("/chatroom/user/query.json", "chatroomId=Launch&count=500&order=2", "members Launch 500 0");
        row("/chatroom/user/query.json#ascending", "chatroomId=Launch&count=5&order=1", "members Launch 5 1");
        row("/chatroom/user/exist.json", "chatroomId=Launch&userId=Alice", "isMember Launch Alice");
        row("/chatroom/users/exist.json", "chatroomId=Launch&userId=Alice&userId=bob",
            "isMember Launch Alice\nisMember Launch bob");
        row("/chatroom/user/gag/add.json",
            "chatroomId=Launch&userId=a&userId=b&minute=30&needNotify=true&extra=%7B%22reason%22%3A%22off+topic%22%2C%"
            "22by%22%3A%22bob%22%7D",
            "mute Launch a until=2026-03-01T12:30:00Z reason=off topic by=bob; b until=2026-03-01T12:30:00Z reason=off "
            "topic by=bob");
        row("/chatroom/user/gag/rollback.json", "chatroomId=Launch&userId=a&userId=b", "unmute Launch a,b");
        row("/chatroom/user/gag/list.json", "chatroomId=Launch", "muted Launch");
        row("/chatroom/ban/add.json", "chatroomId=Launch&extra=quiet+please",
            "roomMuted Launch 1 reason=quiet please by=");
        row("/chatroom/ban/rollback.json", "chatroomId=Launch", "roomMuted Launch 0 reason= by=");
        row("/chatroom/ban/query.json", "", "rooms");
        row("/chatroom/ban/check.json", "chatroomId=Launch", "room Launch");
        row("/chatroom/user/ban/whitelist/add.json", "chatroomId=Launch&userId=a", "exempt Launch a 1");
        row("/chatroom/user/ban/whitelist/rollback.json", "chatroomId=Launch&userId=a", "exempt Launch a 0");
        row("/chatroom/user/ban/whitelist/query.json", "chatroomId=Launch", "exempts Launch");
        row("/chatroom/user/ban/add.json", "userId=a&minute=43200",
            "muteEverywhere a until=2026-03-31T12:00:00Z reason= by=");
        row("/chatroom/user/ban/remove.json", "userId=a", "unmuteEverywhere a");
        row("/chatroom/user/ban/query.json", "", "mutedEverywhere");
        row("/chatroom/user/block/add.json", "chatroomId=Launch&userId=a&minute=1&extra=spam",
            "block Launch a until=2026-03-01T12:01:00Z reason=spam by=");
        row("/chatroom/user/block/rollback.json", "chatroomId=Launch&userId=a", "unblock Launch a");
        row("/chatroom/user/block/list.json", "chatroomId=Launch", "blocked Launch");
        row("/message/chatroom/publish.json",
            "fromUserId=system&toChatroomId=a&toChatroomId=b&objectName=RC:TxtMsg&content=%7B%22content%22%3A%22hi%22%"
            "7D",
            "publish system to=a,b RC:TxtMsg {\"content\":\"hi\"} persisted=1 sender=0");
        row("/message/chatroom/publish.json#gift",
            "fromUserId=system&toChatroomId=a&objectName=App:Gift&content=%7B%7D&isPersisted=0&isIncludeSender=1",
            "publish system to=a App:Gift {} persisted=0 sender=1");
        row("/user/getToken.json", "userId=Alice&name=Alice+A.&portraitUri=https://x.example/a.png",
            "token Alice Alice A. https://x.example/a.png");
        row("/user/getToken.json#alone", "userId=Alice", "token Alice  ");
        row("/chatroom/get.json", "chatroomId=launch", "room launch");
        row("/chatroom/query.json", "chatroomId=launch&chatroomId=nowhere", "room launch\nroom nowhere");
    }
    void callReachesTheRooms()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, call);
        Stage stage;
        const QByteArray path = QByteArray(QTest::currentDataTag()).split('#').constFirst();
        const HttpResponse response = stage.ask(path, body);
        QCOMPARE(stage.host.calls.join(u'\n'), call);
        QCOMPARE(response.status, 200);
        QCOMPARE(object(response.body).value("code"_L1).toInt(), 200);
    }

    void answerHasTheFieldsOfTheService_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("answer");
        const auto row = [](const char *path, const char *body, const char *answer) {
            QTest::newRow(path) << QByteArray(path).split('#').constFirst() << QByteArray(body) << QByteArray(answer);
        };
        const char *restricted = R"({"code":200,"users":[{"userId":"Alice","time":"2026-03-01 13:04:05"},
                                                         {"userId":"carol","time":""}]})";
        row("/chatroom/create_new.json", "chatroomId=Launch", R"({"code":200})");
        row("/chatroom/get.json", "chatroomId=LAUNCH",
            R"({"code":200,"chatroomId":"Launch","createTime":1772362800000,"memberCount":3,"destroyType":0,
                "destroyTime":90,"ban":false})");
        row("/chatroom/query.json", "chatroomId=launch&chatroomId=nowhere",
            R"({"code":200,"chatRooms":[{"chrmId":"Launch","name":"Launch day","time":"2026-03-01 11:00:00"}]})");
        row("/chatroom/user/query.json", "chatroomId=Launch&count=2&order=1",
            R"({"code":200,"total":3,"users":[{"id":"Alice","time":"2026-03-01 10:04:05"},
                                              {"id":"bob","time":"2026-03-01 11:04:05"}]})");
        row("/chatroom/user/exist.json", "chatroomId=Launch&userId=Alice", R"({"code":200,"isInChrm":true})");
        row("/chatroom/users/exist.json", "chatroomId=Launch&userId=Alice&userId=bob",
            R"({"code":200,"result":[{"userId":"Alice","isInChrm":1},{"userId":"bob","isInChrm":0}]})");
        row("/chatroom/user/gag/list.json", "chatroomId=Launch", restricted);
        row("/chatroom/user/ban/query.json", "", restricted);
        row("/chatroom/user/block/list.json", "chatroomId=Launch", restricted);
        row("/chatroom/ban/query.json", "", R"({"code":200,"chatroomIds":["Hush","quiet"]})");
        row("/chatroom/ban/query.json#page", "page=2&size=1", R"({"code":200,"chatroomIds":["quiet"]})");
        row("/chatroom/ban/query.json#beyond", "page=9&size=1", R"({"code":200,"chatroomIds":[]})");
        row("/chatroom/ban/check.json", "chatroomId=Launch", R"({"code":200,"status":0})");
        row("/chatroom/user/ban/whitelist/query.json", "chatroomId=Launch", R"({"code":200,"userIds":["dave"]})");
        row("/message/chatroom/publish.json", "fromUserId=s&toChatroomId=a&toChatroomId=b&objectName=A&content=%7B%7D",
            R"({"code":200,"messageUIDs":[{"chatroomId":"a","messageUID":"id-1"},
                                          {"chatroomId":"b","messageUID":"id-2"}]})");
        row("/user/getToken.json", "userId=Alice", R"({"code":200,"userId":"Alice","token":"secret-token"})");
    }
    void answerHasTheFieldsOfTheService()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, answer);
        Stage stage;
        QVERIFY(!object(answer).isEmpty());
        QCOMPARE(object(stage.ask(path, body).body), object(answer));
    }

    void lifetimesAreToldInTheServicesWords_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("type");
        QTest::addColumn<int>("minutes");
        QTest::newRow("the service's") << static_cast<int>(RoomLifetime::Kind::Service) << 0 << 90;
        QTest::newRow("inactive") << static_cast<int>(RoomLifetime::Kind::Inactive) << 0 << 120;
        QTest::newRow("fixed") << static_cast<int>(RoomLifetime::Kind::Fixed) << 1 << 120;
        QTest::newRow("never") << static_cast<int>(RoomLifetime::Kind::Never) << 0 << 0;
    }
    void lifetimesAreToldInTheServicesWords()
    {
        QFETCH(int, kind);
        QFETCH(int, type);
        QFETCH(int, minutes);
        Stage stage;
        stage.host.oneRoom.lifetime = {static_cast<RoomLifetime::Kind>(kind), 120};
        const QJsonObject answer = object(stage.ask("/chatroom/get.json", "chatroomId=Launch").body);
        QCOMPARE(answer.value("destroyType"_L1).toInt(-1), type);
        QCOMPARE(answer.value("destroyTime"_L1).toInt(-1), minutes);
    }

    void wrongParameterIsNamedAndNothingHappens_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("parameter");
        const auto row = [](const char *path, const char *body, const char *parameter) {
            QTest::addRow("%s#%s", path, body) << QByteArray(body) << QString::fromUtf8(parameter);
        };
        row("/chatroom/create_new.json", "", "chatroomId");
        row("/chatroom/create_new.json", "chatroomId=a%20b", "chatroomId");
        row("/chatroom/create_new.json", "chatroomId=a&destroyType=2", "destroyType");
        row("/chatroom/create_new.json", "chatroomId=a&destroyTime=59", "destroyTime");
        row("/chatroom/create_new.json", "chatroomId=a&destroyTime=10081", "destroyTime");
        row("/chatroom/create_new.json", "chatroomId=a&isBan=maybe", "isBan");
        row("/chatroom/create.json", "chatroom=a", "chatroom");
        row("/chatroom/create.json", "chatroom[a]=a&chatroom[b/c]=d", "chatroom");
        row("/chatroom/destroy.json", "", "chatroomId");
        row("/chatroom/user/query.json", "chatroomId=a&count=501&order=1", "count");
        row("/chatroom/user/query.json", "chatroomId=a&count=1", "order");
        row("/chatroom/user/query.json", "chatroomId=a&count=1&order=0", "order");
        row("/chatroom/user/gag/add.json", "chatroomId=a&userId=b", "minute");
        row("/chatroom/user/gag/add.json", "chatroomId=a&minute=5", "userId");
        row("/chatroom/user/gag/add.json", "userId=b&minute=5", "chatroomId");
        row("/chatroom/user/block/add.json", "chatroomId=a&userId=b&minute=43201", "minute");
        row("/chatroom/user/ban/add.json", "userId=b&minute=0", "minute");
        row("/chatroom/ban/query.json", "page=0", "page");
        row("/message/chatroom/publish.json", "toChatroomId=a&objectName=A&content=%7B%7D", "fromUserId");
        row("/message/chatroom/publish.json", "fromUserId=a&objectName=A&content=%7B%7D", "toChatroomId");
        row("/message/chatroom/publish.json", "fromUserId=a&toChatroomId=a&content=%7B%7D", "objectName");
        row("/message/chatroom/publish.json", "fromUserId=a&toChatroomId=a&objectName=A", "content");
        row("/message/chatroom/publish.json", "fromUserId=a&toChatroomId=a&objectName=A&content=hello", "content");
        row("/message/chatroom/publish.json", "fromUserId=a&toChatroomId=a&objectName=RC:TxtMsg&content=%7B%7D",
            "content");
        row("/user/getToken.json", "name=Alice", "userId");
    }
    void wrongParameterIsNamedAndNothingHappens()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, parameter);
        Stage stage;
        const HttpResponse response = stage.ask(QByteArray(QTest::currentDataTag()).split('#').constFirst(), body);
        QCOMPARE(response.status, 400);
        QCOMPARE(object(response.body).value("code"_L1).toInt(), 1002);
        const QString text = object(response.body).value("errorMessage"_L1).toString();
        QVERIFY2(text.startsWith(u"Parameter "_s + parameter + u' ') ||
                     text.startsWith(u"Parameter "_s + parameter + u':'),
                 qPrintable(text));
        QCOMPARE(stage.host.calls, QStringList());
    }

    void contentUpToTheLimitIsPublished()
    {
        Stage stage;
        const auto body = [](qsizetype size) {
            const QByteArray content = "{\"content\":\"" + QByteArray(size - 14, 'x') + "\"}";
            return QByteArray("fromUserId=a&toChatroomId=a&objectName=RC:TxtMsg&content=" +
                              content.toPercentEncoding());
        };
        QCOMPARE(stage.ask("/message/chatroom/publish.json", body(131072)).status, 200);
        QCOMPARE(stage.ask("/message/chatroom/publish.json", body(131073)).status, 400);
    }

    void bodyThatIsNoFormIsAFault()
    {
        Stage stage;
        const HttpResponse response = stage.ask("/chatroom/get.json", "chatroomId=%zz");
        QCOMPARE(response.status, 400);
        QCOMPARE(object(response.body).value("code"_L1).toInt(), 1002);
    }

    void missingRoomHasItsCode()
    {
        Stage stage;
        const HttpResponse response = stage.ask("/chatroom/get.json", "chatroomId=nowhere");
        QCOMPARE(object(response.body).value("code"_L1).toInt(), 23410);
        QCOMPARE(object(response.body).value("errorMessage"_L1).toString(), u"There is no such room."_s);
    }

    void destroyingWhatIsGoneIsDone()
    {
        Stage stage;
        stage.host.refusal = Refusal{Refusal::Kind::RoomDoesNotExist, {}, {}};
        QCOMPARE(stage.ask("/chatroom/destroy.json", "chatroomId=a").status, 200);
        stage.host.refusal = Refusal{Refusal::Kind::NotAllowed, u"No."_s, {}};
        const HttpResponse response = stage.ask("/chatroom/destroy.json", "chatroomId=a");
        QCOMPARE(response.status, 400);
        QCOMPARE(object(response.body).value("errorMessage"_L1).toString(), u"No."_s);
    }

    void attributesAreNotPretended()
    {
        Stage stage;
        const HttpResponse response =
            stage.ask("/chatroom/create_new.json", "chatroomId=a&entryOwnerId=b&entryInfo=%7B%7D");
        QCOMPARE(response.status, 403);
        QCOMPARE(object(response.body).value("code"_L1).toInt(), 1009);
        QCOMPARE(stage.host.calls, QStringList());
    }

    void answerWaitsForAllRooms()
    {
        Stage stage;
        stage.host.isHolding = true;
        int status = 0;
        stage.router.serve({{"POST", "/chatroom/destroy.json", {}}, "chatroomId=a&chatroomId=b"},
                           [&status](const HttpResponse &response) { status = response.status; });
        QCoreApplication::processEvents();
        QCOMPARE(status, 0);
        stage.host.release();
        QTRY_COMPARE(status, 200);
    }

    void hostThatGivesUpIsAnErrorNotSilence()
    {
        Stage stage;
        stage.host.isHolding = true;
        int status = 0;
        stage.router.serve({{"POST", "/chatroom/destroy.json", {}}, "chatroomId=a"},
                           [&status](const HttpResponse &response) { status = response.status; });
        // A promise that goes without a result cancels its future.
        stage.host.held.clear();
        QTRY_COMPARE(status, 500);
    }

    void requestIdComesBack()
    {
        Stage stage;
        const auto idOf = [](const HttpResponse &response) {
            return response.headers.isEmpty() ? QByteArray() : response.headers.constFirst().second;
        };
        QCOMPARE(idOf(stage.ask("/chatroom/get.json", "chatroomId=Launch", "req-1.a_B")), QByteArray("req-1.a_B"));
        QCOMPARE(idOf(stage.ask("/chatroom/get.json", "chatroomId=Launch", QByteArray(37, 'a'))), QByteArray());
        QCOMPARE(idOf(stage.ask("/chatroom/get.json", "chatroomId=Launch", "a b")), QByteArray());
    }

    void rateIsKeptForEachCall()
    {
        Stage stage;
        ApiSettings settings = Stage::settings();
        settings.requestsPerSecond = 2;
        stage.router.setSettings(settings);
        QCOMPARE(stage.ask("/chatroom/get.json", "chatroomId=Launch").status, 200);
        QCOMPARE(stage.ask("/chatroom/get.json", "chatroomId=Launch").status, 200);
        const HttpResponse response = stage.ask("/chatroom/get.json", "chatroomId=Launch");
        QCOMPARE(response.status, 429);
        QCOMPARE(object(response.body).value("code"_L1).toInt(), 1008);
        QCOMPARE(stage.ask("/chatroom/ban/check.json", "chatroomId=Launch").status, 200);
        // A message into two rooms counts as two.
        const QByteArray message = "fromUserId=s&toChatroomId=a&toChatroomId=b&objectName=A&content=%7B%7D";
        QCOMPARE(stage.ask("/message/chatroom/publish.json", message).status, 200);
        QCOMPARE(stage.ask("/message/chatroom/publish.json", message).status, 429);
        stage.clock.advance(1000);
        QCOMPARE(stage.ask("/message/chatroom/publish.json", message).status, 200);
    }
};

QTEST_GUILESS_MAIN(TestApiRouter)
#include "tst_apirouter.moc"
