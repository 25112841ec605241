#include "server/api/apisignature.h"
#include "server/embeddedserver.h"

#include "support/localserver.h"
#include "support/rawhttp.h"
#include "support/xmppguest.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QTemporaryDir>

#include <memory>

using namespace foyer;
using namespace foyer::server;

namespace
{

/// The embedded server whole, on its own thread, with an application's server beside it.
class Stage
{
public:
    Stage()
        : m_application([this](const QByteArray &received) {
              const QByteArray body = received.mid(received.indexOf("\r\n\r\n") + 4);
              const QJsonDocument json = QJsonDocument::fromJson(body);
              if (!json.isArray()) {
                  return QByteArray();
              }
              for (const QJsonValue &item : json.array()) {
                  noteCallback(item.toObject());
              }
              return httpAnswer("200 OK", "");
          })
    {
        m_settings.dataFolder = folder.filePath(u"server"_s);
        m_settings.port = 0;
        m_settings.apiPort = 0;
        m_settings.anonymousLogin = true;
        m_settings.appKey = u"key"_s;
        m_settings.appSecret = u"secret"_s;
        m_settings.callbackUrl = QUrl(u"http://"_s + m_application.address() + u"/hook"_s);
        server = std::make_unique<EmbeddedServer>(m_settings);
        start();
    }

    void start()
    {
        auto started = server->start();
        (void)QTest::qWaitFor([&] { return started.isFinished(); }, 20000);
        endpoints = started.result().valueOr({});
    }
    void stop()
    {
        auto stopped = server->stop();
        (void)QTest::qWaitFor([&] { return stopped.isFinished(); }, 20000);
    }
    RawAnswer ask(const QByteArray &path, const QByteArray &body = {})
    {
        RawHttp client(static_cast<quint16>(endpoints.api.port()));
        client.send("POST " + path +
                    " HTTP/1.1\r\nHost: 127.0.0.1\r\nApp-Key: key\r\nNonce: 1\r\nTimestamp: 2\r\nSignature: " +
                    apiSignature(u"secret"_s, "1", "2") +
                    "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
                    QByteArray::number(body.size()) + "\r\n\r\n" + body);
        return client.answer();
    }

    QTemporaryDir folder;
    std::unique_ptr<EmbeddedServer> server;
    Endpoints endpoints;
    QStringList callbacks; ///< `type/status room users`

private:
    void noteCallback(const QJsonObject &item)
    {
        QStringList users;
        for (const QJsonValue &user : item.value("userIds"_L1).toArray()) {
            users.append(user.toString().size() > 20 ? u"guest"_s : user.toString());
        }
        callbacks.append(u"%1/%2 %3 %4"_s.arg(item.value("type"_L1).toInt(-1))
                             .arg(item.value("status"_L1).toInt(-1))
                             .arg(item.value("chatRoomId"_L1).toString(), users.join(u','))
                             .trimmed());
    }

    LocalServer m_application;
    ServerSettings m_settings;
};

} // namespace

