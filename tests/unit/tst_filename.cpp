#include "core/filename.h"

#include <QTest>

using namespace foyer;
using namespace Qt::StringLiterals;

/// Names of files on their way out of the program (security rule S23).
class TestFileName : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void honestNamesStay_data();
    void honestNamesStay();
    void hostileNamesBecomeThese_data();
    void hostileNamesBecomeThese();
    void noNameIsAWayElsewhere_data();
    void noNameIsAWayElsewhere();
    void longNamesKeepTheirEnding();
};

void TestFileName::honestNamesStay_data()
{
    QTest::addColumn<QString>("name");
    for (const QString &name :
         {u"photo.png"_s, u"très cool.png"_s, u"Bericht (2).pdf"_s, u"фото.jpg"_s, u"写真.jpeg"_s, u"صورة.gif"_s,
          u"archive.tar.gz"_s, u"100,5 EUR.txt"_s, u"a+b=c.txt"_s, u"[draft] R&D.odt"_s, u"no ending"_s,
          u"क्षत्रिय.txt"_s, u"🎉 party.mp4"_s, u"console.log"_s, u"common.txt"_s, u"it's.txt"_s}) {
        QTest::newRow(qPrintable(name)) << name;
    }
}

void TestFileName::honestNamesStay()
{
    QFETCH(QString, name);
    QCOMPARE(safeFileName(name), name);
}

void TestFileName::hostileNamesBecomeThese_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("safe");
    const auto row = [](const char *title, const QString &name, const QString &safe) {
        QTest::newRow(title) << name << safe;
    };
    row("folders", u"/home/alice/secret/plan.txt"_s, u"plan.txt"_s);
    row("folders of Windows", u"C:\\Users\\alice\\plan.txt"_s, u"plan.txt"_s);
    row("upwards", u"../../../etc/passwd"_s, u"passwd"_s);
    row("encoded separator", u"..%2f..%2fetc%2fpasswd"_s, u"passwd"_s);
    row("encoded twice", u"..%252f..%252fpasswd"_s, u"passwd"_s);
    row("encoded three times", u"a%25252fb.txt"_s, u"b.txt"_s);
    row("encoded backslash", u"a%5cb.txt"_s, u"b.txt"_s);
    row("encoded dots", u"%2e%2e/%2e%2e"_s, u"file"_s);
    row("nothing but dots", u".."_s, u"file"_s);
    row("empty", QString(), u"file"_s);
    row("a folder", u"/tmp/"_s, u"file"_s);
    row("hidden", u".bashrc"_s, u"bashrc"_s);
    row("option", u"--help.txt"_s, u"help.txt"_s);
    row("NUL", u"a%00b.txt"_s, u"ab.txt"_s);
    row("line break", u"a\r\nb: c.txt"_s, u"a b_ c.txt"_s);
    row("tab", u"a\tb.txt"_s, u"a b.txt"_s);
    row("escape", u"a\x1b[31mb.txt"_s, u"a[31mb.txt"_s);
    row("right to left override", u"photo\u202egnp.js"_s, u"photognp.js"_s);
    row("isolates and marks", u"\u2066a\u2069\u200fb\u200b.txt"_s, u"ab.txt"_s);
    row("byte order mark", u"\ufeffa.txt"_s, u"a.txt"_s);
    row("device", u"CON"_s, u"_CON"_s);
    row("device with an ending", u"nul.txt"_s, u"_nul.txt"_s);
    row("port", u"Com1.tar.gz"_s, u"_Com1.tar.gz"_s);
    row("device and space", u"aux .txt"_s, u"_aux .txt"_s);
    row("trailing dot", u"a.txt."_s, u"a.txt"_s);
    row("trailing spaces and dots", u"a.txt . . "_s, u"a.txt"_s);
    row("shell", u"a;rm -rf $(b)`c`|d>e.txt"_s, u"a_rm -rf _(b)_c__d_e.txt"_s);
    row("address", u"a?b#c.txt"_s, u"a_b_c.txt"_s);
    row("stream of Windows", u"a.txt:hidden.exe"_s, u"a.txt_hidden.exe"_s);
    row("quotes", u"a\"b*<c>.txt"_s, u"a_b__c_.txt"_s);
    row("markup", u"<img src=x>.png"_s, u"_img src=x_.png"_s);
    row("many spaces", u"a    b.txt"_s, u"a b.txt"_s);
    row("unusual spaces", u"a\u00a0\u2003b\u2028c.txt"_s, u"a b c.txt"_s);
    row("private letters", u"a\ue000b.txt"_s, u"ab.txt"_s);
    row("lone surrogate", QString(QChar(0xd800)) + u"a.txt"_s, u"a.txt"_s);
    row("percent that encodes nothing", u"100%.txt"_s, u"100_.txt"_s);
}

void TestFileName::hostileNamesBecomeThese()
{
    QFETCH(QString, name);
    QFETCH(QString, safe);
    QCOMPARE(safeFileName(name), safe);
    QCOMPARE(safeFileName(safe), safe);
}

void TestFileName::noNameIsAWayElsewhere_data()
{
    QTest::addColumn<QString>("name");
    const QStringList ways{u"/"_s,     u"\\"_s,     u"%2f"_s,      u"%252F"_s,     u"%5C"_s,    u"%255c"_s,
                           u"..%2f"_s, u"..%5c"_s,  u"..%c0%af"_s, u"%2e%2e%2f"_s, u"....//"_s, u"..\\/"_s,
                           u":"_s,     u"\u2215"_s, u"\u2044"_s,   u"\uff0f"_s,    u"%u2215"_s, u"~/"_s};
    for (const QString &way : ways) {
        for (const QString &end : {u"passwd"_s, u"x.desktop"_s, u".."_s}) {
            QTest::newRow(qPrintable(way + end)) << way + way + u"a"_s + way + end;
        }
    }
}

void TestFileName::noNameIsAWayElsewhere()
{
    QFETCH(QString, name);
    const QString safe = safeFileName(name);
    QVERIFY(!safe.isEmpty());
    for (const QChar letter : QStringView(u"/\\:\u2215\u2044%~")) {
        QVERIFY2(!safe.contains(letter), qPrintable(safe));
    }
    QVERIFY2(!safe.startsWith(u'.') && !safe.endsWith(u'.'), qPrintable(safe));
}

void TestFileName::longNamesKeepTheirEnding()
{
    const QString longName = safeFileName(u"é"_s.repeated(300) + u".png"_s);
    QVERIFY(longName.endsWith(u".png"_s));
    QVERIFY(longName.toUtf8().size() <= 120);
    QVERIFY(longName.startsWith(u"éééé"_s));
    QVERIFY(safeFileName(u"a."_s + u"b"_s.repeated(300)).toUtf8().size() <= 120);
    const QString faces = safeFileName(u"😀"_s.repeated(100) + u".txt"_s);
    QVERIFY(faces.toUtf8().size() <= 120);
    QVERIFY(faces.endsWith(u"😀.txt"_s));
    QCOMPARE(safeFileName(u"a"_s.repeated(200) + u" .txt"_s).size(), 120);
}

QTEST_APPLESS_MAIN(TestFileName)
#include "tst_filename.moc"
