#include "models/fuzzymatch.h"

#include <QTest>

using namespace foyer;
using namespace Qt::StringLiterals;

class TestFuzzyMatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lettersInOrderFit_data();
    void lettersInOrderFit();
    void theBetterFitHasMore_data();
    void theBetterFitHasMore();
};

void TestFuzzyMatch::lettersInOrderFit_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("fits");
    QTest::newRow("start") << u"la"_s << u"Launch"_s << true;
    QTest::newRow("spread") << u"lnh"_s << u"Launch"_s << true;
    QTest::newRow("wrong order") << u"hl"_s << u"Launch"_s << false;
    QTest::newRow("too many") << u"launches"_s << u"Launch"_s << false;
    QTest::newRow("accents") << u"uber"_s << u"Über Tee"_s << true;
    QTest::newRow("spaces typed") << u"la te"_s << u"Launch team"_s << true;
    QTest::newRow("empty pattern") << QString() << u"Launch"_s << true;
    QTest::newRow("empty text") << u"a"_s << QString() << false;
    QTest::newRow("chinese") << u"茶"_s << u"喝茶"_s << true;
    QTest::newRow("very long") << u"b"_s << QString(100000, u'a') << false;
}

void TestFuzzyMatch::lettersInOrderFit()
{
    QFETCH(const QString, pattern);
    QFETCH(const QString, text);
    QTEST(fuzzyMatch(pattern, text).has_value(), "fits");
}

void TestFuzzyMatch::theBetterFitHasMore_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("better");
    QTest::addColumn<QString>("worse");
    QTest::newRow("starts of words") << u"lt"_s << u"Launch team"_s << u"Salt"_s;
    QTest::newRow("in a row") << u"tea"_s << u"Tea"_s << u"The eastern area"_s;
    QTest::newRow("shorter") << u"tea"_s << u"Tea"_s << u"Tea and cake"_s;
    QTest::newRow("start over middle") << u"te"_s << u"Tea"_s << u"Late"_s;
}

void TestFuzzyMatch::theBetterFitHasMore()
{
    QFETCH(const QString, pattern);
    QFETCH(const QString, better);
    QFETCH(const QString, worse);
    QVERIFY(fuzzyMatch(pattern, better).value() > fuzzyMatch(pattern, worse).value());
}

QTEST_GUILESS_MAIN(TestFuzzyMatch)
#include "tst_fuzzymatch.moc"