class TestEmbeddedApi : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roomIsMadeToldAndEnded()
    {
        Stage stage;
        QCOMPARE(stage.ask("/chatroom/create_new.json", "chatroomId=Launch&destroyType=1&destroyTime=120").status, 200);
        QTRY_COMPARE(stage.callbacks, QStringList(u"0/0 Launch"_s));
        const QJsonObject room = stage.ask("/chatroom/get.json", "chatroomId=lAUNCH").json();
        QCOMPARE(room.value("chatroomId"_L1).toString(), u"Launch"_s);
        QCOMPARE(room.value("destroyType"_L1).toInt(), 1);
        QCOMPARE(room.value("destroyTime"_L1).toInt(), 120);
        QCOMPARE(room.value("memberCount"_L1).toInt(-1), 0);
        QCOMPARE(stage.ask("/chatroom/destroy.json", "chatroomId=launch").status, 200);
        QTRY_COMPARE(stage.callbacks, QStringList({u"0/0 Launch"_s, u"3/0 Launch"_s}));
        QCOMPARE(stage.ask("/chatroom/get.json", "chatroomId=Launch").code(), 23410);
    }

    void membersComeAndGoBeforeTheApplication()
    {
        Stage stage;
        QCOMPARE(stage.ask("/chatroom/create.json", "chatroom[Den]=The+den").status, 200);
        Guest guest(stage.endpoints.xmpp);
        QVERIFY(guest.signIn());
        QVERIFY(guest.join(u"den"_s));
        QTRY_COMPARE(stage.callbacks, QStringList({u"0/0 Den"_s, u"1/0 Den guest"_s}));
        const QJsonObject members = stage.ask("/chatroom/user/query.json", "chatroomId=den&count=10&order=1").json();
        QCOMPARE(members.value("total"_L1).toInt(), 1);
        const QString user = members.value("users"_L1).toArray().at(0).toObject().value("id"_L1).toString();
        const QByteArray userField = "userId=" + user.toUtf8();
        QCOMPARE(
            stage.ask("/chatroom/user/exist.json", "chatroomId=den&" + userField).json().value("isInChrm"_L1).toBool(),
            true);

        guest.frames.clear();
        QCOMPARE(stage
                     .ask("/message/chatroom/publish.json", "fromUserId=system&toChatroomId=den&objectName=RC:TxtMsg&"
                                                            "content=%7B%22content%22%3A%22Welcome%22%7D")
                     .status,
                 200);
        QVERIFY(guest.hears(u"<body>Welcome</body>"_s));
        QVERIFY(guest.frames.filter(u"<body>Welcome"_s).constFirst().contains(u"/system"_s));

        guest.frames.clear();
        QCOMPARE(
            stage.ask("/chatroom/user/gag/add.json", "chatroomId=den&minute=5&extra=off+topic&" + userField).status,
            200);
        QVERIFY(guest.hears(u"off topic"_s));
        QVERIFY(guest.frames.filter(u"off topic"_s).constFirst().contains(u"urn:foyer:mute:0"_s));
        const QJsonArray muted =
            stage.ask("/chatroom/user/gag/list.json", "chatroomId=den").json().value("users"_L1).toArray();
        QCOMPARE(muted.size(), 1);
        QCOMPARE(muted.at(0).toObject().value("userId"_L1).toString(), user);

        QCOMPARE(stage.ask("/chatroom/user/block/add.json", "chatroomId=den&minute=5&" + userField).status, 200);
        QVERIFY(guest.hears(u"301"_s));
        QTRY_COMPARE(stage.callbacks.value(2), u"2/2 Den guest"_s);
    }

    void whatWasAnsweredIsOnTheDisk()
    {
        Stage stage;
        const QString token =
            stage.ask("/user/getToken.json", "userId=Alice&name=Alice").json().value("token"_L1).toString();
        QVERIFY(!token.isEmpty());
        QCOMPARE(stage.ask("/chatroom/create_new.json", "chatroomId=Den&isBan=1").status, 200);
        stage.stop();
        stage.start();
        QCOMPARE(stage.ask("/chatroom/ban/check.json", "chatroomId=den").json().value("status"_L1).toInt(), 1);
        Guest alice(stage.endpoints.xmpp);
        const QByteArray plain = QByteArray("\0alice\0", 7) + token.toUtf8();
        QVERIFY(alice.signIn(u"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>"_s +
                             QString::fromLatin1(plain.toBase64()) + u"</auth>"_s));
    }

    void newTokenVoidsTheOld()
    {
        Stage stage;
        const QByteArray body = "userId=Alice";
        const QString first = stage.ask("/user/getToken.json", body).json().value("token"_L1).toString();
        const QString second = stage.ask("/user/getToken.json", "userId=ALICE").json().value("token"_L1).toString();
        QVERIFY(first != second);
        Guest alice(stage.endpoints.xmpp);
        const QByteArray plain = QByteArray("\0alice\0", 7) + first.toUtf8();
        QVERIFY(QTest::qWaitFor([&] { return alice.isOpen(); }, 20000));
        QVERIFY(alice.ask(u"<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='localhost' version='1.0'/>"_s,
                          u"<mechanisms"_s));
        QVERIFY(alice.ask(u"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>"_s +
                              QString::fromLatin1(plain.toBase64()) + u"</auth>"_s,
                          u"<not-authorized"_s));
    }

    void ownPortsAreNotCalledBack()
    {
        Stage stage;
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"leads where callbacks may not go"_s));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"dropped after 1 tries"_s));
        ServerSettings settings;
        settings.dataFolder = stage.folder.filePath(u"server"_s);
        settings.port = 0;
        settings.apiPort = 0;
        settings.appKey = u"key"_s;
        settings.appSecret = u"secret"_s;
        settings.callbackUrl = stage.endpoints.api;
        stage.server->setSettings(settings);
        QCOMPARE(stage.ask("/chatroom/create_new.json", "chatroomId=a").status, 200);
        stage.stop();
        QCOMPARE(stage.callbacks, QStringList());
    }
};

QTEST_GUILESS_MAIN(TestEmbeddedApi)
#include "tst_embeddedapi.moc"
