#include "models/styledtext.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace foyer;

// The examples are those of XEP-0393.
class TestStyledText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void spansAreStyled_data();
    void spansAreStyled();
    void nothingElseIsStyled_data();
    void nothingElseIsStyled();
    void blocksAreStyled_data();
    void blocksAreStyled();
    void hostileTextTakesNoTime_data();
    void hostileTextTakesNoTime();

private:
    static QStringList described(const QString &body)
    {
        QStringList list;
        for (const auto &span : styledtext::spans(body)) {
            const QChar letter = u"setcbq"_s[static_cast<int>(span.style)];
            list += u"%1:%2"_s.arg(letter).arg(body.mid(span.range.start, span.range.length));
        }
        return list;
    }
};

void TestStyledText::spansAreStyled_data()
{
    QTest::addColumn<QString>("body");
    QTest::addColumn<QStringList>("spans");
    QTest::newRow("strong") << u"*strong span*"_s << QStringList{u"s:*strong span*"_s};
    QTest::newRow("emphasis") << u"plain _emphasis_ plain"_s << QStringList{u"e:_emphasis_"_s};
    QTest::newRow("two") << u"`pre` plain *strong*"_s << QStringList{u"c:`pre`"_s, u"s:*strong*"_s};
    QTest::newRow("lazy") << u"*strong*plain*"_s << QStringList{u"s:*strong*"_s};
    QTest::newRow("loose") << u"* plain *strong*"_s << QStringList{u"s:*strong*"_s};
    QTest::newRow("struck") << u"Everyone ~dis~likes cake."_s << QStringList{u"t:~dis~"_s};
    QTest::newRow("inside code") << u"This is `*monospace*`"_s << QStringList{u"c:`*monospace*`"_s};
    QTest::newRow("both") << u"This is *`monospace and bold`*"_s
                          << QStringList{u"s:*`monospace and bold`*"_s, u"c:`monospace and bold`"_s};
    QTest::newRow("first of two") << u"Two spans, both *alike in dignity*"_s << QStringList{u"s:*alike in dignity*"_s};
}

void TestStyledText::spansAreStyled()
{
    QFETCH(QString, body);
    QFETCH(QStringList, spans);
    QCOMPARE(described(body), spans);
}

void TestStyledText::nothingElseIsStyled_data()
{
    QTest::addColumn<QString>("body");
    for (const QString &body : {u"not strong*"_s, u"*not strong"_s, u"*not \n strong*"_s, u"*not *strong"_s, u"**"_s,
                                u"***"_s, u"****"_s, u"snake_case_name"_s, u"2*3*4"_s, u""_s, u"_ x _"_s,
                                u"there is no *formatting\nas spans* may not escape blocks."_s}) {
        QTest::newRow(qPrintable(body)) << body;
    }
}

void TestStyledText::nothingElseIsStyled()
{
    QFETCH(QString, body);
    QCOMPARE(described(body), QStringList());
}

void TestStyledText::blocksAreStyled_data()
{
    QTest::addColumn<QString>("body");
    QTest::addColumn<QStringList>("spans");
    QTest::newRow("preformatted") << u"```ignored\n(*x*)\n```\n*after*"_s
                                  << QStringList{u"b:```ignored"_s, u"b:(*x*)"_s, u"b:```"_s, u"s:*after*"_s};
    QTest::newRow("to the end") << u"```\n_x_"_s << QStringList{u"b:```"_s, u"b:_x_"_s};
    QTest::newRow("quotation") << u"> That that is, *is*.\nSaid he."_s
                               << QStringList{u"q:> That that is, *is*."_s, u"s:*is*"_s};
    QTest::newRow("nested") << u">> That\n> Said"_s << QStringList{u"q:>> That"_s, u"q:> That"_s, u"q:> Said"_s};
    QTest::newRow("code in a quotation") << u"> ```\n> (x)\nplain *y*"_s
                                         << QStringList{u"q:> ```"_s, u"b:```"_s, u"q:> (x)"_s, u"b:(x)"_s, u"s:*y*"_s};
    QTest::newRow("shown lines") << QString(u"> a"_s + QChar(QChar::LineSeparator) + u"b"_s) << QStringList{u"q:> a"_s};
}

void TestStyledText::blocksAreStyled()
{
    QFETCH(QString, body);
    QFETCH(QStringList, spans);
    QCOMPARE(described(body), spans);
}

void TestStyledText::hostileTextTakesNoTime_data()
{
    QTest::addColumn<QString>("body");
    // What grows faster than the text would run into the test's time-out.
    QTest::newRow("marks") << u">"_s.repeated(200'000);
    QTest::newRow("quoted lines") << u">>>>>>>>>>> x\n"_s.repeated(20'000);
    QTest::newRow("openings") << u"*a _b ~c `d "_s.repeated(20'000);
    QTest::newRow("stars") << u"*"_s.repeated(200'000);
    QTest::newRow("mixed") << u"*_~"_s.repeated(50'000);
    QTest::newRow("nested") << QString(u"*_"_s.repeated(30'000) + u"x"_s + u"_*"_s.repeated(30'000));
}

void TestStyledText::hostileTextTakesNoTime()
{
    QFETCH(QString, body);
    QVERIFY(styledtext::spans(body).size() <= body.size());
}

QTEST_APPLESS_MAIN(TestStyledText)
#include "tst_styledtext.moc"
