#include "core/nickname.h"

#include <QTest>

using namespace foyer;
using namespace Qt::StringLiterals;

class TestNickname : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nameIsPrepared_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("text");

        QTest::newRow("plain") << u"alice"_s << u"alice"_s;
        QTest::newRow("case stays") << u"Alice"_s << u"Alice"_s;
        QTest::newRow("inner space stays") << u"Alice in Foyer"_s << u"Alice in Foyer"_s;
        QTest::newRow("outer space goes") << u"  alice\t"_s << u"alice"_s;
        QTest::newRow("space behind invisible characters goes") << u"\u200b alice \u200b"_s << u"alice"_s;
        QTest::newRow("compatibility form") << u"ａｌｉｃｅ"_s << u"alice"_s;
        QTest::newRow("other script") << u"חדר"_s << u"חדר"_s;
        QTest::newRow("emoji") << u"🎉🎉"_s << u"🎉🎉"_s;
    }

    void nameIsPrepared()
    {
        QFETCH(QString, typed);
        const auto nickname = Nickname::parse(typed);
        QVERIFY(nickname);
        QTEST(nickname->text(), "text");
        QVERIFY(!nickname->isEmpty());
    }

    void whatNobodyCouldSeeIsNoName_data()
    {
        QTest::addColumn<QString>("typed");

        QTest::newRow("nothing") << u""_s;
        QTest::newRow("space") << u" \t "_s;
        QTest::newRow("wide space") << u"\u3000"_s;
        QTest::newRow("invisible characters") << u"\u200b\u200d"_s;
        QTest::newRow("space between invisible characters") << u"\u200b \u200b"_s;
        QTest::newRow("control character") << u"al\u0007ice"_s;
        QTest::newRow("line break") << u"al\nice"_s;
        QTest::newRow("1024 bytes") << QString(1024, u'a');
    }

    void whatNobodyCouldSeeIsNoName()
    {
        QFETCH(QString, typed);
        QVERIFY(!Nickname::parse(typed));
    }

    void comparesExactly()
    {
        QCOMPARE(*Nickname::parse(u"alice"_s), *Nickname::parse(u" alice "_s));
        QVERIFY(*Nickname::parse(u"alice"_s) != *Nickname::parse(u"Alice"_s));
        QVERIFY(Nickname().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestNickname)
#include "tst_nickname.moc"
