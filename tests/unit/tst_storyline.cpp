#include "app/demo/storyline.h"

#include <QTest>

using namespace foyer;
using namespace Qt::StringLiterals;

class TestStoryLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsEvents_data();
    void tellsEvents();
    void leavesOutWhatIsNoNews_data();
    void leavesOutWhatIsNoNews();
};

void TestStoryLine::tellsEvents_data()
{
    QTest::addColumn<QByteArray>("event");
    QTest::addColumn<QString>("told");
    QTest::newRow("message")
        << QByteArray(
               R"({"t":"2026-11-23T14:06:00.123Z","event":"messagesStored","messages":[{"nickname":"Bob","body":"hi"}]})")
        << u"14:06:00.123  Bob: hi"_s;
    QTest::newRow("messages")
        << QByteArray(
               R"({"t":"2026-11-23T14:06:00.123Z","event":"messagesStored","messages":[{"nickname":"Bob","body":"hi"},{"nickname":"Carol","body":"ho"}]})")
        << u"14:06:00.123  2 messages, the last: Carol: ho"_s;
    QTest::newRow("rejoined")
        << QByteArray(
               R"({"t":"2026-11-23T14:06:00.123Z","event":"rejoined","report":{"offlineForMs":5200,"recovered":14,"alreadyHere":10,"gaps":0}})")
        << u"14:06:00.123  back in the room after 5.2 s: 14 new, 10 already here, none missing"_s;
    QTest::newRow("muted")
        << QByteArray(
               R"({"t":"2026-11-23T14:06:00.123Z","event":"muteStateChanged","mute":{"canSpeak":false,"by":"carol","reason":"noise","until":"2026-11-23T14:07:00.000Z"}})")
        << u"14:06:00.123  muted by carol (noise) until 2026-11-23T14:07:00.000Z"_s;
}

void TestStoryLine::tellsEvents()
{
    QFETCH(QByteArray, event);
    QTEST(storyLine(event), "told");
}

void TestStoryLine::leavesOutWhatIsNoNews_data()
{
    QTest::addColumn<QByteArray>("event");
    QTest::newRow("occupants") << QByteArray(R"({"t":"2026-11-23T14:06:00.123Z","event":"occupantsChanged"})");
    QTest::newRow("no JSON") << QByteArray("{");
    QTest::newRow("nothing") << QByteArray();
}

void TestStoryLine::leavesOutWhatIsNoNews()
{
    QFETCH(QByteArray, event);
    QVERIFY(storyLine(event).isEmpty());
}

QTEST_APPLESS_MAIN(TestStoryLine)
#include "tst_storyline.moc"
