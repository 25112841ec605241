#include "core/wiretext.h"
#include "stanza/namespaces.h"
#include "stanza/xmlreader.h"

#include <QTest>

using namespace foyer;
using namespace Qt::StringLiterals;

class TestWireText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsKeptIsWhatComesBack_data();
    void whatIsKeptIsWhatComesBack();
    void everyCharacterComesBackAsKept();
    void noPairIsCut();
};

namespace
{

QString overTheWire(const QString &text)
{
    stanza::XmlNode body(u"body"_s, stanza::ns::client);
    return stanza::XmlReader::parse(body.addText(text).toXml()).text();
}

} // namespace

void TestWireText::whatIsKeptIsWhatComesBack_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("kept");
    QTest::newRow("ordinary") << u"hi <b> & \"you\" 🎂"_s << u"hi <b> & \"you\" 🎂"_s;
    QTest::newRow("form feed") << u"page\fpage"_s << u"pagepage"_s;
    QTest::newRow("escape") << u"\x1b[31mred"_s << u"[31mred"_s;
    QTest::newRow("line breaks of Windows and of old") << u"a\r\nb\rc\n\td"_s << u"a\nb\nc\n\td"_s;
    QTest::newRow("half a pair") << QString(u"a"_s + QChar(0xD83C) + u'b') << u"ab"_s;
    QTest::newRow("nothing left") << u"\f\x0b"_s << QString();
}

void TestWireText::whatIsKeptIsWhatComesBack()
{
    QFETCH(QString, text);
    QFETCH(QString, kept);
    QCOMPARE(asWritten(text), kept);
    QCOMPARE(asWritten(kept), kept);
    QCOMPARE(overTheWire(kept), kept);
}

void TestWireText::everyCharacterComesBackAsKept()
{
    for (uint code = 0; code <= 0xFFFF; ++code) {
        const QString text = u"a"_s + QChar(code) + u'b';
        if (code != u'\r') {
            QVERIFY2(overTheWire(text) == asWritten(text), qPrintable(QString::number(code, 16)));
        }
    }
}

void TestWireText::noPairIsCut()
{
    QCOMPARE(beginningOf(u"ab🎂"_s, 3), u"ab"_s);
    QCOMPARE(beginningOf(u"ab🎂"_s, 4), u"ab🎂"_s);
    QCOMPARE(beginningOf(u"ab🎂"_s, 9), u"ab🎂"_s);
    QCOMPARE(beginningOf(u"abc"_s, 2), u"ab"_s);
    QCOMPARE(beginningOf({}, 0), QString());
}

QTEST_GUILESS_MAIN(TestWireText)
#include "tst_wiretext.moc"
