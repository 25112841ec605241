#include "core/reactionemojis.h"

#include <QTest>

using namespace foyer;
using namespace Qt::StringLiterals;

class TestReactionEmojis : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyEmojisAreReactions_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isEmoji");
        QTest::newRow("thumb") << u"👍"_s << true;
        QTest::newRow("thumb with a skin tone") << u"👍🏽"_s << true;
        QTest::newRow("heart with its variation") << u"❤️"_s << true;
        QTest::newRow("family") << u"👨‍👩‍👧‍👦"_s << true;
        QTest::newRow("flag") << u"🇩🇪"_s << true;
        QTest::newRow("keycap") << u"1️⃣"_s << true;
        QTest::newRow("copyright") << u"©"_s << true;
        QTest::newRow("nothing") << QString() << false;
        QTest::newRow("a word") << u"yes"_s << false;
        QTest::newRow("a word behind an emoji") << u"👍yes"_s << false;
        QTest::newRow("a digit") << u"1"_s << false;
        QTest::newRow("two lines") << u"👍\n👍"_s << false;
        QTest::newRow("a change of direction") << u"\u202e👍"_s << false;
        QTest::newRow("only a joiner") << u"\u200d"_s << false;
        QTest::newRow("too long") << u"👍"_s.repeated(17) << false;
    }

    void onlyEmojisAreReactions()
    {
        QFETCH(QString, text);
        QTEST(isReactionEmoji(text), "isEmoji");
    }

    void eachOnceInOrderAndNotTooMany()
    {
        QCOMPARE(reactionEmojis({u" 🎉 "_s, u"👍"_s, u"🎉"_s, u"no"_s}), (QStringList{u"🎉"_s, u"👍"_s}));
        QStringList many;
        for (char32_t point = 0x1F600; point < 0x1F640; ++point)
            many += QString::fromUcs4(&point, 1);
        QCOMPARE(reactionEmojis(many).size(), maximumReactionEmojis);
    }
};

QTEST_GUILESS_MAIN(TestReactionEmojis)
#include "tst_reactionemojis.moc"
