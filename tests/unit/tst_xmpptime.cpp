#include "core/xmpptime.h"

#include <QTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

const QDateTime now(QDate(2026, 11, 24), QTime(12, 0), Qt::UTC);

/// Another local time zone while it lives: no result may depend on it.
class LocalZone
{
public:
    explicit LocalZone(const QByteArray &name) { set(name); }
    ~LocalZone() { set("UTC"); }
    Q_DISABLE_COPY_MOVE(LocalZone)

private:
    static void set(const QByteArray &name)
    {
        qputenv("TZ", name);
        tzset();
    }
};

} // namespace

class TestXmppTime : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void timesOfServersAreRead_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("utc");

        QTest::newRow("whole seconds") << u"2026-11-23T14:06:00Z"_s << u"2026-11-23T14:06:00.000Z"_s;
        QTest::newRow("milliseconds") << u"2026-11-23T14:06:00.123Z"_s << u"2026-11-23T14:06:00.123Z"_s;
        QTest::newRow("microseconds") << u"2026-11-23T14:06:00.123456Z"_s << u"2026-11-23T14:06:00.123Z"_s;
        QTest::newRow("one digit of a second") << u"2026-11-23T14:06:00.5Z"_s << u"2026-11-23T14:06:00.500Z"_s;
        QTest::newRow("zone east") << u"2026-11-23T15:36:00+01:30"_s << u"2026-11-23T14:06:00.000Z"_s;
        QTest::newRow("zone west over midnight") << u"2026-11-22T20:00:00-08:00"_s << u"2026-11-23T04:00:00.000Z"_s;
        QTest::newRow("zone forgotten means UTC") << u"2026-11-23T14:06:00"_s << u"2026-11-23T14:06:00.000Z"_s;
        QTest::newRow("legacy form") << u"20261123T14:06:00"_s << u"2026-11-23T14:06:00.000Z"_s;
        QTest::newRow("legacy form in a local clock change") << u"20260329T02:30:00"_s << u"2026-03-29T02:30:00.000Z"_s;
        QTest::newRow("zone forgotten in a local clock change")
            << u"2026-03-29T02:30:00"_s << u"2026-03-29T02:30:00.000Z"_s;
        QTest::newRow("long ago is clamped") << u"1970-01-01T00:00:00Z"_s << u"2000-01-01T00:00:00.000Z"_s;
        QTest::newRow("far ahead is clamped") << u"2999-01-01T00:00:00Z"_s << u"2026-11-25T12:00:00.000Z"_s;
        QTest::newRow("a little ahead is a wrong clock") << u"2026-11-24T18:00:00Z"_s << u"2026-11-24T18:00:00.000Z"_s;
    }

    void timesOfServersAreRead()
    {
        QFETCH(QString, text);
        const LocalZone zone("Europe/Berlin");
        const QDateTime time = parseXmppTime(text, now);
        QCOMPARE(time.timeSpec(), Qt::UTC);
        QTEST(formatTime(time), "utc");
    }

    void whatIsNoTimeIsInvalid_data()
    {
        QTest::addColumn<QString>("text");

        QTest::newRow("nothing") << u""_s;
        QTest::newRow("words") << u"the day before yesterday"_s;
        QTest::newRow("date only") << u"2026-11-23"_s;
        QTest::newRow("no such month") << u"2026-13-23T14:06:00Z"_s;
        QTest::newRow("no such day") << u"2026-02-30T14:06:00Z"_s;
        QTest::newRow("no such hour") << u"2026-11-23T25:06:00Z"_s;
        QTest::newRow("legacy form, no such day") << u"20260230T14:06:00"_s;
        QTest::newRow("year of nine digits") << u"+202611230-11-23T14:06:00Z"_s;
        QTest::newRow("endless") << QString(u"2026-11-23T14:06:00."_s + QString(100000, u'1') + u'Z');
    }

    void whatIsNoTimeIsInvalid()
    {
        QFETCH(QString, text);
        QVERIFY(!parseXmppTime(text, now).isValid());
    }

    void formatIsThatOfEvents()
    {
        const LocalZone zone("Europe/Berlin");
        QCOMPARE(formatTime(QDateTime(QDate(2026, 7, 1), QTime(14, 0), Qt::LocalTime)), u"2026-07-01T12:00:00.000Z"_s);
        QCOMPARE(formatTime(QDateTime()), QString());
    }
};

QTEST_GUILESS_MAIN(TestXmppTime)
#include "tst_xmpptime.moc"
