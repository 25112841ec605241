#include "service/typingnotices.h"
#include "support/fakeclock.h"

#include <QSignalSpy>
#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

/// Notices, and what they told the room.
struct Notices {
    FakeClock clock;
    QList<ChatState> told;
    TypingNotices notices{clock, [this](ChatState state) { told.append(state); }};
    QSignalSpy changes{&notices, &TypingNotices::changed};
};

} // namespace

class TestTypingNotices : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writersStandInTheOrderInWhichTheyBegan()
    {
        Notices n;
        n.notices.receive(u"bob"_s, ChatState::Composing);
        n.notices.receive(u"carol"_s, ChatState::Composing);
        n.notices.receive(u"bob"_s, ChatState::Composing);
        QCOMPARE(n.notices.writers(), (QStringList{u"bob"_s, u"carol"_s}));
        QCOMPARE(n.changes.size(), 2);
    }

    void everyOtherStateEndsWriting_data()
    {
        QTest::addColumn<ChatState>("state");
        QTest::newRow("active") << ChatState::Active;
        QTest::newRow("paused") << ChatState::Paused;
        QTest::newRow("inactive") << ChatState::Inactive;
        QTest::newRow("gone") << ChatState::Gone;
    }

    void everyOtherStateEndsWriting()
    {
        QFETCH(ChatState, state);
        Notices n;
        n.notices.receive(u"bob"_s, ChatState::Composing);
        n.notices.receive(u"bob"_s, state);
        QCOMPARE(n.notices.writers(), QStringList());
        QCOMPARE(n.changes.size(), 2);
        n.notices.receive(u"bob"_s, state);
        QCOMPARE(n.changes.size(), 2);
    }

    void whoIsSilentFor30SecondsDoesNotWrite()
    {
        Notices n;
        n.notices.receive(u"bob"_s, ChatState::Composing);
        n.clock.advance(20000);
        n.notices.receive(u"carol"_s, ChatState::Composing);
        n.clock.advance(9999);
        QCOMPARE(n.notices.writers().size(), 2);
        n.clock.advance(1);
        QCOMPARE(n.notices.writers(), QStringList{u"carol"_s});
        n.clock.advance(20000);
        QCOMPARE(n.notices.writers(), QStringList());
        QCOMPARE(n.changes.size(), 4);
    }

    void aFloodOfWritersIsCutOff()
    {
        Notices n;
        for (int i = 0; i < 500; ++i)
            n.notices.receive(QString::number(i), ChatState::Composing);
        QCOMPARE(n.notices.writers().size(), 20);
        QCOMPARE(n.changes.size(), 20);
    }

    void composingIsToldAtMostOnceInTenSeconds()
    {
        Notices n;
        for (int i = 0; i < 20; ++i) {
            n.notices.write(true);
            n.clock.advance(1000);
        }
        QCOMPARE(n.told, (QList<ChatState>{ChatState::Composing, ChatState::Composing}));
    }

    void aPauseIsToldOnce()
    {
        Notices n;
        n.notices.write(true);
        n.clock.advance(60000);
        QCOMPARE(n.told, (QList<ChatState>{ChatState::Composing, ChatState::Paused}));
        n.notices.write(true);
        QCOMPARE(n.told.last(), ChatState::Composing);
    }

    void anEmptiedTextIsTakenBack()
    {
        Notices n;
        n.notices.write(false);
        QCOMPARE(n.told, QList<ChatState>());
        n.notices.write(true);
        n.notices.write(false);
        QCOMPARE(n.told, (QList<ChatState>{ChatState::Composing, ChatState::Active}));
        // Going to and fro does not make more of it.
        n.notices.write(true);
        n.notices.write(false);
        n.clock.advance(60000);
        QCOMPARE(n.told.size(), 2);
    }

    void aMessageEndsWhatWasToldWithoutAWord()
    {
        Notices n;
        n.notices.write(true);
        n.notices.sent();
        n.clock.advance(60000);
        QCOMPARE(n.told, QList<ChatState>{ChatState::Composing});
        n.notices.write(true);
        n.notices.sent();
        n.notices.write(true);
        QCOMPARE(n.told.size(), 3);
    }

    void nothingIsToldAfterTheEnd()
    {
        Notices n;
        n.notices.receive(u"bob"_s, ChatState::Composing);
        n.notices.write(true);
        n.notices.clear();
        QCOMPARE(n.notices.writers(), QStringList());
        n.clock.advance(60000);
        QCOMPARE(n.told.size(), 1);
        QCOMPARE(n.changes.size(), 2);
    }
};

QTEST_GUILESS_MAIN(TestTypingNotices)
#include "tst_typingnotices.moc"
