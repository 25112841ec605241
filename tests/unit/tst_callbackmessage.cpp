#include "server/api/callbackmessage.h"

#include <QJsonDocument>
#include <QTest>
#include <QUrlQuery>

using namespace Qt::StringLiterals;
using namespace foyer::server;

namespace
{

const QDateTime at = QDateTime::fromMSecsSinceEpoch(1408710653000, Qt::UTC);

} // namespace

class TestCallbackMessage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bodyIsAnArrayInOrder()
    {
        const QList<RoomStatus> statuses{
            {u"Launch"_s, {}, RoomStatus::Type::Created, RoomStatus::Cause::Direct, at},
            {u"Launch"_s, {u"Alice"_s, u"bob"_s}, RoomStatus::Type::Joined, RoomStatus::Cause::Direct, at.addMSecs(1)},
            {u"Launch"_s, {u"Alice"_s}, RoomStatus::Type::Left, RoomStatus::Cause::Offline, at},
            {u"Launch"_s, {u"bob"_s}, RoomStatus::Type::Left, RoomStatus::Cause::Blocked, at},
            {u"Launch"_s, {}, RoomStatus::Type::Destroyed, RoomStatus::Cause::AutoDestroyed, at},
        };
        const QByteArray expected = R"([
            {"chatRoomId":"Launch","userIds":[],"type":0,"status":0,"time":1408710653000},
            {"chatRoomId":"Launch","userIds":["Alice","bob"],"type":1,"status":0,"time":1408710653001},
            {"chatRoomId":"Launch","userIds":["Alice"],"type":2,"status":1,"time":1408710653000},
            {"chatRoomId":"Launch","userIds":["bob"],"type":2,"status":2,"time":1408710653000},
            {"chatRoomId":"Launch","userIds":[],"type":3,"status":3,"time":1408710653000}])";
        QCOMPARE(QJsonDocument::fromJson(callbackBody(statuses)), QJsonDocument::fromJson(expected));
        QVERIFY(callbackBody(statuses).startsWith("[{"));
    }

    void urlCarriesTheSignature()
    {
        const QUrl url = signedCallbackUrl(QUrl(u"http://127.0.0.1:8080/hook#part"_s),
                                           {u"key &"_s, u"Y1W2MeFwwwRxa0"_s}, "14314", at);
        QCOMPARE(url.toString(QUrl::FullyEncoded),
                 u"http://127.0.0.1:8080/hook?appKey=key%20%26&timestamp=1408710653000&nonce=14314&signature="
                 "30be0bbca9c9b2e27578701e9fda2358a814c88f"_s);
    }

    void queryOfTheUrlStays()
    {
        const QUrl url = signedCallbackUrl(QUrl(u"http://a.example/hook?x=%26%20y"_s), {u"key"_s, u"s"_s}, "1", at);
        QCOMPARE(QUrlQuery(url).queryItemValue(u"x"_s, QUrl::FullyEncoded), u"%26%20y"_s);
        QCOMPARE(QUrlQuery(url).queryItemValue(u"nonce"_s), u"1"_s);
    }
};

QTEST_GUILESS_MAIN(TestCallbackMessage)
#include "tst_callbackmessage.moc"
