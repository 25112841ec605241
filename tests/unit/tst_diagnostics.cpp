#include "models/diagnostics.h"

#include <QTest>

using namespace foyer;
using namespace Qt::StringLiterals;

class TestDiagnostics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itTellsVersionsAndTheReport();
    void itHoldsNoPasswordNoBodyNoTokenAndNoName();
};

void TestDiagnostics::itTellsVersionsAndTheReport()
{
    DiagnosticFacts facts;
    facts.platform = u"xcb"_s;
    facts.language = u"de_DE"_s;
    facts.zoom = 150;
    facts.now = QDateTime(QDate(2026, 11, 23), QTime(12, 0), Qt::UTC);
    const QString text = diagnosticsText(facts);
    QVERIFY(text.startsWith(u"Foyer " FOYER_VERSION ""_s));
    for (const QString &part : {QString::fromLatin1(qVersion()), u"xcb"_s, u"de_DE"_s, u"text 150 %"_s, u"outages"_s}) {
        QVERIFY2(text.contains(part), qPrintable(part));
    }
}

void TestDiagnostics::itHoldsNoPasswordNoBodyNoTokenAndNoName()
{
    // Whatever a server or a room may say, each with a word of its own.
    DiagnosticFacts facts;
    facts.now = QDateTime(QDate(2026, 11, 23), QTime(12, 0), Qt::UTC);
    Outage outage;
    outage.lostAt = facts.now;
    outage.cause = Error{ErrorKind::NotAuthorized, u"sentence with swordfish-password"_s, u"detail-token-4711"_s};
    facts.outages.append(outage);
    RoomHealth room;
    room.room = RoomAddress::parse(u"xmpp:tea@rooms.example?join;password=room-secret"_s).value();
    facts.rooms.append(room);
    const QString text = diagnosticsText(facts);
    QVERIFY(text.contains(u"tea@rooms.example"_s));
    for (const QString &secret : {u"swordfish-password"_s, u"detail-token-4711"_s, u"room-secret"_s}) {
        QVERIFY2(!text.contains(secret), qPrintable(secret));
    }
}

QTEST_GUILESS_MAIN(TestDiagnostics)
#include "tst_diagnostics.moc"
