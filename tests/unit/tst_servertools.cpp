#include "server/program/servertools.h"
#include "server/servercore.h"
#include "support/roombench.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTemporaryFile>
#include <QTest>

#include <unistd.h>

using namespace foyer;
using namespace foyer::server;
using namespace Qt::StringLiterals;

class TestServerTools : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void accountsAreMadeChangedListedAndRemoved()
    {
        const QTemporaryDir folder;
        const QString data = folder.filePath(u"new/data"_s);
        QVERIFY(!listAccounts(data));
        QVERIFY(addAccount(data, u"Bob"_s, u"one"_s));
        QVERIFY(addAccount(data, u"alice"_s, u"pw"_s));
        QVERIFY(addAccount(data, u"bob"_s, u"two"_s));
        QCOMPARE(listAccounts(data).valueOr({}), QStringList({u"alice"_s, u"Bob"_s}));
        QVERIFY(deleteAccount(data, u"BOB"_s));
        QVERIFY(!deleteAccount(data, u"bob"_s));
        QCOMPARE(listAccounts(data).valueOr({}), QStringList{u"alice"_s});
    }

    void impossibleAccountsAreRefused()
    {
        const QTemporaryDir folder;
        QVERIFY(!addAccount(folder.path(), u"al ice"_s, u"pw"_s));
        QVERIFY(!addAccount(folder.path(), u"alice"_s, QString()));
        QVERIFY(!addAccount(folder.path(), u"alice@localhost"_s, u"pw"_s));
    }

    void archiveIsExportedInItsOrder()
    {
        const QTemporaryDir folder;
        {
            FakeClock clock;
            ServerStore store;
            QVERIFY(store.open(storeFileName(folder.path())));
            RoomSettings settings;
            settings.domain = u"localhost"_s;
            settings.mucDomain = u"conference.localhost"_s;
            Rooms rooms(store, clock, settings);
            const Jid session = RoomBench::session(u"alice"_s);
            QVERIFY(rooms.enter({u"Launch"_s, session, u"Al"_s, {}, {}}));
            for (const QString &body : {u"one"_s, u"two\n“three”"_s}) {
                stanza::XmlNode message(u"message"_s, u"jabber:client"_s);
                message.addTextChild(u"body"_s, body, u"jabber:client"_s);
                QVERIFY(rooms.say({u"Launch"_s, session, message}));
            }
            QVERIFY(store.commit());
        }
        QTemporaryFile file;
        QVERIFY(file.open());
        FILE *out = fdopen(dup(file.handle()), "w");
        QVERIFY(exportRoom(folder.path(), u"launch"_s, out));
        fclose(out);
        file.seek(0);
        const QList<QByteArray> lines = file.readAll().trimmed().split('\n');
        QCOMPARE(lines.size(), 2);
        const QJsonObject line = QJsonDocument::fromJson(lines[1]).object();
        QCOMPARE(line[u"body"].toString(), u"two\n“three”"_s);
        QCOMPARE(line[u"nickname"].toString(), u"Al"_s);
        QCOMPARE(line[u"from"].toString(), u"alice@localhost"_s);
        QCOMPARE(line[u"kind"].toString(), u"message"_s);
        QCOMPARE(line[u"sentAt"].toString(), u"2026-03-01T12:00:00.000Z"_s);
        QVERIFY(line.contains(u"originId") && line[u"originId"].isNull());
        QCOMPARE(line[u"id"].toString().size(), 32);
        QVERIFY(!exportRoom(folder.path(), u"other"_s, stdout));
    }

    void secretsLoseOneNewline()
    {
        QTemporaryFile file;
        QVERIFY(file.open());
        file.write("pw\n\n");
        file.close();
        QCOMPARE(readSecretFile(file.fileName()).valueOr({}), u"pw\n"_s);
        QVERIFY(!readSecretFile(u"/nowhere"_s));
    }
};

QTEST_GUILESS_MAIN(TestServerTools)
#include "tst_servertools.moc"
