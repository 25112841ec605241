#include "server/api/callbacksender.h"

#include "server/api/apisignature.h"
#include "server/storage/serverstore.h"

#include "support/fakeclock.h"
#include "support/localserver.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QUrlQuery>

using namespace Qt::StringLiterals;
using namespace foyer;
using namespace foyer::server;

namespace
{

/// An application's server: notes the bodies and answers as it is told, or not at all.
class Application
{
public:
    Application()
        : m_server([this](const QByteArray &received) {
              const qsizetype end = received.indexOf("\r\n\r\n");
              const QByteArray body = received.mid(end + 4);
              if (end < 0 || !QJsonDocument::fromJson(body).isArray()) {
                  return QByteArray();
              }
              targets.append(QUrl(QString::fromLatin1(received.split(' ').value(1))));
              bodies.append(QJsonDocument::fromJson(body).array());
              return answer.isEmpty() ? QByteArray() : httpAnswer(answer, "");
          })
    {
    }

    QUrl url() const { return QUrl(u"http://"_s + m_server.address() + u"/hook"_s); }
    quint16 port() const { return m_server.serverPort(); }
    /// Room ids of everything that came, in order, posts apart.
    QStringList posts() const
    {
        QStringList all;
        for (const QJsonArray &body : bodies) {
            QStringList rooms;
            for (const QJsonValue &item : body) {
                rooms.append(item.toObject().value("chatRoomId"_L1).toString());
            }
            all.append(rooms.join(u','));
        }
        return all;
    }

    QByteArray answer = "200 OK";
    QList<QUrl> targets;
    QList<QJsonArray> bodies;

private:
    LocalServer m_server;
};

/// A sender on a real store; commits happen when a test says so.
struct Stage {
    Stage() : sender((open(), store.callbacks()), clock) { sender.setSettings(settings()); }

    void open()
    {
        if (!store.open(folder.filePath(u"server.sqlite"_s))) {
            qFatal("no store");
        }
    }
    CallbackSettings settings() const { return {application.url(), u"key"_s, u"secret"_s, true, {}}; }
    void report(const QString &room)
    {
        sender.onRoomStatus({room, {u"Alice"_s}, RoomStatus::Type::Joined, RoomStatus::Cause::Direct, clock.now()});
    }
    void commit()
    {
        QVERIFY(store.commit());
        sender.committed();
    }
    /// Lets the network work, and commits what comes of it, until so many posts have come and none is on its way.
    bool settle(int posts)
    {
        return QTest::qWaitFor(
            [&] {
                if (store.hasChanges()) {
                    commit();
                }
                return application.bodies.size() >= posts && clock.msToNext() != 5000;
            },
            20000);
    }
    bool isEmptied()
    {
        return QTest::qWaitFor(
            [&] {
                if (store.hasChanges()) {
                    commit();
                }
                return store.callbacks().size() == 0;
            },
            20000);
    }

    QTemporaryDir folder;
    Application application;
    FakeClock clock;
    ServerStore store;
    CallbackSender sender;
};

} // namespace

