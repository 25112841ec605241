#include "models/typingtext.h"

#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

class TestTypingText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneTwoAndSeveralHaveTheirOwnSentence()
    {
        QCOMPARE(typingText({}), QString());
        QCOMPARE(typingText({u"bob"_s}), u"\u2068bob\u2069 is typing…"_s);
        QCOMPARE(typingText({u"bob"_s, u"carol"_s}), u"\u2068bob\u2069 and \u2068carol\u2069 are typing…"_s);
        QCOMPARE(typingText({u"bob"_s, u"carol"_s, u"dave"_s}), u"Several people are typing…"_s);
    }

    void aNameCanBreakNothing_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("text");
        QTest::newRow("place holder") << u"%2"_s << u"\u2068%2\u2069 and \u2068bob\u2069 are typing…"_s;
        QTest::newRow("lines") << u"a\nb"_s << u"\u2068a b\u2069 and \u2068bob\u2069 are typing…"_s;
        QTest::newRow("override") << u"a\u202Eb"_s << u"\u2068ab\u2069 and \u2068bob\u2069 are typing…"_s;
        QTest::newRow("long") << QString(300, u'x')
                              << QString(u"\u2068"_s + QString(32, u'x') +
                                         u"…\u2069 and \u2068bob\u2069 are typing…"_s);
        const QString emoji = u"\U0001F600"_s;
        QTest::newRow("half a letter") << QString(u'x' + emoji.repeated(20))
                                       << QString(u"\u2068x"_s + emoji.repeated(15) +
                                                  u"…\u2069 and \u2068bob\u2069 are typing…"_s);
    }

    void aNameCanBreakNothing()
    {
        QFETCH(QString, name);
        QFETCH(QString, text);
        QCOMPARE(typingText({name, u"bob"_s}), text);
    }
};

QTEST_GUILESS_MAIN(TestTypingText)
#include "tst_typingtext.moc"
