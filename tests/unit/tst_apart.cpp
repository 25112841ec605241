#include "core/apart.h"
#include "core/error.h"

#include <QTest>

using namespace foyer;
using namespace Qt::StringLiterals;

class TestApart : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wordsKeepTheirDirectionAndTheSentenceItsOwn()
    {
        QCOMPARE(apart(u"bob"_s), u"\u2068bob\u2069"_s);
        QCOMPARE(apartFromLeft(u"/help"_s), u"\u2066/help\u2069"_s);
        // The sentence is read from the right although it begins with a Latin name.
        const QString sentence = apart(u"bob"_s) + u" \u05d0\u05d1"_s;
        QVERIFY(sentence.isRightToLeft());
    }

    void nothingInTheWordsEndsTheirIsolate()
    {
        QCOMPARE(apart(u"a\u2069\u202eb\u2067c\u202c"_s), u"\u2068abc\u2069"_s);
        QCOMPARE(apartFromLeft(u"\u2069x\u202d"_s), u"\u2066x\u2069"_s);
        QCOMPARE(apart({}), u"\u2068\u2069"_s);
    }

    void errorsKeepApartWhatTheyName_data()
    {
        QTest::addColumn<ErrorKind>("kind");
        QTest::newRow("room") << ErrorKind::RoomDoesNotExist;
        QTest::newRow("name") << ErrorKind::NicknameInUse;
        QTest::newRow("words of a server") << ErrorKind::ServerRefused;
    }

    void errorsKeepApartWhatTheyName()
    {
        QFETCH(ErrorKind, kind);
        const QString text = Error::make(kind, u"\u05d0\u2069\u05d1"_s).text;
        QVERIFY2(text.contains(u"\u2068\u05d0\u05d1\u2069"_s), qPrintable(text));
    }
};

QTEST_GUILESS_MAIN(TestApart)
#include "tst_apart.moc"