class TestCallbackSender : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsToldBeforeItsCommit()
    {
        Stage stage;
        stage.report(u"a"_s);
        QTest::qWait(0);
        QCOMPARE(stage.application.bodies.size(), 0);
        stage.commit();
        QVERIFY(stage.settle(1));
        QCOMPARE(stage.application.posts(), QStringList(u"a"_s));
        QVERIFY(stage.isEmptied());
    }

    void whatIsUndoneIsNotTold()
    {
        Stage stage;
        stage.report(u"undone"_s);
        stage.store.rollback();
        stage.report(u"kept"_s);
        stage.commit();
        QVERIFY(stage.isEmptied());
        QCOMPARE(stage.application.posts(), QStringList(u"kept"_s));
    }

    void urlIsSignedForTheApplication()
    {
        Stage stage;
        stage.report(u"a"_s);
        stage.commit();
        QVERIFY(stage.settle(1));
        const QUrlQuery query(stage.application.targets.constFirst());
        const QByteArray nonce = query.queryItemValue(u"nonce"_s).toLatin1();
        const QByteArray timestamp = query.queryItemValue(u"timestamp"_s).toLatin1();
        QCOMPARE(query.queryItemValue(u"appKey"_s), u"key"_s);
        QCOMPARE(timestamp.toLongLong(), stage.clock.now().toMSecsSinceEpoch());
        QVERIFY(!nonce.isEmpty() && nonce.size() <= 18);
        QCOMPARE(query.queryItemValue(u"signature"_s).toLatin1(), apiSignature(u"secret"_s, nonce, timestamp));
    }

    void orderIsKeptWhileOneIsOnItsWay()
    {
        Stage stage;
        for (int i = 0; i < 250; ++i) {
            stage.report(QString::number(i));
            if (i % 7 == 0) {
                stage.commit();
            }
        }
        stage.commit();
        QVERIFY(stage.isEmptied());
        QStringList expected;
        for (int i = 0; i < 250; ++i) {
            expected.append(QString::number(i));
        }
        QCOMPARE(stage.application.posts().join(u',').split(u','), expected);
        for (const QJsonArray &body : std::as_const(stage.application.bodies)) {
            QVERIFY(body.size() <= 100);
        }
    }

    void silentApplicationIsAskedThreeTimes()
    {
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"dropped after 3 tries: 1$"_s));
        Stage stage;
        stage.application.answer.clear();
        stage.report(u"a"_s);
        stage.commit();
        for (qsizetype i = 1; i <= 3; ++i) {
            QTRY_COMPARE(stage.application.bodies.size(), i);
            stage.clock.advance(5000);
            stage.clock.advance(1000);
        }
        QVERIFY(stage.isEmptied());
        QCOMPARE(stage.application.posts(), QStringList({u"a"_s, u"a"_s, u"a"_s}));
        QVERIFY(stage.application.targets.at(0) != stage.application.targets.at(1));

        stage.application.answer = "200 OK";
        stage.report(u"b"_s);
        stage.commit();
        QVERIFY(stage.isEmptied());
        QCOMPARE(stage.application.posts().constLast(), u"b"_s);
    }

    void failedTryIsRepeatedAfterASecond()
    {
        Stage stage;
        stage.application.answer = "500 Internal Server Error";
        stage.report(u"a"_s);
        stage.commit();
        QVERIFY(stage.settle(1));
        stage.application.answer = "200 OK";
        // What happens meanwhile waits its turn.
        stage.report(u"b"_s);
        stage.commit();
        stage.clock.advance(999);
        QCOMPARE(stage.clock.msToNext(), 1);
        stage.clock.advance(1);
        QVERIFY(stage.isEmptied());
        QCOMPARE(stage.application.posts(), QStringList({u"a"_s, u"a"_s, u"b"_s}));
    }

    void manyFailuresBringAMinuteOfRest()
    {
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"dropped after 3 tries: 1$"_s));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"dropped after 3 tries: 1$"_s));
        Stage stage;
        stage.application.answer = "503 Service Unavailable";
        stage.report(u"a"_s);
        stage.commit();
        stage.report(u"b"_s);
        stage.commit();
        // After the third try of one the first of the next follows at once.
        for (int posts : {1, 2, 4, 5}) {
            QVERIFY(stage.settle(posts));
            stage.clock.advance(1000);
        }
        QVERIFY(stage.settle(6));
        stage.application.answer = "200 OK";
        stage.report(u"c"_s);
        stage.commit();
        QCOMPARE(stage.clock.msToNext(), 60000);
        stage.clock.advance(60000);
        QVERIFY(stage.isEmptied());
        QCOMPARE(stage.application.posts().join(u','), u"a,a,a,b,b,b,c"_s);
    }

    void whatWaitsSurvivesARestart()
    {
        QTemporaryDir folder;
        Application application;
        FakeClock clock;
        const CallbackSettings settings{application.url(), u"key"_s, u"secret"_s, true, {}};
        {
            ServerStore store;
            QVERIFY(store.open(folder.filePath(u"s"_s)));
            CallbackSender sender(store.callbacks(), clock);
            sender.setSettings(settings);
            sender.onRoomStatus({u"a"_s, {}, RoomStatus::Type::Created, RoomStatus::Cause::Direct, clock.now()});
            QVERIFY(store.commit());
        }
        ServerStore store;
        QVERIFY(store.open(folder.filePath(u"s"_s)));
        CallbackSender sender(store.callbacks(), clock);
        sender.setSettings(settings);
        sender.committed();
        QTRY_COMPARE(application.posts(), QStringList(u"a"_s));
    }

    void withoutUrlNothingIsQueued()
    {
        Stage stage;
        stage.sender.setSettings({});
        stage.report(u"a"_s);
        QCOMPARE(stage.store.callbacks().size(), 0);
    }

    void forbiddenTargetIsSparedAndSaid()
    {
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"leads where callbacks may not go"_s));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"dropped after 1 tries: 1$"_s));
        Stage stage;
        CallbackSettings settings = stage.settings();
        settings.allowLoopback = false;
        stage.sender.setSettings(settings);
        stage.report(u"a"_s);
        stage.commit();
        QVERIFY(stage.isEmptied());
        QCOMPARE(stage.application.bodies.size(), 0);
        // No busy loop: the next one waits for a minute.
        stage.report(u"b"_s);
        stage.commit();
        QCOMPARE(stage.store.callbacks().size(), 1);
        stage.sender.setSettings(stage.settings());
        stage.clock.advance(60000);
        QVERIFY(stage.isEmptied());
        QCOMPARE(stage.application.posts(), QStringList(u"b"_s));
    }
};

QTEST_GUILESS_MAIN(TestCallbackSender)
#include "tst_callbacksender.moc"
