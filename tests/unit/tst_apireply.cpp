#include "server/api/apireply.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace foyer::server;

Q_DECLARE_METATYPE(foyer::server::Refusal::Kind)

class TestApiReply : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusalsHaveTheServicesCodes_data()
    {
        using Kind = Refusal::Kind;
        QTest::addColumn<Kind>("kind");
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("code");
        QTest::newRow("no room") << Kind::RoomDoesNotExist << 400 << 23410;
        QTest::newRow("gone") << Kind::Gone << 400 << 23410;
        QTest::newRow("not configured yet") << Kind::Locked << 400 << 23410;
        QTest::newRow("room id") << Kind::InvalidRoomId << 400 << 1002;
        QTest::newRow("bad") << Kind::BadRequest << 400 << 1002;
        QTest::newRow("too large") << Kind::TooLarge << 400 << 1002;
        QTest::newRow("not allowed") << Kind::NotAllowed << 400 << 1007;
        QTest::newRow("creation") << Kind::CreationNotAllowed << 400 << 1007;
        QTest::newRow("too fast") << Kind::TooFast << 429 << 1008;
        QTest::newRow("not saved") << Kind::NotSaved << 500 << 1000;
        QTest::newRow("muted") << Kind::Muted << 400 << 23408;
        QTest::newRow("full") << Kind::RoomFull << 400 << 23411;
    }
    void refusalsHaveTheServicesCodes()
    {
        QFETCH(Refusal::Kind, kind);
        QFETCH(int, status);
        QFETCH(int, code);
        const ApiReply reply = refused({kind, u"Why."_s, {}});
        QCOMPARE(reply.status, status);
        QCOMPARE(reply.body, QJsonObject({{u"code"_s, code}, {u"errorMessage"_s, u"Why."_s}}));
        QVERIFY(!refused({kind, {}, {}}).body.value("errorMessage"_L1).toString().isEmpty());
    }

    void successKeepsItsFields()
    {
        const HttpResponse response = toHttp(succeeded({{u"ban"_s, true}}));
        QCOMPARE(response.status, 200);
        QCOMPARE(QJsonDocument::fromJson(response.body).object(), QJsonObject({{u"code"_s, 200}, {u"ban"_s, true}}));
    }

    void timesAreWrittenInUtc()
    {
        QCOMPARE(apiTime(QDateTime(QDate(2026, 3, 1), QTime(1, 2, 3), Qt::OffsetFromUTC, 3600)),
                 u"2026-03-01 00:02:03"_s);
        QCOMPARE(apiTime({}), QString());
    }
};

QTEST_GUILESS_MAIN(TestApiReply)
#include "tst_apireply.moc"
