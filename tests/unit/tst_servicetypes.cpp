#include "core/servicetypes.h"

#include <QSet>
#include <QTest>

using namespace foyer;
using namespace Qt::StringLiterals;

class TestServiceTypes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void historyCountIsNotClamped_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<bool>("valid");
        QTest::addColumn<int>("rows");

        QTest::newRow("none") << -1 << true << 0;
        QTest::newRow("default") << 0 << true << 10;
        QTest::newRow("one") << 1 << true << 1;
        QTest::newRow("most") << 50 << true << 50;
        QTest::newRow("one too many") << 51 << false << 51;
        QTest::newRow("below none") << -2 << false << 0;
    }

    void historyCountIsNotClamped()
    {
        QFETCH(int, count);
        QFETCH(bool, valid);
        JoinOptions options;
        options.historyCount = count;
        const auto error = checkOptions(options);
        QCOMPARE(!error.has_value(), valid);
        if (valid) {
            QTEST(effectiveCount(count), "rows");
        } else {
            QCOMPARE(error->kind, ErrorKind::InvalidHistoryCount);
            QCOMPARE(error->detail, QString::number(count));
        }
    }

    void extraIsCountedInBytes_data()
    {
        QTest::addColumn<QString>("extra");
        QTest::addColumn<bool>("valid");

        QTest::newRow("none") << QString() << true;
        QTest::newRow("1024 letters") << QString(1024, u'a') << true;
        QTest::newRow("1025 letters") << QString(1025, u'a') << false;
        QTest::newRow("256 emoji of four bytes") << u"🎉"_s.repeated(256) << true;
        QTest::newRow("257 emoji of four bytes") << u"🎉"_s.repeated(257) << false;
    }

    void extraIsCountedInBytes()
    {
        QFETCH(QString, extra);
        QFETCH(bool, valid);
        JoinOptions options;
        options.extra = extra;
        const auto error = checkOptions(options);
        QCOMPARE(!error.has_value(), valid);
        QVERIFY(valid || error->kind == ErrorKind::InvalidExtra);
    }

    void firstWrongFieldIsTold()
    {
        JoinOptions options;
        options.historyCount = 51;
        options.extra = QString(2000, u'a');
        QCOMPARE(checkOptions(options)->kind, ErrorKind::InvalidHistoryCount);
    }

    void namesAreThoseOfTheEvents()
    {
        using Connection = ConnectionState::Kind;
        using Leave = LeaveReason::Kind;
        const QStringList names{nameOf(Connection::Offline),
                                nameOf(Connection::Connecting),
                                nameOf(Connection::Authenticating),
                                nameOf(Connection::Online),
                                nameOf(Connection::Waiting),
                                nameOf(RoomState::Joining),
                                nameOf(RoomState::Joined),
                                nameOf(RoomState::Rejoining),
                                nameOf(RoomState::CatchingUp),
                                nameOf(RoomState::Failed),
                                nameOf(RoomState::Left),
                                nameOf(Leave::ByUser),
                                nameOf(Leave::ReplacedByOtherRoom),
                                nameOf(Leave::Kicked),
                                nameOf(Leave::Banned),
                                nameOf(Leave::Destroyed),
                                nameOf(Leave::LostMembership),
                                nameOf(MessageChange::State),
                                nameOf(MessageChange::Corrected),
                                nameOf(MessageChange::Retracted),
                                nameOf(MessageChange::Reactions)};
        QCOMPARE(names.join(u' '), u"Offline Connecting Authenticating Online Waiting "
                                   "Joining Joined Rejoining CatchingUp Failed Left "
                                   "ByUser ReplacedByOtherRoom Kicked Banned Destroyed LostMembership "
                                   "State Corrected Retracted Reactions"_s);
    }
};

QTEST_GUILESS_MAIN(TestServiceTypes)
#include "tst_servicetypes.moc"
