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
        QCOMPARE(typingText({u"bob"_s}), u"bob is typing…"_s);
        QCOMPARE(typingText({u"bob"_s, u"carol"_s}), u"bob and carol are typing…"_s);
        QCOMPARE(typingText({u"bob"_s, u"carol"_s, u"dave"_s}), u"Several people are typing…"_s);
    }

    void aNameCanBreakNothing_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("text");
        QTest::newRow("place holder") << u"%2"_s << u"%2 and bob are typing…"_s;
        QTest::newRow("lines") << u"a\nb"_s << u"a b and bob are typing…"_s;
        QTest::newRow("override") << u"a\u202Eb"_s << u"ab and bob are typing…"_s;
        QTest::newRow("long") << QString(300, u'x') << QString(QString(32, u'x') + u"… and bob are typing…"_s);
        const QString emoji = u"\U0001F600"_s;
        QTest::newRow("half a letter") << QString(u'x' + emoji.repeated(20))
                                       << QString(u'x' + emoji.repeated(15) + u"… and bob are typing…"_s);
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
